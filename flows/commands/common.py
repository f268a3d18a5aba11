"""What all verbs share: exit statuses, options, and the edge where errors become one clear line."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from transforms.errors import RegestaError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    import duckdb

    from flows.showing.report import RunSummary
    from warehouse.lake import Lake

OK, PARTLY, FAILED, INTERRUPTED = 0, 1, 2, 130  # exit statuses; 130 is the shell's for Ctrl-C
FORMATS = ("table", "csv", "json")
Function = Callable[..., Any]


class Failure(click.ClickException):
    """One clear line on standard error and exit status 2."""

    exit_code = FAILED

    def format_message(self) -> str:
        """The message without anything that a terminal would obey."""
        from flows.showing.show import clean

        return clean(self.message)


class Verbs(click.Group):
    """The edge where errors that regesta raises on purpose, and those of files, become messages."""

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the verb."""
        try:
            return super().invoke(ctx)
        except RegestaError as error:
            raise Failure(str(error)) from error
        except BrokenPipeError:
            raise  # click ends quietly when the reader of a pipe has gone
        except OSError as error:
            raise Failure(f"{error.filename or 'regesta'}: {error.strerror or error}") from error


def warehouse_option(function: Function) -> Function:
    """Adds `--warehouse DIR`."""
    return click.option(
        "--warehouse",
        type=click.Path(file_okay=False, path_type=Path),
        help="Folder of the lake [default: $REGESTA_WAREHOUSE, else ./lake].",
    )(function)


def format_option(function: Function) -> Function:
    """Adds `--format`, passed on as `form`."""
    return click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How to print.")(function)


def seeds_option(function: Function) -> Function:
    """Adds `--seeds DIR`, which counts as the setting for as long as the verb runs, in the processes it starts too."""
    text = "Folder of your own seeds, laid over the shipped ones [default: $REGESTA_SEEDS]."
    kind = click.Path(file_okay=False, path_type=Path)
    return click.option("--seeds", type=kind, expose_value=False, callback=_use_seeds, help=text)(function)


def _use_seeds(context: click.Context, _option: click.Parameter, folder: Path | None) -> None:
    if folder is not None:
        from flows.settings import seeds_set_to

        context.with_resource(seeds_set_to(folder))


def folder_of(warehouse: Path | None) -> Path:
    """The lake that a verb works on: as given, else by the settings."""
    from flows.settings import load_settings

    return load_settings(warehouse=warehouse).warehouse


def lake_of(warehouse: Path | None) -> "Lake":
    """That lake, opened as the settings say; a verb that cares for a lake never makes one."""
    from flows.settings import load_settings
    from warehouse.lake import open_lake

    settings = load_settings(warehouse=warehouse)
    return open_lake(settings.warehouse, settings.storage(), create=False)


def as_of_option(function: Function) -> Function:
    """Adds `--as-of MOMENT`."""
    text = "As the lake was then: number of a snapshot, 2026-11-23 (its end) or 2026-11-23T08:30 (UTC)."
    return click.option("--as-of", metavar="MOMENT", help=text)(function)


def published_of(warehouse: Path | None, as_of: str | None = None) -> "AbstractContextManager[duckdb.DuckDBPyConnection]":
    """A read-only connection to what that lake has published, or would have published at an earlier moment."""
    from flows.settings import load_settings
    from warehouse.query import open_published

    settings = load_settings(warehouse=warehouse)
    if as_of is None:
        return open_published(settings.warehouse)
    from warehouse.past import open_past

    return open_past(settings.warehouse, settings.storage(), as_of)


def finish(summary: "RunSummary") -> None:
    """Prints what a run did and ends with its exit status."""
    from flows.showing.report import summary_lines

    for line in summary_lines(summary):
        click.echo(line)
    if summary.interrupted:
        sys.exit(INTERRUPTED)
    if summary.failures:
        sys.exit(FAILED)
    sys.exit(PARTLY if summary.rejections else OK)
