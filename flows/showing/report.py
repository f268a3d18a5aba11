"""What a run did, for people: the closing summary on the terminal and in Prefect."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import add
from pathlib import Path

from flows.showing.show import clean
from transforms.records import Rejection
from warehouse.load import LoadCounts

MAX_REJECTIONS_SHOWN = 20
_LINKS = re.compile(r"((?:://|www\.|@)+)", re.IGNORECASE)  # what Prefect's pages make addresses clickable by
_MARKUP = re.compile(r"[][\\`*_<>#&|~{}^$]")


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What one run did. `counts` are sources and events as `warehouse.load.LoadCounts` counts them; `read` counts articles."""

    run_id: str
    warehouse: Path
    read: int = 0
    skipped: int = 0
    passed_over: tuple[tuple[str, int], ...] = ()  # (ending, how many files) of what lay in folders and is no article file
    conflicts: int = 0  # articles whose publication date is told differently in several places
    rejections: tuple[Rejection, ...] = ()
    counts: LoadCounts = field(default_factory=LoadCounts)
    seconds: float = 0.0
    interrupted: bool = False
    unsettled: int = 0  # files left for the next run because they were still being written
    unsure: int = 0  # events that are less sure than asked for
    failures: tuple[str, ...] = ()  # batches that failed twice: which, and why

    @property
    def outcome(self) -> str:
        """The run's outcome as the table `runs` names it."""
        if self.interrupted or self.failures:
            return "failed"
        return "rejects" if self.rejections else "ok"


def joined(run_id: str, parts: Sequence[RunSummary]) -> RunSummary:
    """The summary of several runs on one lake as that of one, at least one of them."""
    return RunSummary(
        run_id=run_id,
        warehouse=parts[0].warehouse,
        read=sum(part.read for part in parts),
        skipped=sum(part.skipped for part in parts),
        rejections=tuple(rejection for part in parts for rejection in part.rejections),
        counts=reduce(add, (part.counts for part in parts)),
        seconds=sum(part.seconds for part in parts),
        interrupted=any(part.interrupted for part in parts),
        unsettled=sum(part.unsettled for part in parts),
        unsure=sum(part.unsure for part in parts),
        failures=tuple(failure for part in parts for failure in part.failures),
    )


def summary_rows(summary: RunSummary) -> list[tuple[str, str]]:
    """The summary as pairs of name and value, in reading order."""
    counts = summary.counts
    kinds = ", ".join(f"{number} {clean(ending) or 'without an ending'}" for ending, number in summary.passed_over)
    return [
        ("read", f"{summary.read} article{'' if summary.read == 1 else 's'}"),
        ("rejected", f"{len(summary.rejections)}"),
        *([("passed over", f"files of other kinds: {kinds}")] if kinds else []),
        *([("doubtful", _conflicts(summary.conflicts))] if summary.conflicts else []),
        *([("left", f"{summary.unsettled} files that are still being written, for the next run")] if summary.unsettled else []),
        ("unchanged", f"{summary.skipped + counts.unchanged} ({summary.skipped} of them skipped without extraction)"),
        ("loaded", f"{counts.new} new, {counts.changed} changed"),
        ("events", f"{counts.events_dated} dated, {counts.events_undated} undated ({counts.events_new} new, {counts.events_removed} gone)"),
        *([("less sure", f"{summary.unsure} more events, not loaded (REGESTA_MIN_CONFIDENCE)")] if summary.unsure else []),
        ("time", f"{summary.seconds:.1f} seconds"),
        ("warehouse", clean(str(summary.warehouse))),
    ]


def _conflicts(number: int) -> str:
    which = "1 article" if number == 1 else f"{number} articles"
    return f"publication date of {which}, told differently in several places: regesta sql 'FROM review_queue'"


def summary_lines(summary: RunSummary) -> list[str]:
    """The closing summary as lines of text that are safe to print."""
    lines = [f"  {name:<11} {value}" for name, value in summary_rows(summary)]
    lines += rejection_lines(summary.rejections)
    lines += [f"  failed     {clean(failure)}" for failure in summary.failures]
    if summary.failures:
        lines.append("Everything else is loaded; the same command again tries what failed.")
    if summary.interrupted:
        lines.append("Interrupted. What is counted above is loaded; the same command again goes on where this stopped.")
    return lines


def summary_markdown(summary: RunSummary) -> str:
    """The summary as Markdown in which foreign text cannot become markup."""
    lines = ["| what | how much |", "|---|---|", *(f"| {name} | {escaped(value)} |" for name, value in summary_rows(summary))]
    lines += [f"| failed | {escaped(failure)} |" for failure in summary.failures]
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """Text for one line or table cell of Markdown that shows exactly these characters: no markup, no HTML, no link.

    By backslashes, because not all pages of Prefect know entities; what would make a link stands in a code span.
    """
    parts = _LINKS.split(clean(text))
    return "".join(f"`{part}`" if odd % 2 else _MARKUP.sub(r"\\\g<0>", part) for odd, part in enumerate(parts))


def rejection_lines(rejections: tuple[Rejection, ...]) -> list[str]:
    """One line a rejected file: which, why, what to do."""
    lines = [f"  rejected   {clean(r.where)}: {r.reason}: {clean(r.message)}; {clean(r.remedy)}" for r in rejections[:MAX_REJECTIONS_SHOWN]]
    if len(rejections) > MAX_REJECTIONS_SHOWN:
        lines.append(f"  rejected   ... and {len(rejections) - MAX_REJECTIONS_SHOWN} more: regesta sql 'FROM rejected_files'")
    return lines
