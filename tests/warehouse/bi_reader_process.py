"""A BI tool for the tests: opens what is published again and again until told to stop, and says what it saw. Knows nothing of regesta."""

import json
import sys
import time
from pathlib import Path
from typing import Any

import duckdb
import sqlalchemy
from sqlalchemy.pool import NullPool

STATE = "SELECT (SELECT count(*) FROM timeline), (SELECT count(*) FROM timeline_participants), (SELECT any_value(run_id) FROM about)"


def by_driver(folder: Path) -> Any:
    with duckdb.connect(str(folder / "timeline.duckdb"), read_only=True) as connection:
        return connection.execute(STATE).fetchone()


def by_parquet(folder: Path) -> Any:
    manifest = json.loads((folder / "published" / "manifest.json").read_text())
    files = {name: folder / "published" / manifest["folder"] / table["file"] for name, table in manifest["tables"].items()}
    counts = [duckdb.sql(f"SELECT count(*) FROM '{files[name]}'").fetchall()[0][0] for name in ("timeline", "timeline_participants")]
    return (*counts, manifest["run_id"])


def main(folder: Path) -> None:
    engine = sqlalchemy.create_engine(f"duckdb:///{folder}/timeline.duckdb?access_mode=READ_ONLY", poolclass=NullPool)

    def by_sqlalchemy(_: Path) -> Any:
        with engine.connect() as connection:
            return tuple(connection.execute(sqlalchemy.text(STATE)).one())

    seen: dict[str, set[str]] = {}
    while not (folder / "stop").exists():
        for way in (by_driver, by_parquet, by_sqlalchemy):
            events, participants, run_id = way(folder)
            # Run n published n articles of one event with two participants.
            assert (events, participants) == (int(run_id), 2 * int(run_id)), (way.__name__, events, participants, run_id)
            seen.setdefault(way.__name__, set()).add(run_id)
        time.sleep(0.1)  # a person looks, too
    print(json.dumps({name: len(runs) for name, runs in seen.items()}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
