"""What coreference looks back at: sentences, subjects, the state an article is about."""

import re
from collections import Counter
from collections.abc import Iterable

from transforms.actors.document import Document
from transforms.actors.drafts import Draft
from transforms.actors.registry import Registry

_LATELY = 8  # sentences: an article that goes from country to country has left the one it named most
_AHEAD = 1.6  # times as often named as the next state
_BEFORE = 30  # characters: room for "negotiations in northern"
_AFTER = 40  # characters: room for "'s long and bloody civil war"
_GOVERNMENTS = frozenset({"government", "regime"})
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_OBJECTS = ("dobj", "dative", "attr", "agent")


def rank(doc: Document, draft: Draft) -> int:
    """0 for a subject (or a part of one), 1 for an object, 2 for anything else; without a parse what opens a sentence is its subject."""
    found = doc.head(draft.start, draft.end)
    if found is None:
        return 0 if _opens_unparsed(doc, draft) else 2
    parse, token = found
    while token.dep == "conj" and token.head != token.i:
        token = parse.tokens[token.head]
    if token.dep in _SUBJECTS:
        return 0
    return 1 if token.dep in _OBJECTS else 2


def _opens_unparsed(doc: Document, draft: Draft) -> bool:
    """Whether a sentence that nobody parsed begins with the words, and they own nothing: "Trump has not commented", not "Trump's aide"."""
    if not doc.sentences or doc.parse_at(draft.start) is not None:
        return False
    opens = doc.text[doc.sentences[doc.sentence_at(draft.start)].start : draft.start] in ("", "The ", "the ")
    return opens and not draft.adjective and not doc.text.startswith(("’s", "'s", "’ ", "' "), draft.end)


def acting(draft: Draft) -> bool:
    """True for drafts that may be somebody's antecedent."""
    return not draft.adjective and draft.actor_id is not None and draft.use != "pronoun"


def state_in_focus(doc: Document, drafts: Iterable[Draft], at: int, *, near_only: bool = False) -> Draft | None:
    """The draft of the state that "the government" or "troops" belong to when no state is named with them.

    The only state that acts in this sentence and the one before; else, unless `near_only`, the state most named so far, if it is clearly
    ahead. None when both fail: no guess is better than a wrong state.
    """
    states = [draft for draft in drafts if len(draft.code) == 3 and draft.countries and not draft.code.startswith("UNK")]
    earlier = [draft for draft in states if draft.start < at]
    here = doc.sentence_at(at)
    near = [draft for draft in earlier if doc.sentence_at(draft.start) >= here - 1 and not draft.adjective]
    if near and len({draft.code for draft in near}) == 1:
        return near[-1]
    if near_only:
        return None
    ranked = Counter(draft.code for draft in earlier).most_common(2)
    lately = {draft.code for draft in earlier if doc.sentence_at(draft.start) >= here - _LATELY}
    if ranked and ranked[0][0] in lately and (len(ranked) == 1 or ranked[0][1] >= max(_AHEAD * ranked[1][1], ranked[1][1] + 2)):
        return next(draft for draft in reversed(earlier) if draft.code == ranked[0][0])
    return None


def state_as_scene(doc: Document, registry: Registry, drafts: Iterable[Draft], at: int) -> Draft | None:
    """The draft of the state where nameless rebels fight; None when there is none or more than one.

    That is the state whose government is named beside them, else the one that stands after "in", or whose civil war is named, in this
    sentence and the two before.
    Any other state that acts is more likely their enemy, and gives no hint.
    """
    here = doc.sentence_at(at)
    near = [draft for draft in drafts if draft.start < at and len(draft.code) == 3 and doc.sentence_at(draft.start) >= here - 2]
    governments = [d for d in near if doc.sentence_at(d.start) >= here - 1 and _is_government(doc, d)]
    found = governments or [draft for draft in near if _located(doc, registry, draft)]
    return found[-1] if found and len({draft.code for draft in found}) == 1 else None


def _is_government(doc: Document, draft: Draft) -> bool:
    """Whether the words name a government that acts; by "forces allied to the regime" it is only mentioned."""
    named = not draft.adjective and not _GOVERNMENTS.isdisjoint(doc.folded[draft.start : draft.end].casefold().split())
    found = doc.head(draft.start, draft.end) if named else None
    return named and (found is None or found[1].dep != "pobj" or draft.use == "role")


def _located(doc: Document, registry: Registry, draft: Draft) -> bool:
    if _has_civil_war(doc, registry, draft):
        return True
    words = doc.folded[max(0, draft.start - _BEFORE) : draft.start].casefold().split()
    inside = next((n for n in (1, 2) if len(words) >= n and words[-n] in ("in", "inside", "across")), None)
    if inside and len(words) > inside and words[-inside - 1] in registry.vocabulary.lists["scene.meetings"]:
        return False
    return draft.is_place or inside == 1 or (inside == 2 and words[-2] == "in")


def _has_civil_war(doc: Document, registry: Registry, draft: Draft) -> bool:
    """As in "Syria's long civil war"."""
    words = doc.folded[draft.end : draft.end + _AFTER].removeprefix("'s")
    return words.startswith(" ") and any(
        re.match(rf" (?:[\w-]+ ){{0,2}}{war}\b", words) for war in registry.vocabulary.lists["scene.civil_war"]
    )


def _of_guests(doc: Document, registry: Registry, draft: Draft) -> bool:
    """Whether the words name people or things of a state that may be abroad: "the French embassy"."""
    words = re.findall(r"\w+", doc.folded[draft.start : draft.end + _BEFORE].casefold())
    return not registry.vocabulary.lists["role.guests"].isdisjoint(words)


def state_ahead(doc: Document, registry: Registry, drafts: Iterable[Draft], at: int) -> Draft | None:
    """The draft of the one state whose institutions the rest of the sentence names, when nothing before names a state.

    "Fundamentalists demanded that the Algerian president resign": citizens deal with their own state's officials, laws and decisions. A
    state that is only named ("flew to Haiti") is no sign.
    """
    here = doc.sentence_at(at)
    near = [draft for draft in drafts if len(draft.code) == 3 and draft.countries and here - 1 <= doc.sentence_at(draft.start) <= here]
    theirs = [draft for draft in near if draft.via == "demonym" or doc.folded.startswith("'s ", draft.end)]
    own = [draft for draft in theirs if draft.start > at and not _of_guests(doc, registry, draft)]
    return own[0] if own and len({draft.code for draft in near}) == 1 and all(draft.start > at for draft in near) else None
