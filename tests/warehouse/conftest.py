"""Small synthetic extractions, built from records alone: text, spans and ids fit each other as real ones do."""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest
from filelock import FileLock

from transforms.records import (
    Actor,
    ActorMention,
    Article,
    Event,
    EventMention,
    EventTime,
    Extraction,
    Place,
    TimeExpression,
    event_id,
    mention_id,
)
from warehouse.dimensions import Dimensions, EventType
from warehouse.lake import Lake, attach, connect, open_lake
from warehouse.partial import day_bounds
from warehouse.rows import RunInfo
from warehouse.tables import TABLES

LABELS = {"RUS": "Russia", "IGO:NATO": "NATO", "FRA": "France", "PER:grushko-alexander": "Alexander Grushko"}
ACTS = {"demanded": "REQUEST", "rejected": "REJECT", "accused": "ACCUSE", "met": "CONSULT"}


def make_article(text: str, uri: str = "a.txt", published: str | None = None, basis: str | None = None, **more: str) -> Article:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Article(digest, uri, text, published=published, published_basis=basis or ("metadata" if published else "none"), **more)


def _actor(text: str, word: str, actor_id: str | None, code: str, sentence: int) -> ActorMention:
    start = text.index(word, sentence)
    resolved = actor_id is not None
    return ActorMention(
        start, start + len(word), word, actor_id, code, "alias" if resolved else None, (code,) if len(code) == 3 and resolved else (),
        reason=None if resolved else "unknown_name",
    )  # fmt: skip


def _time(text: str, sentence: int, end: int, published: str | None) -> EventTime:
    place = text.find("in 2014-03", sentence, end)
    if place >= 0:
        first, last = day_bounds("2014-03")
        return EventTime("2014-03", first, last, "month", "explicit", (place + 3, place + 10), "time.month.1", None)
    return EventTime(not_after=day_bounds(published)[1] if published else None)


def make_extraction(article: Article) -> Extraction:
    """One event a sentence "<A> <act> <B> ...". The word "Zorg" stands for a participant that nobody knows."""
    events, times, start = [], [], 0
    names = {"Russia": ("RUS", "RUS"), "NATO": ("IGO:NATO", "IGO:NATO"), "France": ("FRA", "FRA"), "Zorg": (None, "UNK")}
    names["Grushko"] = ("PER:grushko-alexander", "RUS")
    for sentence in article.text.split("\n"):
        end = start + len(sentence)
        words = sentence.rstrip(".").split(" ")
        if len(words) >= 3 and words[1] in ACTS:
            trigger = article.text.index(words[1], start)
            key = mention_id(article.article_id, ACTS[words[1]], trigger, trigger + len(words[1]))
            sides = [(_actor(article.text, w, *names[w], start),) for w in (words[0], words[2])]
            time = _time(article.text, start, end, article.published)
            mention = EventMention(
                key, article.article_id, start, end, trigger, trigger + len(words[1]), ACTS[words[1]], "actual", *sides, time,
                f"rule.{words[1]}", 0.5, place=Place("Paris", "FRA"),
            )  # fmt: skip
            events.append(Event(event_id([key]), mention, (mention,)))
            if time.expression:
                times.append(TimeExpression(*time.expression, "2014-03", "DATE", "2014-03", "time.month.1", "explicit", "2014-03"))
        start = end + 1
    return Extraction(article, tuple(events), tuple(times), ())


def make_run(run_id: str = "run-1", rules: str = "rules-1") -> RunInfo:
    return RunInfo(run_id, datetime(2026, 1, 2, tzinfo=UTC), rules, "model", "1.0", "ingest a.txt")


def make_dimensions() -> Dimensions:
    actors = [
        Actor("RUS", "Russia", "state", "RUS"),
        Actor("FRA", "France", "state", "FRA"),
        Actor("IGO:NATO", "NATO", "organisation", "IGO:NATO"),
        Actor("PER:grushko-alexander", "Alexander Grushko", "person", "RUS", "GOV"),
    ]
    types = [
        EventType("REQUEST", "actual", "REQUEST", "verbal conflict", 0.0),
        EventType("REJECT", "actual", "REJECT", "verbal conflict", -2.0),
        EventType("ACCUSE", "actual", "ACCUSE", "verbal conflict", -3.0),
        EventType("CONSULT", "actual", "CONSULT", "verbal cooperation", 2.5),
    ]
    return Dimensions(actors, labels=LABELS, event_types=types)


@pytest.fixture(scope="session")
def make() -> SimpleNamespace:
    """The builders: article(text, uri, published), extraction(article), run(run_id), dimensions(), both(text, uri, ...)."""
    return SimpleNamespace(
        article=make_article,
        extraction=make_extraction,
        run=make_run,
        dimensions=make_dimensions,
        both=lambda text, *args, **more: make_extraction(make_article(text, *args, **more)),
    )


@pytest.fixture(scope="session")
def empty_lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed lake to be copied: quicker than making one, and each copy shows that a lake may be moved."""
    folder = tmp_path_factory.mktemp("template") / "lake"
    open_lake(folder).close()
    return folder


@pytest.fixture(scope="session")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """One DuckDB for all tests that need no process or connection of their own: loading its extensions is half of opening a lake."""
    with connect() as opened:
        opened.execute("SET threads = 1")  # tiny tables: a second thread only costs
        yield opened


@pytest.fixture
def lake(tmp_path: Path, empty_lake: Path, connection: duckdb.DuckDBPyConnection) -> Iterator[Lake]:
    folder = tmp_path / "lake"
    shutil.copytree(empty_lake, folder)
    attach(connection, folder)
    yield Lake(folder, connection, FileLock(folder / "writer.lock", timeout=60))
    connection.execute("DETACH lake")


@pytest.fixture(scope="session")
def contents() -> Callable[[Lake], dict[str, list[str]]]:
    """All rows of all tables but `runs` without their provenance, in an order of their own."""

    def read(opened: Lake) -> dict[str, list[str]]:
        tables = [table for table in TABLES.values() if table.name not in ("runs", "schema_versions")]
        return {t.name: sorted(map(repr, opened.rows(f"SELECT {', '.join(t.content)} FROM lake.{t.name}"))) for t in tables}

    return read
