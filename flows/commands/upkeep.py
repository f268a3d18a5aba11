"""`check` and `publish`: care of the lake."""

import sys
from pathlib import Path

import click

from flows.commands.common import OK, PARTLY, format_option, lake_of, warehouse_option


@click.command()
@warehouse_option
@format_option
def check(warehouse: Path | None, form: str) -> None:
    """Check that the lake's rows keep their promises. Exit status 1 when one does not."""
    from flows.show import print_rows
    from warehouse.check import run_checks

    with lake_of(warehouse) as lake:
        failures = run_checks(lake)
    if failures or form != "table":
        print_rows(("check", "rows", "examples"), [(one.check, one.count, one.examples) for one in failures], form)
    else:
        click.echo("All checks hold.")
    sys.exit(PARTLY if failures else OK)


@click.command()
@warehouse_option
def publish(warehouse: Path | None) -> None:
    """Publish the lake's present state again, as each `ingest` does at its end."""
    from flows.pipeline import republish

    with lake_of(warehouse) as lake:
        click.echo(f"Published {republish(lake)}")
