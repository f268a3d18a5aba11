"""Date fields as people write them -> partial dates that are never more precise than what was written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.reading.written_date import partial_date, written_date

WRITTEN = [
    ("2018", "2018"),
    ("2018-02", "2018-02"),
    ("2018-02-26", "2018-02-26"),
    ("2018-2-6", "2018-02-06"),
    ("2018-02-26T23:30:00-05:00", "2018-02-26"),  # the day as written, not as UTC has it
    ("2018-02-26 10:00:00 UTC", "2018-02-26"),
    ("20180226", "2018-02-26"),
    ("20180226T103000Z", "2018-02-26"),
    ("2018/02/26", "2018-02-26"),
    ("2018/02", "2018-02"),
    ("26.02.2018", "2018-02-26"),
    ("3.4.2025", "2025-04-03"),
    ("13/04/2025", "2025-04-13"),
    ("04/13/2025 08:15", "2025-04-13"),
    ("03/04/2025", "2025"),  # March or April: nobody knows
    ("05/05/2025", "2025-05-05"),
    ("1519603200", "2018-02-26"),
    ("1519603200.0", "2018-02-26"),
    ("1519603200000", "2018-02-26"),
    ("Mon, 26 Feb 2018 23:30:00 GMT", "2018-02-26"),
    ("Tue, 20 Jun 2000 07:30:00 +0100", "2000-06-20"),
    ("Feb. 26, 2018", "2018-02-26"),
    ("26-Feb-2018", "2018-02-26"),
    ("Monday, February 26, 2018 - 10:35", "2018-02-26"),
    ("12:30 PM ET, Mon February 26, 2018", "2018-02-26"),
    ("March 2025", "2025-03"),
    ("May 2020", "2020-05"),
    ("le 3 mars 2024", "2024-03-03"),
    ("15. März 2024 um 10:00 Uhr", "2024-03-15"),
    ("11 de agosto de 2010", "2010-08-11"),
    ("17 марта 2025 г.", "2025-03-17"),
    ("2025年3月17日", "2025-03-17"),
    ("٢٦ فبراير ٢٠١٨", "2018-02-26"),
]
NO_DATES = [
    "", " ", "yesterday", "17 March", "13", "we", "sun", "2018-13", "2018-02-30", "2018-00-01", "Feb 30, 2018", "0001-01-01",
    "9999-12-31", "0", "1970-01-01T00:00:00Z", "three years ago in 2020", "June 3-5, 2019", "May 5 2020 and June 2021",
    "Published 17 March 2025", "null", "n/a", "x" * 10_000, "2018" * 1000, "\ud800 2018 \x00",
]  # fmt: skip


@pytest.mark.parametrize(("written", "expected"), WRITTEN)
def test_written_date(written: str, expected: str) -> None:
    assert written_date(written) == expected
    assert written_date(f"  {written}\n") == expected


@pytest.mark.parametrize("written", NO_DATES)
def test_no_date_is_invented(written: str) -> None:
    assert written_date(written) is None


@given(st.dates(date(1600, 1, 1), date(2100, 12, 31)), st.sampled_from(["{}", "{}T23:59:59+14:00", "{} 00:00"]))
def test_iso_days_come_back_as_they_are(day: date, shape: str) -> None:
    if day.isoformat() != "1970-01-01":
        assert written_date(shape.format(day.isoformat())) == day.isoformat()


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_words_keep_their_precision(day: date) -> None:
    assert written_date(f"{day.day} {day:%B} {day.year}") == day.isoformat()
    assert written_date(f"{day:%B} {day.year}") == day.isoformat()[:7]


@given(st.text())
def test_any_text_gives_a_partial_date_or_nothing(written: str) -> None:
    found = written_date(written)
    assert found is None or partial_date(found) == found


@pytest.mark.parametrize("value", ["2018-2", "18", "2018-02-30", "2018-02-26T00:00", "2018-02-26\n", "1599", ""])
def test_partial_date_refuses(value: str) -> None:
    assert partial_date(value) is None
