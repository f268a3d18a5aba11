"""The lake: made, found, refused; transactions, the writer lock and retry, all with real files."""

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest
from filelock import FileLock

from transforms.errors import LakeBusy, WarehouseError
from warehouse.catalogs import QueuedFileLock
from warehouse.lake import Lake, connect, open_lake
from warehouse.load import load_batch
from warehouse.tables import SCHEMA_VERSION, TABLES

ROOT = Path(__file__).resolve().parents[2]


def codes(lake: Lake) -> list[str]:
    return [code for (code,) in lake.rows("SELECT code FROM lake.codes ORDER BY code")]


def add_code(lake: Lake, code: str) -> None:
    row = {"code": code, "label": code, "run_id": "r", "loaded_at": None}
    lake.connection.execute("INSERT INTO lake.codes VALUES ($code, $label, $run_id, now())", {k: v for k, v in row.items() if v})


def test_a_new_lake_has_all_tables_and_its_version(tmp_path: Path) -> None:
    with open_lake(tmp_path / "it's a" / "lake, new") as lake:
        assert {name for (name,) in lake.rows("SELECT table_name FROM duckdb_tables() WHERE database_name = 'lake'")} == set(TABLES)
        assert lake.rows("SELECT schema_version FROM lake.schema_versions") == [(SCHEMA_VERSION,)]
    with closing(sqlite3.connect(tmp_path / "it's a" / "lake, new" / "catalog.sqlite")) as catalog:
        assert catalog.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_lake_opens_again_and_after_a_move(tmp_path: Path, make: SimpleNamespace) -> None:
    article = make.both("\n".join(f"Russia demanded NATO {n}." for n in range(40)))  # more rows than the catalog holds itself
    with open_lake(tmp_path / "old") as lake:
        load_batch(lake, [article], [], make.run())
        assert lake.rows("SELECT count(*) FROM ducklake_list_files('lake', 'events')") == [(1,)]
    shutil.move(tmp_path / "old", tmp_path / "new")
    with open_lake(tmp_path / "new", create=False) as lake:
        assert lake.rows("SELECT count(*) FROM lake.events") == [(40,)]
        load_batch(lake, [make.both("France met NATO.", "b.txt")], [], make.run())
        assert lake.rows("SELECT count(*) FROM lake.events") == [(41,)]
    assert not (tmp_path / "old").exists()


def test_no_home_and_no_network_are_needed(tmp_path: Path) -> None:
    code = "import sys, pathlib, warehouse.lake as w; w.open_lake(pathlib.Path(sys.argv[1])).close(); print('made')"
    command = [sys.executable, "-c", code, str(tmp_path / "lake")]
    done = subprocess.run(command, env={"PYTHONPATH": str(ROOT), "PATH": ""}, capture_output=True, text=True, check=True)
    assert done.stdout == "made\n"
    with connect() as connection:
        extensions = connection.execute("SELECT extension_name, install_path FROM duckdb_extensions() WHERE loaded").fetchall()
    assert {"ducklake", "sqlite_scanner"} <= {name for name, _ in extensions}


def test_a_missing_lake_is_named(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match=r"nowhere: no lake is here; .*regesta ingest"):
        open_lake(tmp_path / "nowhere", create=False)
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_with_other_files_is_not_filled(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("mine")
    with pytest.raises(WarehouseError, match=r"holds other files \(thesis\.docx\)"):
        open_lake(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_catalog_of_another_kind_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "catalog.sqlite").write_text("these are no pages of a database " * 100)
    with pytest.raises(WarehouseError, match="no SQLite database"):
        open_lake(tmp_path / "a")
    (tmp_path / "b").mkdir()
    with closing(sqlite3.connect(tmp_path / "b" / "catalog.sqlite")) as other:
        other.execute("CREATE TABLE recipes (name)")
    with pytest.raises(WarehouseError, match=r"a database without a lake \(table recipes\)"):
        open_lake(tmp_path / "b")


def test_a_lake_of_another_program_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with connect() as connection:
        connection.execute(f"ATTACH 'ducklake:sqlite:{tmp_path}/catalog.sqlite' AS other (DATA_PATH '{tmp_path}/data/')")
        connection.execute("CREATE TABLE other.prices (x INTEGER)")
    with pytest.raises(WarehouseError, match=r"a DuckLake of another program \(table prices\)"):
        open_lake(tmp_path)


def test_a_creation_that_was_killed_is_completed(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "catalog.sqlite").touch()
    with open_lake(tmp_path) as lake:
        assert codes(lake) == []


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WarehouseError, match="cannot be written: Not a directory"):
        open_lake(tmp_path / "file" / "lake")


@pytest.mark.skipif(os.geteuid() == 0, reason="file modes do not bind root")
def test_a_folder_that_may_not_be_written_is_named(lake: Lake) -> None:
    lake.folder.chmod(0o555)
    with pytest.raises(WarehouseError, match="cannot be written"), lake.transaction("x", "r"):
        pass


def test_a_transaction_leaves_nothing_behind_when_anything_fails(lake: Lake) -> None:
    with pytest.raises(ZeroDivisionError), lake.transaction("x", "r"):
        add_code(lake, "FRA")
        _ = 1 / 0
    with pytest.raises(duckdb.BinderException), lake.transaction("x", "r"):
        add_code(lake, "DEU")
        lake.connection.execute("ALTER TABLE lake.codes DROP COLUMN nothing")
    with lake.transaction("x", "r"):
        add_code(lake, "ESP")
    assert codes(lake) == ["ESP"]


def test_a_commit_says_which_run_made_it(lake: Lake) -> None:
    with lake.transaction("load 'it'", 'run"7'):
        add_code(lake, "FRA")
    author, message, about = lake.rows("SELECT author, commit_message, commit_extra_info FROM lake.snapshots() ORDER BY snapshot_id")[-1]
    assert (author, message, about) == ("regesta", "load 'it'", '{"run_id": "run\\"7"}')


def test_a_writer_waits_for_another_and_then_gives_up(lake: Lake) -> None:
    with FileLock(lake.folder / "writer.lock"), open_lake(lake.folder, wait_seconds=0.05) as other:
        assert codes(other) == []  # who reads waits for no writer
        with pytest.raises(LakeBusy, match=r"has been writing for more than 0.05 seconds; wait until"):
            other.write("x", "r", lambda: add_code(other, "FRA"))


def test_a_writer_in_a_hurry_lets_the_others_in(lake: Lake) -> None:
    """It takes the lock again as soon as it has let it go; a plain file lock would keep the other out until it has done."""
    hurried, other = QueuedFileLock(lake.folder / "writer.lock", 60), QueuedFileLock(lake.folder / "writer.lock", 60)
    done, turns = threading.Event(), []

    def hurry() -> None:
        while not done.is_set():
            hurried.acquire()
            turns.append("hurried")
            time.sleep(0.005)
            hurried.release()

    thread = threading.Thread(target=hurry)
    thread.start()
    for _ in range(5):
        other.acquire()
        turns.append("other")
        other.release()
    done.set()
    thread.join()
    assert turns.count("hurried") < 100


def test_a_writer_goes_on_when_the_other_one_has_ended(lake: Lake) -> None:
    held = threading.Event()

    def hold() -> None:
        with FileLock(lake.folder / "writer.lock"):
            held.set()
            time.sleep(0.2)

    other = threading.Thread(target=hold)
    other.start()
    held.wait()
    began = time.monotonic()
    lake.write("x", "r", lambda: add_code(lake, "FRA"))
    other.join()
    assert time.monotonic() - began > 0.1
    assert codes(lake) == ["FRA"]


def test_a_write_that_another_commit_broke_is_made_again_from_its_start(lake: Lake) -> None:
    """The other commit does not take the lock, as one on another machine's mount might not."""
    lake.write("x", "r", lambda: add_code(lake, "FRA"))
    attempts = []

    def change() -> None:
        attempts.append(codes(lake))
        if len(attempts) == 1:
            other.connection.execute("UPDATE lake.codes SET code = 'DEU'")
        lake.connection.execute("UPDATE lake.codes SET code = code || '+'")

    with open_lake(lake.folder) as other:
        lake.write("x", "r", change)
    assert (attempts, codes(lake)) == ([["FRA"], ["DEU"]], ["DEU+"])


def test_a_write_gives_up_after_some_tries(lake: Lake) -> None:
    lake.write("x", "r", lambda: add_code(lake, "FRA"))
    attempts = []

    def change() -> None:
        attempts.append(codes(lake))  # the transaction sees the lake as it is at its first query
        other.connection.execute("UPDATE lake.codes SET label = label || '.'")
        lake.connection.execute("UPDATE lake.codes SET code = 'DEU'")

    with open_lake(lake.folder) as other, pytest.raises(LakeBusy, match="(database is locked|onflict).*run the command again"):
        lake.write("x", "r", change)
    assert (len(attempts), codes(lake)) == (6, ["FRA"])


def test_a_reader_sees_the_state_before_and_after_a_commit_and_nothing_between(lake: Lake) -> None:
    with open_lake(lake.folder) as reader:
        with lake.transaction("x", "r"):
            add_code(lake, "FRA")
            assert codes(reader) == []
        assert codes(reader) == ["FRA"]
