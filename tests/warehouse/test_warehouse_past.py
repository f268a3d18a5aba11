"""The lake as it was: questions to earlier states, and the history of one event, also after maintenance has moved all rows."""

import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from transforms.errors import InvalidRequest, WarehouseError
from transforms.records import Extraction
from warehouse.dimensions import load_dimensions
from warehouse.forget import forget, named_article
from warehouse.lake import Lake, open_lake
from warehouse.load import load_batch
from warehouse.maintain import NOW, SafeAges, maintain
from warehouse.past import event_history, open_past
from warehouse.publish import publish
from warehouse.query import event_detail, open_published, run_sql, timeline_rows
from warehouse.storage import Storage

TEXT = "Russia demanded NATO guarantees in 2014-03.\nRussia rejected Zorg.\n"


def snapshot(lake: Lake) -> str:
    return str(lake.rows("SELECT max(snapshot_id) FROM lake.snapshots()")[0][0])


def denied(extraction: Extraction) -> Extraction:
    """The article as other rules might read it: its first event denied, with another actor."""
    first = extraction.events[0]
    best = replace(first.best, status="denied", sources=(replace(first.best.sources[0], actor_id="FRA", code="FRA"),))
    return replace(extraction, events=(replace(first, best=best, mentions=(best,)), *extraction.events[1:]))


@pytest.fixture
def lived(lake: Lake, make: SimpleNamespace) -> tuple[Lake, dict[str, str], str]:
    """A lake in which an event appears, changes twice, goes and is there again; its snapshots by name; the event's id."""
    both = make.both(TEXT, "a.txt")
    named = {}
    load_dimensions(lake, make.dimensions(), make.run())
    for name, batch in (
        ("before", [make.both(TEXT * 8 + "Other.", "other.txt")]),
        ("appeared", [both]),
        ("denied", [denied(both)]),
        ("actual", [both]),
        ("vanished", [make.both("France met NATO.", "a.txt")]),
        ("again", [both]),
    ):
        load_batch(lake, batch, [], make.run(f"run {name}"))
        named[name] = snapshot(lake)
    return lake, named, both.events[0].event_id


@pytest.mark.parametrize("maintained", [False, True])
def test_the_history_of_an_event(lived: tuple[Lake, dict[str, str], str], maintained: bool) -> None:
    lake, named, event_id = lived
    if maintained:
        maintain(lake)
    states = event_history(lake, event_id[:6].upper())
    told = [("appeared", "appeared"), ("denied", "changed"), ("actual", "changed"), ("vanished", "vanished"), ("again", "appeared")]
    assert [(state.snapshot, state.run_id, state.change) for state in states] == [
        (int(named[name]), f"run {name}", change) for name, change in told
    ]
    assert states[1].changed == states[2].changed == ("status", "participants")
    assert [state.event and state.event["status"] for state in states] == ["actual", "denied", "actual", None, "actual"]
    with pytest.raises(InvalidRequest, match="no event of the kept history"):
        event_history(lake, "00000000")


def test_history_begins_where_maintenance_left_it(lived: tuple[Lake, dict[str, str], str], make: SimpleNamespace) -> None:
    lake, _, event_id = lived
    maintain(lake, NOW)
    assert [state.change for state in event_history(lake, event_id)] == ["there"]
    forget(lake, named_article(lake, "a.txt"), make.run("forget"))
    assert [(state.change, state.run_id) for state in event_history(lake, event_id)][1:] == [("vanished", "forget")]


@pytest.mark.parametrize("maintained", [False, True])
def test_earlier_states_answer_as_they_would_have_been_published(lived: tuple[Lake, dict[str, str], str], maintained: bool) -> None:
    lake, named, event_id = lived
    if maintained:
        maintain(lake, SafeAges(orphans=0))
    found = {}
    for name in ("before", "appeared", "denied", "vanished"):
        with open_past(lake.folder, Storage(), named[name]) as past:
            rows = timeline_rows(past, actor="FRA").records
            found[name] = (len(timeline_rows(past).rows), [(row["type"], row["status"]) for row in rows])
            if name == "denied":
                assert event_detail(past, event_id).event["who"] == "France"
    assert found == {
        "before": (16, []),
        "appeared": (18, []),
        "denied": (18, [("REQUEST", "denied")]),
        "vanished": (17, [("CONSULT", "actual")]),
    }


def test_a_present_state_is_what_is_published(lived: tuple[Lake, dict[str, str], str]) -> None:
    lake, _, _ = lived
    publish(lake, run_id="r")
    with open_published(lake.folder) as now, open_past(lake.folder, Storage(), snapshot(lake)) as past:
        for table in ("timeline", "timeline_participants", "evidence", "dyads_monthly"):
            assert run_sql(past, f"FROM {table}") == run_sql(now, f"FROM {table}")


def test_moments_are_snapshots_days_and_times(lived: tuple[Lake, dict[str, str], str]) -> None:
    lake, named, _ = lived
    at = lake.rows("SELECT snapshot_time FROM lake.snapshots() WHERE snapshot_id = $n", {"n": int(named["before"])})[0][0]
    for moment, rows in ((at.isoformat(), 16), (datetime.now(UTC).date().isoformat(), 18)):
        with open_past(lake.folder, Storage(), moment) as past:
            assert len(timeline_rows(past).rows) == rows
    for wrong, found in (("yesterday", "'yesterday'; allowed"), ("9999", "no state of 9999"), ("1999-01-01", "no state of 1999")):
        with pytest.raises(InvalidRequest, match=found), open_past(lake.folder, Storage(), wrong):
            pass


def test_sql_on_an_earlier_state_reaches_nothing_else(lived: tuple[Lake, dict[str, str], str], tmp_path: Path) -> None:
    lake, named, _ = lived
    (tmp_path / "secret.csv").write_text("a\n1\n")
    with open_past(lake.folder, Storage(), named["again"]) as past:
        for sql in (
            f"FROM '{tmp_path}/secret.csv'",
            f"COPY timeline TO '{tmp_path}/out.csv'",
            f"ATTACH '{lake.folder}/catalog.sqlite' (TYPE sqlite)",
            "DELETE FROM timeline",
            "SET enable_external_access = true",
        ):
            with pytest.raises(InvalidRequest):
                run_sql(past, sql)


def test_a_state_from_before_an_upgrade_is_refused(tmp_path: Path) -> None:
    zipfile.ZipFile(Path(__file__).resolve().parents[1] / "data" / "lake_schema_1.zip").extractall(tmp_path / "old")
    for upgrade in (False, True):
        if upgrade:
            open_lake(tmp_path / "old").close()
        refused = pytest.raises(WarehouseError, match="has schema version 1; allowed: 3; run regesta maintain")
        with refused, open_past(tmp_path / "old", Storage(), "5"):
            pass
    with open_past(tmp_path / "old", Storage(), datetime.now(UTC).isoformat()) as past:
        assert len(timeline_rows(past).rows) == 16


def test_a_reader_of_the_past_is_not_disturbed_by_maintenance(lived: tuple[Lake, dict[str, str], str]) -> None:
    lake, named, _ = lived
    with open_past(lake.folder, Storage(), named["before"]) as past:
        maintain(lake, NOW)
        assert len(timeline_rows(past).rows) == 16
