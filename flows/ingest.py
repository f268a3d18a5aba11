"""The flows that load articles: `ingest` for what is new, `backfill` for a large amount in chunks."""

from dataclasses import replace
from functools import partial

from prefect import flow, get_run_logger

from flows.chunks import chunked
from flows.pipeline import Steps, republish, run
from flows.scheduled.requests import BackfillRequest, IngestRequest
from flows.scheduled.run_report import HOOKS, begin_run, report_run
from flows.scheduled.tasks import STEPS, extracting, publish_timeline
from flows.showing.report import RunSummary, joined
from flows.sources.find import discover
from transforms.errors import InvalidRequest, RegestaError

_HOUR = 3600


@flow(name="regesta-ingest", flow_run_name="ingest-{request.paths[0]}", timeout_seconds=12 * _HOUR, **HOOKS)
def ingest(request: IngestRequest) -> RunSummary:
    """Reads articles and loads their events; what is loaded already and unchanged is skipped."""
    job = request.job("ingest flow", begin_run())
    with extracting(request.settings(workers=request.workers)) as extractor:
        summary = run(job, extractor, steps=STEPS)
    report_run(summary, request)
    refuse_failures(summary)
    return summary


@flow(name="regesta-backfill", flow_run_name="backfill-{request.paths[0]}", **HOOKS)
def backfill(request: BackfillRequest) -> RunSummary:
    """Loads a large amount of articles in chunks and publishes once; started again, it goes on where it was broken off."""
    run_id = begin_run()
    whole = request.job("backfill flow", run_id)
    found = discover(request.dated_paths(), must_exist=request.since is None)
    parts = []
    with extracting(request.settings(workers=request.workers)) as extractor:
        for number, sources in enumerate(chunked(found, request.chunk), 1):
            get_run_logger().info("chunk %d: %d files from %s", number, len(sources), sources[0].name)
            chunk = replace(whole, run_id=f"{run_id}-{number}")
            parts.append(run(chunk, extractor, steps=_WITHOUT_PUBLISHING, sources=sources))
    if not parts:
        raise InvalidRequest(", ".join(request.paths), "no file is there", remedy="check the paths and the range of days")
    with request.open_lake() as lake:
        publish_timeline(partial(republish, lake))
    summary = joined(run_id, parts)
    report_run(summary, request)
    refuse_failures(summary)
    return summary


_WITHOUT_PUBLISHING = Steps(load=STEPS.load, publish=lambda lake, _: lake.folder)


def refuse_failures(summary: RunSummary) -> None:
    """Ends the flow as failed when a batch failed twice.

    Raises:
        RegestaError: Names the first of them.
    """
    if summary.failures:
        found = f"{len(summary.failures)} batches failed twice, first {summary.failures[0]}"
        raise RegestaError(f"run {summary.run_id}", found, remedy="everything else is loaded; the next run tries them again")
