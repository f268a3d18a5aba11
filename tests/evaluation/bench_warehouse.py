"""`make bench-warehouse`: the warehouse with a million made-up events, each figure beside what it must be compared with, in one run.

*Loading* is what `load_batch` does: records of Python in, a committed lake out, with its lock, its look at what is there, its transaction
and its books. Beside it stands what DuckDB needs alone: `COPY` of the very same rows, made into Arrow tables before, to Parquet files.
"""

import itertools
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from tests.evaluation.synthetic import EVENTS_AN_ARTICLE, dimensions, extractions
from transforms.records import Extraction
from warehouse.dimensions import load_dimensions
from warehouse.lake import Lake, open_lake
from warehouse.load import load_batch
from warehouse.maintain import maintain
from warehouse.publish import publish
from warehouse.query import open_published
from warehouse.rows import RunInfo, article_rows, provenance_values
from warehouse.tables import BY_ARTICLE, arrow_table

README = Path(__file__).resolve().parents[2] / "README.md"
EVENTS = 1_000_000
BATCH = 10_000  # articles a transaction, the most that REGESTA_BATCH allows
SMALL = 100
TIMES = 5
RUN = RunInfo("bench", datetime(2026, 1, 1, tzinfo=UTC), "rules", "model", "1", "bench")


def seconds(work: Callable[[], object]) -> float:
    """How long it takes, by the clock on the wall."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def copied(batch: list[Extraction], folder: Path) -> tuple[int, float]:
    """Rows of the batch, and the seconds in which DuckDB copies them to Parquet."""
    given = [article_rows(extraction) for extraction in batch]
    provenance = provenance_values(RUN, RUN.started_at)
    tables = [arrow_table(table, [row for rows in given for row in rows.tables[table.name]], provenance) for table in BY_ARTICLE]
    with duckdb.connect() as connection:

        def copy() -> None:
            for number, table in enumerate(tables):
                connection.register("given", table)
                connection.execute(f"COPY given TO '{folder / str(number)}.parquet' (FORMAT parquet, COMPRESSION zstd)")

        return sum(table.num_rows for table in tables), seconds(copy)


def load_all(lake: Lake, events: int, folder: Path) -> None:
    """Loads, and copies each batch beside it."""
    rows, loading, copying = 0, 0.0, 0.0
    for batch in batches(extractions(events // EVENTS_AN_ARTICLE)):
        loading += seconds(lambda batch=batch: load_batch(lake, batch, [], RUN))
        count, took = copied(batch, folder)
        rows, copying = rows + count, copying + took
    print(
        f"  load, {BATCH:,} articles at once         {rows / loading:10,.0f} rows/s   {events / loading:8,.0f} events/s   {loading:6.1f} s"
    )
    print(f"  COPY of the same rows to Parquet    {rows / copying:10,.0f} rows/s   {'':24} {copying:6.1f} s")
    print(f"  load / COPY                         {copying / loading:10.2f}   (goal: 0.33 or more)")


def batches(items: Iterable[Extraction]) -> Iterable[list[Extraction]]:
    """Lists of `BATCH` articles."""
    remaining = iter(items)
    return iter(lambda: list(itertools.islice(remaining, BATCH)), [])


def small_load(folder: Path, seed: int) -> float:
    """Seconds that a hundred new articles cost: the median of several loads, each of others."""
    with open_lake(folder) as lake:
        return statistics.median(
            seconds(lambda number=number: load_batch(lake, list(extractions(SMALL, seed + number)), [], RUN)) for number in range(TIMES)
        )


def megabytes(paths: Iterable[Path]) -> float:
    """Size of files together."""
    return sum(path.stat().st_size for path in paths) / 1e6


def publishing(lake: Lake, folder: Path) -> None:
    """Prints how long publishing takes and what it makes."""
    took = seconds(lambda: publish(lake, run_id="bench"))
    print(f"  publish                             {took:10.1f} s")
    parquet = (folder / "published" / "current").glob("*.parquet")
    print(f"  files                               timeline.duckdb {megabytes([folder / 'timeline.duckdb']):,.0f} MB, published Parquet "
          f"{megabytes(parquet):,.0f} MB, lake {megabytes((folder / 'data').rglob('*.parquet')):,.0f} MB")  # fmt: skip


def queries(folder: Path) -> None:
    """Prints the median time of each query of the README on the published file, all rows fetched."""
    asked = re.findall(r"```sql\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    with open_published(folder) as connection:
        for sql in asked:
            answers = [connection.execute(sql).to_arrow_table()]
            took = statistics.median(seconds(lambda sql=sql: connection.execute(sql).to_arrow_table()) for _ in range(TIMES))
            print(f"  {took * 1000:6.1f} ms  {answers[0].num_rows:8,} rows   {sql.splitlines()[0]}")


def main(events: int, folder: Path) -> None:
    """Loads, publishes, asks; the folder is filled with a lake of that many events."""
    print(f"\nWarehouse, {events:,} made-up events, {events // EVENTS_AN_ARTICLE:,} articles")
    with open_lake(folder / "lake") as lake:
        load_dimensions(lake, dimensions(), RUN)
        load_all(lake, events, folder)
        publishing(lake, folder / "lake")
        print("  queries of the README on the published file (goal: 50 ms each)")
        queries(folder / "lake")
        print(f"  maintain                            {seconds(lambda: maintain(lake)):10.1f} s")
    with open_lake(folder / "empty"):
        pass
    small_load(folder / "empty", seed=2_000)  # the first load of a process is slower
    shutil.rmtree(folder / "empty")
    empty, full = small_load(folder / "empty", seed=3_000), small_load(folder / "lake", seed=3_000)
    print(f"  {SMALL} articles into an empty lake      {empty * 1000:10.0f} ms   into this one {full * 1000:.0f} ms: "
          f"{full / empty:.2f} times as much (goal: at most 1.5)")  # fmt: skip


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS, Path(scratch))
