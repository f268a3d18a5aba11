"""Step two: the noun phrase around a name: "Turkish forces", "Syria's deputy foreign minister", "US and Chinese officials"."""

from dataclasses import dataclass

from transforms.actors.document import Document
from transforms.actors.drafts import Draft
from transforms.actors.registry import Registry
from transforms.actors.vocabulary import Noun

_MAX_MODIFIERS = 5
_LINKS = frozenset({"and", "or", ",", "&"})


@dataclass(frozen=True, slots=True)
class Head:
    """The noun that a name describes: number of the first word after it, the noun, and the title as printed from the name on."""

    after: int
    noun: Noun
    title: str


def extend_phrases(doc: Document, registry: Registry, drafts: list[Draft]) -> list[Draft]:
    """Lets every demonym, state and organisation grow to the group or office noun it belongs to; names inside the phrase are absorbed.

    Demonyms without such a noun become adjectives when another word follows them; "the French" and plural demonyms stay actors.
    """
    kept: list[Draft] = []
    reached = 0
    for draft in drafts:
        if draft.start < reached:
            continue
        if draft.use not in ("person", "surname"):
            grow(doc, registry, draft)
        kept.append(draft)
        reached = draft.end
    share_heads(doc, kept)
    return kept


def grow(doc: Document, registry: Registry, draft: Draft) -> None:
    """Extends one mention to its head noun, or marks it as an adjective."""
    head = None if draft.adjective else find_head(doc, registry, draft)
    if head:
        draft.end = doc.words[head.after - 1].end
        draft.title = head.title
        draft.use = "role"
        draft.plural = head.noun.part == "agent"
        _stand_for(registry, draft, head.noun)
    elif draft.use == "demonym" and not draft.adjective and _only_describes(doc, draft):
        draft.adjective, draft.reason = True, "a demonym that describes another word"


def find_head(doc: Document, registry: Registry, draft: Draft) -> Head | None:
    """The office or group noun after the name, past modifiers; None when another word comes first."""
    vocabulary = registry.vocabulary
    at = doc.word_from(draft.end)
    if not (doc.joined(at) or doc.gap(at).rstrip() in ("'s", "'")):
        return None
    first, best = at, None
    for _ in range(_MAX_MODIFIERS):
        if at > first and not doc.joined(at):
            break
        noun = vocabulary.noun_at(doc, at, "role", "agent", "modifier")
        if noun is None:
            break
        at += len(noun.words)
        if noun.part != "modifier":
            at = _portfolio(doc, registry, at, noun)
            best = Head(at, noun, doc.folded[doc.words[first].start : doc.words[at - 1].end].casefold())
    return best


def _portfolio(doc: Document, registry: Registry, at: int, noun: Noun) -> int:
    """Past "of foreign affairs" and the like after a minister or ministry."""
    if noun.words[-1] not in ("minister", "ministry", "secretary", "department", "ministers", "chief", "committee"):
        return at
    if not (doc.joined(at) and doc.words[at].low in ("of", "for")):
        return at
    portfolio = registry.vocabulary.noun_at(doc, at + 1, "portfolio", "modifier") if doc.joined(at + 1) else None
    return at + 1 + len(portfolio.words) if portfolio else at


def _stand_for(registry: Registry, draft: Draft, noun: Noun) -> None:
    """A group in arms in a state is not the state."""
    if len(draft.code) != 3 or noun.stands_for == "state":
        return
    suffixes = {"rebels": ("OPP", "REB"), "militants": ("REB",), "opposition": ("OPP",)}[noun.stands_for]
    for suffix in suffixes:
        group = registry.actor(f"GRP:{draft.code}-{suffix}")
        if group:
            draft.actor_id, draft.code, draft.basis = group.actor_id, group.code, "alias"
            return


def _only_describes(doc: Document, draft: Draft) -> bool:
    """True for "Russian gas"; false for "Russians", "the French said", and at the end of a phrase."""
    form = doc.folded[draft.start : draft.end]
    at = doc.word_from(draft.end)
    if form.endswith(("ans", "is", "eks", "rks", "ians", "ds", "ews")):
        return False
    found = doc.head(draft.start, draft.end)
    if found:
        parse, head = found
        return head.dep in ("amod", "compound", "nmod", "poss") and parse.tokens[head.head].i > head.i
    return doc.joined(at)


def share_heads(doc: Document, drafts: list[Draft]) -> None:
    """In "US and Chinese officials" and "Israeli, Syrian and Turkish forces" the earlier names get the later one's head too."""
    for number in range(len(drafts) - 1, 0, -1):
        left, right = drafts[number - 1], drafts[number]
        between = doc.folded[left.end : right.start].replace(",", " , ").split()
        shares = right.use == "role" and right.core[0] == right.start and left.core == (left.start, left.end)
        if shares and between and all(word in _LINKS for word in between) and left.use in ("demonym", "acronym"):
            left.end, left.use, left.title, left.plural = right.end, "role", right.title, True
            left.adjective, left.reason = False, None
