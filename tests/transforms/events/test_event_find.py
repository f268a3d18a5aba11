"""Constructions: who is source and target, what is left out, what status comes out, and odd input."""

import time
from collections.abc import Callable

import pytest

from transforms.records import EventMention

Find = Callable[[str], list[EventMention]]
Row = tuple[str, str, list[str], list[str]]


def rows(mentions: list[EventMention]) -> list[Row]:
    return [(m.type, m.status, sorted({a.code for a in m.sources}), sorted({a.code for a in m.targets})) for m in mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("France condemned Iran.", [("ACCUSE", "actual", ["FRA"], ["IRN"])]),
        ("Iran was condemned by France.", [("ACCUSE", "actual", ["FRA"], ["IRN"])]),
        ("Iran was invaded.", [("ASSAULT", "actual", [], ["IRN"])]),
        ("Jordan and Egypt signed a treaty.", [("SUPPORT", "actual", ["EGY", "JOR"], [])]),
        ("Jordan met Egypt in Geneva.", [("CONSULT", "actual", ["JOR"], ["EGY"])]),
        ("Iran threatened to attack Iraq.", [("THREATEN", "actual", ["IRN"], ["IRQ"])]),
        ("Iran refused to meet Iraq.", [("REJECT", "actual", ["IRN"], ["IRQ"])]),
        ("Iran agreed to send aid to Sudan.", [("AGREE", "actual", ["IRN"], ["SDN"])]),
        ("Iran is expected to visit Iraq.", [("CONSULT", "planned", ["IRN"], ["IRQ"])]),
        ("Iran will not meet Iraq.", [("REJECT", "actual", ["IRN"], ["IRQ"])]),
        ("Iran did not attack Iraq.", [("ASSAULT", "denied", ["IRN"], ["IRQ"])]),
        ("Iran might attack Iraq.", [("ASSAULT", "hypothetical", ["IRN"], ["IRQ"])]),
        ("Iran often criticises Iraq.", []),
        ("Iran said that it was raining.", []),
        ("Talks between India and Pakistan collapsed.", [("SANCTION", "actual", ["IND", "PAK"], [])]),
        ("Turkey accused Greece of shelling Cyprus.", [("ACCUSE", "actual", ["TUR"], ["GRC"])]),
        ("France demanded that Iran release the prisoners.", [("REQUEST", "actual", ["FRA"], ["IRN"])]),
        ("The treaty, rejected by Iran, was old.", [("REJECT", "actual", ["IRN"], [])]),
        ("Iraq, which invaded Kuwait, is poor.", [("ASSAULT", "actual", ["IRQ"], ["KWT"])]),
    ],
)
def test_constructions(find: Find, text: str, expected: list[Row]) -> None:
    assert rows(find(text)) == expected


def test_a_condemned_fact_stays_an_event_of_its_own(find: Find) -> None:
    found = rows(find("Iran condemned Iraq's invasion of Kuwait."))
    assert ("ACCUSE", "actual", ["IRN"], ["IRQ"]) in found and ("ASSAULT", "actual", ["IRQ"], ["KWT"]) in found


def test_coordinated_verbs_share_their_subject(find: Find) -> None:
    found = rows(find("France condemned Iran and met Iraq."))
    assert found == [("ACCUSE", "actual", ["FRA"], ["IRN"]), ("CONSULT", "actual", ["FRA"], ["IRQ"])]


def test_reported_speech_keeps_its_speaker(find: Find) -> None:
    (mention,) = find("France said that Iran had attacked Iraq.")
    assert mention.type == "ASSAULT" and mention.speaker is not None and mention.speaker.code == "FRA"


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("Her father accused the government of Britain.", []),
        ("Their fathers accused the government of Britain.", ["ACCUSE"]),
        ("A former British soldier has fled Turkey.", []),
        ("British soldiers have fled Turkey.", ["RETREAT"]),
        ("Hamish Smith studies weapons. He warned Iran.", []),
        ("Ann Hall, a British woman, came home. Hall talked. It is said that she had visited Syria.", []),
        ("The president of Egypt visited Zebediah Province.", []),
        ("In a phone conversation with the Guardian the minister of Egypt wept.", []),
        ("President Hamish Smith spoke. He warned Iran.", ["THREATEN"]),
    ],
)
def test_private_people_act_for_nobody(find: Find, text: str, types: list[str]) -> None:
    assert [m.type for m in find(text)] == types


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Trump announced a withdrawal of US troops from Syria. Trump's withdrawal has shocked the Kurds.", "planned"),
        ("Trump's withdrawal has shocked the Kurds.", "actual"),
    ],
)
def test_a_noun_is_as_far_ahead_as_what_it_takes_up(find: Find, text: str, status: str) -> None:
    assert [m.status for m in find(text) if m.type == "RETREAT"] == [status]


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("The rebels accused Russia of having struck a deal with Turkey.", ["ACCUSE"]),
        ("The rebels blamed Russia for having struck a deal with Turkey.", ["ACCUSE", "AGREE"]),
    ],
)
def test_what_somebody_is_accused_of_doing_is_alleged(find: Find, text: str, types: list[str]) -> None:
    assert [m.type for m in find(text)] == types


def test_a_place_is_kept_apart_from_participants(find: Find) -> None:
    (mention,) = find("Jordan met Egypt in Geneva.")
    assert mention.place is not None and mention.place.name == "Geneva"


def test_triggers_are_short_and_inside_their_sentence(find: Find) -> None:
    for mention in find("France imposed far-reaching economic and diplomatic sanctions on Iran, and Iraq expelled two Iranian diplomats."):
        assert 0 < mention.end - mention.start <= 80
        assert mention.sentence_start <= mention.start < mention.end <= mention.sentence_end


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?!",
        "FRANCE CONDEMNS IRAN OVER MISSILE TEST AND VOWS TO IMPOSE SANCTIONS ON TEHRAN",
        "france condemned iran and iran condemned france and nobody wrote a full stop " * 20,
        "中国外交部发言人强烈谴责 وزير الخارجية التقى نظيره",
        "İran \x00 \u202e condemned Iraq.",
    ],
)
def test_odd_text_raises_nothing(find: Find, text: str) -> None:
    assert isinstance(find(text), list)


def test_a_sentence_of_thousands_of_words_takes_linear_time(find: Find) -> None:
    start = time.process_time()
    find("France condemned Iran and met Iraq and " * 800)
    assert time.process_time() - start < 20


def test_the_same_text_gives_the_same_events(find: Find) -> None:
    text = "Russia and China, which had vetoed the resolution of the United States, said they would meet Iran in Moscow on Friday."
    assert find(text) == find(text)
