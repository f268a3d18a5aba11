"""The run as a table of contents: discover, read, skip what is known, extract, load, publish.

Articles stream through: a few batches are in memory, whatever the number of files. Only this process writes.
"""

import logging
import signal
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from flows.chunks import chunked
from flows.extractors import Extracted, Extractor, Pending, Read
from flows.failures import Failures
from flows.incremental import Incremental
from flows.knowledge.build import check_seeds, model_version, rules_version
from flows.knowledge.dimensions import seed_dimensions
from flows.metrics import write_metrics
from flows.settings import DEFAULT_MIN_CONFIDENCE
from flows.showing.report import RunSummary
from flows.sources.find import Source, discover
from flows.sources.inbox import move_away, settled
from flows.tally import Progress, Tally
from transforms.errors import RegestaError
from transforms.reading import ReadOptions
from transforms.records import Extraction, Rejection
from warehouse.dimensions import RunOutcome, load_dimensions, record_run
from warehouse.lake import Lake, open_lake
from warehouse.load import LoadCounts, load_batch
from warehouse.parquet import KEPT_VERSIONS
from warehouse.publish import publish
from warehouse.rows import RunInfo
from warehouse.runs import has_ended, run_totals
from warehouse.storage import Storage

log = logging.getLogger("regesta.pipeline")


@dataclass(frozen=True, slots=True)
class Job:
    """What one run is asked to do.

    Args:
        paths: Files, folders, globs and addresses, as `flows.sources.find.discover` takes them.
        warehouse: The lake's folder.
        model: Installed spaCy pipeline.
        options: How articles are read.
        batch: How many articles are loaded in one transaction.
        again: Extract known articles too.
        command: What the table `runs` says was called.
        storage: Where the lake keeps catalog and data, when not in its folder.
        run_id: That of the Prefect run; otherwise a new one is made.
        metrics: File for Prometheus, written at the end.
        store_text: What of the article's text is stored: full, evidence or none.
        min_confidence: Less sure events are not loaded.
        settle: Files that have changed within so many seconds are watched first, and left for the next run when they change again.
        move_to: Folder where files go whose articles are all loaded.
    """

    paths: tuple[str, ...]
    warehouse: Path
    model: str
    options: ReadOptions = ReadOptions()
    batch: int = 64
    again: bool = False
    command: str = "ingest"
    storage: Storage = Storage()
    run_id: str | None = None
    metrics: Path | None = None
    store_text: str = "full"
    min_confidence: float = DEFAULT_MIN_CONFIDENCE
    settle: float = 0.0
    move_to: Path | None = None


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
    sources: Iterable[Source] | None = None,
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
                new = Incremental(lake, info, job.options, tally, again=job.again)
                items = new.articles(settled(sources, job.settle, tally))
                _load_all(batches(job, items, extractor, tally, progress), partial(steps.load, lake), info, tally)
                new.note()
                if not tally.stop.is_set():
                    steps.publish(lake, info)
                    _move(job, new)
        except Exception:
            with suppress(RegestaError):  # the first error is the one to tell
                _record(lake, job, info, tally, "failed")
            raise
        summary = _summary(job, info, tally, time.monotonic() - began)
        _record(lake, job, info, tally, summary.outcome)
    return summary


def _move(job: Job, new: Incremental) -> None:
    if job.move_to:
        for source in new.dealt_with(discover(job.paths, must_exist=False)):
            move_away(source, job.move_to)


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
        rules_version=_rules_of(job),
        model_name=job.model,
        model_version=model_version(job.model),
        command=job.command,
        rewrite=job.again,
        store_text=job.store_text,
    )


def _rules_of(job: Job) -> str:
    """What is left out for want of confidence is part of the rules: with another limit the same article has other events."""
    return f"{rules_version()}>={job.min_confidence:g}" if job.min_confidence else rules_version()


def batches(job: Job, items: Iterable[Read], extractor: Extractor, tally: Tally, progress: Progress) -> Iterator[list[Extracted]]:
    """What is to be loaded, one transaction at a time, in the order of the items."""
    extracted = extract_in_order(chunked(items, extractor.unit), extractor, tally.failures)
    return chunked(_counted(sure_enough(extracted, job.min_confidence, tally), tally, progress), job.batch)


def sure_enough(items: Iterable[Extracted], least: float, tally: Tally | None = None) -> Iterator[Extracted]:
    """The same extractions without the events whose confidence is below `least`, which the tally counts."""
    for item in items:
        if isinstance(item, Extraction):
            sure = tuple(event for event in item.events if event.best.confidence >= least)
            if tally:
                tally.unsure += len(item.events) - len(sure)
            yield replace(item, events=sure)
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
        unsettled=tally.unsettled,
        unsure=tally.unsure,
    )


def _record(lake: Lake, job: Job, info: RunInfo, tally: Tally, outcome: str) -> None:
    end = RunOutcome(outcome, articles_read=tally.read, files_rejected=len(tally.rejections), articles_skipped=tally.skipped)
    record_run(lake, info, end)
    if job.metrics:
        write_metrics(job.metrics, run_totals(lake), datetime.now(UTC) - info.started_at)
