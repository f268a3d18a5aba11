"""Step seven: last names ("Lavrov", "Mr Lavrov") after the full name, or alone for those who lead a state on the article's date."""

from collections.abc import Mapping

from transforms.actors.document import Document
from transforms.actors.drafts import Draft
from transforms.actors.parts import FAMILY_NAME_FIRST, last_names
from transforms.actors.people import is_name_word
from transforms.actors.registry import Registry
from transforms.records import UNKNOWN_CODE

_PERSONS = ("person", "bare person")


def find_surnames(doc: Document, registry: Registry, drafts: list[Draft]) -> list[Draft]:
    """Adds a mention for every last name of somebody the article has named in full, or who can be nobody else.

    Somebody whom a title alone gave a country ("Syrian National Dialogue spokesman X") is found again too.
    """
    introduced = _introduced(registry, drafts)
    mentioned = {country for draft in drafts for country in draft.countries}
    spans = sorted((draft.start, draft.end) for draft in drafts)
    added, number = [], 0
    for at, word in enumerate(doc.words):
        while number < len(spans) and spans[number][1] <= word.start:
            number += 1
        if not word.capital or (number < len(spans) and spans[number][0] < word.end):
            continue
        draft = _by_introduction(doc, introduced, at) or _by_office(doc, registry, at, mentioned)
        if draft:
            _with_title(doc, draft, drafts, at)
            added.append(draft)
    return sorted([*(d for d in drafts if d.use != "absorbed"), *added], key=lambda draft: (draft.start, draft.end))


def _introduced(registry: Registry, drafts: list[Draft]) -> dict[str, list[Draft]]:
    found: dict[str, list[Draft]] = {}
    for draft in drafts:
        if draft.use in _PERSONS and " " in (name := draft.person or registry.label(draft.actor_id or "")):
            for last in _forms(name, draft, registry):
                found.setdefault(last, []).append(draft)
    return found


def _forms(name: str, draft: Draft, registry: Registry) -> list[str]:
    known = registry.persons.get(draft.actor_id or "")
    country = known.country if known else draft.code
    forms = last_names(name, country)
    if country in FAMILY_NAME_FIRST and not known:
        forms += last_names(name, "")
    return forms


def _by_introduction(doc: Document, introduced: Mapping[str, list[Draft]], at: int) -> Draft | None:
    word = doc.words[at]
    forms = [word.low, word.low.split("-", 1)[-1]]
    if at and doc.joined(at):
        forms.insert(0, f"{doc.words[at - 1].low} {word.low}")
    for form in forms:
        earlier = [draft for draft in introduced.get(form, ()) if draft.core[1] <= word.start]
        if earlier:
            return _repeat(earlier[-1], word.start, word.end)
    return None


def _by_office(doc: Document, registry: Registry, at: int, mentioned: set[str]) -> Draft | None:
    """Bare "Putin": exactly one person of that last name leads on the date, and the article names his country."""
    word = doc.words[at]
    lists = registry.vocabulary.lists
    ids = registry.surname(word.low)
    if not ids or doc.published is None:
        return None
    before = doc.words[at - 1] if at and doc.joined(at) else None
    titled = before is not None and (before.low in lists["name.honorific"] or before.low in ("president", "minister", "premier", "chancellor", "secretary"))
    if (before and before.capital and not titled and is_name_word(doc, registry, at - 1)) or (doc.joined(at + 1) and _goes_on(doc, registry, at + 1)):
        return None
    if word.low in lists["name.not_alone"] and not titled:
        return None
    serving = [person for person in ids if registry.leads(person, doc.published)]
    if len(serving) != 1 or not (titled or registry.persons[serving[0]].country in mentioned):
        return None
    person = registry.persons[serving[0]]
    code = registry.code(person.actor_id, doc.published)
    return Draft(
        word.start, word.end, person.actor_id, code, "person", "alias", registry.countries(person.actor_id), gender=person.gender,
        core=(word.start, word.end), reason="the only one of this name in office on the article's date",
    )  # fmt: skip


def _goes_on(doc: Document, registry: Registry, at: int) -> bool:
    return doc.words[at].capital and is_name_word(doc, registry, at) and not registry.vocabulary.noun_at(doc, at)


def _repeat(first: Draft, start: int, end: int) -> Draft:
    basis = "coreference" if first.code != UNKNOWN_CODE else first.basis
    return Draft(
        start, end, first.actor_id, first.code, first.use, basis, first.countries, gender=first.gender, person=first.person,
        antecedent=(first.start, first.end), reason=first.reason, core=(start, end), title=first.title,
    )  # fmt: skip


def _with_title(doc: Document, draft: Draft, drafts: list[Draft], at: int) -> None:
    """ "President Bush": the bare title before the name becomes part of the mention."""
    if not (at and doc.joined(at)):
        return
    for other in drafts:
        if other.end == doc.words[at - 1].end and other.use == "bare role" and not other.plural:
            draft.start, draft.title = other.start, other.title
            other.use = "absorbed"
            return
