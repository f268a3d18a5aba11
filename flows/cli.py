"""The `regesta` command: one verb a function, each thin over the function that does the work.

Imports stand inside the verbs, so that `--help` answers at once and only `ingest --prefect` ever imports Prefect.
"""

import io
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from transforms.errors import InvalidRequest, RegestaError

if TYPE_CHECKING:
    import duckdb

    from flows.pipeline import Progress
    from flows.report import RunSummary
    from flows.settings import Settings
    from transforms.reading import ReadOptions

OK, PARTLY, FAILED, INTERRUPTED = 0, 1, 2, 130  # exit statuses; 130 is the shell's for Ctrl-C
FORMATS = ("table", "csv", "json")
Function = Callable[..., Any]


class Failure(click.ClickException):
    """One clear line on standard error and exit status 2."""

    exit_code = FAILED

    def format_message(self) -> str:
        """The message without anything that a terminal would obey."""
        from flows.show import clean

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


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="regesta")
def main() -> None:
    """Article files in, a queryable timeline of diplomatic events out.

    Start with `regesta ingest PATH...`, then look at `regesta timeline`.
    """


def _warehouse_option(function: Function) -> Function:
    return click.option(
        "--warehouse",
        type=click.Path(file_okay=False, path_type=Path),
        help="Folder of the lake [default: $REGESTA_WAREHOUSE, else ./lake].",
    )(function)


def _format_option(function: Function) -> Function:
    return click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How to print.")(function)


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@_warehouse_option
@click.option("--published", metavar="DATE", help="Publication date of all articles (2018, 2018-02, 2018-02-26).")
@click.option("--workers", type=click.IntRange(1, 256), help="Processes that extract [default: $REGESTA_WORKERS, else 1].")
@click.option("--field", "fields", multiple=True, metavar="FIELD=NAME", help="JSON key of a field: text=story. May be repeated.")
@click.option("--again", is_flag=True, help="Extract articles again that are unchanged.")
@click.option("--prefect", "with_prefect", is_flag=True, help="Run as a Prefect flow.")
def ingest(
    paths: tuple[str, ...],
    warehouse: Path | None,
    published: str | None,
    workers: int | None,
    fields: tuple[str, ...],
    again: bool,
    with_prefect: bool,
) -> None:
    """Read articles and load their events.

    PATH is a file, a folder, a glob or - for standard input. What is loaded already and unchanged is skipped.
    Exit status: 0 all fine, 1 a file was rejected, 2 error.
    """
    from flows.settings import load_settings

    if with_prefect:
        summary = _ingest_with_prefect(paths=paths, warehouse=warehouse, published=published, workers=workers, fields=fields, again=again)
    else:
        from flows.extractors import extractor
        from flows.pipeline import Job, run

        settings = load_settings(warehouse=warehouse, workers=workers)
        options = _read_options(settings, published, fields)
        job = Job(paths, settings.warehouse, settings.model, options, settings.batch, again)
        with extractor(settings.model, settings.workers) as extracting, _progress_bar(paths) as progress:
            summary = run(job, extracting, progress)
    _finish(summary)


def _ingest_with_prefect(*, fields: tuple[str, ...], **given: Any) -> "RunSummary":
    from flows.settings import start_prefect_quietly

    start_prefect_quietly()
    from flows.ingest import IngestRequest
    from flows.ingest import ingest as flow

    return flow(IngestRequest(fields=",".join(fields) or None, **given))


def _read_options(settings: "Settings", published: str | None, fields: tuple[str, ...]) -> "ReadOptions":
    from transforms.reading import FieldNames, ReadOptions, field_names

    names = field_names(",".join(fields)) if fields else FieldNames()
    return ReadOptions(published=published, size_limit=settings.max_bytes, fields=names)


@contextmanager
def _progress_bar(paths: tuple[str, ...]) -> Iterator["Progress"]:
    """A bar on standard error, when that is a terminal; a run whose output goes to a file or a log stays silent until its summary."""
    if not sys.stderr.isatty():
        yield lambda tally: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from flows.sources import discover

    files = sum(1 for _ in discover(paths))
    columns = (SpinnerColumn(), TextColumn("articles"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("articles", total=files)
        # Only reading tells how many articles a file holds; a file that is still to come counts as one.
        yield lambda tally: bar.update(task, completed=tally.done, total=tally.items + files - tally.files)


def _finish(summary: "RunSummary") -> None:
    from flows.report import summary_lines

    for line in summary_lines(summary):
        click.echo(line)
    if summary.interrupted:
        sys.exit(INTERRUPTED)
    sys.exit(PARTLY if summary.rejections else OK)


@main.command()
@click.argument("files", nargs=-1, metavar="[FILES]...")
@click.option("--input", "source", metavar="FILE|-", help='JSON lines {"doc", "text", "published"?, "spans"?} instead of article files.')
@click.option("--output", "target", metavar="FILE|-", default="-", show_default=True, help="Where the JSON lines go.")
@click.option("--published", metavar="DATE", help="Publication date of all FILES (2018, 2018-02, 2018-02-26).")
@click.option("--field", "fields", multiple=True, metavar="FIELD=NAME", help="JSON key of a field: text=story. May be repeated.")
def extract(files: tuple[str, ...], source: str | None, target: str, published: str | None, fields: tuple[str, ...]) -> None:
    """Extract events without a warehouse: one JSON line an article, in input order.

    FILES are article files as for `ingest`; or give --input. Exit status 1 when an article was answered with an error.
    """
    from flows.settings import load_settings

    _check_extract(files, source, target, published, fields)
    settings = load_settings()
    options = _read_options(settings, published, fields)
    from flows.answer import answer_files, answer_lines, write_answers
    from flows.knowledge import load_knowledge

    with _reading(source) as lines, _writing(target) as out:
        knowledge = load_knowledge(settings.model)
        answers = answer_files(files, options, knowledge) if source is None else answer_lines(lines, knowledge)
        errors = write_answers(answers, out)
    sys.exit(PARTLY if errors else OK)


def _check_extract(files: tuple[str, ...], source: str | None, target: str, published: str | None, fields: tuple[str, ...]) -> None:
    if bool(files) == (source is not None):
        found = "both FILES and --input" if files else "neither FILES nor --input"
        raise InvalidRequest("extract", found, allowed="one of the two", remedy="name article files, or JSON lines with --input FILE|-")
    if source is not None and (published or fields):
        raise InvalidRequest("extract", "--published or --field with --input", remedy='say "published" in each line')
    inputs = [path for path in (*files, source) if path and path != "-"]
    if target != "-" and any(_same_file(path, target) for path in inputs):
        raise InvalidRequest("--output", f"{target} is also read", remedy="write to another file")


def _same_file(one: str, other: str) -> bool:
    return Path(one).exists() and Path(other).exists() and Path(one).samefile(other)


@contextmanager
def _reading(source: str | None) -> Iterator[Iterable[bytes]]:
    if source is None:
        yield ()
    elif source == "-":
        yield sys.stdin.buffer
    else:
        with Path(source).open("rb") as file:
            yield file


@contextmanager
def _writing(target: str) -> Iterator[IO[str]]:
    if target == "-":
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")  # JSON lines are UTF-8 whatever the locale
        yield sys.stdout
    else:
        with Path(target).open("w", encoding="utf-8", newline="\n") as file:
            yield file


@main.command()
@_warehouse_option
@click.option("--actor", metavar="A", help="Who takes part: id (PER:...), code (RUS, IGO:NATO) or name.")
@click.option("--with", "with_", metavar="B", help="Who else takes part.")
@click.option("--type", "type_", metavar="TYPE", help="PLOVER type: AGREE, CONSULT, REQUEST ...")
@click.option("--since", metavar="DATE", help="Not before: 2018, 2018-02 or 2018-02-26.")
@click.option("--until", metavar="DATE", help="Not after.")
@click.option("--undated", is_flag=True, help="Only events that the text does not date.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most so many events.")
@_format_option
def timeline(warehouse: Path | None, form: str, **filters: Any) -> None:
    """Show events in order of time, filtered."""
    from warehouse.query import timeline_rows

    with _published(warehouse) as connection:
        found = timeline_rows(connection, **filters)
    if form == "table":
        from flows.views import print_timeline

        print_timeline(found.records)
    else:
        from flows.show import print_rows

        print_rows(found.columns, found.rows, form)


@main.command()
@click.argument("event_id")
@_warehouse_option
@_format_option
def explain(event_id: str, warehouse: Path | None, form: str) -> None:
    """Show where an event is written and how it was understood.

    EVENT_ID may be the first characters of the id, as `timeline` shows them. CSV has one row a mention.
    """
    from warehouse.query import event_detail

    with _published(warehouse) as connection:
        detail = event_detail(connection, event_id)
    from flows.views import print_event

    print_event(detail, form)


@main.command()
@click.argument("query")
@_warehouse_option
@_format_option
def sql(query: str, warehouse: Path | None, form: str) -> None:
    """Run SQL on the published timeline, read-only (DuckDB; start with SHOW TABLES)."""
    from flows.show import print_rows
    from warehouse.query import run_sql

    with _published(warehouse) as connection:
        found = run_sql(connection, query)
    print_rows(found.columns, found.rows, form)


@main.command()
@_warehouse_option
@_format_option
def check(warehouse: Path | None, form: str) -> None:
    """Check that the lake's rows keep their promises. Exit status 1 when one does not."""
    from flows.show import print_rows
    from warehouse.check import run_checks
    from warehouse.lake import open_lake

    with open_lake(_folder(warehouse), create=False) as lake:
        failures = run_checks(lake)
    if failures or form != "table":
        print_rows(("check", "rows", "examples"), [(one.check, one.count, one.examples) for one in failures], form)
    else:
        click.echo("All checks hold.")
    sys.exit(PARTLY if failures else OK)


@main.command(name="publish")
@_warehouse_option
def publish_(warehouse: Path | None) -> None:
    """Publish the lake's present state again, as each `ingest` does at its end."""
    from flows.pipeline import republish

    click.echo(f"Published {republish(_folder(warehouse))}")


def _folder(warehouse: Path | None) -> Path:
    from flows.settings import load_settings

    return load_settings(warehouse=warehouse).warehouse


def _published(warehouse: Path | None) -> "duckdb.DuckDBPyConnection":
    from warehouse.query import open_published

    return open_published(_folder(warehouse))
