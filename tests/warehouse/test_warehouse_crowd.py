"""Four writers and four readers at once on one lake: nothing lost, nothing twice, no reader's error."""

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from warehouse.check import run_checks
from warehouse.lake import open_lake
from warehouse.storage import Storage

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60
WRITERS = READERS = 4
TEXT = "Russia demanded NATO guarantees in 2014-03.\nRussia rejected Zorg.\n" * 6


def start(what: str, folder: Path, number: int, seconds: float, storage: Storage) -> "subprocess.Popen[str]":
    command = [sys.executable, str(Path(__file__).with_name("crowd_process.py")), what, str(folder), str(number), str(seconds)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [*command, storage.catalog or ""], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )  # fmt: skip


def finished(processes: "list[subprocess.Popen[str]]") -> list[str]:
    said = [process.communicate(timeout=SECONDS + 240) for process in processes]
    assert [(process.returncode, error) for process, (_, error) in zip(processes, said, strict=True)] == [(0, "")] * len(processes)
    return [output for output, _ in said]


@pytest.fixture(params=["sqlite", "postgres"])
def storage(request: pytest.FixtureRequest) -> Storage:
    return Storage(request.getfixturevalue("new_database")() if request.param == "postgres" else None)


@pytest.mark.services
def test_four_writers_and_four_readers(storage: Storage, tmp_path: Path, make: SimpleNamespace) -> None:
    shared = [make.both(f"{TEXT}shared {n}", f"shared-{n}.txt", "2014-04-01") for n in range(60)]
    for writer in range(WRITERS):
        own = [make.both(f"{TEXT}{writer} {n}", f"{writer}-{n}.txt", "2014-04-01") for n in range(900)]
        (tmp_path / f"articles-{writer}.pickle").write_bytes(pickle.dumps((own, shared)))
    open_lake(tmp_path / "lake", storage).close()
    readers = [start("read", tmp_path, number, SECONDS, storage) for number in range(READERS)]
    writers = [start("write", tmp_path, number, SECONDS, storage) for number in range(WRITERS)]
    acknowledged = [set(output.split()) for output in finished(writers)]
    reads = [json.loads(output) for output in finished(readers)]
    loaded = set.union(*acknowledged)
    with open_lake(tmp_path / "lake", storage, create=False) as lake:
        assert run_checks(lake) == []
        assert {uri for (uri,) in lake.rows("SELECT source_uri FROM lake.article_sources")} == loaded
        counts = lake.rows("SELECT count(*), count(DISTINCT event_id) FROM lake.events")
    assert counts == [(12 * len(loaded), 12 * len(loaded))]
    assert all(len(own) > 1 for own in acknowledged), [len(own) for own in acknowledged]
    assert all(one["reads"] > 5 and one["articles"] > 0 for one in reads), reads
    print("loaded", [len(own) for own in acknowledged], "reads", [one["reads"] for one in reads])


@pytest.mark.services
def test_two_processes_that_load_the_same_new_article_load_it_once(
    tmp_path: Path, make: SimpleNamespace, new_database: Callable[[], str]
) -> None:
    """On PostgreSQL, where DuckLake alone would keep both; `test_warehouse_processes` has it for SQLite. They race to make the lake."""
    storage = Storage(new_database())
    shared = [make.both(f"{TEXT}{n}", f"{n}.txt", "2014-04-01") for n in range(4)]
    (tmp_path / "articles-0.pickle").write_bytes(pickle.dumps((shared, [])))
    finished([start("write", tmp_path, 0, 300, storage) for _ in range(2)])
    with open_lake(tmp_path / "lake", storage, create=False) as lake:
        assert run_checks(lake) == []
        assert lake.rows("SELECT count(*), count(DISTINCT event_id) FROM lake.events") == [(48, 48)]
