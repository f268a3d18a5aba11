"""The extract contract (DESIGN section 6): a line of input -> what is asked; an extraction -> the line of output."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from transforms.errors import InvalidRequest
from transforms.events.lexicon import Lexicon
from transforms.extract import SpanTime
from transforms.records import ActorMention, Event, EventTime, Extraction, TimeExpression

_PARTIAL_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Request:
    """One line of input. `find_published` is True when the line has no `published` key: then regesta may look for the date."""

    doc: str
    text: str
    published: str | None
    find_published: bool
    spans: tuple[tuple[str, int, int], ...] | None


def parse_request(line: str) -> Request:
    """Reads one JSON line of `regesta extract --input`; other keys are ignored, so that whole records can be piped in.

    Raises:
        InvalidRequest: The line is no JSON object, or a key is missing or malformed. Its `where` is the doc when known.
    """
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InvalidRequest("line", f"no JSON: {error}", remedy='write one object a line: {"doc": ..., "text": ...}') from error
    if not isinstance(row, dict):
        raise InvalidRequest("line", f"JSON {type(row).__name__}", allowed='an object {"doc", "text", "published"?, "spans"?}')
    doc = row.get("doc")
    if not isinstance(doc, str):
        raise InvalidRequest("doc", repr(doc), allowed="a string that names the document")
    if not isinstance(row.get("text"), str):
        raise InvalidRequest(doc, f"text is {type(row.get('text')).__name__}", allowed="a string")
    published = row.get("published")
    if published is not None:
        check_published(doc, published)
    return Request(doc, row["text"], published, "published" not in row, _spans(doc, row))


def check_published(where: str, published: object) -> str:
    """Returns `published` when it is a real partial date.

    Raises:
        InvalidRequest: It is not "2018", "2018-02" or "2018-02-26", or no such day exists.
    """
    try:
        if isinstance(published, str) and _PARTIAL_DATE.fullmatch(published):
            date.fromisoformat((published + "-01-01")[:10])
            return published
    except ValueError:
        pass
    raise InvalidRequest(where, f"published {published!r}", allowed="2018, 2018-02, 2018-02-26 or null")


def _spans(doc: str, row: dict[str, Any]) -> tuple[tuple[str, int, int], ...] | None:
    if "spans" not in row or row["spans"] is None:
        return None
    allowed = '[{"id", "start", "end"}] with 0 <= start < end <= length of text'
    if not isinstance(row["spans"], list):
        raise InvalidRequest(doc, f"spans is {type(row['spans']).__name__}", allowed=allowed)
    found = []
    for span in row["spans"]:
        keys = (span.get("id"), span.get("start"), span.get("end")) if isinstance(span, dict) else (None, None, None)
        name, start, end = keys
        if not (isinstance(name, str) and type(start) is int and type(end) is int and 0 <= start < end <= len(row["text"])):
            raise InvalidRequest(doc, f"span {span!r}", allowed=allowed)
        found.append((name, start, end))
    return tuple(found)


def to_contract(
    extraction: Extraction, lexicon: Lexicon, *, doc: str, anchors: Sequence[SpanTime] | None = None, with_text: bool = False
) -> dict[str, Any]:
    """The answer for one article. `with_text` adds the text that all offsets point into (for articles read from files)."""
    article = extraction.article
    answer: dict[str, Any] = {"doc": doc, "published": article.published, "published_basis": article.published_basis}
    answer["published_conflict"] = article.published_conflict
    if with_text:
        answer["text"] = article.text
    answer["events"] = [_event(event, lexicon) for event in extraction.events]
    answer["times"] = [_time(expression) for expression in extraction.times]
    answer["actors"] = [_actor(mention) for mention in extraction.actors]
    if anchors is not None:
        answer["anchors"] = [{"id": a.id, "time": a.time.edtf, "basis": a.time.basis, "eventtime": a.label} for a in anchors]
    return answer


def _event(event: Event, lexicon: Lexicon) -> dict[str, Any]:
    best = event.best
    return {
        "type": best.type,
        "plover_type": lexicon.plover_type(best.type, best.status),
        "mode": best.mode,
        "cameo": best.cameo,
        "status": best.status,
        "start": best.start,
        "end": best.end,
        "source": _codes(best.sources),
        "target": _codes(best.targets),
        "source_ids": _ids(best.sources),
        "target_ids": _ids(best.targets),
        "source_countries": _countries(best.sources),
        "target_countries": _countries(best.targets),
        "speaker": best.speaker.actor_id if best.speaker else None,
        "place": {"name": best.place.name, "country": best.place.country} if best.place else None,
        **_event_time(best.time),
        "confidence": round(best.confidence, 3),
        "rule": best.rule_id,
        "merged": [[m.start, m.end] for m in event.mentions if (m.start, m.end) != (best.start, best.end)],
    }


def _event_time(time: EventTime) -> dict[str, Any]:
    return {
        "time": time.edtf,
        "time_basis": time.basis,
        "time_span": list(time.expression) if time.expression else None,
        "precision": time.precision,
        "undated_reason": time.undated_reason,
        "not_before": time.not_before.isoformat() if time.not_before else None,
        "not_after": time.not_after.isoformat() if time.not_after else None,
    }


def _codes(side: Sequence[ActorMention]) -> list[str]:
    return list(dict.fromkeys(mention.code for mention in side))


def _ids(side: Sequence[ActorMention]) -> list[str]:
    return list(dict.fromkeys(mention.actor_id or mention.code for mention in side))


def _countries(side: Sequence[ActorMention]) -> list[str]:
    return list(dict.fromkeys(country for mention in side for country in mention.countries))


def _time(expression: TimeExpression) -> dict[str, Any]:
    return {
        "start": expression.start,
        "end": expression.end,
        "text": expression.text,
        "type": expression.type,
        "value": expression.value,
        "zone": expression.zone,
        "edtf": expression.edtf,
        "basis": expression.basis,
        "rule": expression.rule_id,
    }


def _actor(mention: ActorMention) -> dict[str, Any]:
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "actor_id": mention.actor_id,
        "code": mention.code,
        "basis": mention.basis,
        "reason": mention.reason,
        "antecedent": list(mention.antecedent) if mention.antecedent else None,
    }
