"""The flow that extracts stored articles again with today's rules, or only tells what that would change."""

from prefect import flow, get_run_logger
from prefect.artifacts import create_markdown_artifact
from pydantic import Field

from flows.reprocessing import ReprocessJob
from flows.reprocessing import reprocess as run
from flows.scheduled.artifacts import table_markdown
from flows.scheduled.requests import Request
from flows.scheduled.run_report import HOOKS, begin_run, report_run
from flows.scheduled.tasks import STEPS, extracting
from flows.showing.differences import difference_lines
from flows.showing.report import RunSummary, summary_lines

_SHOWN = 200


class ReprocessRequest(Request):
    """Which stored articles to extract again."""

    since: str | None = Field(
        default=None, pattern=r"^\d{4}(-\d\d){0,2}$", description="Only articles published then or later: 2018, 2018-02 or 2018-02-26."
    )
    only_changed: bool = Field(default=True, description="Only articles that other rules or another model extracted.")
    dry_run: bool = Field(default=False, description="Tell what would change and write nothing.")
    workers: int | None = Field(default=None, ge=1, le=256, description="Processes that extract [default: $REGESTA_WORKERS, else 1].")


@flow(name="regesta-reprocess", **HOOKS)
def reprocess(request: ReprocessRequest = ReprocessRequest()) -> RunSummary:  # noqa: B008 (frozen)
    """Compares what is stored with what today's rules give, and writes that unless it is a dry run."""
    begin_run()
    settings = request.settings(workers=request.workers)
    job = ReprocessJob.of(settings, request.since, only_changed=request.only_changed, command="reprocess flow")
    with extracting(settings) as extractor:
        done = run(job, extractor, agree=lambda _: not request.dry_run, steps=STEPS)
    lines = difference_lines(done.differences)
    for line in lines[:_SHOWN]:
        get_run_logger().info(line)
    told = table_markdown(("what would change" if request.dry_run else "what changed",), [(line.strip(),) for line in lines[:_SHOWN]])
    create_markdown_artifact(told, key="regesta-differences", description="Today's rules compared with what was stored")
    if done.committed:
        report_run(done.run, request)
    else:
        get_run_logger().info("Nothing was written. %s", summary_lines(done.run)[0].strip())
    return done.run
