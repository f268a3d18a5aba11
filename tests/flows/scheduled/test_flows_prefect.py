"""The flows under a real Prefect server: same rows as the pipeline, artifacts, retries, and runs that fail."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.extractors import InProcess
from flows.pipeline import Job, run
from flows.settings import DEFAULT_MODEL
from tests.flows.services import ROOT, Server
from transforms.errors import LakeBusy, WarehouseError
from warehouse.lake import open_lake

pytestmark = pytest.mark.services
SAMPLES = ROOT / "seeds" / "articles"


@pytest.fixture
def connected(server: Server, tmp_path: Path) -> Iterator[Server]:
    """Flows that are called in this process report to the session's server."""
    from prefect.settings import PREFECT_API_URL, PREFECT_HOME, temporary_settings

    with temporary_settings({PREFECT_API_URL: server.api, PREFECT_HOME: tmp_path / "home"}):
        yield server


def rows(lake: Path, sql: str) -> list[Any]:
    with open_lake(lake, create=False) as opened:
        return opened.rows(sql)


EVENTS = "SELECT event_id, type, status, edtf FROM lake.events ORDER BY ALL"


def test_the_flow_gives_the_rows_of_the_pipeline_and_artifacts(connected: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows.ingest import ingest
    from flows.scheduled.requests import IngestRequest

    (tmp_path / "bad<b>.txt").write_bytes(b"")
    monkeypatch.setenv("REGESTA_BATCH", "16")
    paths = (str(SAMPLES), str(tmp_path / "bad<b>.txt"))
    summary = ingest(IngestRequest(paths=paths, warehouse=tmp_path / "flow", workers=2))
    run(Job(paths, tmp_path / "plain", DEFAULT_MODEL), InProcess(DEFAULT_MODEL))

    assert rows(tmp_path / "flow", EVENTS) == rows(tmp_path / "plain", EVENTS)
    named = connected.found("flow_runs", flow_runs={"name": {"any_": [f"ingest-{SAMPLES}"]}})
    (flow_run,) = [one for one in named if one["id"].replace("-", "")[:16] == summary.run_id]
    tasks = connected.found("task_runs", flow_runs={"id": {"any_": [flow_run["id"]]}})
    assert sorted(task["name"].split("-")[0] for task in tasks) == ["extract", "extract", "load", "load", "publish"]
    artifacts = {a["key"]: a["data"] for a in connected.found("artifacts", flow_runs={"id": {"any_": [flow_run["id"]]}})}
    assert f"| read | {summary.read} articles |" in artifacts["regesta-summary"]
    assert r"bad\<b\>" in artifacts["regesta-rejected"]
    assert "checks hold" in artifacts["regesta-checks"]
    assert artifacts["regesta-new-events"].count("regesta explain") == 20
    assert "█" in artifacts["regesta-events-by-type"]


def test_a_backfill_goes_by_chunks_of_a_range_of_days(connected: Server, tmp_path: Path) -> None:
    from flows.ingest import backfill
    from flows.scheduled.requests import BackfillRequest

    for day, count in (("2020-01-30", 2), ("2020-02-01", 1), ("2020-02-02", 1)):
        (tmp_path / "archive" / day).mkdir(parents=True)
        for number in range(count):
            (tmp_path / "archive" / day / f"{number}.txt").write_text(f"Iran met Iraq on Monday. {day} {number}", encoding="utf-8")
    request = BackfillRequest(
        paths=(str(tmp_path / "archive" / "%Y-%m-%d"),),
        warehouse=tmp_path / "lake",
        since=date(2020, 1, 30),
        until=date(2020, 2, 1),
        chunk=2,
    )
    summary = backfill(request)
    assert summary.counts.new == 3
    assert [row[0] for row in rows(tmp_path / "lake", "SELECT articles_new FROM lake.runs ORDER BY run_id")] == [2, 1]
    assert backfill(request).skipped == 3
    assert (tmp_path / "lake" / "timeline.duckdb").is_file()


def test_upkeep_of_a_lake_is_told(connected: Server, tmp_path: Path) -> None:
    from flows.maintain import maintain
    from flows.publish import publish
    from flows.reprocess import ReprocessRequest, reprocess
    from flows.scheduled.requests import Request

    run(Job((str(SAMPLES / "korea_summit.json"),), tmp_path, DEFAULT_MODEL), InProcess(DEFAULT_MODEL))
    before = rows(tmp_path, EVENTS)
    request = Request(warehouse=tmp_path)
    maintain(request)
    told = reprocess(ReprocessRequest(warehouse=tmp_path, only_changed=False, dry_run=True))
    written = reprocess(ReprocessRequest(warehouse=tmp_path, only_changed=False))
    assert publish(request) == str(tmp_path / "timeline.duckdb")
    assert (told.read, written.read, rows(tmp_path, EVENTS)) == (1, 1, before)
    found = {a["key"]: a["data"] for a in connected.found("artifacts")}
    assert "| files before |" in found["regesta-maintenance"]
    assert "1 articles, 0 of them change" in found["regesta-differences"]
    commands = rows(tmp_path, "SELECT command, outcome FROM lake.runs ORDER BY started_at")
    assert commands == [("ingest", "ok"), ("maintain flow", "ok"), ("reprocess flow", "ok")]


def test_a_bad_parameter_is_refused_before_the_run_starts(connected: Server) -> None:
    from prefect.exceptions import ParameterTypeError

    from flows.ingest import ingest

    with pytest.raises(ParameterTypeError):
        ingest(request={"paths": []})
    with pytest.raises(ParameterTypeError):
        ingest(request={"paths": ["a"], "workerz": 1})


def test_a_run_that_fails_before_it_opens_the_lake_is_recorded(connected: Server, tmp_path: Path) -> None:
    from flows.ingest import ingest
    from flows.scheduled.requests import IngestRequest
    from transforms.errors import InvalidRequest

    run(Job((str(SAMPLES / "korea_summit.json"),), tmp_path, DEFAULT_MODEL), InProcess(DEFAULT_MODEL))
    with pytest.raises(InvalidRequest, match="nowhere"):
        ingest(IngestRequest(paths=("nowhere",), warehouse=tmp_path))
    assert rows(tmp_path, "SELECT outcome FROM lake.runs ORDER BY started_at") == [("ok",), ("failed",)]


@pytest.mark.parametrize(
    ("error", "calls"),
    [
        (LakeBusy("lake", "another run writes"), 4),
        (OSError(28, "No space left on device"), 4),
        (WarehouseError("lake", "schema version 9"), 1),
        (ValueError("a fault"), 1),
    ],
)
def test_only_input_and_output_is_retried(connected: Server, error: Exception, calls: int) -> None:
    from prefect import flow

    from flows.scheduled.tasks import load_batch

    called = []

    def fails() -> Any:
        called.append(1)
        raise error

    @flow
    def loads() -> None:
        load_batch.with_options(retry_delay_seconds=0, retry_jitter_factor=None)(fails)

    with pytest.raises(type(error)):
        loads()
    assert len(called) == calls
