"""Which mentions become one event, whatever their order."""

import itertools
from datetime import date

import pytest

from transforms.records import ActorMention, EventMention, EventTime, Place, event_id, mention_id
from transforms.timeline.merge import merge_mentions, same_act
from transforms.timeline.order import by_salience


def actor(code: str) -> ActorMention:
    return ActorMention(0, 1, code, code, code, "alias", (code,))


def mention(
    start: int,
    kind: str = "CONSULT",
    *,
    sources: str = "",
    targets: str = "",
    status: str = "actual",
    rule: str = "consult.meet.1",
    mode: str | None = None,
    cameo: str | None = "040",
    day: date | None = None,
    place: Place | None = None,
) -> EventMention:
    when = EventTime() if day is None else EventTime(day.isoformat(), day, day, "day", "explicit", undated_reason=None)
    return EventMention(
        mention_id("a", kind, start, start + 3), "a", start, start + 50, start, start + 3, kind, status,
        tuple(actor(c) for c in sources.split()), tuple(actor(c) for c in targets.split()), when, rule, 0.7, mode, cameo, None, place,
    )  # fmt: skip


SAME = [
    (mention(0, sources="FRA", targets="IRN"), mention(300, sources="FRA IRN", rule="consult.talks.noun", cameo="046")),
    (mention(0, sources="FRA IRN"), mention(300, sources="FRA", rule="consult.talks.scene")),
    (
        mention(0, "ASSAULT", sources="IRQ", targets="KWT", rule="assault.attack.2"),
        mention(900, "ASSAULT", targets="KWT", rule="assault.invasion.noun"),
    ),
    (
        mention(0, "REJECT", sources="IRN", targets="FRA", cameo="120"),
        mention(400, "REJECT", sources="IRN", cameo="120", rule="reject.refusal.noun"),
    ),
]
APART = [
    (mention(0, sources="FRA", targets="IRN"), mention(300, sources="FRA", targets="IRQ")),
    (mention(0, sources="FRA IRN"), mention(300, sources="FRA IRN", status="planned")),
    (mention(0, sources="FRA IRN", mode="visit"), mention(300, sources="FRA IRN")),
    (mention(0, sources="FRA IRN", day=date(2005, 1, 1)), mention(300, sources="FRA IRN", day=date(2005, 2, 1))),
    (mention(0, sources="FRA IRN", place=Place("Sochi", "RUS")), mention(300, sources="FRA IRN", place=Place("Tehran", "IRN"))),
    (
        mention(0, "REQUEST", sources="FRA", targets="IRN", rule="request.urge.1"),
        mention(300, "REQUEST", sources="FRA", targets="IRN", rule="request.demand.1"),
    ),
    (
        mention(0, "SANCTION", sources="FRA", targets="IRN", cameo="163"),
        mention(300, "SANCTION", sources="FRA", targets="IRN", cameo="161"),
    ),
    (mention(0, sources="FRA IRN"), mention(30000, sources="FRA")),
    (mention(0), mention(300)),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_mentions_of_one_act_are_one_event(a: EventMention, b: EventMention) -> None:
    assert same_act(a, b) and same_act(b, a)
    (event,) = merge_mentions([a, b])
    assert event.mentions == (a, b) and event.event_id == event_id([a.mention_id, b.mention_id])


@pytest.mark.parametrize(("a", "b"), APART)
def test_different_acts_stay_apart(a: EventMention, b: EventMention) -> None:
    assert not same_act(a, b) and not same_act(b, a)
    assert len(merge_mentions([a, b])) == 2


def test_the_order_of_mentions_does_not_matter() -> None:
    mentions = [m for pair in SAME[:2] for m in pair] + [mention(5000, "AID", sources="FRA", targets="SDN")]
    mentions = [
        EventMention(**{**{f: getattr(m, f) for f in m.__slots__}, "start": 100 * n, "mention_id": f"{n:016d}"})
        for n, m in enumerate(mentions)
    ]
    results = {tuple((e.event_id, e.best, e.mentions) for e in merge_mentions(order)) for order in itertools.permutations(mentions)}
    assert len(results) == 1


def test_the_best_mention_is_completed_from_the_others() -> None:
    told = mention(0, sources="FRA", targets="IRN")
    dated = mention(200, sources="FRA IRN", day=date(2005, 1, 3), place=Place("Geneva", "CHE"))
    (event,) = merge_mentions([dated, told])
    assert [a.code for a in event.best.targets] == ["IRN"]
    assert event.best.time.edtf == "2005-01-03" and event.best.place == Place("Geneva", "CHE")


def test_nothing_gives_nothing() -> None:
    assert merge_mentions([]) == [] and by_salience([], "") == []


def test_salience_puts_the_lead_and_the_often_told_first() -> None:
    text = "x" * 9000
    lead = mention(10, "ACCUSE", sources="FRA", targets="IRN")
    late = mention(8000, "AID", sources="FRA", targets="SDN")
    often = [mention(3000 + 100 * n, sources="FRA IRN") for n in range(5)]
    events = merge_mentions([late, *often, lead])
    ordered = [e.best.type for e in by_salience(events, text)]
    assert ordered[0] in ("CONSULT", "ACCUSE") and ordered[-1] == "AID"
    assert ordered == [e.best.type for e in by_salience(list(reversed(events)), text)]
