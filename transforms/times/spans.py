"""Time expressions made ready for anchoring: ranges joined ("between 2014 and 2018"), durations up to now given their days."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta

from transforms.records import TimeExpression
from transforms.syntax import Parse
from transforms.times.edtf import Edtf
from transforms.times.periods import OutOfRange, Period

_DAYS = {"D": 1, "W": 7}
_HOURS = re.compile(r"PT(\d+)H")
_DAY_HOURS = 24
_MONTHS = {"M": 1, "Y": 12}
_COUNTED = re.compile(r"P(\d+)([DWMY])")
_UP_TO_NOW = re.compile(r"\b(?:last|past)\b|^(?:day|week)s?-?long$", re.IGNORECASE)
_FROM_NOW = re.compile(r"\b(?:next|coming)\b", re.IGNORECASE)
_PAST_UNIT = re.compile(r"\bpast (week|month|year)$|\b(?:past|last) decade$", re.IGNORECASE)  # up to now, not the calendar's last one
_MORE_AGO = re.compile(r"^(?:more than|over|well over)\b.*\b(?:year|month)s?\b.*\bago$", re.IGNORECASE)
_WEEKLY = ("date.weekday", "clock.weekday_part", "clock.day_part", "clock.time")
_WEEK = 7
_YEARLY = ("date.month_day", "date.day_month", "date.month", "date.in_month", "date.month_unsure", "date.day_range")
_JOINT = re.compile(r"\s*(to|through|until|till|and|-|–)(?:\s+on)?\s*", re.IGNORECASE)
_BEFORE_RANGE = re.compile(r"\b(?:from|between)\s*$", re.IGNORECASE)
_RANGE_REACH = 12  # characters before the expression in which "from" or "between" may stand
_LONGEST_DAYS = 31
_LEAP_YEARS_APART = 8  # at most: 1896 and 1904


@dataclass(frozen=True, slots=True)
class Timed:
    """An expression with the days it stands for; `start` and `end` span a whole range.

    `days` is how many days a duration lasts, `told` says that its week is known from the day of the telling.
    """

    expression: TimeExpression
    start: int
    end: int
    edtf: Edtf | None
    is_range: bool = False
    days: int = 0
    told: bool = False

    @property
    def is_weekly(self) -> bool:
        """True for a weekday whose week the text leaves open."""
        return self.expression.rule_id in _WEEKLY and self.edtf is not None and self.edtf.precision == "day"

    def first_after(self, day: date) -> "Timed":
        """A weekday that lies after `day`, when it was said, moved to the first one after it."""
        if not self.is_weekly or self.edtf is None or self.edtf.first_day is None or self.edtf.first_day <= day:
            return self
        ahead = (self.edtf.first_day - day).days % _WEEK or _WEEK
        moved = _moved(Edtf.of_day(day), ahead)
        return replace(self, edtf=moved, told=True) if moved else self

    @property
    def basis(self) -> str:
        """The expression's basis; a duration up to now has its days from the publication date."""
        return "relative" if self.expression.basis == "none" and self.edtf is not None else self.expression.basis


def timed_expressions(times: Sequence[TimeExpression], parse: Parse | None, published: Period | None) -> list[Timed]:
    """The expressions of one sentence in text order; where it is parsed, the two ends of a range are joined into one."""
    found: list[Timed] = []
    text_between = [_words_before(times, number, parse) for number in range(len(times))]
    previous = ""
    for time, gap in zip(times, text_between, strict=True):
        timed = Timed(time, time.start, time.end, _edtf(time, published), days=_days(time))
        joined = _joined(found[-1], timed, gap, previous) if found else None
        if joined is not None:
            found[-1] = joined
        else:
            found.append(timed)
        previous = gap
    return found


def _words_before(times: Sequence[TimeExpression], number: int, parse: Parse | None) -> str:
    """The words between an expression and the one before it, or the start of the sentence."""
    if parse is None:
        return ""
    after = times[number - 1].end if number else 0
    return " ".join(token.text for token in parse.tokens if after <= token.start and token.end <= times[number].start)


def _joined(first: Timed, second: Timed, gap: str, before: str) -> Timed | None:
    """The range of two expressions with a joint between them, None when they make none."""
    joint = _JOINT.fullmatch(gap)
    if joint is None or first.edtf is None or second.edtf is None:
        return None
    if joint[1].lower() == "and" and not _BEFORE_RANGE.search(before[-_RANGE_REACH:]) and not _next_day(first.edtf, second.edtf):
        return None
    try:
        return Timed(second.expression, first.start, second.end, first.edtf.to(second.edtf), is_range=True)
    except ValueError:
        return None


def on_the_side(timed: Timed, published: Period | None, *, past: bool) -> Timed:
    """The expression moved to the side on which its event lies: "in January", said in December of what was promised, is past.

    Only what the text leaves open is moved: a bare weekday by a week, a month or day without a year by a year.
    """
    edtf, rule = timed.edtf, timed.expression.rule_id
    if edtf is None or published is None or edtf.first_day is None or edtf.last_day is None or timed.expression.basis != "relative":
        return timed
    if timed.told:
        return timed
    if not (edtf.first_day > published.last if past else edtf.last_day < published.first):
        return timed
    way = -1 if past else 1
    if rule in _WEEKLY and edtf.last_day - edtf.first_day < timedelta(days=7) and abs((edtf.first_day - published.first).days) <= 7:
        moved = _moved(edtf, way * _WEEK)
    else:
        moved = _other_year(edtf, way) if rule in _YEARLY else None
    return replace(timed, edtf=moved) if moved else timed


def _moved(edtf: Edtf, days: int) -> Edtf | None:
    """The same length some days later; None beyond the years 1 to 9999."""
    if edtf.first_day is None or edtf.last_day is None:
        return None
    with suppress(OverflowError):
        return Edtf.of_days(edtf.first_day + timedelta(days=days), edtf.last_day + timedelta(days=days))
    return None


def _other_year(edtf: Edtf, way: int) -> Edtf | None:
    """The same days a year before or after, for 29 February in the leap year before or after; None where there is none."""
    if edtf.start is None or edtf.end is None:
        return None
    for years in range(1, _LEAP_YEARS_APART + 1):
        with suppress(ValueError):
            start, end = (replace(point, year=point.year + way * years) for point in (edtf.start, edtf.end))
            return Edtf(start, end, edtf.interval)
    return None


def _next_day(first: Edtf, second: Edtf) -> bool:
    """True for "Monday and Tuesday"."""
    if first.precision != "day" or second.precision != "day" or first.last_day is None or second.first_day is None:
        return False
    return second.first_day - first.last_day == timedelta(days=1)


def _edtf(time: TimeExpression, published: Period | None) -> Edtf | None:
    past = _PAST_UNIT.search(time.text)
    if past is not None and published is not None and published.unit == "day":
        return _up_to(f"P1{past[1][0].upper()}" if past[1] else "P10Y", published.first)
    if time.edtf is not None and published is not None and _MORE_AGO.search(time.text):
        return _longer_ago(Edtf.parse(time.edtf), published)
    if time.edtf is not None:
        return Edtf.parse(time.edtf)
    if time.type == "DURATION" and published is not None and published.unit == "day":
        if _UP_TO_NOW.search(time.text):
            return _up_to(time.value, published.first)
        if _FROM_NOW.search(time.text):
            return _from_now(time.value, published.first)
    return None


def _longer_ago(edtf: Edtf, published: Period) -> Edtf:
    """Reads "more than six years ago": from a year before that to the same month of that year; likewise for months."""
    if edtf.start is None or edtf.interval or edtf.precision not in ("year", "month") or published.unit == "year":
        return edtf
    years = edtf.precision == "year"
    try:
        month = Period.containing("month", edtf.start.first.replace(month=published.first.month) if years else edtf.start.first)
        return month.shift(-12 if years else -1).edtf.to(month.edtf)
    except (OutOfRange, ValueError):
        return edtf


def _from_now(value: str, published: date) -> Edtf | None:
    """The days of a counted duration that begins now: "in the next 24 hours", "in the coming two weeks"."""
    hours, days = _HOURS.fullmatch(value), _COUNTED.fullmatch(value)
    if hours is not None:
        number = -(-int(hours[1]) // _DAY_HOURS)
    elif days is not None and days[2] in _DAYS:
        number = int(days[1]) * _DAYS[days[2]]
    else:
        return None
    with suppress(OverflowError):
        return Edtf.of_days(published, published + timedelta(days=number))
    return None


def _up_to(value: str, published: date) -> Edtf | None:
    """The days of a duration that ends now: "in the past two weeks"."""
    match, hours = _COUNTED.fullmatch(value), _HOURS.fullmatch(value)
    if match is None and hours is None:
        return None
    number, unit = (int(match[1]), match[2]) if match else (-(-int(hours[1]) // _DAY_HOURS) if hours else 0, "D")
    try:
        if unit in _DAYS:
            return Edtf.of_days(published - timedelta(days=number * _DAYS[unit]), published)
        month = Period.containing("month", published).shift(-number * _MONTHS[unit])
        return Edtf.of_days(min(month.last, month.first + timedelta(days=published.day - 1)), published)
    except (OutOfRange, OverflowError):
        return None


def _days(time: TimeExpression) -> int:
    """How many days a short duration lasts ("two-day" 2), 0 for all else."""
    match = _COUNTED.fullmatch(time.value) if time.type == "DURATION" else None
    if match is None or match[2] not in _DAYS or len(match[1]) > 2:
        return 0
    days = int(match[1]) * _DAYS[match[2]]
    return days if days <= _LONGEST_DAYS else 0
