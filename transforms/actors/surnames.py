"""Step seven: last names ("Lavrov", "Mr Lavrov") after the full name, or alone for those who lead a state on the article's date."""

from bisect import bisect_right
from collections.abc import Mapping

from transforms.actors.document import Document, Word
from transforms.actors.drafts import Draft
from transforms.actors.fold import fold
from transforms.actors.parts import FAMILY_NAME_FIRST, PARTICLES, last_names
from transforms.actors.personal import goes_on, inside_longer_name, is_name_word, named_before
from transforms.actors.registry import Registry
from transforms.actors.validity import may_hold
from transforms.records import UNKNOWN_CODE

_PREFIXES = ("al-", "el-")
_PERSONS = ("person", "bare person")


def find_surnames(doc: Document, registry: Registry, drafts: list[Draft]) -> list[Draft]:
    """Adds a mention for every last name of somebody the article has named in full, or who can be nobody else.

    Somebody whom a title alone gave a country ("Syrian National Dialogue spokesman X") is found again too; so is a given name that
    stands alone after the full name ("Saddam").
    """
    introduced = _introduced(registry, drafts)
    mentioned = {country for draft in drafts for country in draft.countries}
    titles = {draft.end: draft for draft in drafts if draft.use == "bare role" and not draft.plural}
    drafts = [_as_introduced(doc, registry, introduced, draft) for draft in drafts]
    spans = sorted((draft.start, draft.end) for draft in drafts)
    added, number = [], 0
    for at, word in enumerate(doc.words):
        while number < len(spans) and spans[number][1] <= word.start:
            number += 1
        if not (word.capital or word.low.startswith(_PREFIXES)) or (number < len(spans) and spans[number][0] < word.end):
            continue
        title = titles.get(doc.words[at - 1].end) if at and doc.joined(at) else None
        draft = (
            _by_introduction(doc, registry, introduced, at, title)
            or _by_office(doc, registry, at, mentioned, title)
            or _titled(doc, registry, at, title)
        )
        if draft:
            _with_title(draft, title)
            added.append(draft)
    return sorted([*(d for d in drafts if d.use != "absorbed"), *added], key=lambda draft: (draft.start, draft.end))


def _as_introduced(doc: Document, registry: Registry, introduced: Mapping[str, list[Draft]], draft: Draft) -> Draft:
    """A last name of the seeds means whom the article has introduced under it: "Hillary Clinton ... Clinton"."""
    if draft.via != "surname" or draft.adjective or draft.core != (draft.start, draft.end):
        return draft
    return _by_introduction(doc, registry, introduced, doc.word_from(draft.end) - 1, None) or draft


def _introduced(registry: Registry, drafts: list[Draft]) -> dict[str, list[Draft]]:
    found: dict[str, list[Draft]] = {}
    for draft in drafts:
        if draft.use in _PERSONS and " " in (name := draft.person or registry.label(draft.actor_id or "")):
            given = fold(name).casefold().split()[0]
            draft.given = frozenset({given})
            for form in dict.fromkeys([*_forms(name, draft, registry), given]):
                found.setdefault(form, []).append(draft)
    return found


def _forms(name: str, draft: Draft, registry: Registry) -> list[str]:
    known = registry.persons.get(draft.actor_id or "")
    country = known.country if known else draft.code
    forms = last_names(name, country)
    if country in FAMILY_NAME_FIRST and not known:
        forms += last_names(name, "")
    return forms


def _by_introduction(
    doc: Document, registry: Registry, introduced: Mapping[str, list[Draft]], at: int, title: Draft | None
) -> Draft | None:
    word = doc.words[at]
    forms = [(word.low, word.start)]
    if word.low.split("-", 1)[0] in PARTICLES:
        forms.append((word.low.split("-", 1)[-1], word.start))
    before = doc.words[at - 1] if title is None and named_before(doc, registry, at) else None
    for back in (1, 2):
        if at >= back and doc.joined(at) and doc.words[at - back].low in PARTICLES:
            forms.insert(0, (" ".join(w.low for w in doc.words[at - back : at + 1]), doc.words[at - back].start))
    for form, start in forms:
        named = introduced.get(form, [])
        earlier = bisect_right(named, word.start, key=lambda draft: draft.core[1])
        latest = next((named[n] for n in range(earlier - 1, -1, -1) if _is_named(doc, registry, named[n], title, before)), None)
        if latest and not (form in latest.given and goes_on(doc, registry, at + 1)):
            return _repeat(latest, start if before is None else before.start, word.end)
    return None


def _is_named(doc: Document, registry: Registry, person: Draft, title: Draft | None, given: Word | None) -> bool:
    """Whether a person who has been introduced may be meant by a last name with the title and given name before it."""
    if not _answers_to(registry, person, title, doc.published):
        return False
    return given is None or given.low in fold(person.person or registry.label(person.actor_id or "")).casefold().split()


def _by_office(doc: Document, registry: Registry, at: int, mentioned: set[str], title: Draft | None) -> Draft | None:
    """Bare "Putin": exactly one person of that last name leads on the date, and the article names his country or his title."""
    word = doc.words[at]
    lists = registry.vocabulary.lists
    ids = registry.surname(word.low)
    if not ids or doc.published is None or inside_longer_name(doc, registry, at, titled=title is not None):
        return None
    titled = title is not None or (at > 0 and doc.words[at - 1].low in lists["name.honorific"] and len(doc.gap(at)) <= 2)
    if word.low in lists["name.not_alone"] and not titled:
        return None
    on = doc.published
    serving = [person for person in ids if registry.leads(person, on) and _fits(registry, person, title, on)]
    if len(serving) != 1 or not (titled or registry.persons[serving[0]].country in mentioned):
        return None
    person = registry.persons[serving[0]]
    return Draft(
        word.start, word.end, person.actor_id, registry.code(person.actor_id, on), "person", "title+name" if title else "alias",
        registry.countries(person.actor_id), gender=person.gender, core=(word.start, word.end),
        reason="the only one of this name in office on the article's date",
    )  # fmt: skip


def _answers_to(registry: Registry, person: Draft, title: Draft | None, on: str | None) -> bool:
    """As in "King Hussein" is not Saddam Hussein: a title must be one the article or the registry gives the person."""
    if title is None or person.actor_id not in registry.persons or title.title.split()[-1] in (*person.title.split(), "prince", "princess"):
        return True
    terms = registry.terms_of(person.actor_id or "")
    return not terms or any(term.office in registry.offices(title.title, term.of) for term in terms)


def _fits(registry: Registry, person: str, title: Draft | None, on: str) -> bool:
    """The person's office goes by the title, when there is one."""
    if title is None:
        return True
    terms = [term for term in registry.terms_of(person) if may_hold(term.valid_from, term.valid_to, on)]
    return any(term.office in registry.offices(title.title, term.of) for term in terms)


def _titled(doc: Document, registry: Registry, at: int, title: Draft | None) -> Draft | None:
    """As in "President Nobody": a title makes a person even of a name that nobody knows; the state is looked for later."""
    if title is None or not doc.words[at].capital or not is_name_word(doc, registry, at) or doc.words[at].text.isupper():
        return None
    word, span = doc.words[at], (doc.words[at].start, doc.words[at].end)
    reason = "the person is not in the registry"
    return Draft(*span, None, UNKNOWN_CODE, "bare person", "title+name", person=word.text, core=span, noun=title.noun, reason=reason)


def _repeat(first: Draft, start: int, end: int) -> Draft:
    basis = "coreference" if first.code != UNKNOWN_CODE else first.basis
    return Draft(
        start, end, first.actor_id, first.code, first.use, basis, first.countries, gender=first.gender, person=first.person,
        antecedent=(first.start, first.end), reason=first.reason, core=(start, end), title=first.title,
    )  # fmt: skip


def _with_title(draft: Draft, title: Draft | None) -> None:
    """As in "President Bush": the bare title before the name becomes part of the mention."""
    if title is not None:
        draft.start, draft.title = title.start, title.title
        title.use = "absorbed"
