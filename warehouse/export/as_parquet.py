"""Parquet: `timeline.parquet` and `participants.parquet`, with the types of the published tables."""

from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from warehouse.export.selection import Selection, Written

_ROWS_A_GROUP = 100_000


def write(selection: Selection, folder: Path) -> Written:
    """One row an event and one a participant, zstd."""
    events = _write(selection.events(), folder / "timeline.parquet")
    _write(selection.participants(), folder / "participants.parquet")
    return Written(("timeline.parquet", "participants.parquet"), events)


def _write(cursor: duckdb.DuckDBPyConnection, path: Path) -> int:
    batches = cursor.to_arrow_reader(_ROWS_A_GROUP)
    count = 0
    with pq.ParquetWriter(path, batches.schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch)
            count += batch.num_rows
    return count
