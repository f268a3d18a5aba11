"""Reads `seeds/` once and hands plain values to transforms, which build their indexes from them and check them."""

import csv
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from transforms.errors import SeedError

SEEDS_DIR = Path(__file__).resolve().parent.parent / "seeds"

Row = dict[str, str]  # a CSV row: every cell a stripped string, "" when empty
Rule = dict[str, Any]  # a YAML entry


def read_table(path: Path) -> list[Row]:
    """Rows of one CSV file; each also holds `_where` ("seeds/actors/states.csv line 7") for error messages.

    Raises:
        SeedError: A row has more or fewer cells than the header, or the file is no UTF-8.
    """
    name = _shown(path)
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file)
            header = next(reader, [])
            rows = []
            for cells in reader:
                where = f"{name} line {reader.line_num}"
                if len(cells) != len(header):
                    raise SeedError(where, f"{len(cells)} cells", allowed=f"{len(header)}", remedy="quote cells that hold a comma")
                rows.append({**{key: cell.strip() for key, cell in zip(header, cells, strict=True)}, "_where": where})
            return rows
    except UnicodeDecodeError as error:
        raise SeedError(name, f"byte {error.start} is no UTF-8", remedy="save the file as UTF-8") from error


def read_rules(path: Path) -> list[Rule]:
    """Entries of one YAML file that holds a list of mappings; each also holds `_where` (file and entry number).

    Raises:
        SeedError: The file is no YAML, or no list of mappings.
    """
    name = _shown(path)
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


@cache
def tables(folder: str) -> dict[str, list[Row]]:
    """All CSV files of `seeds/<folder>`, by file name without ending. Callers must not change the rows."""
    return {path.stem: read_table(path) for path in sorted((SEEDS_DIR / folder).glob("*.csv"))}


@cache
def rules(folder: str) -> dict[str, list[Rule]]:
    """All YAML files of `seeds/<folder>`, by file name without ending. Callers must not change the entries."""
    return {path.stem: read_rules(path) for path in sorted((SEEDS_DIR / folder).glob("*.yml"))}


def _shown(path: Path) -> str:
    return str(path.relative_to(SEEDS_DIR.parent)) if path.is_relative_to(SEEDS_DIR.parent) else str(path)
