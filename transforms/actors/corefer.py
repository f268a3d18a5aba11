"""Step eight: who the phrases that point back are. Unresolved rather than wrong.

Bare roles ("the foreign minister", "troops") get their person or state here, phrases such as "the two sides" and pronouns their
antecedents (`pointers.py`). Antecedents always stand before, and agree in number, gender and country.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from transforms.actors.document import Document
from transforms.actors.drafts import PLACE, Draft, Spans
from transforms.actors.focus import rank, state_ahead, state_as_scene, state_in_focus
from transforms.actors.people import NOT_LISTED
from transforms.actors.phrases import stand_for
from transforms.actors.pointers import find_pointers, follow
from transforms.actors.registry import Registry
from transforms.actors.validity import may_hold
from transforms.records import UNKNOWN_CODE

_BACK = 12  # sentences
_WINDOW = 300  # mentions that are looked back at; keeps the cost of a long text linear
_AROUND = 1000  # characters
_OPEN = ("pointer", "bare role", "bare person")
_NEAR = 3
_STATE = 3  # letters of a state's code
_DEFINITE = frozenset({"the", "this", "that", "its", "his", "her", "their", "whose"})
_GOVERNED = frozenset({"government", "regime"})
_OWNED = frozenset({"its", "his", "her", "their", "whose"})
_PARTY = re.compile(r", ([A-Z])-[A-Z]")
_MANY = re.compile(r" (?:from|of) (?:[\w,-]+ ){1,4}(?:countries|nations|states|governments|continents)\b", re.IGNORECASE)
_BESIDE_POWER = re.compile(r"\b(?:government|regime) and $")  # "talks between the government and opposition"
_WORDS = 20  # characters
_INSTITUTED = ("government", "parliament", "forces")  # kinds of nouns


def corefer(doc: Document, registry: Registry, drafts: list[Draft]) -> list[Draft]:
    """Resolves what points back, in text order, each with the antecedent's span; drops bare roles that nobody can be found for.

    Groups that act on their own ("gunmen", "rebels") stay as unknown participants.
    """
    resolved: list[Draft] = []
    reached = 0
    spans = Spans(drafts)
    for draft in sorted([*drafts, *find_pointers(doc, registry, drafts)], key=lambda d: (d.start, -d.end if d.use == "pointer" else d.end)):
        recent = resolved[-_WINDOW:] if draft.use in _OPEN else []
        if draft.use == "pointer" and draft.start >= reached:
            found = follow(doc, registry, draft, recent)
            resolved.extend(found)
            reached = draft.end if found else reached
        elif draft.use == "bare role" and (_names_group(doc, draft, spans) or _names_holder(doc, registry, draft, spans)):
            continue
        elif draft.use != "pointer" and draft.start >= reached and _settle(doc, registry, draft, recent):
            if draft.actor_id is None and draft.noun is not None:
                _look_ahead(doc, registry, draft, spans.over(draft.start - _AROUND, draft.end + _AROUND))
            resolved.append(draft)
    return resolved


def _names_group(doc: Document, draft: Draft, spans: Spans) -> bool:
    """As in "the militant group Ansar": the name that follows is the mention."""
    return draft.plural and any(
        other.start == draft.end + 1 and other.code.startswith("GRP:") and not other.adjective
        for other in spans.over(draft.end + 1, draft.end + 2)
    )


def _names_holder(doc: Document, registry: Registry, draft: Draft, spans: Spans) -> bool:
    """As in "the prime minister, Theresa May": the holder's name that follows is the mention."""
    return not draft.plural and any(
        other.use == "person" and doc.folded[draft.end : other.start] == ", " and _fits_title(registry, doc, draft.title, other)
        for other in spans.over(draft.end + 2, draft.end + 3)
    )


def _settle(doc: Document, registry: Registry, draft: Draft, resolved: list[Draft]) -> bool:
    """Resolves a bare role or person as far as it goes; False when nothing is left of it."""
    owner = resolved[-1] if resolved and draft.use in ("bare role", "bare person") else None
    if owner and doc.folded[owner.end : draft.start] in ("'s ", "' ") and owner.code != UNKNOWN_CODE and not owner.adjective:
        return not _are_others(draft, owner) and _belong(registry, draft, owner)
    first = _first_mention(draft, resolved)
    if first:
        _point(draft, first)
        draft.use = "person"
    elif draft.use == "bare person":
        if not _of_party(doc, registry, draft):
            _find_home(doc, registry, draft, resolved)
    elif draft.use == "bare role":
        unknown = _of_many(doc, draft) or _of_office(doc, registry, draft)
        if draft.noun is None or (draft.noun.definite and not _definite(doc, draft)) or unknown:
            return False
        person = None if draft.plural else _holder_named(doc, registry, draft, resolved)
        if person:
            _point(draft, person)
        elif draft.noun.alone or (draft.noun.kind in _INSTITUTED and _before(doc, draft) in _OWNED):
            _find_group(doc, registry, draft, resolved)
        return draft.actor_id is not None or draft.noun.alone
    return True


def _of_many(doc: Document, draft: Draft) -> bool:
    """As in "officials from 50 countries": of no one state that stands before."""
    return _MANY.match(doc.folded, draft.end) is not None


def _of_office(doc: Document, registry: Registry, draft: Draft) -> bool:
    """As in "the government of the emir": that of whoever holds the office, not of the state spoken of."""
    owner = doc.word_from(draft.end) + 2
    return doc.folded.startswith(" of the ", draft.end) and registry.vocabulary.noun_at(doc, owner, "role") is not None


def _are_others(draft: Draft, owner: Draft) -> bool:
    """As in "Assad's allies", "Iran's supporters": others than the state, as the allies of an alliance are not."""
    return draft.noun is not None and draft.noun.stands_for == "members" and len(owner.code) == _STATE


def _look_ahead(doc: Document, registry: Registry, draft: Draft, drafts: Sequence[Draft]) -> None:
    """A group or office holder that opens the article belongs to the state whose institutions the sentence goes on to name."""
    state = state_ahead(doc, registry, drafts, draft.end)
    if state is None or (draft.noun and draft.noun.private):
        return
    draft.actor_id = draft.code = state.countries[0]
    draft.countries, draft.reason = state.countries, "belongs to the state whose institutions the sentence names"
    if draft.use == "person":
        draft.basis = "title+name"
    elif draft.noun:
        draft.use, draft.basis = "role", "coreference"
        stand_for(registry, draft, draft.noun)
        draft.basis = "coreference"


def _first_mention(draft: Draft, resolved: Sequence[Draft]) -> Draft | None:
    """The mention with the full name that a last name repeats, once it has found its state."""
    if draft.use != "bare person" or draft.antecedent is None:
        return None
    end = draft.antecedent[1]
    return next((earlier for earlier in resolved if earlier.end == end and earlier.person == draft.person), None)


def _belong(registry: Registry, draft: Draft, owner: Draft) -> bool:
    """As in "Assad's forces", "the prime minister's spokesman X": they act for whom the owner acts for."""
    state = registry.actor(owner.code)
    draft.start, draft.code, draft.countries = owner.start, owner.code, owner.countries
    draft.actor_id = owner.actor_id if owner.actor_id not in registry.persons else state.actor_id if state else None
    named = draft.use == "bare person"
    draft.use, draft.reason = ("person", draft.reason) if named else ("role", None)
    draft.basis, draft.antecedent = ("title+name", None) if named else ("alias", None)
    if draft.noun and not named:
        stand_for(registry, draft, draft.noun)
    return draft.actor_id is not None


def _before(doc: Document, draft: Draft) -> str:
    at = doc.word_from(draft.start) - 1
    return doc.words[at].low if at >= 0 and doc.joined(at + 1) else ""


def _definite(doc: Document, draft: Draft) -> bool:
    abstract = draft.noun is not None and draft.noun.stands_for == "opposition"  # "the opposition to the plan"
    if abstract and _BESIDE_POWER.search(doc.folded, max(0, draft.start - _WORDS), draft.start):
        return True
    return _before(doc, draft) in _DEFINITE and not (abstract and doc.folded.startswith((" to ", " from "), draft.end))


def _of_party(doc: Document, registry: Registry, draft: Draft) -> bool:
    """As in "Rep. Dan Burton, R-Ind.,": letters of a party behind a name say of which state he is."""
    letter = _PARTY.match(doc.folded, draft.end)
    if letter is None or letter.group(1).casefold() not in registry.vocabulary.lists["name.party"]:
        return False
    state = str(registry.vocabulary.entries["name.party"]["country"])
    draft.actor_id, draft.code, draft.countries = state, state, (state,)
    draft.use, draft.basis, draft.reason = "person", "title+name", NOT_LISTED
    return True


def _find_home(doc: Document, registry: Registry, draft: Draft, resolved: Sequence[Draft]) -> None:
    """The state or body of a named person with a title but without a country."""
    home = _seat(doc, draft, resolved) if _holds_office(registry, draft) else None
    home = home or _same_title(doc, registry, draft, resolved)
    if home is None and set(draft.title.split()) & registry.vocabulary.lists["role.rebel_words"]:
        home = next((d for d in reversed(resolved) if d.code.startswith("GRP:") and not d.adjective), None)
        home = home or _opposition(registry, draft, resolved)
    elif home is None and _holds_office(registry, draft):
        home = _home(doc, draft, resolved)
    if home:
        somebody = home.actor_id in registry.persons or home.is_place
        draft.actor_id = home.actor_id if not somebody else home.code if len(home.code) == 3 else None
        draft.code, draft.countries = home.code, home.countries
        draft.basis, draft.reason = "title+name", "the person is not in the registry; the employer is found from the context"
    draft.use = "person"


def _opposition(registry: Registry, draft: Draft, resolved: Sequence[Draft]) -> Draft | None:
    """The opposition in arms, of the state most named before, for which an "opposition spokesman" speaks."""
    codes = Counter(d.code for d in resolved if len(d.code) == 3).most_common(1)
    state = next((d for d in reversed(resolved) if codes and d.code == codes[0][0]), None)
    if state is None or draft.noun is None or "opposition" not in draft.title.split():
        return None
    group = replace(state)
    stand_for(registry, group, draft.noun, "opposition")
    return group if group.code != state.code else None


def _holds_office(registry: Registry, draft: Draft) -> bool:
    """True for ministers, officers and the like; a journalist, a prince or somebody without a title may be from anywhere."""
    words = set(draft.title.split())
    return draft.noun is not None and not draft.noun.private and not words & registry.vocabulary.lists["role.of_anywhere"]


def _same_title(doc: Document, registry: Registry, draft: Draft, resolved: Sequence[Draft]) -> Draft | None:
    """As in "ministry spokesman X" after "the German foreign ministry": the latest phrase that shares the institution or the office."""
    here = doc.sentence_at(draft.start)
    words = set(draft.title.split()) & registry.vocabulary.lists["role.institutions"]
    for earlier in reversed(resolved):
        if doc.sentence_at(earlier.start) < here - _NEAR:
            return None
        if earlier.use == "role" and not earlier.adjective and words & set(earlier.title.split()):
            return earlier
    return None


def _seat(doc: Document, draft: Draft, resolved: Sequence[Draft]) -> Draft | None:
    """The capital that opens the sentence: "In Paris, foreign ministry spokesman X said"."""
    found = _same_sentence(doc, draft, [d for d in resolved if d.via == "capital"])
    start = doc.sentences[doc.sentence_at(draft.start)].start if doc.sentences else 0
    return found if found and doc.folded[start : found.start] == "In " else None


def _same_sentence(doc: Document, draft: Draft, resolved: Sequence[Draft]) -> Draft | None:
    """As in "In Paris, foreign ministry spokesman X", "the Pentagon ... said spokesman X": the capital or seat in the same sentence."""
    here = doc.sentence_at(draft.start)
    inside = [d for d in resolved if doc.sentence_at(d.start) == here and len(d.code) == 3]
    seats = [d for d in inside if d.via == "metonym" or (d.via == "capital" and (d.reason or "").startswith(f"{PLACE}: after 'in'"))]
    near = seats or [d for d in inside if not d.adjective]
    return near[-1] if near and len({d.code for d in near}) == 1 else None


def _find_group(doc: Document, registry: Registry, draft: Draft, resolved: Sequence[Draft]) -> None:
    """The state or group of "the troops", "the rebels", "its army"; the draft stays unknown when none is clear."""
    noun = draft.noun
    if noun is None:
        return
    owner = (
        resolved[-1] if resolved and _before(doc, draft) in _OWNED and doc.folded[resolved[-1].end : draft.start].strip() == "" else None
    )
    named_before = _definite(doc, draft) or draft.title.split()[0] in _GOVERNED
    if named_before and not owner and not _GOVERNED.isdisjoint(draft.title.split()):
        owner = _critic(doc, registry, draft, resolved)
    same = _same_group(doc, registry, draft, resolved) if not owner and (named_before or noun.stands_for == "rebels") else None
    if same and not named_before and not _are_rebels(doc, registry, same):
        same = None
    if same:
        _point(draft, same)
        draft.use = "role"
        return
    outsiders = set(draft.title.split()) & registry.vocabulary.lists["role.outsiders"]
    if owner is None and (outsiders or _before(doc, draft) in _OWNED or _is_rest(doc, draft, resolved)):
        return
    armed = noun.stands_for in ("rebels", "militants") or bool(set(draft.title.split()) & registry.vocabulary.lists["role.rebel_words"])
    there = armed or draft.title.startswith("pro-")  # who fights in a state, for it or against it
    scene = (_opposite(doc, registry, draft, resolved) or state_as_scene(doc, registry, resolved, draft.start)) if there else None
    home = owner or (scene if there else _home(doc, draft, resolved, near_only=noun.kind == _ANYBODY))
    if home is None or (len(home.code) != 3 and owner is None):
        return
    draft.actor_id = draft.code = home.countries[0] if home.countries and len(home.code) == 3 else home.code
    draft.actor_id = draft.actor_id if registry.actor(draft.actor_id) else home.actor_id
    draft.countries, draft.use = home.countries, "role"
    draft.antecedent, draft.reason = (home.start, home.end), "belongs to the state found from the context"
    stand_for(registry, draft, noun)
    draft.basis = "coreference"


def _is_rest(doc: Document, draft: Draft, resolved: Sequence[Draft]) -> bool:
    """As in "Hezbollah and other guerrillas": nobody tells whose the others are."""
    return bool(resolved) and doc.folded[resolved[-1].end : draft.start] in (" and other ", ", and other ", " and some other ")


def _critic(doc: Document, registry: Registry, draft: Draft, resolved: Sequence[Draft]) -> Draft | None:
    """As in "the opposition leader accused the government": who opposes at home means the own government."""
    here = doc.sentence_at(draft.start)
    critics = registry.vocabulary.lists["role.critics"]
    subjects = [d for d in resolved if doc.sentence_at(d.start) == here and rank(doc, d) == 0 and not d.adjective]
    return next((d for d in reversed(subjects) if len(d.code) == 3 and critics & set(_plain(d.title, ()).split())), None)


def _opposite(doc: Document, registry: Registry, draft: Draft, resolved: Sequence[Draft]) -> Draft | None:
    """As in "talks between Chad and the rebels", "envoys of Chad and the rebels": who deals with a state is in arms against it."""
    state = resolved[-1] if resolved else None
    if state is None or state.adjective or len(state.code) != 3 or doc.folded[state.end : draft.start] not in (" and ", " and the "):
        return None
    between = doc.folded[max(0, state.start - 12) : state.start].casefold().endswith(("between ", "between the "))
    return state if between or (state.use == "role" and state.title in registry.vocabulary.lists["role.dealing"]) else None


def _home(doc: Document, draft: Draft, resolved: Sequence[Draft], *, near_only: bool = False) -> Draft | None:
    return _same_sentence(doc, draft, resolved) or state_in_focus(doc, resolved, draft.start, near_only=near_only)


_ANYBODY = "people"  # civilians and protesters may be of any state; troops and courts are of the one that the article is about


def _may_be(doc: Document, registry: Registry, kind: str, group: Draft) -> bool:
    """Whether a named group may be meant by "the rebels": not the Kurds or Islamic State, whom nobody calls so, but "Kurdish rebels"."""
    if kind != "rebels":
        return kind != "opposition" or "OPP" in group.code
    lists = registry.vocabulary.lists
    words = set(re.findall(r"\w+", doc.folded[group.start : group.end].casefold()))
    return not words & lists["role.not_rebels"] or bool(words & lists["role.rebel_words"])


def _are_rebels(doc: Document, registry: Registry, group: Draft) -> bool:
    """Whether the text has called the group rebels, or it is a state's opposition in arms: "rebels" without an article may be the same."""
    words = set(re.findall(r"\w+", doc.folded[group.start : group.end].casefold()))
    return group.code.endswith(("-OPP", "-REB")) and bool(words & registry.vocabulary.lists["role.rebel_words"])


def _same_group(doc: Document, registry: Registry, draft: Draft, resolved: Sequence[Draft]) -> Draft | None:
    """The latest phrase with a name that stands for the same kind of group: "the Syrian opposition ... the opposition"."""
    here = doc.sentence_at(draft.start)
    kind = draft.noun.stands_for if draft.noun else "state"
    words = set(draft.title.split())
    first = draft.title.split()[0] if _GOVERNED & words else None
    for earlier in reversed(resolved):
        if doc.sentence_at(earlier.start) < here - _BACK:
            return None
        if earlier.adjective or earlier.actor_id is None or earlier.use == "pronoun":
            continue
        if kind in ("rebels", "militants", "opposition") and earlier.code.startswith("GRP:") and _may_be(doc, registry, kind, earlier):
            return earlier
        shared = words <= set(earlier.title.split()) or first in earlier.title.split()
        if earlier.use == "role" and shared and earlier.plural:
            return earlier
    return None


def _point(draft: Draft, to: Draft) -> None:
    draft.actor_id, draft.code, draft.countries, draft.gender, draft.person = to.actor_id, to.code, to.countries, to.gender, to.person
    draft.basis, draft.antecedent, draft.use, draft.reason = "coreference", (to.start, to.end), to.use, to.reason


def _holder_named(doc: Document, registry: Registry, draft: Draft, resolved: Sequence[Draft]) -> Draft | None:
    """The latest person before whose titles hold the noun; definite phrases only ("a minister" is somebody new).

    Whom the same sentence names beside its subject comes last: "in a meeting with his counterpart Hu, the president said". Of several
    in question the one of the state that the sentence's subject acts for is meant, of several in a sentence who is called so there, and its
    subject.
    """
    if _before(doc, draft) not in _DEFINITE:
        return None
    here = doc.sentence_at(draft.start)
    near = [d for d in reversed(resolved) if d.use == "person" and doc.sentence_at(d.start) >= here - _BACK]
    fitting = [d for d in near if _fits_title(registry, doc, draft.title, d)]
    own = [d for d in near if doc.sentence_at(d.start) == here and rank(doc, d) == 0 and len(d.code) == 3]
    compatriots = [d for d in fitting if own and d.code == own[0].code]
    elsewhere = [d for d in fitting if doc.sentence_at(d.start) < here or rank(doc, d) == 0]
    best = compatriots or elsewhere or fitting
    same = [d for d in best if doc.sentence_at(d.start) == doc.sentence_at(best[0].start)]
    office = re.compile(rf"(?<!deputy )(?<!vice )\b{re.escape(draft.title)}\b")
    called = [d for d in same if office.search(f"{d.title} {doc.folded[d.start : d.end].casefold()}")] or same
    return next((d for d in called if rank(doc, d) == 0), called[0] if called else None)


def _fits_title(registry: Registry, doc: Document, title: str, person: Draft) -> bool:
    premier = sorted(registry.vocabulary.lists["alike.premier"])
    words = _plain(f"{person.title} {doc.folded[person.start : person.end].casefold()}", premier)
    *extra, last = _plain(title, premier).split()
    printed = set(re.findall(r"\w+", words))
    if printed & registry.vocabulary.alike(last):
        return all(word in printed for word in extra)
    offices = registry.offices(title, person.code)
    terms = registry.terms_of(person.actor_id or "")
    serving = [term for term in terms if doc.published and may_hold(term.valid_from, term.valid_to, doc.published)]
    return last not in registry.vocabulary.lists["alike.monarch"] and any(term.office in offices for term in serving)


def _plain(title: str, premier: Sequence[str]) -> str:
    """One spelling for titles: no hyphens, and one word for the head of government."""
    title = title.replace("-", " ")
    for name in premier:
        title = title.replace(name, "premier")
    return title
