"""What runs did, read back from the lake: the list of runs, what one brought, and totals for monitoring."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from warehouse.check import all_checks, run_checks
from warehouse.lake import Lake

_TOP = 20

# The key is the run; events that a run wrote again without changing them do not count as new.
_NEW_EVENTS = """
    SELECT e.event_id, e.edtf, e.undated_reason, e.type, e.status, e.mentions, e.confidence, e.salience, e.article_id, m.sentence_text
    FROM lake.events e JOIN lake.event_mentions m ON m.mention_id = e.best_mention_id
    WHERE (e.run_id = $run OR starts_with(e.run_id, $run || '-'))
    ORDER BY e.mentions DESC, e.confidence DESC, e.salience, e.event_id
    LIMIT $top
"""
_TOP_EVENTS = f"""
    WITH top AS ({_NEW_EVENTS}),
    sides AS (
      SELECT p.event_id, p.role, string_agg(coalesce(c.label, p.code), '; ' ORDER BY p.ordinal) AS labels
      FROM lake.event_participants p SEMI JOIN top USING (event_id) LEFT JOIN lake.codes c ON c.code = coalesce(p.actor_id, p.code)
      GROUP BY p.event_id, p.role
    )
    SELECT top.event_id, top.edtf, top.undated_reason, top.type, top.status, who.labels, whom.labels, top.sentence_text,
      s.title, s.source_uri
    FROM top
    JOIN lake.article_sources s ON s.article_id = top.article_id AND s.is_best
    LEFT JOIN sides who ON who.event_id = top.event_id AND who.role = 'source'
    LEFT JOIN sides whom ON whom.event_id = top.event_id AND whom.role = 'target'
    ORDER BY top.mentions DESC, top.confidence DESC, top.salience, top.event_id
"""  # noqa: S608 (a query of this module)


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event that a run brought; `date` is EDTF, `sentence` the one that says so."""

    event_id: str
    date: str | None
    undated_reason: str | None
    type: str
    status: str
    who: str | None
    to_whom: str | None
    sentence: str
    title: str | None
    source_uri: str


@dataclass(frozen=True, slots=True)
class TypeCount:
    """How many events of a type a run brought."""

    type: str
    events: int
    dated: int


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A check of the lake and how many rows break it."""

    check: str
    failing: int


@dataclass(frozen=True, slots=True)
class Digest:
    """What one run brought, and whether the lake is sound."""

    top: tuple[NewEvent, ...]
    types: tuple[TypeCount, ...]
    checks: tuple[CheckResult, ...]


@dataclass(frozen=True, slots=True)
class PastRun:
    """One row of `runs`; times are UTC."""

    run_id: str
    command: str
    outcome: str
    started_at: datetime
    seconds: float
    articles_read: int
    articles_new: int
    articles_changed: int
    files_rejected: int
    events_new: int


@dataclass(frozen=True, slots=True)
class Total:
    """All runs of one command with one outcome together; `last` is when the latest of them ended."""

    command: str
    outcome: str
    runs: int
    articles_loaded: int
    events_new: int
    files_rejected: int
    last: datetime


def run_digest(lake: Lake, run_id: str, top: int = _TOP) -> Digest:
    """What the run (or its chunks, RUN-1, RUN-2 ...) brought."""
    events = lake.rows(_TOP_EVENTS, {"run": run_id, "top": top})
    types = lake.rows(
        "SELECT type, count(*) AS events, count(edtf) FROM lake.events WHERE run_id = $run OR starts_with(run_id, $run || '-') "
        "GROUP BY type ORDER BY events DESC, type",
        {"run": run_id},
    )
    return Digest(tuple(NewEvent(*row) for row in events), tuple(TypeCount(*row) for row in types), check_results(lake))


def check_results(lake: Lake) -> tuple[CheckResult, ...]:
    """Every check with the number of rows that break it."""
    failing = {failure.check: failure.count for failure in run_checks(lake)}
    return tuple(CheckResult(name, failing.get(name, 0)) for name in all_checks())


def past_runs(lake: Lake, limit: int) -> list[PastRun]:
    """The last runs, the latest first."""
    rows = lake.rows(
        "SELECT run_id, command, outcome, started_at, epoch(finished_at) - epoch(started_at), articles_read, articles_new, "
        "articles_changed, files_rejected, events_new FROM lake.runs ORDER BY started_at DESC, run_id LIMIT $limit",
        {"limit": limit},
    )
    return [PastRun(*row) for row in rows]


def run_totals(lake: Lake) -> Sequence[Total]:
    """The runs that have ended, by command and outcome; one under way would leave its group when it ends, and a total must not fall."""
    rows = lake.rows(
        "SELECT command, outcome, count(*), sum(articles_new + articles_changed)::BIGINT, sum(events_new)::BIGINT, "
        "sum(files_rejected)::BIGINT, max(finished_at) FROM lake.runs WHERE outcome <> 'running' "
        "GROUP BY command, outcome ORDER BY command, outcome"
    )
    return [Total(*row) for row in rows]


def has_ended(lake: Lake, run_id: str) -> bool:
    """Whether a run has written how it ended."""
    return bool(lake.rows("SELECT 1 FROM lake.runs WHERE run_id = $run AND outcome <> 'running'", {"run": run_id}))
