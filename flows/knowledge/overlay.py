"""The user's own seeds over the shipped ones: a folder of the same form, whose rows and rules are added or stand in place of shipped ones.

It holds `actors/*.csv`, `events/*.csv`, `events/*.yml`, `context/*.yml` and `times/*.yml`, or some of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from transforms.errors import InvalidRequest, SeedError

Row = dict[str, str]  # a CSV row: every cell a stripped string, "" when empty
Rule = dict[str, Any]  # a YAML entry

FOLDERS = {"actors": (".csv",), "context": (".yml",), "events": (".csv", ".yml"), "times": (".yml",)}
# What a row is about. All shipped rows that are about the same thing as one of the user's rows are left out, so that
# a person's terms in one office are corrected together, and so are all readings of an ambiguous name.
KEYS = {
    "states": ("code",),
    "organisations": ("actor_id",),
    "memberships": ("organisation", "member"),
    "armed_groups": ("actor_id",),
    "offices": ("office", "of"),
    "persons": ("actor_id",),
    "terms": ("actor_id", "office", "of"),
    "terms_refused": ("person", "office", "of"),
    "ambiguous_names": ("name",),
    "aliases": ("name", "actor_id"),
    "cameo": ("cameo",),
    "confidence": ("feature",),
    "irregular": ("lemma",),
    "modes": ("type", "mode"),
    "plover_types": ("type", "status"),
    "types": ("type",),
}
_HIDDEN = (".", "~")
_NOTES = (".md", ".txt")


def check_folder(folder: Path) -> None:
    """Refuses what would silently not be read.

    Raises:
        InvalidRequest: The folder does not exist.
        SeedError: It holds a file or folder of a name that is not read; notes (.md, .txt) and hidden files may lie anywhere.
    """
    if not folder.is_dir():
        raise InvalidRequest("setting seeds (REGESTA_SEEDS)", f"{folder} is no folder", remedy="correct it, or make the folder")
    for path in _entries(folder):
        if path.name not in FOLDERS:
            raise SeedError(str(path), "is not read", allowed=", ".join(f"{name}/" for name in FOLDERS), remedy="move it into one of these")
        for file in _entries(path):
            if file.suffix not in FOLDERS[path.name]:
                raise SeedError(str(file), "is not read", allowed=", ".join(FOLDERS[path.name]), remedy="rename or remove the file")


def _entries(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if not path.name.startswith(_HIDDEN) and path.suffix not in _NOTES:
            yield path


def files(folder: Path) -> list[Path]:
    """All seed files of a checked folder, in the order of their paths."""
    return [file for path in _entries(folder) for file in _entries(path)]


def lay_tables(shipped: Mapping[str, Sequence[Row]], own: Mapping[str, Sequence[Row]], folder: Path) -> dict[str, list[Row]]:
    """The shipped tables with the user's rows at the end of each, without the shipped rows that these replace (`KEYS`).

    Raises:
        SeedError: A table that is not shipped, or other columns than the shipped table has.
    """
    tables = {name: list(rows) for name, rows in shipped.items()}
    for name, rows in own.items():
        if name not in shipped:
            allowed = ", ".join(f"{table}.csv" for table in sorted(shipped))
            raise SeedError(str(folder / f"{name}.csv"), "unknown table", allowed=allowed, remedy="rename or remove the file")
        _check_columns(shipped[name], rows)
        replaced = {_key(name, row) for row in rows}
        tables[name] = [row for row in shipped[name] if _key(name, row) not in replaced] + list(rows)
    return tables


def _check_columns(shipped: Sequence[Row], own: Sequence[Row]) -> None:
    if shipped and own and set(shipped[0]) != set(own[0]):
        unknown, missing = sorted(set(own[0]) - set(shipped[0])), sorted(set(shipped[0]) - set(own[0]))
        found = f"unknown column {unknown[0]!r}" if unknown else f"no column {missing[0]!r}"
        allowed = ", ".join(column for column in shipped[0] if column != "_where")
        raise SeedError(own[0]["_where"], found, allowed=allowed, remedy="give the file these columns; cells may be empty")


def _key(table: str, row: Row) -> tuple[str, ...]:
    return tuple(row.get(column, "") for column in KEYS[table])


def lay_rules(shipped: Mapping[str, Sequence[Rule]], own: Mapping[str, Sequence[Rule]]) -> dict[str, list[Rule]]:
    """The shipped rules; a rule of the user's stands in place of the shipped one with its id, a new one at the end of its file.

    Raises:
        SeedError: Two rules of the user's have one id.
    """
    ours: dict[str, Rule] = {}
    for rule in (rule for rules in own.values() for rule in rules):
        if _id(rule) in ours:
            raise SeedError(rule["_where"], f"id {_id(rule)!r} is taken by {ours[_id(rule)]['_where']}", remedy="give each rule its own id")
        ours[_id(rule)] = rule
    names = {_id(rule) for rules in shipped.values() for rule in rules}
    files = {name: [ours.get(_id(rule), rule) for rule in rules] for name, rules in shipped.items()}
    for name, rules in own.items():
        files.setdefault(name, []).extend(rule for rule in rules if _id(rule) not in names)
    return files


def _id(rule: Rule) -> str:
    """A rule's id, or a word class's name; entries without either are told by whoever reads them."""
    return str(rule.get("id") or rule.get("class") or rule["_where"])
