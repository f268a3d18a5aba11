"""Records as rows of the declared tables. Pure: what comes out depends on the extraction alone, never on order, time or batch."""

import hashlib
import marshal
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from typing import Any

from transforms.errors import WarehouseError
from transforms.records import PUBLISHED_BASES, ActorMention, Article, Event, EventMention, Extraction
from warehouse.partial import day_bounds
from warehouse.tables import BY_ARTICLE, TABLES

Values = dict[str, Any]
Row = tuple[Any, ...]

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class RunInfo:
    """The run that loads: `rules_version` and the model say how rows were extracted, `command` what was called.

    `rewrite` writes an article's rows even when the lake has the same ones, which mends rows that were harmed. `store_text` is how much of
    a text is kept, one of `tables.TEXT_STORED`.
    """

    run_id: str
    started_at: datetime
    rules_version: str
    model_name: str
    model_version: str
    command: str
    rewrite: bool = False
    store_text: str = "full"


@dataclass(frozen=True, slots=True)
class ArticleRows:
    """What one article gives. Tuples and not dictionaries: there are millions of them.

    Args:
        tables: Rows by table, their values in the order of the table's `content`, without provenance.
        content_hash: Equal when all rows are.
        event_ids: Of all events.
        dated: How many of these are dated.
    """

    tables: Mapping[str, list[Row]]
    content_hash: str
    event_ids: frozenset[str]
    dated: int

    def values(self, table: str) -> list[Values]:
        """The rows of a table by column name."""
        return [dict(zip(TABLES[table].content, row, strict=True)) for row in self.tables[table]]


def storable(text: str) -> str:
    """The text with lone surrogates and NUL as U+FFFD, one for one, so that all offsets keep their meaning."""
    if text.isascii() and "\0" not in text:  # the common case, without a look at each character
        return text
    return _UNSTORABLE.sub("\ufffd", text)


def storable_uri(uri: str) -> str:
    r"""A source address that a column can hold. Undecodable bytes of a file name become `\udc80`: two files stay two."""
    return uri.encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", "\\x00")


def source_values(article: Article) -> Values:
    """One row of `article_sources`, without `is_best` and provenance."""
    return {
        "source_uri": storable_uri(article.source_uri),
        "article_id": article.article_id,
        "title": _stored(article.title),
        "publisher": _stored(article.publisher),
        "language": _stored(article.language),
        "media_type": article.media_type,
        "published_conflict": article.published_conflict,
        **_published(article),
    }


def source_rank(source: Values) -> tuple[int, date, int, str]:
    """Orders the sources of one text, best first: basis of the date, then earliest, then most precise, then address."""
    published = source["published"]
    return (
        PUBLISHED_BASES.index(source["published_basis"]),
        source["published_first_day"] or date.max,
        -len(published or ""),
        source["source_uri"],
    )


def article_rows(extraction: Extraction, store_text: str = "full") -> ArticleRows:
    """All rows that one article gives, by table.

    Args:
        extraction: What was found in the article.
        store_text: `full`; `evidence` leaves out the text but for the sentences that tell of events; `none` leaves out these too.

    Raises:
        WarehouseError: Two events or mentions have the same id, or a mention belongs to another article.
    """
    article = extraction.article
    check_ids(extraction)
    text = storable(article.text)
    tables: dict[str, list[Row]] = {table.name: [] for table in BY_ARTICLE}
    told = [
        _add_event(tables, event, salience, text, sentences=store_text != "none") for salience, event in enumerate(extraction.events, 1)
    ]
    tables["unresolved_actors"] = _unresolved(extraction, text, sentences=store_text != "none")
    published = tuple(_published(article).values())
    # All else follows from the text, which the id stands for, and from where in it things are told. marshal's version 2 writes a value
    # as it is, whoever else holds it, four times as quickly as repr; would another Python write it otherwise, articles are loaded again.
    digest = marshal.dumps((article.article_id, store_text, article.published, article.published_basis, told), 2)
    content_hash = hashlib.sha256(digest).hexdigest()
    kept = text if store_text == "full" else None
    tables["articles"].append((article.article_id, kept, store_text, len(text), *published, content_hash))
    dated = sum(event.best.time.edtf is not None for event in extraction.events)
    return ArticleRows(tables, content_hash, frozenset(event.event_id for event in extraction.events), dated)


def check_ids(extraction: Extraction) -> None:
    """Refuses what would break the keys of the tables.

    Raises:
        WarehouseError: Two events or mentions have the same id, or a mention belongs to another article.
    """
    article = extraction.article
    mentions = [mention for event in extraction.events for mention in event.mentions]
    mention_ids = [mention.mention_id for mention in mentions]
    event_ids = [event.event_id for event in extraction.events]
    foreign = [mention.mention_id for mention in mentions if mention.article_id != article.article_id]
    if foreign or len(set(event_ids)) < len(event_ids) or len(set(mention_ids)) < len(mention_ids):
        named = event_ids + [f"mention {mention_id}" for mention_id in mention_ids]
        doubled = sorted(name for name, count in Counter(named).items() if count > 1)
        found = f"the id {doubled[0]} occurs twice" if doubled else f"mention {min(foreign)} belongs to another article"
        raise WarehouseError(article.source_uri, found, remedy="this is a fault in transforms/events or transforms/timeline: report it")


def as_rows(table: str, values: list[Values], provenance: Values) -> list[Row]:
    """Rows in the declared order of the table's columns."""
    in_order = itemgetter(*TABLES[table].names)
    return [in_order(row | provenance) for row in values]


def provenance_values(run: RunInfo, loaded_at: datetime) -> Values:
    """The provenance columns that `run` gives to each row it writes."""
    return {
        "run_id": run.run_id,
        "loaded_at": loaded_at,
        "rules_version": run.rules_version,
        "model_name": run.model_name,
        "model_version": run.model_version,
    }


def _add_event(tables: dict[str, list[Row]], event: Event, salience: int, text: str, *, sentences: bool) -> list[object]:
    """Adds the rows of an event and returns what they say, each thing once, in values that marshal can write."""
    best = event.best
    best_act = act = _act(best, text)
    best_people = people = _participants(best, text)
    ids = (event.event_id, best.article_id)
    tables["events"].append((*ids, best.mention_id, salience, len(event.mentions), *act))
    tables["event_participants"] += [ids + participant for participant in people]
    told: list[object] = [event.event_id, best.mention_id, _days_as_numbers(act), people]
    for mention in event.mentions:
        if mention is not best:
            act, people = _act(mention, text), _participants(mention, text)
        of_mention = (mention.mention_id, *ids)
        start, end = mention.sentence_start, mention.sentence_end
        sentence = text[start:end] if sentences else None
        trigger = text[mention.start : mention.end]
        tables["event_mentions"].append((*of_mention, start, end, sentence, mention.start, mention.end, trigger, *act))
        tables["mention_participants"] += [of_mention + participant for participant in people]
        other = None if (act, people) == (best_act, best_people) else (_days_as_numbers(act), people)
        told.append((mention.mention_id, start, end, mention.start, mention.end, other))
    return told


def _days_as_numbers(act: Row) -> Row:
    """What marshal can write."""
    first, last, not_before, not_after = (day and day.toordinal() for day in (act[7], act[8], act[16], act[17]))
    return (*act[:7], first, last, *act[9:16], not_before, not_after, *act[18:])


def _act(mention: EventMention, text: str) -> Row:
    time, place = mention.time, mention.place
    start, end = time.expression or (None, None)
    return (
        mention.type,
        mention.mode,
        mention.cameo,
        mention.status,
        _stored(place.name) if place else None,
        place.country if place else None,
        time.edtf,
        time.first_day,
        time.last_day,
        time.precision,
        time.basis,
        start,
        end,
        text[start:end] if time.expression else None,
        time.rule_id or None,
        time.undated_reason,
        time.not_before,
        time.not_after,
        mention.rule_id,
        float(mention.confidence),
    )


def _participants(mention: EventMention, text: str) -> list[Row]:
    rows = [_participant("source", ordinal, actor, text) for ordinal, actor in enumerate(mention.sources, 1)]
    rows += [_participant("target", ordinal, actor, text) for ordinal, actor in enumerate(mention.targets, 1)]
    return [*rows, _participant("speaker", 1, mention.speaker, text)] if mention.speaker else rows


def _participant(role: str, ordinal: int, actor: ActorMention, text: str) -> Row:
    start, end = actor.antecedent or (None, None)
    return (
        role,
        ordinal,
        actor.actor_id,
        actor.code,
        actor.countries,
        actor.basis,
        actor.reason,
        actor.start,
        actor.end,
        text[actor.start : actor.end],
        start,
        end,
        text[start:end] if actor.antecedent else None,
    )


def _unresolved(extraction: Extraction, text: str, *, sentences: bool) -> list[Row]:
    """One row for each text of an unresolved participant; a participant of two events in one place counts once."""
    found: dict[str, dict[int, tuple[ActorMention, EventMention]]] = {}
    for mention in (mention for event in extraction.events for mention in event.mentions):
        for actor in (*mention.sources, *mention.targets, mention.speaker):
            if actor is not None and actor.actor_id is None:
                found.setdefault(text[actor.start : actor.end], {}).setdefault(actor.start, (actor, mention))
    rows = []
    for words, places in sorted(found.items()):
        actor, mention = places[min(places)]
        context = text[mention.sentence_start : mention.sentence_end] if sentences else None
        rows.append((extraction.article.article_id, words, actor.reason, len(places), context))
    return rows


def _published(article: Article) -> Values:
    first, last = day_bounds(article.published) if article.published else (None, None)
    return {
        "published": article.published,
        "published_basis": article.published_basis,
        "published_first_day": first,
        "published_last_day": last,
    }


def _stored(text: str | None) -> str | None:
    return None if text is None else storable(text)
