"""Partial dates as inclusive bounds: is a name, a term or a membership valid on a date that may itself be partial?"""

import re
from calendar import monthrange

PARTIAL_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def is_partial_date(value: str) -> bool:
    """True for "2018", "2018-02" and "2018-02-26", as far as the calendar has them."""
    return bool(PARTIAL_DATE.fullmatch(value)) and (len(value) < 10 or int(value[8:]) <= monthrange(int(value[:4]), int(value[5:7]))[1])


def first_day(partial: str) -> str:
    """The earliest day of a partial date, as a string that sorts by time."""
    return partial + "-01-01"[len(partial) - 4 :] if len(partial) < 10 else partial


def last_day(partial: str) -> str:
    """The latest day of a partial date; every month counts 31 days, which is enough for comparing."""
    return partial + "-12-31"[len(partial) - 4 :] if len(partial) < 10 else partial


def may_hold(valid_from: str | None, valid_to: str | None, on: str) -> bool:
    """True when some day of `on` lies within the inclusive bounds; an empty or missing bound is no limit."""
    after_start = not valid_from or last_day(on) >= first_day(valid_from)
    return after_start and (not valid_to or first_day(on) <= last_day(valid_to))


def surely_holds(valid_from: str | None, valid_to: str | None, on: str) -> bool:
    """True when every day of `on` lies within the bounds, read strictly (a bound "2018" starts last, and ends first, in that year)."""
    after_start = not valid_from or first_day(on) >= last_day(valid_from)
    return after_start and (not valid_to or last_day(on) <= first_day(valid_to))


def overlap(first: tuple[str, str], second: tuple[str, str]) -> bool:
    """True when two (from, to) intervals surely share more than a handover day; an empty bound is no limit."""
    starts_before_end = not first[0] or not second[1] or last_day(first[0]) < first_day(second[1])
    ends_after_start = not first[1] or not second[0] or first_day(first[1]) > last_day(second[0])
    return starts_before_end and ends_after_start
