"""Step five: office and group nouns without a name before them: "the king of Jordan", "protesters in Iran", "the rebels"."""

import re

from transforms.actors.document import Document
from transforms.actors.drafts import Draft
from transforms.actors.phrases import Head, acts, scan_head, stand_for
from transforms.actors.registry import Registry
from transforms.records import UNKNOWN_CODE

_MAX_BETWEEN = 3
_POSSESSED_WORDS = 3
_NEAR = 60  # characters
_BETWEEN = re.compile(r"\bbetween\b[^.]* and (?:the )?$")
_INSIDE = ("in", "inside", "across")
_TIES = ("of", "in", "inside", "across", "from", "for", "to")


def find_roles(doc: Document, registry: Registry, drafts: list[Draft]) -> list[Draft]:
    """Adds a draft for every such noun; joins it with the state or body named after "of" (for groups also after "in" and "from").

    What stays without a state has the code UNK and the use "bare role": coreference looks for its state, or drops it.
    """
    found: list[Draft] = []
    number, reached = 0, 0
    at = 0
    while at < len(doc.words):
        while number < len(drafts) and drafts[number].end <= doc.words[at].start:
            found.append(drafts[number])
            number += 1
        following = drafts[number] if number < len(drafts) else None
        if following and following.start <= doc.words[at].start:
            reached = max(reached, following.end)
        holder = _holder(doc, registry, at, found, following)
        if holder is not None:
            found.append(holder)
            at += 1
            continue
        head = scan_head(doc, registry, at) if doc.words[at].start >= reached else None
        if head is None or not acts(doc, head) or (following and following.start < doc.words[head.after - 1].end):
            at += 1
            continue
        draft = _bare(doc, at, head)
        found.append(draft)
        at = head.after
        if following and _belongs(registry, doc, draft, following, head):
            _join(registry, doc, draft, following, head)
            number += 1
            at = doc.word_from(draft.end)
    found.extend(drafts[number:])
    return found


def _holder(doc: Document, registry: Registry, at: int, before: list[Draft], following: Draft | None) -> Draft | None:
    """Who holds it in "the rebel-held town", "the Syrian rebel-held town", "the rebel-held Syrian town"."""
    first, hyphen, second = doc.words[at].low.partition("-")
    if not hyphen or second not in registry.vocabulary.lists["role.holding"]:
        return None
    noun = registry.vocabulary.noun_of(f"{first}s", f"{first} groups")
    if noun is None or not noun.alone:
        return None
    start, end = doc.words[at].start, doc.words[at].start + len(first)
    holder = Draft(start, end, None, UNKNOWN_CODE, "bare role", title=" ".join(noun.words), plural=True, core=(start, end), adjective=True)
    holder.noun, holder.reason = noun, "no state is named with it"
    beside = (*before[-1:], *([following] if following else []))
    state = next((d for d in beside if d.use == "demonym" and len(d.code) == 3 and _next_to(doc, at, d)), None)
    if state:
        holder.actor_id, holder.code, holder.countries = state.actor_id, state.code, state.countries
        holder.use, holder.reason = "role", None
        stand_for(registry, holder, noun)
    return holder


def _next_to(doc: Document, at: int, draft: Draft) -> bool:
    return doc.words[at].start - draft.end <= 1 and draft.start - doc.words[at].end <= 1


def _bare(doc: Document, first: int, head: Head) -> Draft:
    start, end = doc.words[first].start, doc.words[head.after - 1].end
    many = head.noun.part == "agent"
    draft = Draft(
        start, end, None, UNKNOWN_CODE, "bare role", title=head.title, plural=many, core=(start, end), reason="no state is named with it"
    )
    draft.noun = head.noun
    return draft


def _belongs(registry: Registry, doc: Document, draft: Draft, following: Draft, head: Head) -> bool:
    """True for "king of Jordan", "adviser to the UN envoy", "protesters in Iran"; for a single official "in" only says where."""
    between = doc.folded[draft.end : following.start].split()
    if following.use in ("surname", "bare role") or (following.adjective and not following.is_place):
        return False
    if not between or between[0] not in _TIES or not _only_modifiers(registry, between[1:]):
        return False
    serves = bool(set(head.noun.words) & registry.vocabulary.lists["role.serves"])
    if between[0] in ("to", "for"):
        return serves
    if between[0] in _INSIDE and head.noun.words[-1] in registry.vocabulary.lists["role.from_elsewhere"]:
        return False
    if between[0] in _INSIDE and following.via == "capital" and _BETWEEN.search(doc.folded, max(0, draft.start - _NEAR), draft.start):
        return False  # "talks between the regime and the opposition in Vienna": there they talk
    if between[0] == "from" and (head.noun.stands_for == "opposition" or not _comes_from(doc, draft, following)):
        return False
    if between[0] == "of" and following.use == "role" and not following.plural:
        return serves
    if between[0] == "of" and following.code.startswith("REG:") and head.noun.part == "role":
        return False
    if between[0] == "of":
        governs = head.noun.kind in ("government", "forces")  # "the government of Bashar al-Assad"
        return (following.use != "person" or serves or governs) and head.noun.words[-1] not in registry.vocabulary.lists["role.kin"]
    return (
        following.use != "person" and head.noun.part == "agent" and len(following.code) == 3 and (head.noun.alone or between[0] == "from")
    )


def _comes_from(doc: Document, draft: Draft, following: Draft) -> bool:
    """By the parse, where there is one: in "the withdrawal of troops from Syria" it is the withdrawal that is from there."""
    people, place = doc.head(draft.start, draft.end), doc.head(following.start, following.end)
    if people is None or place is None or place[1].dep != "pobj":
        return True
    parse, preposition = place[0], place[0].tokens[place[1].head]
    return not parse.tokens[preposition.head].is_noun or preposition.head >= people[1].i


def _only_modifiers(registry: Registry, words: list[str]) -> bool:
    modifiers = registry.vocabulary.lists["noun.modifier"]
    return len(words) <= _MAX_BETWEEN and all(word == "the" or word in modifiers for word in words)


def _join(registry: Registry, doc: Document, draft: Draft, following: Draft, head: Head) -> None:
    between = doc.folded[draft.end : following.start].casefold()
    served = following.actor_id if following.actor_id not in registry.persons else following.code
    draft.actor_id = served if served and registry.actor(served) else None
    draft.end, draft.code, draft.countries = following.end, following.code, following.countries
    draft.use, draft.via, draft.core, draft.basis, draft.reason = "role", following.via, following.core, following.basis, None
    stand_for(registry, draft, head.noun, between + _possessed(doc, following))


def _possessed(doc: Document, following: Draft) -> str:
    """The words after a possessor: in "authorities in Syria's Kurdish region" they say whose authorities."""
    if not doc.folded.startswith("'s ", following.end):
        return ""
    at = doc.word_from(following.end)
    return " " + " ".join(word.low for word in doc.words[at : at + _POSSESSED_WORDS])
