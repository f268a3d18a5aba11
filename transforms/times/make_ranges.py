"""Meanings of ranges ("June 5-7", "2014-2018") and of counted parts of a month ("the second Tuesday of March")."""

import calendar
from contextlib import suppress
from datetime import date, timedelta

from transforms.times.edtf import Edtf, Point
from transforms.times.make_dates import date_, is_part, month_near
from transforms.times.periods import OutOfRange, Period, nth_weekday
from transforms.times.story import Found, Meaning, Story, dated, unresolved
from transforms.times.years import day_number, year_of

_LONGEST = 99  # years; what is further apart are two numbers
_WEEK, _SATURDAY = 7, 5
_QUARTERS = 4


def date_range(found: Found, story: Story) -> Meaning | None:
    """Days of one month: "June 5-7", "3 to 5 May 2014"."""
    first = date_(found, story)
    if first is None or first.period is None:
        return first
    start = first.period.first
    return _between(start, _day(start.year, start.month, day_number(found, "last_day")), first.basis)


def date_span(found: Found, story: Story) -> Meaning | None:
    """Days of two months of which the last has the year: "from 28 February to 2 March 2020"."""
    year = year_of(found, story)
    if year is None:
        return None
    first = (found.value("month"), day_number(found, "day_number"))
    last = (found.value("last_month", "month"), day_number(found, "last_day"))
    return _between(_day(year - (first > last), *first), _day(year, *last), "explicit")


def _between(start: date | None, end: date | None, basis: str) -> Meaning | None:
    if start is None or end is None or end <= start:
        return None
    edtf = Edtf.of_days(start, end)
    return Meaning("DATE", str(edtf), edtf, basis, Period("day", end))


def month_range(found: Found, story: Story) -> Meaning | None:
    """Months of one year: "March-April 2022"."""
    year = year_of(found, story)
    first, last = found.value("month"), found.value("last_month", "month")
    if year is None or last <= first:
        return None
    edtf = Edtf(Point(year, first), Point(year, last), interval=True)
    rough = edtf.approximate() if is_part(found) else edtf
    return Meaning("DATE", str(edtf), rough, "explicit", Period("month", date(year, last, 1)))


def quarter_range(found: Found, story: Story) -> Meaning | None:
    """Quarters of one year: "Q1-Q2 2021"."""
    year, first, last = year_of(found, story), int(found.word("figure")), int(found.word("figure2"))
    if year is None or not 1 <= first < last <= _QUARTERS:
        return None
    edtf = Edtf(Point(year, first * 3 - 2), Point(year, last * 3), interval=True)
    return Meaning("DATE", str(edtf), edtf, "explicit", Period("quarter", date(year, last * 3 - 2, 1)))


def year_range(found: Found, story: Story) -> Meaning | None:
    """Reads "2014-2018", "2014-15", "fiscal year 2023/24"; what does not rise but could be a month is one: "2014-12"."""
    first, word = int(found.word("year")), found.word("last_year")
    if not word.isdecimal() or len(word) not in (2, 4):
        return None
    last = int(word) if len(word) == 4 else first - first % 100 + int(word)
    if first < last <= first + _LONGEST:
        edtf = Edtf(Point(first), Point(last), interval=True)
        return Meaning("DATE", str(edtf), edtf, "explicit", Period("year", date(last, 1, 1)))
    if len(word) == 2 and 1 <= int(word) <= 12:
        return dated(Period("month", date(first, int(word), 1)), "explicit")
    return None


def nth_of_month(found: Found, story: Story) -> Meaning | None:
    """Reads "the second Tuesday of March", "the last day of May 2014", "the first week of June", "the second half of last month".

    A week, a half and "the first days" have no TIMEX3 value of their own: they keep the month's, and EDTF gives the days.
    """
    month, basis = _month(found, story)
    if month is None:
        return unresolved("XXXX-XX")
    words = found.all_words
    number = day_number(found, "ordinal") or (1 if "opening" in words else -1)
    days = calendar.monthrange(month.first.year, month.first.month)[1]
    if found.has("weekday") or "weekend" in words:
        return _nth_weekday(month, found.value("weekday"), number, basis)
    if "day" in words:
        day = _day(month.first.year, month.first.month, number if number > 0 else days)
        return dated(Period("day", day), basis) if day else None
    return _part(words, month, number, days, basis)


def _nth_weekday(month: Period, weekday: int | None, number: int, basis: str) -> Meaning:
    first = nth_weekday(month.first.year, month.first.month, _SATURDAY if weekday is None else weekday, number)
    if first.month != month.first.month:
        raise OutOfRange(f"{month.value} has no weekday number {number}")
    return dated(Period("weekend" if weekday is None else "day", first), basis)


def _month(found: Found, story: Story) -> tuple[Period | None, str]:
    year = year_of(found, story)
    if found.has("month") and year:
        return Period("month", date(year, found.value("month"), 1)), "explicit"
    if found.has("month"):
        return month_near(found.value("month"), found, story).period, "relative"
    here = story.published_in("month")
    return here.shift(found.value("which")) if here else None, "relative"


def _part(words: list[str], month: Period, number: int, days: int, basis: str) -> Meaning | None:
    if "days" in words:
        return dated(month, basis, approximate=True)
    length = 15 if "half" in words else _WEEK
    most = 2 if "half" in words else 5
    if number > most:
        return None
    first = (number - 1) * length + 1 if number > 0 else days - length + 1
    last = days if number in (-1, most) else first + length - 1
    edtf = Edtf.of_days(month.first + timedelta(days=first - 1), month.first + timedelta(days=last - 1)).approximate()
    return Meaning("DATE", month.value, edtf, basis, month)


def _day(year: int, month: int, number: int) -> date | None:
    with suppress(ValueError):
        return date(year, month, number)
    return None
