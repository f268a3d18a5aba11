"""Actors in context: the marked sentences of tests/data, and the examples of every rule, which must hold and need the rule.

Marks: "[Turkish forces|TUR] left." names the actor of a stretch of text; one mark may hold several codes, one mention each.
"""

import copy
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from flows.knowledge import seeds
from transforms.actors.fold import fold
from transforms.actors.registry import Registry, build_registry
from transforms.actors.resolve import resolve_actors
from transforms.actors.vocabulary import Vocabulary
from transforms.language import Language, segment
from transforms.records import ActorMention

CASES = Path(__file__).parents[2] / "data" / "actor_mentions.txt"
LINES = [line for line in CASES.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
RULES = {file: rules for file, rules in seeds.rules("context").items() if file.startswith("actors")}
SEPARATOR = " // "  # between the examples of one cell of ambiguous_names.csv


_MARK = re.compile(r"\[([^\[\]|]+)((?:\|[^\[\]|]+)+)\]")
_DATED = re.compile(r"(\d{4}(?:-\d\d){0,2}) \| (.*)", re.DOTALL)
NOBODY = "none"


@dataclass(frozen=True)
class Case:
    """A text without its marks, its date, and the spans with the codes (or "=Last name") that were marked; "none" marks no actor."""

    text: str
    published: str | None
    marks: tuple[tuple[int, int, tuple[str, ...]], ...]


def read(line: str) -> Case:
    """Raises ValueError when a bracket is left over, so that a broken mark cannot pass as plain text."""
    dated = _DATED.fullmatch(line)
    published, rest = (dated.group(1), dated.group(2)) if dated else (None, line)
    plain, marks, at = "", [], 0
    for match in _MARK.finditer(rest):
        plain += rest[at : match.start()]
        start = len(plain)
        plain += match.group(1)
        codes = tuple(match.group(2).strip("|").split("|"))
        if codes != (NOBODY,):
            marks.append((start, len(plain), codes))
        at = match.end()
    plain += rest[at:]
    if re.search(r"[\[\]|]", plain):
        raise ValueError(f"a stray mark in {line!r}")
    return Case(plain, published, tuple(marks))


def differences(case: Case, found: Sequence[ActorMention], label: Callable[[str], str]) -> list[str]:
    """What is missing, what is too much. A mention fits a mark when it starts in it, covers its last word and has one of its codes."""
    actors = [m for m in found if not m.adjective]
    wrong = []
    for start, end, codes in case.marks:
        last = case.text[start:end].rstrip(" ,.)").rfind(" ") + 1 + start
        there = [m for m in actors if start <= m.start <= last < m.end]
        wrong += [f"missing {case.text[start:end]!r} {code}" for code in codes if not any(_is(m, code, label) for m in there)]
        wrong += [f"wrong {m.text!r} {m.code} {m.actor_id}" for m in there if not any(_is(m, code, label) for code in codes)]
    covered = [(start, end) for start, end, _ in case.marks]
    wrong += [f"not marked {m.text!r} {m.code}" for m in actors if not any(s <= m.start < e for s, e in covered)]
    return wrong


def _is(mention: ActorMention, code: str, label: Callable[[str], str]) -> bool:
    if code.startswith("="):
        return mention.actor_id is not None and fold(label(mention.actor_id)).casefold().split()[-1] == code[1:].casefold()
    return code in (mention.code, mention.actor_id)


@pytest.fixture(scope="module")
def registry() -> Registry:
    return build_registry(seeds.tables("actors"), seeds.rules("context"))


@pytest.fixture(scope="module")
def language() -> Language:
    return Language()


def mentions(case: Case, registry: Registry, language: Language | None) -> list[ActorMention]:
    sentences = segment(case.text)
    parsed = language.parse(case.text, sentences) if language else sentences
    return resolve_actors(case.text, parsed, registry, published=case.published)


@pytest.mark.parametrize("line", LINES)
def test_marked_mentions_and_no_others_are_found(line: str, registry: Registry, language: Language) -> None:
    case = read(line)
    assert differences(case, mentions(case, registry, language), registry.label) == []


def test_the_table_is_as_large_as_promised() -> None:
    cases = [read(line) for line in LINES]
    assert len(cases) >= 400
    assert sum(case.published is not None for case in cases) >= 150


def rule_examples() -> Iterator[Any]:
    for file, rules in RULES.items():
        for rule in rules:
            for line in [*rule.get("examples", ()), *rule.get("counterexamples", ())]:
                yield pytest.param(line, id=f"{file}:{rule['id']}:{line[:40]}")
    for row in seeds.tables("actors")["ambiguous_names"]:
        for line in f"{row['examples']}{SEPARATOR}{row['counterexamples']}".split(SEPARATOR):
            if line.strip():
                yield pytest.param(line.strip(), id=f"{row['name']}:{row['rule']}:{line[:40]}")


@pytest.mark.parametrize("line", list(rule_examples()))
def test_rule_examples_and_counterexamples_hold(line: str, registry: Registry, language: Language) -> None:
    case = read(line)
    assert differences(case, mentions(case, registry, language), registry.label) == []


def without(file: str, rule: Mapping[str, Any]) -> Vocabulary:
    """The vocabulary with one rule emptied; word lists stay as names, because code asks for them."""
    emptied = [{**rule, "words": []}] if file in ("actors_nouns", "actors_context") else []
    kept = [entry for entry in RULES[file] if entry is not rule]
    return Vocabulary({**RULES, file: [*kept, *emptied]})


@pytest.mark.parametrize("file", ["actors_nouns", "actors_context", "actors_groups", "actors_coreference"])
def test_every_rule_is_needed_by_one_of_its_examples(file: str, registry: Registry, language: Language) -> None:
    idle = []
    for rule in RULES[file]:
        poorer = copy.copy(registry)
        poorer.vocabulary = without(file, rule)
        cases = [read(line) for line in [*rule["examples"], *rule["counterexamples"]]]
        same = [mentions(c, registry, lang) == mentions(c, poorer, lang) for c in cases for lang in (language, None)]
        if all(same):
            idle.append(rule["id"])
    assert idle == []


@pytest.mark.parametrize("line", ["[Russia|RUS spoke.", "Russia] spoke.", "[Russia] spoke.", "Russia|RUS spoke."])
def test_a_stray_mark_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="stray mark"):
        read(line)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("[Russia|UKR] spoke.", "missing 'Russia' UKR"),
        ("Russia spoke.", "not marked 'Russia' RUS"),
        ("[Russia spoke|RUS].", "missing 'Russia spoke' RUS"),
    ],
)
def test_wrong_marks_are_reported(line: str, complaint: str, registry: Registry, language: Language) -> None:
    case = read(line)
    assert complaint in differences(case, mentions(case, registry, language), registry.label)
