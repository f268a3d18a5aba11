"""Step three: persons. Names after titles, names explained by an apposition, and last names once the full name was given."""

import re
from dataclasses import dataclass

from transforms.actors.document import Document
from transforms.actors.drafts import Draft
from transforms.actors.registry import PARTICLES, Registry, last_names

_MAX_NAME_WORDS = 5


def attach_names(doc: Document, registry: Registry, drafts: list[Draft]) -> list[Draft]:
    """Joins "the Turkish foreign minister" with the name that follows; gives a role without a name its holder on the article's date."""
    kept: list[Draft] = []
    number = 0
    while number < len(drafts):
        draft = drafts[number]
        number += 1
        kept.append(draft)
        if draft.use != "role" or draft.plural:
            continue
        end = _name_after(doc, draft)
        inside = [other for other in drafts[number:] if end and other.start < end]
        known = next((other for other in inside if other.use == "person"), None)
        if known and known.start >= draft.end:
            draft.end, draft.actor_id, draft.code = known.end, known.actor_id, known.code
            draft.basis, draft.countries, draft.gender, draft.core = "title+name", known.countries, known.gender, (known.start, known.end)
            draft.use = "person"
            number += drafts[number:].index(known) + 1
        elif end and not inside:
            draft.person = doc.folded[doc.words[doc.word_from(draft.end)].start : end]
            draft.core = (doc.words[doc.word_from(draft.end)].start, end)
            draft.end, draft.basis, draft.use = end, "title+name", "person"
            draft.reason = "the person is not in the registry"
        else:
            _hold_role(doc, registry, draft)
    return kept


def _name_after(doc: Document, draft: Draft) -> int | None:
    """End of the capitalised name that follows the title, directly or after a comma ("the minister, Sergei Lavrov,")."""
    at = doc.word_from(draft.end)
    direct = doc.joined(at)
    if not direct and doc.gap(at) != ", ":
        return None
    first = at
    while at < len(doc.words) and at - first < _MAX_NAME_WORDS and (at == first or doc.joined(at) or doc.gap(at) == ". "):
        word = doc.words[at]
        if not word.capital and word.low not in PARTICLES:
            break
        at += 1
    while at > first and doc.words[at - 1].low in PARTICLES:
        at -= 1
    if at == first or not doc.words[first].capital:
        return None
    closed = at == len(doc.words) or doc.gap(at).startswith((",", ".", " and", ";", ":"))
    return doc.words[at - 1].end if direct or (closed and at - first >= 2) else None


def _hold_role(doc: Document, registry: Registry, draft: Draft) -> None:
    actor = registry.actor(draft.actor_id) if draft.actor_id else None
    offices = registry.offices(draft.title, actor.actor_id) if actor else ()
    if not offices or actor is None:
        return
    before = doc.words[doc.word_from(draft.start) - 1].low if doc.word_from(draft.start) else ""
    if before in ("former", "ex", "then", "late", "a", "an", "next", "future", "previous"):
        draft.reason = "not the holder on the article's date"
        return
    holder = registry.holder(offices, actor.actor_id, doc.published) if doc.published else None
    if holder is None:
        draft.reason = "the article has no date" if not doc.published else "no single holder is known on the article's date"
        return
    draft.actor_id, draft.basis = holder, "role at date"
    draft.gender = registry.persons[holder].gender


@dataclass(frozen=True, slots=True)
class Known:
    """Someone the article has named in full."""

    draft: Draft
    since: int


def find_surnames(doc: Document, registry: Registry, drafts: list[Draft]) -> list[Draft]:
    """Adds "Lavrov", "Mr Lavrov" after the full name, also for persons whom only a title gave a country."""
    known: dict[str, list[Known]] = {}
    for draft in drafts:
        if draft.use == "person" and draft.core[1]:
            name = doc.folded[draft.core[0] : draft.core[1]]
            for last in last_names(name, draft.code if registry.persons.get(draft.actor_id or "") else ""):
                known.setdefault(last, []).append(Known(draft, draft.core[1]))
    if not known:
        return drafts
    pattern = re.compile(
        r"(?<![\w-])(?:" + "|".join(sorted(map(re.escape, known), key=lambda k: (-len(k), k))) + r")(?![\w-])", re.IGNORECASE
    )
    taken = sorted((draft.start, draft.end) for draft in drafts)
    added = []
    for match in pattern.finditer(doc.folded):
        if not match.group()[0].isupper() and not match.group().startswith(("al-", "el-", "de ", "bin ", "van ", "von ")):
            continue
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        earlier = [person for person in known[match.group().casefold()] if person.since <= match.start()]
        if earlier:
            added.append(_repeat(earlier[-1].draft, match.start(), match.end()))
    return sorted([*drafts, *added], key=lambda draft: (draft.start, draft.end))


def _repeat(first: Draft, start: int, end: int) -> Draft:
    return Draft(
        start, end, first.actor_id, first.code, "person", "coreference", first.countries, gender=first.gender, person=first.person,
        antecedent=(first.start, first.end), reason=first.reason, core=(start, end),
    )  # fmt: skip
