"""The deployments that `regesta serve` runs by itself, without work pool and worker."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron, Interval, Schedule

from flows.ingest import ingest
from flows.maintain import maintain
from flows.scheduled.scheduling import name_for

TAGS = ["regesta"]
NIGHTLY = "30 3 * * *"  # UTC
_FIRST_RUN_AFTER = timedelta(seconds=15)  # the scheduler looks at new deployments every five


def served_deployments(paths: tuple[str, ...], folder: Path, schedule: timedelta | str, workers: int | None) -> list[RunnerDeployment]:
    """Ingest on the given schedule (a span of time, which begins at once, or cron's form) and maintenance every night, for one lake."""
    name = name_for(folder)
    loading = RunnerDeployment.from_flow(
        ingest,
        name,
        parameters={"request": {"paths": list(paths), "warehouse": str(folder), "workers": workers}},
        tags=TAGS,
        description=f"Load new and changed articles of {', '.join(paths)} into {folder}.",
        concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW),
        schedule=_schedule(schedule),
    )
    tidying = RunnerDeployment.from_flow(
        maintain,
        name,
        parameters={"request": {"warehouse": str(folder)}},
        tags=TAGS,
        description=f"Tidy {folder} every night.",
        concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE),
        cron=NIGHTLY,
    )
    return [loading, tidying]


def _schedule(given: timedelta | str) -> Schedule:
    return Cron(given) if isinstance(given, str) else Interval(given, anchor_date=datetime.now(UTC) + _FIRST_RUN_AFTER)
