"""Runs that a real Prefect server schedules: under a worker, under `regesta serve`, and after a worker was killed."""

import html
import os
import shutil
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from flows.extractors import InProcess
from flows.pipeline import Job, run
from flows.scheduled.scheduling import name_for
from flows.settings import DEFAULT_MODEL
from tests.flows.services import PREFECT, REGESTA, ROOT, Process, Server, browsed, process, wait_for
from warehouse.lake import open_lake
from warehouse.query import open_published
from warehouse.tables import TABLES

pytestmark = pytest.mark.services
SAMPLES = ROOT / "seeds" / "articles"
PICTURES = os.environ.get("PICTURES")  # a folder: the pictures of the documentation are taken there
MARKUP = "<img src=x onerror=alert(1)> **said** [it](javascript:alert(1))"


def worker(server: Server, log: Path) -> AbstractContextManager[Process]:
    command = (PREFECT, "worker", "start", "--pool", "regesta", "--limit", "1")
    return process(*command, environment={**server.environment, "PREFECT_WORKER_QUERY_SECONDS": "3"}, log=log)


def schedule_often(server: Server) -> None:
    """Every 20 seconds in place of every quarter of an hour."""
    server.prefect("deployment", "schedule", "create", "regesta-ingest/ingest", "--interval", "20", "--replace", "--accept-yes")


@pytest.fixture(scope="module")
def deployed(server: Server, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The deployments of prefect.yaml are on the server."""
    server.call(REGESTA, "deploy", str(SAMPLES), "--warehouse", str(tmp_path_factory.mktemp("deployed")))


def completed(server: Server, deployment: str, since: str = "") -> list[dict[str, Any]]:
    """The completed runs that were due after `since`, all of which the scheduler made; the test fails when one failed instead."""
    ended = [one for one in server.runs(deployment, "COMPLETED", "FAILED", "CRASHED") if one["expected_start_time"] > since]
    assert all(one["state_type"] == "COMPLETED" and one["auto_scheduled"] for one in ended), ended
    return ended


def counted(lake: Path, sql: str) -> int:
    with open_published(lake) as connection:
        return int(connection.execute(sql).fetchall()[0][0])


def contents(lake: Path) -> dict[str, list[Any]]:
    """All rows in the columns that are not provenance."""
    with open_lake(lake, create=False) as opened:
        tables = [table for table in TABLES.values() if table.name not in ("runs", "schema_versions")]
        return {t.name: sorted(opened.rows(f"SELECT {', '.join(t.content)} FROM lake.{t.name}"), key=repr) for t in tables}


def test_a_scheduled_run_of_prefect_yaml_completes_and_tells_what_it_did(server: Server, tmp_path: Path) -> None:
    inbox, lake, log = tmp_path / "inbox", tmp_path / "lake", tmp_path / "worker.log"
    inbox.mkdir()
    shutil.copy(SAMPLES / "korea_summit.json", inbox)
    (inbox / "hostile.txt").write_text(f"Iran accused Iraq of lies on 3 May 2019, {MARKUP}.", encoding="utf-8")
    (inbox / "empty.txt").touch()

    server.prefect("work-pool", "create", "regesta", "--type", "process", "--overwrite")
    server.prefect("deploy", "--all", REGESTA_INBOX=str(inbox), REGESTA_WAREHOUSE=str(lake))
    schedule_often(server)
    with worker(server, log):
        wait_for("a scheduled run", lambda: completed(server, "ingest"), log)

    first = completed(server, "ingest")[0]
    assert counted(lake, "SELECT count(*) FROM timeline") > 5
    assert counted(lake, "SELECT count(*) FROM rejected_files") == 1
    logged = [line["message"] for line in server.found("logs", logs={"flow_run_id": {"any_": [first["id"]]}})]
    assert any("loaded 2 articles with" in line for line in logged)
    assert any("empty.txt: empty:" in line for line in logged)
    artifacts = {a["key"]: a for a in server.found("artifacts", flow_runs={"id": {"any_": [first["id"]]}})}
    assert "| loaded | 2 new, 0 changed |" in artifacts["regesta-summary"]["data"]
    assert "empty.txt" in artifacts["regesta-rejected"]["data"]
    assert "checks hold" in artifacts["regesta-checks"]["data"]
    assert "█" in artifacts["regesta-events-by-type"]["data"]
    look_at(server, first["id"], artifacts["regesta-new-events"]["id"], tmp_path)


def look_at(server: Server, flow_run: str, artifact: str, folder: Path) -> None:
    """The pages of the run and of its new events, in both of Prefect's user interfaces."""
    pictures = Path(PICTURES) if PICTURES else folder
    base = server.api.removesuffix("/api")
    page = browsed(f"{base}/runs/flow-run/{flow_run}", folder / "browser", pictures / "scheduled-run.png")
    assert "Completed" in page
    assert "auto-scheduled" in page
    assert "Beginning flow run" in page
    for place, picture in (("", pictures / "new-events.png"), ("/v2", folder / "v2.png")):
        page = browsed(f"{base}{place}/artifacts/artifact/{artifact}", folder / "browser", picture)
        assert "flew to Pyongyang on June 13" in page
        assert "regesta explain" in page
        assert html.escape(MARKUP) in page
        assert 'href="javascript' not in page
        assert picture.read_bytes().startswith(b"\x89PNG")
        assert picture.stat().st_size > 20_000  # an empty page is smaller


def test_the_first_scheduled_run_of_serve_comes_at_once(server: Server, tmp_path: Path) -> None:
    lake, log = tmp_path / "lake", tmp_path / "serve.log"
    command = (REGESTA, "serve", str(SAMPLES / "korea_summit.json"), "--every", "15m", "--warehouse", str(lake))
    with process(*command, environment=server.environment, log=log):
        wait_for("a scheduled run", lambda: completed(server, name_for(lake)), log)
    assert counted(lake, "SELECT count(*) FROM timeline") > 5
    assert f"Runs: {server.api.removesuffix('/api')}/runs" in log.read_text(encoding="utf-8")


def test_after_a_killed_run_the_next_scheduled_one_brings_the_same_rows(server: Server, tmp_path: Path) -> None:
    inbox, lake, log = tmp_path / "inbox", tmp_path / "lake", tmp_path / "worker.log"
    inbox.mkdir()
    for number in range(500):
        text = f"Iran accused Iraq of lies on {1 + number % 28} May {1990 + number % 30}. Talks in Geneva followed, said minister {number}."
        (inbox / f"{number:03}.txt").write_text(text, encoding="utf-8")
    deploy = (REGESTA, "deploy", str(inbox), "--warehouse", str(lake))

    server.call(*deploy)
    schedule_often(server)
    with worker(server, log) as first:
        wait_for("a run with two loaded batches", lambda: loaded_batches(server) >= 2, log)
        first.kill()
    (killed,) = server.runs("ingest", "RUNNING")
    with open_lake(lake, create=False) as opened:
        ((articles,),) = opened.rows("SELECT count(*) FROM lake.articles")
    assert 128 <= articles < 500

    server.call(*deploy)
    schedule_often(server)
    assert killed["id"] in [one["id"] for one in server.runs("ingest", "CRASHED")]
    with worker(server, log):
        wait_for("the next scheduled run", lambda: completed(server, "ingest", since=killed["expected_start_time"]), log)

    run(Job((str(inbox),), tmp_path / "undisturbed", DEFAULT_MODEL), InProcess(DEFAULT_MODEL))
    assert contents(lake) == contents(tmp_path / "undisturbed")
    assert counted(lake, "SELECT sum(articles) FROM coverage_daily") == 500


def loaded_batches(server: Server) -> int:
    running = [one["id"] for one in server.runs("ingest", "RUNNING")]
    wanted = {"state": {"type": {"any_": ["COMPLETED"]}}, "name": {"like_": "load"}}
    return len(server.found("task_runs", task_runs=wanted, flow_runs={"id": {"any_": running}})) if running else 0


@pytest.mark.parametrize(("name", "then"), [("ingest", "CANCELLED"), ("maintain", "SCHEDULED")])
def test_runs_do_not_overlap(server: Server, deployed: None, name: str, then: str) -> None:
    """The server itself decides: a later ingest run is cancelled, a later maintain run is put off."""
    (deployment,) = server.found("deployments", deployments={"name": {"any_": [name]}})
    first, second = (server.post(f"deployments/{deployment['id']}/create_flow_run", state={"type": "SCHEDULED"})["id"] for _ in "12")

    def to(flow_run: str, state: str) -> str:
        answer = server.post(f"flow_runs/{flow_run}/set_state", state={"type": state})
        return str(answer["state"]["type"] if answer["state"] else answer["details"])

    assert (to(first, "PENDING"), to(first, "RUNNING"), to(second, "PENDING")) == ("PENDING", "RUNNING", then)
    assert to(first, "COMPLETED") == "COMPLETED"
    third = server.post(f"deployments/{deployment['id']}/create_flow_run", state={"type": "SCHEDULED"})["id"]
    assert (to(third, "PENDING"), to(third, "CANCELLED")) == ("PENDING", "CANCELLED")
    to(second, "CANCELLED")  # or the next worker would find it
