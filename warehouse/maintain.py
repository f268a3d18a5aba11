"""Maintenance of the lake: rows out of the catalog into files, small files into large ones, old history and unused files away.

All of it happens under the writer lock: DuckLake's removal of orphaned files would otherwise take a file that another writer is about to
commit. What may be removed is older than `SafeAges` say, so that a reader in the middle of a query keeps its files.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from transforms.errors import LakeBusy
from warehouse.catalogs import CATALOG_FILE
from warehouse.lake import Lake
from warehouse.tables import TABLES, Table

_REWRITE_AT = 0.2  # share of a file's rows that are deleted before it is written anew
_CATALOG_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class SafeAges:
    """How many days old something must be before maintenance removes it.

    Args:
        history: Snapshots; what was changed before is gone for `history` and `--as-of`.
        unused: Files that no kept snapshot needs; a reader that started before may still be reading them.
        orphans: Files that no commit ever knew, left by killed processes.
    """

    history: float = 30.0
    unused: float = 7.0
    orphans: float = 1.0


NOW = SafeAges(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Maintenance:
    """What maintenance did: rows moved from the catalog to files, data files before and after, snapshots and files removed."""

    rows_flushed: int
    files_before: int
    files_after: int
    snapshots_expired: int
    files_removed: int
    orphans_removed: int


def maintain(lake: Lake, ages: SafeAges | None = None) -> Maintenance:
    """Flushes, merges, rewrites, expires, cleans up. A process killed in between leaves a sound lake, and the next call goes on.

    Raises:
        LakeBusy: Other writers were in the way for too long.
        WarehouseError: The disk refused; the lake is as it was or a step further.
    """
    ages = ages or SafeAges()
    with lake.alone():
        before = data_files(lake)
        _empty_log(lake.folder)
        first = _remove_old(lake, ages)  # before anything is written: the disk may be full of what goes
        flushed = lake.flush()
        _compact(lake)
        expired, removed, orphans = (one + other for one, other in zip(first, _remove_old(lake, ages), strict=True))
        after = data_files(lake)
    return Maintenance(flushed, before, after, expired, removed, orphans)


def _remove_old(lake: Lake, ages: SafeAges) -> tuple[int, int, int]:
    """Snapshots, files of such snapshots and files of no commit that are old enough; how many of each went."""
    expired = _call(lake, "ducklake_expire_snapshots('lake', older_than => ?)", _before(ages.history))
    removed = _call(lake, "ducklake_cleanup_old_files('lake', older_than => ?)", _before(ages.unused))
    orphans = _call(lake, "ducklake_delete_orphaned_files('lake', older_than => ?)", _before(ages.orphans))
    return len(expired), len(removed), len(orphans)


@dataclass(frozen=True, slots=True)
class Purge:
    """What a purge cost: states of the lake that are no more, and since when they were kept."""

    states: int
    since: datetime


def purge(lake: Lake) -> Purge:
    """Leaves nothing of deleted rows in the lake: not in files, not in the catalog, not in its history, which is all lost but the present.

    With a PostgreSQL catalog its administrator must run VACUUM FULL: regesta has no say over the free pages of a server.

    Raises:
        LakeBusy: Others were writing or reading for too long.
        WarehouseError: The disk refused; call it again.
    """
    with lake.alone():
        before = lake.rows("SELECT count(*) - 1, min(snapshot_time) FROM lake.snapshots()")[0]
        lake.flush()
        _call(lake, "ducklake_rewrite_data_files('lake', delete_threshold => 0.0)")
        _call(lake, "ducklake_merge_adjacent_files('lake')")
        _remove_old(lake, NOW)
        for table in TABLES.values():
            _renew_statistics(lake, table)
        shrink_catalog(lake.folder)
    return Purge(*before)


def _renew_statistics(lake: Lake, table: Table) -> None:
    """DuckLake keeps the smallest and the largest value that a column ever had, and these may be words of a deleted row."""
    columns = [column.name for column in table.columns if column.type == "VARCHAR"]
    if not columns:
        return
    bounds = lake.rows(f"SELECT {', '.join(f'min({name}), max({name})' for name in columns)} FROM lake.{table.name}")[0]  # noqa: S608
    for number, name in enumerate(columns):
        lake.connection.execute(_RENEW, {"low": bounds[2 * number], "high": bounds[2 * number + 1], "table": table.name, "column": name})


_CATALOG = "__ducklake_metadata_lake"
_RENEW = f"""
UPDATE {_CATALOG}.ducklake_table_column_stats SET min_value = $low, max_value = $high
WHERE (table_id, column_id) IN (
  SELECT (t.table_id, c.column_id) FROM {_CATALOG}.ducklake_table t JOIN {_CATALOG}.ducklake_column c ON c.table_id = t.table_id
  WHERE t.table_name = $table AND c.column_name = $column AND t.end_snapshot IS NULL AND c.end_snapshot IS NULL
)"""  # noqa: S608 (names of this module)


def data_files(lake: Lake) -> int:
    """How many files the present state is read from."""
    sql = f"SELECT count(*) FROM {_CATALOG}.ducklake_data_file WHERE end_snapshot IS NULL"  # noqa: S608 (a name of this module)
    return int(lake.rows(sql)[0][0])


def shrink_catalog(folder: Path) -> None:
    """Writes a SQLite catalog anew, so that no deleted row is left in its free pages or its log. Call it under the writer lock.

    Raises:
        LakeBusy: Another process has been reading for a minute.
    """
    path = folder / CATALOG_FILE
    if not path.exists():
        return
    try:
        with closing(sqlite3.connect(path, timeout=_CATALOG_SECONDS, isolation_level=None)) as connection:
            connection.execute("VACUUM")
            busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.OperationalError as error:
        raise _still_read(folder, str(error)) from error
    if busy:
        raise _still_read(folder, "its log is in use")


def _empty_log(folder: Path) -> None:
    """A commit that failed for want of space leaves its rows in the log of a SQLite catalog, and the disk full; who reads keeps the log."""
    path = folder / CATALOG_FILE
    if path.exists():
        with closing(sqlite3.connect(path, timeout=1.0, isolation_level=None)) as connection, suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _still_read(folder: Path, found: str) -> LakeBusy:
    remedy = "close what reads the lake, then run regesta maintain; deleted rows may be left in the catalog's free pages until then"
    return LakeBusy(str(folder), f"another process is reading the catalog: {found}", remedy=remedy)


def _compact(lake: Lake) -> None:
    """Flushed first: DuckLake 1.0 cannot rewrite a table with inlined rows from before a column was added."""
    _call(lake, "ducklake_rewrite_data_files('lake', delete_threshold => ?)", [_REWRITE_AT])
    _call(lake, "ducklake_merge_adjacent_files('lake')")


def _before(days: float) -> list[datetime]:
    return [datetime.now(UTC) - timedelta(days=days)]


def _call(lake: Lake, function: str, parameters: Iterable[object] = ()) -> list[tuple[Any, ...]]:
    return lake.connection.execute(f"CALL {function}", list(parameters)).fetchall()
