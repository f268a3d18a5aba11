"""When an event happened: scope, prepositions, ranges, reporting verbs, bounds, and why an event is undated."""

from datetime import date

import pytest

from flows.knowledge import seeds
from transforms.language import Language, segment
from transforms.records import PRECISIONS, TIME_BASES, UNDATED_REASONS, EventTime
from transforms.syntax import Sentence
from transforms.times.anchor import Anchorer, anchor_event
from transforms.times.find import find_times
from transforms.times.labels import eventtime_labels
from transforms.times.rules import build_time_rules

RULES = build_time_rules(seeds.rules("times"))
PUBLISHED = "2018-02-28"  # a Wednesday


def anchored(language: Language, text: str, trigger: str, status: str = "actual", published: str | None = PUBLISHED) -> EventTime:
    sentences = segment(text)
    times = find_times(text, sentences, published=published, rules=RULES)
    start = text.index(trigger)
    return anchor_event(
        (start, start + len(trigger)), language.parse(text, sentences), times, published=published, rules=RULES, status=status
    )


@pytest.mark.parametrize(
    ("text", "trigger", "status", "edtf"),
    [
        # own adverbials
        ("Russia and Turkey signed the accord on Monday.", "signed", "actual", "2018-02-26"),
        ("On Monday, Russia and Turkey signed the accord.", "signed", "actual", "2018-02-26"),
        ("Turkey on Tuesday urged EU leaders to act.", "urged", "actual", "2018-02-27"),
        ("The ministers will meet in Geneva on Friday.", "meet", "planned", "2018-03-02"),
        ("They clashed in March 2014.", "clashed", "actual", "2014-03"),
        ("In April 2017 Hunt's predecessor, Boris Johnson, criticised Assad.", "criticised", "actual", "2017-04"),
        # scope over coordination, participles, nouns
        ("Turkey on Tuesday urged EU leaders to act and warned Greece.", "warned", "actual", "2018-02-27"),
        ("On Monday Iraq sought peace by promising to withdraw.", "promising", "actual", "2018-02-26"),
        ("The presidents held talks in Sochi on Monday.", "talks", "actual", "2018-02-26"),
        ("It praised the summit held on Monday in Tehran.", "summit", "actual", "2018-02-26"),
        ("The sides signed the February 20 accord.", "accord", "actual", "2018-02-20"),
        ("The talks are due to resume on Friday.", "talks", "planned", "2018-03-02"),
        # open ends
        ("Russia has occupied the region since 2014.", "occupied", "actual", "2014/.."),
        ("Iran will withdraw its troops by October 10.", "withdraw", "planned", "../2018-10-10"),
        ("Sanctions were imposed after the annexation of Crimea.", "imposed", "actual", "2014-03/.."),
        ("Relations were good before the Brexit referendum.", "were", "actual", "../2016-06-23"),
        ("Sanctions were imposed on Iraq after its 1990 invasion of Kuwait.", "imposed", "actual", "1990/.."),
        ("The peace talks ended on Friday.", "talks", "actual", "../2018-02-23"),
        # intervals
        ("The delegations met on Monday and Tuesday.", "met", "actual", "2018-02-26/2018-02-27"),
        ("The two armies fought between 2014 and 2016.", "fought", "actual", "2014/2016"),
        ("The war lasted from 2014 to 2016.", "lasted", "actual", "2014/2016"),
        ("He arrived on Monday for a two-day visit.", "visit", "actual", "2018-02-26/2018-02-27"),
        ("Troops have shelled the town in the past two weeks.", "shelled", "actual", "2018-02-14/2018-02-28"),
        ("They met last week.", "met", "actual", "2018-02-19/2018-02-25"),
        # an act told in a content clause has the day of the telling, what was done before it has not
        ("Bush said on Tuesday that Washington may extend the blockade.", "extend", "actual", "2018-02-27"),
        ("The envoy said on Tuesday that Russia had brokered a ceasefire.", "brokered", "actual", None),
        ("The minister said on Tuesday that troops would leave.", "leave", "planned", None),
        ("Saddam said on Tuesday he will begin withdrawing on Friday.", "withdrawing", "planned", "2018-03-02"),
        ("The commission voted on Saturday not to attend.", "attend", "actual", "2018-02-24"),
        ("The commission agreed on Saturday to attend.", "attend", "planned", None),
        # what an act did, what is said of it
        ("The attacks of February 20 killed ten people.", "killed", "actual", "2018-02-20"),
        ("Iran condemned the invasion of Kuwait on August 2.", "invasion", "actual", "2017-08-02"),
        ("Iran condemned the invasion of Kuwait on August 2.", "condemned", "actual", None),
        # what happened is past, what is planned is not
        ("Russia promised aid in April.", "promised", "actual", "2017-04"),
        ("The planned meeting on Monday is in doubt.", "meeting", "planned", "2018-03-05"),
        # a date that is about something else
        ("Russia condemned the attack that killed ten people in 2014.", "condemned", "actual", None),
        ("The treaty of 1987 is dead, Moscow said.", "said", "actual", None),
        ("Russia praised the deal that was signed on Monday.", "praised", "actual", None),
    ],
)
def test_events_are_dated_by_scope(language: Language, text: str, trigger: str, status: str, edtf: str | None) -> None:
    time = anchored(language, text, trigger, status)
    assert time.edtf == edtf, time.rule_id


def test_a_dated_event_says_how_it_was_dated(language: Language) -> None:
    text = "Sanctions were imposed after the annexation of Crimea."
    time = anchored(language, text, "imposed")
    assert (time.basis, time.precision, time.undated_reason) == ("named_event", "open", None)
    assert time.expression is not None
    assert text[slice(*time.expression)] == "the annexation of Crimea"
    assert (time.first_day, time.last_day) == (date(2014, 3, 1), None)
    assert time.rule_id.startswith("anchor.")


@pytest.mark.parametrize(
    ("text", "trigger", "published", "reason"),
    [
        ("Russia rejected the plan.", "rejected", PUBLISHED, "no_expression"),
        ("Russia rejected the plan recently.", "rejected", PUBLISHED, "vague_expression"),
        ("They have fought for years.", "fought", PUBLISHED, "vague_expression"),
        ("Russia rejected the plan on Monday.", "rejected", None, "no_publication_date"),
        ("Russia rejected the plan last year.", "rejected", None, "no_publication_date"),
        ("They met last week and signed in March 2016.", "met", "2018-02", "no_publication_date"),
        ("Troops fled. An hour later the border closed.", "closed", PUBLISHED, "vague_expression"),
        ("Russia will hold talks next month and has warned Turkey.", "warned", PUBLISHED, "no_expression"),
        ("Russia rejected the plan on February 30.", "rejected", PUBLISHED, "no_expression"),
    ],
)
def test_undated_events_say_why(language: Language, text: str, trigger: str, published: str | None, reason: str) -> None:
    time = anchored(language, text, trigger, published=published)
    assert (time.edtf, time.precision, time.basis, time.undated_reason) == (None, "none", "none", reason)


def test_conflicting_dates_date_nothing(language: Language) -> None:
    text = "On Monday, Russia signed the accord on Tuesday."
    assert anchored(language, text, "signed").undated_reason == "conflicting"


@pytest.mark.parametrize(
    ("status", "published", "not_before", "not_after"),
    [
        ("actual", "2018-02-28", None, date(2018, 2, 28)),
        ("actual", "2018-02", None, date(2018, 2, 28)),
        ("planned", "2018-02", date(2018, 2, 1), None),
        ("hypothetical", "2018-02-28", None, None),
        ("denied", "2018-02-28", None, date(2018, 2, 28)),
        ("actual", None, None, None),
    ],
)
def test_the_publication_date_only_bounds(
    language: Language, status: str, published: str | None, not_before: date | None, not_after: date | None
) -> None:
    time = anchored(language, "Russia rejected the plan.", "rejected", status, published)
    assert (time.edtf, time.not_before, time.not_after) == (None, not_before, not_after)


@pytest.mark.parametrize(
    ("text", "trigger", "status", "not_before", "not_after"),
    [
        ("Turkey will not attend the talks.", "attend", "denied", date(2018, 2, 28), None),
        ("Turkey has not attended the talks.", "attended", "denied", None, date(2018, 2, 28)),
        ("Turkey could attack the port.", "attack", "hypothetical", date(2018, 2, 28), None),
        ("The blast may have killed ten people.", "killed", "hypothetical", None, date(2018, 2, 28)),
        ("They feared that Turkey could attack.", "attack", "hypothetical", None, None),
        ("The UN admitted it had failed to persuade Russia.", "persuade", "denied", None, date(2018, 2, 28)),
        ("The king was expected to brief Arafat on his talks last month.", "brief", "planned", date(2018, 2, 28), None),
    ],
)
def test_the_tense_gives_the_bound_of_what_did_not_happen(
    language: Language, text: str, trigger: str, status: str, not_before: date | None, not_after: date | None
) -> None:
    time = anchored(language, text, trigger, status)
    assert (time.edtf, time.not_before, time.not_after) == (None, not_before, not_after)


@pytest.mark.parametrize(("published", "edtf"), [("2023-03-05", "2020-02-29"), ("2024-03-05", "2024-02-29"), ("1903-05-01", "1896-02-29")])
def test_a_leap_day_lies_in_a_leap_year(language: Language, published: str, edtf: str) -> None:
    assert anchored(language, "On Feb. 29 the parliament voted.", "voted", published=published).edtf == edtf


@pytest.mark.parametrize(
    ("text", "trigger", "status", "edtf"),
    [
        ("He sought to strike a deal with Turkey in December.", "strike", "planned", "2017-12"),
        ("They plan to strike a deal in December.", "strike", "planned", "2018-12"),
        ("The king was expected to brief Arafat on his talks last month.", "talks", "actual", "2018-01"),
        ("They held marches throughout the last decade.", "marches", "actual", "2008-02-28/2018-02-28"),
        # a time that "it was" puts in front, and verbs whose infinitive happens with them
        ("It was only last week that Russia ordered its generals to leave.", "ordered", "actual", "2018-02-19/2018-02-25"),
        ("Last year Germany was obliged to withdraw its troops.", "withdraw", "actual", "2017"),
        ("The party was persuaded last year to withdraw its bill.", "withdraw", "actual", None),
        ("Rebels seized the town in January 2015, forcing the governor to resign.", "resign", "actual", "2015-01"),
        ("Bush arrived on Saturday at the invitation of the king.", "invitation", "actual", None),
        ("They discussed the attack made public on Friday.", "attack", "actual", None),
        ("Annan on Tuesday appointed him as envoy for the talks.", "talks", "actual", None),
        ("As chairman of the group this year, Peru vowed to help.", "vowed", "actual", None),
        ("This year, Peru vowed to help.", "vowed", "actual", "2018"),
        ("Last year, Trump was so upset by the photos, he ordered a strike.", "ordered", "actual", "2017"),
        ("He became a star in September 2011 when he visited Cairo after the Arab spring.", "visited", "actual", "2011-09"),
        ("Two hundred soldiers were killed by a US counterattack on 7 February.", "killed", "actual", "2018-02-07"),
        ("It prompted his tour of Asia earlier this month – the message of which was lost.", "tour", "actual", "2018-02~"),
        ("France said on Monday it would not act on Trump's call.", "call", "actual", None),
        ("Hu said Tuesday when meeting with Nkurunziza, who is here for the forum held on Feb. 4-5.", "meeting", "actual", "2018-02-27"),
        ("Last year the plan was good, he said.", "said", "actual", None),
        ("He rebuked Obama, whose speech two years ago set the course.", "rebuked", "actual", None),
        ("On Monday Trump promised “major decisions” by Friday.", "promised", "actual", "2018-02-26"),
        ("It got a boost earlier in the week when the envoy visited the camp.", "visited", "actual", "2018-02-26~/2018-03-04~"),
        ("Police arrested Robinson when he returned in November.", "arrested", "actual", "2017-11"),
        ("Late on Monday, Ahtisaari travelled to Albania where he met its leaders.", "met", "actual", "2018-02-26"),
        ("Trump went on television on Monday to denounce the paper.", "denounce", "actual", "2018-02-26"),
        ("On Monday rebels fired a missile, seriously wounding two soldiers.", "wounding", "actual", "2018-02-26"),
        ("Raids in the past 24 hours killed 120 fighters.", "killed", "actual", "2018-02-27/2018-02-28"),
        ("He welcomed an agreement reached on Tuesday to open the crossing on March 25.", "agreement", "actual", "2018-02-27"),
        ("Inspectors will arrive on Monday and on Tuesday.", "arrive", "planned", "2018-03-05/2018-03-06"),
        ("Russia attacked the town as recently as January.", "attacked", "actual", "2018-01"),
        ("It was codified by the world summit in 2005.", "summit", "actual", "2005"),
        ("The king attended a summit in Rome in May, 2001, and visited China in February 2002.", "attended", "actual", "2001-05"),
        # a part of a day bounds nothing: before dawn on Sunday is on Sunday
        ("The militia withdrew before dawn on Sunday.", "withdrew", "actual", "2018-02-25"),
        ("The militia withdrew before Sunday.", "withdrew", "actual", "../2018-02-25"),
        # times that are somebody else's
        ("Turkey blamed Syria for last Saturday's attack.", "blamed", "actual", None),
        ("Israel bombed the port last week despite appeals by Iran.", "appeals", "actual", None),
        ("Russia has ordered a pause in the raids to begin on Friday.", "ordered", "actual", None),
        ("Sharon asked the president to dissolve parliament on Monday.", "asked", "actual", "2018-02-26"),
        # what is told of in brackets, before a conjunction, after a deed, behind all of the event's words
        ("Trump’s withdrawal was wise (Letters, 22 January).", "withdrawal", "actual", None),
        ("On Monday, three days after Trump spoke by phone, Turkey pledged help.", "pledged", "actual", "2018-02-26"),
        ("On Saturday after the resignation of the envoy was reported, Trump defended him.", "resignation", "actual", None),
        ("A year ago, after a chemical attack by Syria killed dozens of people, Mr Trump sprayed missiles.", "attack", "actual", "2017"),
        ("The family fled to France after the invasion of Georgia in 1921.", "invasion", "actual", "1921"),
        ("The family fled to France after the invasion of Georgia, and in 1921 he died.", "invasion", "actual", None),
        ("Saddam unleashed attacks on Iraqi Kurds in 1991.", "unleashed attacks", "actual", "1991"),
        ("Concern grew after an attack that killed ten a year ago, when Trump ordered a strike.", "ordered", "actual", "2017"),
        ("Turkey launched an offensive into Afrin spearheaded by its allies on Saturday.", "launched", "actual", "2018-02-24"),
        ("He will attend the meeting of the Council of Ministers which begins on Friday.", "attend the meeting", "planned", "2018-03-02"),
        ("In February, Israel said it downed a drone.", "downed", "actual", "2018-02"),
        ("In February, Israel said it had downed a drone.", "downed", "actual", None),
        ("On Monday, Israel said it downed a drone.", "downed", "actual", None),
        ("Four men were killed in the past year.", "killed", "actual", "2017-02-28/2018-02-28"),
        ("Tillerson said Monday he was concerned about it, as he urged all sides to show restraint.", "urged", "actual", "2018-02-26"),
        ("The court will investigate the massacre of civilians four years ago.", "investigate", "planned", None),
        ("NATO ended the war four years ago and now is poised to intervene.", "poised", "actual", None),
        ("Tillerson said Monday he was “concerned” about it.", "concerned", "actual", "2018-02-26"),
        ("Tillerson said Monday he was “concerned” about it, as he had urged all sides to show restraint.", "urged", "actual", None),
        ("He was captured more than six years ago.", "captured", "actual", "2011-02/2012-02"),
        ("He was captured more than two months ago.", "captured", "actual", "2017-11/2017-12"),
        ("He was captured six years ago.", "captured", "actual", "2012"),
        # a duration counted from now
        ("All staff will be withdrawn in the next 24 hours.", "withdrawn", "planned", "2018-02-28/2018-03-01"),
        ("All staff will be withdrawn in the next two weeks.", "withdrawn", "planned", "2018-02-28/2018-03-14"),
        ("All staff will be withdrawn in the next few weeks.", "withdrawn", "planned", None),
    ],
)
def test_dates_of_deeds_and_of_what_is_to_come(language: Language, text: str, trigger: str, status: str, edtf: str) -> None:
    assert anchored(language, text, trigger, status).edtf == edtf


@pytest.mark.parametrize(
    ("text", "trigger", "edtf"),
    [
        ("The truce, effective Monday, was announced by Russia.", "truce", "2018-03-05/.."),
        ("The truce, effective Monday, was announced by Russia.", "announced", None),
        ("He resigned, effective February 1.", "resigned", "2018-02-01"),
    ],
)
def test_what_is_effective_from_a_day_holds_from_it(language: Language, text: str, trigger: str, edtf: str | None) -> None:
    assert anchored(language, text, trigger, "planned" if trigger == "truce" else "actual").edtf == edtf


def test_the_story_goes_on_in_the_same_scene(language: Language) -> None:
    text = "The team was turned away on January 13. Then the government stopped providing escorts."
    time = anchored(language, text, "stopped")
    assert (time.edtf, time.basis, time.rule_id) == ("2018-01-13", "context", "anchor.scene")
    assert anchored(language, text.replace("Then the", "The"), "stopped").edtf is None
    told = "Kalin said on January 13 that it mattered. Then the government stopped providing escorts."
    assert anchored(language, told, "stopped").edtf is None


def test_without_a_parse_only_a_single_expression_counts() -> None:
    one, two = "Russia signed the accord on Monday.", "On Monday Russia signed what it drafted in 2014."
    for text, edtf in ((one, "2018-02-26"), (two, None)):
        sentences = segment(text)
        times = find_times(text, sentences, published=PUBLISHED, rules=RULES)
        start = text.index("signed")
        assert anchor_event((start, start + 6), sentences, times, published=PUBLISHED, rules=RULES).edtf == edtf


def test_an_article_is_anchored_at_once(language: Language) -> None:
    text = "Russia signed the accord on Monday. Turkey rejected it."
    sentences = segment(text)
    times = find_times(text, sentences, published=PUBLISHED, rules=RULES)
    spans = [((text.index(word), text.index(word) + len(word)), "actual") for word in ("signed", "rejected")]
    anchorer = Anchorer(language.parse(text, sentences), times, published=PUBLISHED, rules=RULES)
    together = [anchorer.time(span, status) for span, status in spans]
    assert [time.edtf for time in together] == ["2018-02-26", None]
    for time in together:
        assert time.precision in PRECISIONS
        assert time.basis in TIME_BASES
        assert time.undated_reason is None or time.undated_reason in UNDATED_REASONS


def test_odd_spans_are_refused_or_undated() -> None:
    anchorer = Anchorer([Sentence(5, 10, 0)], [], published=None, rules=RULES)
    with pytest.raises(ValueError, match="is empty"):
        anchorer.time((7, 7))
    assert anchorer.time((0, 3)).undated_reason == "no_expression"
    assert eventtime_labels(anchorer, [(0, 3)]) == [None]
