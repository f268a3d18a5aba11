"""Stored articles extracted again: what is told, what is written, what is left out. With real extraction of short articles."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.extractors import Extractor, extractor
from flows.pipeline import Job, run
from flows.reprocessing import ReprocessJob, ReprocessSummary, reprocess
from flows.settings import DEFAULT_MODEL
from flows.showing.differences import difference_lines
from warehouse.check import run_checks
from warehouse.compare import Differences
from warehouse.lake import open_lake
from warehouse.query import open_published

TEXTS = {
    "old.txt": "Published: 2014-04-01\n\nOn 12 March 2014 Russia accused Ukraine of aggression.",
    "new.txt": "Published: 2020-05-02\n\nFrance and Germany signed a treaty in Aachen on 22 January 2019.",
}


@pytest.fixture(scope="module")
def extracting() -> Iterator[Extractor]:
    with extractor(DEFAULT_MODEL, 1) as opened:
        yield opened


@pytest.fixture
def lake(tmp_path: Path, extracting: Extractor) -> Path:
    """A lake of two articles whose treaty is missing and whose accusation has another date, as older rules might have had it."""
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text)
    folder = tmp_path / "lake"
    run(Job((str(tmp_path / "old.txt"), str(tmp_path / "new.txt")), folder, DEFAULT_MODEL), extracting)
    return folder


def harm(folder: Path) -> list[tuple[str, ...]]:
    with open_lake(folder) as lake:
        before = lake.rows("SELECT event_id, edtf, status, rule_id, type FROM lake.events ORDER BY event_id")
        lake.connection.execute("UPDATE lake.events SET edtf = '2014' WHERE type = 'ACCUSE'")
        for table in ("event_participants", "mention_participants", "event_mentions", "events"):
            lake.connection.execute(f"DELETE FROM lake.{table} WHERE event_id IN (SELECT event_id FROM lake.events WHERE type = 'SUPPORT')")
    assert {row[4] for row in before} == {"ACCUSE", "SUPPORT"}
    return before


def again(folder: Path, extracting: Extractor, told: list[Differences], **more: object) -> ReprocessSummary:
    dry = bool(more.pop("dry", False))
    job = ReprocessJob(folder, DEFAULT_MODEL, **more)  # type: ignore[arg-type]
    return reprocess(job, extracting, agree=lambda found: told.append(found) or not dry)


def test_what_changed_is_told_before_it_is_written(lake: Path, extracting: Extractor) -> None:
    before = harm(lake)
    told: list[Differences] = []
    dry = again(lake, extracting, told, dry=True)
    assert dict(told[0].counts) == {("SUPPORT", "gained"): 1, ("ACCUSE", "changed"): 1}
    lines = difference_lines(told[0])
    assert lines[0] == "  compared   2 articles, 2 of them change"
    assert any("changed ACCUSE: “accused" in line and "edtf 2014 → 2014-03-12" in line for line in lines)
    assert any("gained SUPPORT: “signed" in line and "source FRA" in line for line in lines)
    assert not dry.committed
    with open_lake(lake) as opened:
        assert opened.rows("SELECT edtf FROM lake.events") == [("2014",)]
    summary = again(lake, extracting, told)
    assert summary.committed
    assert (summary.run.counts.events_new, summary.run.counts.events_removed) == (1, 0)
    with open_lake(lake) as opened:
        assert opened.rows("SELECT event_id, edtf, status, rule_id, type FROM lake.events ORDER BY event_id") == before
        assert opened.rows("SELECT command, outcome, articles_read FROM lake.runs ORDER BY started_at DESC LIMIT 1") == [
            ("reprocess", "ok", 2)
        ]
        assert run_checks(opened) == []
    with open_published(lake) as published:
        assert published.execute("SELECT count(*) FROM timeline").fetchone() == (2,)
    again(lake, extracting, told)
    assert told[-1].counts == {}


def test_only_the_wanted_articles_are_extracted(lake: Path, extracting: Extractor) -> None:
    told: list[Differences] = []
    assert again(lake, extracting, told, since="2020-05", dry=True).run.read == 1
    assert again(lake, extracting, told, since="2021", dry=True).run.read == 0
    assert again(lake, extracting, told, only_changed=True, dry=True).run.read == 0
    with open_lake(lake) as opened:
        opened.connection.execute("UPDATE lake.articles SET rules_version = 'older' WHERE published = '2014-04-01'")
    assert again(lake, extracting, told, only_changed=True, dry=True).run.read == 1
    assert [found.articles for found in told] == [1, 0, 0, 1]


def test_an_event_of_another_type_in_the_same_words_has_changed(lake: Path, extracting: Extractor) -> None:
    with open_lake(lake) as opened:
        opened.connection.execute("UPDATE lake.events SET type = 'REJECT', event_id = 'other' WHERE type = 'ACCUSE'")
    told: list[Differences] = []
    again(lake, extracting, told, dry=True)
    assert dict(told[0].counts) == {("ACCUSE", "changed"): 1}
    assert told[0].examples["ACCUSE", "changed"][0].columns[0] == "type"
