"""`check`, `publish`, `maintain`, `reprocess`, `forget`: care of the lake."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.commands.common import OK, PARTLY, finish, format_option, lake_of, seeds_option, warehouse_option
from transforms.errors import InvalidRequest

if TYPE_CHECKING:
    from warehouse.compare import Differences
    from warehouse.forget import Doomed
    from warehouse.lake import Lake
    from warehouse.maintain import Purge


@click.command()
@warehouse_option
@format_option
def check(warehouse: Path | None, form: str) -> None:
    """Check that the lake's rows keep their promises. Exit status 1 when one does not."""
    from flows.showing.show import print_rows
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
@click.option("--purge", is_flag=True, help="Leave nothing of deleted rows: all history but the present state goes, whatever its age.")
def maintain(warehouse: Path | None, purge: bool) -> None:
    """Tidy the lake: large files instead of small ones, old history and unused files away.

    What is removed is older than REGESTA_HISTORY_DAYS, REGESTA_UNUSED_DAYS and REGESTA_ORPHAN_DAYS.
    """
    from flows.settings import load_settings
    from flows.upkeep import maintain_lake, purge_lake

    with lake_of(warehouse) as lake:
        if purge:
            _tell_purge(purge_lake(lake))
            return
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
    from flows.extractors import extractor
    from flows.reprocessing import ReprocessJob
    from flows.reprocessing import reprocess as run
    from flows.settings import load_settings
    from flows.showing.differences import difference_lines

    settings = load_settings(warehouse=warehouse, workers=workers)
    job = ReprocessJob.of(settings, since, only_changed=only == "changed")

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


@click.command()
@click.argument("article", required=False)
@warehouse_option
@click.option("--source", "prefix", metavar="PREFIX", help="All sources whose address starts so, in place of ARTICLE.")
@click.option("--dry-run", is_flag=True, help="Tell what would go and remove nothing.")
@click.option("--yes", is_flag=True, help="Remove without asking. Without a terminal to ask, nothing is removed.")
def forget(article: str | None, warehouse: Path | None, prefix: str | None, dry_run: bool, yes: bool) -> None:
    """Remove an article, its events and every trace of its text.

    ARTICLE is an article_id, its first eight characters or more, or the address of a source. A text that another source
    has too stays with that one when only one goes by --source. The lake's whole history goes, since it holds the text.
    """
    from flows.settings import load_settings
    from flows.upkeep import forget_articles

    with lake_of(warehouse) as lake:
        doomed = _doomed(lake, article, prefix)
        click.echo(f"  sources    {len(doomed.sources)}, and {len(doomed.rejects)} rejected files")
        click.echo(f"  articles   {len(doomed.articles)} without another source, with {doomed.events} events")
        states, since = lake.rows("SELECT count(*) - 1, min(snapshot_time) FROM lake.snapshots()")[0]
        click.echo(f"  history    all {states} earlier states of the lake since {since:%Y-%m-%d %H:%M}")
        if not doomed or dry_run or not (yes or (sys.stdin.isatty() and click.confirm("Remove all this for ever?"))):
            click.echo("Nothing was removed." if doomed else "Nothing is so named.")
            sys.exit(OK if doomed and dry_run else PARTLY)
        _tell_purge(forget_articles(lake, doomed, load_settings(warehouse=warehouse)))


def _doomed(lake: "Lake", article: str | None, prefix: str | None) -> "Doomed":
    from warehouse.forget import named_article, named_sources

    if article is not None and prefix is None:
        return named_article(lake, article)
    if prefix is not None and article is None:
        return named_sources(lake, prefix)
    found = "both ARTICLE and --source" if article else "neither ARTICLE nor --source"
    raise InvalidRequest("forget", found, allowed="one of the two", remedy="name an article, or a prefix of addresses with --source")


def _tell_purge(purged: "Purge") -> None:
    click.echo(
        f"Removed from files, catalog and what is published. {purged.states} earlier states since {purged.since:%Y-%m-%d %H:%M} are gone."
    )
