"""Partial dates as days."""

from datetime import date

import pytest

from warehouse.partial import day_bounds


@pytest.mark.parametrize(
    ("partial", "first", "last"),
    [
        ("2018", date(2018, 1, 1), date(2018, 12, 31)),
        ("2018-02", date(2018, 2, 1), date(2018, 2, 28)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2018-12", date(2018, 12, 1), date(2018, 12, 31)),
        ("2018-02-26", date(2018, 2, 26), date(2018, 2, 26)),
    ],
)
def test_a_partial_date_covers_its_days(partial: str, first: date, last: date) -> None:
    assert day_bounds(partial) == (first, last)


@pytest.mark.parametrize("partial", ["", "18", "2018-13", "2018-02-30", "2018-2", "201X", "2018-02-26T00:00", "0000", "２０１８", "2018\n"])
def test_what_is_no_partial_date_is_refused(partial: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        day_bounds(partial)
