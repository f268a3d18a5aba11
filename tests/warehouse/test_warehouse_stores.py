"""A lake whose catalog is in a real PostgreSQL and whose data are on a real S3 server: the same rows, one writer, no secret told."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest

from transforms.errors import LakeBusy, WarehouseError
from warehouse.catalogs import object_secret
from warehouse.check import run_checks
from warehouse.lake import Lake, open_lake
from warehouse.load import load_batch
from warehouse.postgres import AdvisoryLock, PostgresCatalog
from warehouse.publish import publish
from warehouse.query import open_published
from warehouse.storage import ObjectStore, Storage

Contents = Callable[[Lake], dict[str, list[str]]]
TEXT = "\n".join(f"Russia demanded NATO {n} in 2014-03.\nFrance met Zorg." for n in range(30))
SECRETS = ("p@ss w:rd", "p%40ss", "hush-hush")


def load(lake: Lake, make: SimpleNamespace, names: str = "ab") -> None:
    for name in names:
        load_batch(lake, [make.both(f"{TEXT}\n{name}", f"{name}.txt", "2014-04-01")], [], make.run())


def plain(tmp_path: Path, make: SimpleNamespace, contents: Contents) -> dict[str, list[str]]:
    with open_lake(tmp_path / "plain") as lake:
        load(lake, make)
        return contents(lake)


@pytest.fixture(params=["postgres", "s3", "postgres and s3", "other folder"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    catalog = request.getfixturevalue("new_database")() if "postgres" in request.param else None
    if request.param == "other folder":
        return Storage(None, str(tmp_path / "disk'2"))
    if "s3" not in request.param:
        return Storage(catalog)
    server = request.getfixturevalue("object_server")
    objects = ObjectStore("key", "hush-hush", None, "us-east-1", server.endpoint)
    return Storage(catalog, f"s3://{server.new_bucket()}/deep/lake", objects)


@pytest.mark.services
def test_a_lake_holds_and_publishes_the_same_rows_wherever_it_is(
    storage: Storage, tmp_path: Path, make: SimpleNamespace, contents: Contents
) -> None:
    with pytest.raises(WarehouseError, match="no lake is here"):
        open_lake(tmp_path / "lake", storage, create=False)
    with open_lake(tmp_path / "lake", storage) as lake:
        load(lake, make, "a")
    with open_lake(tmp_path / "lake", storage, create=False) as lake:
        load(lake, make, "ab")
        assert contents(lake) == plain(tmp_path, make, contents)
        assert run_checks(lake) == []
        files = [row[0] for row in lake.rows("SELECT data_file FROM ducklake_list_files('lake', 'events')")]
        publish(lake, run_id="r")
    assert files
    assert all(name.startswith(storage.data_path or str(tmp_path / "lake" / "data")) for name in files)
    with open_published(tmp_path / "lake") as reader:
        assert reader.execute("SELECT count(*) FROM timeline").fetchone() == (120,)


@pytest.mark.services
def test_another_data_path_is_refused(storage: Storage, tmp_path: Path) -> None:
    open_lake(tmp_path / "lake", storage).close()
    with pytest.raises(WarehouseError, match="the data of this lake are in .*, not in .*; set REGESTA_DATA_PATH"):
        open_lake(tmp_path / "lake", Storage(storage.catalog, str(tmp_path / "elsewhere"), storage.objects))


def told(error: BaseException, caplog: pytest.LogCaptureFixture) -> str:
    return "".join(traceback.format_exception(error)) + caplog.text


@pytest.mark.services
@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda url: url.replace("%27@", "x@"), r"the catalog cannot be used: .*password authentication failed"),
        (lambda url: url.replace("lake_", "nowhere_"), r'database "nowhere_.*does not exist'),
        (lambda url: url.replace("127.0.0.1:", "127.0.0.1:1"), r"the catalog cannot be used|no address"),
        (lambda url: url.replace("postgresql://", "mysql://"), r"REGESTA_CATALOG.*allowed: postgresql://"),
    ],
    ids=["password", "database", "port", "scheme"],
)
def test_a_catalog_that_cannot_be_reached_is_told_without_the_password(
    wrong: Callable[[str], str], message: str, tmp_path: Path, new_database: Callable[[], str], caplog: pytest.LogCaptureFixture
) -> None:
    storage = Storage(wrong(new_database()))
    with caplog.at_level(logging.DEBUG), pytest.raises(WarehouseError, match=message) as caught:
        open_lake(tmp_path / "lake", storage)
    assert not [secret for secret in SECRETS if secret in told(caught.value, caplog) + repr(storage)]


@pytest.mark.services
def test_object_storage_that_cannot_be_reached_is_told_without_the_keys(
    tmp_path: Path, object_server: SimpleNamespace, make: SimpleNamespace, caplog: pytest.LogCaptureFixture
) -> None:
    storage = Storage(None, "s3://no-such-bucket/lake", ObjectStore("key", "hush-hush", None, "us-east-1", object_server.endpoint))
    with open_lake(tmp_path / "lake", storage) as lake:
        with pytest.raises(WarehouseError, match="no-such-bucket.*look at the object storage") as caught:
            load(lake, make, "a")
        assert lake.rows("SELECT count(*) FROM lake.articles") == [(0,)]
    assert not [secret for secret in SECRETS if secret in told(caught.value, caplog) + repr(storage)]


@pytest.mark.services
def test_a_database_of_another_program_is_left_alone(tmp_path: Path, new_database: Callable[[], str]) -> None:
    url = new_database()
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE invoices (id int)")
    with pytest.raises(WarehouseError, match=r"a database without a lake \(table invoices\)"):
        open_lake(tmp_path / "lake", Storage(url))
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (1,)


def add_code(lake: Lake) -> None:
    lake.connection.execute("INSERT INTO lake.codes VALUES ('FRA', 'France', 'r', now())")


@pytest.mark.services
def test_a_writer_waits_for_the_advisory_lock_and_then_gives_up(tmp_path: Path, new_database: Callable[[], str]) -> None:
    storage = Storage(new_database())
    other = PostgresCatalog(tmp_path, storage).lock(60)
    open_lake(tmp_path / "lake", storage).close()
    with open_lake(tmp_path / "lake", storage, wait_seconds=0.3) as lake:
        other.acquire()
        with pytest.raises(LakeBusy, match="has been writing for more than 0.3 seconds; wait until"), lake.transaction("x", "r"):
            pass
        threading.Timer(0.1, other.release).start()
        lake.write("x", "r", lambda: add_code(lake))
        assert lake.rows("SELECT code FROM lake.codes") == [("FRA",)]


HOLD = """
import sys, time
from warehouse.postgres import AdvisoryLock
AdvisoryLock("x", sys.argv[1], 1).acquire()
print("held", flush=True)
time.sleep(60)
"""


@pytest.mark.services
def test_the_lock_of_a_killed_process_is_free(new_database: Callable[[], str]) -> None:
    url = new_database()
    process = subprocess.Popen([sys.executable, "-c", HOLD, url], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    os.kill(process.pid, signal.SIGKILL)
    began = time.monotonic()
    lock = AdvisoryLock("x", url, 30)
    lock.acquire()
    assert time.monotonic() - began < 10
    assert lock.is_locked
    lock.acquire()  # the same writer may take it twice
    lock.release()
    assert lock.is_locked
    lock.release()
    assert not lock.is_locked
    process.stdout.close()
    process.wait()


@pytest.mark.services
def test_a_writer_whose_lock_was_cut_off_commits_nothing(tmp_path: Path, new_database: Callable[[], str]) -> None:
    storage = Storage(new_database())
    with open_lake(tmp_path / "lake", storage) as lake:
        with pytest.raises(LakeBusy, match="connection that held the writer lock was cut"), lake.transaction("x", "r"):
            add_code(lake)
            with psycopg.connect(storage.catalog or "", autocommit=True) as admin:
                admin.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
        assert lake.rows("SELECT code FROM lake.codes") == []
        lake.write("x", "r", lambda: add_code(lake))
        assert lake.rows("SELECT code FROM lake.codes") == [("FRA",)]


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        (ObjectStore(), "TYPE s3, SCOPE 's3://b/p'"),
        (ObjectStore("k'", "s", "t", "eu"), "TYPE s3, KEY_ID 'k''', SECRET 's', SESSION_TOKEN 't', REGION 'eu', SCOPE 's3://b/p'"),
        (ObjectStore(endpoint="http://h:9000/"), "TYPE s3, USE_SSL false, URL_STYLE 'path', SCOPE 's3://b/p', ENDPOINT 'h:9000'"),
        (ObjectStore(endpoint="https://h", url_style="vhost"), "TYPE s3, USE_SSL true, URL_STYLE 'vhost', SCOPE 's3://b/p', ENDPOINT 'h'"),
    ],
)
def test_how_object_storage_is_reached(objects: ObjectStore, expected: str) -> None:
    assert object_secret(Storage(None, "s3://b/p", objects)) == f"CREATE OR REPLACE SECRET regesta_objects ({expected})"
