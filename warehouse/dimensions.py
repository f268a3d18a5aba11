"""What is not read from articles: actors and code tables (from the seeds) and the record of runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from transforms.records import Actor, ActorAlias, ActorTerm, Membership
from warehouse.lake import Lake
from warehouse.rows import RunInfo, Values, as_rows
from warehouse.tables import TABLES


@dataclass(frozen=True, slots=True)
class EventType:
    """What follows from type and status. `plover_type` None: left out of PLOVER exports (denied)."""

    type: str
    status: str
    plover_type: str | None
    quad_class: str  # one of tables.QUAD_CLASSES
    goldstein: float | None


@dataclass(frozen=True, slots=True)
class Dimensions:
    """The seeds' tables. `labels` names codes and actor ids readably, `cameo` gives Goldstein values finer than the type's."""

    actors: Sequence[Actor]
    aliases: Sequence[ActorAlias] = ()
    terms: Sequence[ActorTerm] = ()
    memberships: Sequence[Membership] = ()
    labels: Mapping[str, str] | None = None
    event_types: Sequence[EventType] = ()
    cameo: Mapping[str, float] | None = None


def load_dimensions(lake: Lake, dimensions: Dimensions, run: RunInfo) -> bool:
    """Makes the seven tables equal to the given values; returns whether anything changed. An unchanged table is not written.

    Raises:
        LakeBusy: Other writers were in the way for too long.
        WarehouseError: The disk refused; nothing was written.
    """
    tables = _rows(dimensions)

    def changed_tables() -> list[str]:
        return [name for name, rows in tables.items() if _stored(lake, name) != sorted(rows, key=repr)]

    if not changed_tables():
        return False

    def work() -> bool:
        now = datetime.now(UTC)
        for name in changed_tables():
            lake.connection.execute(f"DELETE FROM lake.{name}")  # noqa: S608 (declared name)
            lake.insert(TABLES[name], [(*row, run.run_id, now) for row in sorted(tables[name], key=repr)])
        return True

    return lake.write("load dimensions", run.run_id, work)


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """How a run ended: ok, rejects (some files were no articles) or failed; and what it did beside loading."""

    outcome: str = "ok"
    articles_read: int = 0
    files_rejected: int = 0
    articles_skipped: int = 0


def record_run(lake: Lake, run: RunInfo, end: RunOutcome) -> None:
    """Writes how the run ended; what it loaded stands in its row already (`add_to_run`). A run recorded twice has one row.

    Raises:
        LakeBusy: Other writers were in the way for too long.
        WarehouseError: The disk refused; nothing was written.
    """
    ended = {field: getattr(end, field) for field in end.__slots__}
    lake.write("record run", run.run_id, lambda: _write_run(lake, run, ended, {}))


def add_to_run(lake: Lake, run: RunInfo, **counts: int) -> None:
    """Adds to the run's counts, in the transaction that writes what they count: whenever the run is killed, its row is right.

    Args:
        lake: Inside a transaction.
        run: Until it is recorded, its outcome is `running`.
        counts: By the names of the columns.
    """
    _write_run(lake, run, {}, counts)


def balance_runs(lake: Lake, run: RunInfo) -> None:
    """Makes what the runs say they added and removed equal to what is there, by an entry of this run: what was lost is lost.

    Raises:
        LakeBusy: Other writers were in the way for too long.
        WarehouseError: The disk refused; nothing was written.
    """

    def work() -> None:
        said = "SELECT sum(articles_new) - sum(coalesce(sources_forgotten, 0)), sum(events_new) - sum(events_removed) FROM lake.runs"
        present = "SELECT (SELECT count(*) FROM lake.article_sources), (SELECT count(*) FROM lake.events)"
        sources, events = (now - (before or 0) for now, before in zip(lake.rows(present)[0], lake.rows(said)[0], strict=True))
        add_to_run(lake, run, articles_new=sources, events_new=max(events, 0), events_removed=max(-events, 0))

    lake.write("balance runs", run.run_id, work)


def _write_run(lake: Lake, run: RunInfo, ended: Mapping[str, object], counts: Mapping[str, int]) -> None:
    table = TABLES["runs"]
    stored = lake.rows(f"SELECT {', '.join(table.names)} FROM lake.runs WHERE run_id = $run_id", {"run_id": run.run_id})  # noqa: S608
    values = dict(zip(table.names, stored[0], strict=True)) if stored else _new_run(run)
    values |= {name: (values[name] or 0) + count for name, count in counts.items()}
    lake.delete(table, "run_id", [run.run_id] if stored else [])
    lake.insert(table, as_rows("runs", [values | dict(ended) | {"finished_at": datetime.now(UTC)}], {}))


def _new_run(run: RunInfo) -> Values:
    counted = {column.name: 0 for column in TABLES["runs"].columns if column.type == "INTEGER"}
    return {**counted, **{field: getattr(run, field) for field in run.__slots__}, "outcome": "running", "sources_forgotten": None}


def _rows(given: Dimensions) -> dict[str, set[tuple[object, ...]]]:
    return {
        "actors": {(a.actor_id, a.label, a.kind, a.code, a.sector, a.wikidata) for a in given.actors},
        "actor_aliases": {(a.actor_id, a.alias, a.valid_from, a.valid_to) for a in given.aliases},
        "actor_terms": {(t.actor_id, t.office, t.of, t.valid_from, t.valid_to) for t in given.terms},
        "memberships": {(m.organisation, m.member, m.valid_from, m.valid_to) for m in given.memberships},
        "codes": set((given.labels or {}).items()),
        "event_types": {(t.type, t.status, t.plover_type, t.quad_class, t.goldstein) for t in given.event_types},
        "cameo_codes": set((given.cameo or {}).items()),
    }


def _stored(lake: Lake, name: str) -> list[tuple[object, ...]]:
    columns = ", ".join(TABLES[name].content)
    return sorted(lake.rows(f"SELECT {columns} FROM lake.{name}"), key=repr)  # noqa: S608 (declared names)
