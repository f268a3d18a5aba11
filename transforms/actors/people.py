"""Step six: persons. Names after titles, names that an apposition explains, and the holder of an office on the article's date."""

from transforms.actors.document import Document
from transforms.actors.drafts import Draft
from transforms.actors.parts import PARTICLES
from transforms.actors.registry import Registry
from transforms.records import UNKNOWN_CODE

_MAX_NAME_WORDS = 6
_ROLES = ("role", "bare role")


def attach_names(doc: Document, registry: Registry, drafts: list[Draft]) -> list[Draft]:
    """Joins titles with the names beside them; gives a role without a name its holder on the article's date.

    "Russian Deputy Foreign Minister Alexander Grushko", "the Turkish foreign minister, Mevlut Cavusoglu," and "Jan Egeland, an adviser
    to the UN envoy" become one mention each.
    """
    kept: list[Draft] = []
    number = 0
    while number < len(drafts):
        draft = drafts[number]
        number += 1
        if draft.use in _ROLES and not (draft.plural and draft.use == "role"):
            number += _join_following(doc, registry, draft, drafts[number : number + 3])
        if draft.use in _ROLES and not draft.plural:
            _join_preceding(doc, registry, draft, kept)
        kept.append(draft)
    for draft in kept:
        if draft.use == "role" and not draft.plural:
            hold_role(doc, registry, draft)
    return kept


def _join_following(doc: Document, registry: Registry, draft: Draft, following: list[Draft]) -> int:
    """Joins the name after the title; returns how many of the next mentions it has absorbed."""
    first = doc.word_from(draft.end)
    end, direct = _name_end(doc, registry, first)
    inside = [other for other in following if end and other.start < end]
    known = next((other for other in inside if other.use == "person" and other.start == doc.words[first].start), None)
    if known:
        _take_person(registry, draft, known)
        return inside.index(known) + 1
    if end and not inside and (direct or draft.use == "role" or _closed(doc, end)) and not draft.plural:
        draft.person = doc.folded[doc.words[first].start : end]
        draft.core = (doc.words[first].start, end)
        draft.end, draft.basis = end, "title+name"
        draft.use = "person" if draft.use == "role" else "bare person"
        draft.reason = "the person is not in the registry"
    return 0


def _take_person(registry: Registry, draft: Draft, known: Draft) -> None:
    """The known person wins; the title's employer decides the code of one who serves an organisation."""
    employer = registry.actor(draft.actor_id) if draft.actor_id else None
    draft.end, draft.actor_id, draft.gender, draft.core = known.end, known.actor_id, known.gender, known.core
    if employer is None or employer.kind == "state":
        draft.code, draft.countries = known.code, known.countries
    draft.basis, draft.use, draft.person, draft.reason = "title+name", "person", known.person, None


def _name_end(doc: Document, registry: Registry, first: int) -> tuple[int | None, bool]:
    """End of the capitalised name that starts at this word, and whether it follows the title without a comma."""
    direct = doc.joined(first)
    if first >= len(doc.words) or not (direct or doc.gap(first) == ", "):
        return None, direct
    at = first
    while at < len(doc.words) and at - first < _MAX_NAME_WORDS and (at == first or _same_name(doc, at)):
        if not is_name_word(doc, registry, at):
            break
        at += 1
    while at > first and doc.words[at - 1].low in PARTICLES:
        at -= 1
    if at == first or not (doc.words[first].capital or doc.words[first].low.startswith(("al-", "el-"))) or (not direct and at - first < 2):
        return None, direct
    return doc.words[at - 1].end, direct


def _same_name(doc: Document, at: int) -> bool:
    gap = doc.gap(at)
    return doc.joined(at) or (gap.strip(" .\"'()`") == "" and "\n" not in gap and len(doc.words[at - 1].text) == 1) or gap in (' "', "'' ", '" ')


def is_name_word(doc: Document, registry: Registry, at: int) -> bool:
    """True for a capitalised word that can be part of a person's name: no weekday, no title, not in capitals throughout."""
    word = doc.words[at]
    if word.low in PARTICLES:
        return True
    lists = registry.vocabulary.lists
    return word.capital and word.low not in lists["name.calendar"] and word.low not in lists["name.function_words"]


def _closed(doc: Document, end: int) -> bool:
    return doc.folded[end : end + 1] in (",", ".", ";", ":", ")", "") or doc.folded[end : end + 5] == " and "


def _join_preceding(doc: Document, registry: Registry, draft: Draft, kept: list[Draft]) -> None:
    """ "Brett McGurk, the US envoy": the name before the comma belongs to the title, unless it is known to be someone else."""
    first = doc.word_from(draft.start)
    if first and doc.words[first - 1].low in ("the", "a", "an", "his", "her", "its", "their") and doc.joined(first):
        first -= 1
    if not first or doc.gap(first) != ", " or draft.use == "person":
        return
    end = doc.words[first - 1].end
    if kept and kept[-1].end == end and kept[-1].use == "person":
        known = kept[-1]
        if known.code in (draft.code, UNKNOWN_CODE) or draft.use == "bare role" or len(draft.code) != 3:
            kept.pop()
            _cover(registry, draft, known)
        return
    start = _name_start(doc, registry, first - 1)
    if start is None or (kept and kept[-1].end > start) or draft.use == "bare role":
        return
    draft.start, draft.person, draft.core = start, doc.folded[start:end], (start, end)
    draft.basis, draft.use, draft.reason = "title+name", "person", "the person is not in the registry"


def _cover(registry: Registry, draft: Draft, known: Draft) -> None:
    end, start, code, bare, countries = draft.end, known.start, draft.code, draft.use == "bare role", draft.countries
    employer = registry.actor(draft.actor_id) if draft.actor_id else None
    draft.start, draft.end, draft.core, draft.actor_id = start, end, known.core, known.actor_id or draft.actor_id
    draft.gender, draft.person, draft.use = known.gender, known.person, "person"
    serves_body = employer is not None and employer.kind != "state" and not bare
    keep_own = known.code != UNKNOWN_CODE and not serves_body
    draft.code, draft.countries = (known.code, known.countries) if keep_own else (code, countries)
    draft.basis, draft.reason = "title+name", known.reason


def _name_start(doc: Document, registry: Registry, last: int) -> int | None:
    """Start of a name of two words or more that ends with this word."""
    at = last
    while at >= 0 and last - at < _MAX_NAME_WORDS and (at == last or doc.joined(at + 1)) and is_name_word(doc, registry, at):
        at -= 1
    first = at + 1
    while first <= last and (not doc.words[first].capital or doc.words[first].low in registry.vocabulary.lists["name.honorific"]):
        first += 1
    return doc.words[first].start if last - first >= 1 else None


def hold_role(doc: Document, registry: Registry, draft: Draft) -> None:
    """The person behind "the French president" on the article's date; without one the state stays, with the reason."""
    offices = registry.offices(draft.title, draft.actor_id) if draft.actor_id else ()
    if not offices or draft.actor_id is None:
        return
    at = doc.word_from(draft.start) - 1
    before = doc.words[at].low if at >= 0 and (doc.joined(at + 1) or doc.gap(at + 1) == "-") else ""
    if before in registry.vocabulary.lists["role.former"] or doc.folded[draft.end : draft.end + 6] == "-elect":
        draft.reason = f"'{before or 'elect'}': not the holder on the article's date"
        return
    holder = registry.holder(offices, draft.actor_id, doc.published) if doc.published else None
    if holder is None:
        draft.reason = "no single holder is known on the article's date" if doc.published else "the article has no date"
        return
    draft.actor_id, draft.basis, draft.use = holder, "role at date", "person"
    draft.gender = registry.persons[holder].gender
