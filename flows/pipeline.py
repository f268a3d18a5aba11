"""The run as a table of contents: discover, read, skip what is known, extract, load, publish.

Articles stream through: a few batches are in memory, whatever the number of files. Only this process writes.
"""

import logging
import signal
import threading
import time
import uuid
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

from flows.dimensions import seed_dimensions
from flows.extractors import Extracted, Extractor, Pending, Read
from flows.failures import Failures
from flows.knowledge import check_seeds, model_version, rules_version
from flows.metrics import write_metrics
from flows.reads import read_source
from flows.report import RunSummary
from flows.sources import SourceFile, discover
from transforms.errors import RegestaError
from transforms.reading import ReadOptions
from transforms.records import Article, Extraction, Rejection
from warehouse.dimensions import RunOutcome, load_dimensions, record_run
from warehouse.lake import Lake, open_lake
from warehouse.load import LoadCounts, known_articles, load_batch
from warehouse.parquet import KEPT_VERSIONS
from warehouse.publish import publish
from warehouse.rows import RunInfo
from warehouse.runs import has_ended, run_totals
from warehouse.storage import Storage

log = logging.getLogger("regesta.pipeline")
_LOOKED_UP = 64  # articles a question to the lake; they are read before the first of them is extracted
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Job:
    """What one run is asked to do. `batch` articles are loaded in one transaction; `again` extracts known articles too."""

    paths: tuple[str, ...]
    warehouse: Path
    model: str
    options: ReadOptions = ReadOptions()
    batch: int = 64
    again: bool = False
    command: str = "ingest"
    storage: Storage = Storage()
    run_id: str | None = None  # that of the Prefect run; otherwise a new one
    metrics: Path | None = None  # file for Prometheus, written at the end
    store_text: str = "full"
    min_confidence: float = 0.0  # less sure events are not loaded


@dataclass(slots=True)
class Tally:
    """Where a run stands. Of `files` opened came `items` (articles and rejections), of which `done` have been dealt with."""

    files: int = 0
    items: int = 0
    done: int = 0
    read: int = 0
    skipped: int = 0
    conflicts: int = 0
    passed_over: Counter[str] = field(default_factory=Counter)  # files of folders that are no articles by their ending
    rejections: list[Rejection] = field(default_factory=list)
    counts: LoadCounts = field(default_factory=LoadCounts)
    failures: Failures = field(default_factory=Failures)
    stop: threading.Event = field(default_factory=threading.Event)  # set: deal with no further article


Progress = Callable[[Tally], None]


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps that touch the lake, so that Prefect can put its tasks in their place."""

    load: Callable[[Lake, list[Extracted], RunInfo], LoadCounts]
    publish: Callable[[Lake, RunInfo], Path]


def run(
    job: Job,
    extractor: Extractor,
    progress: Progress = lambda _: None,
    steps: Steps | None = None,
    sources: Iterable[SourceFile] | None = None,
) -> RunSummary:
    """Brings the articles of `job.paths` into the lake and publishes it. The same files give the same rows, however they are batched.

    `progress` is called whenever an article has been dealt with; `sources` stands in for `job.paths`. Ctrl-C ends the run after the article
    under way: what has been extracted is loaded, the summary says `interrupted`, and nothing is published. A second Ctrl-C ends it at once.
    A batch that fails is tried again alone when the others are loaded; the summary names those that failed twice.

    Raises:
        InvalidRequest: A path does not exist.
        SeedError: A seed file is not in its documented form.
        WarehouseError: The lake cannot be opened or written; the batches before stay loaded.
    """
    began = time.monotonic()
    steps = steps or Steps(load_extracted, publish_lake)
    info = new_run(job)
    tally = Tally()
    if sources is None:
        sources = discover(job.paths, passed_over=lambda path: tally.passed_over.update([path.suffix.lower()]))
    with open_lake(job.warehouse, job.storage) as lake:
        try:
            with _interrupt_sets(tally.stop):
                load_dimensions(lake, seed_dimensions(), info)
                _load_all(batches(job, sources, lake, info, extractor, tally, progress), partial(steps.load, lake), info, tally)
                if not tally.stop.is_set():
                    steps.publish(lake, info)
        except Exception:
            with suppress(RegestaError):  # the first error is the one to tell
                _record(lake, job, info, tally, "failed")
            raise
        summary = _summary(job, info, tally, time.monotonic() - began)
        _record(lake, job, info, tally, summary.outcome)
    return summary


def _load_all(
    given: Iterable[list[Extracted]], load: Callable[[list[Extracted], RunInfo], LoadCounts], info: RunInfo, tally: Tally
) -> None:
    def load_one(batch: list[Extracted]) -> None:
        counts = load(batch, info)
        tally.counts += counts
        tally.rejections += [item for item in batch if isinstance(item, Rejection)]
        _log_loaded(batch, counts, info)

    for batch in given:
        with tally.failures.set_aside(batch, partial(list, batch)):
            load_one(batch)
    tally.failures.try_again(load_one, tally.stop.is_set)


def _log_loaded(batch: list[Extracted], counts: LoadCounts, info: RunInfo) -> None:
    ids = [item.article.article_id[:12] for item in batch if isinstance(item, Extraction)]
    events = f"{counts.events_dated} dated and {counts.events_undated} undated events"
    log.info("run %s loaded %d articles with %s: %s", info.run_id, len(ids), events, " ".join(ids))
    for item in batch:
        if isinstance(item, Rejection):
            log.warning("run %s rejected %s: %s: %s", info.run_id, item.where, item.reason, item.message)


def new_run(job: Job) -> RunInfo:
    """The identity of a run that starts now, and whose seeds are in order.

    Raises:
        SeedError: A seed file is not in its documented form.
    """
    check_seeds()
    return RunInfo(
        run_id=job.run_id or _new_id(),
        started_at=datetime.now(UTC),
        rules_version=rules_version(),
        model_name=job.model,
        model_version=model_version(job.model),
        command=job.command,
        rewrite=job.again,
        store_text=job.store_text,
    )


def batches(
    job: Job, sources: Iterable[SourceFile], lake: Lake, info: RunInfo, extractor: Extractor, tally: Tally, progress: Progress
) -> Iterator[list[Extracted]]:
    """What is to be loaded, one transaction at a time, in the order of the files."""
    items = read_sources(sources, job.options, tally)
    wanted = items if job.again else unknown_only(items, lake, info, tally)
    extracted = extract_in_order(chunked(wanted, extractor.unit), extractor, tally.failures)
    return chunked(_counted(sure_enough(extracted, job.min_confidence), tally, progress), job.batch)


def sure_enough(items: Iterable[Extracted], least: float) -> Iterator[Extracted]:
    """The same extractions without the events whose confidence is below `least`."""
    for item in items:
        if isinstance(item, Extraction):
            yield replace(item, events=tuple(event for event in item.events if event.best.confidence >= least))
        else:
            yield item


def read_sources(sources: Iterable[SourceFile], options: ReadOptions, tally: Tally) -> Iterator[Read]:
    """The articles of all files in order; what is no article comes as a `Rejection` in its place."""
    for source in sources:
        if tally.stop.is_set():
            return
        found = read_source(source, options)
        tally.files += 1
        tally.items += len(found)
        articles = [item for item in found if isinstance(item, Article)]
        tally.read += len(articles)
        tally.conflicts += sum(article.published_conflict is not None for article in articles)
        yield from found


def unknown_only(items: Iterable[Read], lake: Lake, info: RunInfo, tally: Tally) -> Iterator[Read]:
    """Leaves out the articles that the lake holds from the same source, with the same text and date, made by the same rules and model."""
    for chunk in chunked(items, _LOOKED_UP):
        uris = [item.source_uri for item in chunk if isinstance(item, Article)]
        known = known_articles(lake, made_by=info, source_uris=uris)
        for item in chunk:
            if isinstance(item, Article) and (item.source_uri, item.article_id, item.published, item.published_basis) in known:
                tally.skipped += 1
                tally.done += 1
            else:
                yield item


def extract_in_order(units: Iterable[list[Read]], extractor: Extractor, failures: Failures | None = None) -> Iterator[Extracted]:
    """Results in the order of the units, whichever is ready first; at most `extractor.ahead` units wait beside the one wanted.

    A unit that fails is left out and noted in `failures`; without that its error is raised.
    """
    waiting: deque[tuple[list[Read], Pending]] = deque()
    for unit in units:
        waiting.append((unit, _submitted(extractor, unit)))
        if len(waiting) > extractor.ahead:
            yield from _result(*waiting.popleft(), extractor, failures)
    while waiting:
        yield from _result(*waiting.popleft(), extractor, failures)


def _submitted(extractor: Extractor, unit: list[Read]) -> Pending:
    """A failure to hand the unit over is one of its result."""
    try:
        return extractor.submit(unit)
    except Exception as error:
        return partial(_raise, error)


def _raise(error: Exception) -> list[Extracted]:
    raise error


def _result(unit: list[Read], pending: Pending, extractor: Extractor, failures: Failures | None) -> list[Extracted]:
    if failures is None:
        return pending()
    found: list[Extracted] = []
    with failures.set_aside(unit, lambda: extractor.submit(unit)()):
        found += pending()
    return found


def load_extracted(lake: Lake, batch: list[Extracted], info: RunInfo) -> LoadCounts:
    """Loads one batch in one transaction."""
    extractions = [item for item in batch if isinstance(item, Extraction)]
    rejections = [item for item in batch if isinstance(item, Rejection)]
    return load_batch(lake, extractions, rejections, info)


def republish(lake: Lake, *, keep_versions: int = KEPT_VERSIONS) -> Path:
    """Publishes the lake's present state without loading anything; 1 version kept leaves nothing of what was published before.

    Raises:
        WarehouseError: A check failed, or the disk refused.
    """
    return publish(lake, run_id=_new_id(), keep_versions=keep_versions)


def record_failure(lake: Lake, run_id: str, command: str) -> None:
    """Writes the end of a run that did not write it, because it failed before it had the lake open or was ended from outside.

    Raises:
        WarehouseError: The lake cannot be written.
    """
    if not has_ended(lake, run_id):
        info = RunInfo(run_id, datetime.now(UTC), rules_version(), "", "", command)
        record_run(lake, info, RunOutcome("failed"))


def publish_lake(lake: Lake, info: RunInfo) -> Path:
    """Publishes what the lake holds now."""
    return publish(lake, run_id=info.run_id)


def chunked(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of `size` items, the last one shorter; reads no further ahead than one list."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def _counted(items: Iterable[Extracted], tally: Tally, progress: Progress) -> Iterator[Extracted]:
    for item in items:
        tally.done += 1
        progress(tally)
        yield item
        if tally.stop.is_set():
            return


def _new_id() -> str:
    return uuid.uuid4().hex[:16]


@contextmanager
def _interrupt_sets(stop: threading.Event) -> Iterator[None]:
    """The first Ctrl-C inside sets `stop`; a Python exception in the middle of a transaction would leave DuckDB's connection aborted."""
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or before in (signal.SIG_IGN, None):
        yield  # only the main thread gets signals, and a run started with nohup ignores this one
        return

    def note(_number: int, _frame: object) -> None:
        stop.set()
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _summary(job: Job, info: RunInfo, tally: Tally, seconds: float) -> RunSummary:
    return RunSummary(
        run_id=info.run_id,
        warehouse=job.warehouse,
        read=tally.read,
        skipped=tally.skipped,
        passed_over=tuple(sorted(tally.passed_over.items())),
        conflicts=tally.conflicts,
        rejections=tuple(tally.rejections),
        counts=tally.counts,
        seconds=seconds,
        interrupted=tally.stop.is_set(),
        failures=tuple(map(str, tally.failures.final)),
    )


def _record(lake: Lake, job: Job, info: RunInfo, tally: Tally, outcome: str) -> None:
    end = RunOutcome(outcome, articles_read=tally.read, files_rejected=len(tally.rejections), articles_skipped=tally.skipped)
    record_run(lake, info, end)
    if job.metrics:
        write_metrics(job.metrics, run_totals(lake), datetime.now(UTC) - info.started_at)
