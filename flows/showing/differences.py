"""What a reprocessing would change, as lines that are safe to print: a table by type, then examples; one event's history."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from flows.showing.show import cell, clean

if TYPE_CHECKING:
    from warehouse.compare import Differences, EventChange
    from warehouse.past import EventState

_SHOWN = 100  # characters of a sentence


def difference_lines(found: "Differences") -> list[str]:
    """The lines; no change at all is one line."""
    from warehouse.compare import KINDS

    lines = [f"  compared   {found.articles} articles, {found.articles_changed} of them change"]
    types = sorted({event_type for event_type, _ in found.counts})
    if types:
        lines.append(f"  {'type':<11}" + "".join(f"{kind:>9}" for kind in KINDS))
        lines += [f"  {clean(name):<11}" + "".join(f"{found.counts[name, kind]:>9}" for kind in KINDS) for name in types]
    for (event_type, kind), changes in sorted(found.examples.items()):
        lines += [f"  {kind} {event_type}: {_told(change)}" for change in changes]
    return lines


def history_rows(states: "list[EventState]") -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """The states of one event as a table: its columns and a row a state."""
    rows = []
    for state in states:
        event = state.event or {}
        people = ", ".join(f"{role} {who}" for role, who, _ in event.get("participants", ()))
        shown = [event.get(name) for name in ("type", "status", "edtf")]
        at = state.at.strftime("%Y-%m-%d %H:%M:%S")
        rows.append((state.snapshot, at, state.run_id, state.change, *shown, people or None, ", ".join(state.changed) or None))
    return ("snapshot", "at", "run", "change", "type", "status", "date", "participants", "changed"), rows


def _told(change: "EventChange") -> str:
    event = change.event
    place = f"“{clean(event['trigger_text'])}” in {clean(change.source_uri)}"
    if change.kind == "changed":
        return f"{place}: {'; '.join(_columns(change))}"
    sentence = clean(event["sentence_text"] or "")
    told = f"{event['edtf'] or 'undated'}, {_people(event['participants'])}"
    return f"{place}: {told}: {sentence if len(sentence) <= _SHOWN else sentence[:_SHOWN] + '…'}"


def _columns(change: "EventChange") -> Iterator[str]:
    assert change.before is not None and change.after is not None  # noqa: S101 (so are changed events made)
    for name in change.columns:
        before, after = (_value(name, event[name]) for event in (change.before, change.after))
        yield f"{name} {before} → {after}"


def _value(name: str, value: Any) -> str:
    return _people(value) if name == "participants" else clean(cell(value)) or "none"


def _people(participants: list[tuple[Any, ...]]) -> str:
    shown = [f"{role} {clean(actor_id or code)}" for role, _, actor_id, code, _ in participants]
    return ", ".join(shown) or "nobody named"
