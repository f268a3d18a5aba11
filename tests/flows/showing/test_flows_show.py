"""Printing: foreign text must not steer a terminal, whatever the format; JSON and CSV must come back as they were."""

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from flows.showing.show import cell, clean, marked, print_rows, to_json

NASTY = "a\x1b[31mred\x1b[0m\x07 \u202eevil\u202c [bold]x[/bold] \x9b2J \u2066iso\u2069 :smile:"
STEERING = "\x1b\x07\x9b\u202e\u202c\u2066\u2069"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain – ünïcode 文字 \U0001f600", "plain – ünïcode 文字 \U0001f600"),
        ("\x1b[2J", "\\x1b[2J"),
        ("\x9b2J", "\\x9b2J"),
        ("a\u202eb", "a\\u202eb"),
        ("a\r\n\tb", "a b"),
        ("a\u2028b", "a b"),
        ("\ud800", "\\ud800"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\U000e0041", "\\U000e0041"),
        ("\x00\x7f", "\\x00\\x7f"),
    ],
)
def test_clean(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_clean_may_keep_line_breaks_but_no_other_control() -> None:
    assert clean("a\nb\x1b", one_line=False) == "a\nb\\x1b"


@pytest.mark.parametrize("text", [NASTY, "\x7f\x80", "\ud800", 'quote " and \\', "\U000e0041 \U0001f600", "\u2028"])
def test_json_is_valid_lossless_and_steers_nothing(text: str) -> None:
    line = to_json({"text": text})
    assert json.loads(line) == {"text": text}
    assert clean(line) == line


def test_json_rows_are_one_array_a_row_a_line() -> None:
    out = io.StringIO()
    print_rows(("a", "when"), [(1, date(2018, 2, 26)), (None, datetime(2018, 2, 26, 1, tzinfo=UTC))], "json", out)
    assert json.loads(out.getvalue()) == [{"a": 1, "when": "2018-02-26"}, {"a": None, "when": "2018-02-26T01:00:00+00:00"}]
    assert len(out.getvalue().splitlines()) == 4


def test_json_of_no_rows_is_an_empty_array() -> None:
    out = io.StringIO()
    print_rows(("a",), [], "json", out)
    assert json.loads(out.getvalue()) == []


def test_csv_quotes_and_changes_nothing() -> None:
    rows = [("=1+1", 'say "no", now', "two\nlines", NASTY), (None, "", 3, True)]
    out = io.StringIO()
    print_rows(("a", "b", "c", "d"), rows, "csv", out)
    assert list(csv.reader(io.StringIO(out.getvalue(), newline=""))) == [
        ["a", "b", "c", "d"],
        ["=1+1", 'say "no", now', "two\nlines", NASTY],
        ["", "", "3", "true"],
    ]


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_no_format_lets_a_terminal_obey_text(form: str) -> None:
    out = Terminal()
    print_rows(("text", "[red]column"), [(NASTY, 1)], form, out)
    without_own_styles = out.getvalue().replace("\x1b[1m", "").replace("\x1b[0m", "")
    assert not set(without_own_styles) & set(STEERING)
    assert ":smile:" in out.getvalue()


def test_a_table_reads_no_markup() -> None:
    out = Terminal()
    print_rows(("[red]text",), [("[bold]x[/bold] [link=http://a]b[/link]",)], "table", out)
    assert "[red]text" in out.getvalue()
    assert "[bold]x[/bold] [link=http://a]b[/link]" in out.getvalue()


def test_a_table_shows_every_character_of_a_long_cell() -> None:
    out = io.StringIO()
    print_rows(("a", "b"), [("x" * 300, 12)], "table", out)
    assert out.getvalue().count("x") == 300


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (True, "true"),
        (1.5, "1.5"),
        (float("nan"), ""),
        (["RUS", "USA"], "RUS, USA"),
        ({"name": "Kyiv", "on": date(2018, 2, 26)}, '{"name": "Kyiv", "on": "2018-02-26"}'),
        (Decimal("1.10"), "1.10"),
        (b"\x01\xff", "01ff"),
        ([], ""),
    ],
)
def test_cell(value: object, shown: str) -> None:
    assert cell(value) == shown


def test_evidence_is_marked_without_colours_too() -> None:
    text = "Moscow demanded guarantees\x1b on Monday."
    assert marked(text, [(31, 37), (7, 15)]).plain == "Moscow >>demanded<< guarantees\\x1b on >>Monday<<."


def test_overlapping_evidence_is_marked_once() -> None:
    assert marked("abcdef", [(1, 4), (2, 5), (2, 3)]).plain == "a>>bcd<<>>e<<f"
