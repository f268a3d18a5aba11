"""A catalog in a PostgreSQL database, for several machines, with the writer lock that goes with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from filelock import Timeout
from psycopg import conninfo, errors

from transforms.errors import WarehouseError
from warehouse.catalogs import DATA_PATH_SQL, SERVER_REMEDY, Catalog, WriterLock, quoted, refuse_foreign_tables
from warehouse.storage import Storage

# One database holds one lake, so one number, the same in every regesta, is enough: "regesta" read as an integer.
ADVISORY_KEY = int.from_bytes(b"regesta", "big")
_DEAD_SERVER: dict[str, Any] = {"connect_timeout": 10, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
_DEAD_WRITER = "-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3 -c idle_session_timeout=0"
_CATALOG_SECRET = "regesta_catalog"  # noqa: S105 (a name)


class PostgresCatalog(Catalog):
    """A PostgreSQL database of its own; the lake's folder then holds only what is published (and the data, unless they are elsewhere)."""

    extension = ("duckdb_extension_postgres_scanner", "postgres_scanner")

    def __init__(self, folder: Path, storage: Storage) -> None:
        super().__init__(folder, storage)
        try:
            parts = {key: str(value) for key, value in conninfo.conninfo_to_dict(storage.catalog or "").items()}
        except psycopg.ProgrammingError:
            # Its message may quote the address, and with it the password.
            raise WarehouseError("setting catalog (REGESTA_CATALOG)", "no address of a PostgreSQL database",
                                 allowed="postgresql://user:password@host:port/database", remedy="correct it") from None  # fmt: skip
        self._password = parts.pop("password", None)
        self._open = conninfo.make_conninfo("", **parts)
        place = "".join((parts.get("host", ""), f":{parts['port']}" if "port" in parts else ""))
        self._name = f"postgresql://{place}/{parts.get('dbname', '')}"

    @property
    def name(self) -> str:
        """Host and database, without user and password."""
        return self._name

    def stored_data_path(self) -> str | None:
        """As `Catalog`."""
        with postgres_errors(self.name), connected(self._conninfo()) as connection:
            found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            names = {str(name) for (name,) in found}
            path = connection.execute(DATA_PATH_SQL).fetchone() if "ducklake_metadata" in names else None
        refuse_foreign_tables(self.name, names)
        return str(path[0]) if path else None

    def lock(self, wait_seconds: float) -> WriterLock:
        """An advisory lock in the database."""
        return AdvisoryLock(self.name, self._conninfo(), wait_seconds)

    def statements(self, *more: str) -> list[str]:
        """As `Catalog`. The password goes into a secret, because DuckDB repeats the address in its messages."""
        secret = [] if self._password is None else [f"PASSWORD {quoted(self._password)}"]
        options = ", ".join((f"DATA_PATH {quoted(self.data_path)}", f"META_SECRET '{_CATALOG_SECRET}'", *more))
        return [
            f"CREATE OR REPLACE SECRET {_CATALOG_SECRET} ({', '.join(['TYPE postgres', *secret])})",
            f"ATTACH {quoted(f'ducklake:postgres:{self._open}')} AS lake ({options})",
        ]

    def _conninfo(self) -> str:
        return self._open if self._password is None else conninfo.make_conninfo(self._open, password=self._password)


class AdvisoryLock:
    """`pg_advisory_lock` on a connection of its own, held for as long as the lock: the server lets go of it when the process dies.

    The server notices a dead process at once and a dead machine within a minute. A pooler that shares server connections between
    clients (pgbouncer in transaction mode) would break the lock: connect to PostgreSQL itself.

    Args:
        name: The catalog in messages.
        conninfo: How libpq reaches it.
        timeout: Seconds to wait for another writer.
    """

    def __init__(self, name: str, conninfo: str, timeout: float) -> None:
        self.timeout = timeout
        self._name = name
        self._conninfo = conninfo
        self._connection: psycopg.Connection[tuple[Any, ...]] | None = None
        self._times = 0

    @property
    def is_locked(self) -> bool:
        """Asks the server: a lock whose connection was cut is no longer held."""
        if self._connection is None:
            return False
        try:
            self._connection.execute("SELECT 1")
        except psycopg.Error:
            return False
        return True

    def acquire(self) -> None:
        """Takes the lock.

        Raises:
            filelock.Timeout: Another process held it for too long.
            WarehouseError: The server cannot be reached.
        """
        if self._times == 0:
            with postgres_errors(self._name):
                self._connection = self._locked_connection()
        self._times += 1

    def release(self) -> None:
        """Lets the lock go with the last release, even when the connection was cut before."""
        self._times -= 1
        if self._times == 0 and self._connection is not None:
            self._connection.close()
            self._connection = None

    def _locked_connection(self) -> "psycopg.Connection[tuple[Any, ...]]":
        connection = connected(self._conninfo, autocommit=True, options=_DEAD_WRITER)
        try:
            connection.execute("SELECT set_config('lock_timeout', %s, false)", [f"{max(int(self.timeout * 1000), 1)}ms"])
            connection.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_KEY])
        except errors.LockNotAvailable as error:
            connection.close()
            raise Timeout("the catalog's writer lock") from error
        except BaseException:
            connection.close()
            raise
        return connection


@contextmanager
def postgres_errors(name: str) -> Iterator[None]:
    """PostgreSQL's own complaints as regesta's; libpq never repeats a password."""
    try:
        yield
    except psycopg.Error as error:
        raise WarehouseError(name, f"the catalog cannot be used: {' '.join(str(error).split())}", remedy=SERVER_REMEDY) from error


def connected(conninfo: str, **more: Any) -> "psycopg.Connection[tuple[Any, ...]]":
    """A connection that gives up on a server which does not answer."""
    return psycopg.connect(conninfo, **_DEAD_SERVER, **more)
