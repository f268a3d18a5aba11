"""The events that an export takes, read in portions from the published file."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import duckdb

from warehouse.query import Filters, Record, timeline_query

_PORTION = 2_000
# Two participants in the same place of the same role do not occur; the order is therefore total.
_ROLES = "list_position(['source', 'target', 'speaker'], role), ordinal"
_PARTICIPANT = "role, label, actor_id, code, countries, kind, sector, wikidata, words, span_start, span_end, found_by, unresolved_reason"


@dataclass(frozen=True, slots=True)
class Written:
    """What a format wrote: file names, events in them, and events left out by reason."""

    files: tuple[str, ...]
    events: int
    left_out: dict[str, int] = field(default_factory=dict)


class Selection:
    """The events of the published timeline that fit the filters, in the timeline's order.

    Args:
        connection: From `open_published`.
        filters: Which events.
        denied: Whether formats that leave out denied acts by default are to take them.

    Raises:
        InvalidRequest: A filter is not in its documented form.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, filters: Filters, *, denied: bool = False) -> None:
        self.denied = denied
        self._connection = connection
        self._sql, self._given = timeline_query(filters)

    @property
    def about(self) -> dict[str, Any]:
        """The run, the lake's snapshot and the moment of publishing that the export was made from."""
        row = self._connection.execute("SELECT run_id, lake_snapshot, published_at FROM about").fetchone()
        assert row is not None  # noqa: S101 (publish writes one row)
        return {"run_id": row[0], "lake_snapshot": row[1], "published_at": row[2].isoformat()}

    def events(self) -> duckdb.DuckDBPyConnection:
        """A cursor on the rows of `timeline`."""
        return self._connection.execute(self._sql, self._given)

    def participants(self) -> duckdb.DuckDBPyConnection:
        """A cursor on the rows of `timeline_participants` of these events."""
        sql = f"FROM timeline_participants SEMI JOIN ({self._sql}) chosen USING (event_id) ORDER BY event_id, {_ROLES}"
        return self._connection.execute(sql, self._given)

    def records(self) -> Iterator[Record]:
        """Each event as a dictionary, with its participants (sources, targets, speaker) as dictionaries under `participants`."""
        packed = ", ".join(f"{name} := {name}" for name in _PARTICIPANT.split(", "))
        sql = f"""
            SELECT chosen.*, coalesce(taking_part.participants, []) AS participants FROM ({self._sql}) chosen
            LEFT JOIN (
              SELECT event_id, list(struct_pack({packed}) ORDER BY {_ROLES}) AS participants FROM timeline_participants GROUP BY event_id
            ) taking_part USING (event_id)
            ORDER BY sort_day NULLS LAST, article_id, salience
        """  # noqa: S608 (names of this module)
        cursor = self._connection.execute(sql, self._given)
        names = [column[0] for column in cursor.description or ()]
        while rows := cursor.fetchmany(_PORTION):
            yield from (dict(zip(names, row, strict=True)) for row in rows)
