"""Real servers for the tests marked `services`, each a process of its own: Debian's PostgreSQL, an S3 server. Ctrl-C for all."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

_PASSWORD = "p@ss w:rd'"  # every character that an address, a connection string or SQL could trip over


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="session", autouse=True)
def interrupts_are_heard() -> None:
    """Ctrl-C means KeyboardInterrupt, also where a shell started the tests in the background and so made them deaf to it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def postgres_port() -> Iterator[int]:
    """The port of a PostgreSQL server with the user `regesta`. It refuses to run as root, so root hands it to another user."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    if not found:
        pytest.fail("PostgreSQL is missing: run .ci/services, which installs Debian's package")
    folder = Path(tempfile.mkdtemp(prefix="regesta-postgres-"))
    user: list[str] = []
    (folder / "password").write_text(_PASSWORD)
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        user = ["runuser", "-u", owner.pw_name, "--"]
        for path in (folder, folder / "password"):
            os.chown(path, owner.pw_uid, owner.pw_gid)
    port, data = free_port(), str(folder / "data")
    init = ["-A", "scram-sha-256", "-U", "regesta", f"--pwfile={folder}/password", "-E", "UTF8", "--no-locale", "--no-sync"]
    subprocess.run([*user, found[-1] / "initdb", "-D", data, *init], check=True, capture_output=True, cwd=folder)
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    control = [*user, found[-1] / "pg_ctl", "-D", data, "-w"]
    subprocess.run([*control, "-l", str(folder / "log"), "-o", options, "start"], check=True, stdout=subprocess.DEVNULL, cwd=folder)
    try:
        yield port
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, capture_output=True, cwd=folder)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def new_database(postgres_port: int) -> Callable[[], str]:
    """Makes an empty database and returns its address."""
    import psycopg
    from psycopg import conninfo

    numbers = count()

    def make() -> str:
        name = f"lake_{next(numbers)}"
        admin = conninfo.make_conninfo("", host="127.0.0.1", port=postgres_port, user="regesta", password=_PASSWORD, dbname="postgres")
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"postgresql://regesta:p%40ss%20w%3Ard%27@127.0.0.1:{postgres_port}/{name}"

    return make


@dataclass(frozen=True)
class ObjectServer:
    """An S3 server: its address, and a name for a new bucket."""

    endpoint: str
    new_bucket: Callable[[], str]


@pytest.fixture(scope="session")
def object_server() -> Iterator[ObjectServer]:
    import s3fs

    port = free_port()
    process = subprocess.Popen([str(Path(sys.executable).with_name("moto_server")), "-H", "127.0.0.1", "-p", str(port)],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        _wait_for(port)
        endpoint = f"http://127.0.0.1:{port}"
        client = s3fs.S3FileSystem(key="key", secret="secret", endpoint_url=endpoint)
        numbers = count()

        def make() -> str:
            name = f"bucket-{next(numbers)}"
            client.mkdir(name)
            return name

        yield ObjectServer(endpoint, make)
    finally:
        process.kill()
        process.wait()


def _wait_for(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"no server on port {port} after a minute")
