"""The flow that publishes what the lake holds, without loading anything."""

from functools import partial

from prefect import flow

from flows.pipeline import republish
from flows.scheduled.requests import Request
from flows.scheduled.run_report import HOOKS
from flows.scheduled.tasks import publish_timeline


@flow(name="regesta-publish", timeout_seconds=3600, **HOOKS)
def publish(request: Request = Request()) -> str:  # noqa: B008 (frozen)
    """Publishes the lake's present state again, as each run does at its end; returns the path of the published file."""
    with request.open_lake() as lake:
        return str(publish_timeline(partial(republish, lake)))
