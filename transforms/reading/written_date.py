"""What somebody wrote into a date field -> a partial date that is never more precise than what was written."""

import re
from calendar import monthrange
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any

FIRST_YEAR, LAST_YEAR = 1600, 2100  # outside lie placeholders ("0001-01-01", "9999-12-31"), not newspapers
_PARTIAL = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?\Z")
_ISO = re.compile(r"(\d{4})-(\d\d?)(?:-(\d\d?)(?:[T ]\s*(\d\d:?\d\d.*))?)?\Z", re.S)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(?:\d{4}|\d{6})Z?)?\Z")
_YEAR_FIRST = re.compile(r"(\d{4})([/.])(\d\d?)(?:\2(\d\d?))?(?:[ T]\d\d:.*)?\Z")
_YEAR_LAST = re.compile(r"(\d\d?)([/.-])(\d\d?)\2(\d{4})(?:,?\s+\d\d?:\d\d.*)?\Z")
_EPOCH = re.compile(r"(\d{9,10})(?:\.\d+)?\Z|(\d{13})\Z")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_LETTER = re.compile(r"[^\W\d_]")
_MAX_CHARS = 60  # longer is prose, and dateparser's cost grows with it
_EPOCH_ZERO_YEAR = 1970
_LANGUAGES = (
    "en", "fr", "de", "es", "it", "pt", "nl", "ru", "uk", "pl", "cs", "tr", "ar", "fa", "he", "zh", "ja", "ko", "hi", "id",
    "sv", "da", "nb", "fi", "el", "ro", "hu", "bg", "sr",
)  # fmt: skip
# Two days that differ in year, month, day and weekday: a part of the answer that changes with the day of asking was not written.
_BASES = (datetime(2001, 5, 7), datetime(2018, 11, 23))  # noqa: DTZ001  dateparser wants naive ones


def partial_date(value: str) -> str | None:
    """`value` itself when it is a partial date of the calendar ("2018", "2018-02", "2018-02-26"), else None."""
    found = _PARTIAL.match(value)
    return partial(*found.groups()) if found else None


def partial(year: str, month: str | None = None, day: str | None = None) -> str | None:
    """A partial date from digits, or None when the calendar has no such day or the year is out of range."""
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return None
    if month is None:
        return f"{int(year):04}"
    if not 1 <= int(month) <= 12:
        return None
    if day is None:
        return f"{int(year):04}-{int(month):02}"
    if not 1 <= int(day) <= monthrange(int(year), int(month))[1]:
        return None
    return f"{int(year):04}-{int(month):02}-{int(day):02}"


def written_date(written: str) -> str | None:
    """The partial date that a date field states, in any usual format and about thirty languages; None when it states none.

    The day is the calendar day as written: an offset or zone behind the time of day does not move it (seconds since 1970
    count in UTC). Of a numeric date whose day and month cannot be told apart ("03/04/2025") only the year is kept.
    A date without a year is no date. Text before or after the date makes it unreadable.
    """
    text = " ".join(written.split()).strip(" ,;")
    if not text or len(text) > _MAX_CHARS:
        return None
    for read in (_year_first, _year_last, _epoch):
        found, result = read(text)
        if found:
            return result
    return _worded(text)


def _year_first(text: str) -> tuple[bool, str | None]:
    if found := _PARTIAL.match(text) or _COMPACT.match(text):
        return True, partial(*found.groups())
    if found := _ISO.match(text):
        placeholder = text.startswith("1970-01-01") and found[4] is not None
        return True, None if placeholder else partial(found[1], found[2], found[3])
    if found := _YEAR_FIRST.match(text):
        return True, partial(found[1], found[3], found[4])
    return False, None


def _year_last(text: str) -> tuple[bool, str | None]:
    """Day and month before the year: dots mean day first everywhere; slashes and hyphens only when one number is over 12."""
    found = _YEAR_LAST.match(text)
    if not found:
        return False, None
    first, separator, second, year = found.groups()
    if separator == "." or int(first) > 12 or first == second:
        return True, partial(year, second, first)
    if int(second) > 12:
        return True, partial(year, first, second)
    return True, partial(year)


def _epoch(text: str) -> tuple[bool, str | None]:
    found = _EPOCH.match(text)
    if not found:
        return False, None
    seconds = int(found[1]) if found[1] else int(found[2]) // 1000
    moment = datetime.fromtimestamp(seconds, UTC)
    return True, None if moment.year == _EPOCH_ZERO_YEAR else partial(str(moment.year), str(moment.month), str(moment.day))


@lru_cache(maxsize=4096)  # the articles of a day share their dates, and a date in words costs milliseconds
def _worded(text: str) -> str | None:
    years = [year for year in _YEAR.findall(text) if FIRST_YEAR <= int(year) <= LAST_YEAR]  # "+0100" is none
    if len(years) != 1 or not _LETTER.search(text):
        return None
    first, second = (parser.get_date_data(text).date_obj for parser in _parsers())
    if first is None or second is None or not first.year == second.year == int(years[0]):
        return None
    if first.month != second.month:
        return partial(years[0])
    return partial(years[0], str(first.month), str(first.day) if first.day == second.day else None)


@cache
def _parsers() -> tuple[Any, ...]:
    """dateparser, imported when first needed: it costs a third of a second, and most dates are ISO 8601."""
    from dateparser.date import DateDataParser

    return tuple(DateDataParser(languages=list(_LANGUAGES), settings={"RELATIVE_BASE": base}) for base in _BASES)
