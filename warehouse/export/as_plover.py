"""PLOVER 2 (draft) in JSON lines, by the chapter "JSON Data Fields" of its manual, with fields of our own for what it cannot say.

PLOVER asks for a date and knows no undated events. Here `date` is null when the text gives no first day, and `edtf`, `date_precision`,
`undated_reason`, `not_before` and `not_after` say what is known; the manual allows further named fields.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from warehouse.export.selection import Selection, Written
from warehouse.query import Record

QUAD_CODES = {"verbal cooperation": 1, "material cooperation": 2, "verbal conflict": 3, "material conflict": 4}
_CONTEXTS = {"planned": "future", "hypothetical": "hypothetical", "denied": "negation"}
_CODER = "regesta"


def write(selection: Selection, folder: Path) -> Written:
    """`plover.jsonl`. Denied acts are left out unless the selection asks for them; they then have the context `negation`."""
    count, left_out = 0, Counter[str]()
    with (folder / "plover.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        for event in selection.records():
            if event["status"] == "denied" and not selection.denied:
                left_out["denied"] += 1
                continue
            count += 1
            file.write(json.dumps(record(event), ensure_ascii=False, allow_nan=False) + "\n")
    return Written(("plover.jsonl",), count, dict(left_out))


def record(event: Record) -> dict[str, Any]:
    """One event as PLOVER has it. Fields that would be empty are left out, `date` and `recipient` apart."""
    first, last = event["first_day"], event["last_day"]
    found = {
        "id": event["event_id"],
        "date": _day(first),
        "enddate": _day(last) if last != first else None,
        "actor": [_entity(one) for one in event["participants"] if one["role"] == "source"],
        "recipient": [_entity(one) for one in event["participants"] if one["role"] == "target"],
        "event": [event["plover_type"] or event["type"]],
        "mode": [event["mode"]] if event["mode"] else None,
        "context": [_CONTEXTS[event["status"]]] if event["status"] in _CONTEXTS else None,
        "event_loc": _filled({"name": event["place"], "cc3": event["place_country"]}) or None,
        "event_text": [event["sentence"]],
        "quad_code": QUAD_CODES.get(event["quad_class"]),
        "event_scale": event["goldstein"],
        "cite_info": _filled({"url": event["source_uri"], "title": event["title"], "publication": event["publisher"], "coder": _CODER}),
        "coder": _CODER,
        "edtf": event["date"],
        "date_precision": event["precision"],
        "date_basis": event["date_basis"],
        "undated_reason": event["undated_reason"],
        "not_before": _day(event["not_before"]),
        "not_after": _day(event["not_after"]),
        "confidence": event["confidence"],
    }
    return {name: value for name, value in found.items() if value is not None or name == "date"}


def _entity(participant: Record) -> dict[str, str]:
    """PLOVER's codes have three letters: the first state behind the actor, else the kind of actor (IGO, NGO ...)."""
    countries, code = participant["countries"], participant["code"]
    known = {
        "code": countries[0] if countries else code.partition(":")[0],
        "sector": participant["sector"],
        "entity_text": participant["words"],
        "identifier_id": participant["wikidata"] or participant["actor_id"],
        "identifier_text": participant["label"] if participant["actor_id"] else None,
        "regesta_code": code,
    }
    return _filled(known)


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _day(day: Any) -> str | None:
    return None if day is None else str(day.isoformat())
