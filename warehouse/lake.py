"""The system of record: a DuckLake with a SQLite catalog. Attach, one writer at a time, transactions, bounded retry.

    <folder>/catalog.sqlite   the catalog, in WAL mode     <folder>/data/        Parquet files
    <folder>/writer.lock      who writes                   <folder>/timeline.duckdb, published/   what `publish` made

Several processes may have the lake open; each write takes the file lock for one transaction. Without the lock two processes that load the
same new article would both insert it (DuckLake has no unique keys), and SQLite would answer most commits with "database is locked".
"""

import json
import random
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import duckdb
import pyarrow as pa
from filelock import FileLock, Timeout

from transforms.errors import LakeBusy, WarehouseError
from warehouse.tables import SCHEMA_VERSION, TABLES, Table, arrow_schema, ddl

CATALOG_FILE = "catalog.sqlite"
DATA_FOLDER = "data"
_OWN_NAMES = {CATALOG_FILE, f"{CATALOG_FILE}-wal", f"{CATALOG_FILE}-shm", f"{CATALOG_FILE}-journal", DATA_FOLDER, "writer.lock"}
_EXTENSIONS = (("duckdb_extension_sqlite_scanner", "sqlite_scanner"), ("duckdb_extension_ducklake", "ducklake"))
_CONFLICTS = ("database is locked", "transaction conflict", "conflict on", "has been altered", "does not exist anymore")
_ATTEMPTS = 6
_WAIT = "wait until the other run has ended, then run the command again"
_OTHER_FOLDER = "name an empty or a new folder with --warehouse"

T = TypeVar("T")


class _Conflict(LakeBusy):
    """The catalog refused a commit because of another one: worth an immediate retry, unlike a lock that stays taken."""


class Lake:
    """An open lake. `connection` has it attached as the catalog `lake`; use `write` for everything that changes rows."""

    def __init__(self, folder: Path, connection: duckdb.DuckDBPyConnection, lock: FileLock) -> None:
        self.folder = folder
        self.connection = connection
        self._lock = lock

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
                self.connection.execute("COMMIT")
            except BaseException:
                # A failed COMMIT has already ended the transaction; DuckDB then refuses the ROLLBACK.
                with suppress(duckdb.Error):
                    self.connection.execute("ROLLBACK")
                raise

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
        """Inserts rows given in the table's column order, through Arrow: no value ever becomes part of a statement."""
        if rows:
            columns = list(zip(*rows, strict=True))
            schema = arrow_schema(table)
            batch = pa.Table.from_arrays([pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema=schema)
            with self._registered({"given_rows": batch}):
                self.connection.execute(f"INSERT INTO lake.{table.name} SELECT * FROM given_rows")  # noqa: S608 (declared name)

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

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            self._lock.acquire()
        except Timeout as error:
            found = f"another process has been writing for more than {self._lock.timeout:g} seconds"
            raise LakeBusy(str(self.folder), found, remedy=_WAIT) from error
        except OSError as error:
            raise _not_writable(self.folder, error) from error
        try:
            yield
        finally:
            self._lock.release()


def open_lake(folder: Path, *, create: bool = True, wait_seconds: float = 60.0) -> Lake:
    """Opens the lake in `folder`, making it first where allowed. Needs no network and no home directory.

    Args:
        folder: The lake's folder; it may have been moved since it was made.
        create: Make folder and lake when there is none.
        wait_seconds: How long a write waits for other writers before it raises `LakeBusy`.

    Raises:
        WarehouseError: There is no lake and `create` is false; the folder holds other things; the catalog is no lake of regesta, is
            damaged, or was made by a newer regesta; the folder cannot be written.
    """
    folder = Path(folder).absolute()
    _prepare_folder(folder, create=create)
    lock = FileLock(folder / "writer.lock", timeout=wait_seconds)
    connection = connect()
    lake = Lake(folder, connection, lock)
    try:
        with lake._locked(), _catalog_errors(folder):
            attach(connection, folder)
            version = _version(lake) or _create_tables(lake)
        _check_version(folder, version)
    except BaseException:
        connection.close()
        raise
    return lake


def connect() -> duckdb.DuckDBPyConnection:
    """An in-memory DuckDB with the two extensions of the lake, loaded from the installed packages by path.

    Raises:
        WarehouseError: An extension package is missing or made for another DuckDB.
    """
    connection = duckdb.connect(config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"})
    for package, name in _EXTENSIONS:
        spec = find_spec(package)
        folder = Path(spec.origin).parent if spec and spec.origin else Path(package)
        path = folder / "extensions" / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"
        try:
            connection.execute(f"LOAD {quoted(path)}")
        except duckdb.Error as error:
            found = f"DuckDB {duckdb.__version__} cannot load it: {error}"
            raise WarehouseError(package.replace("_", "-"), found, remedy="install the versions of requirements.lock") from error
    return connection


def _prepare_folder(folder: Path, *, create: bool) -> None:
    catalog = folder / CATALOG_FILE
    if catalog.exists():
        _refuse_foreign_catalog(catalog)
        return
    if not create:
        raise WarehouseError(str(folder), "no lake is here", remedy="load articles with regesta ingest, or name its folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        foreign = sorted(path.name for path in folder.iterdir() if path.name not in _OWN_NAMES and not path.name.startswith("."))
        if foreign:
            raise WarehouseError(str(folder), f"holds other files ({foreign[0]}) and no lake", remedy=_OTHER_FOLDER)
        (folder / DATA_FOLDER).mkdir(exist_ok=True)
    except OSError as error:
        raise _not_writable(folder, error) from error


def _refuse_foreign_catalog(catalog: Path) -> None:
    """DuckLake would turn any SQLite file into a catalog; an empty one is left by a process killed while it made the lake."""
    try:
        with closing(sqlite3.connect(f"{catalog.as_uri()}?mode=ro", uri=True, timeout=10)) as connection:
            names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.Error as error:
        raise WarehouseError(str(catalog), f"no SQLite database: {error}", remedy="restore it from a backup") from error
    if names and not any(name.startswith("ducklake_") for name in names):
        raise WarehouseError(str(catalog), f"a database without a lake (table {min(names)})", remedy=_OTHER_FOLDER)


def attach(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Attaches the catalog in `folder` as `lake`."""
    # The data path is given each time and wins over the stored one, so that a lake may be moved or mounted elsewhere.
    connection.execute(
        f"ATTACH {quoted(f'ducklake:sqlite:{folder / CATALOG_FILE}')} AS lake (DATA_PATH {quoted(f'{folder / DATA_FOLDER}/')}, "
        "OVERRIDE_DATA_PATH true, META_JOURNAL_MODE 'WAL', META_BUSY_TIMEOUT 10000)"
    )


def _version(lake: Lake) -> int | None:
    try:
        version: int = lake.rows("SELECT max(schema_version) FROM lake.schema_versions")[0][0]
    except duckdb.CatalogException:  # there are no tables yet
        return None
    return version


def _create_tables(lake: Lake) -> int:
    """All tables in one transaction: a process killed here leaves an empty lake, which the next one completes."""
    present = [name for (name,) in lake.rows("SELECT table_name FROM duckdb_tables() WHERE database_name = 'lake'")]
    if present:
        raise WarehouseError(str(lake.folder), f"a DuckLake of another program (table {min(present)})", remedy=_OTHER_FOLDER)
    lake.connection.execute("CALL lake.set_option('parquet_compression', 'zstd')")
    with lake.transaction("create", "create"):
        for table in TABLES.values():
            lake.connection.execute(ddl(table, "lake"))
        lake.insert(TABLES["schema_versions"], [(SCHEMA_VERSION, datetime.now(UTC))])
    return SCHEMA_VERSION


def _check_version(folder: Path, version: int) -> None:
    if version != SCHEMA_VERSION:
        remedy = "open it with the version of regesta that wrote it"
        raise WarehouseError(str(folder), f"schema version {version}", allowed=str(SCHEMA_VERSION), remedy=remedy)


@contextmanager
def _catalog_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        text = str(error)
        if any(sign in text.lower() for sign in _CONFLICTS):
            raise _Conflict(str(folder), " ".join(text.split()), remedy=_WAIT) from error
        if isinstance(error, (duckdb.IOException, duckdb.TransactionException, duckdb.FatalException)):
            raise WarehouseError(str(folder), text, remedy="nothing was written; free or mend the disk, then run it again") from error
        raise


def _not_writable(folder: Path, error: OSError) -> WarehouseError:
    return WarehouseError(str(folder), f"cannot be written: {error.strerror}", remedy="choose a folder that you may write")


def quoted(value: object) -> str:
    """A path as an SQL string literal: ATTACH and LOAD take no parameters."""
    return "'" + str(value).replace("'", "''") + "'"
