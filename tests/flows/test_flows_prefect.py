"""The pipeline under a real Prefect, offline, in a home of its own: the flow, its retries, and a scheduled run from prefect.yaml."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from flows.extractors import InProcess
from flows.pipeline import Job, run
from flows.settings import DEFAULT_MODEL, QUIET_PREFECT
from transforms.errors import LakeBusy, WarehouseError
from warehouse.lake import open_lake
from warehouse.query import open_published

pytestmark = pytest.mark.services
ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "seeds" / "articles"
PREFECT = Path(sys.executable).with_name("prefect")
PATIENCE = 300  # seconds; a loaded machine takes one minute for the server alone


@pytest.fixture(scope="module")
def harness() -> Iterator[None]:
    """A server for this module in a temporary home; it ends with the module."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in QUIET_PREFECT.items():
            patch.setenv(name, value)
        from prefect.testing.utilities import prefect_test_harness

        with prefect_test_harness(server_startup_timeout=120):
            yield


def event_ids(lake: Path) -> list[Any]:
    with open_lake(lake, create=False) as opened:
        return opened.rows("SELECT event_id, type, status, edtf FROM lake.events ORDER BY ALL")


def test_the_flow_gives_the_rows_of_the_pipeline_and_an_artifact(harness: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from prefect.client.orchestration import get_client

    from flows.ingest import ARTIFACT_KEY, IngestRequest, ingest

    (tmp_path / "bad<b>.txt").write_bytes(b"")
    monkeypatch.setenv("REGESTA_BATCH", "16")
    paths = (str(SAMPLES), str(tmp_path / "bad<b>.txt"))
    summary = ingest(IngestRequest(paths=paths, warehouse=tmp_path / "flow", workers=2))
    run(Job(paths, tmp_path / "plain", DEFAULT_MODEL), InProcess(DEFAULT_MODEL))

    assert summary.counts.new == len(event_sources(tmp_path / "plain"))
    assert event_ids(tmp_path / "flow") == event_ids(tmp_path / "plain")
    with get_client(sync_client=True) as client:
        artifact = next(a for a in client.read_artifacts() if a.key == ARTIFACT_KEY)
        names = sorted(task_run.name.split("-")[0] for task_run in client.read_task_runs())
        (flow_run,) = client.read_flow_runs()
    assert flow_run.name == f"ingest-{SAMPLES}"
    assert names == ["extract", "extract", "load", "load", "publish"]
    assert f"| read | {summary.read} articles |" in artifact.data
    assert "bad&#60;b&#62;" in artifact.data


def event_sources(lake: Path) -> list[Any]:
    with open_lake(lake, create=False) as opened:
        return opened.rows("SELECT source_uri FROM lake.article_sources")


def test_a_bad_parameter_is_refused_before_the_run_starts(harness: None) -> None:
    from prefect.exceptions import ParameterTypeError

    from flows.ingest import ingest

    with pytest.raises(ParameterTypeError):
        ingest(request={"paths": []})
    with pytest.raises(ParameterTypeError):
        ingest(request={"paths": ["a"], "workerz": 1})


@pytest.mark.parametrize(
    ("error", "calls"),
    [
        (LakeBusy("lake", "another run writes"), 4),
        (OSError(28, "No space left on device"), 4),
        (WarehouseError("lake", "schema version 9"), 1),
        (ValueError("a fault"), 1),
    ],
)
def test_only_input_and_output_is_retried(harness: None, error: Exception, calls: int) -> None:
    from prefect import flow

    from flows.ingest import load_batch

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


@contextmanager
def process(*command: str | Path, environment: dict[str, str], log: Path) -> Iterator[None]:
    """A process with its children; they are ended, whatever happens."""
    with log.open("wb") as output:
        started = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output, start_new_session=True)
        try:
            yield
        finally:
            os.killpg(started.pid, signal.SIGTERM)
            try:
                started.wait(timeout=20)
            except subprocess.TimeoutExpired:
                pass
            finally:
                with_children_gone(started)


def with_children_gone(started: "subprocess.Popen[bytes]") -> None:
    try:
        os.killpg(started.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    started.wait(timeout=20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(what: str, done: Any, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            if done():
                return
        except OSError:
            pass
        time.sleep(1)
    raise AssertionError(f"{what} did not happen in {PATIENCE} s:\n{log.read_text(errors='replace')[-3000:]}")


def test_a_scheduled_run_of_the_deployment_is_created_and_completes(tmp_path: Path) -> None:
    import httpx

    port = free_port()
    api = f"http://127.0.0.1:{port}/api"
    environment = {**os.environ, **QUIET_PREFECT, "PREFECT_HOME": str(tmp_path / "home"), "PREFECT_API_URL": api}
    request = {"paths": [str(SAMPLES / "korea_summit.json")], "warehouse": str(tmp_path / "lake")}

    def prefect(*arguments: str) -> None:
        subprocess.run([PREFECT, "--no-prompt", *arguments], cwd=ROOT, env=environment, check=True, capture_output=True, timeout=PATIENCE)

    def finished() -> bool:
        wanted = {"flow_runs": {"state": {"type": {"any_": ["COMPLETED", "FAILED", "CRASHED"]}}}}
        ended = httpx.post(f"{api}/flow_runs/filter", json=wanted, timeout=20).json()
        assert all(one["state_type"] == "COMPLETED" and one["auto_scheduled"] for one in ended), ended
        return bool(ended)

    server = [PREFECT, "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with process(*server, environment=environment, log=tmp_path / "server.log"):
        wait_for("the server's start", lambda: healthy(api), tmp_path / "server.log")
        prefect("work-pool", "create", "regesta", "--type", "process")
        prefect("deploy", "--name", "ingest", "--interval", "60", "--params", json.dumps({"request": request}))
        worker = [PREFECT, "worker", "start", "--pool", "regesta", "--limit", "1"]
        with process(*worker, environment=environment, log=tmp_path / "worker.log"):
            wait_for("a scheduled run", finished, tmp_path / "worker.log")
    with open_published(tmp_path / "lake") as connection:
        assert connection.execute("SELECT count(*) FROM timeline").fetchall()[0][0] > 0


def healthy(api: str) -> bool:
    import httpx

    try:
        return httpx.get(f"{api}/health", timeout=5).is_success
    except httpx.HTTPError:
        return False
