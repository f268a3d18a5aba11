"""Step six: persons. Names after titles, names that an apposition explains, and the holder of an office on the article's date."""

import re

from transforms.actors.document import Document
from transforms.actors.drafts import Draft
from transforms.actors.personal import last_name_at, name_end, name_start, titled
from transforms.actors.registry import Registry
from transforms.records import UNKNOWN_CODE

_ROLES = ("role", "bare role")
_DETERMINERS = frozenset({"the", "a", "an", "his", "her", "its", "their"})
_FIELD = frozenset({"to", "for", "in", "at", "on", "of", "against", "with"})
_MAX_FIELD_WORDS = 8
_WORD_BEFORE = re.compile(r"(\w+)[ -]$")
_LONGEST_WORD = 20
_YEAR = re.compile(r"\b(?:[Ii]n|[Dd]uring|[Oo]f|[Ll]ate|[Ee]arly|[Aa]nd|[A-Z][a-z]+) ((?:19|20)\d\d)\b")
NOT_LISTED = "the person is not in the registry"


def attach_names(doc: Document, registry: Registry, drafts: list[Draft]) -> list[Draft]:
    """Joins titles with the names beside them; gives a role without a name its holder on the article's date.

    "Russian Deputy Foreign Minister Alexander Grushko", "the UN envoy to Syria, Staffan de Mistura," and "Jan Egeland, an adviser to the
    UN envoy" become one mention each. Several persons under one plural title ("Presidents A of X and B of Y") stay apart.
    """
    kept: list[Draft] = []
    number = 0
    while number < len(drafts):
        draft = drafts[number]
        number += 1
        if draft.use == "role" and draft.via == "demonym" and not draft.plural and number < len(drafts):
            _serve(doc, draft, drafts[number])
        if draft.use == "bare role" and not draft.plural and kept:
            _serve_owner(doc, draft, kept[-1])
        if draft.use in _ROLES and not draft.plural and _explains(doc, draft):
            _join_preceding(doc, registry, draft, kept)
        if draft.use in _ROLES and not (draft.plural and draft.use == "role"):
            number += _join_following(doc, registry, draft, drafts[number : number + 6])
        if draft.use in _ROLES and not draft.plural:
            _join_preceding(doc, registry, draft, kept)
        if draft.use == "bare person" and kept:
            _join_role_before(doc, draft, kept)
        kept.append(draft)
    for draft in kept:
        if draft.use == "role" and not draft.plural:
            hold_role(doc, registry, draft)
    _agree(kept)
    return kept


def _serve(doc: Document, draft: Draft, body: Draft) -> None:
    """As in "the Italian head of the IAEA": who leads a body acts for it, not for the own state."""
    between = doc.folded[draft.end : body.start].split()
    if between[:1] == ["of"] and between[1:] in ([], ["the"], ["a"], ["an"]) and body.code.startswith(("IGO:", "NGO:", "GRP:")):
        draft.actor_id, draft.code, draft.countries = body.actor_id, body.code, body.countries


def _serve_owner(doc: Document, draft: Draft, owner: Draft) -> None:
    """As in "the UN secretary-general's special representative": whoever serves the head of a body acts for it."""
    if owner.code.startswith("IGO:") and doc.folded[owner.end : draft.start] == "'s ":
        draft.actor_id, draft.code, draft.countries, draft.use, draft.reason = owner.code, owner.code, owner.countries, "role", None


def _explains(doc: Document, draft: Draft) -> bool:
    """True after a comma and an article: what follows the title then belongs to something else ("X, an adviser to the envoy, Y, said")."""
    before = doc.folded[max(0, draft.start - 6) : draft.start]
    return before.endswith((", a ", ", an ", ", the "))


def _join_following(doc: Document, registry: Registry, draft: Draft, following: list[Draft]) -> int:
    """Joins the name after the title; returns how many of the next mentions it has absorbed."""
    first = doc.word_from(draft.end)
    end, direct = name_end(doc, registry, first)
    if end is None and draft.use == "role":
        first = _past_place(doc, draft, following) or _past_field(doc, first)
        end, direct = name_end(doc, registry, first)
    if end is None or first >= len(doc.words):
        return 0
    start = doc.words[first].start
    inside = [other for other in following if other.start < end]
    known = next((other for other in inside if other.use == "person" and other.start == start), None)
    if known:
        _take_person(registry, draft, known)
        return inside.index(known) + 1
    by_group = draft.noun is not None and draft.noun.part != "role"
    if any(other.start >= start for other in inside) or draft.plural or by_group:
        return 0
    return _take_unknown(doc, registry, draft, (start, end), len(inside), direct)


def _take_unknown(doc: Document, registry: Registry, draft: Draft, name: tuple[int, int], inside: int, direct: bool) -> int:
    words = doc.folded[name[0] : name[1]].split()
    if draft.use == "bare role" and (len(words) < 2 or not direct):
        return 0
    if len(words) < 2 and not direct:
        return 0
    known = (
        last_name_at(doc, registry, words[-1], draft.code, draft.title)
        if draft.use == "role"
        else titled(doc, registry, " ".join(words), draft.title)
    )
    draft.core, draft.end, draft.basis = name, name[1], "title+name"
    if known:
        person = registry.persons[known]
        if draft.use == "bare role":
            draft.code, draft.countries = registry.code(known, doc.published), registry.countries(known)
        draft.actor_id, draft.use, draft.gender, draft.reason = known, "person", person.gender, None
        return inside
    draft.person, draft.reason = doc.folded[name[0] : name[1]], NOT_LISTED
    draft.use = "person" if draft.use == "role" else "bare person"
    return inside


def _past_place(doc: Document, draft: Draft, following: list[Draft]) -> int | None:
    """Past "to Zimbabwe" and "for Somalia" where a name follows at once: "the envoy to Zimbabwe Nobody Known"."""
    if not following or following[0].use not in ("name", "acronym", "capital"):
        return None
    between = doc.folded[draft.end : following[0].start].split()
    after = doc.word_from(following[0].end)
    starts = doc.joined(after) and doc.words[after].capital
    return after if starts and between and between[0] in _FIELD and between[1:] in ([], ["the"]) else None


def _past_field(doc: Document, first: int) -> int:
    """Past "to Syria" and "for Lebanon affairs" up to the comma before a name."""
    if not (doc.joined(first) and doc.words[first].low in _FIELD):
        return len(doc.words)
    for at in range(first + 1, min(first + _MAX_FIELD_WORDS, len(doc.words))):
        if doc.gap(at) == ", ":
            return at
        if not doc.joined(at):
            break
    return len(doc.words)


def _take_person(registry: Registry, draft: Draft, known: Draft) -> None:
    """The known person wins; the title's employer decides the code of one who serves an organisation."""
    employer = registry.actor(draft.actor_id) if draft.actor_id else None
    draft.end, draft.actor_id, draft.gender, draft.core = known.end, known.actor_id, known.gender, known.core
    if employer is None or employer.kind == "state":
        draft.code, draft.countries = known.code, known.countries
    draft.basis, draft.use, draft.person, draft.reason = "title+name", "person", known.person, None


def _join_preceding(doc: Document, registry: Registry, draft: Draft, kept: list[Draft]) -> None:
    """As in "Brett McGurk, the US envoy": the name before the comma belongs to the title, unless it is known to be someone else."""
    first = doc.word_from(draft.start)
    if first and doc.joined(first) and (doc.words[first - 1].low in _DETERMINERS or _describes(doc, first - 1)):
        first -= 1
    if not first or doc.gap(first) != ", " or _opens_clause(doc, draft):
        return
    end = doc.words[first - 1].end
    if kept and kept[-1].end == end and kept[-1].basis == "title+name" and not _explains(doc, draft):
        return
    if kept and kept[-1].end == end and kept[-1].use in ("person", "bare person"):
        if kept[-1].code in (draft.code, UNKNOWN_CODE) or draft.use == "bare role" or len(draft.code) != 3:
            _cover(registry, draft, kept.pop())
        return
    start = name_start(doc, registry, first - 1)
    if start is None or (kept and kept[-1].end > start) or draft.use == "bare role":
        return
    draft.start, draft.person, draft.core = start, doc.folded[start:end], (start, end)
    draft.basis, draft.use, draft.reason = "title+name", "person", NOT_LISTED


def _opens_clause(doc: Document, draft: Draft) -> bool:
    """By the parse: in "after meeting Hu, the president left" the title is a subject and explains nobody."""
    found = doc.head(draft.start, draft.end)
    if found is None or draft.use != "bare role" or doc.folded[draft.end : draft.end + 1] == ",":
        return False
    return found[1].dep in ("nsubj", "nsubjpass") and not found[0].kids(found[1].i, "appos")


def _describes(doc: Document, at: int) -> bool:
    """By the parse: one word between the comma and the state, as in "X, apartheid South Africa's last president"."""
    found = doc.head(doc.words[at].start, doc.words[at].end)
    return found is not None and not doc.words[at].capital and found[1].dep in ("amod", "compound", "nmod")


def _cover(registry: Registry, draft: Draft, known: Draft) -> None:
    """Makes the title's mention the person's, from the name to the title."""
    employer = registry.actor(draft.actor_id) if draft.actor_id else None
    serves_body = employer is not None and employer.kind != "state"
    if known.code != UNKNOWN_CODE and not serves_body:
        draft.code, draft.countries = known.code, known.countries
    draft.start, draft.core, draft.actor_id = known.start, known.core, known.actor_id or draft.actor_id
    draft.gender, draft.person, draft.reason = known.gender, known.person, known.reason
    draft.basis, draft.use = "title+name", "person"


def _join_role_before(doc: Document, draft: Draft, kept: list[Draft]) -> None:
    """As in "a US citizen, the pastor A" and "two aides to Netanyahu, adviser B and secretary C": the first description has the state."""
    before = kept[-1]
    gap = doc.folded[before.end : draft.start]
    if before.actor_id is None or before.adjective or before.use not in ("role", "person"):
        return
    if before.use == "role" and not before.plural and gap in (", the ", ", ", ", a "):
        kept.pop()
        draft.start = before.start
    elif not (gap == ", " and before.plural) and not (
        gap in (" and ", ", ", ", and ") and before.basis == "title+name" and before.use == "person"
    ):
        return
    somebody = before.use == "person" and not before.person
    draft.actor_id = before.actor_id if not somebody else before.code if len(before.code) == 3 else None
    draft.code, draft.countries, draft.use = before.code, before.countries, "person"


def _agree(drafts: list[Draft]) -> None:
    """One person has one code in an article: an organisation that a title names as employer counts for all mentions."""
    employed = {draft.actor_id: draft for draft in drafts if draft.use == "person" and draft.basis == "title+name" and len(draft.code) != 3}
    for draft in drafts:
        if draft.use == "person" and draft.actor_id in employed:
            draft.code, draft.countries = employed[draft.actor_id].code, employed[draft.actor_id].countries


def hold_role(doc: Document, registry: Registry, draft: Draft) -> None:
    """The person behind "the French president" on the article's date; without one the state stays, with the reason."""
    offices = registry.offices(draft.title, draft.actor_id) if draft.actor_id else ()
    offices = tuple(office for office in offices if office not in registry.vocabulary.lists["role.shared_offices"])
    if not offices or draft.actor_id is None:
        return
    match = _WORD_BEFORE.search(doc.folded, max(0, draft.start - _LONGEST_WORD), draft.start)
    before = match.group(1).casefold() if match else ""
    if before in registry.vocabulary.lists["role.former"] or doc.folded[draft.end : draft.end + 6] == "-elect":
        draft.reason = f"'{before or 'elect'}': not the holder on the article's date"
        return
    on = _year_told(doc, draft) or doc.published
    holder = registry.holder(offices, draft.actor_id, on) if on else None
    if holder is None:
        draft.reason = f"no single holder is known in {on}" if on else "the article has no date"
        return
    person = registry.persons.get(holder)
    draft.actor_id, draft.basis, draft.use, draft.gender = holder, "role at date", "person", person.gender if person else None


def _year_told(doc: Document, draft: Draft) -> str | None:
    """The year that the sentence puts its event in ("in 2003"), when it is one only and not the article's own."""
    if not doc.sentences:
        return None
    sentence = doc.sentences[doc.sentence_at(draft.start)]
    years = {match.group(1) for match in _YEAR.finditer(doc.folded, sentence.start, sentence.end)}
    year = years.pop() if len(years) == 1 else None
    return None if year is None or (doc.published or "").startswith(year) else year
