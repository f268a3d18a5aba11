"""What a run did as Markdown for Prefect's pages. Text of articles, file names and addresses cannot become markup in it."""

from collections.abc import Sequence
from urllib.parse import quote, urlsplit

from flows.showing.report import MAX_REJECTIONS_SHOWN, escaped
from transforms.records import Rejection
from warehouse.runs import CheckResult, NewEvent, TypeCount

_BAR = 40  # characters of the longest bar
_LONGEST = 300  # characters of a sentence that are shown


def events_markdown(events: Sequence[NewEvent]) -> str:
    """New events, each with the sentence that says so and a link to where it is written."""
    if not events:
        return "No new events.\n"
    return "\n".join(map(_event_lines, events))


def _event_lines(event: NewEvent) -> str:
    """A paragraph: tables on Prefect's pages do not break lines, so that a sentence in a cell would be cut off."""
    when = event.date or f"undated: {event.undated_reason}"
    act = event.type if event.status == "actual" else f"{event.type} ({event.status})"
    sentence = event.sentence if len(event.sentence) <= _LONGEST else event.sentence[:_LONGEST] + " ..."
    head = " · ".join(escaped(part) for part in (when, event.who, act, event.to_whom) if part)
    return f"**{head}**  \n“{escaped(sentence)}”  \n{_evidence(event)}\n"


def _evidence(event: NewEvent) -> str:
    """A link when the source has a web address; always the command that shows the evidence."""
    command = f"`regesta explain {event.event_id[:8]}`"
    link = web_link(event.source_uri, event.title or "article")
    return f"{command} {link or escaped(event.source_uri)}"


def web_link(address: str, label: str) -> str | None:
    """A Markdown link to a web address; None for any other. Nothing in either can end the link early or carry a script."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc or " " in address or not address.isprintable():
        return None
    safe = quote(address, safe="/:?&=%#~,;@+$-._")
    return f"[{escaped(label)}](<{safe}>)"


def types_markdown(types: Sequence[TypeCount]) -> str:
    """New events by type, the most frequent first, as bars."""
    if not types:
        return "No new events.\n"
    most = max(one.events for one in types)
    lines = ["| type | events | of them dated | |", "|---|---:|---:|---|"]
    lines += [f"| {one.type} | {one.events} | {one.dated} | {'█' * max(1, one.events * _BAR // most)} |" for one in types]
    return "\n".join(lines) + "\n"


def rejections_markdown(rejections: Sequence[Rejection]) -> str:
    """Files that are no articles: which, why, what to do."""
    if not rejections:
        return "No file was rejected.\n"
    shown = rejections[:MAX_REJECTIONS_SHOWN]
    lines = [f"**{escaped(r.reason)} · {escaped(r.where)}**  \nFound: {escaped(r.message)}. To do: {escaped(r.remedy)}.\n" for r in shown]
    if len(rejections) > len(shown):
        lines += [f"... and {len(rejections) - len(shown)} more: `regesta sql 'FROM rejected_files'`"]
    return "\n".join(lines) + "\n"


def table_markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Any texts as a table."""
    lines = [head, ["---"] * len(head), *([escaped(value) for value in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def checks_markdown(checks: Sequence[CheckResult]) -> str:
    """Every check of the lake and whether it holds."""
    lines = ["| check | rows that break it |", "|---|---:|", *(f"| {escaped(one.check)} | {one.failing} |" for one in checks)]
    broken = sum(bool(one.failing) for one in checks)
    verdict = f"{broken} of {len(checks)} checks are broken: `regesta check`" if broken else f"All {len(checks)} checks hold."
    return "\n".join([verdict, "", *lines]) + "\n"
