"""The pipeline's steps as Prefect tasks: one a batch to extract, one a batch to load; retries for input and output alone.

Only deployments, workers and `--prefect` import the modules that import Prefect; that alone takes seconds.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.futures import PrefectFuture
from prefect.tasks import exponential_backoff

from flows.chunks import chunked
from flows.extractors import Extracted, Extractor, Pending, Read, extractor
from flows.pipeline import Steps, load_extracted, publish_lake
from flows.settings import Settings
from transforms.errors import LakeBusy
from warehouse.load import LoadCounts

_MINUTE = 60


# Tasks take their work as a closed call: Prefect searches every list and record among the arguments for futures, an article at a time.
@task(name="extract", task_run_name="extract-{number}", cache_policy=NO_CACHE, timeout_seconds=60 * _MINUTE)
def extract_batch(work: Callable[[], list[Extracted]], number: int) -> list[Extracted]:  # noqa: ARG001 (it is in the run's name)
    """Extracts one batch. Never retried by itself: the same text gives the same result, and a fault in one article is a rejection."""
    return work()


def is_transient(_task: object, _run: object, state: State) -> bool:
    """Whether a failed task is worth another try: only when the disk or another writer was in the way."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, LakeBusy | OSError)


RETRIES: dict[str, Any] = {
    "retries": 3,
    "retry_delay_seconds": exponential_backoff(backoff_factor=2),
    "retry_jitter_factor": 0.5,
    "retry_condition_fn": is_transient,
    "cache_policy": NO_CACHE,
    "timeout_seconds": 30 * _MINUTE,
}


@task(name="load", **RETRIES)
def load_batch(work: Callable[[], LoadCounts]) -> LoadCounts:
    """Loads one batch in one transaction."""
    return work()


@task(name="publish", **RETRIES)
def publish_timeline(work: Callable[[], Path]) -> Path:
    """Publishes what the lake holds now."""
    return work()


# Loading and publishing run one after the other in the flow's own thread, the only one that writes.
STEPS = Steps(
    load=lambda lake, batch, info: load_batch(partial(load_extracted, lake, batch, info)),
    publish=lambda lake, info: publish_timeline(partial(publish_lake, lake, info)),
)


@contextmanager
def extracting(settings: Settings) -> Iterator[Extractor]:
    """The extractor of the settings, with a task a batch."""
    with extractor(settings.model, settings.workers, settings.dask_address) as inner:
        yield ByTasks(inner, settings.batch)


class ByTasks:
    """Hands each batch to a task, which hands it on to the extractor that works in this process, in its pool or on its cluster.

    Prefect keeps what a task returns until the flow ends; so that memory stays bounded, the list is emptied once it has been taken.
    """

    def __init__(self, inner: Extractor, unit: int) -> None:
        self.unit = unit
        self._inner = inner
        self._numbers = count(1)

    @property
    def ahead(self) -> int:
        """As many batches under way as processes extract, and one more."""
        return self._inner.ahead // 2

    def __enter__(self) -> "ByTasks":
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def submit(self, items: Sequence[Read]) -> Pending:
        """Returns at once when there are other processes to wait for."""
        number = next(self._numbers)
        if self._inner.ahead == 0:
            return partial(_taken, extract_batch(partial(self._work, items), number))
        return partial(_awaited, extract_batch.submit(partial(self._work, items), number))

    def _work(self, items: Sequence[Read]) -> list[Extracted]:
        pending = [self._inner.submit(unit) for unit in chunked(items, self._inner.unit)]  # all processes share the last batch too
        return [found for wait in pending for found in wait()]


def _awaited(future: "PrefectFuture[list[Extracted]]") -> list[Extracted]:
    return _taken(future.result())


def _taken(found: list[Extracted]) -> list[Extracted]:
    items = list(found)
    found.clear()
    return items
