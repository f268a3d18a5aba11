"""Several processes, processes killed with -9, and disks that refuse: what was acknowledged is there, nothing twice, nothing torn."""

import os
import pickle
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from transforms.errors import WarehouseError
from transforms.records import Extraction
from warehouse.check import run_checks
from warehouse.lake import Lake, open_lake
from warehouse.load import load_batch
from warehouse.maintain import NOW, data_files, maintain
from warehouse.publish import publish
from warehouse.query import open_published
from warehouse.tables import TABLES

ROOT = Path(__file__).resolve().parents[2]
Contents = Callable[[Lake], dict[str, list[str]]]


@pytest.fixture
def folder(tmp_path: Path, empty_lake: Path) -> Path:
    shutil.copytree(empty_lake, tmp_path / "lake")
    return tmp_path / "lake"


def start(*arguments: object) -> "subprocess.Popen[str]":
    script = Path(__file__).with_name("writer_process.py")
    command = [sys.executable, str(script), *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)})


def pickled(folder: Path, extractions: list[Extraction]) -> Path:
    path = folder / "extractions.pickle"
    path.write_bytes(pickle.dumps(extractions))
    return path


def some_articles(make: SimpleNamespace, count: int) -> list[Extraction]:
    text = "Russia demanded NATO guarantees in 2014-03.\nRussia rejected Zorg.\n"
    return [make.both(text * 6 + f"Number {n}.", f"{n}.txt", "2014-04-01") for n in range(count)]


def read_for(process: "subprocess.Popen[str]", lines: int, seconds: float) -> list[str]:
    """Reads some lines, lets the process run a moment longer, kills it, and returns all that it had acknowledged."""
    assert process.stdout is not None
    said = [process.stdout.readline() for _ in range(lines)]
    time.sleep(seconds)
    process.kill()
    said += process.stdout.readlines()
    process.wait()
    process.stdout.close()
    return [line.strip() for line in said if line.strip().endswith(".txt")]


def killed_while_loading(lake_folder: Path, articles: Path, run_id: str, chance: random.Random) -> list[str]:
    return read_for(start("load", lake_folder, articles, run_id), 1 + chance.randrange(4), chance.uniform(0, 0.3))


def kill_and_look(folder: Path, make: SimpleNamespace, contents: Contents, kills: int) -> None:
    """Kills a loader, a publisher and a maintainer in turn; the last acknowledged state is there each time, and the checks hold."""
    chance = random.Random(kills)
    articles = some_articles(make, 8)
    given = pickled(folder, articles)
    lake_folder = folder / "lake"
    acknowledged: set[str] = set()
    for number in range(kills):
        verb = "load" if number < 2 else chance.choice(["load", "load", "publish", "maintain"])
        if verb == "load":  # each run has other rules and so writes everything again
            acknowledged |= set(killed_while_loading(lake_folder, given, f"run-{number}", chance))
        else:
            read_for(start(verb, lake_folder), 1 + chance.randrange(2), chance.uniform(0, 0.6))
        with open_lake(lake_folder) as lake:
            assert run_checks(lake) == [], verb
            assert acknowledged <= {uri for (uri,) in lake.rows("SELECT source_uri FROM lake.article_sources")}
    with open_lake(lake_folder) as lake:
        load_batch(lake, articles, [], make.run("last"))
        after = contents(lake)
        maintain(lake, NOW)
        publish(lake, run_id="last", keep_versions=1)
        assert contents(lake) == after
        assert len(list((lake_folder / "data").rglob("*.parquet"))) == data_files(lake)
    assert len(acknowledged) > 0
    assert len(after["events"]) == 12 * len(articles)
    assert len(after["articles"]) == len(articles)
    assert [path.name for path in lake_folder.iterdir() if path.name.startswith(".publish-")] == []


def test_nothing_is_lost_or_torn_when_processes_are_killed(tmp_path: Path, make: SimpleNamespace, contents: Contents) -> None:
    kill_and_look(tmp_path, make, contents, kills=3)


@pytest.mark.services
def test_nothing_is_lost_or_torn_in_many_kills(tmp_path: Path, make: SimpleNamespace, contents: Contents) -> None:
    kill_and_look(tmp_path, make, contents, kills=50)


@pytest.mark.services
def test_a_thousand_small_loads_leave_few_files(folder: Path, make: SimpleNamespace) -> None:
    """As an inbox looked at every minute, maintained after each hundred loads, while a reader asks; each tenth article is longer."""
    most = events = 0
    with open_lake(folder) as lake, open_lake(folder) as reader:
        lake.connection.execute("SET threads = 1")  # tiny tables: a second thread only costs
        for number in range(1000):
            times = 6 if number % 10 == 0 else 1
            text = "Russia demanded NATO guarantees in 2014-03.\nRussia rejected Zorg.\n" * times + f"Number {number}."
            events += 2 * times
            load_batch(lake, [make.both(text, f"{number}.txt")], [], make.run(f"run-{number}"))
            if number % 100 == 99:
                maintain(lake, NOW)
                most = max(most, len(list((folder / "data").rglob("*.parquet"))))
                assert reader.rows("SELECT count(*), count(DISTINCT article_id) FROM lake.events") == [(events, number + 1)]
        assert run_checks(lake) == []
    assert most <= 2 * len(TABLES)
    assert (folder / "catalog.sqlite").stat().st_size < 5_000_000


def test_processes_that_load_the_same_articles_load_them_once(tmp_path: Path, make: SimpleNamespace) -> None:
    articles = some_articles(make, 4)
    given = pickled(tmp_path, articles)
    writers = [start("load", tmp_path / "lake", given, "same-rules") for _ in range(2)]  # they also race to make the lake
    said = [writer.communicate(timeout=120)[0].split() for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0]
    assert said == [["open", *(article.article.source_uri for article in articles)]] * 2
    with open_lake(tmp_path / "lake", create=False) as lake:
        assert run_checks(lake) == []
        assert lake.rows("SELECT count(*), count(DISTINCT event_id) FROM lake.events") == [(48, 48)]


def test_a_publisher_that_is_killed_leaves_a_good_file_and_its_rubbish_is_swept(folder: Path, make: SimpleNamespace) -> None:
    with open_lake(folder) as lake:
        load_batch(lake, some_articles(make, 3), [], make.run())
        publish(lake, run_id="first")
        for seconds in (0.05, 0.4):
            read_for(start("publish", folder), 1, seconds)
            with open_published(folder) as reader:
                assert reader.execute("SELECT count(*) FROM timeline").fetchone() == (36,)
        (folder / ".publish-stale").mkdir()
        (folder / ".publish-stale" / "timeline.duckdb").touch()
        publish(lake, run_id="last")
    assert [path.name for path in folder.iterdir() if path.name.startswith(".publish-")] == []


def test_a_full_disk_is_told_and_leaves_the_lake_as_it_was(folder: Path, make: SimpleNamespace, contents: Contents) -> None:
    chance = random.Random(1)
    long = "\n".join(["Russia demanded NATO.", *(f"{chance.getrandbits(128):032x}" for _ in range(60_000))])
    given = pickled(folder.parent, [*some_articles(make, 1), make.both(long, "long.txt"), *some_articles(make, 2)[1:]])
    said = start("small-disk", folder, given, "r").communicate(timeout=120)[0].splitlines()
    assert said[:2] == ["open", "0.txt"]
    assert said[2].startswith(f"refused: {folder}: ")
    assert said[-1].endswith("nothing was written; free or mend the disk, then run it again")
    with open_lake(folder) as lake:
        assert lake.rows("SELECT source_uri FROM lake.article_sources") == [("0.txt",)]
        assert run_checks(lake) == []
        load_batch(lake, [make.both(long, "long.txt")], [], make.run())
        assert len(contents(lake)["articles"]) == 2


def open_to_all(folder: Path) -> None:
    """Pytest's folders are closed to other users; what is in the lake is not."""
    for path in (folder, *folder.parents):
        if path == Path(path.anchor):
            break
        path.chmod(path.stat().st_mode | 0o055)
    for path in folder.rglob("*"):
        path.chmod(path.stat().st_mode | 0o044)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_a_folder_that_may_only_be_read_is_told_and_stays_as_it_was(folder: Path, make: SimpleNamespace, contents: Contents) -> None:
    with open_lake(folder) as lake:
        load_batch(lake, some_articles(make, 1), [], make.run())
        publish(lake, run_id="first")
        before = contents(lake)
    open_to_all(folder)
    given = pickled(folder.parent, some_articles(make, 2))
    for command in (("nobody-loads", folder, given, "r"), ("nobody-publishes", folder)):
        said = start(*command).communicate(timeout=120)[0]
        assert said.startswith(f"refused: {folder}"), said
        assert "Traceback" not in said
    with open_lake(folder) as lake, open_published(folder) as reader:
        assert contents(lake) == before
        assert reader.execute("SELECT run_id FROM about").fetchone() == ("first",)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of twelve megabytes, where the machine lets one be mounted."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(disk)], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("no file system can be mounted here; the limit on file sizes stands in for it")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount")
def test_a_disk_that_fills_up_keeps_the_last_state(small_disk: Path, empty_lake: Path, make: SimpleNamespace, contents: Contents) -> None:
    shutil.copytree(empty_lake, small_disk / "lake")
    chance = random.Random(2)
    with open_lake(small_disk / "lake") as lake:
        load_batch(lake, some_articles(make, 1), [], make.run())
        before = contents(lake)
        noise = "\n".join(["Russia demanded NATO.", *(f"{chance.getrandbits(256):064x}" for _ in range(400_000))])
        with pytest.raises(WarehouseError, match=r"nothing was written; free or mend the disk"):
            load_batch(lake, [make.both(noise, "long.txt")], [], make.run("full"))
        assert contents(lake) == before
        (small_disk / "filler").write_bytes(bytes(shutil.disk_usage(small_disk).free))
        with pytest.raises(WarehouseError, match="what was published before stays|nothing was written"):
            publish(lake, run_id="full")
    subprocess.run(["mount", "-o", "remount,size=24m", str(small_disk)], check=True)
    with open_lake(small_disk / "lake") as lake:
        assert contents(lake) == before
        assert run_checks(lake) == []
        maintain(lake, NOW)
        publish(lake, run_id="after")
        assert shutil.disk_usage(small_disk).free > 2 * shutil.disk_usage(small_disk).used / 3
