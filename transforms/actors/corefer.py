"""Step eight: who "the minister", "the two sides", "the alliance", "his country" and "he" are. Unresolved rather than wrong."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from transforms.actors.document import Document
from transforms.actors.drafts import Draft
from transforms.actors.focus import acting, rank, state_in_focus
from transforms.actors.phrases import stand_for
from transforms.actors.registry import Registry
from transforms.records import UNKNOWN_CODE

_BACK = 12  # sentences
_COUNTS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6, "trio": 3, "pair": 2, "seven": 7}


def corefer(doc: Document, registry: Registry, drafts: list[Draft]) -> list[Draft]:
    """Gives bare roles their person or state and adds mentions for phrases and pronouns that point back; drops bare roles that stay open."""
    resolved: list[Draft] = []
    pending = sorted([*drafts, *_phrases(doc, registry, drafts)], key=lambda draft: (draft.start, draft.end))
    for draft in pending:
        if draft.use == "bare person":
            _find_state(doc, draft, resolved)
        elif draft.use == "bare role":
            _find_role(doc, registry, draft, resolved)
        elif draft.use == "pointer":
            resolved.extend(_follow(doc, registry, draft, resolved))
            continue
        if draft.use != "bare role" or draft.actor_id or _names_somebody(draft):
            resolved.append(draft)
    return resolved


def _names_somebody(draft: Draft) -> bool:
    """Groups that act stay as unknown participants; single roles and things do not."""
    return draft.noun is not None and draft.noun.alone


def _find_state(doc: Document, draft: Draft, resolved: Sequence[Draft]) -> None:
    """A named person with a title but without a country: the state the article is about."""
    state = _named_near(doc, draft, resolved) or state_in_focus(doc, resolved, draft.start)
    if state:
        draft.actor_id, draft.code, draft.countries = state.actor_id if len(state.code) == 3 else None, state.code, state.countries
        draft.actor_id = state.code
        draft.basis, draft.reason = "title+name", "the person is not in the registry; the state is the one the article is about"
    draft.use = "person"


def _named_near(doc: Document, draft: Draft, resolved: Sequence[Draft]) -> Draft | None:
    here = doc.sentence_at(draft.start)
    near = [d for d in resolved if d.use == "metonym" and doc.sentence_at(d.start) == here and len(d.code) == 3]
    return near[-1] if near else None


def _find_role(doc: Document, registry: Registry, draft: Draft, resolved: Sequence[Draft]) -> None:
    """ "the foreign minister": the latest person with that title, else the office of the state in focus; "the troops": that state's."""
    if draft.noun is None:
        return
    if not draft.plural:
        person = _holder_named(doc, registry, draft, resolved)
        if person:
            _point(draft, person)
        return
    if not draft.noun.alone:
        return
    state = state_in_focus(doc, resolved, draft.start)
    if state is None:
        return
    draft.actor_id = draft.code = state.code
    draft.countries, draft.basis, draft.use = (state.code,), "coreference", "role"
    draft.antecedent, draft.reason = (state.start, state.end), "the state the article is about"
    stand_for(registry, draft, draft.noun)
    draft.basis = "coreference"


def _point(draft: Draft, to: Draft) -> None:
    draft.actor_id, draft.code, draft.countries, draft.gender, draft.person = to.actor_id, to.code, to.countries, to.gender, to.person
    draft.basis, draft.antecedent, draft.use = "coreference", (to.start, to.end), "person" if to.use == "person" else to.use
    draft.reason = to.reason


def _holder_named(doc: Document, registry: Registry, draft: Draft, resolved: Sequence[Draft]) -> Draft | None:
    """The latest person before whose titles hold the noun; definite phrases only ("a minister" is somebody new)."""
    at = doc.word_from(draft.start) - 1
    if at < 0 or not doc.joined(at + 1) or doc.words[at].low not in ("the", "his", "her", "this", "that"):
        return None
    here = doc.sentence_at(draft.start)
    for earlier in reversed(resolved):
        if earlier.use == "person" and doc.sentence_at(earlier.start) >= here - _BACK and _fits_title(registry, doc, draft.title, earlier):
            return earlier
    return None


def _fits_title(registry: Registry, doc: Document, title: str, person: Draft) -> bool:
    last = title.split()[-1]
    alike = registry.vocabulary.alike(last)
    printed = set(re.findall(r"[\w-]+", person.title))
    if printed & alike and _modifiers_agree(title, person.title):
        return True
    offices = set(registry.offices(title, person.code)) | set(registry.offices(last, person.code))
    terms = registry.terms_of(person.actor_id or "")
    return any(term.office in offices and (not doc.published or _serving(term.valid_from, term.valid_to, doc.published)) for term in terms)


def _serving(valid_from: str | None, valid_to: str | None, on: str) -> bool:
    from transforms.actors.validity import may_hold

    return may_hold(valid_from, valid_to, on)


def _modifiers_agree(title: str, printed: str) -> bool:
    """ "the foreign minister" is not the defence minister."""
    extra = title.split()[:-1]
    return all(word in printed.split() for word in extra)


def _phrases(doc: Document, registry: Registry, drafts: Sequence[Draft]) -> list[Draft]:
    taken = [(draft.start, draft.end) for draft in drafts if draft.use != "bare role"]
    found = []
    for number, rule in enumerate(registry.vocabulary.coreference):
        for match in registry.vocabulary.pointers[number].finditer(doc.folded):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                pointer = Draft(match.start(), match.end(), None, UNKNOWN_CODE, "pointer", "coreference", title=match.group().casefold())
                pointer.rule = rule
                found.append(pointer)
    return found


def _follow(doc: Document, registry: Registry, pointer: Draft, resolved: Sequence[Draft]) -> list[Draft]:
    rule = pointer.rule or {}
    return _FINDERS[rule["to"]](doc, registry, pointer, resolved, rule)


def _copies(pointer: Draft, antecedents: Sequence[Draft], use: str) -> list[Draft]:
    return [
        Draft(
            pointer.start, pointer.end, to.actor_id, to.code, use if use != "same" else to.use, "coreference", to.countries,
            antecedent=(to.start, to.end), gender=to.gender, person=to.person, core=(pointer.start, pointer.end), reason=to.reason, title=to.title,
        )
        for to in antecedents
    ]  # fmt: skip


Rule = Mapping[str, Any]


def _several(doc: Document, registry: Registry, pointer: Draft, resolved: Sequence[Draft], rule: Rule) -> list[Draft]:
    """ "the two sides": the last two different states or bodies; "the five nations": the last list of exactly five."""
    words = pointer.title.split()
    wanted = next((_COUNTS[word] for word in words if word in _COUNTS), 2)
    persons = rule.get("kind") == "person"
    usable = [d for d in resolved if (acting(d) or d.adjective and not d.is_place) and d.actor_id and (d.use == "person" if persons else True)]
    chain = _last_list(doc, usable, wanted)
    if chain:
        return _copies(pointer, chain, "person" if persons else "name")
    here = doc.sentence_at(pointer.start)
    found: dict[str, Draft] = {}
    for back in range(_BACK):
        for draft in usable:
            if doc.sentence_at(draft.start) == here - back and draft.start < pointer.start and (len(draft.code) == 3 or wanted == 2):
                found.setdefault(draft.code, draft)
        if len(found) >= wanted:
            break
    return _copies(pointer, sorted(found.values(), key=lambda d: d.start), "person" if persons else "name") if len(found) == wanted else []


def _last_list(doc: Document, drafts: Sequence[Draft], wanted: int) -> list[Draft]:
    """The latest coordination of exactly so many different actors."""
    chains: list[list[Draft]] = []
    for draft in drafts:
        link = doc.folded[chains[-1][-1].end : draft.start].strip() if chains else "."
        if chains and link in ("and", ",", ", and", "and the", ", the", "or", "with"):
            chains[-1].append(draft)
        else:
            chains.append([draft])
    for chain in reversed(chains):
        if len({draft.code for draft in chain}) == len(chain) == wanted:
            return chain
    return []


def _body(doc: Document, registry: Registry, pointer: Draft, resolved: Sequence[Draft], rule: Rule) -> list[Draft]:
    """ "the alliance", "the bloc", "the group": the latest actor of a fitting kind."""
    for draft in reversed(resolved):
        if acting(draft) and draft.actor_id and _is_kind(registry, draft.actor_id, rule):
            return _copies(pointer, [draft], "name")
    return []


def _is_kind(registry: Registry, actor_id: str, rule: Rule) -> bool:
    return actor_id in rule.get("actors", ()) or registry.kind(actor_id) in rule.get("kinds", ()) or actor_id.startswith(tuple(rule.get("ids", ("\0",))))


def _country(doc: Document, registry: Registry, pointer: Draft, resolved: Sequence[Draft], rule: Rule) -> list[Draft]:
    """ "the country", "his country": the person's state, else the state in focus."""
    if pointer.title.split()[0] in ("his", "her"):
        persons = [draft for draft in resolved if draft.use == "person" and draft.countries]
        state = persons[-1] if persons else None
    else:
        state = state_in_focus(doc, resolved, pointer.start)
    if state is None or not state.countries:
        return []
    copy = _copies(pointer, [state], "name")[0]
    copy.actor_id = copy.code = state.countries[0]
    copy.person, copy.reason = None, None
    return [copy]


def _he(doc: Document, registry: Registry, pointer: Draft, resolved: Sequence[Draft], rule: Rule) -> list[Draft]:
    """A personal pronoun: subjects before others, this sentence before the last two; never against gender; not inside quotations."""
    if _quoted(doc, pointer.start):
        return []
    here = doc.sentence_at(pointer.start)
    gender = rule.get("gender")
    for back in range(3):
        fitting = [
            d
            for d in resolved
            if d.use == "person" and doc.sentence_at(d.start) == here - back and d.gender in (gender, None) and not d.plural and d.end <= pointer.start
        ]
        if fitting:
            best = min(rank(doc, d) for d in fitting)
            top = [d for d in fitting if rank(doc, d) == best]
            who = {(d.actor_id, d.person) for d in top}
            return _copies(pointer, top[:1], "person") if len(who) == 1 or best == 0 else []
    return []


def _it(doc: Document, registry: Registry, pointer: Draft, resolved: Sequence[Draft], rule: Rule) -> list[Draft]:
    """ "it", "its", "they": the subject of this sentence so far, else of the last; nothing when that subject is no state or body."""
    if _quoted(doc, pointer.start):
        return []
    here = doc.sentence_at(pointer.start)
    for back in range(2):
        subjects = [d for d in resolved if doc.sentence_at(d.start) == here - back and d.end <= pointer.start and acting(d) and rank(doc, d) == 0]
        if subjects:
            plural = rule.get("number") == "plural"
            subject = subjects[0]
            fits = subject.plural if plural else subject.use not in ("person", "role") or not subject.plural and subject.use != "person"
            return _copies(pointer, [subject], "pronoun") if fits else []
    return []


def _quoted(doc: Document, at: int) -> bool:
    """True inside a quotation: an odd number of quotation marks stands before it in its paragraph."""
    start = doc.text.rfind("\n", 0, at) + 1
    before = doc.text[start:at]
    return before.count("“") > before.count("”") or (before.count('"') % 2 == 1) or before.count("``") > before.count("''")


_FINDERS: Mapping[str, Callable[[Document, Registry, Draft, Sequence[Draft], Rule], list[Draft]]] = {
    "several": _several, "body": _body, "country": _country, "person": _he, "subject": _it,
}  # fmt: skip
