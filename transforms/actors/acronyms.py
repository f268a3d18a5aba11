"""Acronyms that the article itself defines: "Syrian Negotiations Commission (SNC) ... the SNC said"."""

import re

from transforms.actors.document import Document
from transforms.actors.drafts import Draft, Spans
from transforms.actors.registry import Registry
from transforms.records import UNKNOWN_CODE

_DEFINITION = re.compile(r"\(\s*['\"]?([A-Z][A-Za-z&-]{0,9}[A-Z])['\"]?\s*[,;)]")
_SMALL = frozenset({"of", "and", "the", "for", "in", "on", "to", "de", "du", "des", "la", "do", "da", "e", "y", "et"})
_MAX_WORDS = 14
_OWNED = re.compile(r"(?:'s?)? (?:[a-z][a-z-]+ ){0,3}")


def find_acronyms(doc: Document, registry: Registry, drafts: list[Draft]) -> list[Draft]:
    """Adds long names that are followed by their acronym, and every later use of the acronym.

    A long name the registry knows keeps its actor. An unknown one ("Mozambique People's Front (MPF)") stands for the state whose name or
    adjective is in it, with a reason; without one it is left alone. An acronym that the registry knows for another actor means here
    what the article says.
    """
    for match in _DEFINITION.finditer(doc.folded):
        first = _long_name(doc, match.group(1), match.start())
        if first is None:
            continue
        start, end = doc.words[first].start, doc.folded[: match.start()].rstrip().__len__()
        inside = [draft for draft in drafts if start <= draft.start and draft.end <= end]
        named = (draft for draft in drafts if draft.end == end and not draft.adjective and draft.code != UNKNOWN_CODE)
        whole = next((draft for draft in named if draft.start <= start + 4), None)
        owner = whole or _of_state(doc, inside, start, end) or _possessed(doc, registry, drafts, first, match.end())
        if owner:
            drafts = _spread(doc, drafts, owner, match.group(1), match.end(1), inside)
    return drafts


def _long_name(doc: Document, acronym: str, before: int) -> int | None:
    """Number of the first word of the run before the bracket whose initials spell the acronym; small words may be skipped."""
    letters = [c.casefold() for c in acronym if c.isalpha()]
    at = doc.word_from(before) - 1
    lowest = max(0, at - _MAX_WORDS)
    while at >= lowest and letters:
        word = doc.words[at].low
        if word[0] == letters[-1]:
            letters.pop()
        elif word not in _SMALL and not any(part[:1] == letters[-1] for part in word.split("-")):
            return None
        at -= 1
    return at + 1 if not letters and doc.words[at + 1].capital else None


def _of_state(doc: Document, inside: list[Draft], start: int, end: int) -> Draft | None:
    """The state in an unknown organisation's name, widened to the whole name."""
    states = [draft for draft in inside if len(draft.code) == 3 and draft.code != UNKNOWN_CODE]
    if not states or not doc.folded[start].isupper():
        return None
    found = states[0]
    found.start, found.end, found.core = start, end, (start, end)
    found.adjective, found.use, found.reason = False, "role", "the organisation is not in the registry"
    return found


def _possessed(doc: Document, registry: Registry, drafts: list[Draft], first: int, closed: int) -> Draft | None:
    """The state before an unknown body's name ("Chad's ruling Patriotic Movement (PM) party"), widened to the whole phrase."""
    start = doc.words[first].start
    owner = next((draft for draft in reversed(drafts) if draft.end <= start), None)
    if owner is None or owner.is_place or owner.code == UNKNOWN_CODE or len(owner.code) != 3:
        return None
    after = doc.word_from(closed)
    bodies = registry.vocabulary.lists["name.bodies"]
    if not _OWNED.fullmatch(doc.folded, owner.end, start) or not bodies & {word.low for word in doc.words[first : after + 1]}:
        return None
    trailing = after < len(doc.words) and doc.gap(after) == ") " and doc.words[after].low in bodies
    owner.end = doc.words[after].end if trailing else closed
    owner.adjective, owner.use, owner.reason = False, "role", "the organisation is not in the registry"
    return owner


def _spread(doc: Document, drafts: list[Draft], owner: Draft, acronym: str, defined: int, inside: list[Draft]) -> list[Draft]:
    """The drafts with one more for each use of the acronym from its definition on; a name that the acronym begins ends with its draft."""
    spans, gone = Spans(drafts), {id(draft) for draft in inside if draft is not owner}
    added = []
    for match in re.compile(rf"(?<![\w-]){re.escape(acronym)}(?!\w)").finditer(doc.folded, owner.end):
        over = [draft for draft in spans.over(match.start(), match.end()) if id(draft) not in gone]
        if any(draft.actor_id == owner.actor_id or draft.start < match.start() for draft in over):
            continue
        gone.update(id(draft) for draft in over)
        added.append(_use(owner, match.span(), max([draft.end for draft in over], default=match.end()), match.end() == defined))
    kept = [draft for draft in drafts if id(draft) not in gone]
    return sorted([*kept, *added], key=lambda draft: (draft.start, draft.end))


def _use(owner: Draft, span: tuple[int, int], end: int, is_definition: bool) -> Draft:
    return Draft(
        span[0], end, owner.actor_id, owner.code, "acronym", "alias" if is_definition else "coreference", owner.countries,
        antecedent=(owner.start, owner.end), reason=owner.reason, core=span,
    )  # fmt: skip
