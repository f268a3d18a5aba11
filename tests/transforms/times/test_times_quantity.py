"""Amounts: number words, durations, calendar shifts; and calendar periods."""

from datetime import date

import pytest

from flows.knowledge import seeds
from transforms.times.periods import UNITS, OutOfRange, Period, easter, nth_weekday, weekday_near
from transforms.times.quantity import calendar_shift, duration, number_of
from transforms.times.rules import build_time_rules

LEXICON = build_time_rules(seeds.rules("times")).lexicon


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("two", 2), ("twenty four", 24), ("twenty - four", 24), ("a", 1), ("an", 1), ("another", 1), ("a couple of", 2), ("a dozen", 12),
        ("2 1/2", 2.5),
        ("two and a half", 2.5), ("half a", 0.5), ("a hundred", 100), ("two hundred and six", 206), ("two thousand", 2000), ("1,200", 1200),
        ("2.5", 2.5), ("1/0", None), ("many", None), ("9" * 400, None),
    ],
)  # fmt: skip
def test_number_words(words: str, number: float | None) -> None:
    assert number_of(words.split(), LEXICON) == number


@pytest.mark.parametrize(
    ("number", "unit", "value"),
    [
        (2, "Y", "P2Y"), (2.5, "Y", "P2Y6M"), (0.5, "Y", "P6M"), (24, "TH", "PT24H"), (1.5, "TM", "PT1M30S"), (1.5, "D", "P1DT12H"),
        (2, "DE", "P20Y"),
        (1, "CE", "P100Y"), (1, "FN", "P2W"), (3, "Q", "P3Q"), (1.5, "Q", "P1Q2M"),
        (None, "W", "PXW"), (None, "TH", "PTXH"), (None, "DE", "PXY"),
        (1.5, "TS", "PT1S"),
    ],
)  # fmt: skip
def test_durations(number: float | None, unit: str, value: str) -> None:
    assert duration(number, unit) == value


@pytest.mark.parametrize(
    ("number", "unit", "shift"),
    [
        (2, "Y", ("year", 2)), (2, "FN", ("week", 4)), (1, "ME", ("century", 10)), (1.5, "Y", ("month", 18)), (1.5, "DE", ("month", 180)),
        (2, "TH", None), (1.5, "D", None), (0.5, "Y", ("month", 6)),
    ],
)  # fmt: skip
def test_calendar_shifts(number: float, unit: str, shift: tuple[str, int] | None) -> None:
    assert calendar_shift(number, unit) == shift


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("day", [date(2016, 2, 29), date(1999, 12, 31), date(2000, 1, 1), date(1582, 10, 10)])
def test_a_period_contains_its_day_and_borders_on_its_neighbours(unit: str, day: date) -> None:
    here = Period.containing(unit, day)
    if unit != "weekend":
        assert here.first <= day <= here.last
        assert here.shift(1).first.toordinal() == here.last.toordinal() + 1
    assert here.shift(3).shift(-3) == here
    assert (here.edtf.first_day, here.edtf.last_day) == (here.first, here.last)


def test_periods_end_with_the_calendar() -> None:
    for unit, day in (("day", date.max), ("week", date.max), ("month", date.max), ("year", date.max)):
        with pytest.raises(OutOfRange):
            Period.containing(unit, day).shift(1)
    assert Period.containing("year", date.max).last == date.max
    with pytest.raises(OutOfRange):
        Period.containing("century", date(50, 1, 1))


def test_weekdays_of_months() -> None:
    assert nth_weekday(2018, 5, 0, -1) == date(2018, 5, 28)
    assert nth_weekday(2018, 11, 3, 4) == date(2018, 11, 22)
    assert weekday_near(date(2018, 2, 28), 2, 1) == weekday_near(date(2018, 2, 28), 2, -1) == date(2018, 2, 28)


@pytest.mark.parametrize(
    ("year", "western", "orthodox"),
    [
        (1980, "1980-04-06", "1980-04-06"),
        (2000, "2000-04-23", "2000-04-30"),
        (2024, "2024-03-31", "2024-05-05"),
        (2035, "2035-03-25", "2035-04-29"),
    ],
)
def test_easter(year: int, western: str, orthodox: str) -> None:
    assert (easter(year).isoformat(), easter(year, orthodox=True).isoformat()) == (western, orthodox)
