"""Movable feasts 1980-2035, impossible days, years at the edge, two-digit years, leap years, the order of day and month."""

from datetime import date

import pytest

from flows.knowledge import seeds
from transforms.language import segment
from transforms.times.find import find_times
from transforms.times.periods import easter
from transforms.times.rules import build_time_rules

RULES = build_time_rules(seeds.rules("times"))
YEARS = range(1980, 2036)


def found(text: str, published: str | None = "2018-02-28") -> list[tuple[str, str | None]]:
    return [(time.value, time.edtf) for time in find_times(text, segment(text), published=published, rules=RULES)]


@pytest.mark.parametrize("name", [name for name, holiday in RULES.holidays.items() if holiday.table])
def test_a_table_has_every_year(name: str) -> None:
    holiday = RULES.holidays[name]
    years = [day.year for days in holiday.table.values() for day in days]
    assert set(years) == set(YEARS)
    starts = [day for year in YEARS for day in holiday.starts(year)]
    assert all(300 < (later - earlier).days < 400 for earlier, later in zip(starts, starts[1:], strict=False))


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("easter", "1981-04-19"), ("easter", "2000-04-23"), ("easter", "2024-03-31"), ("orthodox_easter", "2021-05-02"),
        ("orthodox_easter", "2024-05-05"), ("good_friday", "1998-04-10"), ("ramadan", "2018-05-16"), ("eid_al_fitr", "2023-04-22"),
        ("eid_al_adha", "2024-06-17"), ("ashura", "2009-12-27"), ("lunar_new_year", "2020-01-25"), ("lunar_new_year", "2033-01-31"),
        ("tet", "1985-01-21"), ("tet", "2007-02-17"), ("passover", "2024-04-23"), ("yom_kippur", "2023-09-25"),
        ("rosh_hashanah", "1999-09-11"), ("diwali", "2023-11-12"), ("diwali", "2001-11-14"), ("thanksgiving", "2021-11-25"),
        ("election_day", "2016-11-08"), ("election_day", "2022-11-08"),
    ],
)  # fmt: skip
def test_known_days(name: str, day: str) -> None:
    assert date.fromisoformat(day) in RULES.holidays[name].starts(int(day[:4]))


def test_both_easters_fall_on_sundays_in_their_season() -> None:
    for year in YEARS:
        western, orthodox = easter(year), easter(year, orthodox=True)
        assert western.weekday() == orthodox.weekday() == 6
        assert (3, 22) <= (western.month, western.day) <= (4, 25)
        assert (4, 4) <= (orthodox.month, orthodox.day) <= (5, 8)


@pytest.mark.parametrize(
    "text",
    [
        "They met on February 30.", "They met on 31 April 2014.", "They met on 29 February 2018.", "They met on 29 February 1900.",
        "The code is 2014-13-01.", "Signed 32/01/2014.", "Signed 13/13/2014.", "Signed 00.00.2014.", "In 44 BC he died.",
    ],
)  # fmt: skip
def test_days_that_no_calendar_has_are_no_times(text: str) -> None:
    assert [value for value, _ in found(text) if value.count("-") == 2 or value == "0044"] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met on 29 February 2016.", ("2016-02-29", "2016-02-29")),
        ("They met on 29 February 2000.", ("2000-02-29", "2000-02-29")),
        ("They met in February 2016.", ("2016-02", "2016-02")),
        ("In AD 9 they lost.", ("0009", "0009")),
        ("The deal of '98 held.", ("1998", "1998")),
        ("The deal of '15 held.", ("2015", "2015")),
        ("Signed 26/02/98.", ("1998-02-26", "1998-02-26")),
        ("Signed 26/02/15.", ("2015-02-26", "2015-02-26")),
        ("Signed 03.04.2015.", ("2015-04-03", "2015-04-03")),  # dots: the day comes first
        ("Signed 04/03/2015.", ("2015-04-03", "2015-04-03?")),  # reads both ways: the month comes first, uncertain
        ("Signed 12/02/2018.", ("2018-02-12", "2018-02-12?")),  # month first would lie ahead of the article
        ("Signed 26/02/2015.", ("2015-02-26", "2015-02-26")),
        ("Signed 02/26/2015.", ("2015-02-26", "2015-02-26")),
        ("Signed 05/05/2015.", ("2015-05-05", "2015-05-05")),
    ],
)
def test_leap_years_short_years_and_the_order_of_day_and_month(text: str, expected: tuple[str, str]) -> None:
    assert found(text) == [expected]


def test_nothing_lies_before_year_one_or_after_year_9999() -> None:
    for published in ("0001-01-01", "9999-12-31"):
        text = "Two centuries ago, a year earlier, next week, last month, in three decades' time, tomorrow and yesterday, on Friday."
        for value, edtf in found(text, published):
            assert edtf is None or 1 <= int(edtf[:4].replace("X", "0") or 1) <= 9999, value


def test_on_the_29th_of_february_the_year_before_has_no_such_day() -> None:
    assert found("They met a year ago and on February 29.", "2016-02-29") == [("2015", "2015"), ("2016-02-29", "2016-02-29")]
    assert found("They met on February 29.", "2018-02-28") == [("XXXX-02-29", None)]
