"""Where personal names start and end in a text, and whom a last name beside a title means."""

from difflib import SequenceMatcher

from transforms.actors.document import Document
from transforms.actors.fold import fold
from transforms.actors.parts import PARTICLES
from transforms.actors.registry import Registry
from transforms.actors.validity import may_hold

_MAX_NAME_WORDS = 6
_ALIKE = 0.75
_NICKNAME = (' "', '" ', " '", "' ", "'' ", " ``", " “", "” ", " (", ") ")


def name_end(doc: Document, registry: Registry, first: int) -> tuple[int | None, bool]:
    """End of the capitalised name that starts at this word, and whether it follows the word before without a comma.

    After a comma a name must have two words and be closed by a comma, a full stop or the like.
    """
    direct = doc.joined(first)
    if first >= len(doc.words) or not (direct or doc.gap(first) == ", "):
        return None, direct
    at = first
    while at < len(doc.words) and at - first < _MAX_NAME_WORDS and (at == first or _same_name(doc, at)) and is_name_word(doc, registry, at):
        at += 1
    while at > first and doc.words[at - 1].low in PARTICLES:
        at -= 1
    if at == first or not _opens_name(doc, first):
        return None, direct
    end = doc.words[at - 1].end
    if not direct and (at - first < 2 or not _closed(doc, end)):
        return None, direct
    return end, direct


def _opens_name(doc: Document, first: int) -> bool:
    word = doc.words[first]
    return (
        word.capital
        or word.low.startswith(("al-", "el-"))
        or (word.low in PARTICLES and first + 1 < len(doc.words) and doc.words[first + 1].capital)
    )


def _same_name(doc: Document, at: int) -> bool:
    gap = doc.gap(at)
    return doc.joined(at) or gap in _NICKNAME


def is_name_word(doc: Document, registry: Registry, at: int) -> bool:
    """True for a capitalised word that can be part of a personal name: no weekday, no function word."""
    word = doc.words[at]
    if word.low in PARTICLES or word.low.startswith(("al-", "el-")):
        return True
    lists = registry.vocabulary.lists
    return word.capital and word.low not in lists["name.calendar"] and word.low not in lists["name.function_words"]


def _closed(doc: Document, end: int) -> bool:
    return doc.folded[end : end + 1] in (",", ".", ";", ":", ")", "\n", "", "'", '"') or doc.folded[end : end + 5] == " and "


def name_start(doc: Document, registry: Registry, last: int) -> int | None:
    """Start of a name of two words or more that ends with this word."""
    at = last
    while at >= 0 and last - at < _MAX_NAME_WORDS and (at == last or doc.joined(at + 1)) and is_name_word(doc, registry, at):
        at -= 1
    first = at + 1
    while first <= last and (not doc.words[first].capital or doc.words[first].low in registry.vocabulary.lists["name.honorific"]):
        first += 1
    if first and doc.joined(first) and doc.words[first - 1].low in ("in", "at", "near", "outside"):
        return None
    return doc.words[first].start if last - first >= 1 else None


def last_name_at(doc: Document, registry: Registry, last: str, of: str, title: str) -> str | None:
    """The one person of that last name who belongs to the state or body: first those whose office the title names, then those serving."""
    last = last.casefold()
    ids = registry.surname(last) or registry.surname(last.split("-", 1)[-1])
    ids = [person for person in ids if registry.persons[person].country == of or registry.code(person, doc.published) == of]
    offices = registry.offices(title, of)
    for group in (
        [p for p in ids if any(t.office in offices and _then(t.valid_from, t.valid_to, doc.published) for t in registry.terms_of(p))],
        [p for p in ids if any(_then(t.valid_from, t.valid_to, doc.published) for t in registry.terms_of(p))],
    ):
        if len(group) == 1:
            return group[0]
    holder = registry.holder(offices, of, doc.published) if doc.published else None
    return holder if holder and _alike(last, registry.label(holder)) else None


def titled(doc: Document, registry: Registry, name: str, title: str) -> str | None:
    """The one person of that name, of whatever state, whose office goes by that title on the article's date (ever, without a date).

    First those of the same last name, then those of the same given name whose last name is spelled a little differently.
    """
    given, last = name.casefold().split()[0], name.casefold().split()[-1]
    same = [person for person in registry.surname(last) if doc.published and _goes_by(registry, person, title, doc.published)]
    if same or given == last:
        return same[0] if len(same) == 1 else None
    like = [p for p in registry.given_name(given) if _alike(last, registry.label(p)) and _goes_by(registry, p, title, doc.published)]
    return like[0] if len(like) == 1 else None


def _goes_by(registry: Registry, person: str, title: str, on: str | None) -> bool:
    terms = [term for term in registry.terms_of(person) if _then(term.valid_from, term.valid_to, on)]
    return any(term.office in registry.offices(title, term.of) for term in terms)


def _alike(last: str, name: str) -> bool:
    """Another transliteration of the same last name ("Haniya", "Haniyeh"): same first letter, few differences."""
    *given, other = (word.split("-")[-1] for word in fold(name).casefold().split())
    last = last.split("-")[-1]
    return last in given or last[0] == other[0] and SequenceMatcher(None, last, other, autojunk=False).ratio() >= _ALIKE


def _then(valid_from: str | None, valid_to: str | None, on: str | None) -> bool:
    return on is None or may_hold(valid_from, valid_to, on)


def inside_longer_name(doc: Document, registry: Registry, at: int, *, titled: bool) -> bool:
    """True when the word is part of a longer personal name: "Laura Bush", "Trump Jr"."""
    return (not titled and named_before(doc, registry, at)) or goes_on(doc, registry, at + 1)


def named_before(doc: Document, registry: Registry, at: int) -> bool:
    """True when the word before looks like the given name: "Cavaco Silva", not "Mr Silva", "But Silva" or "al Silva"."""
    if not at or not doc.joined(at) or doc.sentence_at(doc.words[at].start) in doc.title_case:
        return False
    before = doc.words[at - 1]
    lists = registry.vocabulary.lists
    plain = before.low not in lists["name.honorific"] and before.low not in PARTICLES and not registry.vocabulary.noun_at(doc, at - 1)
    return before.capital and plain and is_name_word(doc, registry, at - 1) and not _opens_sentence(doc, at - 1)


def _opens_sentence(doc: Document, at: int) -> bool:
    """A sentence-initial word has its capital from there, unless it stands in no small-letter use ("Saying Silva left")."""
    start = doc.words[at].start
    number = doc.sentence_at(start)
    return bool(doc.sentences) and doc.sentences[number].start >= start - 1 and doc.words[at].low.endswith(("ing", "ed", "ly"))


def goes_on(doc: Document, registry: Registry, at: int) -> bool:
    """True when another part of a personal name follows the word before this one: "Ismail al-Abdullah" is no Ismail whom one knows."""
    if not doc.joined(at) or not _opens_name(doc, at) or not is_name_word(doc, registry, at):
        return False
    return not registry.vocabulary.noun_at(doc, at) and doc.sentence_at(doc.words[at].start) not in doc.title_case
