"""The two places for a lake's catalog, a SQLite file in its folder or a PostgreSQL database: found, refused, attached, locked."""

import sqlite3
import time
from abc import ABC, abstractmethod
from contextlib import closing
from pathlib import Path
from typing import Protocol

from filelock import FileLock

from transforms.errors import WarehouseError
from warehouse.storage import Storage

CATALOG_FILE = "catalog.sqlite"
DATA_FOLDER = "data"
LOCK_FILE = "writer.lock"
QUEUE_FILE = "writer.queue"
OTHER_FOLDER = "name an empty or a new folder with --warehouse"
_OWN_NAMES = {
    CATALOG_FILE,
    f"{CATALOG_FILE}-wal",
    f"{CATALOG_FILE}-shm",
    f"{CATALOG_FILE}-journal",
    DATA_FOLDER,
    LOCK_FILE,
    QUEUE_FILE,
    "maintenance.lock",
}
_POLL_SECONDS = 0.01
_OBJECTS_SECRET = "regesta_objects"  # noqa: S105 (a name)
SERVER_REMEDY = "look at the catalog's server and its address, then run it again; what is loaded is not loaded twice"
DATA_PATH_SQL = "SELECT value FROM ducklake_metadata WHERE key = 'data_path'"


class WriterLock(Protocol):
    """What a lake asks of its lock; `filelock.FileLock` is one. Taken twice by the same object, it is let go with the second release."""

    @property
    def timeout(self) -> float:
        """How many seconds `acquire` waits before it raises `filelock.Timeout`."""

    @property
    def is_locked(self) -> bool:
        """Whether this object holds the lock now."""

    def acquire(self) -> object:
        """Waits for the lock and takes it."""

    def release(self) -> None:
        """Lets it go."""


class QueuedFileLock:
    """A file lock that a writer in a hurry cannot keep from the others.

    A plain file lock is had by who asks in the right moment, and that is a process which takes it again as soon as it has let it go: others
    were seen to wait for more than a minute. Here the lock is asked for by one process alone, the one whose turn it is.
    """

    def __init__(self, path: Path, timeout: float) -> None:
        self.timeout = timeout
        self._lock = FileLock(path, poll_interval=_POLL_SECONDS)
        self._turn = FileLock(path.with_name(QUEUE_FILE), poll_interval=_POLL_SECONDS)

    @property
    def is_locked(self) -> bool:
        """As `WriterLock`."""
        return self._lock.is_locked

    def acquire(self) -> None:
        """As `WriterLock`.

        Raises:
            filelock.Timeout: Other processes held it for too long.
            OSError: The folder cannot be written.
        """
        if self._lock.is_locked:
            self._lock.acquire()
            return
        until = time.monotonic() + self.timeout
        with self._turn.acquire(timeout=self.timeout):
            self._lock.acquire(timeout=max(until - time.monotonic(), 0))

    def release(self) -> None:
        """As `WriterLock`."""
        self._lock.release()


class Catalog(ABC):
    """Where one lake's catalog is. `name` stands for it in messages and holds no password."""

    extension: tuple[str, str]  # package and name of what DuckDB needs to read it

    def __init__(self, folder: Path, storage: Storage) -> None:
        self.folder = folder
        self.storage = storage

    @property
    @abstractmethod
    def name(self) -> str:
        """The catalog in messages."""

    @abstractmethod
    def stored_data_path(self) -> str | None:
        """The data path that the catalog was made with; None: there is no lake yet.

        Raises:
            WarehouseError: It holds other things, is damaged or cannot be reached.
        """

    @abstractmethod
    def lock(self, wait_seconds: float) -> WriterLock:
        """The lock that every write takes."""

    @abstractmethod
    def statements(self, *more: str) -> list[str]:
        """What attaches the catalog as `lake`, with more options. The secrets among them are kept in this DuckDB's memory alone."""

    @property
    def data_path(self) -> str:
        """Where the Parquet files are, with a slash at its end."""
        given = self.storage.data_path
        if given is None:
            return f"{self.folder / DATA_FOLDER}/"
        return f"{given.rstrip('/')}/" if self.storage.is_remote else f"{Path(given).absolute()}/"

    def prepare(self, *, create: bool) -> bool:
        """Refuses what is no lake of regesta, makes the folders of a new one, and returns whether there is a lake.

        Raises:
            WarehouseError: There is no lake and `create` is false; the folder or the catalog holds other things; the catalog keeps its
                data elsewhere; the folder cannot be written.
        """
        stored = self.stored_data_path()
        if stored is None and not create:
            raise WarehouseError(self.name, "no lake is here", remedy="load articles with regesta ingest, or name its folder")
        if stored is not None:
            self._refuse_other_data(stored)
        try:
            self._make_folders(new=stored is None)
        except OSError as error:
            raise not_writable(self.folder, error) from error
        return stored is not None

    def _make_folders(self, *, new: bool) -> None:  # noqa: ARG002 (others look at it)
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self.storage.is_remote:
            Path(self.data_path).mkdir(parents=True, exist_ok=True)

    def _refuse_other_data(self, stored: str) -> None:
        if stored != self.data_path:
            remedy = "set REGESTA_DATA_PATH to where the data are; see docs/running.md for a lake that was moved"
            raise WarehouseError(self.name, f"the data of this lake are in {stored}, not in {self.data_path}", remedy=remedy)


class SqliteCatalog(Catalog):
    """`catalog.sqlite` in the lake's folder, in WAL mode."""

    extension = ("duckdb_extension_sqlite_scanner", "sqlite_scanner")

    @property
    def name(self) -> str:
        """The folder."""
        return str(self.folder)

    def stored_data_path(self) -> str | None:
        """As `Catalog`. DuckLake would turn any SQLite file into a catalog; an empty one is left by a process killed while it made it."""
        path = self.folder / CATALOG_FILE
        if not path.exists():
            return None
        try:
            with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=10)) as connection:
                names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
                found = connection.execute(DATA_PATH_SQL).fetchone() if "ducklake_metadata" in names else None
        except sqlite3.Error as error:
            raise WarehouseError(str(path), f"no SQLite database: {error}", remedy="restore it from a backup") from error
        refuse_foreign_tables(str(path), names)
        return str(found[0]) if found else None

    def lock(self, wait_seconds: float) -> WriterLock:
        """A file lock with a queue."""
        return QueuedFileLock(self.folder / LOCK_FILE, wait_seconds)

    def statements(self, *more: str) -> list[str]:
        """As `Catalog`. A data folder inside the lake's own may have moved with it: its place now wins over the stored one."""
        options = [f"DATA_PATH {quoted(self.data_path)}", "OVERRIDE_DATA_PATH true", "META_JOURNAL_MODE 'WAL'", "META_BUSY_TIMEOUT 10000"]
        return [f"ATTACH {quoted(f'ducklake:sqlite:{self.folder / CATALOG_FILE}')} AS lake ({', '.join((*options, *more))})"]

    def _make_folders(self, *, new: bool) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        names = sorted(path.name for path in self.folder.iterdir())
        foreign = [name for name in names if name not in _OWN_NAMES and not name.startswith(".")]
        if new and foreign:
            raise WarehouseError(str(self.folder), f"holds other files ({foreign[0]}) and no lake", remedy=OTHER_FOLDER)
        super()._make_folders(new=new)

    def _refuse_other_data(self, stored: str) -> None:
        moved = self.storage.data_path is None and (self.folder / DATA_FOLDER).is_dir()
        if not moved:
            super()._refuse_other_data(stored)


def catalog_of(folder: Path, storage: Storage) -> Catalog:
    """The catalog that `storage` names for the lake in `folder`."""
    if storage.catalog is None:
        return SqliteCatalog(folder, storage)
    from warehouse.postgres import PostgresCatalog  # its driver costs every command a tenth of a second

    return PostgresCatalog(folder, storage)


def object_secret(storage: Storage) -> str:
    """The statement that lets this DuckDB, and nobody else, reach the data in object storage."""
    objects = storage.objects
    options = {"KEY_ID": objects.key_id, "SECRET": objects.secret, "SESSION_TOKEN": objects.session_token, "REGION": objects.region}
    options |= {"URL_STYLE": objects.url_style or ("path" if objects.endpoint else None), "SCOPE": storage.data_path}
    flags = ["TYPE s3"]
    if objects.endpoint:
        scheme, _, host = objects.endpoint.rpartition("://")
        options["ENDPOINT"] = host.rstrip("/")
        flags.append(f"USE_SSL {'false' if scheme == 'http' else 'true'}")
    flags += [f"{name} {quoted(value)}" for name, value in options.items() if value]
    return f"CREATE OR REPLACE SECRET {_OBJECTS_SECRET} ({', '.join(flags)})"


def quoted(value: object) -> str:
    """A value as an SQL string literal: ATTACH, LOAD and CREATE SECRET take no parameters."""
    return "'" + str(value).replace("'", "''") + "'"


def not_writable(folder: Path, error: OSError) -> WarehouseError:
    """What an operating system's refusal means."""
    return WarehouseError(str(folder), f"cannot be written: {error.strerror}", remedy="choose a folder that you may write")


def refuse_foreign_tables(name: str, tables: set[str]) -> None:
    """Refuses a database that is used for other things: DuckLake would put its tables among them."""
    if tables and not any(table.startswith("ducklake_") for table in tables):
        raise WarehouseError(name, f"a database without a lake (table {min(tables)})", remedy=OTHER_FOLDER)
