"""Dates that stand elsewhere: occasions told of twice, days of a visit, the telling as the act; and dates that are no event's."""

import pytest

from flows.knowledge import seeds
from transforms.language import Language, segment
from transforms.records import EventTime
from transforms.times.anchor import Anchorer
from transforms.times.find import find_times
from transforms.times.rules import build_time_rules

RULES = build_time_rules(seeds.rules("times"))
PUBLISHED = "2018-02-28"  # a Wednesday


def anchorer(language: Language, text: str) -> Anchorer:
    sentences = language.parse(text, segment(text))
    return Anchorer(sentences, find_times(text, sentences, published=PUBLISHED, rules=RULES), published=PUBLISHED, rules=RULES)


def anchored(language: Language, text: str, trigger: str, status: str = "actual") -> EventTime:
    start = text.index(trigger)
    return anchorer(language, text).time((start, start + len(trigger)), status)


@pytest.mark.parametrize(
    ("text", "trigger", "status", "edtf"),
    [
        ("The ministers held discussions in Oslo. The meeting took place on Monday at a fair.", "held discussions", "actual", "2018-02-26"),
        ("The leaders will attend the summit in Oslo. The Oslo summit is to open on Friday.", "attend the summit", "planned", "2018-03-02"),
        ("The envoys praised the conference held on Monday. Ghana hosted the conference.", "hosted the conference", "actual", "2018-02-26"),
        ("The summit on Monday failed. The next summit is crucial.", "The next summit is", "actual", None),
        ("Meetings for the summit were held on Monday. They discussed trade. The summit is about jobs.", "The summit is", "actual", None),
        # another name, another occasion; two dates are no date; "a summit" is not yet known
        ("The Oslo summit on Monday failed. The Cairo summit was a success.", "The Cairo summit", "actual", None),
        ("The talks in March 2016 failed. The talks in May 2017 failed. The talks were tense.", "The talks were", "actual", None),
        ("The Oslo summit on Monday failed. They will hold a summit.", "hold a summit", "planned", None),
        ("The ministers met in Oslo on Monday. They signed the pact at the meeting.", "signed", "actual", None),
        ("Iran and Iraq have decided to meet. The decision was made during talks on Monday.", "decided", "actual", "2018-02-26"),
        ("Iran and Iraq have decided to meet. The decision of Monday was praised.", "decided", "actual", None),
        ("Iran and Iraq have decided to meet. A decision was made on Monday.", "decided", "actual", None),
        # an occasion that is over does not date one that is planned
        ("The talks on Monday failed. The two sides will resume the talks.", "the talks", "planned", None),
    ],
)
def test_an_occasion_has_the_date_that_another_sentence_gives(
    language: Language, text: str, trigger: str, status: str, edtf: str | None
) -> None:
    time = anchored(language, text, trigger, status)
    assert time.edtf == edtf, time.rule_id
    assert edtf is None or (time.basis, time.rule_id) == ("context", "anchor.occasion")


@pytest.mark.parametrize(
    ("text", "trigger", "edtf"),
    [
        ("President Hu Jintao on Friday praised the pact. Hu said so when meeting the Australian premier.", "meeting", "2018-02-23"),
        ("President Macron spoke on Friday. In talks with the premier, the president referred to Iran.", "talks", "2018-02-23"),
        ("On Monday, Macron told Iran to stop. He said so in a telephone call to the shah.", "call", "2018-02-26"),
        ("Hu said on Friday that it was good. Hu made the remarks while opening the summit of the group.", "summit", None),
        ("Hu said on Friday it was good. Hu made the remarks while addressing the summit of the group.", "summit", "2018-02-23"),
        # another speaker; a day that is not that of the words; what is not done by speaking
        ("President Hu said on Friday that it was good. Howard said so when meeting the premier.", "meeting", None),
        ("President Hu said that it was good on Friday. In talks with Iran he praised it.", "talks", None),
        ("On Friday he said it was good. He ate in a meeting with the premier.", "meeting", None),
    ],
)
def test_a_meeting_has_the_day_of_what_is_said_at_it(language: Language, text: str, trigger: str, edtf: str | None) -> None:
    time = anchored(language, text, trigger)
    assert time.edtf == edtf, time.rule_id
    assert edtf is None or (time.basis, time.rule_id) == ("context", "anchor.telling")


@pytest.mark.parametrize(
    ("text", "trigger", "status", "edtf"),
    [
        ("The minister arrived in Oslo on Tuesday for a two-day official visit.", "arrived", "actual", "2018-02-27/2018-02-28"),
        ("The minister arrived on Tuesday on a two-day visit.", "arrived", "actual", "2018-02-27/2018-02-28"),
        ("Iran will hold exercises for three days from Monday.", "exercises", "planned", "2018-03-05/2018-03-07"),
        ("The navy will hold drills for three days starting on Monday.", "drills", "planned", "2018-03-05/2018-03-07"),
        ("The minister arrived on Tuesday after a two-day visit to Rome.", "arrived", "actual", "2018-02-27"),
    ],
)
def test_days_that_an_event_lasts(language: Language, text: str, trigger: str, status: str, edtf: str | None) -> None:
    time = anchored(language, text, trigger, status)
    assert time.edtf == edtf, time.rule_id


@pytest.mark.parametrize(
    ("text", "trigger", "status", "edtf"),
    [
        # what is called for, told of or criticised has not the day of the call
        ("Libya called on Tuesday for an emergency meeting of the Council.", "meeting", "actual", None),
        ("The envoy left on Tuesday for consultations with the allies.", "consultations", "actual", None),
        ("Russia on Monday criticised Turkey over the invasion of the province.", "invasion", "actual", None),
        ("The presidents met on Monday for talks on trade.", "talks", "actual", "2018-02-26"),
        # what goes on was not done on the day that it was told of, what is announced is
        ("The minister told parliament on Tuesday that it is negotiating with Kosovo.", "negotiating", "actual", None),
        ("The president announced on Tuesday that he was quitting the deal.", "quitting", "actual", "2018-02-27"),
        # a summit ahead does not date the visit before it
        ("Her visit came ahead of a summit next month.", "visit", "actual", None),
        ("A meeting with the prime minister was scheduled for Monday.", "meeting", "actual", "2018-03-05"),
        ("Broader talks are expected to start on Saturday.", "talks", "planned", "2018-03-03"),
    ],
)
def test_a_date_near_by_may_be_another_events(language: Language, text: str, trigger: str, status: str, edtf: str | None) -> None:
    time = anchored(language, text, trigger, status)
    assert time.edtf == edtf, time.rule_id


@pytest.mark.parametrize(
    ("text", "trigger", "status"),
    [
        ("The premier met her rival next year.", "met", "actual"),
        ("In 2017 it fell. Two years later the premier leaves no doubt.", "leaves", "denied"),
    ],
)
def test_a_date_against_the_tense_is_a_conflict(language: Language, text: str, trigger: str, status: str) -> None:
    time = anchored(language, text, trigger, status)
    assert (time.edtf, time.undated_reason) == (None, "conflicting")


@pytest.mark.parametrize(
    "offset",
    ["A day later", "Two weeks later", "The following month", "That day", "On the same day", "Three years earlier", "The next day"],
)
def test_an_offset_needs_a_time_to_count_from(language: Language, offset: str) -> None:
    time = anchored(language, f"Russia shelled the town. {offset}, Sudan signed the accord.", "signed")
    assert (time.edtf, time.undated_reason) == (None, "vague_expression")
    assert anchored(language, f"In May 2016 Russia shelled the town. {offset}, Sudan signed the accord.", "signed").basis in (
        "context",
        "none",
    )


@pytest.mark.parametrize(
    ("text", "trigger", "told"),
    [
        ("The envoy said on Tuesday that Iraq would retaliate.", "retaliate", True),
        ("The envoy said on Tuesday that Iraq had retaliated.", "retaliated", False),
        ("Iraq would retaliate.", "retaliate", False),
        ("The rebels said on Sunday they would not attend, blaming the army.", "attend", True),
    ],
)
def test_what_is_told_as_to_come(language: Language, text: str, trigger: str, told: bool) -> None:
    start = text.index(trigger)
    assert anchorer(language, text).is_told((start, start + len(trigger))) is told
