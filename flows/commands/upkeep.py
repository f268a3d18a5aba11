"""`check`, `publish`, `maintain`, `reprocess`: care of the lake."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.commands.common import OK, PARTLY, finish, format_option, lake_of, seeds_option, warehouse_option

if TYPE_CHECKING:
    from warehouse.compare import Differences


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


@click.command()
@warehouse_option
def maintain(warehouse: Path | None) -> None:
    """Tidy the lake: large files instead of small ones, old history and unused files away.

    What is removed is older than REGESTA_HISTORY_DAYS, REGESTA_UNUSED_DAYS and REGESTA_ORPHAN_DAYS.
    """
    from flows.settings import load_settings
    from flows.upkeep import maintain_lake

    with lake_of(warehouse) as lake:
        done = maintain_lake(lake, load_settings(warehouse=warehouse))
    click.echo(f"  files      {done.files_before} before, {done.files_after} now; {done.rows_flushed} rows moved out of the catalog")
    click.echo(f"  removed    {done.files_removed} unused files, {done.orphans_removed} files of killed writers")
    click.echo(f"  history    {done.snapshots_expired} old states expired")


@click.command()
@warehouse_option
@seeds_option
@click.option("--since", metavar="DATE", help="Only articles published then or later: 2018, 2018-02 or 2018-02-26.")
@click.option("--only", type=click.Choice(["changed"]), help="changed: only articles that other rules or another model extracted.")
@click.option("--dry-run", is_flag=True, help="Tell what would change and write nothing.")
@click.option("--yes", is_flag=True, help="Write without asking. Only a terminal is asked.")
@click.option("--workers", type=click.IntRange(1, 256), help="Processes that extract [default: $REGESTA_WORKERS, else 1].")
def reprocess(warehouse: Path | None, since: str | None, only: str | None, dry_run: bool, yes: bool, workers: int | None) -> None:
    """Extract stored articles again with today's rules.

    First it tells which events would be gained, lost and changed, then it writes and publishes them.
    """
    from flows.differences import difference_lines
    from flows.extractors import extractor
    from flows.reprocessing import ReprocessJob
    from flows.reprocessing import reprocess as run
    from flows.settings import load_settings

    settings = load_settings(warehouse=warehouse, workers=workers)
    job = ReprocessJob(
        settings.warehouse,
        settings.model,
        since,
        only == "changed",
        settings.batch,
        storage=settings.storage(),
        store_text=settings.store_text,
        min_confidence=settings.min_confidence,
    )

    def agree(differences: "Differences") -> bool:
        for line in difference_lines(differences):
            click.echo(line)
        return not dry_run and (yes or not sys.stdin.isatty() or click.confirm("Write this?"))

    with extractor(settings.model, settings.workers, settings.dask_address) as extracting:
        summary = run(job, extracting, agree=agree)
    if summary.without_text:
        click.echo(f"  left out   {summary.without_text} articles whose text is not stored (REGESTA_STORE_TEXT)")
    if summary.committed:
        finish(summary.run)
    else:
        click.echo("Nothing was written.")
        sys.exit(OK)
