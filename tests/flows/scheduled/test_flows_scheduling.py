"""Scheduling without a server: spans of time, names, locks, processes that are gone."""

import os
import socket
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pydantic import ValidationError

from flows.cli import main
from flows.scheduled.requests import BackfillRequest, IngestRequest, Request
from flows.scheduled.scheduling import answers, interval, is_gone, located, name_for, only_one, this_process
from transforms.errors import InvalidRequest


@pytest.mark.parametrize(("text", "seconds"), [("15m", 900), ("1h", 3600), ("90s", 90), ("1d", 86400)])
def test_intervals(text: str, seconds: int) -> None:
    assert interval(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "15", "m", "59s", "0m", "-5m", "1w", "1.5h"])
def test_intervals_in_another_form_are_refused(text: str) -> None:
    with pytest.raises(InvalidRequest, match="at least a minute"):
        interval(text)


def test_paths_of_schedules_hold_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert located("inbox/*.txt") == str(tmp_path / "inbox" / "*.txt")
    assert located("s3://bucket/news") == "s3://bucket/news"
    with pytest.raises(InvalidRequest, match="standard input"):
        located("-")


def test_lakes_have_names_of_their_own() -> None:
    assert name_for(Path("/srv/regesta/lake")) == "srv-regesta-lake"
    assert name_for(Path("/")) == "root"


def test_a_lake_is_served_once(tmp_path: Path) -> None:
    with only_one(tmp_path / "lake"):
        again = (
            "from flows.scheduled.scheduling import only_one\nfrom pathlib import Path; import sys\nwith only_one(Path(sys.argv[1])): pass"
        )
        done = subprocess.run([sys.executable, "-c", again, str(tmp_path / "lake")], capture_output=True, text=True)
        assert "another process serves this lake" in done.stderr
    with only_one(tmp_path / "lake"):
        pass


def test_processes_that_are_gone_are_known_on_this_machine_only() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    host = socket.gethostname()
    assert not is_gone(this_process())
    assert this_process() == f"{host}:{os.getpid()}"
    assert is_gone(f"{host}:{ended.pid}")
    assert not is_gone(f"elsewhere:{ended.pid}")


def test_nobody_answers_at_a_port_without_a_server() -> None:
    assert not answers("http://127.0.0.1:9/api")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["serve", "in", "--every", "15m", "--cron", "* * * * *"], "both --every and --cron"),
        (["serve", "in", "--every", "10s"], "at least a minute"),
        (["serve", "-"], "standard input"),
        (["serve", "in"], "nobody answers at http://127.0.0.1:9/api"),
        (["deploy", "in"], "nobody answers at http://127.0.0.1:9/api"),
    ],
)
def test_what_cannot_be_served_is_refused(arguments: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    done = CliRunner().invoke(main, [*arguments, "--warehouse", str(tmp_path / "lake")])
    assert done.exit_code == 2
    assert told in done.output


def test_requests_are_completed_from_the_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REGESTA_WAREHOUSE", str(tmp_path))
    monkeypatch.setenv("REGESTA_METRICS", "m.prom")
    job = IngestRequest(paths=("a",), fields="text=story").job("ingest", "r1")
    assert (job.warehouse, job.run_id, job.metrics, job.options.fields.text) == (tmp_path, "r1", Path("m.prom"), ("story",))
    assert Request(warehouse=Path("b")).folder == Path("b")


def test_every_parameter_is_described() -> None:
    for model in (IngestRequest, BackfillRequest):
        described = model.model_json_schema()["properties"]
        assert all(one.get("description") for one in described.values())


def test_a_range_of_days_is_put_into_paths() -> None:
    request = BackfillRequest(paths=("a/%Y/%m", "b/%d"), since=date(2020, 1, 30), until=date(2020, 2, 1))
    assert request.dated_paths() == ("a/2020/01", "b/30", "b/31", "a/2020/02", "b/01")
    assert BackfillRequest(paths=("a",)).dated_paths() == ("a",)


@pytest.mark.parametrize(
    "given",
    [
        {"since": date(2020, 1, 1)},
        {"since": date(2020, 1, 1), "until": date(2020, 1, 2)},
        {"paths": ("a/%Y",)},
        {"paths": ("a/%Y",), "since": date(2020, 1, 2), "until": date(2020, 1, 1)},
        {"chunk": 0},
        {"paths": ()},
    ],
)
def test_ranges_that_mean_nothing_are_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        BackfillRequest(**{"paths": ("a",), **given})
