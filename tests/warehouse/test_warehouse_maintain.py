"""Maintenance: few files, the same rows, old things away and young ones kept, while others read."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from filelock import FileLock

from transforms.errors import LakeBusy
from warehouse.check import run_checks
from warehouse.lake import Lake, open_lake
from warehouse.load import load_batch
from warehouse.maintain import NOW, SafeAges, data_files, maintain
from warehouse.tables import TABLES

Contents = Callable[[Lake], dict[str, list[str]]]
TEXT = "Russia demanded NATO guarantees in 2014-03.\nRussia rejected Zorg.\n"


def load_some(lake: Lake, make: SimpleNamespace, count: int = 8) -> None:
    for number in range(count):  # six sources, so that the last loads replace what the first ones wrote
        load_batch(lake, [make.both(TEXT * 6 + f"Number {number}.", f"{number % 6}.txt")], [], make.run(f"run-{number}"))


def test_many_small_files_become_few_and_no_row_changes(lake: Lake, make: SimpleNamespace, contents: Contents) -> None:
    load_some(lake, make)
    before = contents(lake)
    done = maintain(lake)
    assert done.files_before > 20
    assert done.files_after == data_files(lake) <= len(TABLES)
    assert done.rows_flushed > 0
    assert (done.snapshots_expired, done.files_removed, done.orphans_removed) == (0, 0, 0)
    assert contents(lake) == before
    assert run_checks(lake) == []


def test_only_what_is_old_enough_is_removed(lake: Lake, make: SimpleNamespace, contents: Contents) -> None:
    load_some(lake, make, 3)
    orphan = lake.folder / "data" / "main" / "events" / "ducklake-of-a-killed-process.parquet"
    orphan.write_bytes(b"torn")
    before, files = contents(lake), set((lake.folder / "data").rglob("*.parquet"))
    maintain(lake, SafeAges(history=1, unused=1, orphans=1))
    assert files <= set((lake.folder / "data").rglob("*.parquet"))
    assert len(lake.rows("FROM lake.snapshots()")) > 3
    done = maintain(lake, NOW)
    assert (done.snapshots_expired > 3, done.files_removed > 3, done.orphans_removed) == (True, True, 1)
    assert len(lake.rows("FROM lake.snapshots()")) == 1
    assert len(set((lake.folder / "data").rglob("*.parquet"))) == data_files(lake)
    assert contents(lake) == before


def test_maintenance_waits_for_a_writer(lake: Lake) -> None:
    with open_lake(lake.folder, wait_seconds=0.05) as other, FileLock(lake.folder / "writer.lock"), pytest.raises(LakeBusy):
        maintain(other)
