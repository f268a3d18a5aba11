"""Confidence: what speaks for and against a mention moves it the right way, and the table of points is checked."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from flows.knowledge import seeds
from transforms.errors import SeedError
from transforms.events.confidence import raised, told_again
from transforms.events.points import AGAIN, read_points
from transforms.records import EventMention
from transforms.timeline.merge import merge_mentions

Find = Callable[[str], list[EventMention]]


@pytest.mark.parametrize(
    ("surer", "less_sure"),
    [
        ("France condemned Iran.", "France condemned."),
        ("France condemned Iran.", "Iran was condemned."),
        ("France condemned Iran.", "France did not condemn Iran."),
        ("France condemned Iran.", "France, Kenya, Togo and Peru condemned Iran."),
        ("France condemned Iran.", "Japan left, condemning Iran."),
        ("France met Iran.", "France met Sandra Bellweather."),
        ("France met Iran.", "Iran entered the building of which the door was old, and France then met the envoy of Iran."),
        ("France attacked Iran.", "Officials claimed that France attacked Iran."),
        ("Iran paid a visit to Peru.", "The visit of Iran to Peru was long."),
        ("France condemned Iran.", "ISIS condemned Iran."),
        ("The army of Iran withdrew.", "Iran condemned."),
        ("Iran and Peru held talks.", "Iran held talks."),
        ("France condemned Iran.", "France condemned the West."),
        (
            "France condemned Iran." + " The weather was fine, people said on Monday." * 60,
            "France condemned Iran." + " The weather was fine all day." * 60,
        ),
    ],
)
def test_evidence_counts(find: Find, surer: str, less_sure: str) -> None:
    assert max(m.confidence for m in find(surer)) > max((m.confidence for m in find(less_sure)), default=0)


def test_what_is_told_again_is_surer(find: Find) -> None:
    (event,) = merge_mentions(find("Iran condemned Peru. The condemnation of Peru by Iran was sharp."))
    once = replace(event, mentions=event.mentions[:1])
    sure = [told_again(e, {AGAIN: 4}).best.confidence for e in (event, once)]
    assert len(event.mentions) == 2 and sure[0] > sure[1] == event.best.confidence


def test_points_multiply_the_odds() -> None:
    assert raised(0.5, 0) == 0.5
    assert raised(0.5, 10) == pytest.approx(0.731, abs=0.001)
    assert raised(0.95, 40) == 0.95, "nothing is certain"


def test_points_of_rules_belong_to_rules_that_exist() -> None:
    rules = {entry["id"] for entries in seeds.rules("events").values() for entry in entries if "id" in entry}
    named = {row["feature"].removeprefix("rule ") for row in seeds.tables("events")["confidence"] if row["feature"].startswith("rule ")}
    assert named and named <= rules


@pytest.mark.parametrize(
    ("row", "said"), [({"feature": "colour", "points": "1"}, "feature 'colour'"), ({"feature": "dated", "points": "much"}, "points 'much'")]
)
def test_a_wrong_row_is_refused(row: dict[str, str], said: str) -> None:
    with pytest.raises(SeedError, match=said):
        read_points([{**row, "_where": "seeds/events/confidence.csv line 2"}])
