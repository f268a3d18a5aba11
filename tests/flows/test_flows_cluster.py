"""Extraction by several processes and on a real Dask cluster: whatever is used, the lake holds the same rows."""

import hashlib
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from flows.cluster import Cluster
from flows.extractors import Pool
from flows.knowledge.build import _knowledge
from flows.pipeline import Job, Steps, load_extracted, run
from flows.settings import DEFAULT_MODEL
from tests.flows.dask_cluster import Dask, scheduler
from tests.flows.services import REGESTA, ROOT, Server, free_port
from transforms.errors import InvalidRequest
from transforms.reading import article_from_text
from warehouse.lake import open_lake
from warehouse.storage import Storage
from warehouse.tables import TABLES

pytestmark = pytest.mark.services
SAMPLES = str(ROOT / "seeds" / "articles")
UNPUBLISHED = Steps(load_extracted, lambda lake, _: lake.folder)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dask]:
    with scheduler(tmp_path_factory.mktemp("dask")) as (dask, _), dask.worker(), dask.worker():
        dask.wait_for_workers(2)
        yield dask


def rows_hash(lake: Path, catalog: str | None = None) -> str:
    """A digest of all rows in the columns that are not provenance."""
    digest = hashlib.sha256()
    with open_lake(lake, Storage(catalog), create=False) as opened:
        for name, table in sorted(TABLES.items()):
            if name not in ("runs", "schema_versions"):
                rows = opened.rows(f"SELECT {', '.join(table.content)} FROM lake.{name}")
                digest.update(f"{name} {sorted(rows, key=repr)}\n".encode())
    return digest.hexdigest()


def ingest(lake: Path, *options: str, **settings: str) -> str:
    """Loads the samples as a user would; returns the digest of the rows."""
    environment = {**os.environ, **settings}
    subprocess.run([REGESTA, "ingest", SAMPLES, "--warehouse", lake, *options], env=environment, check=True, capture_output=True)
    return rows_hash(lake, settings.get("REGESTA_CATALOG"))


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The digest of the samples' rows as one process makes them."""
    return ingest(tmp_path_factory.mktemp("local") / "lake")


def test_two_processes_give_the_rows_of_one(tmp_path: Path, expected: str) -> None:
    assert ingest(tmp_path / "lake", "--workers", "2", REGESTA_BATCH="10") == expected


def test_a_cluster_with_its_catalog_in_postgresql_gives_the_rows_of_one_process(
    tmp_path: Path, expected: str, cluster: Dask, new_database: Callable[[], str]
) -> None:
    found = ingest(tmp_path / "lake", REGESTA_DASK_ADDRESS=cluster.address, REGESTA_CATALOG=new_database(), REGESTA_BATCH="10")
    assert found == expected


def test_the_flow_on_a_cluster_gives_the_rows_of_one_process(tmp_path: Path, expected: str, cluster: Dask, server: Server) -> None:
    """Prefect runs here, its tasks hand their batches to the cluster, which knows nothing of Prefect."""
    settings = {**server.environment, "REGESTA_DASK_ADDRESS": cluster.address, "REGESTA_BATCH": "10"}
    assert ingest(tmp_path / "lake", "--prefect", **settings) == expected


def test_a_worker_killed_in_the_middle_costs_nothing(tmp_path: Path, expected: str, cluster: Dask) -> None:
    with cluster.worker() as third:
        cluster.wait_for_workers(3)

        def kills(lake: object, batch: list[object], info: object) -> object:
            third.kill()
            return load_extracted(lake, batch, info)  # type: ignore[arg-type]

        with Cluster(DEFAULT_MODEL, cluster.address) as extracting:
            extracting.unit = 1
            job = Job((SAMPLES,), tmp_path / "lake", DEFAULT_MODEL, batch=4)
            summary = run(job, extracting, steps=Steps(kills, UNPUBLISHED.publish))  # type: ignore[arg-type]
    assert summary.failures == ()
    assert rows_hash(tmp_path / "lake") == expected


ARTICLES = [article_from_text(f"{n}.txt", "Iran demanded guarantees from Iraq on Monday.") for n in range(12)]


def model_loads() -> tuple[int, int]:
    """Which process answers, and how often it has loaded the model."""
    return os.getpid(), _knowledge.cache_info().misses


def test_each_process_loads_the_model_once() -> None:
    with Pool(DEFAULT_MODEL, 2) as pool:
        for pending in [pool.submit([article]) for article in ARTICLES]:
            pending()
        answers = dict(future.result() for future in [pool._executor.submit(model_loads) for _ in range(50)])
    assert max(answers.values()) == 1


def test_each_worker_of_a_cluster_loads_the_model_once(cluster: Dask) -> None:
    with Cluster(DEFAULT_MODEL, cluster.address) as extracting:
        for pending in [extracting.submit([article]) for article in ARTICLES]:
            pending()
        # A lambda travels as it is: workers do not have the tests.
        loads = extracting._client.run(lambda: _knowledge.cache_info().misses).values()
    assert list(loads) == [1, 1]


def test_workers_with_other_rules_are_refused(cluster: Dask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "actors").mkdir()
    header = (ROOT / "seeds" / "actors" / "aliases.csv").read_text(encoding="utf-8").splitlines(keepends=True)[0]
    (tmp_path / "actors" / "aliases.csv").write_text(header, encoding="utf-8")
    monkeypatch.setenv("REGESTA_SEEDS", str(tmp_path))
    with pytest.raises(InvalidRequest, match="a Dask worker.*restart the workers"):
        Cluster(DEFAULT_MODEL, cluster.address)


def test_a_cluster_that_does_not_answer_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.cluster._ANSWERS_WITHIN", 1)
    monkeypatch.setattr("flows.cluster._WORKS_WITHIN", 1)
    with pytest.raises(InvalidRequest, match="start a scheduler"):
        Cluster(DEFAULT_MODEL, f"tcp://127.0.0.1:{free_port()}")
    with pytest.raises(InvalidRequest, match="start a scheduler"):
        Cluster(DEFAULT_MODEL, "nonsense://host")
    with scheduler(tmp_path) as (dask, _), pytest.raises(InvalidRequest, match="no worker answers within 1 seconds"):
        Cluster(DEFAULT_MODEL, dask.address)


def test_a_scheduler_that_dies_ends_the_run(tmp_path: Path) -> None:
    with scheduler(tmp_path) as (dask, process_of_it), dask.worker(), Cluster(DEFAULT_MODEL, dask.address) as extracting:
        pending = [extracting.submit([article]) for article in ARTICLES]
        process_of_it.kill()
        with pytest.raises(InvalidRequest, match="the connection to the scheduler broke off"):
            [wait() for wait in pending]
