"""EDTF: round trips, intervals, precision, a total order, and agreement with the `edtf` library."""

from datetime import date, timedelta

import edtf as library
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.times.edtf import Edtf, Point, order_key

DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))
MARKS = st.sampled_from(["", "~", "?"])


@st.composite
def points(draw: st.DrawFn) -> Point:
    day, mark = draw(DAYS), draw(MARKS)
    kind = draw(st.sampled_from(["day", "month", "year", "decade", "century"]))
    if kind == "century":
        return Point(day.year - day.year % 100, hidden=2, mark=mark)
    if kind == "decade":
        return Point(day.year - day.year % 10, hidden=1, mark=mark)
    return {
        "day": Point(day.year, day.month, day.day, mark=mark),
        "month": Point(day.year, day.month, mark=mark),
        "year": Point(day.year, mark=mark),
    }[kind]


@st.composite
def values(draw: st.DrawFn) -> Edtf:
    first, second = draw(points()), draw(points())
    shape = draw(st.sampled_from(["plain", "closed", "since", "until"]))
    if shape == "plain":
        return Edtf(first, first)
    if shape == "since":
        return Edtf(first, None, interval=True)
    if shape == "until":
        return Edtf(None, first, interval=True)
    if first.first > second.first or first.last > second.last:
        second = first
    return Edtf(first, second, interval=True)


@given(values())
def test_what_is_written_is_read_back(value: Edtf) -> None:
    assert Edtf.parse(str(value)) == value


@given(values())
def test_covers_its_own_ends_and_nothing_beyond(value: Edtf) -> None:
    first, last = value.first_day, value.last_day
    assert first is None or value.covers(first)
    assert last is None or value.covers(last)
    if first is not None and first > date.min:
        assert not value.covers(first - timedelta(days=1))
    if last is not None and last < date.max:
        assert not value.covers(last + timedelta(days=1))


@given(values())
def test_marking_opening_and_closing_never_raise_precision(value: Edtf) -> None:
    assert value.approximate().precision == value.precision
    assert value.since().first_day == (value.first_day if value.start else value.end and value.end.first)
    assert value.until().precision == "open"


@given(st.lists(values(), max_size=8))
def test_order_is_total_and_stable(some: list[Edtf]) -> None:
    keys = [value.sort_key() for value in some]
    assert sorted(some, key=Edtf.sort_key) == sorted([*some[1:], *some[:1]], key=Edtf.sort_key)
    assert all((one == other) == (key == rest) for one, key in zip(some, keys, strict=True) for other, rest in zip(some, keys, strict=True))


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2018-02-26", "2018-02-26", "2018-02-26", "day"),
        ("2018-02", "2018-02-01", "2018-02-28", "month"),
        ("2016-02~", "2016-02-01", "2016-02-29", "month"),
        ("2018?", "2018-01-01", "2018-12-31", "year"),
        ("199X", "1990-01-01", "1999-12-31", "decade"),
        ("19XX", "1900-01-01", "1999-12-31", "century"),
        ("0001", "0001-01-01", "0001-12-31", "year"),
        ("9999", "9999-01-01", "9999-12-31", "year"),
        ("2018-02-24/2018-02-26", "2018-02-24", "2018-02-26", "interval"),
        ("../2014-03", None, "2014-03-31", "open"),
        ("2019/..", "2019-01-01", None, "open"),
        ("2014-03~/2015", "2014-03-01", "2015-12-31", "interval"),
    ],
)
def test_first_and_last_day_agree_with_the_edtf_library(text: str, first: str | None, last: str | None, precision: str) -> None:
    value = Edtf.parse(text)
    assert (value.first_day and value.first_day.isoformat(), value.last_day and value.last_day.isoformat()) == (first, last)
    assert value.precision == precision
    theirs = library.parse_edtf(text)
    lower, upper = theirs.lower_strict(), theirs.upper_strict()
    assert first is None or tuple(lower[:3]) == date.fromisoformat(first).timetuple()[:3]
    assert last is None or tuple(upper[:3]) == date.fromisoformat(last).timetuple()[:3]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2018-13",
        "2018-02-30",
        "2017-02-29",
        "0000",
        "10000",
        "2018-21",
        "20X8",
        "199X-05",
        "../..",
        "2019/2018",
        "2018/2019/2020",
        "2018-2-6",
        "2018 ",
        "2018/",
        "٢٠١٨",
    ],
)
def test_other_forms_and_impossible_dates_are_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each form has its own message, all are ValueError
        Edtf.parse(text)


def test_the_message_says_what_is_allowed() -> None:
    with pytest.raises(ValueError, match="allowed: YYYY, YYYY-MM"):
        Edtf.parse("spring 2018")
    with pytest.raises(ValueError, match="no date of the calendar"):
        Edtf.parse("2018-02-30")


def test_undated_events_stand_where_their_bounds_put_them() -> None:
    day = date(2018, 2, 26)
    keys = {
        "2018-02-26": order_key(Edtf.parse("2018-02-26")),
        "before March 2014": order_key(Edtf.parse("../2014-03")),
        "undated, not after": order_key(None, None, day),
        "undated, not before": order_key(None, day, None),
        "undated, unbounded": order_key(None),
        "2018": order_key(Edtf.parse("2018")),
    }
    assert sorted(keys, key=lambda name: keys[name]) == [
        "before March 2014", "2018", "2018-02-26", "undated, not after", "undated, not before", "undated, unbounded",
    ]  # fmt: skip


def test_of_days_gives_the_plainest_form() -> None:
    assert str(Edtf.of_days(date(2018, 2, 26), date(2018, 2, 26))) == "2018-02-26"
    assert str(Edtf.of_days(date(2018, 2, 26), date(2018, 3, 4))) == "2018-02-26/2018-03-04"
    assert str(Edtf.parse("2014").to(Edtf.parse("2018-03"))) == "2014/2018-03"
    with pytest.raises(ValueError, match="ends before it starts"):
        Edtf.parse("2018").to(Edtf.parse("2014"))


def test_points_that_do_not_go_together_are_refused() -> None:
    for wrong in (
        {"year": 1995, "hidden": 1},
        {"year": 1990, "month": 3, "hidden": 1},
        {"year": 1990, "day": 3},
        {"year": 1990, "mark": "!"},
    ):
        with pytest.raises(ValueError, match="decade or century|needs a month"):
            Point(**wrong)  # type: ignore[arg-type]
