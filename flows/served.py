"""The deployments that `regesta serve` runs by itself, without work pool and worker."""

from pathlib import Path
from typing import Any

from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment

from flows.ingest import ingest
from flows.maintain import maintain
from flows.scheduling import name_for

TAGS = ["regesta"]
NIGHTLY = "30 3 * * *"  # UTC


def served_deployments(paths: tuple[str, ...], folder: Path, schedule: dict[str, Any], workers: int | None) -> list[RunnerDeployment]:
    """Ingest on the given schedule and maintenance every night, for one lake."""
    name = name_for(folder)
    loading = RunnerDeployment.from_flow(
        ingest,
        name,
        parameters={"request": {"paths": list(paths), "warehouse": str(folder), "workers": workers}},
        tags=TAGS,
        description=f"Load new and changed articles of {', '.join(paths)} into {folder}.",
        concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW),
        **schedule,
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
