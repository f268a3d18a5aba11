"""`timeline`, `explain`, `sql` and `history`: questions to the published file, and to the lake as it was."""

from pathlib import Path
from typing import Any

import click

from flows.commands.common import as_of_option, format_option, lake_of, published_of, warehouse_option


@click.command()
@warehouse_option
@click.option("--actor", metavar="A", help="Who takes part: id (PER:...), code (RUS, IGO:NATO) or name.")
@click.option("--with", "with_", metavar="B", help="Who else takes part.")
@click.option("--type", "type_", metavar="TYPE", help="PLOVER type: AGREE, CONSULT, REQUEST ...")
@click.option("--since", metavar="DATE", help="Not before: 2018, 2018-02 or 2018-02-26.")
@click.option("--until", metavar="DATE", help="Not after.")
@click.option("--undated", is_flag=True, help="Only events that the text does not date.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most so many events.")
@as_of_option
@format_option
def timeline(warehouse: Path | None, as_of: str | None, form: str, **filters: Any) -> None:
    """Show events in order of time, filtered."""
    from warehouse.query import timeline_rows

    with published_of(warehouse, as_of) as connection:
        found = timeline_rows(connection, **filters)
    if form == "table":
        from flows.showing.views import print_timeline

        print_timeline(found.records)
    else:
        from flows.showing.show import print_rows

        print_rows(found.columns, found.rows, form)


@click.command()
@click.argument("event_id")
@warehouse_option
@as_of_option
@format_option
def explain(event_id: str, warehouse: Path | None, as_of: str | None, form: str) -> None:
    """Show where an event is written and how it was understood.

    EVENT_ID may be the first characters of the id, as `timeline` shows them. CSV has one row a mention.
    """
    from warehouse.query import event_detail

    with published_of(warehouse, as_of) as connection:
        detail = event_detail(connection, event_id)
    from flows.showing.views import print_event

    print_event(detail, form)


@click.command()
@click.argument("query")
@warehouse_option
@as_of_option
@format_option
def sql(query: str, warehouse: Path | None, as_of: str | None, form: str) -> None:
    """Run SQL on the published timeline, read-only (DuckDB; start with SHOW TABLES)."""
    from flows.showing.show import print_rows
    from warehouse.query import run_sql

    with published_of(warehouse, as_of) as connection:
        found = run_sql(connection, query)
    print_rows(found.columns, found.rows, form)


@click.command()
@click.argument("event_id")
@warehouse_option
@format_option
def history(event_id: str, warehouse: Path | None, form: str) -> None:
    """Show when an event appeared, changed and vanished, and by which run.

    EVENT_ID may be the first characters of the id. History reaches as far back as `maintain` keeps it.
    """
    from flows.showing.differences import history_rows
    from flows.showing.show import print_rows
    from warehouse.past import event_history

    with lake_of(warehouse) as lake:
        states = event_history(lake, event_id)
    print_rows(*history_rows(states), form)
