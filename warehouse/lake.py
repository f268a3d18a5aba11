"""The system of record: a DuckLake. Attach, one writer at a time, transactions, bounded retry.

    <folder>/catalog.sqlite   the catalog, in WAL mode     <folder>/data/        Parquet files
    <folder>/writer.lock      who writes                   <folder>/timeline.duckdb, published/   what `publish` made

Settings may put the catalog into a PostgreSQL database and the data elsewhere (`warehouse.storage`). Several processes may have the lake
open; each write takes the writer lock for one transaction. Without the lock two processes that load the same new article would both insert
it (DuckLake has no unique keys), and SQLite would answer most commits with "database is locked".
"""

import json
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import duckdb
import pyarrow as pa
from filelock import ReadWriteLock, Timeout

from transforms.errors import LakeBusy, WarehouseError
from warehouse.catalogs import OTHER_FOLDER, SERVER_REMEDY, WriterLock, catalog_of, not_writable, object_secret, quoted
from warehouse.migrate import upgrade
from warehouse.storage import Storage
from warehouse.tables import SCHEMA_VERSION, TABLES, Table, arrow_table, ddl, sorting

_DUCKLAKE = ("duckdb_extension_ducklake", "ducklake")
_OBJECT_STORAGE = ("duckdb_extension_httpfs", "httpfs")
_CONFLICTS = (
    "database is locked", "transaction conflict", "conflict on", "has been altered", "does not exist anymore", "could not serialize",
    "deadlock detected",
)  # fmt: skip
_ATTEMPTS = 6
_STEADY_SECONDS = 600.0
_WAIT = "wait until the other run has ended, then run the command again"
_DISK_REMEDY = "nothing was written; free or mend the disk, then run it again"
_OBJECTS_REMEDY = "nothing was written; look at the object storage and at its settings in docs/running.md, then run it again"

T = TypeVar("T")


class _Conflict(LakeBusy):
    """The catalog refused a commit because of another one: worth an immediate retry, unlike a lock that stays taken."""


class Lake:
    """An open lake. `connection` has it attached as the catalog `lake`; use `write` for everything that changes rows."""

    def __init__(self, folder: Path, connection: duckdb.DuckDBPyConnection, lock: WriterLock) -> None:
        self.folder = folder
        self.connection = connection
        self._lock = lock
        self._steady = ReadWriteLock(folder / "maintenance.lock", timeout=_STEADY_SECONDS, is_singleton=False)

    def __enter__(self) -> "Lake":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Detaches the lake and closes the connection; a second call does nothing."""
        self.connection.close()

    def rows(self, sql: str, parameters: Mapping[str, object] | None = None) -> list[tuple[Any, ...]]:
        """All rows of one query on `lake.*`; parameters are named ($name)."""
        return self.connection.execute(sql, dict(parameters or {})).fetchall()

    @contextmanager
    def transaction(self, message: str, run_id: str) -> Iterator[duckdb.DuckDBPyConnection]:
        """One attempt at one transaction under the writer lock: committed at the end, rolled back on any error.

        Raises:
            LakeBusy: The lock was not free within the wait, or another writer committed first. Nothing was written; try again.
            WarehouseError: The disk refused the commit. Nothing was written.
        """
        with self._locked(), _catalog_errors(self.folder):
            self.connection.execute("BEGIN")
            try:
                yield self.connection
                about = json.dumps({"run_id": run_id})
                self.connection.execute("CALL lake.set_commit_message('regesta', ?, extra_info => ?)", [message, about])
                self._confirm_lock()
                self.connection.execute("COMMIT")
            except BaseException:
                # A failed COMMIT has already ended the transaction; DuckDB then refuses the ROLLBACK.
                with suppress(duckdb.Error):
                    self.connection.execute("ROLLBACK")
                raise

    @contextmanager
    def steady(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The connection while no maintenance runs: for whoever asks more than one question about one state.

        A DuckLake on SQLite moves rows under open transactions: what maintenance takes out of the catalog or writes into another file is
        then gone for a transaction that began before, without an error.

        Raises:
            LakeBusy: Maintenance went on for ten minutes.
        """
        self._hold(self._steady.acquire_read)
        try:
            yield self.connection
        finally:
            self._steady.release()

    @contextmanager
    def alone(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """The connection while nobody writes or reads steadily, in no transaction: for maintenance, whose statements commit themselves.

        Raises:
            LakeBusy: Others were writing or reading for too long.
            WarehouseError: The disk refused.
        """
        self._hold(self._steady.acquire_write)
        try:
            with self._locked(), _catalog_errors(self.folder):
                yield self.connection
        finally:
            self._steady.release()

    def _hold(self, acquire: Callable[[], object]) -> None:
        try:
            acquire()
        except Timeout as error:
            found = f"another process has been reading or maintaining it for more than {_STEADY_SECONDS:g} seconds"
            raise LakeBusy(str(self.folder), found, remedy=_WAIT) from error

    def write(self, message: str, run_id: str, work: Callable[[], T]) -> T:
        """Runs `work` in a transaction; when another commit was in the way, runs all of it again, a few times with growing random pauses.

        Raises:
            LakeBusy: The lock was not free within the wait, or other commits were in the way each time.
            WarehouseError: As `transaction`.
        """
        for attempt in range(_ATTEMPTS - 1):
            try:
                with self.transaction(message, run_id):
                    return work()
            except _Conflict:
                time.sleep(random.uniform(0.5, 1.0) * 0.05 * 2**attempt)  # noqa: S311 (no secret; two writers must not wait in step)
        with self.transaction(message, run_id):
            return work()

    def insert(self, table: Table, rows: Sequence[Sequence[object]]) -> None:
        """Inserts rows given in the table's column order."""
        self.append(table, arrow_table(table, rows, {}))

    def append(self, table: Table, rows: pa.Table) -> None:
        """Inserts rows of Arrow: no value ever becomes part of a statement."""
        if rows.num_rows:
            with self._registered({"given_rows": rows}):
                self.connection.execute(f"INSERT INTO lake.{table.name} BY NAME FROM given_rows")  # noqa: S608 (declared name)

    def flush(self) -> int:
        """Moves the rows that the catalog holds into data files; how many. Call it under the writer lock, outside transactions.

        One thread: DuckLake 1.0 has aborted the process, rarely and on a busy machine, while it read these rows in several.
        """
        (threads,) = self.rows("SELECT current_setting('threads')")[0]
        self.connection.execute("SET threads = 1")
        try:
            return sum(row[2] for row in self.rows("CALL ducklake_flush_inlined_data('lake')"))
        finally:
            self.connection.execute(f"SET threads = {int(threads)}")

    def delete(self, table: Table, column: str, values: Sequence[str]) -> None:
        """Deletes the rows that have one of the values in a declared column."""
        if values:
            with self.given(keys=values):
                self.connection.execute(f"DELETE FROM lake.{table.name} WHERE {column} IN (FROM given_keys)")  # noqa: S608 (declared names)

    @contextmanager
    def given(self, **lists: Sequence[str]) -> Iterator[None]:
        """Lists of strings as tables `given_<name>` with one column `value`.

        List parameters would do, but for each of their elements DuckDB searches the disk for modules such as pandas.
        """
        tables = {f"given_{name}": pa.table({"value": pa.array(values, pa.string())}) for name, values in lists.items()}
        with self._registered(tables):
            yield

    @contextmanager
    def _registered(self, tables: Mapping[str, pa.Table]) -> Iterator[None]:
        for name, table in tables.items():
            self.connection.register(name, table)
        try:
            yield
        finally:
            for name in tables:
                self.connection.unregister(name)

    def _confirm_lock(self) -> None:
        if not self._lock.is_locked:
            raise LakeBusy(str(self.folder), "the connection that held the writer lock was cut", remedy="run the command again")

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self._lock.acquire()
        except Timeout as error:
            found = f"another process has been writing for more than {self._lock.timeout:g} seconds"
            raise LakeBusy(str(self.folder), found, remedy=_WAIT) from error
        except OSError as error:
            raise not_writable(self.folder, error) from error
        try:
            yield
        finally:
            self._lock.release()


def open_lake(folder: Path, storage: Storage | None = None, *, create: bool = True, wait_seconds: float = 60.0) -> Lake:
    """Opens the lake in `folder`, making it first where allowed, and upgrades one that an earlier regesta made.

    Needs no home directory, and no network but that which `storage` names.

    Args:
        folder: The lake's folder; it may have been moved since it was made.
        storage: Where catalog and data are, when not in the folder.
        create: Make folder and lake when there is none.
        wait_seconds: How long a write waits for other writers before it raises `LakeBusy`.

    Raises:
        WarehouseError: There is no lake and `create` is false; the folder holds other things; the catalog is no lake of regesta, is
            damaged, cannot be reached, or was made by a newer regesta; the folder cannot be written.
    """
    folder, storage = Path(folder).absolute(), storage or Storage()
    catalog = catalog_of(folder, storage)
    exists = catalog.prepare(create=create)
    connection = connect(storage)
    lake = Lake(folder, connection, catalog.lock(wait_seconds))
    try:
        with _catalog_errors(folder):
            # Only making or upgrading a lake writes; who opens one that is there to read it waits for no writer.
            with nullcontext() if exists else lake._locked():
                attach(connection, folder, storage)
            upgrade(lake, _version(lake) or _create_tables(lake))
    except BaseException:
        connection.close()
        raise
    return lake


def connect(storage: Storage | None = None) -> duckdb.DuckDBPyConnection:
    """An in-memory DuckDB with the extensions that a lake so stored needs, loaded from the installed packages by path.

    Raises:
        WarehouseError: An extension package is missing or made for another DuckDB.
    """
    storage = storage or Storage()
    needed = [catalog_of(Path(), storage).extension, _DUCKLAKE, *([_OBJECT_STORAGE] if storage.is_remote else [])]
    connection = duckdb.connect(config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"})
    for package, name in needed:
        _load_extension(connection, package, name)
    if storage.is_remote:
        connection.execute(object_secret(storage))
    return connection


def _load_extension(connection: duckdb.DuckDBPyConnection, package: str, name: str) -> None:
    spec = find_spec(package)
    folder = Path(spec.origin).parent if spec and spec.origin else Path(package)
    path = folder / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
    try:
        connection.execute(f"LOAD {quoted(path)}")
    except duckdb.Error as error:
        found = f"DuckDB {duckdb.__version__} cannot load it: {error}"
        raise WarehouseError(package.replace("_", "-"), found, remedy="install the versions of requirements.lock") from error


def attach(connection: duckdb.DuckDBPyConnection, folder: Path, storage: Storage | None = None, *more: str) -> None:
    """Attaches the catalog of the lake in `folder` as `lake`, with more options of DuckLake."""
    for statement in catalog_of(folder, storage or Storage()).statements(*more):
        connection.execute(statement)


def _version(lake: Lake) -> int | None:
    try:
        version: int = lake.rows("SELECT max(schema_version) FROM lake.schema_versions")[0][0]
    except duckdb.CatalogException:  # there are no tables yet
        return None
    return version


def _create_tables(lake: Lake) -> int:
    """All tables in one transaction: a process killed here leaves an empty lake, which the next one completes."""
    with lake._locked():
        version = _version(lake)  # another process may have made them meanwhile
        if version is None:
            _create_tables_alone(lake)
    return version or SCHEMA_VERSION


def _create_tables_alone(lake: Lake) -> None:
    present = [name for (name,) in lake.rows("SELECT table_name FROM duckdb_tables() WHERE database_name = 'lake'")]
    if present:
        raise WarehouseError(str(lake.folder), f"a DuckLake of another program (table {min(present)})", remedy=OTHER_FOLDER)
    lake.connection.execute("CALL lake.set_option('parquet_compression', 'zstd')")
    lake.connection.execute("CALL lake.set_option('sort_on_insert', false)")  # rows come sorted; what compaction merges is sorted by it
    with lake.transaction("create", "create"):
        for table in TABLES.values():
            lake.connection.execute(ddl(table, "lake"))
            lake.connection.execute(sorting(table, "lake"))
        lake.insert(TABLES["schema_versions"], [(SCHEMA_VERSION, datetime.now(UTC))])


@contextmanager
def _catalog_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        text = " ".join(str(error).split())
        if any(sign in text.lower() for sign in _CONFLICTS):
            raise _Conflict(str(folder), text, remedy=_WAIT) from error
        if isinstance(error, (duckdb.IOException, duckdb.TransactionException, duckdb.FatalException)):
            raise WarehouseError(str(folder), text, remedy=_remedy(error, text)) from error
        raise


def _remedy(error: duckdb.Error, text: str) -> str:
    if isinstance(error, duckdb.HTTPException):
        return _OBJECTS_REMEDY
    return SERVER_REMEDY if "postgres" in text.lower() else _DISK_REMEDY
