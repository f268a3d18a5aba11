"""Which mentions become one event, whatever their order."""

import itertools
import time
from dataclasses import replace
from datetime import date

import pytest

from transforms.records import ActorMention, EventMention, EventTime, Place, event_id, mention_id
from transforms.timeline.merge import merge_mentions, same_act
from transforms.timeline.order import by_salience


def actor(name: str) -> ActorMention:
    """A state ("FRA"), a person of it ("FRA/chirac"), or a name that nobody knows ("?Hansen")."""
    code, _, person = name.partition("/")
    if name.startswith("?"):
        return ActorMention(0, 1, name[1:], None, "UNK", None, reason="unknown")
    return ActorMention(0, 1, name, f"PER:{person}" if person else code, code, "alias", (code,))


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
    (  # a definite noun takes up a demand, without its addressee
        mention(0, "REQUEST", sources="FRA", targets="IRN", rule="request.demand.1"),
        mention(300, "REQUEST", sources="FRA", rule="request.demand.noun"),
    ),
    (  # the murder of a man whom no seed knows
        mention(0, "ASSAULT", targets="?Hansen", rule="assault.kill.1"),
        mention(300, "ASSAULT", targets="?Hansen", rule="assault.kill.noun"),
    ),
    (mention(0, sources="FRA/chirac", targets="IRN"), mention(300, sources="FRA", targets="IRN", rule="consult.talks.noun")),
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
    (mention(0, sources="FRA/chirac", targets="IRN/khatami"), mention(300, sources="FRA/villepin", targets="IRN/kharrazi")),
    (mention(0, sources="FRA", targets="JPN KOR"), mention(300, sources="FRA", targets="CHN")),
    (
        mention(0, "RETREAT", sources="CUB", targets="USA", cameo="084", rule="retreat.release.1"),
        mention(300, "RETREAT", sources="USA", targets="CUB", cameo="084", rule="retreat.release.1"),
    ),
    (
        mention(0, "SUPPORT", sources="PSE", targets="ISR", rule="support.recognize.1"),
        mention(300, "SUPPORT", sources="ISR", targets="PSE", rule="support.recognize.1"),
    ),
    (
        mention(0, "ASSAULT", targets="?Hansen", rule="assault.kill.noun"),
        mention(300, "ASSAULT", targets="?Larsen", rule="assault.kill.noun"),
    ),
    (  # a second verb is a second attack
        mention(0, "ASSAULT", sources="IRQ", rule="assault.attack.1"),
        mention(300, "ASSAULT", sources="IRQ", rule="assault.bomb.1"),
    ),
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


def test_an_event_has_the_finest_of_its_mentions_times() -> None:
    coarse = EventTime("2005", date(2005, 1, 1), date(2005, 12, 31), "year", "explicit", undated_reason=None)
    told = replace(mention(0, sources="FRA", targets="IRN"), time=coarse)
    dated = mention(200, sources="FRA", targets="IRN", day=date(2005, 1, 3))
    (event,) = merge_mentions([told, dated])
    assert event.best.start == 0 and event.best.time.edtf == "2005-01-03"


def test_an_event_is_as_sure_as_its_surest_mention() -> None:
    full = replace(mention(0, sources="FRA", targets="IRN"), confidence=0.4)
    brief = mention(300, sources="FRA IRN", rule="consult.talks.noun", cameo="046")
    (event,) = merge_mentions([full, brief], "")
    assert (event.best.start, event.best.confidence) == (0, brief.confidence)


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


def test_a_mention_between_two_acts_joins_the_one_told_before_it_and_never_links_the_two() -> None:
    japan = mention(0, sources="FRA", targets="JPN", mode="visit")
    trip = mention(200, sources="FRA", mode="visit", rule="consult.visit.noun")
    china = mention(300, sources="FRA", targets="CHN", mode="visit")
    assert [e.mentions for e in merge_mentions([japan, trip, china])] == [(japan, trip), (china,)]


def told(text: str, trigger: str, kind: str, *, status: str = "actual", sources: str = "FRA", targets: str = "", rule: str) -> EventMention:
    """A mention at the words of a text, within the line or sentence that holds them; the targets stand where the text names them."""
    start = text.index(trigger)
    first = max(text.rfind(end, 0, start) for end in ("\n", ". ")) + 1
    last = min(found for end in ("\n", ". ") if (found := text.find(end, start)) >= 0) + (text[text.find("\n", start) - 1] == ".")
    side = tuple(replace(actor(t), start=(at := text.index(t, first)), end=at + len(t)) for t in targets.split())
    shape = mention(start, kind, status=status, sources=sources, rule=rule, cameo="120")
    return replace(shape, sentence_start=first, sentence_end=last, end=start + len(trigger), targets=side)


def test_two_refusals_are_one_only_about_the_same_thing() -> None:
    text = "Paris refused to sign the fisheries treaty.\nIt rejected the treaty again.\nIt dismissed calls for an inquiry.\n"
    refused, rejected, dismissed = (told(text, w, "REJECT", rule=f"reject.{w}.1") for w in ("refused", "rejected", "dismissed"))
    assert [e.mentions for e in merge_mentions([refused, rejected, dismissed], text)] == [(refused, rejected), (dismissed,)]


def test_a_heading_is_told_again_by_the_first_sentence_whatever_its_tense() -> None:
    text = "France to quit fisheries body\nParis quit the fisheries body on Monday.\nParis will quit it.\n"
    planned = told(text, "to quit", "SANCTION", status="planned", rule="sanction.quit.1")
    done = told(text, "quit the", "SANCTION", rule="sanction.quit.1")
    (event,) = merge_mentions([planned, done], text)
    assert event.best.status == "actual"
    again = told(text, "will quit", "SANCTION", status="planned", rule="sanction.quit.1")
    assert len(merge_mentions([done, again], text)) == 2


def test_other_numbers_of_victims_are_other_attacks() -> None:
    text = "Rebels killed three IRN soldiers.\nThe killing of 40 IRN soldiers was worse.\nThe killing of three IRN soldiers was bad.\n"
    words = [("killed", "assault.kill.1"), ("killing of 40", "assault.kill.noun"), ("killing of three", "assault.kill.noun")]
    three, forty, same = (told(text, w, "ASSAULT", targets="IRN", rule=rule) for w, rule in words)
    assert [e.mentions for e in merge_mentions([three, forty, same], text)] == [(three, same), (forty,)]


@pytest.mark.parametrize(
    ("text", "first", "second", "events"),
    [
        ("Paris lifted the ban.\nParis also lifted the ban on fish.\n", "lifted", "lifted the ban on", 2),
        ("Paris lifted the ban and ended the embargo.\n", "lifted", "ended", 2),
        ("Paris lifted the ban.\nIt ended the embargo after years.\n", "lifted", "ended", 1),
    ],
)
def test_words_that_count_a_second_act(text: str, first: str, second: str, events: int) -> None:
    mentions = [told(text, words, "CONCEDE", rule="concede.ease.1") for words in (first, second)]
    assert len(merge_mentions(mentions, text)) == events


def test_merging_a_long_article_that_repeats_itself_takes_linear_time() -> None:
    told = [mention(n * 100, sources="FRA", targets="IRN") for n in range(4000)]
    began = time.perf_counter()
    assert len(merge_mentions(told, "France met Iran. " * 24_000)) == 1
    assert time.perf_counter() - began < 15, "comparing all pairs takes minutes"
