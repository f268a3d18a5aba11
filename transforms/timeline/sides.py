"""Who takes part in two mentions of an act: the same parties, compatible ones, or others."""

import re
import unicodedata
from collections.abc import Sequence

from transforms.records import UNKNOWN_CODE, ActorMention, EventMention

_BEFORE_CHARS = 40
_NUMBERS = (
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "dozens",
    "scores",
    "hundreds",
    "thousands",
)
_AMOUNT = re.compile(rf"\b(\d[\d,]*|{'|'.join(_NUMBERS)})\s+(?:(?!and\b)[\w-]+\s+){{0,2}}$", re.IGNORECASE)


def codes(side: Sequence[ActorMention]) -> frozenset[str]:
    """The codes of a side; a name that no seed knows stands for itself by its last word, other unknown words for nobody."""
    return frozenset(code for m in side if (code := _code(m)))


def _code(mention: ActorMention) -> str:
    if mention.code != UNKNOWN_CODE:
        return mention.code
    words = mention.text.split()
    return f"{UNKNOWN_CODE}:{_folded(words[-1])}" if words and words[-1][0].isupper() else ""


def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.lower())
    return "".join(c for c in plain if c.isalnum())


def everybody(mention: EventMention) -> frozenset[str]:
    """The codes of both sides."""
    return codes(mention.sources) | codes(mention.targets)


def sides_meet(a: Sequence[ActorMention], b: Sequence[ActorMention]) -> bool:
    """True unless both sides are known and have nobody in common."""
    return not (codes(a) and codes(b)) or bool(codes(a) & codes(b))


def is_reciprocal(mention: EventMention) -> bool:
    """True for acts without direction: meetings, and whatever several do together ("X and Y clashed")."""
    return mention.type == "CONSULT" or (not mention.targets and len(codes(mention.sources)) > 1)


def parties_differ(a: EventMention, b: EventMention) -> bool:
    """Whether the two mentions name other parties: another opponent, a swapped direction, another person of the same state."""
    if is_reciprocal(a) or is_reciprocal(b):
        all_a, all_b = everybody(a), everybody(b)
        return not (all_a <= all_b or all_b <= all_a) or _persons_differ((*a.sources, *a.targets), (*b.sources, *b.targets))
    if not (sides_meet(a.sources, b.sources) and sides_meet(a.targets, b.targets)):
        return True
    return _persons_differ(a.sources, b.sources) or _persons_differ(a.targets, b.targets)


def _persons_differ(a: Sequence[ActorMention], b: Sequence[ActorMention]) -> bool:
    for code in codes(a) & codes(b):
        one, other = _persons(a, code), _persons(b, code)
        if one and other and not one & other:
            return True
    return False


def _persons(side: Sequence[ActorMention], code: str) -> frozenset[str]:
    return frozenset(m.actor_id for m in side if m.code == code and m.actor_id is not None and m.actor_id.startswith("PER:"))


def amounts_differ(a: EventMention, b: EventMention, text: str) -> bool:
    """Whether both give a number of victims, and another one: "killed three soldiers", "73 soldiers were killed"."""
    amounts = [{_amount(t, text) for t in m.targets} - {""} for m in (a, b)]
    return bool(amounts[0] and amounts[1]) and not amounts[0] & amounts[1]


def _amount(target: ActorMention, text: str) -> str:
    found = _AMOUNT.search(text[max(0, target.start - _BEFORE_CHARS) : target.start])
    return found[1].lower() if found else ""
