"""What a run did, shown by Prefect: artifacts in which foreign text stays text, and the row of a run that failed."""

import logging
from contextlib import suppress
from typing import Any
from uuid import UUID

from prefect import Flow, get_run_logger
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import FlowRun, State
from prefect.runtime import flow_run

from flows.pipeline import record_failure
from flows.scheduled.artifacts import checks_markdown, events_markdown, rejections_markdown, types_markdown
from flows.scheduled.leftovers import label_run
from flows.scheduled.requests import Request
from flows.showing.report import RunSummary, summary_lines, summary_markdown
from transforms.errors import RegestaError
from warehouse.runs import run_digest

SUMMARY_KEY = "regesta-summary"


def run_id_of(flow_run_id: UUID | str) -> str:
    """The name of a Prefect run in the lake: the first 16 digits of its id, so that either leads to the other."""
    return str(flow_run_id).replace("-", "")[:16]


def begin_run() -> str:
    """Notes with the Prefect run which process it runs in, has its page show regesta's log, and returns its name in the lake."""
    logging.getLogger("regesta").setLevel(logging.INFO)  # Prefect hands loggers on that are named to it, but leaves them at WARNING
    label_run(UUID(flow_run.id))
    return run_id_of(flow_run.id)


def report_run(summary: RunSummary, request: Request) -> None:
    """Logs the summary and makes the artifacts, all of them once a run: each is a call to the server."""
    logger = get_run_logger()
    for line in summary_lines(summary):
        logger.info(line)
    with request.open_lake() as lake:
        digest = run_digest(lake, summary.run_id)
    for key, text, description in (
        (SUMMARY_KEY, summary_markdown(summary), "What the run did"),
        ("regesta-new-events", events_markdown(digest.top), "The new events that most mentions speak of, with their evidence"),
        ("regesta-events-by-type", types_markdown(digest.types), "New events by type"),
        ("regesta-rejected", rejections_markdown(summary.rejections), "Files that are no articles"),
        ("regesta-checks", checks_markdown(digest.checks), "Checks of the lake"),
    ):
        create_markdown_artifact(text, key=key, description=f"{description} (run {summary.run_id})")


def record_failed_run(_flow: Flow[Any, Any], failed: FlowRun, _state: State) -> None:
    """Writes the row of a run that failed or was cancelled before it could do so itself."""
    given = (failed.parameters or {}).get("request") or {}
    warehouse = given.get("warehouse") if isinstance(given, dict) else getattr(given, "warehouse", None)
    with suppress(RegestaError), Request(warehouse=warehouse).open_lake() as lake:  # without a lake there is nothing to record in
        record_failure(lake, run_id_of(failed.id), failed.name)


HOOKS: dict[str, Any] = {name: [record_failed_run] for name in ("on_failure", "on_crashed", "on_cancellation")}
