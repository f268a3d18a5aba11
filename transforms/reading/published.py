"""The publication date and where it was found. A date in the body is never the publication date."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from transforms.reading.written_date import partial, written_date
from transforms.times.periods import Period

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?"
    r"|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_MONTH_DAY = rf"(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<year>\d{{4}}))?"
_DAY_MONTH = rf"(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month2>{_MONTH})(?:,?\s+(?P<year2>\d{{4}}))?"
_DATE = rf"(?:{_MONTH_DAY}|{_DAY_MONTH})"
# A place: capitalised words, at most three parts ("BAGHDAD, Iraq"; "St. Petersburg"; "PORT-AU-PRINCE").
_WORD = r"(?:[A-ZÀ-ÝĀ-Ž][\w.'’\-]*|of|de|da|do|el|la|le|al|es|du)"
_PLACE = rf"[A-ZÀ-ÝĀ-Ž][\w.'’\-]*(?:[ /]{_WORD}){{0,3}}(?:,\s*{_WORD}(?:\s{_WORD}){{0,3}}){{0,2}}"
_AGENCY = r"(?:\s*[,(/\[]\s*[A-Z][\w .&/\-]{1,40}[)\]/]?)"
_DASH = r"\s*(?:--+|[-–—―])"  # a colon would take in "Munich, 30 September 1938: four men ..."
_DATELINES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\s*{_PLACE},?\s+\(?{_DATE}\)?{_AGENCY}?{_DASH}",  # MOSCOW, March 17 (Xinhua) --
        rf"\s*{_PLACE}\s*\([A-Z][\w .&/\-]{{1,40}}\),?\s+{_DATE}{_DASH}",  # PARIS (AFP), March 17 -
    )
)
_DATE_FIRST = re.compile(rf"^[ \t]*{_DATE}{_AGENCY}?\s*(?:--+|[–—―]|\s-)\s", re.M)  # 17 March 2018 – The Security Council
_DATE_ALONE = re.compile(rf"^[ \t]*(?:{_PLACE},[ \t]+)?{_DATE}[ \t]*$", re.M)  # a line of its own under the title: Brussels, 17 March 2018
_LABEL = r"\s*(?:first\s+)?(?:published|posted|publication date|date|issued|released)(?:\s+on|\s+at)?"
_LABELLED = re.compile(_LABEL + r"\s*:?\s+(.{4,60})\Z", re.I)
_LABEL_NEEDS_COLON = re.compile(r"\s*(?:date|issued|released)\b[^:]*\Z", re.I)
_HEAD_LINES = 8  # title, deck, byline, dateline; further down a date belongs to the story
_ALONE_LINES = range(1, 4)
_HEAD_MAX_CHARS = 200

_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2]|[a-z]{3})(?:[/-](0?[1-9]|[12]\d|3[01]))?(?=[/_-]|\Z)", re.I)
_NAME_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_BEFORE, _AFTER = timedelta(days=7), timedelta(days=1)  # how far before and after another date the day of a dateline may lie
_ONE_DAY = timedelta(days=1)  # what time zones, and files saved the morning after, make


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that may tell when an article was published; `argument` and `metadata` are partial dates, `file_name` a bare file name."""

    argument: str | None
    metadata: str | None
    text: str
    url: str | None
    file_name: str | None


@dataclass(frozen=True, slots=True)
class Published:
    """A publication date, its basis (`records.PUBLISHED_BASES`), and what other evidence says against it ("url 2014-03-17")."""

    when: str | None
    basis: str
    conflict: str | None = None


def find_published(evidence: Evidence) -> Published:
    """The publication date; `when` None and `basis` "none" when nothing but the story itself has dates.

    The best basis wins, but a later one that only adds precision ("2018-02" in the metadata, 2018-02-26 in the URL) is taken
    for the date it refines. An argument is never refined. Evidence that is further from the date than time zones and a night's
    delay explain is named in `conflict`, in the order of the bases, separated by "; ".
    """
    candidates = list(_candidates(evidence))
    when, basis = (evidence.argument, "argument") if evidence.argument is not None else (None, "none")
    if when is None:
        for value, found_as in candidates:
            if when is None or (value.startswith(when) and len(value) > len(when)):
                when, basis = value, found_as
    against = [f"{found_as} {value}" for value, found_as in candidates if when is not None and _disagree(value, found_as, when)]
    if when is not None and (undated := _dateline_without_year(evidence.text)) and not _with_year_of(*undated, [when]):
        against.append(f"dateline XXXX-{int(undated[0]):02}-{int(undated[1]):02}")
    return Published(when, basis, "; ".join(against) or None)


def _candidates(evidence: Evidence) -> Iterator[tuple[str, str]]:
    url_date = date_of_url(evidence.url) if evidence.url else None
    name_date = date_of_file_name(evidence.file_name) if evidence.file_name else None
    others = [value for value in (evidence.metadata, url_date, name_date) if value]
    dateline = date_of_dateline(evidence.text, others)
    in_order = ((evidence.metadata, "metadata"), (dateline, "dateline"), (url_date, "url"), (name_date, "file_name"))
    return ((value, basis) for value, basis in in_order if value)


def _disagree(value: str, basis: str, when: str) -> bool:
    """Whether two partial dates lie apart by more than their bases explain."""
    told, taken = Period.parse(value), Period.parse(when)
    return told.last < taken.first - (_BEFORE if basis == "dateline" else _ONE_DAY) or told.first > taken.last + _AFTER


def date_of_url(url: str) -> str | None:
    """The partial date in a URL's path ("/2018/02/26/", "/2018/feb/26/", "/2018/02/")."""
    found = _URL_DATE.search(url.split("?")[0].split("#")[0])
    if not found:
        return None
    year, month, day = found.groups()
    number = month if month.isdigit() else _month_number(month)
    return partial(year, number, day) if number else None


def date_of_file_name(name: str) -> str | None:
    """The day in a file name ("2018-02-26", "20180226"); None when it has none or several."""
    days = {partial(found[1], found[3], found[4]) for found in _NAME_DATE.finditer(name)} - {None}
    return days.pop() if len(days) == 1 else None


def date_of_dateline(text: str, others: list[str]) -> str | None:
    """The date in the line that opens a report ("MOSCOW, March 17 (Xinhua) --") or labels it ("Published: 17 March 2018").

    Args:
        text: The article; only its first eight lines that are not blank are looked at.
        others: Partial dates from elsewhere. A dateline without a year takes its year from the first of them that lies
            near it, and without such a neighbour gives nothing.
    """
    found = _first_dateline(text)
    if found is None or isinstance(found, str):
        return found
    year, month, day = found
    return partial(year, month, day) if year else _with_year_of(month, day, others)


def _dateline_without_year(text: str) -> tuple[str, str] | None:
    """Month and day of a dateline that has no year."""
    found = _first_dateline(text)
    return (found[1], found[2]) if isinstance(found, tuple) and not found[0] else None


def _first_dateline(text: str) -> tuple[str | None, str, str] | str | None:
    """Year, month and day of the first dateline, or the partial date of a labelled line that comes before it."""
    first, alone = (((pattern,) if _fits_one_line(pattern, text) else ()) for pattern in (_DATE_FIRST, _DATE_ALONE))
    for number, line in enumerate(_head(text)):
        found = _dateline_in(line, _DATELINES + first + (alone if number in _ALONE_LINES else ())) or _labelled(line)
        if found:
            return found
    return None


def is_dateline(line: str) -> bool:
    """Whether a line is a dateline, with or without a year, or a date alone, and so no title."""
    return _dateline_in(line, (*_DATELINES, _DATE_FIRST, _DATE_ALONE)) is not None


def _head(text: str) -> list[str]:
    lines = (line for line in text[: _HEAD_LINES * 2000].split("\n") if line.strip())
    return [line[:_HEAD_MAX_CHARS] for line, _ in zip(lines, range(_HEAD_LINES), strict=False)]


def _fits_one_line(pattern: re.Pattern[str], text: str) -> bool:
    """Whether one line of the text has this form. Several such lines are a chronology, and its dates are those of events."""
    return sum(1 for _ in islice(pattern.finditer(text), 2)) == 1


def _dateline_in(line: str, patterns: tuple[re.Pattern[str], ...]) -> tuple[str | None, str, str] | None:
    for pattern in patterns:
        if found := pattern.match(line):
            part = found.groupdict()
            month = _month_number(part["month"] or part["month2"])
            return part["year"] or part["year2"], month or "", part["day"] or part["day2"]
    return None


def _labelled(line: str) -> str | None:
    found = _LABELLED.match(line)
    if not found or _LABEL_NEEDS_COLON.match(line):
        return None
    return written_date(found[1])


def _with_year_of(month: str, day: str, others: list[str]) -> str | None:
    for other in others:
        for year in (int(other[:4]), int(other[:4]) - 1):
            candidate = partial(str(year), month, day)
            if candidate and _near(candidate, other):
                return candidate
    return None


def _near(candidate: str, other: str) -> bool:
    """Whether a day lies in a coarse date, or at most a week before or a day after a full one."""
    if len(other) < len(candidate):
        return candidate.startswith(other)
    return -_BEFORE <= date.fromisoformat(candidate) - date.fromisoformat(other) <= _AFTER


def _month_number(name: str) -> str | None:
    start = name[:3].lower()
    return str(_MONTHS.index(start) + 1) if start in _MONTHS else None
