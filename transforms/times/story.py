"""What a time expression is read against: the words of its match, the publication date, and the time that the story has reached."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from transforms.times.edtf import Edtf
from transforms.times.periods import UNITS, Period
from transforms.times.tokens import Lexicon, Tokens

_REPORT_DAYS = 200
_QUARTERS = ("P6M", "P9M")
_CLOSING_DAYS = 31  # a quarter is reported on when it ends, not before
PAST, PRESENT, FUTURE, NO_TENSE = "past", "present", "future", ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an expression means: TIMEX3 type and value, EDTF where it has a place in the calendar, and what was needed to know it.

    `period` is the calendar period that the words after it can refer back to; `clock` the part of a value that tells the time of day
    ("T10:35", "TMO"), `zone` the time zone it is told in ("+03:00", "Europe/Moscow", "" when the words name none).
    """

    type: str
    value: str
    edtf: Edtf | None = None
    basis: str = "none"
    period: Period | None = None
    clock: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A rule's match over the tokens, with the words of its named groups."""

    tokens: Tokens
    lexicon: Lexicon
    match: re.Match[str]
    parameters: Mapping[str, Any]

    @property
    def start(self) -> int:
        """Index of the first token."""
        return self.match.start()

    def has(self, name: str) -> bool:
        """True when the named piece is there."""
        return name in self.match.re.groupindex and self.match.start(name) >= 0

    def words(self, name: str) -> list[str]:
        """The lower-case words of a named piece; empty when it is not there."""
        if not self.has(name):
            return []
        return self.tokens.words[self.match.start(name) : self.match.end(name)]

    def word(self, name: str) -> str:
        """The first word of a named piece, "" when it is not there."""
        return next(iter(self.words(name)), "")

    def value(self, name: str, role: str = "") -> Any:
        """What the first word of a piece means in its role (by default the role of the piece's name)."""
        return self.lexicon.value(role or name, self.word(name))

    @property
    def all_words(self) -> list[str]:
        """All words of the match."""
        return self.tokens.words[self.match.start() : self.match.end()]


@dataclass(slots=True)
class Story:
    """The reading state of one article.

    `published` is the publication date's period (a partial date is a month or year), `now` the time that the story has reached: the last
    calendar time that the text named; `report` the quarter or half year that it reports on, `compared` what it compares with "a year
    earlier": the same, or the year so far. `main` is the time that main clauses have reached: an aside ("who had been indicted in 1992")
    is forgotten with its sentence.
    """

    published: Period | None
    tense_at: Callable[[int], str]
    is_over: Callable[[int], bool]  # what the expression at that token dates is told as done
    now: Period | None = None
    report: Period | None = None
    compared: Period | None = None
    main: Period | None = None
    sentence: int = -1
    explicit: dict[tuple[str, ...], Meaning] = field(default_factory=dict)  # what rule and words alone have meant so far

    def enter(self, sentence: int) -> None:
        """The text goes on in the sentence of that number."""
        if sentence != self.sentence:
            self.sentence, self.now = sentence, self.main or self.now

    def reach(self, period: Period, *, aside: bool = False) -> None:
        """The text named this time. An old quarter is one that the running one is compared with, and does not replace it."""
        if period.unit in ("quarter", "half") and self._is_recent(period):
            self.report = self.compared = period
        self.now = period
        if not aside:
            self.main = period

    def last_over(self, value: str) -> None:
        """The text named an amount of time. What it compares over several quarters ("the first nine months") is no single quarter."""
        if value in _QUARTERS:
            self.compared = self.published_in("year")

    def _is_recent(self, period: Period) -> bool:
        return self.published is None or -_REPORT_DAYS < (period.last - self.published.first).days < _CLOSING_DAYS

    def reference(self) -> Period | None:
        """The narrative's current time, else the publication date."""
        return self.now or self.published

    def published_in(self, unit: str) -> Period | None:
        """The publication date as a period of that unit; None when it is not known that precisely."""
        return in_unit(self.published, unit)


def in_unit(period: Period | None, unit: str) -> Period | None:
    """The period of `unit` around `period`; None when `period` is coarser, so that its precision is never raised."""
    if period is None or UNITS.index(period.unit) > UNITS.index(unit):
        return None
    return Period.containing(unit, period.first)


def dated(period: Period, basis: str, *, approximate: bool = False, clock: str = "", value: str = "") -> Meaning:
    """The meaning of an expression that names a calendar period."""
    edtf = period.edtf.approximate() if approximate else period.edtf
    kind = "TIME" if clock else "DATE"
    return Meaning(kind, (value or period.value) + clock, edtf, basis, period, clock)


def unresolved(value: str = "", kind: str = "DATE") -> Meaning:
    """The meaning of a calendar expression whose year or reference is not known."""
    return Meaning(kind, value)
