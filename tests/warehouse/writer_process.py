"""A process of its own for the tests: loads pickled extractions, one a batch, and says which; publishes or maintains again and again."""

import os
import pickle
import resource
import sys
from datetime import UTC, datetime
from pathlib import Path

from transforms.errors import WarehouseError
from warehouse.lake import open_lake
from warehouse.load import load_batch
from warehouse.maintain import NOW, maintain
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


def maintain_often(folder: str) -> None:
    """Loads between two maintenances, so that each has rows to move and files to remove."""
    with open_lake(Path(folder), create=False) as lake:
        for number in range(1000):
            print("start", flush=True)
            maintain(lake, NOW)
            lake.write("code", f"m{number}", lambda: lake.connection.execute("UPDATE lake.codes SET label = label || '.'"))


def load_as_nobody(folder: str, pickled: str, run_id: str) -> None:
    """As a user whom file modes bind; root is bound by none."""
    os.setgid(65534)
    os.setuid(65534)
    try:
        load(folder, pickled, run_id)
    except WarehouseError as error:
        print("refused:", error, flush=True)


def publish_as_nobody(folder: str) -> None:
    os.setgid(65534)
    os.setuid(65534)
    try:
        publish(Path(folder), run_id="nobody")
    except WarehouseError as error:
        print("refused:", error, flush=True)


if __name__ == "__main__":
    commands = {
        "load": load,
        "small-disk": load_on_a_small_disk,
        "publish": publish_often,
        "maintain": maintain_often,
        "nobody-loads": load_as_nobody,
        "nobody-publishes": publish_as_nobody,
    }
    commands[sys.argv[1]](*sys.argv[2:])
