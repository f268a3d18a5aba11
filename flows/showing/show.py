r"""Rows and text as people read them: tables, CSV and JSON, with nothing in them that a terminal would obey.

Article text is foreign text. In a table, and in CSV that goes to a terminal, every character that could steer the terminal or reorder the
line is written as its escape (`\x1b`, `\u202e`), and rich never reads markup in it. JSON keeps every character, those as `\uXXXX`.
CSV for a file or a pipe is exact: it quotes what needs quotes and changes nothing, so formulas in it are for the reader to distrust.
"""

import csv
import json
import math
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

FORMATS = ("table", "csv", "json")
Row = Sequence[Any]

# C0 and C1 controls, line and paragraph separators, surrogates, and the invisible format characters: bidirectional marks, overrides and
# isolates, invisible operators, byte order mark, annotation marks, musical and tag characters. Joiners stay: Persian and Hindi need them.
_STEERING = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_SPACES = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")


def clean(text: str, *, one_line: bool = True) -> str:
    """The text with every steering character written as its escape; line breaks and tabs become spaces, or stay when not `one_line`."""
    if one_line:
        text = _SPACES.sub(" ", text)
    return _STEERING.sub(lambda m: m[0] if m[0] == "\n" else m[0].encode("unicode_escape").decode("ascii"), text)


def to_json(value: Any) -> str:
    r"""One line of valid JSON; steering characters inside strings are `\uXXXX`, all others are themselves."""
    plain = json.dumps(_plain(value), ensure_ascii=False, allow_nan=False)
    return _STEERING.sub(lambda m: json.dumps(m[0])[1:-1] if m[0] != "\x7f" else "\\u007f", plain)


def print_rows(columns: Sequence[str], rows: Iterable[Row], form: str, out: IO[str] | None = None) -> None:
    """Prints rows in one of `FORMATS` to `out` (standard output). JSON is one array of objects, a row a line."""
    out = out or sys.stdout
    if form == "json":
        _print_json(columns, rows, out)
    elif form == "csv":
        _print_csv(columns, rows, out)
    else:
        _print_table(columns, rows, out)


def console(out: IO[str] | None = None) -> "Console":
    """A rich console that reads no markup, knows no emoji names and colours nothing by itself; 120 columns wide when not a terminal."""
    from rich.console import Console

    out = out or sys.stdout
    return Console(file=out, markup=False, emoji=False, highlight=False, width=None if out.isatty() else 120)


def cell(value: Any) -> str:
    """A value as one cell of text: "" for NULL, ISO 8601 for days and times, "a, b" for lists, JSON for anything nested."""
    plain = _plain(value)
    if plain is None:
        return ""
    if isinstance(plain, str):
        return plain
    if isinstance(plain, list) and all(isinstance(item, str | int) for item in plain):
        return ", ".join(str(item) for item in plain)
    return json.dumps(plain, ensure_ascii=False)


def _print_json(columns: Sequence[str], rows: Iterable[Row], out: IO[str]) -> None:
    lines = (to_json(dict(zip(columns, row, strict=True))) for row in rows)
    out.write("[")
    for number, line in enumerate(lines):
        out.write(f"{',' if number else ''}\n{line}")
    out.write("\n]\n")


def _print_csv(columns: Sequence[str], rows: Iterable[Row], out: IO[str]) -> None:
    shown = clean if out.isatty() else str
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([shown(cell(value)) for value in row] for row in rows)


def _print_table(columns: Sequence[str], rows: Iterable[Row], out: IO[str]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    records = list(rows)
    for n, name in enumerate(columns):
        numeric = bool(records) and all(isinstance(row[n], int | float | None) for row in records)
        table.add_column(Text(clean(name)), justify="right" if numeric else "left", overflow="fold")
    for row in records:
        table.add_row(*(Text(clean(cell(value))) for value in row))
    console(out).print(table)


def marked(text: str, spans: Iterable[tuple[int, int]], *, brackets: bool = True) -> "Text":
    """The text, cleaned, with the spans (offsets into it, end exclusive) in colour and, for printers and pipes, as >>words<<."""
    from rich.text import Text

    shown = Text()
    for piece, evidence in _pieces(text, spans):
        cleaned = clean(piece)
        shown.append(f">>{cleaned}<<" if evidence and brackets else cleaned, style="bold yellow" if evidence else "")
    return shown


def _pieces(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    at = 0
    for start, end in sorted(spans):
        start = max(start, at)
        if start >= end:
            continue
        yield text[at:start], False
        yield text[start:end], True
        at = end
    yield text[at:], False


def _plain(value: Any) -> Any:
    """The value in JSON's types."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.hex() if isinstance(value, bytes) else str(value)
