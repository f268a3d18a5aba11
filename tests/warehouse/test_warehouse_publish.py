"""Publishing: one atomic, read-only, documented set of marts; left-overs moved aside; failed checks and old readers."""

import logging
import os
import shutil
import stat
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from transforms.errors import WarehouseError
from transforms.records import ActorAlias, ActorTerm, Membership, Rejection
from warehouse.dimensions import load_dimensions
from warehouse.lake import Lake, open_lake
from warehouse.load import load_batch
from warehouse.parquet import read_manifest
from warehouse.publish import MARTS, mart_doc, publish
from warehouse.query import open_published

MARTS_OF_THE_DESIGN = (
    "timeline timeline_participants undated_events dyads_monthly actors_monthly types_monthly coverage_daily review_queue rejected_files "
    "actors actor_aliases actor_terms memberships"
)
TEXT = "Russia demanded NATO guarantees in 2014-03.\nRussia rejected Zorg.\nFrance met Grushko in 2014-03."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, empty_lake: Path, make: SimpleNamespace) -> Path:
    """A published lake; tests only read it."""
    place = tmp_path_factory.mktemp("published") / "lake"
    shutil.copytree(empty_lake, place)
    with open_lake(place) as lake:
        batch = [
            make.both(TEXT, "a.txt", "2014-04-01", title="A demand", publisher="The Paper"),
            make.both(TEXT, "b.txt", "2014-04-03", "dateline", publisher="The Other", published_conflict="url 2012-04-03"),
            make.both("France accused Russia in 2014-03.", "c.txt"),
        ]
        load_batch(lake, batch, [Rejection("d.txt", "empty", "no text", "write some")], make.run())
        load_dimensions(lake, make.dimensions(), make.run())
        publish(lake, run_id="run-1")
    return place


def records(folder: Path, sql: str) -> list[dict[str, Any]]:
    with open_published(folder) as connection:
        cursor = connection.execute(sql)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def test_all_marts_of_the_design_are_published_and_documented(folder: Path) -> None:
    assert set(MARTS_OF_THE_DESIGN.split()) <= set(MARTS)
    found = {row["table_name"]: row["comment"] for row in records(folder, "SELECT table_name, comment FROM duckdb_tables()")}
    assert set(found) == {*MARTS, "about"}
    assert all(found[name] == mart_doc(name) and mart_doc(name).endswith(".") for name in MARTS)
    files_of_marts = {path.stem for path in (Path(__file__).resolve().parents[2] / "warehouse" / "marts").glob("*.sql")}
    assert files_of_marts == set(MARTS)


def test_the_timeline_reads_without_a_join(folder: Path) -> None:
    rows = records(folder, "FROM timeline WHERE article_id IN (SELECT article_id FROM timeline WHERE title = 'A demand')")
    demand, meeting, refusal = rows
    expected = {
        "date": "2014-03", "first_day": date(2014, 3, 1), "last_day": date(2014, 3, 31), "precision": "month", "date_basis": "explicit",
        "undated_reason": None, "type": "REQUEST", "plover_type": "REQUEST", "status": "actual", "who": "Russia", "to_whom": "NATO",
        "who_codes": ["RUS"], "to_whom_codes": ["IGO:NATO"], "place": "Paris", "sentence": "Russia demanded NATO guarantees in 2014-03.",
        "trigger": "demanded", "title": "A demand", "publisher": "The Paper", "published": "2014-04-01", "published_basis": "metadata",
        "source_uri": "a.txt", "mentions": 1, "articles": 1, "publishers": 2, "first_reported": date(2014, 4, 1),
        "last_reported": date(2014, 4, 3), "quad_class": "verbal conflict", "goldstein": 0.0, "rule": "rule.demanded", "confidence": 0.5,
    }  # fmt: skip
    assert {name: demand[name] for name in expected} == expected
    assert (meeting["to_whom"], meeting["to_whom_codes"]) == ("Alexander Grushko", ["RUS"])
    assert (refusal["date"], refusal["undated_reason"], refusal["not_after"]) == (None, "no_expression", date(2014, 4, 1))
    assert (refusal["sort_day"], refusal["to_whom"], refusal["to_whom_codes"]) == (date(2014, 4, 1), "Zorg", ["UNK"])


def test_undated_events_and_participants(folder: Path) -> None:
    assert [(row["type"], row["undated_reason"]) for row in records(folder, "FROM undated_events")] == [("REJECT", "no_expression")]
    rows = records(folder, "FROM timeline_participants WHERE actor_id = 'PER:grushko-alexander'")
    assert [(row["label"], row["code_label"], row["kind"], row["role"], row["found_by"]) for row in rows] == [
        ("Alexander Grushko", "Russia", "person", "target", "alias")
    ]
    unresolved = records(folder, "FROM timeline_participants WHERE actor_id IS NULL")
    assert [(row["label"], row["code"], row["unresolved_reason"]) for row in unresolved] == [("Zorg", "UNK", "unknown_name")]


def test_the_monthly_marts_count_dated_events(folder: Path) -> None:
    dyads = {(row["who_code"], row["to_whom_code"]): row for row in records(folder, "FROM dyads_monthly")}
    assert set(dyads) == {("RUS", "IGO:NATO"), ("FRA", "RUS")}
    france = dyads["FRA", "RUS"]
    assert (france["events"], france["verbal_cooperation"], france["verbal_conflict"]) == (2, 1, 1)
    assert (france["who"], france["month"], france["goldstein_mean"]) == ("France", date(2014, 3, 1), -0.25)
    actors = {row["actor_id"]: (row["events"], row["as_source"], row["as_target"]) for row in records(folder, "FROM actors_monthly")}
    assert actors == {"FRA": (2, 2, 0), "IGO:NATO": (1, 0, 1), "PER:grushko-alexander": (1, 0, 1), "RUS": (2, 1, 1)}
    types = {(row["type"], row["month"]): (row["events"], row["undated"]) for row in records(folder, "FROM types_monthly")}
    month = date(2014, 3, 1)
    assert types == {("ACCUSE", month): (1, 0), ("CONSULT", month): (1, 0), ("REJECT", None): (1, 1), ("REQUEST", month): (1, 0)}


def test_coverage_review_and_rejects(folder: Path) -> None:
    coverage = [(row["day"], row["articles"], row["events"], row["undated_events"]) for row in records(folder, "FROM coverage_daily")]
    assert coverage == [(date(2014, 4, 1), 1, 3, 1), (None, 1, 1, 0)]
    review = [(row["kind"], row["item"], row["times"]) for row in records(folder, "FROM review_queue")]
    assert review == [("no publication date", "c.txt", 1), ("publication date in doubt", "b.txt", 1), ("unresolved actor", "Zorg", 1)]
    doubt = records(folder, "SELECT reason FROM review_queue WHERE item = 'b.txt'")
    assert doubt == [{"reason": "dateline 2014-04-03 taken; url 2012-04-03"}]
    assert records(folder, "FROM rejected_files") == [{"file": "d.txt", "reason": "empty", "message": "no text", "remedy": "write some"}]


def test_the_actors_are_published_with_the_days_on_which_their_rows_hold(lake: Lake, make: SimpleNamespace) -> None:
    given = replace(
        make.dimensions(),
        aliases=[ActorAlias("RUS", "Kremlin", "1991-12-26", None)],
        terms=[ActorTerm("PER:grushko-alexander", "ambassador", "RUS", "2012", "2018-02")],
        memberships=[Membership("IGO:NATO", "FRA", "1949-08-24"), Membership("IGO:NATO", "RUS", "2000-02", "2001")],
    )
    load_dimensions(lake, given, make.run())
    publish(lake, run_id="r")
    actor = records(lake.folder, "FROM actors WHERE actor_id = 'PER:grushko-alexander'")[0]
    assert (actor["label"], actor["code"], actor["code_label"], actor["kind"]) == ("Alexander Grushko", "RUS", "Russia", "person")
    assert records(lake.folder, "SELECT alias, valid_from, first_day, last_day FROM actor_aliases") == [
        {"alias": "Kremlin", "valid_from": "1991-12-26", "first_day": date(1991, 12, 26), "last_day": None}
    ]
    assert records(lake.folder, "SELECT office, office_of_label, first_day, last_day FROM actor_terms") == [
        {"office": "ambassador", "office_of_label": "Russia", "first_day": date(2012, 1, 1), "last_day": date(2018, 2, 28)}
    ]
    assert records(lake.folder, "SELECT organisation, member, first_day, last_day FROM memberships") == [
        {"organisation": "NATO", "member": "France", "first_day": date(1949, 8, 24), "last_day": None},
        {"organisation": "NATO", "member": "Russia", "first_day": date(2000, 2, 1), "last_day": date(2001, 12, 31)},
    ]


# The query of docs/actors.md.
ON_THAT_DAY = """
SELECT t.event_id, m.member
FROM timeline t
JOIN timeline_participants p USING (event_id)
JOIN memberships m ON m.organisation_id = p.actor_id
 AND (m.first_day IS NULL OR m.first_day <= t.last_day)
 AND (m.last_day IS NULL OR m.last_day >= t.first_day)
WHERE p.actor_id = 'IGO:NATO'
ORDER BY m.member
"""


def test_an_organisation_expands_to_its_members_on_the_day_of_the_event(lake: Lake, make: SimpleNamespace) -> None:
    since = {"FRA": ("1949-08-24", None), "RUS": ("1990", "2014-02")}  # the event is of 2014-03
    given = replace(make.dimensions(), memberships=[Membership("IGO:NATO", member, *dates) for member, dates in since.items()])
    load_batch(lake, [make.both("Russia demanded NATO guarantees in 2014-03.", "a.txt")], [], make.run())
    load_dimensions(lake, given, make.run())
    publish(lake, run_id="r")
    assert [row["member"] for row in records(lake.folder, ON_THAT_DAY)] == ["France"]
    docs = (Path(__file__).resolve().parents[2] / "docs" / "actors.md").read_text(encoding="utf-8")
    assert ON_THAT_DAY.split("WHERE")[0].strip() in docs


def test_parquet_holds_the_same_marts_with_a_manifest(folder: Path) -> None:
    manifest = read_manifest(folder)
    version = folder / "published" / manifest["folder"]
    assert set(manifest["tables"]) == set(MARTS) == {path.stem for path in version.glob("*.parquet")}
    assert (folder / "published" / "current").resolve() == version.resolve()
    for name in MARTS:
        table = pq.read_table(version / manifest["tables"][name]["file"])
        assert table.num_rows == manifest["tables"][name]["rows"] == len(records(folder, f"FROM {name}"))
    assert manifest["run_id"] == "run-1"
    assert {stat.S_IMODE(path.stat().st_mode) for path in version.iterdir()} == {0o444}


def test_earlier_versions_stay_for_their_readers_and_then_go(lake: Lake) -> None:
    published = lake.folder / "published"

    def versions() -> list[str]:
        return sorted(path.name for path in published.iterdir() if path.is_dir() and not path.is_symlink())

    published.mkdir()
    (published / "timeline.parquet").touch()  # as regesta 0.1 laid it
    (published / "7-killed").mkdir()
    for number in range(7):
        publish(lake, run_id=str(number))
    assert len(versions()) == 5
    assert not (published / "timeline.parquet").exists()
    old = time.time() - 601
    for name in versions():
        os.utime(published / name, (old, old))
    publish(lake, run_id="8")
    assert len(versions()) == 2  # the one that held until now, and the new one
    publish(lake, run_id="9", keep_versions=1)
    assert versions() == [read_manifest(lake.folder)["folder"]]


def test_the_published_file_is_read_only_and_alone(folder: Path) -> None:
    mode = stat.S_IMODE((folder / "timeline.duckdb").stat().st_mode)
    assert mode == 0o444
    assert not [path.name for path in folder.iterdir() if path.name.startswith((".publish-", "timeline.duckdb."))]


def test_the_published_file_has_the_storage_version_that_older_programs_read(folder: Path) -> None:
    rows = records(folder, "SELECT tags FROM duckdb_databases() WHERE database_name = 'timeline'")
    assert "v1.0.0" in str(rows[0]["tags"])


def test_publishing_again_replaces_the_file_in_one_step(lake: Lake, make: SimpleNamespace) -> None:
    load_batch(lake, [make.both(TEXT, "a.txt")], [], make.run())
    path = publish(lake, run_id="one")
    first = path.stat().st_ino
    with duckdb.connect(str(path), read_only=True) as reader:
        load_batch(lake, [make.both("France met NATO.", "b.txt")], [], make.run())
        assert publish(lake.folder, run_id="two") == path
        assert reader.execute("SELECT count(*) FROM timeline").fetchone() == (3,)
    assert path.stat().st_ino != first
    assert records(lake.folder, "SELECT count(*) AS n FROM timeline") == [{"n": 4}]
    assert records(lake.folder, "SELECT run_id FROM about") == [{"run_id": "two"}]


def test_an_empty_lake_is_published_too(lake: Lake) -> None:
    publish(lake, run_id="r")
    assert records(lake.folder, "FROM timeline") == []


# Opens the file for writing, as a careless tool would, and dies before its log is written back.
CARELESS = """
import os, sys, duckdb
connection = duckdb.connect(sys.argv[1])
connection.execute("CREATE TABLE mine AS SELECT 1; DELETE FROM timeline")
os._exit(9)
"""


def test_a_log_left_by_another_program_is_moved_aside_and_told(lake: Lake, make: SimpleNamespace, caplog: pytest.LogCaptureFixture) -> None:
    load_batch(lake, [make.both(TEXT, "a.txt")], [], make.run())
    path = publish(lake, run_id="one")
    for number in (1, 2):
        path.chmod(0o644)
        subprocess.run([sys.executable, "-c", CARELESS, str(path)], check=False)
        log = (lake.folder / "timeline.duckdb.wal").read_bytes()
        with pytest.raises(WarehouseError, match=r"left a \.wal file; run regesta"):
            open_published(lake.folder)
        with caplog.at_level(logging.WARNING):
            publish(lake, run_id="two")
        assert f"timeline.duckdb.wal.stale-{number}" in caplog.text
        assert (lake.folder / f"timeline.duckdb.wal.stale-{number}").read_bytes() == log
        assert records(lake.folder, "SELECT count(*) AS n FROM timeline") == [{"n": 3}]


def test_left_overs_are_swept_without_following_links(lake: Lake, tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "file").touch()
    (lake.folder / ".publish-link").symlink_to(tmp_path / "precious")
    (lake.folder / ".publish-deep" / "deeper").mkdir(parents=True)
    (lake.folder / ".publish-file").touch()
    publish(lake, run_id="r")
    assert publish_leftovers(lake.folder) == []
    assert (tmp_path / "precious" / "file").exists()


def test_a_failed_check_keeps_the_last_good_file(lake: Lake, make: SimpleNamespace) -> None:
    load_batch(lake, [make.both(TEXT, "a.txt")], [], make.run())
    publish(lake, run_id="good")
    with lake.transaction("harm", "r"):
        lake.connection.execute("DELETE FROM lake.articles")
    with pytest.raises(WarehouseError, match=r"checks failed, first .*; what was published before stays"):
        publish(lake, run_id="bad")
    assert records(lake.folder, "SELECT run_id FROM about") == [{"run_id": "good"}]
    assert publish_leftovers(lake.folder) == []


def test_a_folder_that_cannot_take_the_file_is_told(lake: Lake) -> None:
    (lake.folder / "timeline.duckdb").mkdir()
    with pytest.raises(WarehouseError, match="timeline.duckdb: Is a directory; what was published before stays"):
        publish(lake, run_id="r")
    assert publish_leftovers(lake.folder) == []


def test_publishing_no_lake_is_told(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="no lake is here"):
        publish(tmp_path / "nowhere", run_id="r")


def publish_leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".publish-")]


def test_the_docs_page_lists_the_marts_as_their_files_say() -> None:
    docs = (Path(__file__).resolve().parents[2] / "docs" / "warehouse.md").read_text(encoding="utf-8")
    assert [name for name in MARTS if f"| `{name}` | {mart_doc(name)} |" not in docs] == []
