"""Finding and normalising: classes of expressions, publication dates of every precision, impossible dates, order and offsets."""

import pytest

from flows.knowledge import seeds
from transforms.language import segment
from transforms.records import TimeExpression
from transforms.times.find import find_times
from transforms.times.rules import build_time_rules

RULES = build_time_rules(seeds.rules("times"))


def times(text: str, published: str | None = "2018-02-28") -> list[TimeExpression]:
    return find_times(text, segment(text), published=published, rules=RULES)


def only(text: str, published: str | None = "2018-02-28") -> TimeExpression:
    [time] = times(text, published)
    return time


@pytest.mark.parametrize(
    ("text", "words", "value", "edtf"),
    [
        ("They signed on March 18, 2014.", "March 18, 2014", "2014-03-18", "2014-03-18"),
        ("They met in March 2014.", "March 2014", "2014-03", "2014-03"),
        ("It began in early March 2014.", "early March 2014", "2014-03", "2014-03~"),
        ("It ended in 1996.", "1996", "1996", "1996"),
        ("It ended in the late 1970s.", "the late 1970s", "197", "197X~"),
        ("It was so in the 20th century.", "the 20th century", "19", "19XX"),
        ("They met last week.", "last week", "2018-W08", "2018-02-19/2018-02-25"),
        ("They meet this weekend.", "this weekend", "2018-W09-WE", "2018-03-03/2018-03-04"),
        ("They met in the third quarter of 2016.", "the third quarter of 2016", "2016-Q3", "2016-07-01/2016-09-30"),
        ("They met in the first half of 2017.", "the first half of 2017", "2017-H1", "2017-01-01/2017-06-30"),
        ("They met in the summer of 2014.", "the summer of 2014", "2014-SU", "2014-06-01/2014-08-31"),
        ("They met in the winter of 2014.", "the winter of 2014", "2014-WI", "2014-12-01/2015-02-28"),
        ("They met about two years ago.", "two years ago", "2016", "2016~"),
        ("They met ten days ago.", "ten days ago", "2018-02-18", "2018-02-18"),
        ("They talked for two years.", "two years", "P2Y", None),
        ("They meet every Thursday.", "every Thursday", "XXXX-WXX-4", None),
        ("They met recently.", "recently", "PAST_REF", None),
        ("They met at Christmas 2016.", "Christmas 2016", "2016-12-25", "2016-12-25"),
        ("They met on Monday night.", "Monday night", "2018-02-26TNI", "2018-02-26"),
        ("They met on Monday at 10:35 a.m. GMT.", "Monday at 10:35 a.m. GMT", "2018-02-26T10:35", "2018-02-26"),
        ("They talk from 3 to 5 May 2014.", "3 to 5 May 2014", "2014-05-03/2014-05-05", "2014-05-03/2014-05-05"),
    ],
)
def test_classes_of_expressions(text: str, words: str, value: str, edtf: str | None) -> None:
    time = only(text)
    assert (time.text, time.value, time.edtf) == (words, value, edtf)
    assert text[time.start : time.end] == words


def test_quarters_compare_with_the_one_reported_on() -> None:
    text = "Exports rose in the fourth quarter, from the year-earlier period. A year earlier they fell. Last year's quarter was bad."
    assert [time.value for time in times(text)] == ["2017-Q4", "2016-Q4", "2016-Q4", "2016-Q4"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("They met on Friday.", "2018-02-23"),
        ("They will meet on Friday.", "2018-03-02"),
        ("Talks scheduled for Friday are off.", "2018-03-02"),
        ("They have until Friday to answer.", "2018-03-02"),
        ("Until Friday, they had not answered.", "2018-02-23"),
        ("They met on Wednesday.", "2018-02-28"),
        ("They met in November.", "2017-11"),
        ("They will meet in November.", "2018-11"),
        ("They met on December 20.", "2017-12-20"),
        ("They will meet on March 20.", "2018-03-20"),
        ("Since March the border is closed.", "2017-03"),
    ],
)
def test_tense_chooses_the_side(text: str, value: str) -> None:
    assert only(text).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("France was the first country to recognise it on Friday.", "2018-02-23"),
        ("France will be the first country to recognise it on Friday.", "2018-03-02"),
        ("France was asked to recognise it on Friday.", "2018-03-02"),
        ("The fighting went on through August.", "2017-08"),
        ("The fighting will go on through August.", "2018-08"),
        ("The court extended the ban through May.", "2018-05"),
        ("The offer was extended to Nov. 16.", "2018-11-16"),
        ("The talks were postponed to Friday.", "2018-03-02"),
        ("The offer was extended on Friday.", "2018-02-23"),
    ],
)
def test_the_verb_above_chooses_the_side(language, text: str, value: str) -> None:  # type: ignore[no-untyped-def]
    sentences = language.parse(text, segment(text))
    assert [time.value for time in find_times(text, sentences, published="2018-02-28", rules=RULES)] == [value]


def test_parsed_sentences_give_the_tense_of_the_governing_verb(language) -> None:  # type: ignore[no-untyped-def]
    text = "Officials said on Monday that the ministers would arrive, and they will leave on Friday."
    sentences = language.parse(text, segment(text))
    assert [time.value for time in find_times(text, sentences, published="2018-02-28", rules=RULES)] == ["2018-02-26", "2018-03-02"]


@pytest.mark.parametrize(
    ("text", "published", "value", "edtf", "basis"),
    [
        ("They met last year.", None, "XXXX", None, "none"),
        ("They met yesterday.", None, "XXXX-XX-XX", None, "none"),
        ("They met on Friday.", None, "XXXX-WXX-5", None, "none"),
        ("They met on March 5.", None, "XXXX-03-05", None, "none"),
        ("They met in November.", None, "XXXX-11", None, "none"),
        ("They met in the third quarter.", None, "XXXX-Q3", None, "none"),
        ("They met two weeks ago.", None, "XXXX-WXX", None, "none"),
        ("They met this morning.", None, "XXXX-XX-XXTMO", None, "none"),
        ("They met at 10 a.m. there.", None, "XXXX-XX-XXT10:00", None, "none"),
        ("They met at noon.", None, "XXXX-XX-XXT12:00", None, "none"),
        ("They met on Monday morning.", None, "XXXX-WXX-1TMO", None, "none"),
        ("They met yesterday evening.", None, "XXXX-XX-XXTEV", None, "none"),
        ("They met last Friday.", None, "XXXX-WXX-5", None, "none"),
        ("They met last November.", None, "XXXX-11", None, "none"),
        ("They met in June last year.", None, "XXXX-06", None, "none"),
        ("They met on 18 August last year.", None, "XXXX-08-18", None, "none"),
        ("They met last summer.", None, "XXXX-SU", None, "none"),
        ("They met at the weekend.", None, "XXXX-WXX-WE", None, "none"),
        ("They met in the latest quarter.", None, "XXXX-QX", None, "none"),
        ("They met at Christmas.", None, "XXXX-XX-XX", None, "none"),
        ("They met the day before Monday.", None, "", None, "none"),
        ("They met a week ago Monday.", None, "XXXX-WXX-1", None, "none"),
        ("They met at Christmas 2016.", None, "2016-12-25", "2016-12-25", "explicit"),
        ("They met on March 5.", "2018-03", "2018-03-05", "2018-03-05", "relative"),
        ("They met on March 5, 2014.", None, "2014-03-05", "2014-03-05", "explicit"),
        ("They met last year.", "2018", "2017", "2017", "relative"),
        ("They met last month.", "2018", "XXXX-XX", None, "none"),
        ("They met last month.", "2018-02", "2018-01", "2018-01", "relative"),
        ("They met yesterday.", "2018-02", "XXXX-XX-XX", None, "none"),
        ("They meet today.", "2018-02", "2018-02", "2018-02", "relative"),
        ("They met on Friday.", "2018-02", "XXXX-WXX-5", None, "none"),
        ("They met last year.", "2018-02-28", "2017", "2017", "relative"),
    ],
)
def test_precision_is_never_raised_above_the_publication_date(
    text: str, published: str | None, value: str, edtf: str | None, basis: str
) -> None:
    time = only(text, published)
    assert (time.value, time.edtf, time.basis) == (value, edtf, basis)
    assert (time.first_day is None) == (edtf is None)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("They signed on 3 May 2014. The following day shelling began.", ["2014-05-03", "2014-05-04"]),
        ("They signed on 3 May 2014. Three days later shelling began.", ["2014-05-03", "2014-05-06"]),
        ("It was signed in 2010. A year earlier it was refused.", ["2010", "2009"]),
        ("It was signed in March 2010. The previous month it was refused.", ["2010-03", "2010-02"]),
        ("It was signed in 2010 and ratified in June the following year.", ["2010", "2011-06"]),
        ("It was signed in 2010. The next day it was void.", ["2010", "XXXX-XX-XX"]),
        ("They signed on 3 May 2014. Two hours later it was void.", ["2014-05-03", "PT2H"]),
        ("They signed on 3 May 2014. Hours later it was void.", ["2014-05-03", "2014-05-03"]),
        ("They signed on 3 May 2014. The following morning it was void.", ["2014-05-03", "2014-05-04TMO"]),
        ("They signed on Thursday, 3 May 2018. The previous Monday they had not.", ["2018-05-03", "2018-04-30"]),
    ],
)
def test_the_story_carries_its_own_time(text: str, values: list[str]) -> None:
    found = times(text)
    assert [time.value for time in found] == values
    assert found[-1].basis in ("context", "none")


@pytest.mark.parametrize(
    "text",
    [
        "On February 30 nothing happens.", "The 31 April summit is no summit.", "Signed on 2014-13-40.", "Signed on 2017-02-29.",
        "Signed on 40/40/2014.", "At 25:10 no clock strikes.", "At 24:30 no clock strikes.", "In the year 0 there was none.",
        "They may leave.", "March on, they said.", "The sun sat low.", "We have a second one.", "Resolution 1973 was adopted.",
        "They sent 2000 soldiers.", "Article 5 and 12.30 percent.",
    ],
)  # fmt: skip
def test_no_date_is_invented(text: str) -> None:
    assert [time for time in times(text) if time.edtf] == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Dated 29 February 2016.", "2016-02-29"),
        ("Dated 03/04/2014.", "2014-03-04"),
        ("Dated 13/04/2014.", "2014-04-13"),
        ("Dated 13.04.2014.", "2014-04-13"),
        ("Dated 04/13/98.", "1998-04-13"),
        ("Dated 04/13/17.", "2017-04-13"),
        ("It ended at 24:00.", "2018-02-28T24:00"),
        ("It was signed in the year 1000.", "1000"),
        ("The deal of ’94 held.", "1994"),
        ("The deal of '17 held.", "2017"),
    ],
)
def test_leap_years_day_order_and_short_years(text: str, value: str) -> None:
    assert only(text).value == value


def test_years_out_of_range_are_dropped() -> None:
    assert times("It fell 3000 years ago.") == []
    assert times("It falls 9000 years from now.") == []
    assert times("They met two days ago.", published="0001-01-01") == []


def test_expressions_come_in_text_order_and_do_not_overlap() -> None:
    text = "On Monday, March 5, 2018 at 10 a.m. they met; in 2014, last year, the third quarter of 2016 and two weeks ago they did not."
    found = times(text)
    assert len(found) >= 5
    assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))
    assert all(text[time.start : time.end] == time.text for time in found)


def test_offsets_count_code_points_and_sentences_outside_are_not_read() -> None:
    text = "\U0001f1fa\U0001f1e6 Kyjiv – sources. They met on 3 May 2014.\n\nThey met in 1999."
    sentences = segment(text)
    assert [time.text for time in find_times(text, sentences, published=None, rules=RULES)] == ["3 May 2014", "1999"]
    assert [time.text for time in find_times(text, sentences[-1:], published=None, rules=RULES)] == ["1999"]
    assert find_times("", [], published=None, rules=RULES) == []


def test_a_sentence_cut_after_an_abbreviation_goes_on() -> None:
    assert [time.value for time in times("He was seized at 10 p.m. Wednesday, police said.")] == ["2018-02-28T22:00"]


def test_a_wrong_publication_date_is_refused() -> None:
    for wrong in ("28 February 2018", "2018-02-30", "2018-02-28-01"):
        with pytest.raises(ValueError, match="partial date|out of range"):
            times("They met.", wrong)


def test_two_runs_give_the_same() -> None:
    text = "They met on Friday, in 2014, last week, twice a year and after the Brexit referendum."
    assert times(text) == times(text)
