"""`serve`, `deploy` and `runs`: regesta on a schedule, and what its runs did."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.commands.common import folder_of, format_option, lake_of, warehouse_option
from transforms.errors import InvalidRequest

if TYPE_CHECKING:
    from warehouse.runs import PastRun

_RUNS_TABLE = ("run", "command", "outcome", "started (UTC)", "seconds", "read", "new", "changed", "rejected", "events")


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@warehouse_option
@click.option("--every", metavar="TIME", help="Time between two runs, the first of them now: 15m, 1h, 1d [default: 15m].")
@click.option("--cron", metavar="CRON", help="When to run, as cron writes it, in UTC: '*/15 6-22 * * *'.")
@click.option("--workers", type=click.IntRange(1, 256), help="Processes that extract [default: $REGESTA_WORKERS, else 1].")
def serve(paths: tuple[str, ...], warehouse: Path | None, every: str | None, cron: str | None, workers: int | None) -> None:
    """Load what is new in PATH on a schedule, until it is stopped.

    PATH is as for `ingest`. Runs under Prefect, on the server that PREFECT_API_URL names, else on one of its own at 127.0.0.1:4200, where
    a browser shows the runs.
    """
    from flows.scheduled import scheduling

    if every and cron:
        raise InvalidRequest("serve", "both --every and --cron", allowed="one of the two", remedy="leave one out")
    schedule = cron or scheduling.interval(every or "15m")
    folder = folder_of(warehouse)
    located = tuple(scheduling.located(path) for path in paths)
    with scheduling.only_one(folder), scheduling.server() as api:
        click.echo(f"Serving {', '.join(paths)} into {folder}, {cron or every or '15m'}. Stop with Ctrl-C.")
        click.echo(f"Runs: {api.removesuffix('/api')}/runs")
        scheduling.serve(located, folder, schedule, workers)


@click.command()
@click.argument("inbox")
@warehouse_option
def deploy(inbox: str, warehouse: Path | None) -> None:
    """Set up a Prefect server for a team: work pool, deployments of prefect.yaml, no run left behind.

    INBOX is the folder, glob or address that the scheduled runs read. The server is the one that PREFECT_API_URL names.
    """
    from flows.scheduled import scheduling

    with scheduling.server() as api:
        scheduling.deploy(scheduling.located(inbox), folder_of(warehouse))
        click.echo(f"Deployed to {api}. Start a worker: prefect worker start --pool {scheduling.POOL} --limit 1")


@click.command()
@warehouse_option
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, metavar="N", help="The last N runs.")
@format_option
def runs(warehouse: Path | None, limit: int, form: str) -> None:
    """List past runs, the latest first.

    Counts are of articles (read, new, changed), files (rejected) and new events.
    """
    from flows.showing.show import print_rows
    from warehouse.runs import PastRun, past_runs

    with lake_of(warehouse) as lake:
        found = past_runs(lake, limit)
    names = tuple(PastRun.__slots__)
    rows = [tuple(getattr(run, name) for name in names) for run in found]
    if form == "table":
        names, rows = _RUNS_TABLE, [_run_line(run) for run in found]
    print_rows(names, rows, form)


def _run_line(run: "PastRun") -> tuple[str | int, ...]:
    counts = (run.articles_read, run.articles_new, run.articles_changed, run.files_rejected, run.events_new)
    return (run.run_id[:8], run.command, run.outcome, f"{run.started_at:%Y-%m-%d %H:%M:%S}", f"{run.seconds:.1f}", *counts)
