"""Partial dates ("2018", "2018-02", "2018-02-26") as first and last day."""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@lru_cache(maxsize=4096)  # articles of one day come together
def day_bounds(partial: str) -> tuple[date, date]:
    """The first and the last day that a partial date covers.

    Raises:
        ValueError: It is no partial date, or no day of the calendar.
    """
    match = _PARTIAL.fullmatch(partial)
    if match is None:
        raise ValueError(f"{partial!r} is no partial date; allowed: 2018, 2018-02 or 2018-02-26")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None  # noqa: S101 (the first group is not optional)
    first = date(year, month or 1, day or 1)
    if day:
        return first, first
    last_month = month or 12
    return first, date(year, last_month, monthrange(year, last_month)[1])
