"""The marts as views in the lake, for SQL users who attach it: always of the present state, and of an earlier one with `AT (VERSION => n)`.

A mart that only dresses up a table of the lake has that table in its place.
"""

import hashlib
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from warehouse.catalogs import quoted
from warehouse.tables import TABLES

if TYPE_CHECKING:
    from warehouse.lake import Lake

_CATALOG = re.compile(r"\b(?:lake|pub)\.")


def refresh_views(lake: "Lake", marts: Mapping[str, tuple[str, str]], run_id: str) -> bool:
    """Makes the views those of this regesta; returns whether anything changed.

    Args:
        lake: An open lake.
        marts: By name the query and what a row is, in the order of making. Names then stand without a catalog, so that the lake may be
            attached under any name. The view's comment says what a row is, and ends with its version.
        run_id: Who asks.

    Raises:
        LakeBusy: Other writers were in the way for too long.
        WarehouseError: The disk refused; nothing was written.
    """
    queries = {name: _CATALOG.sub("", sql) for name, (sql, _) in marts.items() if name not in TABLES}
    wanted = {name: f"{marts[name][1]} [{hashlib.sha256(sql.encode()).hexdigest()[:8]}]" for name, sql in queries.items()}
    present = dict(lake.rows("SELECT view_name, comment FROM duckdb_views() WHERE database_name = 'lake'"))
    if present == wanted:
        return False

    def work() -> bool:
        connection = lake.connection
        connection.execute("USE lake")
        try:
            for name in present.keys() - wanted.keys():
                connection.execute(f"DROP VIEW {name}")
            for name, sql in queries.items():
                connection.execute(f"CREATE OR REPLACE VIEW {name} AS {sql}")
                connection.execute(f"COMMENT ON VIEW {name} IS {quoted(wanted[name])}")
        finally:
            connection.execute("USE memory")
        return True

    return lake.write("views", run_id, work)
