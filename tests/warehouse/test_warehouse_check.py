"""Each check finds the fault it is for, and nothing in a sound lake."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from warehouse.check import all_checks, run_checks
from warehouse.dimensions import load_dimensions
from warehouse.lake import Lake
from warehouse.load import load_batch

TEXT = "Russia demanded NATO guarantees in 2014-03.\nRussia rejected Zorg."
CHECKS = Path(__file__).resolve().parents[2] / "warehouse" / "checks"

FAULTS = [
    ("orphans", "DELETE FROM lake.event_mentions WHERE type = 'REJECT'"),
    ("orphans", "UPDATE lake.events SET best_mention_id = 'x' WHERE type = 'REJECT'"),
    ("articles_without_one_best_source", "UPDATE lake.article_sources SET is_best = false"),
    ("articles_without_one_best_source", "DELETE FROM lake.article_sources"),
    ("participants_without_actors", "DELETE FROM lake.actors WHERE actor_id = 'RUS'"),
    ("participants_without_actors", "UPDATE lake.event_participants SET unresolved_reason = NULL WHERE code = 'UNK'"),
    ("intervals_reversed", "UPDATE lake.events SET last_day = DATE '2014-02-01' WHERE type = 'REQUEST'"),
    ("intervals_reversed", "UPDATE lake.event_mentions SET not_before = DATE '2020-01-01' WHERE type = 'REJECT'"),
    ("dated_without_evidence", "UPDATE lake.events SET expression_start = NULL WHERE type = 'REQUEST'"),
    ("dated_without_evidence", "UPDATE lake.event_mentions SET undated_reason = NULL WHERE type = 'REJECT'"),
    ("dated_without_evidence", "UPDATE lake.events SET first_day = DATE '2014-01-01' WHERE type = 'REJECT'"),
    ("evidence_not_in_text", "UPDATE lake.event_mentions SET trigger_text = 'wished' WHERE type = 'REJECT'"),
    ("evidence_not_in_text", "UPDATE lake.mention_participants SET span_end = 10000 WHERE code = 'UNK'"),
    ("triggers_outside_sentence", "UPDATE lake.event_mentions SET sentence_end = 5, sentence_text = 'Russi' WHERE type = 'REQUEST'"),
    ("text_not_stored_as_declared", "UPDATE lake.articles SET text_stored = 'none'"),
    ("text_not_stored_as_declared", "UPDATE lake.articles SET text = NULL"),
    ("text_not_stored_as_declared", "UPDATE lake.articles SET text_chars = 5"),
    ("text_not_stored_as_declared", "UPDATE lake.event_mentions SET sentence_text = NULL WHERE type = 'REJECT'"),
    ("runs_do_not_balance", "DELETE FROM lake.events WHERE type = 'REJECT'"),
    ("runs_do_not_balance", "INSERT INTO lake.article_sources BY NAME SELECT * REPLACE ('b.txt' AS source_uri) FROM lake.article_sources"),
    ("mentions_miscounted", "DELETE FROM lake.event_mentions WHERE type = 'REJECT'"),
    ("mentions_miscounted", "UPDATE lake.events SET mentions = 2 WHERE type = 'REJECT'"),
    ("events: key given twice", "INSERT INTO lake.events FROM lake.events WHERE type = 'REJECT'"),
    ("event_mentions: value not allowed", "UPDATE lake.event_mentions SET type = 'WAR' WHERE type = 'REJECT'"),
    ("articles: value not allowed", "UPDATE lake.articles SET published_basis = 'guess'"),
]


@pytest.fixture
def sound(lake: Lake, make: SimpleNamespace) -> Lake:
    load_batch(lake, [make.both(TEXT, "a.txt", "2014-04-01")], [], make.run())
    load_dimensions(lake, make.dimensions(), make.run())
    return lake


def test_every_check_finds_its_fault_and_only_that(sound: Lake) -> None:
    """One lake for all faults: each is made in a transaction that is rolled back."""
    checks = all_checks()
    for check, fault in FAULTS:
        sound.connection.execute("BEGIN")
        assert sound.rows(checks[check]) == []
        sound.connection.execute(fault)
        assert len(sound.rows(checks[check])) >= 1, fault
        sound.connection.execute("ROLLBACK")


def test_a_failure_says_how_many_rows_and_shows_some(sound: Lake) -> None:
    assert run_checks(sound) == []
    with sound.transaction("harm", "r"):
        sound.connection.execute("UPDATE lake.events SET rule_id = 'x', type = 'WAR' || type")
    assert [(failure.check, failure.count) for failure in run_checks(sound)] == [("events: value not allowed", 2)]
    assert str(run_checks(sound)[0]).startswith("events: value not allowed (2 rows, such as ")


def test_every_check_file_has_a_fault_that_it_finds() -> None:
    assert {path.stem for path in CHECKS.glob("*.sql")} == {check for check, _ in FAULTS if ":" not in check}


def test_participants_are_not_checked_before_actors_are_loaded(lake: Lake, make: SimpleNamespace) -> None:
    load_batch(lake, [make.both(TEXT, "a.txt")], [], make.run())
    assert run_checks(lake) == []
