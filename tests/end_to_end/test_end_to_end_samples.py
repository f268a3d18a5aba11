"""The whole way on the sample articles, in every format: files in, a timeline out that says where it is written; twice gives the same."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from flows.cli import main
from flows.settings import Settings
from transforms.reading import article_id

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "seeds" / "articles"
FORMATS = {".txt", ".md", ".html", ".json", ".jsonl"}


def regesta(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def answer(lake: Path, *arguments: str) -> Any:
    found = regesta(*arguments, "--warehouse", str(lake), "--format", "json")
    assert found.exit_code == 0, found.output
    return json.loads(found.stdout)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The samples, loaded once."""
    folder = tmp_path_factory.mktemp("samples") / "lake"
    found = regesta("ingest", str(SAMPLES), "--warehouse", str(folder))
    assert found.exit_code == 0, found.output
    yield folder


def counts(lake: Path) -> list[dict[str, Any]]:
    sql = "SELECT type, status, count(*) AS n, count(date) AS dated, min(event_id) AS first FROM timeline GROUP BY ALL ORDER BY ALL"
    return answer(lake, "sql", sql)  # type: ignore[no-any-return]


def test_the_samples_cover_every_format() -> None:
    assert {path.suffix for path in SAMPLES.iterdir()} >= FORMATS


def test_every_format_gives_events(lake: Path) -> None:
    with_events = {row["article_id"] for row in answer(lake, "sql", "SELECT DISTINCT article_id FROM timeline")}
    for suffix in FORMATS:
        files = [str(path) for path in SAMPLES.iterdir() if path.suffix == suffix]
        texts = [json.loads(line)["text"] for line in regesta("extract", *files).stdout.splitlines()]
        assert with_events & {article_id(text) for text in texts}, suffix


def test_a_second_run_changes_neither_ids_nor_counts(lake: Path) -> None:
    before = counts(lake)
    ids = answer(lake, "sql", "SELECT event_id FROM timeline ORDER BY 1")
    found = regesta("ingest", str(SAMPLES), "--warehouse", str(lake))
    assert re.search(r"loaded +0 new, 0 changed", found.stdout)
    assert counts(lake) == before
    assert answer(lake, "sql", "SELECT event_id FROM timeline ORDER BY 1") == ids


def test_the_article_without_a_date_gives_undated_events_only(lake: Path) -> None:
    events = [row for row in answer(lake, "timeline") if row["source_uri"].endswith("russia_guarantees.txt")]
    assert len(events) >= 3
    assert {(row["date"], row["first_day"], row["last_day"]) for row in events} == {(None, None, None)}
    assert all(row["undated_reason"] for row in events)


@pytest.mark.parametrize(
    ("type_", "source", "target"),
    [("REQUEST", "RUS", "IGO:NATO"), ("REJECT", "RUS", None), ("AGREE", "RUS", "IGO:EU")],
)
def test_the_article_without_a_date_tells_its_three_acts(lake: Path, type_: str, source: str, target: str | None) -> None:
    found = answer(lake, "timeline", "--type", type_, "--undated")
    events = [row for row in found if row["source_uri"].endswith("russia_guarantees.txt")]
    assert any(source in row["who_codes"] and (target is None or target in row["to_whom_codes"]) for row in events)


def test_the_samples_give_dated_and_undated_events_of_many_types(lake: Path) -> None:
    events = answer(lake, "timeline")
    assert len({row["type"] for row in events}) >= 8
    assert any(row["date"] for row in events)
    assert any(row["undated_reason"] for row in events)


def test_filters(lake: Path) -> None:
    everything = answer(lake, "timeline")
    undated = answer(lake, "timeline", "--undated")
    assert undated == [row for row in everything if row["date"] is None]
    russia = answer(lake, "timeline", "--actor", "RUS", "--limit", "3")
    assert 0 < len(russia) <= 3
    assert all("RUS" in row["who_codes"] + row["to_whom_codes"] for row in russia)
    since = answer(lake, "timeline", "--since", "2000", "--until", "2020-12")
    assert since
    assert all(row["date"] for row in since)


def test_every_event_explains_itself_with_the_exact_words(lake: Path) -> None:
    rows = answer(lake, "sql", "SELECT event_id FROM timeline ORDER BY type, event_id")
    for row in rows[:: max(len(rows) // 12, 1)]:
        detail = answer(lake, "explain", row["event_id"][:10])
        assert detail["event"]["event_id"] == row["event_id"]
        for evidence in detail["evidence"]:
            start = evidence["trigger_start"] - evidence["sentence_start"]
            assert evidence["sentence"][start:].startswith(evidence["trigger"])
            assert evidence["rule"]


def test_explain_marks_the_evidence_in_the_sentence(lake: Path) -> None:
    event = answer(lake, "timeline", "--type", "REQUEST", "--limit", "1")[0]
    found = regesta("explain", event["event_id"], "--warehouse", str(lake))
    assert f">>{event['trigger']}<<" in found.stdout.replace("\n", " ")


def test_the_timeline_as_table_and_csv(lake: Path) -> None:
    events = answer(lake, "timeline")
    table = regesta("timeline", "--warehouse", str(lake)).stdout.splitlines()
    assert len(table) == 3 * len(events)
    assert max(map(len, table)) <= 120
    text = regesta("timeline", "--warehouse", str(lake), "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["event_id"] for row in rows] == [row["event_id"] for row in events]
    assert [row["sentence"] for row in rows] == [row["sentence"] for row in events]


def test_sql_can_neither_write_nor_read_files(lake: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    reading, writing = f"SELECT * FROM '{tmp_path}/secret.csv'", f"COPY timeline TO '{tmp_path}/out.csv'"
    for sql in ("DELETE FROM timeline", "CREATE TABLE x (a INT)", reading, writing):
        found = regesta("sql", sql, "--warehouse", str(lake))
        assert found.exit_code == 2, sql
        assert "Traceback" not in found.output
    assert not (tmp_path / "out.csv").exists()


def test_publishing_again_changes_nothing(lake: Path) -> None:
    before = answer(lake, "timeline")
    found = regesta("publish", "--warehouse", str(lake))
    assert "timeline.duckdb" in found.stdout
    assert answer(lake, "timeline") == before


def test_all_checks_hold(lake: Path) -> None:
    assert regesta("check", "--warehouse", str(lake)).exit_code == 0


def test_the_lake_holds_what_extract_prints_above_the_floor(lake: Path) -> None:
    path = SAMPLES / "russia_guarantees.txt"
    extracted = json.loads(regesta("extract", str(path)).stdout)["events"]
    sure = [event for event in extracted if event["confidence"] >= Settings().min_confidence]
    stored = answer(lake, "sql", f"SELECT type, status, rule FROM timeline WHERE source_uri = '{path}' ORDER BY salience")
    assert 0 < len(sure) < len(extracted)
    assert [(e["type"], e["status"], e["rule"]) for e in sure] == [(e["type"], e["status"], e["rule"]) for e in stored]
