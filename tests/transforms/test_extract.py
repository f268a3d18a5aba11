"""The whole way of one article, on the seed article and on small texts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows.knowledge.build import load_knowledge
from flows.sources.find import discover
from flows.sources.read import read_source
from transforms.contract import to_contract
from transforms.extract import Knowledge, extract_article, extract_with_spans
from transforms.reading import ReadOptions, article_from_text
from transforms.records import TIME_BASES, UNDATED_REASONS, Article, Event, Extraction

SEED_ARTICLE = Path(__file__).resolve().parents[2] / "seeds" / "articles" / "russia_guarantees.txt"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="module")
def seed_article(knowledge: Knowledge) -> Extraction:
    return extract_article(article_from_text("seed", SEED_ARTICLE.read_text(encoding="utf-8")), knowledge)


def codes(event: Event) -> tuple[set[str], set[str]]:
    return {m.code for m in event.best.sources}, {m.code for m in event.best.targets}


@pytest.mark.parametrize(
    ("kind", "source", "target"),
    [
        ("REQUEST", {"RUS"}, {"IGO:NATO", "USA"}),  # Grushko, or Russia in the headline, demands security guarantees
        ("REJECT", {"RUS"}, {"GBR", "FRA"}),  # Russia opposes the peacekeeping initiative of Britain and France
        ("AGREE", {"RUS"}, {"IGO:EU"}),  # Moscow's willingness for dialogues with the European Union
    ],
)
def test_the_seed_article_gives_its_three_acts(seed_article: Extraction, kind: str, source: set[str], target: set[str]) -> None:
    assert (source, target) in [codes(event) for event in seed_article.events if event.best.type == kind]


def test_no_date_is_invented_for_an_article_without_one(seed_article: Extraction) -> None:
    assert seed_article.article.published is None
    assert seed_article.events
    for event in seed_article.events:
        time = event.best.time
        assert (time.edtf, time.not_before, time.not_after) == (None, None, None)
        assert time.undated_reason in ("no_expression", "no_publication_date", "vague_expression")


def test_a_relative_date_needs_the_publication_date(knowledge: Knowledge) -> None:
    text = "Turkey condemned Syria on Monday."
    dated = extract_article(article_from_text("a", text, published="2018-02-20"), knowledge).events[0].best
    undated = extract_article(article_from_text("a", text, published=None), knowledge).events[0].best
    assert (dated.type, dated.time.edtf, dated.time.basis) == ("ACCUSE", "2018-02-19", "relative")
    assert (undated.time.edtf, undated.time.undated_reason) == (None, "no_publication_date")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Her talks with Turkey on Saturday will cover trade, Iran said.", "planned"),
        ("Talks between Iran and Turkey on 20 November are the focus of the week.", "planned"),
        ("Iran held talks with Turkey on Tuesday.", "actual"),
    ],
)
def test_nothing_has_happened_after_the_day_of_its_report(knowledge: Knowledge, text: str, status: str) -> None:
    events = extract_article(article_from_text("a", text, published="2006-11-16"), knowledge).events
    assert [event.best.status for event in events if event.best.type == "CONSULT"] == [status]


def test_what_is_done_by_telling_has_the_day_of_the_telling(knowledge: Knowledge) -> None:
    text = "Iraq said on Tuesday that it would retaliate against Kuwait."
    (threat,) = extract_article(article_from_text("a", text, published="1990-08-15"), knowledge).events
    assert (threat.best.type, threat.best.time.edtf) == ("THREATEN", "1990-08-14")


def test_evidence_points_into_the_text(knowledge: Knowledge) -> None:
    text = "Talks 😀 stalled.\n\nOn 3 May 2011 the Kremlin accused Georgia of backing rebels."
    (event,) = extract_article(article_from_text("a", text, published=None), knowledge).events
    best = event.best
    assert text[best.start : best.end] == "accused"
    assert best.time.expression is not None
    assert text[slice(*best.time.expression)] in ("3 May 2011", "On 3 May 2011")
    assert [text[m.start : m.end] for m in (*best.sources, *best.targets)] == ["Kremlin", "Georgia"]


def test_spans_are_answered_in_the_order_asked(knowledge: Knowledge) -> None:
    text = "Iran released a pilot on 4 June 1999. It has said nothing since."
    spans = [("b", text.index("said"), text.index("said") + 4), ("a", text.index("released"), text.index("released") + 8)]
    _, answers = extract_with_spans(article_from_text("a", text, published="1999-06-07"), spans, knowledge)
    assert [answer.id for answer in answers] == ["b", "a"]
    assert answers[1].time.edtf == "1999-06-04"


@pytest.mark.parametrize("text", ["", "\n\n", "x", "...", "\x00\x1b[31m", "é" * 3000, "\ud800 Russia met China \udfff on Monday."])
def test_odd_texts_give_an_answer(knowledge: Knowledge, text: str) -> None:
    answer = to_contract(extract_article(article_from_text("a", text, published=None), knowledge), knowledge.lexicon, doc="a")
    assert set(answer) == {"doc", "published", "published_basis", "published_conflict", "events", "times", "actors"}


HASHED = """
import json, sys
from flows.knowledge.build import load_knowledge
from flows.sources.read import read_source
from flows.sources.find import discover
from transforms.contract import to_contract
from transforms.extract import extract_article
from transforms.reading import article_from_text
knowledge = load_knowledge()
text = open(sys.argv[1], encoding="utf-8").read()
print(json.dumps(to_contract(extract_article(article_from_text("a", text, published="2025-03-17"), knowledge), knowledge.lexicon, doc="a")))
"""


def test_the_hash_seed_changes_nothing() -> None:
    outputs = {
        subprocess.run(
            [sys.executable, "-c", HASHED, str(SEED_ARTICLE)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
    assert '"events": [{' in outputs.pop()


def test_every_event_shows_how_it_was_dated_or_why_not(knowledge: Knowledge) -> None:
    """Over all sample articles: a date has basis, words and rule; an undated event has a reason and, told as done or planned, a bound."""
    reads = [read for source in discover([str(SEED_ARTICLE.parent)]) for read in read_source(source, ReadOptions())]
    articles = [read for read in reads if isinstance(read, Article)]
    events = [(event.best, article.published) for article in articles for event in extract_article(article, knowledge).events]
    dated = [best.time for best, _ in events if best.time.edtf]
    assert len(dated) > 30 and len(events) - len(dated) > 30
    for time in dated:
        assert time.basis in TIME_BASES and time.basis != "none" and time.expression and time.rule_id.startswith("anchor.")
        assert time.undated_reason is None and (time.first_day or time.last_day)
    for best, published in events:
        time = best.time
        if time.edtf is None:
            assert time.undated_reason in UNDATED_REASONS and time.expression is None
            assert not published or best.status not in ("actual", "planned") or time.not_before or time.not_after


_PADDING = " The weather was fine all day." * 60


def test_a_brief_text_keeps_its_surest_event_however_doubtful(knowledge: Knowledge) -> None:
    least = knowledge.lexicon.points["least"] / 100
    text = "A policeman was killed."
    brief = extract_article(article_from_text("a", text), knowledge).events
    assert [event.best.confidence < least for event in brief] == [True]
    assert extract_article(article_from_text("b", text + _PADDING), knowledge).events == ()
