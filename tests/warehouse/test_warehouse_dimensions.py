"""Actors, code tables and runs."""

from dataclasses import replace
from types import SimpleNamespace

from transforms.records import ActorAlias, ActorTerm, Membership
from warehouse.dimensions import RunOutcome, add_to_run, load_dimensions, record_run
from warehouse.lake import Lake
from warehouse.load import LoadCounts


def test_dimensions_become_what_the_seeds_say(lake: Lake, make: SimpleNamespace) -> None:
    given = replace(
        make.dimensions(),
        aliases=[ActorAlias("RUS", "Moscow"), ActorAlias("RUS", "Soviet Union", None, "1991-12-26")],
        terms=[ActorTerm("PER:x", "president", "RUS", "2000", "2008-05-07"), ActorTerm("PER:x", "president", "RUS", "2012-05-07", None)],
        memberships=[Membership("IGO:NATO", "FRA", "1949-08-24")],
        cameo={"042": 1.9},
    )
    assert load_dimensions(lake, given, make.run()) is True
    assert lake.rows("SELECT alias, valid_to FROM lake.actor_aliases ORDER BY alias") == [("Moscow", None), ("Soviet Union", "1991-12-26")]
    assert lake.rows("SELECT valid_from FROM lake.actor_terms ORDER BY 1") == [("2000",), ("2012-05-07",)]
    assert lake.rows("SELECT organisation_id, member_id, valid_from, valid_to FROM lake.memberships") == [
        ("IGO:NATO", "FRA", "1949-08-24", None)
    ]
    assert lake.rows("SELECT goldstein FROM lake.cameo_codes") == [(1.9,)]
    assert lake.rows("SELECT count(*) FROM lake.actors") == [(4,)]


def test_unchanged_dimensions_are_not_written_again(lake: Lake, make: SimpleNamespace) -> None:
    load_dimensions(lake, make.dimensions(), make.run())
    snapshots = lake.rows("SELECT count(*) FROM lake.snapshots()")
    given = make.dimensions()
    assert load_dimensions(lake, replace(given, actors=list(reversed(given.actors))), make.run("run-2")) is False
    assert lake.rows("SELECT count(*) FROM lake.snapshots()") == snapshots


def test_only_a_changed_table_is_written(lake: Lake, make: SimpleNamespace) -> None:
    load_dimensions(lake, make.dimensions(), make.run())
    assert load_dimensions(lake, replace(make.dimensions(), labels={"RUS": "Russian Federation"}), make.run("run-2")) is True
    assert lake.rows("SELECT code, label, run_id FROM lake.codes") == [("RUS", "Russian Federation", "run-2")]
    assert lake.rows("SELECT DISTINCT run_id FROM lake.actors") == [("run-1",)]


def test_a_run_is_recorded_once(lake: Lake, make: SimpleNamespace) -> None:
    for _ in range(2):
        lake.write("load", "run-1", lambda: add_to_run(lake, make.run(), **LoadCounts(1, 2, 3, 4, 5, 6, 7).columns()))
    assert lake.rows("SELECT outcome, events_new FROM lake.runs") == [("running", 12)]
    record_run(lake, make.run(), RunOutcome("failed"))
    record_run(lake, make.run(), RunOutcome("rejects", 8, 9, 10))
    rows = lake.rows(
        "SELECT run_id, command, outcome, articles_read, files_rejected, articles_skipped, articles_new, articles_changed, "
        "articles_unchanged, events_dated, events_undated, events_new, events_removed, finished_at > started_at FROM lake.runs"
    )
    assert rows == [("run-1", "ingest a.txt", "rejects", 8, 9, 10, 2, 4, 6, 8, 10, 12, 14, True)]
