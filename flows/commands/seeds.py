"""`lint`: care of the seed files."""

import sys
from collections.abc import Callable
from pathlib import Path

import click

from flows.commands.common import OK, PARTLY, seeds_option
from transforms.errors import SeedError


@click.command()
@click.option("--fix", is_flag=True, help="Put tables into canonical order and form.")
@seeds_option
def lint(fix: bool) -> None:
    """Check the seed files, shipped and yours: content, references, rules, and the tables' form.

    Exit status: 0 all fine, 1 a table is not in canonical form (mend it with --fix), 2 a file is wrong.
    """
    from flows.knowledge.build import check_seeds
    from flows.knowledge.seeds import own_folder, shown
    from flows.knowledge.tidy import check_form, mend_form, seed_tables

    tables = seed_tables(own_folder())
    if fix:
        for path in tables:
            if mend_form(path):
                click.echo(f"{shown(path)}: put into canonical form")
    untidy = [message for path in tables if (message := _told(check_form, path))]
    for message in untidy:
        click.echo(message)
    check_seeds()
    sys.exit(PARTLY if untidy else OK)


def _told(check: Callable[[Path], None], path: Path) -> str | None:
    try:
        check(path)
    except SeedError as error:
        return str(error)
    return None
