"""The timeline and one event as a person reads them at 80 to 120 characters a line."""

import sys
from collections.abc import Iterable, Mapping
from typing import IO, TYPE_CHECKING, Any

from flows.showing.show import clean, console, marked, print_rows, to_json

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from warehouse.query import EventDetail

Record = Mapping[str, Any]
_ID_SHOWN = 8  # characters of an event id; `explain` takes them


def print_timeline(rows: Iterable[Record], out: IO[str] | None = None) -> None:
    """Prints events as blocks of three lines: when, what and id; who to whom; the words. Five columns would be unreadable."""
    from rich.text import Text

    screen = console(out)
    empty = True
    for row in rows:
        empty = False
        head = Text.assemble((f"{when(row):<29}", "bold cyan"), (f"{act(row):<22}", "bold"), (str(row["event_id"])[:_ID_SHOWN], "dim"))
        for line in (head, Text("  " + who(row)), Text("  ") + _words(row, screen.width - 2)):
            screen.print(line, no_wrap=True, overflow="ellipsis")
    if empty:
        screen.print("No event fits.")


def print_event(detail: "EventDetail", form: str, out: IO[str] | None = None) -> None:
    """Prints all that says why an event is in the timeline; as JSON one object, as CSV one row a mention."""
    out = out or sys.stdout
    if form == "json":
        out.write(to_json({"event": detail.event, "participants": detail.participants, "evidence": detail.evidence}) + "\n")
    elif form == "csv":
        print_rows(list(detail.evidence[0]), [list(row.values()) for row in detail.evidence], form, out)
    else:
        _print_explained(detail, console(out))


def when(row: Record) -> str:
    """The event's EDTF date, or "undated" with what bounds it: "undated (by 2018-02-26)"."""
    if row["date"]:
        return clean(str(row["date"]))
    after, before = row["not_before"], row["not_after"]
    if after and before:
        return f"undated ({after}/{before})"
    if before:
        return f"undated (by {before})"
    return f"undated (from {after})" if after else "undated"


def act(row: Record) -> str:
    """The type, with the status when it did not simply happen: "CONSULT planned"."""
    return clean(str(row["type"])) if row["status"] == "actual" else clean(f"{row['type']} {row['status']}")


def who(row: Record) -> str:
    """Who did it to whom, and who says so: "Russia → NATO; United States (says Tass)"."""
    sources, targets, speaker = (row[side] and clean(str(row[side])) for side in ("who", "to_whom", "said_by"))
    sides = f"{sources or '(unnamed)'} → {targets}" if targets else sources or "(unnamed)"
    return f"{sides} (says {speaker})" if speaker and speaker not in (sources or "").split("; ") else sides


def _words(row: Record, width: int) -> "Text":
    """The sentence, cut to the width around the words that name the act."""
    trigger = str(row["trigger"])
    sentence = str(row["sentence"] or trigger)
    at = max(sentence.find(trigger), 0)
    start = 0 if at + len(trigger) < width - 20 else max(at - width // 3, 0)
    shown = ("…" if start else "") + sentence[start:]
    at += bool(start) - start
    text = marked(shown, [(at, at + len(trigger))], brackets=False)
    text.stylize("dim")
    return text


def _print_explained(detail: "EventDetail", screen: "Console") -> None:
    event, best = detail.event, detail.evidence[0]
    screen.print(f"{act(event)}  {when(event)}", style="bold")
    screen.print(who(event))
    _section(screen, "Where it says so")
    for evidence in detail.evidence:
        _print_evidence(evidence, screen)
    _section(screen, "When")
    _print_time(best, screen)
    _section(screen, "Who")
    for participant in detail.participants:
        _item(screen, _participant(participant))
    _section(screen, "How it was found")
    _item(screen, f"rule {best['rule']}, confidence {best['confidence']:.2f}")
    if event["plover_type"] != event["type"] or event["goldstein"] is not None:
        _item(screen, f"PLOVER type {event['plover_type'] or 'none'}, {event['quad_class']}, Goldstein {event['goldstein']}")
    _item(screen, f"event {event['event_id']}; mentions: {event['mentions']}, articles: {event['articles']}")


def _section(screen: "Console", title: str) -> None:
    screen.print()
    screen.print(title, style="bold cyan")


def _item(screen: "Console", text: str) -> None:
    from rich.text import Text

    _indented(screen, Text(clean(text)))


def _indented(screen: "Console", text: "Text") -> None:
    """Prints lines that all begin with two spaces and end without any."""
    from rich.text import Text

    for line in text.wrap(screen, screen.width - 2):
        line.rstrip()
        screen.print(Text("  ") + line)


def _print_evidence(evidence: Record, screen: "Console") -> None:
    if evidence["sentence"] is None:  # REGESTA_STORE_TEXT=none
        sentence, offset = str(evidence["trigger"]), evidence["trigger_start"]
    else:
        sentence, offset = str(evidence["sentence"]), evidence["sentence_start"]
    spans = [(evidence["trigger_start"] - offset, evidence["trigger_end"] - offset)]
    start, end = evidence["expression_start"], evidence["expression_end"]
    if start is not None and offset <= start and end <= offset + len(sentence):
        spans.append((start - offset, end - offset))
    _indented(screen, marked(sentence, spans))
    day = f"published {evidence['published']} ({evidence['published_basis']})" if evidence["published"] else "publication date unknown"
    parts = [evidence["title"], evidence["publisher"], day, evidence["source_uri"]]
    _item(screen, f"{', '.join(str(part) for part in parts if part)}, characters {evidence['trigger_start']}-{evidence['trigger_end']}")


def _print_time(evidence: Record, screen: "Console") -> None:
    if evidence["date"] is None:
        _item(screen, f"{when(evidence)}: {_REASONS.get(evidence['undated_reason'], evidence['undated_reason'])}")
        return
    _item(screen, f"{evidence['date']} by “{evidence['expression_text'] or ''}” ({evidence['date_basis']}, rule {evidence['date_rule']})")


def _participant(row: Record) -> str:
    found = f"found by {row['found_by']}" if row["actor_id"] else f"not identified: {row['unresolved_reason']}"
    stands_for = f", stands for “{row['antecedent_text']}”" if row["antecedent_text"] else ""
    return f"{row['role']:<8} {row['label']} ({row['actor_id'] or row['code']}), in the words “{row['words']}”, {found}{stands_for}"


_REASONS = {
    "no_expression": "no words of the text date it",
    "no_publication_date": "its date is told relative to the day of publication, which is unknown",
    "vague_expression": "the words that date it are too vague",
    "conflicting": "the words that date it contradict each other",
    "out_of_range": "the date that the words give is impossible",
}
