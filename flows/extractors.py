"""Where extraction runs: in this process, or in a pool of processes that load the model once each. Both give the same results.

A unit of work is a list of articles, with the rejections of reading in their places; its result is as long and in the same order.
"""

import logging
import multiprocessing
import signal
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
        log.exception("extraction of %r failed", article.source_uri)
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
    """Extracts in `workers` processes, started when the first unit comes.

    Spawned, not forked: a fork copies the locks and threads of DuckDB and of the model in whatever state they are.
    """

    unit = 8

    def __init__(self, model: str, workers: int) -> None:
        self._model = model
        self.ahead = 2 * workers
        context = multiprocessing.get_context("spawn")
        self._executor = ProcessPoolExecutor(workers, mp_context=context, initializer=_ignore_interrupts)

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *_: object) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)

    def submit(self, items: Sequence[Read]) -> Pending:
        """Returns at once."""
        return partial(_result, self._executor.submit(extract_unit, items, self._model))


def extractor(model: str, workers: int) -> Extractor:
    """The extractor for that many processes."""
    return InProcess(model) if workers == 1 else Pool(model, workers)


def _result(future: "Future[list[Extracted]]") -> list[Extracted]:
    try:
        return future.result()
    except BrokenProcessPool as error:
        remedy = "what is loaded stays loaded; free memory or use fewer --workers, then run the same command again"
        raise RegestaError("extraction", "a worker process died, most likely for want of memory", remedy=remedy) from error


def _ignore_interrupts() -> None:
    """Ctrl-C reaches all processes of a terminal; it is for the parent, which then stops the workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
