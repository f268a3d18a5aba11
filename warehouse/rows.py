"""Records as rows of the declared tables. Pure: what comes out depends on the extraction alone, never on order, time or batch."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from typing import Any

from transforms.errors import WarehouseError
from transforms.records import PUBLISHED_BASES, ActorMention, Article, Event, EventMention, EventTime, Extraction
from warehouse.partial import day_bounds
from warehouse.tables import BY_ARTICLE, TABLES

Values = dict[str, Any]
Row = tuple[Any, ...]
ArticleRows = dict[str, list[Values]]  # by table name

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


def storable(text: str) -> str:
    """The text with lone surrogates and NUL as U+FFFD, one for one, so that all offsets keep their meaning."""
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
    """All rows that one article gives, by table, without provenance; `content_hash` is over all of them.

    Args:
        extraction: What was found in the article.
        store_text: `full`; `evidence` leaves out the text but for the sentences that tell of events; `none` leaves out these too.

    Raises:
        WarehouseError: Two events or mentions have the same id, or a mention belongs to another article.
    """
    article = extraction.article
    _check_ids(extraction)
    text = storable(article.text)
    rows: ArticleRows = {table.name: [] for table in BY_ARTICLE}
    for salience, event in enumerate(extraction.events, 1):
        _add_event(rows, event, salience, text)
    rows["unresolved_actors"] = _unresolved(rows["mention_participants"], rows["event_mentions"])
    if store_text == "none":
        _drop_sentences(rows)
    kept = text if store_text == "full" else None
    known = {"article_id": article.article_id, "text": kept, "text_chars": len(text), **_published(article)}
    rows["articles"] = [{**known, "text_stored": store_text, "content_hash": _content_hash(known, rows)}]
    return rows


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


def _drop_sentences(rows: ArticleRows) -> None:
    for mention in rows["event_mentions"]:
        mention["sentence_text"] = None
    for unresolved in rows["unresolved_actors"]:
        unresolved["context"] = None


def _check_ids(extraction: Extraction) -> None:
    article = extraction.article
    mentions = [mention for event in extraction.events for mention in event.mentions]
    counted = Counter([event.event_id for event in extraction.events]) + Counter([f"mention {m.mention_id}" for m in mentions])
    doubled = sorted(name for name, count in counted.items() if count > 1)
    foreign = sorted(m.mention_id for m in mentions if m.article_id != article.article_id)
    if doubled or foreign:
        found = f"the id {doubled[0]} occurs twice" if doubled else f"mention {foreign[0]} belongs to another article"
        raise WarehouseError(article.source_uri, found, remedy="this is a fault in transforms/events or transforms/timeline: report it")


def _add_event(rows: ArticleRows, event: Event, salience: int, text: str) -> None:
    best = event.best
    ids = {"event_id": event.event_id, "article_id": best.article_id}
    rows["events"].append(
        {**ids, "best_mention_id": best.mention_id, "salience": salience, "mentions": len(event.mentions), **_act(best, text)}
    )
    rows["event_participants"].extend({**ids, **values} for values in _participants(best, text))
    for mention in event.mentions:
        of_mention = {**ids, "mention_id": mention.mention_id}
        sentence = _span("sentence", (mention.sentence_start, mention.sentence_end), text)
        trigger = _span("trigger", (mention.start, mention.end), text)
        rows["event_mentions"].append({**of_mention, **sentence, **trigger, **_act(mention, text)})
        rows["mention_participants"].extend({**of_mention, **values} for values in _participants(mention, text))


def _act(mention: EventMention, text: str) -> Values:
    place = mention.place
    return {
        "type": mention.type,
        "mode": mention.mode,
        "cameo": mention.cameo,
        "status": mention.status,
        "place_name": _stored(place.name) if place else None,
        "place_country": place.country if place else None,
        "rule_id": mention.rule_id,
        "confidence": float(mention.confidence),
        **_time(mention.time, text),
    }


def _time(time: EventTime, text: str) -> Values:
    return {
        "edtf": time.edtf,
        "first_day": time.first_day,
        "last_day": time.last_day,
        "precision": time.precision,
        "time_basis": time.basis,
        **_span("expression", time.expression, text),
        "time_rule_id": time.rule_id or None,
        "undated_reason": time.undated_reason,
        "not_before": time.not_before,
        "not_after": time.not_after,
    }


def _participants(mention: EventMention, text: str) -> Iterator[Values]:
    speakers = (mention.speaker,) if mention.speaker else ()
    for role, actors in (("source", mention.sources), ("target", mention.targets), ("speaker", speakers)):
        for ordinal, actor in enumerate(actors, 1):
            yield {"role": role, "ordinal": ordinal, **_participant(actor, text)}


def _participant(actor: ActorMention, text: str) -> Values:
    return {
        "actor_id": actor.actor_id,
        "code": actor.code,
        "countries": list(actor.countries),
        "actor_basis": actor.basis,
        "unresolved_reason": actor.reason,
        **_span("span", (actor.start, actor.end), text),
        **_span("antecedent", actor.antecedent, text),
    }


def _unresolved(participants: list[Values], mentions: list[Values]) -> list[Values]:
    """One row for each text of an unresolved participant; a participant of two events in one place counts once."""
    sentences = {mention["mention_id"]: mention["sentence_text"] for mention in mentions}
    found: dict[str, dict[int, Values]] = {}
    for participant in participants:
        if participant["actor_id"] is None:
            found.setdefault(participant["span_text"], {}).setdefault(participant["span_start"], participant)
    rows = []
    for span_text, places in sorted(found.items()):
        first = places[min(places)]
        rows.append(
            {
                "article_id": first["article_id"],
                "span_text": span_text,
                "unresolved_reason": first["unresolved_reason"],
                "mentions": len(places),
                "context": sentences[first["mention_id"]],
            }
        )
    return rows


def _span(name: str, span: tuple[int, int] | None, text: str) -> Values:
    start, end = span if span else (None, None)
    return {f"{name}_start": start, f"{name}_end": end, f"{name}_text": text[start:end] if span else None}


def _published(article: Article) -> Values:
    first, last = day_bounds(article.published) if article.published else (None, None)
    return {
        "published": article.published,
        "published_basis": article.published_basis,
        "published_first_day": first,
        "published_last_day": last,
    }


def _content_hash(article: Values, rows: ArticleRows) -> str:
    digest = hashlib.sha256(repr(sorted(article.items())).encode())
    for name in sorted(table for table in rows if rows[table]):
        in_order = itemgetter(*TABLES[name].content)
        digest.update(f"\n{name}\n".encode() + "\n".join(sorted(repr(in_order(row)) for row in rows[name])).encode())
    return digest.hexdigest()


def _stored(text: str | None) -> str | None:
    return None if text is None else storable(text)
