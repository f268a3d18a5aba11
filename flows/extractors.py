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
from typing import TYPE_CHECKING, Protocol

from transforms.errors import RegestaError
from transforms.records import Article, Extraction, Rejection

if TYPE_CHECKING:
    from transforms.extract import Knowledge

log = logging.getLogger("regesta.extract")
Read = Article | Rejection
Extracted = Extraction | Rejection
Pending = Callable[[], list[Extracted]]  # waits for a unit's result and hands it over
UNIT = 8  # articles: seconds of work, so that handing it over costs nothing, and few enough that all processes end at the same time
_ONE_AT_A_TIME = threading.Lock()  # threads of a Dask worker would load the model twice, and gain nothing from sharing it


class Extractor(AbstractContextManager["Extractor"], Protocol):
    """Takes units of work. `unit` is how many articles make one, `ahead` how many may wait beside the one whose result is wanted."""

    @property
    def unit(self) -> int: ...  # noqa: D102
    @property
    def ahead(self) -> int: ...  # noqa: D102

    def submit(self, items: Sequence[Read]) -> Pending:
        """Hands a unit over; the call returns at once or when the work is done."""
        ...


def extract_unit(items: Sequence[Read], model: str) -> list[Extracted]:
    """Extracts one unit of work in this process. A fault in one article makes it a rejection and costs no other article."""
    from flows.knowledge.build import load_knowledge

    with _ONE_AT_A_TIME:
        knowledge = load_knowledge(model)
        return [item if isinstance(item, Rejection) else _extract_or_reject(item, knowledge) for item in items]


def _extract_or_reject(article: Article, knowledge: "Knowledge") -> Extracted:
    from transforms.extract import extract_article
    from warehouse.rows import check_ids

    try:
        extraction = extract_article(article, knowledge)
        check_ids(extraction)  # clashing ids would otherwise cost the whole batch when it is loaded
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

    unit = UNIT

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


def extractor(model: str, workers: int, dask_address: str | None = None) -> Extractor:
    """The extractor on the cluster at that address, else with that many processes.

    Raises:
        InvalidRequest: As `flows.cluster.Cluster`.
    """
    if dask_address:
        from flows.cluster import Cluster

        return Cluster(model, dask_address)
    return InProcess(model) if workers == 1 else Pool(model, workers)


def _result(future: "Future[list[Extracted]]") -> list[Extracted]:
    try:
        return future.result()
    except BrokenProcessPool as error:
        remedy = "what is loaded stays loaded; free memory or use fewer --workers, then run the same command again"
        raise RegestaError("extraction", "a worker process died, most likely for want of memory", remedy=remedy) from error


def _obey_parent() -> None:
    """Ctrl-C reaches all processes of a terminal; it is for the parent, which then stops the workers. Nobody survives a killed parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)
