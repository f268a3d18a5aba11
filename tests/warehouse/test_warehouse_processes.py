"""Several processes, processes killed with -9, and disks that refuse: what was acknowledged is there, nothing twice, nothing torn."""

import os
import pickle
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from transforms.records import Extraction
from warehouse.check import run_checks
from warehouse.lake import Lake, open_lake
from warehouse.load import load_batch
from warehouse.publish import publish
from warehouse.query import open_published

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
    chance = random.Random(kills)
    articles = some_articles(make, 8)
    given = pickled(folder, articles)
    acknowledged: set[str] = set()
    for number in range(kills):  # each run has other rules and so writes everything again
        acknowledged |= set(killed_while_loading(folder / "lake", given, f"run-{number}", chance))
        with open_lake(folder / "lake") as lake:
            assert run_checks(lake) == []
            assert acknowledged <= {uri for (uri,) in lake.rows("SELECT source_uri FROM lake.article_sources")}
    with open_lake(folder / "lake") as lake:
        load_batch(lake, articles, [], make.run("last"))
        after = contents(lake)
    assert len(acknowledged) > 0
    assert len(after["events"]) == 12 * len(articles)
    assert len(after["articles"]) == len(articles)


def test_nothing_is_lost_or_torn_when_writers_are_killed(tmp_path: Path, make: SimpleNamespace, contents: Contents) -> None:
    kill_and_look(tmp_path, make, contents, kills=2)


@pytest.mark.services
def test_nothing_is_lost_or_torn_in_many_kills(tmp_path: Path, make: SimpleNamespace, contents: Contents) -> None:
    kill_and_look(tmp_path, make, contents, kills=40)


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
