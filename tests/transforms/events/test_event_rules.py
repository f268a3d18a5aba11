"""Every rule and cue of the seeds against its own examples and counter-examples, through the real parse and the real registry."""

import re
from dataclasses import dataclass
from typing import Any

import pytest

from flows.knowledge import seeds
from transforms.actors.registry import build_registry
from transforms.actors.resolve import resolve_actors
from transforms.events.find import find_events
from transforms.events.lexicon import build_lexicon
from transforms.events.rules import NO_EVENT
from transforms.language import Language, segment
from transforms.records import EVENT_TYPES, EventMention

_MARK = re.compile(r"\*(?P<trigger>[^*]+)\*|\[(?P<words>[^\]|]+)\|(?P<role>source|target)\]")
_VERDICT = re.compile(r"^(?P<text>.*?)(?: = (?:(?P<type>[A-Z]+) )?(?P<status>[a-z]+))?$")
_PUBLISHED = "2005-06-15"


@dataclass(frozen=True)
class Example:
    """A sentence without its markup, and what the markup says of it; spans point into `text`."""

    rule: str
    text: str
    trigger: tuple[int, int] | None
    roles: dict[str, list[tuple[int, int]]]
    type: str | None
    status: str | None
    positive: bool


def read_example(rule: str, marked: str, *, positive: bool) -> Example:
    found = _VERDICT.match(marked)
    assert found is not None
    text, at, trigger = "", 0, None
    roles: dict[str, list[tuple[int, int]]] = {"source": [], "target": []}
    for mark in _MARK.finditer(found["text"]):
        text += found["text"][at : mark.start()]
        words = mark["trigger"] or mark["words"]
        span = (len(text), len(text) + len(words))
        if mark["trigger"]:
            assert trigger is None, f"{rule}: two triggers in {marked!r}"
            trigger = span
        else:
            roles[mark["role"]].append(span)
        text, at = text + words, mark.end()
    text += found["text"][at:]
    assert not set("*[]|") & set(text), f"{rule}: stray markup in {marked!r}"
    return Example(rule, text, trigger, roles, found["type"], found["status"], positive)


def _all_examples() -> list[Example]:
    entries: list[dict[str, Any]] = [e for f in seeds.rules("events").values() for e in f if "id" in e]
    entries += [e for name, f in seeds.rules("context").items() for e in f if name == "status" or name.startswith("events")]
    found = []
    for entry in entries:
        found += [read_example(entry["id"], text, positive=True) for text in entry["examples"]]
        found += [read_example(entry["id"], text, positive=False) for text in entry.get("counterexamples", [])]
    return found


EXAMPLES = _all_examples()
TYPES = {e["id"]: e["type"] for f in seeds.rules("events").values() for e in f if "id" in e}


@pytest.fixture(scope="module")
def readings() -> dict[str, list[EventMention]]:
    """The events of every example's text, through the real parse and the real registry."""
    lexicon = build_lexicon(seeds.rules("events"), seeds.rules("context"), seeds.tables("events"))
    registry = build_registry(seeds.tables("actors"), seeds.rules("context"))
    language = Language()
    found: dict[str, list[EventMention]] = {}
    for text in dict.fromkeys(example.text for example in EXAMPLES):
        sentences = language.parse(text, segment(text))
        actors = resolve_actors(text, sentences, registry, published=_PUBLISHED)
        found[text] = find_events(text, sentences, actors, lexicon, article_id="a" * 64)
        assert lexicon.may_hold_event(text) or not found[text], f"the filter loses {text!r}"
    return found


def _touches(mention: EventMention, span: tuple[int, int]) -> bool:
    return mention.start < span[1] and span[0] < mention.end


def _sides_agree(mention: EventMention, example: Example) -> bool:
    """Every marked participant is found on its side and nobody else."""
    for role, side in (("source", mention.sources), ("target", mention.targets)):
        spans = example.roles[role]
        if not all(any(m.start < end and start < m.end for m in side) for start, end in spans):
            return False
        if not all(any(m.start < end and start < m.end for start, end in spans) for m in side):
            return False
    return True


def _ids(examples: list[Example]) -> list[str]:
    return [f"{e.rule}: {e.text[:60]}" for e in examples]


RULES = [e for e in EXAMPLES if e.rule in TYPES]
POSITIVE = [e for e in RULES if e.positive and TYPES[e.rule] != NO_EVENT]
GUARDS = [e for e in RULES if e.positive and TYPES[e.rule] == NO_EVENT]
NEGATIVE = [e for e in RULES if not e.positive]
CUES = [e for e in EXAMPLES if e.rule not in TYPES]


@pytest.mark.parametrize("example", POSITIVE, ids=_ids(POSITIVE))
def test_a_rule_finds_its_example(example: Example, readings: dict[str, list[EventMention]]) -> None:
    assert example.trigger is not None, "mark the trigger: *words*"
    hits = [m for m in readings[example.text] if m.rule_id == example.rule and _touches(m, example.trigger)]
    assert hits, f"{example.rule} is silent; found {[(m.rule_id, m.type) for m in readings[example.text]]}"
    assert any(_sides_agree(m, example) for m in hits), [([a.text for a in m.sources], [a.text for a in m.targets]) for m in hits]


@pytest.mark.parametrize("example", GUARDS, ids=_ids(GUARDS))
def test_words_that_are_no_event_give_none(example: Example, readings: dict[str, list[EventMention]]) -> None:
    assert example.trigger is not None
    assert [m.rule_id for m in readings[example.text] if _touches(m, example.trigger)] == []


@pytest.mark.parametrize("example", NEGATIVE, ids=_ids(NEGATIVE))
def test_a_rule_is_silent_on_its_counterexample(example: Example, readings: dict[str, list[EventMention]]) -> None:
    found = readings[example.text]
    if TYPES[example.rule] == NO_EVENT:
        assert found, "a counter-example of a rule of type none must hold an event"
    else:
        assert [m for m in found if m.rule_id == example.rule] == []


@pytest.mark.parametrize("example", CUES, ids=_ids(CUES))
def test_a_cue_gives_its_status(example: Example, readings: dict[str, list[EventMention]]) -> None:
    assert example.trigger is not None and example.status is not None
    hits = [(m.type, m.status) for m in readings[example.text] if _touches(m, example.trigger)]
    if example.status == "none":
        assert (hits == []) is example.positive
    elif example.positive:
        assert any(status == example.status and example.type in (None, kind) for kind, status in hits), hits
    else:
        assert all(status != example.status for _, status in hits) and hits


def test_every_type_has_rules() -> None:
    assert {t for t in TYPES.values() if t != NO_EVENT} == set(EVENT_TYPES)


def test_every_rule_has_an_example_of_each_kind() -> None:
    for rule in TYPES:
        assert any(e.rule == rule and e.positive for e in EXAMPLES) and any(e.rule == rule and not e.positive for e in EXAMPLES), rule


@pytest.mark.parametrize("marked", ["A *b* and *c*.", "[Iran|actor] left.", "Iran *left."])
def test_broken_markup_is_refused(marked: str) -> None:
    with pytest.raises(AssertionError):
        read_example("x.y.1", marked, positive=True)
