"""What runs tell those who watch them: exit statuses, `regesta runs` and the metrics file, as the command really writes them."""

import csv
import io
import json
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from prometheus_client.parser import text_string_to_metric_families

from flows.cli import main

STORY = "Russia demanded guarantees from NATO on Monday."
OUTCOMES = [("ok", 0), ("rejects", 1), ("failed", 2), ("ok", 0)]


def regesta(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder in which four runs have ended, each in its way; `statuses` holds their exit statuses."""
    folder = tmp_path_factory.mktemp("runs")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("REGESTA_METRICS", "regesta.prom")
        Path("a.txt").write_text(STORY, encoding="utf-8")
        Path("b.txt").write_text(STORY.replace("Russia", "China"), encoding="utf-8")
        Path("empty.txt").write_bytes(b"")
        statuses = [regesta("ingest", "a.txt").exit_code, regesta("ingest", "a.txt", "b.txt", "empty.txt").exit_code]
        Path("lake/timeline.duckdb").unlink()
        Path("lake/timeline.duckdb/in_the_way").mkdir(parents=True)
        statuses.append(regesta("ingest", "a.txt").exit_code)
        shutil.rmtree("lake/timeline.duckdb")
        statuses.append(regesta("ingest", "a.txt").exit_code)
        Path("statuses").write_text(json.dumps(statuses), encoding="utf-8")
        yield folder


def past(place: Path, *options: str) -> list[dict[str, Any]]:
    found = regesta("runs", "--warehouse", str(place / "lake"), "--format", "json", *options)
    assert found.exit_code == 0
    rows: list[dict[str, Any]] = json.loads(found.stdout)
    return rows


def samples(place: Path) -> dict[tuple[str, str], float]:
    """The metrics by name and outcome."""
    text = (place / "regesta.prom").read_text(encoding="utf-8")
    families = text_string_to_metric_families(text)
    return {(one.name, one.labels.get("outcome", "")): one.value for family in families for one in family.samples}


def test_the_exit_status_is_that_of_the_guide(place: Path) -> None:
    assert json.loads((place / "statuses").read_text(encoding="utf-8")) == [status for _, status in OUTCOMES]


def test_runs_lists_them_the_latest_first(place: Path) -> None:
    rows = past(place)
    assert [row["outcome"] for row in rows] == [outcome for outcome, _ in reversed(OUTCOMES)]
    counts = [(row["articles_read"], row["articles_new"], row["files_rejected"]) for row in rows]
    assert counts == [(1, 0, 0), (1, 0, 0), (2, 1, 1), (1, 1, 0)]
    assert all(row["seconds"] > 0 and row["command"] == "ingest" for row in rows)
    assert past(place, "--limit", "2") == rows[:2]


def test_runs_is_a_table_for_people_and_csv_for_programs(place: Path) -> None:
    table = regesta("runs", "--warehouse", str(place / "lake")).stdout.splitlines()
    assert len(table) == 1 + len(OUTCOMES)
    assert table[0].split()[:3] == ["run", "command", "outcome"]
    assert [line.split()[2] for line in table[1:]] == [outcome for outcome, _ in reversed(OUTCOMES)]
    rows = list(csv.DictReader(io.StringIO(regesta("runs", "--warehouse", str(place / "lake"), "--format", "csv").stdout)))
    assert [row["run_id"] for row in rows] == [row["run_id"] for row in past(place)]


def test_the_metrics_file_says_the_same_as_the_list_of_runs(place: Path) -> None:
    found, rows = samples(place), past(place)
    for outcome, number in Counter(row["outcome"] for row in rows).items():
        these = [row for row in rows if row["outcome"] == outcome]
        assert found["regesta_runs_total", outcome] == number
        assert found["regesta_articles_loaded_total", outcome] == sum(row["articles_new"] + row["articles_changed"] for row in these)
        assert found["regesta_events_new_total", outcome] == sum(row["events_new"] for row in these)
        assert found["regesta_files_rejected_total", outcome] == sum(row["files_rejected"] for row in these)
        last = max(datetime.fromisoformat(row["started_at"]).timestamp() + row["seconds"] for row in these)
        assert found["regesta_last_run_timestamp_seconds", outcome] == pytest.approx(last, abs=1)
    assert found["regesta_last_run_duration_seconds", ""] == pytest.approx(rows[0]["seconds"], abs=5)


def test_every_metric_is_in_the_guide(place: Path) -> None:
    guide = (Path(__file__).resolve().parents[2] / "docs" / "running.md").read_text(encoding="utf-8")
    assert {name for name, _ in samples(place)} <= {word.strip("`") for word in guide.split()}
