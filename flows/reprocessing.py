"""Stored articles through today's rules: what that would gain, lose and change is told first, and written when it is agreed to."""

import pickle
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from flows.chunks import chunked
from flows.extractors import Extracted, Extractor, Read
from flows.knowledge.dimensions import seed_dimensions
from flows.pipeline import Job, Steps, extract_in_order, load_extracted, new_run, publish_lake, sure_enough
from flows.settings import DEFAULT_MIN_CONFIDENCE, Settings
from flows.showing.report import RunSummary
from transforms.records import Extraction, Rejection
from warehouse.compare import Differences, event_changes
from warehouse.dimensions import RunOutcome, balance_runs, load_dimensions, record_run
from warehouse.lake import Lake, open_lake
from warehouse.load import LoadCounts
from warehouse.partial import day_bounds
from warehouse.rows import RunInfo, article_rows
from warehouse.storage import Storage
from warehouse.stored import Selection, StoredArticle, count_articles, stored_articles

Agree = Callable[[Differences], bool]
Advance = Callable[[int, int], None]  # articles done, of how many


@dataclass(frozen=True, slots=True)
class ReprocessJob:
    """Which stored articles are extracted again.

    Args:
        warehouse: Folder of the lake.
        model: Installed spaCy pipeline.
        since: Partial date; only articles published then or later.
        only_changed: Only articles that other rules or another model extracted, or whose publication date has changed since.
        batch: Articles in a transaction.
        command: What the table `runs` says was called.
        storage: Where the lake keeps catalog and data, when not in its folder.
        store_text: How much of a text is kept: `full`, `evidence` or `none`.
        min_confidence: Less sure events are not loaded.
    """

    warehouse: Path
    model: str
    since: str | None = None
    only_changed: bool = False
    batch: int = 64
    command: str = "reprocess"
    storage: Storage = Storage()
    store_text: str = "full"
    min_confidence: float = DEFAULT_MIN_CONFIDENCE

    @classmethod
    def of(cls, settings: Settings, since: str | None, *, only_changed: bool, command: str = "reprocess") -> "ReprocessJob":
        """The job, completed from the settings."""
        return cls(
            settings.warehouse,
            settings.model,
            since,
            only_changed,
            settings.batch,
            command,
            settings.storage(),
            settings.store_text,
            settings.min_confidence,
        )


@dataclass(frozen=True, slots=True)
class ReprocessSummary:
    """What a reprocessing found, and did when `committed`. `without_text` articles were selected but only their events are stored."""

    run: RunSummary
    differences: Differences
    committed: bool
    without_text: int


def reprocess(
    job: ReprocessJob,
    extractor: Extractor,
    *,
    agree: Agree = lambda _: True,
    advance: Advance = lambda _done, _all: None,
    steps: Steps | None = None,
) -> ReprocessSummary:
    """Extracts stored articles again, compares, asks `agree`, and only then writes and publishes; `agree` answering no is a dry run.

    Raises:
        InvalidRequest: The model is not installed.
        ValueError: `since` is no partial date.
        WarehouseError: There is no lake, or the disk refused; batches written before stay written.
    """
    began = time.monotonic()
    steps = steps or Steps(load_extracted, publish_lake)
    as_loaded = Job((), job.warehouse, job.model, again=True, store_text=job.store_text, min_confidence=job.min_confidence)
    info = new_run(replace(as_loaded, command=job.command))
    selection = Selection(day_bounds(job.since)[0] if job.since else None, info if job.only_changed else None)
    with open_lake(job.warehouse, job.storage, create=False) as lake, tempfile.TemporaryFile() as spool:
        wanted, without_text = count_articles(lake, selection)
        rejections: list[Rejection] = []
        differences = Differences()
        for done, item in enumerate(_extracted(lake, selection, extractor, differences, job.min_confidence), 1):
            pickle.dump(item, spool)
            rejections += [item] if isinstance(item, Rejection) else []
            advance(done, wanted)
        committed = agree(differences)
        counts = _write(lake, _unspooled(spool), job, info, steps, len(rejections)) if committed else LoadCounts()
    seconds = time.monotonic() - began
    run = RunSummary(info.run_id, job.warehouse, wanted, rejections=tuple(rejections), counts=counts, seconds=seconds)
    return ReprocessSummary(run, differences, committed, without_text)


def _extracted(lake: Lake, selection: Selection, extractor: Extractor, differences: Differences, least: float) -> Iterator[Extracted]:
    """Every selected article's new extraction; what it changes is added to `differences`."""
    stored: list[StoredArticle] = []

    def units() -> Iterator[list[Read]]:
        for chunk in chunked(stored_articles(lake, selection), extractor.unit):
            stored.extend(chunk)
            yield [one.article for one in chunk]

    for item in sure_enough(extract_in_order(units(), extractor), least):
        before = stored.pop(0)
        if isinstance(item, Extraction):
            differences.add(event_changes(before.article.source_uri, before.events, article_rows(item)))
        yield item


def _unspooled(spool: IO[bytes]) -> Iterator[Extracted]:
    spool.seek(0)
    while True:
        try:
            yield pickle.load(spool)  # noqa: S301 (written by this process, into a file that nobody else can name)
        except EOFError:
            return


def _write(lake: Lake, items: Iterable[Extracted], job: ReprocessJob, info: RunInfo, steps: Steps, rejected: int) -> LoadCounts:
    load_dimensions(lake, seed_dimensions(), info)
    counts, read = LoadCounts(), 0
    for batch in chunked(items, job.batch):
        counts += steps.load(lake, batch, info)
        read += len(batch)
    if job.since is None and not job.only_changed:
        balance_runs(lake, info)  # everything has been made anew: what was lost and mended no longer counts twice
    record_run(lake, info, RunOutcome("rejects" if rejected else "ok", articles_read=read, files_rejected=rejected))
    steps.publish(lake, info)
    return counts
