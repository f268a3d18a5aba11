"""Care of a lake beyond loading: maintenance with the ages of the settings, articles forgotten."""

from typing import TYPE_CHECKING

from flows.settings import Settings

if TYPE_CHECKING:
    from warehouse.forget import Doomed
    from warehouse.lake import Lake
    from warehouse.maintain import Maintenance, Purge


def maintain_lake(lake: "Lake", settings: Settings) -> "Maintenance":
    """Maintains an open lake; what is removed is as old as the settings say.

    Raises:
        LakeBusy: Other writers were in the way for too long.
        WarehouseError: The disk refused; the lake is as it was or a step further.
    """
    from warehouse.maintain import SafeAges, maintain

    return maintain(lake, SafeAges(settings.history_days, settings.unused_days, settings.orphan_days))


def forget_articles(lake: "Lake", doomed: "Doomed", settings: Settings) -> "Purge":
    """Removes what is named, then every trace of it: from the files, the catalog, the history and what is published.

    Raises:
        LakeBusy: Others were writing or reading for too long.
        WarehouseError: The disk refused, or a check failed. Rows once removed stay removed; `purge_lake` goes on.
    """
    from flows.pipeline import Job, new_run
    from warehouse.dimensions import RunOutcome, record_run
    from warehouse.forget import forget

    run = new_run(Job((), settings.warehouse, settings.model, command="forget"))
    forget(lake, doomed, run)
    record_run(lake, run, RunOutcome())
    return purge_lake(lake)


def purge_lake(lake: "Lake") -> "Purge":
    """Leaves nothing of deleted rows, nor of what was published before.

    Raises:
        LakeBusy: As `forget_articles`.
        WarehouseError: As `forget_articles`.
    """
    from flows.pipeline import republish
    from warehouse.maintain import purge

    purged = purge(lake)
    republish(lake, keep_versions=1)
    return purged
