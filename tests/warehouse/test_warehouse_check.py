"""Each check finds the fault it is for, and nothing in a sound lake."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from warehouse.check import run_checks
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
    ("events: key given twice", "INSERT INTO lake.events FROM lake.events WHERE type = 'REJECT'"),
    ("event_mentions: value not allowed", "UPDATE lake.event_mentions SET type = 'WAR' WHERE type = 'REJECT'"),
    ("articles: value not allowed", "UPDATE lake.articles SET published_basis = 'guess'"),
]


@pytest.fixture
def sound(lake: Lake, make: SimpleNamespace) -> Lake:
    load_batch(lake, [make.both(TEXT, "a.txt", "2014-04-01")], [], make.run())
    load_dimensions(lake, make.dimensions(), make.run())
    return lake


def test_every_check_finds_its_fault_and_a_sound_lake_has_none(sound: Lake) -> None:
    """One lake for all faults: each is made in a transaction that is rolled back."""
    assert run_checks(sound) == []
    for check, fault in FAULTS:
        sound.connection.execute("BEGIN")
        sound.connection.execute(fault)
        found = {failure.check: failure for failure in run_checks(sound)}
        sound.connection.execute("ROLLBACK")
        assert check in found, fault
        assert found[check].count >= 1
        assert str(found[check]).startswith(f"{check} ({found[check].count} rows, such as ")
    assert run_checks(sound) == []


def test_every_check_file_has_a_fault_that_it_finds() -> None:
    assert {path.stem for path in CHECKS.glob("*.sql")} == {check for check, _ in FAULTS if ":" not in check}


def test_participants_are_not_checked_before_actors_are_loaded(lake: Lake, make: SimpleNamespace) -> None:
    load_batch(lake, [make.both(TEXT, "a.txt")], [], make.run())
    assert run_checks(lake) == []
