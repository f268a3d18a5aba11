"""How much text is kept: events, ids and offsets are the same, checks hold, and what is shown says so."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from flows.showing.views import print_event, print_timeline
from transforms.records import Extraction
from warehouse.check import run_checks
from warehouse.dimensions import load_dimensions
from warehouse.lake import Lake
from warehouse.load import known_articles, load_batch
from warehouse.publish import publish
from warehouse.query import event_detail, highlight, open_published, timeline_rows
from warehouse.rows import RunInfo
from warehouse.stored import Selection, count_articles, stored_articles

Contents = Callable[[Lake], dict[str, list[str]]]
TEXT = "Nobody said anything.\nRussia demanded NATO guarantees in 2014-03.\nRussia rejected Zorg.\n"
KEPT = {
    "full": {"Nobody said anything", "guarantees in", "Russia rejected Zorg."},
    "evidence": {"guarantees in", "Russia rejected Zorg."},
    "none": set[str](),
}


def storing(make: SimpleNamespace, level: str, run_id: str = "r") -> RunInfo:
    run: RunInfo = make.run(run_id)
    return RunInfo(run_id, run.started_at, run.rules_version, run.model_name, run.model_version, run.command, store_text=level)


def load(lake: Lake, make: SimpleNamespace, level: str) -> Extraction:
    extraction: Extraction = make.both(TEXT, "a.txt", "2014-04-01")
    load_batch(lake, [extraction], [], storing(make, level))
    return extraction


@pytest.mark.parametrize("level", KEPT)
def test_only_so_much_is_kept_and_checks_hold(
    lake: Lake, make: SimpleNamespace, contents: Contents, level: str, capsys: pytest.CaptureFixture[str]
) -> None:
    load_dimensions(lake, make.dimensions(), make.run())
    load(lake, make, level)
    everything = str(contents(lake))
    assert {words for words in KEPT["full"] if words in everything} == KEPT[level]
    assert run_checks(lake) == []
    lake.write("harm", "r", lambda: lake.connection.execute("UPDATE lake.event_mentions SET trigger_text = 'wished' WHERE type = 'REJECT'"))
    found = {failure.check for failure in run_checks(lake)}
    assert found == ({"evidence_not_in_text"} if level != "none" else set())
    load_batch(lake, [make.both("France met NATO.", "a.txt")], [], storing(make, level))
    load(lake, make, level)
    publish(lake, run_id="r")
    with open_published(lake.folder) as published:
        rows = timeline_rows(published).records
        detail = event_detail(published, rows[0]["event_id"])
    print_timeline(rows)
    print_event(detail, "table")
    shown = capsys.readouterr().out
    assert "demanded" in shown
    assert "None" not in shown
    assert ("guarantees" in shown) == ("guarantees in" in KEPT[level])
    assert highlight(detail.evidence[0])[1] == "demanded"
    assert bool(detail.evidence[0]["expression_context"]) == (level == "full")


def test_events_and_their_offsets_do_not_depend_on_it(lake: Lake, make: SimpleNamespace) -> None:
    sql = (
        "SELECT e.* EXCLUDE (run_id, loaded_at), m.sentence_start, m.sentence_end, m.trigger_start, m.trigger_text, "
        "p.span_start, p.span_text "
        "FROM lake.events e JOIN lake.event_mentions m USING (event_id) JOIN lake.event_participants p USING (event_id) ORDER BY ALL"
    )
    found = []
    for level in KEPT:
        load(lake, make, level)
        found.append(lake.rows(sql))
    assert found[0] == found[1] == found[2]
    assert len(found[0]) == 4


def test_another_setting_stores_the_article_anew(lake: Lake, make: SimpleNamespace, contents: Contents) -> None:
    load(lake, make, "full")
    full = contents(lake)
    assert len(known_articles(lake, made_by=storing(make, "full"))) == 1
    assert known_articles(lake, made_by=storing(make, "none")) == set()
    assert (count_articles(lake, Selection()), len(list(stored_articles(lake, Selection())))) == ((1, 0), 1)
    load(lake, make, "none")
    assert lake.rows("SELECT text, text_stored FROM lake.articles") == [(None, "none")]
    assert (count_articles(lake, Selection()), list(stored_articles(lake, Selection()))) == ((0, 1), [])
    load(lake, make, "full")
    assert contents(lake) == full
    assert run_checks(lake) == []
