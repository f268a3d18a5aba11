"""Reads `seeds/`, and the user's own seeds over them, once; hands plain values to transforms, which check them and build their indexes."""

import csv
import re
from functools import cache
from pathlib import Path

import yaml

from flows.knowledge.overlay import Row, Rule, check_folder, lay_rules, lay_tables
from flows.settings import load_settings
from transforms.errors import SeedError

_OTHER_COMMAS = frozenset(";\t")  # what spreadsheets write in some countries
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
SEEDS_DIR = Path(__file__).resolve().parents[2] / "seeds"


def read_table(path: Path) -> list[Row]:
    """Rows of one CSV file; each also holds `_where` ("seeds/actors/states.csv line 7") for error messages.

    Raises:
        SeedError: A row has more or fewer cells than the header, a cell holds a control character, or the file is no UTF-8 with commas.
    """
    name = shown(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            header = next(reader, [])
            if len(header) == 1 and _OTHER_COMMAS & set(header[0]):
                raise SeedError(f"{name} line 1", f"{header[0]!r}", allowed="cells parted by commas", remedy="save the table with commas")
            rows = []
            for cells in reader:
                where = f"{name} line {reader.line_num}"
                if len(cells) != len(header):
                    raise SeedError(where, f"{len(cells)} cells", allowed=f"{len(header)}", remedy="quote cells that hold a comma")
                if odd := next((cell for cell in cells if _CONTROL.search(cell.strip())), None):
                    raise SeedError(where, f"a control character in {odd!r}", allowed="printable text", remedy="type the cell anew")
                rows.append({**{key: cell.strip() for key, cell in zip(header, cells, strict=True)}, "_where": where})
            return rows
    except UnicodeDecodeError as error:
        raise SeedError(f"{name} line {_unreadable_line(path)}", "no UTF-8", allowed="UTF-8", remedy="save the file as UTF-8") from error


def _unreadable_line(path: Path) -> int:
    """The first line that is no UTF-8; the error of a file being read counts from the start of some buffer."""
    raw = path.read_bytes()
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return raw.count(b"\n", 0, error.start) + 1
    return 1


def read_rules(path: Path) -> list[Rule]:
    """Entries of one YAML file that holds a list of mappings; each also holds `_where` (file and entry number).

    Raises:
        SeedError: The file is no YAML, or no list of mappings.
    """
    name = shown(path)
    try:
        loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SeedError(name, f"no YAML: {error}", remedy="mend the place that the message names") from error
    if not isinstance(loaded, list) or not all(isinstance(entry, dict) for entry in loaded):
        raise SeedError(name, "not a list of mappings", allowed="- id: ...\n  key: value", remedy="start each rule with '- id:'")
    for number, entry in enumerate(loaded, 1):
        _refuse_truth_values(f"{name} entry {number}", entry)
    return [{**entry, "_where": f"{name} entry {number}"} for number, entry in enumerate(loaded, 1)]


def _refuse_truth_values(where: str, entry: Rule) -> None:
    """YAML reads a bare `no` or `on` in a list of words as false or true, and the word would silently be lost."""
    for key, value in entry.items():
        if isinstance(value, list) and any(isinstance(item, bool) for item in value):
            raise SeedError(where, f"{key} holds a truth value", allowed="words", remedy='quote "yes", "no", "on" and "off"')


def tables(folder: str) -> dict[str, list[Row]]:
    """All CSV files of `seeds/<folder>` with the user's laid over them, by file name without ending. Callers must not change the rows.

    Raises:
        InvalidRequest: The user's folder does not exist.
        SeedError: A file cannot be read, or the user's folder holds what is not read.
    """
    return _tables(folder, own_folder())


def rules(folder: str) -> dict[str, list[Rule]]:
    """All YAML files of `seeds/<folder>` with the user's laid over them, by file name without ending. Callers must not change the entries.

    Raises:
        InvalidRequest: The user's folder does not exist.
        SeedError: A file cannot be read, or the user's folder holds what is not read.
    """
    return _rules(folder, own_folder())


def own_folder() -> Path | None:
    """The folder of the user's own seeds as an absolute path, if the settings name one."""
    folder = load_settings().seeds
    return folder and folder.absolute()


@cache
def shipped_tables(folder: str) -> dict[str, list[Row]]:
    """All CSV files of `seeds/<folder>` alone, by file name without ending. Callers must not change the rows."""
    return {path.stem: read_table(path) for path in sorted((SEEDS_DIR / folder).glob("*.csv"))}


@cache
def _tables(folder: str, own: Path | None) -> dict[str, list[Row]]:
    if own is None:
        return shipped_tables(folder)
    check_folder(own)
    mine = {path.stem: read_table(path) for path in sorted((own / folder).glob("*.csv"))}
    return lay_tables(shipped_tables(folder), mine, own / folder)


@cache
def _rules(folder: str, own: Path | None) -> dict[str, list[Rule]]:
    shipped = {path.stem: read_rules(path) for path in sorted((SEEDS_DIR / folder).glob("*.yml"))}
    if own is None:
        return shipped
    check_folder(own)
    mine = {path.stem: read_rules(path) for path in sorted((own / folder).glob("*.yml"))}
    return lay_rules(shipped, mine)


def shown(path: Path) -> str:
    """A seed file's name in messages: shipped ones from `seeds/` on, the user's as seen from the working directory."""
    for above in (SEEDS_DIR.parent, Path.cwd()):
        if path.is_relative_to(above):
            return str(path.relative_to(above))
    return str(path)
