"""The pipeline as a Prefect flow: the same functions, with a task a batch to extract, one to load, retries for I/O, and an artifact.

Only `regesta ingest --prefect`, deployments and workers import this module; importing Prefect alone takes seconds.
"""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.tasks import exponential_backoff
from pydantic import BaseModel, ConfigDict, Field

from flows.extractors import Extracted, Extractor, Pending, Read, extractor
from flows.pipeline import Job, Steps, load_extracted, publish_lake, run
from flows.report import RunSummary, summary_lines, summary_markdown
from flows.settings import load_settings
from transforms.errors import LakeBusy
from transforms.reading import FieldNames, ReadOptions, field_names
from warehouse.load import LoadCounts

ARTIFACT_KEY = "regesta-ingest"


class IngestRequest(BaseModel):
    """What a run of the flow is asked to do; what is left out comes from the settings (`REGESTA_...`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    paths: tuple[str, ...] = Field(min_length=1, description="Files, folders or globs of articles.")
    warehouse: Path | None = Field(None, description="Folder of the lake.")
    published: str | None = Field(None, description="Publication date of all articles: 2018, 2018-02 or 2018-02-26.")
    fields: str | None = Field(None, description="JSON keys of fields: text=story,published=when.")
    workers: int | None = Field(None, ge=1, le=256, description="Processes that extract.")
    again: bool = Field(False, description="Extract articles again that are unchanged.")

    def job(self) -> Job:
        """The pipeline's job, completed from the settings.

        Raises:
            InvalidRequest: The date or the fields are not in their documented form.
        """
        settings = load_settings(warehouse=self.warehouse, workers=self.workers)
        names = field_names(self.fields) if self.fields else FieldNames()
        options = ReadOptions(published=self.published, size_limit=settings.max_bytes, fields=names)
        return Job(self.paths, settings.warehouse, settings.model, options, settings.batch, self.again, "ingest flow", settings.storage())


@flow(name="regesta-ingest", flow_run_name="ingest-{request.paths[0]}")
def ingest(request: IngestRequest) -> RunSummary:
    """Reads articles and loads their events; what is loaded already and unchanged is skipped."""
    job = request.job()
    workers = load_settings(workers=request.workers).workers
    with extractor(job.model, workers) as inner:
        summary = run(job, _ByTasks(inner, job.batch), steps=_STEPS)
    logger = get_run_logger()
    for line in summary_lines(summary):
        logger.info(line)
    create_markdown_artifact(summary_markdown(summary), key=ARTIFACT_KEY, description="What the run did")
    return summary


# Tasks take their work as a closed call: Prefect searches every list and record among the arguments for futures, an article at a time.
@task(name="extract", task_run_name="extract-{number}", cache_policy=NO_CACHE)
def extract_batch(work: Callable[[], Pending], number: int) -> list[Extracted]:  # noqa: ARG001 (it is in the run's name)
    """Extracts one batch. Never retried: the same text gives the same result, and a fault in one article is a rejection."""
    return work()()


def is_transient(_task: object, _run: object, state: State) -> bool:
    """Whether a failed task is worth another try: only when the disk or another writer was in the way."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, LakeBusy | OSError)


_RETRIES: dict[str, Any] = {
    "retries": 3,
    "retry_delay_seconds": exponential_backoff(backoff_factor=2),
    "retry_jitter_factor": 0.5,
    "retry_condition_fn": is_transient,
    "cache_policy": NO_CACHE,
}


@task(name="load", **_RETRIES)
def load_batch(work: Callable[[], LoadCounts]) -> LoadCounts:
    """Loads one batch in one transaction."""
    return work()


@task(name="publish", **_RETRIES)
def publish_timeline(work: Callable[[], Path]) -> Path:
    """Publishes what the lake holds now."""
    return work()


_STEPS = Steps(
    load=lambda lake, batch, info: load_batch(partial(load_extracted, lake, batch, info)),
    publish=lambda lake, info: publish_timeline(partial(publish_lake, lake, info)),
)


class _ByTasks:
    """Hands each batch to a task, which hands it on to the extractor that works in this process or in its pool.

    Prefect keeps what a task returns until the flow ends; so that memory stays bounded, the list is emptied once it has been taken.
    """

    def __init__(self, inner: Extractor, unit: int) -> None:
        self.unit = unit
        self.ahead = 0
        self._inner = inner
        self._numbers = count(1)

    def __enter__(self) -> "_ByTasks":
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def submit(self, items: Sequence[Read]) -> Pending:
        """Returns when the task is done."""
        found = extract_batch(partial(self._inner.submit, items), next(self._numbers))
        return partial(_taken, found)


def _taken(found: list[Extracted]) -> list[Extracted]:
    items = list(found)
    found.clear()
    return items
