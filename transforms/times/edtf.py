"""EDTF (ISO 8601-2) dates and intervals as one frozen value: parse, format, first and last day, precision, a total order.

The forms are those of the extract contract: a day, a month, a year, a decade `199X`, a century `19XX`, each optionally uncertain
(`?`) or approximate (`~`), and intervals of two of them, closed or open on one side (`../2014-03`, `2019/..`).
"""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date

OPEN = ".."
_POINT = re.compile(r"(?P<year>\d{4}|\d{3}X|\d{2}XX)(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?(?P<mark>[?~])?", re.ASCII)
_FORMS = "YYYY, YYYY-MM, YYYY-MM-DD, YYYX, YYXX, each optionally with ? or ~, and A/B, ../B, A/.."
_PRECISION_ORDER = ("day", "interval", "month", "year", "decade", "century", "open")


@dataclass(frozen=True, slots=True)
class Point:
    """One date of known precision: a day, month, year, decade (`hidden` 1 digit) or century (`hidden` 2 digits).

    `year` is the first year it covers; `mark` is "", "?" (uncertain) or "~" (approximate).

    Raises:
        ValueError: No such day (30 February, month 13, year 0), or the parts do not go together.
    """

    year: int
    month: int | None = None
    day: int | None = None
    hidden: int = 0
    mark: str = ""

    def __post_init__(self) -> None:
        if self.hidden and (self.month is not None or self.hidden not in (1, 2) or self.year % 10**self.hidden):
            raise ValueError(f"{self.year} with {self.hidden} hidden digits is no decade or century")
        if (self.day is not None and self.month is None) or self.mark not in ("", "?", "~"):
            raise ValueError(f"a day needs a month, and {self.mark!r} must be '', '?' or '~'")
        date(max(self.year, MINYEAR) if self.hidden else self.year, self.month or 1, self.day or 1)  # checks the calendar

    @property
    def first(self) -> date:
        """The first day it covers."""
        return date(self.year or MINYEAR, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day it covers."""
        if self.day is not None:
            return self.first
        if self.month is not None:
            return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])
        return date(min(self.year + 10**self.hidden - 1, MAXYEAR), 12, 31)

    @property
    def precision(self) -> str:
        """`day`, `month`, `year`, `decade` or `century`."""
        if self.hidden:
            return "decade" if self.hidden == 1 else "century"
        return "year" if self.month is None else "month" if self.day is None else "day"

    def __str__(self) -> str:
        year = f"{self.year:04d}"[: 4 - self.hidden] + "X" * self.hidden
        rest = "".join(f"-{part:02d}" for part in (self.month, self.day) if part is not None)
        return year + rest + self.mark

    @classmethod
    def parse(cls, text: str) -> "Point":
        """The point that `text` writes.

        Raises:
            ValueError: Another form, or a day that does not exist.
        """
        match = _POINT.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is no EDTF date that regesta uses; allowed: {_FORMS}")
        hidden = match["year"].count("X")
        if hidden and match["month"]:
            raise ValueError(f"{text!r}: a decade or century has no month; allowed: {_FORMS}")
        month, day = (int(match[part]) if match[part] else None for part in ("month", "day"))
        try:
            return cls(int(match["year"].replace("X", "0")), month, day, hidden, match["mark"] or "")
        except ValueError as error:
            raise ValueError(f"{text!r} is no date of the calendar: {error}") from error


@dataclass(frozen=True, slots=True)
class Edtf:
    """One EDTF value. A plain date has `start` and `end` equal and `interval` False; an open side of an interval is None.

    Raises:
        ValueError: An interval that is open on both sides or ends before it starts.
    """

    start: Point | None
    end: Point | None
    interval: bool = False

    def __post_init__(self) -> None:
        if self.start is None and self.end is None:
            raise ValueError("an interval must have at least one known end")
        if not self.interval and self.start != self.end:
            raise ValueError("a plain date has one point")
        if self.start and self.end and (self.start.first > self.end.first or self.start.last > self.end.last):
            raise ValueError(f"the interval {self} ends before it starts")

    @classmethod
    def parse(cls, text: str) -> "Edtf":
        """The value that `text` writes; `str()` of it gives `text` back.

        Raises:
            ValueError: Another form, a day that does not exist, or an interval that ends before it starts.
        """
        if "/" not in text:
            point = Point.parse(text)
            return cls(point, point)
        ends = [None if part == OPEN else Point.parse(part) for part in text.split("/")]
        if len(ends) != 2:
            raise ValueError(f"{text!r} has more than one '/'; allowed: {_FORMS}")
        return cls(ends[0], ends[1], interval=True)

    @classmethod
    def of_point(cls, year: int, month: int | None = None, day: int | None = None, *, hidden: int = 0) -> "Edtf":
        """A plain date, decade or century."""
        point = Point(year, month, day, hidden)
        return cls(point, point)

    @classmethod
    def of_day(cls, day: date) -> "Edtf":
        """One day."""
        return cls.of_point(day.year, day.month, day.day)

    @classmethod
    def of_days(cls, first: date, last: date) -> "Edtf":
        """The days from `first` to `last`, both included; one day gives a plain date."""
        if first == last:
            return cls.of_day(first)
        return cls(_day_point(first), _day_point(last), interval=True)

    def since(self) -> "Edtf":
        """From this time on: `2014-03` gives `2014-03/..`."""
        return Edtf(self.start or self.end, None, interval=True)

    def until(self) -> "Edtf":
        """Up to this time: `2014-03` gives `../2014-03`."""
        return Edtf(None, self.end or self.start, interval=True)

    def to(self, other: "Edtf") -> "Edtf":
        """From this time to the other.

        Raises:
            ValueError: The other time ends before this one starts.
        """
        return Edtf(self.start, other.end, interval=True)

    def approximate(self) -> "Edtf":
        """The same time marked `~`."""
        start, end = (point and replace(point, mark="~") for point in (self.start, self.end))
        return replace(self, start=start, end=end)

    @property
    def first_day(self) -> date | None:
        """The first day it covers, None when it is open there."""
        return self.start.first if self.start else None

    @property
    def last_day(self) -> date | None:
        """The last day it covers, None when it is open there."""
        return self.end.last if self.end else None

    @property
    def precision(self) -> str:
        """One of the contract's precisions: a plain date's own, `interval` for a closed interval, else `open`."""
        if self.interval:
            return "interval" if self.start and self.end else "open"
        return self.start.precision if self.start else "open"

    def covers(self, day: date) -> bool:
        """True when `day` lies in it."""
        return (self.first_day or date.min) <= day <= (self.last_day or date.max)

    def sort_key(self) -> tuple[date, date, int, str]:
        """A total, stable order for a timeline: by first day, then last day, then precision, then the text."""
        return order_key(self)

    def __str__(self) -> str:
        if not self.interval:
            return str(self.start)
        return f"{self.start or OPEN}/{self.end or OPEN}"


def order_key(edtf: Edtf | None, not_before: date | None = None, not_after: date | None = None) -> tuple[date, date, int, str]:
    """The place of a time, or of an undated event by its bounds, in a timeline.

    An open start sorts by the known end, so that `../2014-03` stands in March 2014 and not before all history; the same holds for an
    undated event that is only bounded above. What has no bound at all comes last.
    """
    if edtf is None:
        first, last, rank, text = not_before, not_after, len(_PRECISION_ORDER), ""
    else:
        first, last, rank, text = edtf.first_day, edtf.last_day, _PRECISION_ORDER.index(edtf.precision), str(edtf)
    return first or last or date.max, last or date.max, rank, text


def _day_point(day: date) -> Point:
    return Point(day.year, day.month, day.day)
