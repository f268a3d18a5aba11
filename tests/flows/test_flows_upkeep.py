"""The verbs that care for a lake, on the lake of the first release: small, and it shows that every verb upgrades it."""

import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flows.cli import main
from warehouse.lake import open_lake
from warehouse.query import open_published

FIRST = Path(__file__).resolve().parents[1] / "data" / "lake_schema_1.zip"


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    zipfile.ZipFile(FIRST).extractall(tmp_path / "lake")
    monkeypatch.setenv("REGESTA_WAREHOUSE", str(tmp_path / "lake"))
    return tmp_path / "lake"


def regesta(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def sources(lake: Path) -> list[str]:
    with open_lake(lake) as opened:
        return [uri for (uri,) in opened.rows("SELECT source_uri FROM lake.article_sources ORDER BY 1")]


def test_forget_tells_what_goes_and_asks_before(lake: Path) -> None:
    for arguments in (("forget", "long.txt"), ("forget", "long.txt", "--dry-run")):
        found = regesta(*arguments)
        assert "1 without another source, with 12 events" in found.stdout
        assert "earlier states of the lake since 2026-" in found.stdout
        assert found.stdout.endswith("Nothing was removed.\n")
        assert found.exit_code == (0 if "--dry-run" in arguments else 1)
    assert "long.txt" in sources(lake)
    done = regesta("forget", "long.txt", "--yes")
    assert (done.exit_code, "Removed from files, catalog and what is published." in done.stdout) == (0, True)
    assert "long.txt" not in sources(lake)
    with open_published(lake) as published:
        assert published.execute("SELECT count(*) FROM timeline").fetchone() == (4,)
    with open_lake(lake) as opened:
        runs = opened.rows("SELECT outcome, sources_forgotten, events_removed FROM lake.runs WHERE command = 'forget'")
        assert runs == [("ok", 1, 12)]


def test_forget_by_prefix_and_what_is_not_there(lake: Path) -> None:
    assert "Nothing is so named." in regesta("forget", "--source", "nowhere/", "--yes").stdout
    assert regesta("forget", "--source", "t", "--yes").exit_code == 0
    assert sources(lake) == ["edited.txt", "killed.txt", "long.txt", "one.txt"]
    wrong = regesta("forget", "long.txt", "--source", "o")
    assert (wrong.exit_code, "both ARTICLE and --source; allowed: one of the two" in wrong.stderr) == (2, True)


def test_maintain_tells_what_it_did(lake: Path) -> None:
    assert "rows moved out of the catalog" in regesta("maintain").stdout
    assert "earlier states since 2026-" in regesta("maintain", "--purge").stdout
    assert regesta("check").stdout == "All checks hold.\n"


def test_questions_to_the_lake_as_it_was(lake: Path) -> None:
    regesta("maintain")
    with open_lake(lake) as opened:
        before = str(opened.rows("SELECT max(snapshot_id) FROM lake.snapshots()")[0][0])
        event_id = opened.rows("SELECT event_id FROM lake.events WHERE type = 'ACCUSE'")[0][0]
        opened.write("lose an event", "r", lambda: opened.connection.execute("DELETE FROM lake.events WHERE type = 'ACCUSE'"))
    assert "No event fits." in regesta("timeline", "--type", "ACCUSE", "--as-of", "2999-01-01").stdout
    assert "France → Russia" in regesta("timeline", "--type", "ACCUSE", "--as-of", before).stdout
    assert "accused" in regesta("explain", event_id, "--as-of", before).stdout
    assert regesta("sql", "SELECT count(*) FROM timeline", "--as-of", before, "--format", "csv").stdout == "count_star()\n16\n"
    told = [line.split(",")[3] for line in regesta("history", event_id[:8], "--format", "csv").stdout.splitlines()]
    assert told == ["change", "appeared", "vanished"]
    wrong = regesta("timeline", "--as-of", "yesterday")
    assert (wrong.exit_code, "--as-of: 'yesterday'; allowed: the number of a snapshot" in wrong.stderr) == (2, True)
