"""Where extraction runs: in this process, in a pool of processes, or on a Dask cluster. All give the same results.

Each process loads the model once.

A unit of work is a list of articles, with the rejections of reading in their places; its result is as long and in the same order.
"""

import logging
import multiprocessing
import os
import signal
import threading
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from transforms.errors import InvalidRequest, RegestaError
from transforms.records import Article, Extraction, Rejection

if TYPE_CHECKING:
    from transforms.extract import Knowledge

log = logging.getLogger("regesta.extract")
Read = Article | Rejection
Extracted = Extraction | Rejection
Pending = Callable[[], list[Extracted]]  # waits for a unit's result and hands it over
_ONE_AT_A_TIME = threading.Lock()  # threads of a Dask worker would load the model twice, and gain nothing from sharing it


class Extractor(AbstractContextManager["Extractor"], Protocol):
    """Takes units of work. `unit` is how many articles make one, `ahead` how many may wait beside the one whose result is wanted."""

    unit: int
    ahead: int

    def submit(self, items: Sequence[Read]) -> Pending:
        """Hands a unit over; the call returns at once or when the work is done."""
        ...


def extract_unit(items: Sequence[Read], model: str) -> list[Extracted]:
    """Extracts one unit of work in this process. A fault in one article makes it a rejection and costs no other article."""
    from flows.knowledge import load_knowledge

    with _ONE_AT_A_TIME:
        knowledge = load_knowledge(model)
        return [item if isinstance(item, Rejection) else _extract_or_reject(item, knowledge) for item in items]


def _extract_or_reject(article: Article, knowledge: "Knowledge") -> Extracted:
    from transforms.extract import extract_article
    from warehouse.rows import article_rows

    try:
        extraction = extract_article(article, knowledge)
        article_rows(extraction)  # clashing ids would otherwise cost the whole batch when it is loaded; takes 0.5 % of the time
        return extraction
    except Exception as error:
        log.exception("extraction of article %s (%r) failed", article.article_id[:12], article.source_uri)
        found = f"{type(error).__name__}: {error} ({_place(error)})"
        return Rejection(article.source_uri, "extraction_failed", found, "this is a fault of regesta; please report it with the article")


def _place(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{last.name} line {last.lineno}"


class InProcess:
    """Extracts one article after the other in this process; the model is loaded when the first one comes."""

    unit = 1
    ahead = 0

    def __init__(self, model: str) -> None:
        self._model = model

    def __enter__(self) -> "InProcess":
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def submit(self, items: Sequence[Read]) -> Pending:
        """Returns when the work is done."""
        return partial(list, extract_unit(items, self._model))


class Pool:
    """Extracts in `workers` processes, started when the first unit comes. When one dies, all are replaced and its units fail.

    Spawned, not forked: a fork copies the locks and threads of DuckDB and of the model in whatever state they are.
    """

    unit = 8

    def __init__(self, model: str, workers: int) -> None:
        self.ahead = 2 * workers
        self._model = model
        self._workers = workers
        self._lock = threading.Lock()  # Prefect's tasks submit from threads
        self._executor = self._started()

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *_: object) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)

    def submit(self, items: Sequence[Read]) -> Pending:
        """Returns at once."""
        with self._lock:
            try:
                future = self._executor.submit(extract_unit, items, self._model)
            except BrokenProcessPool:
                self._executor.shutdown(wait=False)
                self._executor = self._started()
                future = self._executor.submit(extract_unit, items, self._model)
        return partial(_result, future)

    def _started(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self._workers, mp_context=multiprocessing.get_context("spawn"), initializer=_obey_parent)


class Cluster:
    """Extracts on a Dask cluster that runs already. A worker that dies costs nothing: Dask gives its units to another.

    Raises:
        InvalidRequest: Dask is not installed, nobody answers at the address, or a worker has other rules than this process.
    """

    unit = 16

    def __init__(self, model: str, address: str) -> None:
        self._model = model
        self._client = _connected(address)
        _refuse_other_rules(self._client, address)
        self.ahead = 2 * max(1, sum(self._client.nthreads().values()))

    def __enter__(self) -> "Cluster":
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def submit(self, items: Sequence[Read]) -> Pending:
        """Returns at once."""
        return partial(_cluster_result, self._client.submit(extract_unit, items, self._model, pure=False))


def extractor(model: str, workers: int, dask_address: str | None = None) -> Extractor:
    """The extractor on the cluster at that address, else with that many processes.

    Raises:
        InvalidRequest: As `Cluster`.
    """
    if dask_address:
        return Cluster(model, dask_address)
    return InProcess(model) if workers == 1 else Pool(model, workers)


def _result(future: "Future[list[Extracted]]") -> list[Extracted]:
    try:
        return future.result()
    except BrokenProcessPool as error:
        remedy = "what is loaded stays loaded; free memory or use fewer --workers, then run the same command again"
        raise RegestaError("extraction", "a worker process died, most likely for want of memory", remedy=remedy) from error


def _connected(address: str) -> Any:
    """A client of the scheduler; `Any`, because Dask's own annotations are incomplete."""
    try:
        from distributed import Client
    except ImportError as error:
        raise InvalidRequest("REGESTA_DASK_ADDRESS", "Dask is not installed", remedy="pip install 'regesta[dask]'") from error
    try:
        return Client(address, timeout=20, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        remedy = "start a scheduler (dask scheduler) and workers (dask worker), or unset the variable"
        raise InvalidRequest("REGESTA_DASK_ADDRESS", f"{address}: {error}", remedy=remedy) from error


def _refuse_other_rules(client: Any, address: str) -> None:
    """Workers with another release would give other rows; what runs where must not show."""
    from flows.knowledge import rules_version

    there = set(client.run(rules_version).values())
    if there and there != {rules_version()}:
        found = f"workers with the rules {', '.join(sorted(there))}"
        remedy = "install the same release of regesta on all machines"
        raise InvalidRequest(f"Dask at {address}", found, allowed=rules_version(), remedy=remedy)


def _cluster_result(future: Any) -> list[Extracted]:
    found: list[Extracted] = future.result()
    future.release()  # otherwise the cluster keeps the result until the run ends
    return found


def _obey_parent() -> None:
    """Ctrl-C reaches all processes of a terminal; it is for the parent, which then stops the workers. Nobody survives a killed parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)
