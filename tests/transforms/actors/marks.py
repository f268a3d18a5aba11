"""Inline marks: "[Turkish forces|TUR] left." names the actor of a stretch of text; one mark may hold several codes."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from transforms.actors.fold import fold
from transforms.records import ActorMention

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
    """What is missing, what is too much. A mention fits a mark when it covers the mark's last word and has one of its codes."""
    actors = [m for m in found if not m.adjective]
    wrong = []
    for start, end, codes in case.marks:
        last = case.text[start:end].rstrip(" ,.)").rfind(" ") + 1 + start
        there = [m for m in actors if m.start <= last < m.end]
        wrong += [f"missing {case.text[start:end]!r} {code}" for code in codes if not any(_is(m, code, label) for m in there)]
        wrong += [f"wrong {m.text!r} {m.code} {m.actor_id}" for m in there if not any(_is(m, code, label) for code in codes)]
    covered = [(start, end) for start, end, _ in case.marks]
    wrong += [f"not marked {m.text!r} {m.code}" for m in actors if not any(m.start < e and s < m.end for s, e in covered)]
    return wrong


def _is(mention: ActorMention, code: str, label: Callable[[str], str]) -> bool:
    if code.startswith("="):
        return mention.actor_id is not None and fold(label(mention.actor_id)).casefold().split()[-1] == code[1:].casefold()
    return code in (mention.code, mention.actor_id)
