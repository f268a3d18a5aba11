"""The deployments that `regesta serve` runs by itself, without work pool and worker."""

from pathlib import Path
from typing import Any

from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment

from flows.ingest import ingest
from flows.scheduling import name_for

TAGS = ["regesta"]


def served_deployments(paths: tuple[str, ...], folder: Path, schedule: dict[str, Any], workers: int | None) -> list[RunnerDeployment]:
    """Ingest on the given schedule and maintenance every night, for one lake."""
    request = {"paths": list(paths), "warehouse": str(folder), "workers": workers}
    return [
        RunnerDeployment.from_flow(
            ingest,
            name_for(folder),
            parameters={"request": request},
            tags=TAGS,
            description=f"Load new and changed articles of {', '.join(paths)} into {folder}.",
            concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW),
            **schedule,
        )
    ]
