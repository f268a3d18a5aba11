"""CSV as RFC 4180 has it (UTF-8, CRLF, header): `timeline.csv` and `participants.csv`. Safe to open in a spreadsheet."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from warehouse.export.selection import Selection, Written

# What Excel, LibreOffice and Google Sheets take for the start of a formula; the wide forms count in some of their languages.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # noqa: RUF001
_PORTION = 2_000


def write(selection: Selection, folder: Path) -> Written:
    """One row an event and one a participant; lists are joined by "; ", NULL is an empty cell."""
    events = _write(selection.events(), folder / "timeline.csv")
    _write(selection.participants(), folder / "participants.csv")
    return Written(("timeline.csv", "participants.csv"), events)


def safe(value: Any) -> Any:
    """A cell that no spreadsheet runs: text that would start a formula gets an apostrophe before it, numbers and days stay as they are."""
    if isinstance(value, list):
        value = "; ".join(map(str, value))
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value


def _write(cursor: duckdb.DuckDBPyConnection, path: Path) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column[0] for column in cursor.description or ()])
        while rows := cursor.fetchmany(_PORTION):
            writer.writerows(_cells(row) for row in rows)
            count += len(rows)
    return count


def _cells(row: Sequence[Any]) -> list[Any]:
    return [safe(value) for value in row]
