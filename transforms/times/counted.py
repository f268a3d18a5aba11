"""Times counted from another event of the sentence: "imposed sanctions on Monday, four days after its troops invaded"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transforms.records import EventTime
from transforms.syntax import Parse, Token
from transforms.times.edtf import Edtf
from transforms.times.periods import OutOfRange, Period
from transforms.times.spans import Timed
from transforms.times.story import in_unit

_WAYS = {"after": 1, "following": 1, "before": -1}
_COUNTED = re.compile(r"P(\d+)([DWMY])")
_UNITS = {"D": "day", "W": "week", "M": "month", "Y": "year"}
_BOUND = re.compile(r"(?:at (?:least|most)|(?:no )?(?:more|less|fewer) than|up to)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Count:
    """An amount of time between two events: the one at token `later` is `number` `unit`s after the one at token `earlier`."""

    time: Timed
    earlier: int
    later: int
    unit: str
    number: int

    def other(self, token: int) -> int:
        """The event at the other end."""
        return self.earlier if token == self.later else self.later

    def from_other(self, token: int, told: EventTime) -> Edtf | None:
        """The time of the event at `token`, given that of the other one; None when that is coarser than the unit counted in."""
        if told.edtf is None or told.first_day is None or told.precision not in ("day", "month", "year"):
            return None
        here = in_unit(Period(told.precision, told.first_day), self.unit)
        try:
            return here.shift(self.number if token == self.later else -self.number).edtf if here else None
        except OutOfRange:
            return None


def counts(parse: Parse, inside: Sequence[Timed]) -> Iterator[Count]:
    """The counted amounts of a sentence."""
    for timed in inside:
        amount = _COUNTED.fullmatch(timed.expression.value) if timed.expression.type == "DURATION" else None
        word = next((token for token in parse.tokens if token.start >= timed.end), None)
        if amount is None or word is None or word.text.lower() not in _WAYS or _is_bounded(parse, timed):
            continue
        ends = _ends(parse, timed, word)
        if ends is not None:
            below, above = ends
            earlier, later = (below, above) if _WAYS[word.text.lower()] > 0 else (above, below)
            yield Count(timed, earlier, later, _UNITS[amount[2]], int(amount[1]))


def _is_bounded(parse: Parse, timed: Timed) -> bool:
    """True for "more than a week after", which only bounds, and for "the first in a week after", which is an amount of its own."""
    before = next((token for token in reversed(parse.tokens) if token.end <= timed.start), None)
    return _BOUND.match(timed.expression.text) is not None or (before is not None and before.tag == "IN")


def _ends(parse: Parse, timed: Timed, word: Token) -> tuple[int, int] | None:
    """The heads of what "after" or "before" opens and of what the whole phrase modifies."""
    if word.dep == "mark":
        clause = parse.tokens[word.head]
        return (clause.i, clause.head) if clause.dep == "advcl" else None
    below = next(iter(parse.kids(word.i, "pobj", "pcomp")), None)
    above = parse.tokens[word.head]
    while timed.start <= above.start < timed.end and above.head != above.i:
        above = parse.tokens[above.head]
    return (below.i, above.i) if below is not None and above.i != word.i else None
