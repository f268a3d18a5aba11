"""The flow that tidies the lake: large files instead of small ones, old history and unused files away."""

from collections.abc import Callable
from functools import partial

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact

from flows.pipeline import Job, new_run
from flows.scheduled.artifacts import checks_markdown, table_markdown
from flows.scheduled.requests import Request
from flows.scheduled.run_report import HOOKS, begin_run
from flows.scheduled.tasks import RETRIES
from flows.upkeep import maintain_lake
from warehouse.dimensions import RunOutcome, record_run
from warehouse.maintain import Maintenance
from warehouse.runs import check_results


@task(name="maintain", **RETRIES)
def maintain_files(work: Callable[[], Maintenance]) -> Maintenance:
    """Maintains the lake under its writer lock."""
    return work()


@flow(name="regesta-maintain", timeout_seconds=6 * 3600, **HOOKS)
def maintain(request: Request = Request()) -> Maintenance:  # noqa: B008 (frozen)
    """Tidies the lake and checks it; what is removed is as old as the settings say (REGESTA_HISTORY_DAYS ...)."""
    settings = request.settings()
    info = new_run(Job((), settings.warehouse, settings.model, command="maintain flow", run_id=begin_run()))
    with request.open_lake() as lake:
        done = maintain_files(partial(maintain_lake, lake, settings))
        checks = check_results(lake)
        record_run(lake, info, RunOutcome())
    rows = [(name.replace("_", " "), str(getattr(done, name))) for name in done.__slots__]
    for name, value in rows:
        get_run_logger().info("%s: %s", name, value)
    create_markdown_artifact(table_markdown(("what", "how much"), rows), key="regesta-maintenance", description=f"Run {info.run_id}")
    create_markdown_artifact(checks_markdown(checks), key="regesta-checks", description=f"Checks of the lake (run {info.run_id})")
    return done
