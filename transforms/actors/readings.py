"""Step two: which of its readings a name has here, or that it names no actor at all ("Michael Jordan", "the Paris agreement")."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from transforms.actors.document import Document
from transforms.actors.drafts import Draft
from transforms.actors.find import Hit
from transforms.actors.names import Name
from transforms.actors.personal import inside_longer_name
from transforms.actors.registry import Registry
from transforms.actors.validity import may_hold
from transforms.actors.vocabulary import Noun
from transforms.records import UNKNOWN_CODE

_ETHNIC = re.compile(r"\b[Ee]thnic[ -]$")
_NEAR = 60  # characters on each side
_ALSO_WORDS = frozenset({"US", "IS", "WHO", "IT", "CAR", "AU", "PA", "MAY", "CARE"})


def countries_named(hits: Sequence[Hit], registry: Registry) -> frozenset[str]:
    """Codes of the states that the text names beyond doubt."""
    return frozenset(hit.names[0].actor_id for hit in hits if len(hit.names) == 1 and registry.kind(hit.names[0].actor_id) == "state")


def read_hit(hit: Hit, doc: Document, registry: Registry, named: frozenset[str]) -> Draft | None:
    """The hit as a draft under its best reading; None when the words name no actor here. `named` is from `countries_named`."""
    if _is_shouted_word(hit, doc) or _part_of_name(hit, doc, registry):
        return None
    form = doc.folded[hit.start : hit.end]
    if hit.names[0].use == "demonym" and _ETHNIC.search(doc.folded, max(0, hit.start - _NEAR), hit.start):
        return _ethnic_group(hit, form)
    if hit.names[0].use == "surname" and not _stands_alone(hit, doc, registry):
        return None
    for sense in registry.senses(form):
        if holds(registry.vocabulary.entries[sense.rule_id], hit, doc):
            return _draft(hit, doc, registry, _named(hit.names, sense.actor_id)) if sense.actor_id else None
    return _draft(hit, doc, registry, choose(hit.names, registry, doc.published, named))


def _ethnic_group(hit: Hit, form: str) -> Draft:
    """As in "ethnic Albanians", who are not Albania; whose citizens they are follows from the context."""
    people = Noun(("ethnic", form.casefold()), "agent", "state", "ethnic", alone=True)
    return Draft(
        hit.start, hit.end, None, UNKNOWN_CODE, "bare role", title=form.casefold(), plural=True, noun=people,
        core=(hit.start, hit.end), reason="an ethnic group, not the state of that name",
    )  # fmt: skip


def _stands_alone(hit: Hit, doc: Document, registry: Registry) -> bool:
    """A last name that is no common word and no part of another name ("Laura Bush")."""
    at = doc.word_from(hit.start)
    before = doc.words[at - 1].low if at and doc.joined(at) else ""
    titled = before in registry.vocabulary.lists["name.honorific"] or (at > 0 and registry.vocabulary.noun_at(doc, at - 1) is not None)
    if (
        at
        and doc.folded[doc.words[at - 1].end : hit.start] in (" ", ", ")
        and doc.words[at - 1].low in registry.vocabulary.lists["name.kin"]
    ):
        return False
    common = doc.folded[hit.start : hit.end].casefold() in registry.vocabulary.lists["name.not_alone"]
    return not common and not inside_longer_name(doc, registry, at, titled=titled)


def _named(names: Sequence[Name], actor_id: str) -> Name:
    return next((name for name in names if name.actor_id == actor_id), Name(actor_id, names[0].use))


def choose(names: Sequence[Name], registry: Registry, on: str | None, named: frozenset[str] = frozenset()) -> Name:
    """Among several readings: those valid on the date; of persons those whose country is named, then those in office; else seed order."""
    if len(names) == 1:
        return names[0]
    valid = [name for name in names if on and may_hold(name.valid_from, name.valid_to, on)] or list(names)
    persons = [name for name in valid if name.use in ("person", "surname")]
    of_here = [name for name in persons if registry.persons[name.actor_id].country in named] or persons
    serving = [name for name in of_here if on and registry.leads(name.actor_id, on)]
    without_end = [name for name in valid if not name.valid_to]
    return (serving or of_here or (without_end if not on else []) or valid)[0]


def _draft(hit: Hit, doc: Document, registry: Registry, name: Name) -> Draft | None:
    if registry.actor(name.actor_id) is None:
        return None
    person = registry.persons.get(name.actor_id)
    return Draft(
        hit.start, hit.end, name.actor_id, registry.code(name.actor_id, doc.published),
        "person" if person else name.use,
        "metonym" if name.use in ("capital", "metonym") else "alias", registry.countries(name.actor_id),
        adjective=hit.hyphen, gender=person.gender if person else None, core=(hit.start, hit.end), via=name.use,
        reason="part of a compound" if hit.hyphen else None,
    )  # fmt: skip


def _is_shouted_word(hit: Hit, doc: Document) -> bool:
    """An acronym that is also a word means nothing in a line printed in capitals."""
    if doc.folded[hit.start : hit.end] not in _ALSO_WORDS:
        return False
    around = f"{doc.text[max(0, hit.start - _NEAR) : hit.start]} {doc.text[hit.end : hit.end + _NEAR]}"
    letters = [c for c in around if c.isalpha()]
    return len(letters) >= _NEAR // 3 and sum(c.isupper() for c in letters) > 0.9 * len(letters)


def _part_of_name(hit: Hit, doc: Document, registry: Registry) -> bool:
    """As in "Washington Post", "Jordan Smith", "University of Jordan": the words around make another name of it."""
    if hit.names[0].use == "metonym":
        return _inside_capitals(hit, doc, registry)
    if hit.names[0].use not in ("name", "capital"):
        return False
    lists = registry.vocabulary.lists
    after, before = doc.word_from(hit.end), doc.word_from(hit.start) - 1
    if doc.joined(after) and doc.words[after].capital and doc.sentence_at(hit.start) not in doc.title_case:
        word = doc.words[after]
        if word.low in lists["name.part_after"] and not registry.vocabulary.noun_at(doc, after, "agent", "role"):
            return True
    if before >= 1 and doc.joined(before + 1) and doc.words[before].low == "of":
        return doc.words[before - 1].low in lists["name.part_before"] and doc.words[before - 1].capital
    return before >= 0 and doc.joined(before + 1) and doc.words[before].low in ("new", "gulf") and doc.words[before].capital


def _inside_capitals(hit: Hit, doc: Document, registry: Registry) -> bool:
    """As in "National Congress": one word that stands for a government, with another capitalised word before it."""
    before = doc.word_from(hit.start) - 1
    if " " in doc.folded[hit.start : hit.end] or before < 0 or not doc.joined(before + 1) or doc.sentence_at(hit.start) in doc.title_case:
        return False
    word = doc.words[before]
    return word.capital and word.low not in registry.vocabulary.lists["name.function_words"] and not registry.names(word.text)


def holds(rule: Mapping[str, Any], hit: Hit, doc: Document) -> bool:
    """True when the test of a homonym rule (seeds/context/actors_homonyms.yml) holds around the hit."""
    return TESTS[rule["test"]](rule, hit, doc)


def _always(rule: Mapping[str, Any], hit: Hit, doc: Document) -> bool:
    return True


def _in_text(rule: Mapping[str, Any], hit: Hit, doc: Document) -> bool:
    return bool(_pattern(rule).search(doc.folded))


def _near(rule: Mapping[str, Any], hit: Hit, doc: Document) -> bool:
    return bool(_pattern(rule).search(doc.folded, max(0, hit.start - _NEAR), hit.end + _NEAR))


def _before(rule: Mapping[str, Any], hit: Hit, doc: Document) -> bool:
    left = doc.folded[max(0, hit.start - _NEAR) : hit.start].rstrip()
    return any(match.end() == len(left) for match in _pattern(rule).finditer(left))


def _after(rule: Mapping[str, Any], hit: Hit, doc: Document) -> bool:
    return bool(_pattern(rule).match(doc.folded[hit.end : hit.end + _NEAR].lstrip(" ")))


def _given_name(rule: Mapping[str, Any], hit: Hit, doc: Document) -> bool:
    """A capitalised word that is no title follows directly, or a given name or Mr comes before: a person's name."""
    after, before = doc.word_from(hit.end), doc.word_from(hit.start) - 1
    if doc.joined(after) and doc.words[after].capital and doc.sentence_at(hit.start) not in doc.title_case:
        return doc.words[after].low not in rule["words"] and not doc.words[after].text.isupper()
    return before >= 0 and doc.joined(before + 1) and doc.words[before].low in rule["given"] and doc.words[before].capital


TESTS: Mapping[str, Callable[[Mapping[str, Any], Hit, Document], bool]] = {
    "always": _always, "in_text": _in_text, "near": _near, "before": _before, "after": _after, "given_name": _given_name,
}  # fmt: skip
_patterns: dict[tuple[str, ...], re.Pattern[str]] = {}


def _pattern(rule: Mapping[str, Any]) -> re.Pattern[str]:
    words = tuple(rule["words"])
    if words not in _patterns:
        _patterns[words] = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(word) for word in words) + r")(?!\w)")
    return _patterns[words]
