"""The lake as it was: the published tables of an earlier state, and how one event came to be what it is.

Maintenance keeps the statistics of the present state only, and DuckDB would take rows of earlier ones for impossible by them: the optimizer
that does so is switched off here.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from transforms.errors import InvalidRequest, WarehouseError
from warehouse.catalogs import catalog_of, quoted
from warehouse.lake import Lake, attach, connect
from warehouse.publish import PUBLISHED_FILE, make_marts
from warehouse.query import open_closed
from warehouse.rows import storable
from warehouse.storage import Storage
from warehouse.stored import COMPARED
from warehouse.tables import SCHEMA_VERSION

_TRUST_NO_STATISTICS = "SET disabled_optimizers = 'statistics_propagation'"
_SHORTEST_PREFIX = 4
_DAY = len("2026-11-23")


@dataclass(frozen=True, slots=True)
class EventState:
    """An event as one commit left it; None: it was there no more. `changed` are the columns that differ from the state before."""

    snapshot: int
    at: datetime
    run_id: str | None
    change: str  # appeared, changed, vanished; there: it was so when the kept history begins
    event: dict[str, Any] | None
    changed: tuple[str, ...]


@contextmanager
def open_past(folder: Path, storage: Storage, moment: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """What would have been published at a moment, as `query.open_published` gives the present; made for this one reader.

    Args:
        folder: The lake's folder.
        storage: Where catalog and data are, when not in the folder.
        moment: The number of a snapshot, a day (its end, UTC) or a time in ISO 8601 (UTC where it names no zone).

    Raises:
        InvalidRequest: It is none of these, or no state of that moment is kept.
        WarehouseError: There is no lake, or the state is of an earlier schema than this regesta reads.
    """
    folder = Path(folder).absolute()
    catalog = catalog_of(folder, storage)
    catalog.prepare(create=False)
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / PUBLISHED_FILE
        with connect(storage) as connection, Lake(folder, connection, catalog.lock(0)).steady():
            _attach_past(connection, folder, storage, moment)
            connection.execute(f"ATTACH {quoted(path)} AS pub")
            make_marts(connection)
            connection.execute("DETACH pub")
        with open_closed(path) as closed:
            yield closed


def event_history(lake: Lake, event: str) -> list[EventState]:
    """All states of one event in the kept history, the earliest first; named by its id or the first characters of it (at least four).

    Raises:
        InvalidRequest: No event, or more than one, had an id that starts so.
        LakeBusy: Maintenance went on for ten minutes.
    """
    with lake.steady() as connection:
        connection.execute(_TRUST_NO_STATISTICS)
        try:
            first, last = lake.rows(_KEPT)[0]
            event_id = _event_id(lake, event, first, last)
            touched = lake.rows(f"SELECT DISTINCT snapshot_id FROM {_changes(first, last)} WHERE event_id = $event", {"event": event_id})  # noqa: S608
            states = [(number, _state(lake, event_id, number)) for number in sorted({first, *(row[0] for row in touched)})]
            commits = {row[0]: row[1:] for row in lake.rows(_COMMITS)}
        finally:
            connection.execute("RESET disabled_optimizers")
    return list(_told(states, commits))


# A new lake has states from before its tables were made.
_KEPT = """
SELECT min(snapshot_id), max(snapshot_id) FROM lake.snapshots()
WHERE snapshot_id >= (SELECT min(begin_snapshot) FROM __ducklake_metadata_lake.ducklake_table WHERE table_name = 'events')
"""
_COMMITS = "SELECT snapshot_id, snapshot_time, commit_extra_info ->> '$.run_id' FROM lake.snapshots()"


def _attach_past(connection: duckdb.DuckDBPyConnection, folder: Path, storage: Storage, moment: str) -> None:
    option = f"SNAPSHOT_VERSION {int(moment)}" if moment.isdecimal() else f"SNAPSHOT_TIME {quoted(_time(moment))}"
    connection.execute(_TRUST_NO_STATISTICS)
    try:
        attach(connection, folder, storage, option)
        version = connection.execute("SELECT max(schema_version) FROM lake.schema_versions").fetchone()
    except (duckdb.InvalidInputException, duckdb.CatalogException, duckdb.BinderException) as error:
        remedy = "regesta sql 'FROM about' tells the last published snapshot; maintenance keeps REGESTA_HISTORY_DAYS of history"
        raise InvalidRequest("--as-of", f"no state of {moment} is kept", remedy=remedy) from error
    if version is None or version[0] != SCHEMA_VERSION:
        found = f"the state of {moment} has schema version {version and version[0]}"
        remedy = "run regesta maintain, which upgrades the lake; states from before its upgrade cannot be asked"
        raise WarehouseError(str(folder), found, allowed=str(SCHEMA_VERSION), remedy=remedy)


def _time(moment: str) -> str:
    try:
        time = datetime.fromisoformat(moment)
    except ValueError as error:
        allowed = "the number of a snapshot, 2026-11-23 or 2026-11-23T08:30"
        raise InvalidRequest("--as-of", repr(moment), allowed=allowed, remedy="write it in one of these forms") from error
    if len(moment) == _DAY:
        time += timedelta(days=1, microseconds=-1)
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).isoformat()


def _changes(first: int, last: int) -> str:
    return f"lake.table_changes('events', {first}, {last})"


def _event_id(lake: Lake, event: str, first: int, last: int) -> str:
    sql = f"""
        SELECT event_id FROM {_changes(first, last)} WHERE starts_with(event_id, $prefix)
        UNION SELECT event_id FROM lake.events AT (VERSION => {first}) WHERE starts_with(event_id, $prefix) ORDER BY 1 LIMIT 4
    """  # noqa: S608 (numbers of the catalog)
    ids = [str(row[0]) for row in lake.rows(sql, {"prefix": storable(event.lower())})]
    if not ids or len(event) < _SHORTEST_PREFIX:
        remedy = "take the id from regesta timeline; its first characters, at least four, are enough"
        raise InvalidRequest("event", f"no event of the kept history has the id {event!r}", remedy=remedy)
    if len(ids) > 1:
        raise InvalidRequest("event", f"{event!r} fits several events", allowed=", ".join(ids), remedy="give more characters of the id")
    return ids[0]


def _state(lake: Lake, event_id: str, snapshot: int) -> dict[str, Any] | None:
    """The event with its participants as they were after that commit."""
    at = f"AT (VERSION => {snapshot}) WHERE event_id = $event"
    rows = lake.rows(f"SELECT {', '.join(COMPARED)} FROM lake.events {at}", {"event": event_id})  # noqa: S608 (declared names)
    people = lake.rows(
        f"SELECT role, coalesce(actor_id, code), span_text FROM lake.event_participants {at} ORDER BY role DESC, ordinal",  # noqa: S608
        {"event": event_id},
    )
    return {**dict(zip(COMPARED, rows[0], strict=True)), "participants": people} if rows else None


def _told(states: list[tuple[int, dict[str, Any] | None]], commits: dict[int, tuple[datetime, str | None]]) -> Iterator[EventState]:
    before: dict[str, Any] | None = None
    for number, (snapshot, event) in enumerate(states):
        if event == before:
            continue
        changed = tuple(name for name in event if event[name] != before[name]) if event and before else ()
        change = "vanished" if event is None else "changed" if before else "there" if number == 0 else "appeared"
        yield EventState(snapshot, *commits[snapshot], change, event, changed)
        before = event
