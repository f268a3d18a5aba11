"""Checks of the lake: each query returns the rows that must not be. They stand in for the keys and constraints that DuckLake lacks."""

from dataclasses import dataclass
from importlib.resources import files

from warehouse.lake import Lake
from warehouse.tables import TABLES, Column, Table

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Failure:
    """A check that found rows: how many, and the first few as text."""

    check: str
    count: int
    examples: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.check} ({self.count} rows, such as {self.examples[0]})"


def run_checks(lake: Lake) -> list[Failure]:
    """All checks, those of `checks/*.sql` and those that follow from the declared keys and values; no failures: an empty list."""
    failures = []
    for name, sql in all_checks().items():
        counted = lake.rows(f"SELECT count(*) FROM ({sql})")[0][0]  # noqa: S608 (queries of this package)
        if counted:
            examples = lake.rows(f"FROM ({sql}) ORDER BY ALL LIMIT {_SHOWN}")
            failures.append(Failure(name, counted, tuple(", ".join(map(str, row)) for row in examples)))
    return failures


def all_checks() -> dict[str, str]:
    """The queries by name: those that follow from the declarations, then those of `checks/*.sql`."""
    return {**_derived_checks(), **_written_checks()}


def _written_checks() -> dict[str, str]:
    paths = sorted((path for path in (files("warehouse") / "checks").iterdir() if path.name.endswith(".sql")), key=lambda path: path.name)
    return {path.name.removesuffix(".sql"): path.read_text(encoding="utf-8") for path in paths}


def _derived_checks() -> dict[str, str]:
    checks = {f"{table.name}: key given twice": _doubled(table) for table in TABLES.values()}
    for table in TABLES.values():
        limited = [column for column in table.columns if column.allowed]
        if limited:
            checks[f"{table.name}: value not allowed"] = _outside(table, limited)
    return checks


def _doubled(table: Table) -> str:
    key = ", ".join(table.key)
    return f"SELECT {key}, count(*) AS times FROM lake.{table.name} GROUP BY {key} HAVING count(*) > 1"  # noqa: S608 (declared names)


def _outside(table: Table, limited: list[Column]) -> str:
    names = ", ".join((*table.key, *(column.name for column in limited)))
    wrong = " OR ".join(f"{column.name} NOT IN {column.allowed!r}" for column in limited)
    return f"SELECT {names} FROM lake.{table.name} WHERE {wrong}"  # noqa: S608 (declared names and values)
