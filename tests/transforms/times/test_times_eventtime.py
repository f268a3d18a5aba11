"""Labels of TimeBank-EventTime: dated events as their days, undated ones as tense and aspect say."""

from datetime import date

import pytest

from flows import seeds
from transforms.language import Language, segment
from transforms.records import EventTime
from transforms.times.anchor import Anchorer
from transforms.times.edtf import Edtf
from transforms.times.eventtime import eventtime_label
from transforms.times.find import find_times
from transforms.times.rules import build_time_rules

RULES = build_time_rules(seeds.rules("times"))
AROUND = "beginPoint=before1998-02-27endPoint=after1998-02-27"


def labels(language: Language, text: str, *triggers: str, published: str | None = "1998-02-27") -> list[str | None]:
    sentences = segment(text)
    times = find_times(text, sentences, published=published, rules=RULES)
    anchorer = Anchorer(language.parse(text, sentences), times, published=published, rules=RULES)
    return anchorer.labels([(text.index(word), text.index(word) + len(word)) for word in triggers])


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
        ("The minister has resigned.", "resigned", "before1998-02-27"),
        ("The man who fired was caught.", "fired", "before1998-02-27"),
        ("The war is a burden.", "war", AROUND),
    ],
)
def test_labels(language: Language, text: str, trigger: str, label: str) -> None:
    assert labels(language, text, trigger) == [label]


def test_what_one_mention_dates_the_others_share(language: Language) -> None:
    text = "He was kidnapped on February 20. The kidnapping shocked the town."
    assert labels(language, text, "kidnapped", "kidnapping") == ["1998-02-20", "1998-02-20"]


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
    assert eventtime_label(EventTime(not_after=date(1998, 2, 27))) == "before1998-02-27"
    assert eventtime_label(EventTime(not_before=date(1998, 2, 27))) == "after1998-02-27"
    assert eventtime_label(EventTime()) is None
