"""A process of its own for the crowd test: writes its articles until the time is up and says which, or reads again and again."""

import json
import pickle
import random
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from warehouse.lake import Lake, open_lake
from warehouse.load import load_batch
from warehouse.rows import RunInfo
from warehouse.storage import Storage


def write(folder: Path, storage: Storage, number: int, seconds: float) -> None:
    """Loads its own articles and, between them, those that all writers share, each in an order of its own."""
    own, shared = pickle.loads((folder / f"articles-{number}.pickle").read_bytes())
    random.Random(number).shuffle(shared)
    run = RunInfo(f"writer-{number}", datetime.now(UTC), "rules", "model", "1", "test")
    queue = [article for pair in zip(own, shared, strict=False) for article in pair] + own[len(shared) :]
    until = time.monotonic() + seconds
    with open_lake(folder / "lake", storage) as lake:
        for extraction in queue:
            if time.monotonic() > until:
                break
            load_batch(lake, [extraction], [], run)
            print(extraction.article.source_uri, flush=True)


COUNTS = """
SELECT (SELECT count(*) FROM lake.articles), (SELECT count(*) FROM lake.article_sources), (SELECT count(*) FROM lake.events),
  (SELECT count(DISTINCT event_id) FROM lake.events), (SELECT count(*) FROM lake.event_mentions),
  (SELECT count(*) FROM lake.event_participants)
"""


def read(folder: Path, storage: Storage, number: int, seconds: float) -> None:
    """Reads the lake; half of the readers keep their connection, the others reconnect each time."""
    until, last, reads = time.monotonic() + seconds, 0, 0
    lake = open_lake(folder / "lake", storage)
    while time.monotonic() < until:
        if number % 2:
            lake.close()
            lake = open_lake(folder / "lake", storage)
        last = _consistent(lake, last)
        reads += 1
        time.sleep(0.05)
    lake.close()
    print(json.dumps({"reads": reads, "articles": last}), flush=True)


def _consistent(lake: Lake, before: int) -> int:
    """The number of articles now. Every article has 12 events of 1 mention and 2 participants, and none ever goes."""
    articles, sources, events, different, mentions, participants = lake.rows(COUNTS)[0]
    assert (sources, events, different, mentions, participants) == (articles, *[12 * articles] * 3, 24 * articles), "a torn state"
    assert articles >= before, "articles went"
    return int(articles)


if __name__ == "__main__":
    what, place, number, seconds, catalog = sys.argv[1:]
    {"write": write, "read": read}[what](Path(place), Storage(catalog or None), int(number), float(seconds))
