"""The whole way of one article: text in, events with their times and actors out.

    text -> sentences -> (parse where an event may be) -> times, actors -> events -> time of each event -> one event an act

Every stage is a pure function with its rules as an argument; `Knowledge` holds the rules, built once a process.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from transforms.actors.registry import Registry
from transforms.actors.resolve import resolve_actors
from transforms.events.confidence import raised, sure_enough, told_again
from transforms.events.find import find_events
from transforms.events.lexicon import Lexicon
from transforms.events.points import DATED
from transforms.language import Language, segment, without_half_characters
from transforms.mending import mended
from transforms.records import ActorMention, Article, EventMention, EventTime, Extraction, TimeExpression
from transforms.syntax import Sentence
from transforms.timeline.merge import merge_mentions
from transforms.timeline.order import by_salience
from transforms.times.anchor import Anchorer
from transforms.times.find import find_times
from transforms.times.labels import eventtime_labels
from transforms.times.rules import TimeRules

_DONE_BY_TELLING = (
    "AGREE",
    "CONCEDE",
    "THREATEN",
    "REJECT",
    "REQUEST",
    "ACCUSE",
)  # "said on Tuesday that it would retaliate" threatens then


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What extraction needs beside the text: the language model and the indexes built from the seeds."""

    language: Language
    registry: Registry
    times: TimeRules
    lexicon: Lexicon


@dataclass(frozen=True, slots=True)
class SpanTime:
    """The time of whatever event the words of a given span express; `label` is its TimeBank-EventTime form where `time` falls short."""

    id: str
    time: EventTime
    label: str | None


@dataclass(frozen=True, slots=True)
class _Reading:
    """One article's text with everything that was found in it before events are looked for."""

    text: str
    sentences: list[Sentence]
    times: list[TimeExpression]
    actors: list[ActorMention]
    dates: Anchorer


def extract_article(article: Article, knowledge: Knowledge) -> Extraction:
    """All events, time expressions and actor mentions of one article; events most salient first."""
    return _extraction(article, _read(article, (), knowledge), knowledge)


def extract_with_spans(article: Article, spans: Sequence[tuple[str, int, int]], knowledge: Knowledge) -> tuple[Extraction, list[SpanTime]]:
    """As `extract_article`, and also the time of each given event span (id, start, end), in the given order."""
    reading = _read(article, spans, knowledge)
    places = [(start, end) for _, start, end in spans]
    labels = eventtime_labels(reading.dates, places)
    answers = [SpanTime(span[0], reading.dates.time(at), label) for span, at, label in zip(spans, places, labels, strict=True)]
    return _extraction(article, reading, knowledge), answers


def _read(article: Article, spans: Sequence[tuple[str, int, int]], knowledge: Knowledge) -> _Reading:
    text = without_half_characters(article.text)
    sentences = _parsed_where_needed(text, spans, knowledge)
    times = find_times(text, sentences, published=article.published, rules=knowledge.times)
    actors = resolve_actors(text, sentences, knowledge.registry, published=article.published)
    dates = Anchorer(sentences, times, published=article.published, rules=knowledge.times)
    return _Reading(text, sentences, times, actors, dates)


def _parsed_where_needed(text: str, spans: Sequence[tuple[str, int, int]], knowledge: Knowledge) -> list[Sentence]:
    """Parsing is most of the cost: only sentences that may hold an event, or hold a span that was asked for, are parsed."""
    sentences = segment(text)
    starts = [sentence.start for sentence in sentences]
    asked = {bisect_right(starts, at) - 1 for _, start, end in spans for at in (start, end - 1)}
    wanted = [n for n, s in enumerate(sentences) if n in asked or knowledge.lexicon.may_hold_event(text[s.start : s.end])]
    for n, parsed in zip(wanted, knowledge.language.parse(text, [sentences[n] for n in wanted]), strict=True):
        sentences[n] = mended(parsed)
    return sentences


def _extraction(article: Article, reading: _Reading, knowledge: Knowledge) -> Extraction:
    found = find_events(reading.text, reading.sentences, reading.actors, knowledge.lexicon, article_id=article.article_id)
    found = without_nobodies(found, knowledge.registry)
    dated = [_dated(mention, reading.dates, knowledge.lexicon.points) for mention in found]
    merged = [told_again(event, knowledge.lexicon.points) for event in merge_mentions(dated, reading.text)]
    events = by_salience(sure_enough(merged, reading.text, knowledge.lexicon.points), reading.text)
    return Extraction(article, tuple(events), tuple(reading.times), tuple(reading.actors))


def without_nobodies(mentions: Sequence[EventMention], registry: Registry) -> list[EventMention]:
    """The acts without the participants whose words the seeds say are nobody (`regesta actors ignore`); an act left to nobody is none."""

    def somebody(side: tuple[ActorMention, ...]) -> tuple[ActorMention, ...]:
        return tuple(actor for actor in side if actor.actor_id or not registry.is_nobody(actor.text))

    kept = []
    for mention in mentions:
        sources, targets = somebody(mention.sources), somebody(mention.targets)
        speaker = mention.speaker if mention.speaker and somebody((mention.speaker,)) else None
        if sources or targets or not (mention.sources or mention.targets):
            kept.append(replace(mention, sources=sources, targets=targets, speaker=speaker))
    return kept


def _dated(mention: EventMention, dates: Anchorer, points: Mapping[str, int]) -> EventMention:
    """The mention with its time, which makes it surer.

    What its words date after the article's own day has not happened yet: "her talk with Bush on Saturday".
    """
    span = (mention.start, mention.end)
    intended = mention.status == "planned" and mention.type in ("REQUEST", "ACCUSE")  # "said on Friday she would press for it"
    done_by_telling = mention.type in _DONE_BY_TELLING and mention.status != "denied" and not intended and dates.is_told(span)
    time = dates.time(span, "actual" if done_by_telling else mention.status)
    ahead = mention.status == "actual" and time.first_day and dates.published and time.first_day > dates.published.last
    sure = raised(mention.confidence, points.get(DATED, 0)) if time.edtf else mention.confidence
    return replace(mention, time=time, status="planned" if ahead else mention.status, confidence=sure)
