"""Reading the published file: read-only, closed to all other files and to the network, every value a parameter."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from transforms.errors import InvalidRequest, WarehouseError
from transforms.records import EVENT_TYPES
from warehouse.partial import day_bounds
from warehouse.publish import PUBLISHED_FILE
from warehouse.rows import storable

Record = dict[str, Any]  # one row by column name

_SHORTEST_PREFIX = 4


@dataclass(frozen=True, slots=True)
class Result:
    """The answer to a query: column names and rows in order."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    @property
    def records(self) -> list[Record]:
        """The rows as dictionaries."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class EventDetail:
    """All that says why an event is in the timeline.

    `event` is its row of `timeline`; `participants` its rows of `timeline_participants` (sources, targets, speaker); `evidence` its rows of
    `evidence`, the best mention first. Spans in evidence are code points of the article; within `sentence` the words that name the act are
    `sentence[trigger_start - sentence_start : trigger_end - sentence_start]`, which `highlight` gives.
    """

    event: Record
    participants: list[Record]
    evidence: list[Record]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which events of the timeline are asked for; what is not given does not matter.

    Args:
        actor: An actor_id, a code (all who act for it) or a readable name of either, in any case; as source or target.
        with_: Another participant of the same event, named in the same ways.
        type_: A PLOVER type, as `type` or `plover_type`.
        since: Partial date; keeps dated events that may have happened on its first day or later. Undated events are left out.
        until: Partial date; keeps dated events that may have happened on its last day or earlier. Undated events are left out.
        undated: Only undated events; `since` and `until` then ask for bounds that allow those days.
        limit: At most so many rows.
    """

    actor: str | None = None
    with_: str | None = None
    type_: str | None = None
    since: str | None = None
    until: str | None = None
    undated: bool = False
    limit: int | None = None


def open_published(folder: Path) -> duckdb.DuckDBPyConnection:
    """The published file of the lake in `folder`, read-only; SQL on it can neither write nor reach any file or address.

    Raises:
        WarehouseError: Nothing was published yet, a left-over log lies beside the file, or the file is damaged.
    """
    path = Path(folder) / PUBLISHED_FILE
    if not path.is_file():
        raise WarehouseError(str(path), "no timeline was published here", remedy="run regesta ingest, or name the lake's folder")
    if path.with_name(f"{path.name}.wal").exists():
        # DuckDB would replay it even when reading, and show rows that no run published.
        remedy = "run regesta publish, which moves it aside, and open the file read-only only"
        raise WarehouseError(str(path), "another program wrote to it and left a .wal file", remedy=remedy)
    return open_closed(path)


def open_closed(path: Path) -> duckdb.DuckDBPyConnection:
    """A DuckDB file, read-only and closed to everything else.

    Raises:
        WarehouseError: The file is damaged.
    """
    closed: dict[str, str | bool | int | float | list[str]] = {
        "enable_external_access": "false",
        "lock_configuration": "true",
        "autoload_known_extensions": "false",
        "autoinstall_known_extensions": "false",
        "python_enable_replacements": "false",  # otherwise a table name could reach Python variables of the calling program
    }
    try:
        return duckdb.connect(str(path), read_only=True, config=closed)
    except duckdb.Error as error:
        raise WarehouseError(str(path), f"cannot be opened: {error}", remedy="make it anew with regesta publish") from error


def run_sql(connection: duckdb.DuckDBPyConnection, sql: str) -> Result:
    """Runs SQL given by the user on the published file.

    Raises:
        InvalidRequest: DuckDB does not accept it, or it wants to write or to read other files.
    """
    try:
        return _result(connection.execute(storable(sql)))
    except duckdb.Error as error:
        remedy = "see the tables with SHOW TABLES and their columns with DESCRIBE timeline; the file is read-only"
        raise InvalidRequest("sql", str(error), remedy=remedy) from error


def timeline_rows(connection: duckdb.DuckDBPyConnection, **filters: Any) -> Result:
    """Rows of `timeline` in its order, as far as they fit the `Filters` given by name.

    Raises:
        InvalidRequest: A date, the type or the limit is not in its documented form.
    """
    sql, given = timeline_query(Filters(**filters))
    return _result(connection.execute(sql, given))


def timeline_query(filters: Filters) -> tuple[str, dict[str, Any]]:
    """The query that `timeline_rows` runs, and its parameters.

    Raises:
        InvalidRequest: As `timeline_rows`.
    """
    given = {
        "actor": filters.actor and storable(filters.actor),
        "with": filters.with_ and storable(filters.with_),
        "type": _event_type(filters.type_),
        "since": _day("--since", filters.since, last=False),
        "until": _day("--until", filters.until, last=True),
        "limit": _limit(filters.limit),
        "undated": filters.undated,
    }
    return _TIMELINE, given


def unresolved_names(connection: duckdb.DuckDBPyConnection) -> list[Record]:
    """Names of participants that nobody could identify, the most frequent first: `name`, `times`, `articles`, `reason`, `example`."""
    sql = (
        "SELECT item AS name, times, articles, reason, example FROM review_queue WHERE kind = 'unresolved actor' ORDER BY times DESC, name"
    )
    return _result(connection.execute(sql)).records


def event_detail(connection_or_folder: duckdb.DuckDBPyConnection | Path, event: str) -> EventDetail:
    """Everything about one event, named by its id or by the first characters of it (at least four).

    Raises:
        InvalidRequest: No event, or more than one, has an id that starts so.
        WarehouseError: As `open_published`.
    """
    if isinstance(connection_or_folder, Path):
        with open_published(connection_or_folder) as connection:
            return event_detail(connection, event)
    event_id = _event_id(connection_or_folder, event)

    def found(table: str, order: str) -> list[Record]:
        sql = f"FROM {table} WHERE event_id = $event_id ORDER BY {order}"  # noqa: S608 (names of this module)
        return _result(connection_or_folder.execute(sql, {"event_id": event_id})).records

    roles = "list_position(['source', 'target', 'speaker'], role), ordinal"
    return EventDetail(found("timeline", "ALL")[0], found("timeline_participants", roles), found("evidence", "is_best DESC, trigger_start"))


def highlight(evidence: Record) -> tuple[str, str, str]:
    """The evidence's sentence in three parts: before, the words that name the act, after; only these when no sentences are stored."""
    sentence: str | None = evidence["sentence"]
    if sentence is None:  # REGESTA_STORE_TEXT=none
        return "", evidence["trigger"], ""
    start = evidence["trigger_start"] - evidence["sentence_start"]
    end = evidence["trigger_end"] - evidence["sentence_start"]
    return sentence[:start], sentence[start:end], sentence[end:]


_IS_NAMED = "lower(${name}) IN (lower(p.actor_id), lower(p.code), lower(p.label), lower(p.code_label))"
_TAKES_PART = """
  (${name} IS NULL OR event_id IN (
    SELECT p.event_id FROM timeline_participants p WHERE p.role <> 'speaker' AND {is_named}
  ))"""
_TIMELINE = f"""
FROM timeline
WHERE (NOT $undated OR date IS NULL)
  AND {_TAKES_PART.format(name="actor", is_named=_IS_NAMED.format(name="actor"))}
  AND {_TAKES_PART.format(name="with", is_named=_IS_NAMED.format(name="with"))}
  AND ($type IS NULL OR $type IN (type, plover_type))
  AND ($since IS NULL OR coalesce(last_day, not_after, DATE 'infinity') >= $since)
  AND ($until IS NULL OR coalesce(first_day, not_before, DATE '-infinity') <= $until)
  AND (date IS NOT NULL OR $undated OR ($since IS NULL AND $until IS NULL))
ORDER BY sort_day NULLS LAST, article_id, salience
LIMIT $limit
"""


def _result(cursor: duckdb.DuckDBPyConnection) -> Result:
    columns = tuple(column[0] for column in cursor.description or ())
    return Result(columns, tuple(cursor.fetchall()))


def _event_type(name: str | None) -> str | None:
    if name is None or name.upper() in EVENT_TYPES:
        return name and name.upper()
    raise InvalidRequest("--type", repr(name), allowed=", ".join(EVENT_TYPES), remedy="name one of them")


def _day(option: str, value: str | None, *, last: bool) -> date | None:
    if value is None:
        return None
    try:
        return day_bounds(value)[1 if last else 0]
    except ValueError as error:
        raise InvalidRequest(option, str(error), remedy="write it as 2018, 2018-02 or 2018-02-26") from error


def _limit(limit: int | None) -> int | None:
    if limit is not None and limit < 1:
        raise InvalidRequest("--limit", str(limit), allowed="1 or more", remedy="leave it out to see all rows")
    return limit


def _event_id(connection: duckdb.DuckDBPyConnection, event: str) -> str:
    sql = "SELECT event_id FROM timeline WHERE starts_with(event_id, $prefix) ORDER BY event_id LIMIT 4"
    ids = [row[0] for row in connection.execute(sql, {"prefix": storable(event.lower())}).fetchall()]
    if not ids or len(event) < _SHORTEST_PREFIX:
        remedy = "take the id from regesta timeline; its first characters, at least four, are enough"
        raise InvalidRequest("event", f"no event has the id {event!r}", remedy=remedy)
    if len(ids) > 1:
        raise InvalidRequest("event", f"{event!r} fits several events", allowed=", ".join(ids), remedy="give more characters of the id")
    return str(ids[0])
