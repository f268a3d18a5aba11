"""Clock times: the zone is kept as the text has it, 24:00 stays on its day, hours that a change of clocks repeats are told apart."""

import pytest

from flows.knowledge import seeds
from transforms.language import segment
from transforms.records import TimeExpression
from transforms.times.find import find_times
from transforms.times.rules import build_time_rules

RULES = build_time_rules(seeds.rules("times"))


def times(text: str, published: str | None = "2018-02-28") -> list[TimeExpression]:
    return [time for time in find_times(text, segment(text), published=published, rules=RULES) if time.type == "TIME"]


@pytest.mark.parametrize(
    ("text", "words", "value", "zone"),
    [
        ("Talks opened at 3 p.m. GMT.", "3 p.m. GMT", "2018-02-28T15:00", "+00:00"),
        ("Talks opened at 14:00.", "14:00", "2018-02-28T14:00", None),
        ("Talks opened at 14:00 local time.", "14:00 local time", "2018-02-28T14:00", "local"),
        ("The blast hit at 0735 GMT on Friday.", "0735 GMT on Friday", "2018-02-23T07:35", "+00:00"),
        ("A truce began at midnight Moscow time.", "midnight Moscow time", "2018-02-28T24:00", "Europe/Moscow"),
        ("A truce began on 15 February at noon Kiev time.", "15 February at noon Kiev time", "2018-02-15T12:00", "Europe/Kyiv"),
        ("He spoke at 8 p.m. New York time on Monday.", "8 p.m. New York time on Monday", "2018-02-26T20:00", "America/New_York"),
        ("He spoke at 9 a.m. EST Tuesday.", "9 a.m. EST Tuesday", "2018-02-27T09:00", "-05:00"),
        ("It was 7:30 a.m. Eastern Daylight Time.", "7:30 a.m. Eastern Daylight Time", "2018-02-28T07:30", "America/New_York"),
        ("It fell at 05:15 UTC+3 on Monday.", "05:15 UTC+3 on Monday", "2018-02-26T05:15", "+03:00"),
        ("Logged 2014-03-18T10:05:00+0300 by the monitors.", "2014-03-18T10:05:00+0300", "2014-03-18T10:05", "+03:00"),
        ("Logged 2014-03-18T10:05Z by the monitors.", "2014-03-18T10:05Z", "2014-03-18T10:05", "+00:00"),
    ],
)
def test_the_zone_is_kept_beside_the_time_as_told(text: str, words: str, value: str, zone: str | None) -> None:
    [time] = times(text)
    assert (time.text, time.value, time.zone) == (words, value, zone)


def test_two_zones_are_two_times() -> None:
    found = [(time.value, time.zone) for time in times("Shelling began at 14:00 (1200 GMT).")]
    assert found == [("2018-02-28T14:00", None), ("2018-02-28T12:00", "+00:00")]


def test_a_zone_does_not_move_the_day() -> None:
    """At 1 a.m. in Moscow it was still Sunday in Washington; the day is the one that the text tells."""
    [time] = times("On Monday at 1 a.m. Moscow time they signed.")
    assert (time.value, time.edtf, time.zone) == ("2018-02-26T01:00", "2018-02-26", "Europe/Moscow")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It ended at 24:00 on Monday.", "2018-02-26T24:00"),
        ("It ended at midnight on Monday.", "2018-02-26T24:00"),
        ("It began at 00:00 on Monday.", "2018-02-26T00:00"),
        ("It began at 12 a.m. on Monday.", "2018-02-26T00:00"),
        ("It began at 12 p.m. on Monday.", "2018-02-26T12:00"),
        ("It began at 12:30 at night.", "2018-02-28T00:30"),
        ("It began at three in the afternoon.", None),
        ("It began at 3 in the afternoon.", "2018-02-28T15:00"),
    ],
)
def test_both_ends_of_the_day(text: str, value: str | None) -> None:
    found = times(text)
    assert (found[0].value if value else None) == value
    assert all(time.edtf in ("2018-02-26", "2018-02-28") for time in found)


@pytest.mark.parametrize("text", ["The code is 24:01.", "The ratio is 25:00.", "At 12:60 it ended.", "Room 2460 GMT."])
def test_hours_that_no_clock_has_are_no_times(text: str) -> None:
    assert times(text) == []


def test_the_hour_that_a_change_of_clocks_repeats_or_skips_is_kept_as_told() -> None:
    """On 4 November 2018 clocks in New York went back at 2 a.m.: 1:30 came twice, and only EDT or EST tells which."""
    text = "The first call came on November 4, 2018 at 1:30 a.m. EDT. The second came on November 4, 2018 at 1:30 a.m. EST."
    assert [(time.value, time.zone) for time in times(text)] == [("2018-11-04T01:30", "-04:00"), ("2018-11-04T01:30", "-05:00")]
    [skipped] = times("It came on March 11, 2018 at 2:30 a.m. New York time.")
    assert (skipped.value, skipped.zone, skipped.edtf) == ("2018-03-11T02:30", "America/New_York", "2018-03-11")


def test_without_a_publication_date_the_day_stays_open() -> None:
    [time] = times("Talks opened at 3 p.m. GMT.", None)
    assert (time.value, time.zone, time.edtf) == ("XXXX-XX-XXT15:00", "+00:00", None)
