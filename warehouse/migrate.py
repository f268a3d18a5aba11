"""Numbered migrations: a lake made by an earlier regesta is brought to today's tables when it is opened for writing.

`migrations/NNNN_*.sql` leads from version NNNN - 1 to NNNN. Columns that are added later may be NULL: DuckLake cannot add others.
"""

from datetime import UTC, datetime
from importlib.resources import files
from typing import TYPE_CHECKING

from transforms.errors import WarehouseError
from warehouse.tables import SCHEMA_VERSION, TABLES

if TYPE_CHECKING:
    from warehouse.lake import Lake


def migrations() -> dict[int, str]:
    """The statements by the version that they lead to."""
    paths = [path for path in (files("warehouse") / "migrations").iterdir() if path.name.endswith(".sql")]
    return {int(path.name.partition("_")[0]): path.read_text(encoding="utf-8") for path in paths}


def refuse_newer(where: str, version: int) -> None:
    """Raises `WarehouseError` when a later regesta than this one made the tables."""
    if version > SCHEMA_VERSION:
        remedy = "a newer regesta made it: install that one, or a still newer one"
        raise WarehouseError(where, f"schema version {version}", allowed=f"{SCHEMA_VERSION} or lower", remedy=remedy)


def upgrade(lake: "Lake", version: int) -> None:
    """Brings the lake from `version` to today's, one transaction a migration, under the writer lock.

    Raises:
        LakeBusy: Others were writing or reading for too long.
        WarehouseError: The lake was made by a newer regesta, or the disk refused; finished migrations stay.
    """
    refuse_newer(str(lake.folder), version)
    if version == SCHEMA_VERSION:
        return
    with lake.alone():
        reached: int = lake.rows("SELECT max(schema_version) FROM lake.schema_versions")[0][0]  # another process may have begun
        for number in range(reached + 1, SCHEMA_VERSION + 1):
            # DuckLake 1.0 cannot rewrite a table that has rows in the catalog from before a column was added.
            lake.flush()
            with lake.transaction(f"upgrade to schema version {number}", f"upgrade-to-{number}"):
                for statement in lake.connection.extract_statements(migrations()[number]):
                    lake.connection.execute(statement)
                lake.insert(TABLES["schema_versions"], [(number, datetime.now(UTC))])
