"""Forgetting: rows at once, and after the purge no byte of the text is left in the lake's folder."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from transforms.errors import InvalidRequest
from transforms.records import Rejection
from warehouse.check import run_checks
from warehouse.forget import forget, named_article, named_sources
from warehouse.lake import Lake, open_lake
from warehouse.load import load_batch
from warehouse.maintain import maintain, purge
from warehouse.publish import publish
from warehouse.query import open_published

Contents = Callable[[Lake], dict[str, list[str]]]
MARKER = "Zanzibar-quorum"
SECRET = f"Zorg met Zorg the {MARKER}.\nFrance met Zorg.\n"
PLAIN = "Russia demanded NATO guarantees in 2014-03.\nRussia rejected Zorg.\n"


def load_all(lake: Lake, make: SimpleNamespace) -> None:
    """The marked text in all places where DuckLake keeps rows: Parquet, the catalog, deleted rows, smallest and largest values."""
    load_batch(lake, [make.both(PLAIN * 6 + f"{n}", f"plain/{n}.txt") for n in range(3)], [], make.run())
    load_batch(lake, [make.both(SECRET * 12, "secret/long.txt"), make.both(PLAIN * 5, "plain/9.txt")], [], make.run())
    load_batch(lake, [make.both(f"AAA {MARKER}. {SECRET}", "secret/short.txt")], [], make.run())
    load_batch(lake, [make.both(f"zzz {MARKER}. {SECRET}", "secret/edited.txt")], [], make.run())
    load_batch(lake, [make.both("France met NATO.", "secret/edited.txt")], [], make.run())
    publish(lake, run_id="r")
    publish(lake, run_id="r")


def places_with(words: str, folder: Path) -> Iterator[str]:
    """Every file of the folder that holds the words, raw or, in Parquet, after reading it."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if words.encode() in path.read_bytes():
            yield f"{path.name} (raw)"
        if path.suffix == ".parquet":
            with duckdb.connect() as reader:
                if words in str(reader.execute("FROM read_parquet(?)", [str(path)]).fetchall()):
                    yield path.name


def test_nothing_of_a_forgotten_text_is_left(lake: Lake, make: SimpleNamespace, contents: Contents) -> None:
    load_all(lake, make)
    assert {"catalog.sqlite (raw)", "evidence.parquet"} <= set(places_with(MARKER, lake.folder))
    doomed = named_sources(lake, "secret/")
    assert (len(doomed.sources), len(doomed.articles), doomed.events) == (3, 3, 26)
    forget(lake, doomed, make.run("forget"))
    assert run_checks(lake) == []
    cost = purge(lake)
    publish(lake, run_id="forget", keep_versions=1)
    assert cost.states > 6
    assert list(places_with(MARKER, lake.folder)) == []
    with open_published(lake.folder) as published:
        assert published.execute("SELECT count(*) FROM timeline").fetchone() == (46,)
    load_batch(lake, [make.both("Russia met NATO.", "new.txt")], [], make.run("later"))
    with open_lake(lake.folder) as other:
        load_batch(other, [make.both("France met Russia.", "newer.txt")], [], make.run("later"))
        maintain(other)
        assert run_checks(other) == []
    assert list(places_with(MARKER, lake.folder)) == []
    assert {row[0] for row in lake.rows("SELECT source_uri FROM lake.article_sources")} == {
        *(f"plain/{n}.txt" for n in (0, 1, 2, 9)), "new.txt", "newer.txt",
    }  # fmt: skip


def test_a_text_with_another_source_stays_with_that_one(lake: Lake, make: SimpleNamespace) -> None:
    both = [make.both(PLAIN, "a/1.txt", "2014", "metadata"), make.both(PLAIN, "b/1.txt", "2013", "dateline")]
    load_batch(lake, both, [Rejection("a/2.txt", "binary", "x", "y")], make.run())
    doomed = named_sources(lake, "a/")
    assert (doomed.sources, doomed.articles, doomed.events, doomed.rejects) == (("a/1.txt",), (), 0, ("a/2.txt",))
    forget(lake, doomed, make.run("forget"))
    assert lake.rows("SELECT source_uri, is_best FROM lake.article_sources") == [("b/1.txt", True)]
    assert lake.rows("SELECT count(*) FROM lake.events") == [(2,)]
    assert lake.rows("FROM lake.rejects") == []
    assert lake.rows("SELECT sources_forgotten, events_removed FROM lake.runs WHERE run_id = 'forget'") == [(1, 0)]
    assert run_checks(lake) == []


def test_an_article_is_named_by_its_id_or_a_source_and_goes_with_all_of_them(lake: Lake, make: SimpleNamespace) -> None:
    load_batch(lake, [make.both(PLAIN, "a.txt"), make.both(PLAIN, "b.txt"), make.both(SECRET, "it's_%.txt")], [], make.run())
    article_id = lake.rows("SELECT article_id FROM lake.article_sources WHERE source_uri = 'a.txt'")[0][0]
    assert named_article(lake, article_id[:8]) == named_article(lake, "b.txt") == named_article(lake, article_id.upper())
    assert named_article(lake, "b.txt").sources == ("a.txt", "b.txt")
    assert named_sources(lake, "it's_%").sources == ("it's_%.txt",)
    assert not named_sources(lake, "%")
    for wrong in ("c.txt", article_id[:7], "", "' OR 1=1 --"):
        with pytest.raises(InvalidRequest, match="no article is"):
            named_article(lake, wrong)
    with pytest.raises(InvalidRequest, match="everything"):
        named_sources(lake, "")


def test_what_was_forgotten_can_be_loaded_again(lake: Lake, make: SimpleNamespace, contents: Contents) -> None:
    load_batch(lake, [make.both(PLAIN, "a.txt")], [], make.run())
    before = contents(lake)
    forget(lake, named_article(lake, "a.txt"), make.run("forget"))
    purge(lake)
    assert contents(lake)["events"] == []
    shutil.rmtree(lake.folder / "published", ignore_errors=True)
    load_batch(lake, [make.both(PLAIN, "a.txt")], [], make.run("again"))
    assert contents(lake) == before
    assert run_checks(lake) == []


def test_what_lies_aside_of_earlier_files_goes_too(lake: Lake, make: SimpleNamespace) -> None:
    load_batch(lake, [make.both(PLAIN, "a.txt")], [], make.run())
    (lake.folder / "timeline.duckdb.wal.stale-1").write_text(MARKER)
    publish(lake, run_id="r")
    assert list(places_with(MARKER, lake.folder)) == ["timeline.duckdb.wal.stale-1 (raw)"]
    publish(lake, run_id="r", keep_versions=1)
    assert list(places_with(MARKER, lake.folder)) == []
