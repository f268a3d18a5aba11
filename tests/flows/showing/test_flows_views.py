"""The timeline and the explanation as people read them."""

import io
import json
from datetime import date
from typing import Any

import pytest

from flows.showing.views import act, print_event, print_timeline, when, who
from warehouse.query import EventDetail

EVENT: dict[str, Any] = {
    "event_id": "3f9a2c1b00000000",
    "date": None,
    "not_before": None,
    "not_after": date(2018, 2, 26),
    "type": "REQUEST",
    "plover_type": "REQUEST",
    "quad_class": "verbal conflict",
    "goldstein": -5.0,
    "status": "actual",
    "who": "Russia; Alexander Grushko",
    "to_whom": "NATO",
    "said_by": None,
    "sentence": "On Monday Moscow demanded guarantees.",
    "trigger": "demanded",
    "mentions": 1,
    "articles": 1,
}
EVIDENCE: dict[str, Any] = {
    "sentence": EVENT["sentence"],
    "sentence_start": 100,
    "sentence_end": 137,
    "trigger_start": 117,
    "trigger_end": 125,
    "rule": "request.demand.3",
    "confidence": 0.8,
    "date": "2018-02-26",
    "date_basis": "relative",
    "expression_text": "Monday",
    "expression_start": 103,
    "expression_end": 109,
    "date_rule": "same_clause",
    "undated_reason": None,
    "not_before": None,
    "not_after": None,
    "title": "A [bold]title[/bold]\x1b[2J",
    "publisher": "Example News",
    "published": "2018-02-27",
    "published_basis": "metadata",
    "source_uri": "a.txt",
}
PARTICIPANT: dict[str, Any] = {
    "role": "source",
    "label": "Russia",
    "actor_id": "RUS",
    "code": "RUS",
    "words": "Moscow",
    "found_by": "metonym",
    "unresolved_reason": None,
    "antecedent_text": None,
}


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({}, "undated (by 2018-02-26)"),
        ({"date": "2018-02-24/2018-02-26"}, "2018-02-24/2018-02-26"),
        ({"not_after": None}, "undated"),
        ({"not_before": date(2014, 3, 1), "not_after": None}, "undated (from 2014-03-01)"),
        ({"not_before": date(2014, 3, 1)}, "undated (2014-03-01/2018-02-26)"),
    ],
)
def test_when(change: dict[str, object], shown: str) -> None:
    assert when({**EVENT, **change}) == shown


@pytest.mark.parametrize(("status", "shown"), [("actual", "REQUEST"), ("denied", "REQUEST denied")])
def test_act(status: str, shown: str) -> None:
    assert act({**EVENT, "status": status}) == shown


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({}, "Russia; Alexander Grushko → NATO"),
        ({"to_whom": None}, "Russia; Alexander Grushko"),
        ({"who": None}, "(unnamed) → NATO"),
        ({"who": None, "to_whom": None}, "(unnamed)"),
        ({"said_by": "Tass"}, "Russia; Alexander Grushko → NATO (says Tass)"),
        ({"said_by": "Russia"}, "Russia; Alexander Grushko → NATO"),
        ({"to_whom": "N\x1bATO"}, "Russia; Alexander Grushko → N\\x1bATO"),
    ],
)
def test_who(change: dict[str, object], shown: str) -> None:
    assert who({**EVENT, **change}) == shown


def printed_timeline(*events: dict[str, Any]) -> list[str]:
    out = io.StringIO()
    print_timeline(events, out)
    return [line.rstrip() for line in out.getvalue().splitlines()]


def test_an_event_is_three_lines_with_an_id_that_explain_takes() -> None:
    lines = printed_timeline(EVENT, {**EVENT, "date": "2018-02-26"})
    assert len(lines) == 6
    assert lines[0].split() == ["undated", "(by", "2018-02-26)", "REQUEST", "3f9a2c1b"]
    assert lines[1:3] == ["  Russia; Alexander Grushko → NATO", "  On Monday Moscow demanded guarantees."]
    assert lines[3].split()[0] == "2018-02-26"


def test_no_line_is_wider_than_the_screen_and_the_act_stays_visible() -> None:
    before, after = "word " * 60, " word" * 60
    lines = printed_timeline({**EVENT, "sentence": f"{before}demanded{after}", "who": "Somebody; " * 40})
    assert max(map(len, lines)) <= 120
    assert "demanded" in lines[2]


def test_no_event_says_so() -> None:
    assert printed_timeline() == ["No event fits."]


def explained(form: str = "table", *, event: dict[str, Any] = EVENT, evidence: dict[str, Any] = EVIDENCE) -> str:
    out = io.StringIO()
    print_event(EventDetail(event, [PARTICIPANT], [evidence]), form, out)
    return out.getvalue()


def test_the_explanation_marks_the_evidence_and_names_its_sources() -> None:
    text = explained()
    assert "On >>Monday<< Moscow >>demanded<< guarantees." in text
    for part in ("a.txt, characters 117-125", "rule request.demand.3", "“Monday” (relative,", "“Moscow”, found by metonym"):
        assert part in text


def test_words_of_another_sentence_are_not_marked_in_this_one() -> None:
    text = explained(evidence={**EVIDENCE, "expression_start": 3, "expression_end": 9})
    assert "On Monday Moscow >>demanded<<" in text


def test_an_undated_event_says_why() -> None:
    undated = {**EVIDENCE, "date": None, "undated_reason": "no_expression", "expression_start": None, "expression_end": None}
    assert "undated: no words of the text date it" in explained(evidence=undated)


def test_the_explanation_is_free_of_markup_and_codes() -> None:
    assert "A [bold]title[/bold]\\x1b[2J" in explained()
    assert "\x1b" not in explained()


def test_the_explanation_as_json_holds_everything() -> None:
    found = json.loads(explained("json"))
    assert found["event"]["not_after"] == "2018-02-26"
    assert found["participants"] == [PARTICIPANT]
    assert found["evidence"] == [EVIDENCE]


def test_the_explanation_as_csv_has_a_row_a_mention() -> None:
    lines = explained("csv").splitlines()
    assert lines[0].startswith("sentence,sentence_start")
    assert len(lines) == 2
