"""The metrics file: what the lake's runs come to, for Prometheus' node exporter (textfile collector)."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from transforms.errors import InvalidRequest
from warehouse.runs import Total


def write_metrics(file: Path, totals: Sequence[Total], lasted: timedelta) -> None:
    """Replaces the file in one step. The counts are those of the table `runs`, so they never fall and survive a restart.

    Args:
        file: Its name must end in .prom for the node exporter to read it.
        totals: The lake's runs by command and outcome.
        lasted: How long the run that has just ended took.

    Raises:
        InvalidRequest: The file cannot be written.
    """
    from prometheus_client import CollectorRegistry, Counter, Gauge, disable_created_metrics, write_to_textfile

    disable_created_metrics()  # type: ignore[no-untyped-call]
    registry = CollectorRegistry()
    labels = ("command", "outcome")
    runs = Counter("regesta_runs", "Runs that ended", labels, registry=registry)
    articles = Counter("regesta_articles_loaded", "Sources loaded, new or changed", labels, registry=registry)
    events = Counter("regesta_events_new", "Events that were not there before", labels, registry=registry)
    rejected = Counter("regesta_files_rejected", "Rejections, counted again in every run", labels, registry=registry)
    last = Gauge("regesta_last_run_timestamp_seconds", "When the last run with this outcome ended", labels, registry=registry)
    for one in totals:
        runs.labels(one.command, one.outcome).inc(one.runs)
        articles.labels(one.command, one.outcome).inc(one.articles_loaded)
        events.labels(one.command, one.outcome).inc(one.events_new)
        rejected.labels(one.command, one.outcome).inc(one.files_rejected)
        last.labels(one.command, one.outcome).set(one.last.timestamp())
    Gauge("regesta_last_run_duration_seconds", "How long the last run took", registry=registry).set(lasted.total_seconds())
    try:
        write_to_textfile(str(file), registry)
    except OSError as error:
        remedy = "name a file in a folder that you may write"
        raise InvalidRequest("setting metrics (REGESTA_METRICS)", f"{file}: {error.strerror}", remedy=remedy) from error
