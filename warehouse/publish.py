"""What people and BI tools open: `timeline.duckdb` and the same marts as Parquet, replaced in one step, never written in place.

A BI tool that holds a database makes its writer fail, so nobody opens what a run writes: each publish makes a new read-only file and
renames it over the old one. Readers that have the old file open keep it until they reconnect.
"""

import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from importlib.resources import files
from itertools import takewhile
from pathlib import Path
from typing import Any

import duckdb
from filelock import FileLock, Timeout

from transforms.errors import LakeBusy, WarehouseError
from warehouse.catalogs import quoted
from warehouse.check import run_checks
from warehouse.lake import Lake, open_lake
from warehouse.parquet import KEPT_VERSIONS, PARQUET_FOLDER, put_in_place, sync
from warehouse.tables import SCHEMA_VERSION
from warehouse.views import refresh_views

PUBLISHED_FILE = "timeline.duckdb"
# In the order of making: a mart may read those before it.
MARTS = (
    "timeline_participants", "timeline", "undated_events", "evidence", "dyads_monthly", "actors_monthly", "types_monthly", "coverage_daily",
    "review_queue", "rejected_files", "actors", "actor_aliases", "actor_terms", "memberships",
)  # fmt: skip
# What the marts turn partial dates (2018, 2018-02, 2018-02-26) into days with.
MACROS = """
CREATE OR REPLACE TEMP MACRO first_day_of(d) AS (d || '-01-01'[length(d) - 3:])::DATE;
CREATE OR REPLACE TEMP MACRO last_day_of(d) AS
  CASE length(d) WHEN 10 THEN d::DATE WHEN 7 THEN last_day((d || '-01')::DATE) ELSE (d || '-12-31')::DATE END
"""
_TEMPORARY = ".publish-"
_LOCK_SECONDS = 600

log = logging.getLogger(__name__)


def publish(lake_or_folder: Lake | Path, *, run_id: str, keep_versions: int = KEPT_VERSIONS) -> Path:
    """Publishes the lake's present state and returns the path of the new `timeline.duckdb`.

    The marts are one snapshot of the lake. The file has mode 0444 and storage version v1.0.0, which DuckDB 1.1 and later read. Of the same
    marts as Parquet at most `keep_versions` stay for readers of earlier ones; 1 leaves nothing of what was published before.

    Raises:
        WarehouseError: A check failed, or the disk refused. What was published before stays.
        LakeBusy: Another process has been publishing for ten minutes.
    """
    if isinstance(lake_or_folder, Lake):
        return _publish(lake_or_folder, run_id, keep_versions)
    with open_lake(lake_or_folder, create=False) as lake:
        return _publish(lake, run_id, keep_versions)


def mart_sql(name: str) -> str:
    """The query that makes a mart; its first lines are a comment that says what a row is."""
    return (files("warehouse") / "marts" / f"{name}.sql").read_text(encoding="utf-8")


def mart_doc(name: str) -> str:
    """What a row of the mart is, from the comment at the head of its file."""
    head = takewhile(lambda line: line.startswith("--"), mart_sql(name).splitlines())
    return " ".join(line.removeprefix("--").strip() for line in head)


def make_marts(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes all marts from the catalog `lake` in the catalog `pub`."""
    connection.execute(MACROS)
    for name in MARTS:
        connection.execute(f"CREATE TABLE pub.{name} AS {mart_sql(name)}")
        connection.execute(f"COMMENT ON TABLE pub.{name} IS {quoted(mart_doc(name))}")


def _publish(lake: Lake, run_id: str, keep_versions: int) -> Path:
    target = lake.folder / PUBLISHED_FILE
    try:
        refresh_views(lake, {name: (mart_sql(name), mart_doc(name)) for name in MARTS}, run_id)
        with _publishing(lake.folder), lake.steady(), _workspace(lake.folder) as workspace:
            manifest = _build(lake, workspace, run_id)
            _move_stale_log(target)
            _replace_database(workspace / PUBLISHED_FILE, target)
            put_in_place(workspace / PARQUET_FOLDER, lake.folder, manifest, keep_versions=keep_versions)
            if keep_versions == 1:
                _remove_stale_logs(target)
    except OSError as error:
        raise _failed(target, error.strerror or str(error)) from error
    except duckdb.IOException as error:
        raise _failed(target, str(error)) from error
    return target


def _failed(target: Path, found: str) -> WarehouseError:
    return WarehouseError(str(target), found, remedy="what was published before stays; free or mend the disk, then run it again")


@contextmanager
def _publishing(folder: Path) -> Iterator[None]:
    """One publisher at a time, so that an older snapshot never replaces a newer one and left-overs are nobody's work in progress."""
    try:
        with FileLock(folder / "publish.lock", timeout=_LOCK_SECONDS):
            yield
    except Timeout as error:
        raise LakeBusy(str(folder), "another process is publishing", remedy="wait until it has ended, then run it again") from error


@contextmanager
def _workspace(folder: Path) -> Iterator[Path]:
    """A new folder beside the target (same file system, so that a rename is one step); those that killed processes left are swept."""
    for stale in folder.glob(f"{_TEMPORARY}*"):
        _remove(stale)
    workspace = Path(tempfile.mkdtemp(prefix=_TEMPORARY, dir=folder))
    try:
        yield workspace
    finally:
        _remove(workspace)


def _remove(path: Path) -> None:
    if path.is_symlink() or not path.is_dir():
        path.unlink()
    else:
        shutil.rmtree(path)


def _build(lake: Lake, workspace: Path, run_id: str) -> dict[str, Any]:
    connection = lake.connection
    connection.execute(f"ATTACH {quoted(workspace / PUBLISHED_FILE)} AS pub (STORAGE_VERSION 'v1.0.0')")
    try:
        connection.execute("BEGIN")
        try:
            _refuse_failures(lake)
            make_marts(connection)
            snapshot = lake.rows("SELECT max(snapshot_id) FROM lake.snapshots()")[0][0]
            connection.execute("CREATE TABLE pub.about AS SELECT ? AS run_id, ? AS published_at, ? AS lake_snapshot, ? AS schema_version",
                               [run_id, datetime.now(UTC), snapshot, SCHEMA_VERSION])  # fmt: skip
            connection.execute("COMMIT")
        except BaseException:
            with suppress(duckdb.Error):
                connection.execute("ROLLBACK")
            raise
        connection.execute("CHECKPOINT pub")
        return _write_parquet(connection, workspace / PARQUET_FOLDER, run_id, snapshot)
    finally:
        connection.execute("DETACH pub")


def _refuse_failures(lake: Lake) -> None:
    failures = run_checks(lake)
    if failures:
        found = f"{len(failures)} checks failed, first {failures[0]}"
        remedy = "what was published before stays; regesta check lists all, regesta reprocess makes the rows anew; report what comes back"
        raise WarehouseError(str(lake.folder), found, remedy=remedy)


def _write_parquet(connection: duckdb.DuckDBPyConnection, folder: Path, run_id: str, snapshot: int) -> dict[str, Any]:
    folder.mkdir()
    tables = {}
    for name in MARTS:
        path = folder / f"{name}.parquet"
        connection.execute(f"COPY pub.{name} TO {quoted(path)} (FORMAT parquet, COMPRESSION zstd)")
        count = connection.execute(f"SELECT count(*) FROM pub.{name}").fetchone()  # noqa: S608 (declared name)
        tables[name] = {"file": path.name, "rows": count[0] if count else 0, "bytes": path.stat().st_size, "doc": mart_doc(name)}
    return {"run_id": run_id, "lake_snapshot": snapshot, "schema_version": SCHEMA_VERSION, "tables": tables}


def _move_stale_log(target: Path) -> None:
    """A tool that opened the published file for writing and died leaves a log, which DuckDB would replay onto the new file."""
    stale = target.with_name(f"{target.name}.wal")
    if not stale.exists():
        return
    number = 1
    while (aside := target.with_name(f"{target.name}.wal.stale-{number}")).exists():
        number += 1
    stale.rename(aside)
    log.warning(
        "%s was opened for writing by another program, which left %s; it was moved to %s and is not applied. "
        "Open the published file read-only; see docs/warehouse.md",
        target, stale.name, aside.name,
    )  # fmt: skip


def _remove_stale_logs(target: Path) -> None:
    """They hold rows of files published before."""
    for stale in target.parent.glob(f"{target.name}.wal.stale-*"):
        stale.unlink()


def _replace_database(made: Path, target: Path) -> None:
    made.chmod(0o444)
    sync(made)
    made.replace(target)
    sync(target.parent)
