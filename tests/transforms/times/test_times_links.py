"""Which words date which event: clauses of time, counted days, comparisons, dates of what is arranged."""

import pytest

from flows.knowledge import seeds
from transforms.language import Language, segment
from transforms.records import EventTime
from transforms.times.anchor import anchor_event
from transforms.times.find import find_times
from transforms.times.rules import build_time_rules

RULES = build_time_rules(seeds.rules("times"))
PUBLISHED = "2018-02-28"  # a Wednesday


def anchored(language: Language, text: str, trigger: str, status: str = "actual", published: str = PUBLISHED) -> EventTime:
    sentences = language.parse(text, segment(text))
    times = find_times(text, sentences, published=published, rules=RULES)
    start = text.index(trigger)
    return anchor_event((start, start + len(trigger)), sentences, times, published=published, rules=RULES, status=status)


COUNTED = "Washington on Monday imposed sanctions on Belgrade, four days after its troops invaded the province."


@pytest.mark.parametrize(
    ("text", "trigger", "edtf"),
    [
        (COUNTED, "invaded", "2018-02-22"),
        (COUNTED, "imposed", "2018-02-26"),
        ("Jeddah hosted new talks on Tuesday, a day after the army walked out of the previous round.", "walked", "2018-02-26"),
        ("Four days after the leaders ended their summit in Rome, Turkey shelled the town on Tuesday.", "ended", "2018-02-23"),
        ("The envoy resigned three days after he met the king on February 20.", "resigned", "2018-02-23"),
        ("Troops arrived on February 20, six days after the ceasefire.", "ceasefire", "2018-02-14"),
        ("The rebels signed the truce on January 20, two weeks before the deadline expired.", "expired", "2018-01-29/2018-02-04"),
        ("The rebels signed the truce on February 20, two weeks before the deadline expired.", "expired", None),  # not yet
        ("The envoy resigned on March 12, 2014, two months after the rebels seized the city.", "seized", "2014-01"),
        ("The envoy resigned in 2014, two months after the rebels seized the city.", "seized", None),  # a year does not give a month
        ("The envoy resigned three days after he met the king.", "resigned", None),
        ("Kenya expelled the envoy on Monday, more than a week after he attacked its policy.", "attacked", None),
        ("Kenya expelled the envoy on Monday, several days after he attacked its policy.", "attacked", None),
        ("Peace talks opened on Monday for the first time in eight months after Oslo sent an envoy.", "sent", None),
    ],
)
def test_days_are_counted_from_another_event(language: Language, text: str, trigger: str, edtf: str | None) -> None:
    time = anchored(language, text, trigger)
    assert time.edtf == edtf, time.rule_id


def test_a_counted_date_shows_its_words(language: Language) -> None:
    time = anchored(language, COUNTED, "invaded")
    assert time.expression is not None
    assert COUNTED[slice(*time.expression)] == "four days"
    assert (time.basis, time.rule_id) == ("relative", "anchor.counted")


@pytest.mark.parametrize(
    ("text", "trigger", "edtf"),
    [
        # "since" after a comparison, a superlative or an ordinal says how far back it was so
        ("The war has killed more people than any conflict in Asia since 1945.", "killed", None),
        ("It was the first visit by a Spanish leader since 1996.", "visit", None),
        ("The chancellor made her third trip to Turkey as leader since 2011.", "trip", None),
        ("He is the first Greek minister to visit Skopje since 2001.", "visit", None),
        ("It is the worst attack on the city since 2012.", "attack", None),
        ("It was his first trip abroad since he was elected in January.", "trip", None),
        ("North Korea fired its largest missile since 2017 on Monday.", "fired", "2018-02-26"),
        # else what goes on since then began then
        ("Troops have occupied the island since 1974.", "occupied", "1974/.."),
        ("The militia has carried out more than 140 attacks since 2014.", "attacks", "2014/.."),
        ("About 13,000 people have been killed since the insurgency began in February 1996.", "killed", "1996-02/.."),
        ("Since fighting broke out in 2011, half the population has fled the country.", "fled", "2011/.."),
        ("Since fighting broke out in 2011, half the population has fled the country.", "broke", "2011"),
        ("The council imposed sanctions after the army invaded the island in 1974.", "imposed", "1974/.."),
    ],
)
def test_since_and_clauses_of_time(language: Language, text: str, trigger: str, edtf: str | None) -> None:
    time = anchored(language, text, trigger)
    assert time.edtf == edtf, time.rule_id


@pytest.mark.parametrize(
    ("text", "trigger", "status", "edtf"),
    [
        # a duration that comes before the event is not the event's own
        ("On Tuesday the presidents signed the accord after three weeks of talks.", "signed", "actual", "2018-02-27"),
        ("He arrived on Monday for a two-day visit.", "visit", "actual", "2018-02-26/2018-02-27"),
        # a date inside the trigger dates the event only when it stands beside its head
        ("The president announced on Tuesday that he was quitting the 2015 deal.", "quitting the 2015 deal", "actual", "2018-02-27"),
        ("The president quit the 2015 deal.", "quit the 2015 deal", "actual", None),
        ("The president quit the landmark 2015 Iran nuclear deal.", "quit the landmark 2015 Iran nuclear deal", "actual", None),
        ("There are echoes of 2003, when Turkey refused to back the invasion.", "refused", "actual", "2003"),
        ("Sanctions were imposed on Baghdad after its 1990 invasion.", "imposed on Baghdad after its 1990 invasion", "actual", "1990"),
        ("Moscow opposed the 2014 annexation of the province.", "2014 annexation of the province", "actual", "2014"),
        # between a verb of saying and the subject of what is said, a date tells when it was said
        ("The army said on Monday it would withdraw on Thursday.", "withdraw", "planned", "2018-03-01"),
        ("The army said on Monday it would withdraw on Thursday.", "said", "actual", "2018-02-26"),
        # an envoy is recalled on that day; what is condemned happened on it
        ("Oman recalled its envoy in March 2014 and returned him in November that year.", "recalled", "actual", "2014-03"),
    ],
)
def test_dates_belong_to_the_nearest_governor(language: Language, text: str, trigger: str, status: str, edtf: str | None) -> None:
    time = anchored(language, text, trigger, status)
    assert time.edtf == edtf, time.rule_id
    assert (time.edtf is None) == (time.basis == "none")


def test_the_past_week_ends_today(language: Language) -> None:
    assert anchored(language, "In the past week troops shelled the town.", "shelled").edtf == "2018-02-21/2018-02-28"
    assert anchored(language, "Last week troops shelled the town.", "shelled").edtf == "2018-02-19/2018-02-25"


def test_a_duration_up_to_now_is_relative(language: Language) -> None:
    time = anchored(language, "Troops have shelled the town in the past two weeks.", "shelled")
    assert (time.edtf, time.basis) == ("2018-02-14/2018-02-28", "relative")


@pytest.mark.parametrize(
    ("text", "trigger", "status", "edtf"),
    [
        # what a text says is said when it is issued, not when somebody speaks of it
        ("On Monday the council adopted a resolution demanding that Peru leave.", "demanding", "actual", "2018-02-26"),
        ("The council adopted on Monday a resolution that condemned Peru.", "condemned", "actual", "2018-02-26"),
        ("On Monday the council discussed a resolution condemning Peru.", "condemning", "actual", None),
        # the date of what is arranged belongs to it and lies ahead
        ("Norway invited the leaders to a meeting in Oslo on Saturday.", "invited", "actual", None),
        ("Norway invited the leaders to a meeting in Oslo on Saturday.", "meeting", "planned", "2018-03-03"),
        ("The chairman called an emergency meeting for Friday.", "meeting", "actual", "2018-03-02"),
        ("The two sides agreed to a meeting in Oslo on Saturday.", "agreed", "actual", None),
        ("On Monday Norway invited the leaders to a meeting in Oslo.", "invited", "actual", "2018-02-26"),
        ("The two sides agreed to a ceasefire on Saturday.", "agreed", "actual", "2018-02-24"),
        # a present progressive of travel with a weekday is a plan
        ("The president is meeting his counterpart in Oslo on Friday.", "meeting", "actual", "2018-03-02"),
        ("The president met his counterpart in Oslo on Friday.", "met", "actual", "2018-02-23"),
        # what was said to come is counted from the telling
        ("The army announced on Friday that it would begin to pull out on Sunday.", "pull", "planned", "2018-02-25"),
        ("The army announced on Friday that it will begin to pull out on Sunday.", "pull", "planned", "2018-03-04"),
        ("The army will begin to pull out on Sunday.", "pull", "planned", "2018-03-04"),
        # parts of an occasion are no days of the calendar
        ("The leaders signed the pact on the last day of the summit.", "signed", "actual", None),
        ("On the last day of the two-day summit, which started Monday, the leaders signed the pact.", "signed", "actual", None),
        # "ago" goes with the verb
        ("Kenya expelled the ambassador of the Vatican two weeks ago.", "expelled", "actual", "2018-02-12/2018-02-18"),
    ],
)
def test_arranged_and_reported_future(language: Language, text: str, trigger: str, status: str, edtf: str | None) -> None:
    time = anchored(language, text, trigger, status)
    assert time.edtf == edtf, time.rule_id


@pytest.mark.parametrize(
    ("text", "published", "edtf"),
    [
        ("On February 14 a bomber killed 40 policemen.", "2019-03", "2019-02-14"),
        ("On October 14 a bomber killed 40 policemen.", "2019-03", "2018-10-14"),
        ("On February 14 a bomber killed 40 policemen.", "2019", None),  # of this year or the one before
        ("On Monday a bomber killed 40 policemen.", "2019-03", None),
    ],
)
def test_a_month_of_publication_gives_the_year_of_a_day(language: Language, text: str, published: str, edtf: str | None) -> None:
    assert anchored(language, text, "killed", published=published).edtf == edtf


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("In 1995 they met. The delegate, who had led them since May 1992, signed. A year earlier, they had rejected a plan.", "1994"),
        ("In 1995 they met. The king left it in May 1992. A year earlier, they had rejected a plan.", "1991"),
    ],
)
def test_only_main_clauses_move_the_clock(language: Language, text: str, edtf: str) -> None:
    assert anchored(language, text, "rejected", published="2005-01-01").edtf == edtf


@pytest.mark.parametrize(
    ("when", "edtf"),
    [
        ("from February 5 to 11", "2018-02-05/2018-02-11"),
        ("from 3 to 5 May 2016", "2016-05-03/2016-05-05"),
        ("from Monday to Tuesday", "2018-02-26/2018-02-27"),
        ("from February 5", "2018-02-05/.."),
    ],
)
def test_a_range_after_from_is_closed(language: Language, when: str, edtf: str) -> None:
    assert anchored(language, f"The navy held exercises off the coast {when}.", "exercises").edtf == edtf


def test_a_date_inside_the_trigger_lies_ahead_of_what_is_planned(language: Language) -> None:
    text = "The French minister is due in Kenya on Friday."
    assert anchored(language, text, "is due in Kenya on Friday", "planned").edtf == "2018-03-02"
    assert anchored(language, "The visit to Kenya on Friday ended well.", "visit to Kenya on Friday").edtf == "2018-02-23"
