"""Calendar periods and their arithmetic: days, ISO weeks, weekends, months, quarters, halves, seasons, years, decades, centuries."""

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from functools import lru_cache

from transforms.times.edtf import Edtf

_MONTHS = {"month": 1, "quarter": 3, "half": 6, "season": 3, "year": 12, "decade": 120, "century": 1200}
_DAYS = {"day": 1, "week": 7, "weekend": 7}
_SEASONS = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}
UNITS = ("day", "weekend", "week", "month", "quarter", "season", "half", "year", "decade", "century")  # finest first


class OutOfRange(ValueError):
    """A period before year 1 or after year 9999, or a day that no calendar has (30 February)."""


@dataclass(frozen=True, slots=True)
class Period:
    """A whole calendar period: its unit (one of `UNITS`) and its first day.

    A week is Monday to Sunday, a weekend Saturday and Sunday; a season is three whole months, winter from December of the year it
    is named after (northern hemisphere).
    """

    unit: str
    first: date

    @classmethod
    def containing(cls, unit: str, day: date) -> "Period":
        """The period of that unit in which `day` lies; for a weekend, that of its week.

        Raises:
            OutOfRange: It would start before year 1.
        """
        if unit in _DAYS:
            back = {"day": 0, "week": day.weekday(), "weekend": day.weekday() - 5}[unit]
            return cls(unit, _add_days(day, -back))
        shift = 1 if unit == "season" else 0  # seasons start in March, June, September and December
        number = day.year * 12 + day.month - 1 + shift
        return cls(unit, _month_start(number - number % _MONTHS[unit] - shift))

    @classmethod
    def parse(cls, partial: str) -> "Period":
        """The period of a partial date ("2018", "2018-02", "2018-02-26").

        Raises:
            ValueError: Another form, or no such day.
        """
        parts = partial.split("-")
        if len(parts) > 3 or not all(part.isdecimal() for part in parts):
            raise ValueError(f"{partial!r} is no partial date; allowed: YYYY, YYYY-MM, YYYY-MM-DD")
        year, month, day = (int(parts[i]) if len(parts) > i else 1 for i in range(3))
        return cls(("year", "month", "day")[len(parts) - 1], date(year, month, day))

    def shift(self, count: int) -> "Period":
        """The period `count` units later (earlier when negative).

        Raises:
            OutOfRange: It lies outside the years 1 to 9999.
        """
        if self.unit in _DAYS:
            return Period(self.unit, _add_days(self.first, count * _DAYS[self.unit]))
        return Period(self.unit, _month_start(self.first.year * 12 + self.first.month - 1 + count * _MONTHS[self.unit]))

    def widen(self, unit: str) -> "Period":
        """The period of a coarser unit around it; itself when it is as coarse already."""
        return Period.containing(unit, self.first) if UNITS.index(unit) > UNITS.index(self.unit) else self

    @property
    def last(self) -> date:
        """The last day."""
        if self.unit in ("day", "weekend"):
            return self.first if self.unit == "day" else _add_days(self.first, 1)
        try:
            return _add_days(self.shift(1).first, -1)
        except OutOfRange:  # it ends with the year 9999
            return date.max

    @property
    def value(self) -> str:
        """The TIMEX3 value."""
        return _VALUES[self.unit](self.first)

    @property
    def edtf(self) -> Edtf:
        """The same time in EDTF; weeks, quarters, seasons and halves are intervals of days."""
        return _edtf(self)


@lru_cache(maxsize=4096)  # an article names the same days again and again
def _edtf(period: Period) -> Edtf:
    year, month = period.first.year, period.first.month
    if period.unit == "century" or period.unit == "decade":
        return Edtf.of_point(year - year % 10, hidden=2 if period.unit == "century" else 1)
    if period.unit == "year":
        return Edtf.of_point(year)
    if period.unit == "month":
        return Edtf.of_point(year, month)
    return Edtf.of_days(period.first, period.last)


def weekday_near(day: date, weekday: int, direction: int) -> date:
    """The day named `weekday` (Monday 0) on or before (`direction` -1) or on or after (+1) `day`."""
    if direction < 0:
        return _add_days(day, -((day.weekday() - weekday) % 7))
    return _add_days(day, (weekday - day.weekday()) % 7)


def nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    """The n-th `weekday` (Monday 0) of a month; n = -1 for the last."""
    if n < 0:
        end = date(year, month, calendar.monthrange(year, month)[1])
        return weekday_near(end, weekday, -1)
    return weekday_near(date(year, month, 1), weekday, 1) + timedelta(weeks=n - 1)


def easter(year: int, *, orthodox: bool = False) -> date:
    """Easter Sunday: western (Meeus/Jones/Butcher), or orthodox (Julian reckoning, shown in the Gregorian calendar, 1900-2099)."""
    if orthodox:
        moon = (19 * (year % 19) + 15) % 30
        sunday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
        month, day = divmod(moon + sunday + 114, 31)
        return date(year, month, day + 1) + timedelta(days=13)
    golden, (century, rest) = year % 19, divmod(year, 100)
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _add_days(day: date, count: int) -> date:
    try:
        return day + timedelta(days=count)
    except OverflowError as error:
        raise OutOfRange(f"{count} days from {day} is outside the years 1 to 9999") from error


def _month_start(number: int) -> date:
    """The first day of the month with that running number (12 a year, from year 0)."""
    year, month = divmod(number, 12)
    if not 1 <= year <= MAXYEAR:
        raise OutOfRange(f"year {year} is outside the years 1 to 9999")
    return date(year, month + 1, 1)


def _week_value(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


_VALUES: dict[str, Callable[[date], str]] = {
    "day": lambda day: day.isoformat(),
    "week": _week_value,
    "weekend": lambda day: _week_value(day) + "-WE",
    "month": lambda day: f"{day.year:04d}-{day.month:02d}",
    "quarter": lambda day: f"{day.year:04d}-Q{(day.month + 2) // 3}",
    "half": lambda day: f"{day.year:04d}-H{(day.month + 5) // 6}",
    "season": lambda day: f"{day.year:04d}-{_SEASONS[day.month]}",
    "year": lambda day: f"{day.year:04d}",
    "decade": lambda day: f"{day.year:04d}"[:3],
    "century": lambda day: f"{day.year:04d}"[:2],
}
