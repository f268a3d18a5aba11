"""The canonical form of seed tables, so that two people who edit one in a spreadsheet get a readable difference: `regesta lint [--fix]`.

UTF-8, comma-separated, quotes only where they are needed, columns in their documented order, rows in the order of their ids, no blanks
around values, no value twice in a cell that holds several.
"""

import csv
import io
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path

from flows.knowledge.overlay import FOLDERS, Row, check_folder, files
from flows.knowledge.seeds import SEEDS_DIR, read_table, shown
from transforms.actors.checks import COLUMNS
from transforms.errors import SeedError

# The columns that order the rows; other tables keep the order they are written in.
_ORDER = {
    "states": ("code",),
    "organisations": ("actor_id",),
    "memberships": ("organisation", "member", "valid_from"),
    "armed_groups": ("actor_id",),
    "offices": ("of", "office"),
    "persons": ("actor_id",),
    "terms": ("actor_id", "of", "office", "valid_from"),
    "terms_refused": ("of", "office", "valid_from", "person"),
    "aliases": ("name", "actor_id", "valid_from"),
    "cameo": ("cameo",),
    "irregular": ("lemma",),
}
_SEVERAL = frozenset({"names", "demonyms", "capital", "metonyms", "successors", "countries", "titles"})


def seed_tables(own: Path | None) -> list[Path]:
    """All seed tables: the shipped ones, then the user's.

    Raises:
        InvalidRequest: The user's folder does not exist.
        SeedError: It holds what is not read.
    """
    if own:
        check_folder(own)
    shipped = [path for folder in FOLDERS for path in sorted((SEEDS_DIR / folder).glob("*.csv"))]
    return shipped + [path for path in (files(own) if own else ()) if path.suffix == ".csv"]


def check_form(path: Path) -> None:
    """Checks one table's form.

    Raises:
        SeedError: The file is not in canonical form; the message names the first line that differs.
    """
    found, wanted = path.read_bytes().decode("utf-8"), canonical(path)
    if found == wanted:
        return
    pairs = zip_longest(io.StringIO(found, newline=""), io.StringIO(wanted, newline=""))
    number, line = next((number, ours) for number, (theirs, ours) in enumerate(pairs, 1) if theirs != ours)
    allowed = "the end of the file" if line is None else repr(line) if len(line) <= 100 else f"{line[:100]!r} ..."
    raise SeedError(f"{shown(path)} line {number}", "not in canonical form", allowed=allowed, remedy="run regesta lint --fix")


def canonical(path: Path) -> str:
    """The table as it should be written.

    Raises:
        SeedError: The file is no table.
    """
    rows = read_table(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        header = next(csv.reader(file), [])
    declared = COLUMNS.get(path.stem, ())
    return table_text(path.stem, declared if set(declared) == set(header) else header, rows)


def table_text(table: str, columns: Sequence[str], rows: Iterable[Row]) -> str:
    """Rows as a canonical table; keys that are no columns are left out."""
    order = _ORDER.get(table, ())
    lines = sorted(rows, key=lambda row: tuple(row[column] for column in order))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row, column) for column in columns] for row in lines)
    return text.getvalue()


def _cell(row: Mapping[str, str], column: str) -> str:
    if column not in _SEVERAL:
        return row[column]
    return "|".join(dict.fromkeys(value for value in map(str.strip, row[column].split("|")) if value))


def write_whole(path: Path, text: str) -> None:
    """Replaces a file in one step: a reader, or a crash, finds the old or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def mend_form(path: Path) -> bool:
    """Writes a table in canonical form; returns whether anything changed.

    Raises:
        SeedError: The file is no table.
    """
    wanted = canonical(path)
    if path.read_bytes() == wanted.encode():
        return False
    write_whole(path, wanted)
    return True
