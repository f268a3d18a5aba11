"""Made-up extractions in any number, skewed as news is: a few states and types take part in most events, a third of them undated."""

import hashlib
import itertools
import random
from collections.abc import Iterator
from datetime import date, timedelta

from transforms.records import (
    EVENT_TYPES,
    STATUSES,
    Actor,
    ActorMention,
    Article,
    Event,
    EventMention,
    EventTime,
    Extraction,
    event_id,
    mention_id,
)
from warehouse.dimensions import Dimensions, EventType

EVENTS_AN_ARTICLE = 12
_FREQUENT = ("USA", "CHN", "RUS", "GBR", "FRA", "ISR", "IGO:UN", "DEU", "IRN", "UKR", "JPN", "IND", "IGO:EU", "IGO:NATO", "TUR", "SYR")
_RARE = 984
_CODES = (*_FREQUENT, *(f"GRP:G{number}" for number in range(_RARE)))
_FIRST_DAY = date(1990, 1, 1)
_DAYS = 13_000
_WORDS = ("talks", "border", "forces", "agreement", "ministers", "sanctions", "ceasefire", "envoys", "summit", "elections", "aid", "trade")
_CONFLICT = ("REJECT", "REQUEST", "ACCUSE", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT")


def dimensions() -> Dimensions:
    """The actors and types of the extractions."""
    actors = [Actor(code, f"Actor {code}", "state" if len(code) == 3 else "organisation", code) for code in _CODES]
    types = [
        EventType(kind, status, None if status == "denied" else kind, "verbal conflict" if kind in _CONFLICT else "verbal cooperation", 1.0)
        for kind in EVENT_TYPES
        for status in STATUSES
    ]
    return Dimensions(actors, labels={code: f"Actor {code}" for code in _CODES}, event_types=types)


def extractions(articles: int, seed: int = 1) -> Iterator[Extraction]:
    """That many articles of `EVENTS_AN_ARTICLE` events each; the same seed gives the same, another one gives none of them."""
    chance = random.Random(seed)
    weights = list(itertools.accumulate(1 / (rank + 1) for rank in range(len(_CODES))))
    types = list(itertools.accumulate(1 / (rank + 1) for rank in range(len(EVENT_TYPES))))
    for number in range(articles):
        yield _article(f"{seed}-{number}", chance, weights, types)


def _article(name: str, chance: random.Random, weights: list[float], types: list[float]) -> Extraction:
    published = _FIRST_DAY + timedelta(days=int(_DAYS * chance.random() ** 0.5))  # more of them lately
    sentences, plans, start = [], [], 0
    for _ in range(EVENTS_AN_ARTICLE):
        codes = chance.choices(_CODES, cum_weights=weights, k=2)
        kind = chance.choices(EVENT_TYPES, cum_weights=types)[0]
        sentence = f"{codes[0]} {kind.lower()}ed {codes[1]} over {' '.join(chance.choices(_WORDS, k=12))} on 2014-03-18 ({name})."
        plans.append((start, sentence, codes, kind))
        sentences.append(sentence)
        start += len(sentence) + 1
    text = "\n".join(sentences)
    article_id = hashlib.sha256(text.encode()).hexdigest()
    paper = f"Paper {chance.randrange(20)}"
    article = Article(
        article_id, f"news/{name}.txt", text, f"Article {name}", paper, "en", published.isoformat(), published_basis="metadata"
    )  # fmt: skip
    return Extraction(article, tuple(_event(article_id, plan, published, chance) for plan in plans), (), ())


def _event(article_id: str, plan: tuple[int, str, list[str], str], published: date, chance: random.Random) -> Event:
    start, sentence, codes, kind = plan
    verb = start + len(codes[0]) + 1
    end = verb + len(kind) + 2
    key = mention_id(article_id, kind, verb, end)
    actors = [
        ActorMention(place, place + len(code), code, code, code, "alias", (code,) if len(code) == 3 else ())
        for place, code in zip((start, end + 1), codes, strict=True)
    ]
    mention = EventMention(
        key, article_id, start, start + len(sentence), verb, end, kind, "actual", (actors[0],), (actors[1],),
        _time(start + sentence.index("2014-03-18"), published, chance), f"{kind.lower()}.1", round(chance.uniform(0.3, 0.9), 2),
    )  # fmt: skip
    return Event(event_id([key]), mention, (mention,))


def _time(place: int, published: date, chance: random.Random) -> EventTime:
    if chance.random() < 0.35:
        return EventTime(not_after=published)
    day = published - timedelta(days=int(chance.expovariate(1 / 20)))
    return EventTime(day.isoformat(), day, day, "day", "explicit", (place, place + 10), "time.day.1", None)
