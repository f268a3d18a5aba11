"""What runs did, read back from the lake."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.extractors import InProcess
from flows.pipeline import Job, Steps, load_extracted, run
from flows.settings import DEFAULT_MODEL
from warehouse.dimensions import add_to_run
from warehouse.lake import open_lake
from warehouse.rows import RunInfo
from warehouse.runs import has_ended, past_runs, run_digest, run_totals

STEPS = Steps(load_extracted, lambda lake, info: lake.folder)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs")
    (folder / "a.txt").write_text("Russia demanded guarantees from NATO on 5 March 2018. Iran met Iraq.", encoding="utf-8")
    (folder / "empty.txt").write_text("", encoding="utf-8")
    for run_id in ("first-1", "second"):
        job = Job((str(folder / "a.txt"), str(folder / "empty.txt")), folder / "lake", DEFAULT_MODEL, run_id=run_id)
        run(job, InProcess(DEFAULT_MODEL), steps=STEPS)
    return folder / "lake"


@pytest.mark.parametrize("run_id", ["first", "first-1"])
def test_a_digest_tells_what_a_run_and_its_chunks_brought(lake: Path, run_id: str) -> None:
    with open_lake(lake, create=False) as opened:
        digest = run_digest(opened, run_id)
    assert {(event.type, event.date, event.who, event.to_whom) for event in digest.top} >= {("REQUEST", "2018-03-05", "Russia", "NATO")}
    assert ("REQUEST", 1, 1) in {(one.type, one.events, one.dated) for one in digest.types}
    assert len(digest.checks) > 10
    assert not any(one.failing for one in digest.checks)


def test_a_run_that_changed_nothing_brought_nothing(lake: Path) -> None:
    with open_lake(lake, create=False) as opened:
        digest = run_digest(opened, "second")
    assert (digest.top, digest.types) == ((), ())


def test_past_runs_are_listed_latest_first(lake: Path) -> None:
    with open_lake(lake, create=False) as opened:
        found = past_runs(opened, 20)
        assert [one.run_id for one in found] == ["second", "first-1"]
        assert [(one.outcome, one.articles_new, one.files_rejected) for one in found] == [("rejects", 0, 1), ("rejects", 1, 1)]
        assert found[0].seconds > 0
        assert [one.run_id for one in past_runs(opened, 1)] == ["second"]
        assert (has_ended(opened, "second"), has_ended(opened, "third")) == (True, False)


def test_totals_are_by_command_and_outcome_of_runs_that_have_ended(lake: Path) -> None:
    with open_lake(lake, create=False) as opened:
        before = run_totals(opened)
        killed = RunInfo("killed", datetime.now(UTC), "", "", "", "ingest")
        opened.write("load", "killed", lambda: add_to_run(opened, killed, articles_new=1))
        assert past_runs(opened, 1)[0].outcome == "running"
        (total,) = run_totals(opened)
    assert [total] == before
    assert (total.command, total.outcome, total.runs, total.articles_loaded, total.files_rejected) == ("ingest", "rejects", 2, 1, 2)
