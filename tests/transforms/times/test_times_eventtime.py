"""Labels of TimeBank-EventTime: dated events as their days, undated ones as tense and aspect say."""

from datetime import date

import pytest

from flows.knowledge import seeds
from transforms.language import Language, segment
from transforms.records import EventTime
from transforms.times.anchor import Anchorer
from transforms.times.edtf import Edtf
from transforms.times.eventtime import eventtime_label
from transforms.times.find import find_times
from transforms.times.labels import eventtime_labels
from transforms.times.rules import build_time_rules

RULES = build_time_rules(seeds.rules("times"))
AHEAD = "beginPoint=after1998-02-27endPoint=after1998-02-27"
AROUND = "beginPoint=before1998-02-27endPoint=after1998-02-27"


def labels(language: Language, text: str, *triggers: str, published: str | None = "1998-02-27") -> list[str | None]:
    sentences = segment(text)
    times = find_times(text, sentences, published=published, rules=RULES)
    anchorer = Anchorer(language.parse(text, sentences), times, published=published, rules=RULES)
    return eventtime_labels(anchorer, [(text.index(word), text.index(word) + len(word)) for word in triggers])


@pytest.mark.parametrize(
    ("text", "trigger", "label"),
    [
        ("Officials said the plan failed.", "said", "1998-02-27"),
        ("They signed the accord on Thursday.", "signed", "1998-02-26"),
        ("They signed the accord in March 1996.", "signed", "after1996-03-01before1996-03-28"),
        ("Prices rose in March 1996.", "rose", "beginPoint=1996-03-01endPoint=1996-03-31"),
        ("They signed it in 1996.", "signed", "after1996-01-01before1996-12-31"),
        ("Troops will arrive.", "arrive", "beginPoint=after1998-02-27endPoint=after1998-02-27"),
        ("Troops could arrive.", "arrive", "after1998-02-27"),
        ("Bush said on Thursday that troops could arrive.", "arrive", "after1998-02-26"),
        ("Israel wants peace.", "wants", AROUND),
        ("Officials believe it.", "believe", "1998-02-27"),
        ("The minister has resigned.", "resigned", "before1998-02-28"),
        ("Libya has accused him.", "accused", "before1998-02-28"),
        ("He said the minister had resigned.", "resigned", "1998-02-27"),
        ("The man who fired was caught.", "fired", "before1998-02-27"),
        ("The war is a burden.", "war", AROUND),
        # what goes on, and what is not done
        ("The embargo continues to hurt Iraq.", "hurt", AROUND),
        ("The embargo is designed to isolate and strangle Iraq.", "strangle", AROUND),
        ("Buyers can't be found.", "found", AROUND),
        ("Troops are going to arrive.", "arrive", AHEAD),
        ("The plates may have come from Ohio.", "come", "before1998-02-27"),
        ("They left because he goes there.", "goes", AROUND),
        ("They will leave if he goes there.", "goes", "after1998-02-27"),
        ("Soldiers trapped in the town wept.", "trapped", AROUND),
        ("Soldiers hired in the town wept.", "hired", "before1998-02-27"),
        # what happens with the verb above it
        ("He resigned by sending a letter.", "sending", "1998-02-27"),
        ("He has failed to leave.", "leave", "before1998-02-28"),
        ("We saw two planes go down.", "go", "1998-02-27"),
        ("He declined to comment.", "comment", "1998-02-27"),
        # nouns: what was done, what is called for, what goes on around a dated act
        ("He was charged in the bombing.", "bombing", "before1998-02-27"),
        ("Libya called for a meeting.", "meeting", "after1998-02-27"),
        ("The crisis took a turn on Thursday.", "crisis", AROUND),
        # periods as the corpus writes them
        ("They signed it last week.", "signed", "after1998-02-15before1998-02-21"),
        ("They signed it this week.", "signed", "after1998-02-22before1998-02-27"),
        ("Iraq has occupied it since 1990.", "occupied", "beginPoint=after1990-01-01before1990-12-31endPoint=after1998-02-27"),
        ("Wages are higher than a year ago.", "are", AROUND),
    ],
)
def test_labels(language: Language, text: str, trigger: str, label: str) -> None:
    assert labels(language, text, trigger) == [label]


@pytest.mark.parametrize(
    ("text", "trigger", "background"),
    [
        ("They left after the minister resigned.", "resigned", True),
        ("Officials said the minister resigned.", "resigned", True),
        ("Officials said the minister resigned and the army seized the town.", "seized", True),
        ("Officials said that there was an attempt.", "attempt", True),
        ("The minister resigned and the army seized the town.", "seized", False),
        ("The minister resigned.", "resigned", False),
    ],
)
def test_the_first_sentences_tell_the_news(language: Language, text: str, trigger: str, background: bool) -> None:
    later = "The town lies in the north. " * 5 + text
    assert labels(language, text, trigger) == ["1998-02-27"]
    assert labels(language, later, trigger) == ["before1998-02-27" if background else "1998-02-27"]


def test_what_one_mention_dates_the_others_share(language: Language) -> None:
    text = "He was kidnapped on February 20. The kidnapping shocked the town."
    assert labels(language, text, "kidnapped", "kidnapping") == ["1998-02-20", "1998-02-20"]


def test_words_with_two_dates_share_none(language: Language) -> None:
    text = "A bombing on February 20 hurt him. The bombing of May 1996 wounded her. The bombings shocked the town."
    assert labels(language, text, "bombing", "bombing of", "bombings")[2] == "before1998-02-27"


def test_a_scene_goes_on_in_its_month(language: Language) -> None:
    text = "In July 1997 Hun Sen staged a coup. His rivals fled the town. He said so."
    assert labels(language, text, "staged", "fled", "said")[1:] == ["after1997-07-01before1997-07-28", "1998-02-27"]


def test_without_a_publication_day_only_what_the_text_says_is_a_label(language: Language) -> None:
    assert labels(language, "They signed it in 1996. They left.", "signed", "left", published=None) == [
        "after1996-01-01before1996-12-31",
        None,
    ]


@pytest.mark.parametrize(
    ("edtf", "label"),
    [
        ("2014-03-05", "2014-03-05"),
        ("../2014-03", "before2014-03-31"),
        ("2014/..", "after2014-01-01"),
        ("2014-03-05/2014-03-07", "after2014-03-05before2014-03-07"),
    ],
)
def test_labels_of_times_alone(edtf: str, label: str) -> None:
    value = Edtf.parse(edtf)
    time = EventTime(edtf, value.first_day, value.last_day, value.precision, "explicit", (0, 1), "x", None)
    assert eventtime_label(time) == label


def test_bounds_of_undated_events() -> None:
    assert eventtime_label(EventTime(not_after=date(1998, 2, 27))) == "before1998-02-28"
    assert eventtime_label(EventTime(not_before=date(1998, 2, 27))) == "after1998-02-26"
    assert eventtime_label(EventTime(not_after=date.max)) == "before9999-12-31"
    assert eventtime_label(EventTime()) is None
