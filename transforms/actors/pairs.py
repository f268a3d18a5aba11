"""Who "the two sides", "both armies" or "the five nations" are: the parties to the last act, not whoever is named last."""

from collections.abc import Mapping, Sequence
from typing import Any

from transforms.actors.document import Document
from transforms.actors.drafts import Draft
from transforms.actors.focus import rank
from transforms.actors.registry import Registry
from transforms.records import UNKNOWN_CODE
from transforms.syntax import Parse, Token

_BACK = 12  # sentences
_COUNTS = {"two": 2, "both": 2, "pair": 2, "three": 3, "trio": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_LINKS = frozenset({"and", ",", ", and", "and the", ", the", ", and the", "or", "with", "as well as", "and his", "&"})
_STEPS = 4  # from a name up to its verb: "in talks with the rebels of Zambia"


def parties(doc: Document, registry: Registry, pointer: Draft, before: Sequence[Draft], rule: Mapping[str, Any]) -> list[Draft]:
    """The two (three, ...) actors that the phrase means, in text order; [] when that stays open.

    First who fought, met or signed with one another or stand after "between", or are joined by "and", whichever is nearer; then any
    two actors that are named alone. Who merely welcomes, urges or mediates is no side.
    """
    lists = registry.vocabulary.lists
    wanted = next((_COUNTS[word] for word in pointer.title.split() if word in _COUNTS), 2)
    persons = rule.get("kind") == "person"
    usable = [d for d in before if d.actor_id and not d.is_place and (d.use == "person" if persons else _may_be(d, pointer.title))]
    earliest = doc.sentence_at(pointer.start) - _BACK if wanted == 2 else 0
    if wanted == 2:
        outside = {number for number, d in enumerate(usable) if rank(doc, d) == 0 and _verb(doc, d, lists["pair.outsiders"])}
        usable = [d for number, d in enumerate(usable) if number not in outside]
    chain = last_list(doc, usable, wanted, earliest)
    if wanted == 2 and not persons:
        facing = _facing(doc, usable, lists["pair.acts"], earliest)
        if facing and (not chain or _beats(doc, facing, chain, pointer)):
            return facing
    if chain or wanted > 2:
        return chain
    here = doc.sentence_at(pointer.start)
    anybody = pointer.title.endswith(("men", "women"))  # not only those in office, so that they have to stand near
    return _named_alone(doc, usable, here, wanted, 2 if anybody else _BACK)


def _beats(doc: Document, facing: Sequence[Draft], chain: Sequence[Draft], pointer: Draft) -> bool:
    """True when those who face each other win over a list: sides have an act between them, countries may be any two."""
    of_act = pointer.title.endswith(("sides", "parties", "governments", "armies", "parliaments", "camps", "delegations"))
    latest = doc.sentence_at(pointer.start) - 1 if of_act else doc.sentence_at(facing[0].start)
    return doc.sentence_at(chain[0].start) <= latest


def _named_alone(doc: Document, usable: Sequence[Draft], here: int, wanted: int, sentences: int) -> list[Draft]:
    found: dict[str, Draft] = {}
    for back in range(sentences):
        for draft in usable:
            if doc.sentence_at(draft.start) == here - back:
                found.setdefault(draft.code, draft)
        if len(found) >= wanted:
            break
    return sorted(found.values(), key=lambda draft: draft.start) if len(found) == wanted else []


def _may_be(draft: Draft, title: str) -> bool:
    """States only for "the two countries", groups and bodies too for "the two sides" and "both armies"."""
    among = ("sides", "parties", "foes", "rivals", "enemies", "adversaries", "armies", "forces", "camps", "delegations", "militaries")
    return len(draft.code) == 3 or (title.endswith(among) and draft.code.startswith(("GRP:", "IGO:")))


def last_list(doc: Document, drafts: Sequence[Draft], wanted: int, earliest: int) -> list[Draft]:
    """The latest coordination of exactly so many different actors."""
    chains: list[list[Draft]] = []
    for draft in drafts:
        last = chains[-1][-1] if chains else None
        same = last is not None and (draft.start, draft.end) == (last.start, last.end) and draft.rule is None
        if last is not None and (same or doc.folded[last.end : draft.start].strip() in _LINKS):
            chains[-1].append(draft)
        else:
            chains.append([draft])
    for chain in reversed(chains):
        if doc.sentence_at(chain[0].start) >= earliest and len({draft.code for draft in chain}) == len(chain) == wanted:
            return chain
    return []


def _facing(doc: Document, drafts: Sequence[Draft], acts: frozenset[str], earliest: int) -> list[Draft]:
    """The latest two that one verb of fighting, meeting or agreeing joins: "Chad's army attacked the rebels", "Iran met with Iraq"."""
    by_verb: dict[tuple[int, int], dict[str, Draft]] = {}
    for draft in drafts:
        here = doc.sentence_at(draft.start)
        verb = _verb(doc, draft, acts) if here >= earliest else None
        if verb and draft.code != UNKNOWN_CODE:
            by_verb.setdefault((here, verb.i), {}).setdefault(draft.code, draft)
    for found in reversed(by_verb.values()):
        pair = list(found.values())
        if len(pair) == 2 and any(rank(doc, draft) == 0 for draft in pair):
            return pair
    return []


def _verb(doc: Document, draft: Draft, lemmas: frozenset[str]) -> Token | None:
    """The nearest verb above a name, when it is one of these."""
    found = doc.head(draft.start, draft.end)
    if found is None:
        return None
    parse, token = found
    verb = _verb_above(parse, token)
    return verb if verb and verb.lemma.casefold() in lemmas else None


def _verb_above(parse: Parse, token: Token) -> Token | None:
    for step, above in enumerate(parse.ancestors(token.i)):
        if above.is_verb:
            return above
        if step == _STEPS:
            break
    return None
