"""A process of its own for the tests: loads pickled extractions, one a batch, and says which; or publishes again and again."""

import pickle
import resource
import sys
from datetime import UTC, datetime
from pathlib import Path

from transforms.errors import WarehouseError
from warehouse.lake import open_lake
from warehouse.load import load_batch
from warehouse.publish import publish
from warehouse.rows import RunInfo


def load(folder: str, pickled: str, run_id: str) -> None:
    extractions = pickle.loads(Path(pickled).read_bytes())
    run = RunInfo(run_id, datetime.now(UTC), run_id, "model", "1", "test")
    with open_lake(Path(folder)) as lake:
        print("open", flush=True)
        for extraction in extractions:
            load_batch(lake, [extraction], [], run)
            print(extraction.article.source_uri, flush=True)


def load_on_a_small_disk(folder: str, pickled: str, run_id: str) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))  # larger files fail as on a full disk
    try:
        load(folder, pickled, run_id)
    except WarehouseError as error:
        print("refused:", error, flush=True)


def publish_often(folder: str) -> None:
    with open_lake(Path(folder), create=False) as lake:
        while True:
            print("start", flush=True)
            publish(lake, run_id="often")


if __name__ == "__main__":
    {"load": load, "small-disk": load_on_a_small_disk, "publish": publish_often}[sys.argv[1]](*sys.argv[2:])
