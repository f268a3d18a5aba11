"""Care of a lake beyond loading: maintenance with the ages of the settings."""

from typing import TYPE_CHECKING

from flows.settings import Settings

if TYPE_CHECKING:
    from warehouse.lake import Lake
    from warehouse.maintain import Maintenance


def maintain_lake(lake: "Lake", settings: Settings) -> "Maintenance":
    """Maintains an open lake; what is removed is as old as the settings say.

    Raises:
        LakeBusy: Other writers were in the way for too long.
        WarehouseError: The disk refused; the lake is as it was or a step further.
    """
    from warehouse.maintain import SafeAges, maintain

    return maintain(lake, SafeAges(settings.history_days, settings.unused_days, settings.orphan_days))
