"""`ingest` and `extract`: article files in."""

import io
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from flows.commands.common import OK, PARTLY, finish, seeds_option, warehouse_option
from transforms.errors import InvalidRequest

if TYPE_CHECKING:
    from flows.scheduled.requests import IngestRequest
    from flows.settings import Settings
    from flows.showing.report import RunSummary
    from flows.tally import Progress
    from transforms.reading import ReadOptions


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@warehouse_option
@seeds_option
@click.option("--published", metavar="DATE", help="Publication date of all articles (2018, 2018-02, 2018-02-26).")
@click.option("--workers", type=click.IntRange(1, 256), help="Processes that extract [default: $REGESTA_WORKERS, else 1].")
@click.option("--field", "fields", multiple=True, metavar="FIELD=NAME", help="JSON key of a field: text=story. May be repeated.")
@click.option(
    "--settle", type=click.FloatRange(0, 3600), default=0.0, metavar="SECONDS", help="Leave files until they stood still so long."
)
@click.option("--move-to", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Move files there that are loaded.")
@click.option("--again", is_flag=True, help="Extract articles again that are unchanged.")
@click.option("--prefect", "with_prefect", is_flag=True, help="Run as a Prefect flow.")
def ingest(
    paths: tuple[str, ...],
    warehouse: Path | None,
    published: str | None,
    workers: int | None,
    fields: tuple[str, ...],
    settle: float,
    move_to: Path | None,
    again: bool,
    with_prefect: bool,
) -> None:
    """Read articles and load their events.

    PATH is a file, a folder, a glob, an address (s3://, gs://) or - for standard input. What is loaded already and unchanged is skipped.
    Exit status: 0 all fine, 1 a file was rejected, 2 error.
    """
    from flows.scheduled.requests import IngestRequest

    names = ",".join(fields) or None
    request = IngestRequest(
        paths=paths,
        warehouse=warehouse,
        published=published,
        workers=workers,
        fields=names,
        settle=settle,
        move_to=move_to,
        again=again,
    )
    finish(_ingest_with_prefect(request) if with_prefect else _ingest_here(request))


def _ingest_here(request: "IngestRequest") -> "RunSummary":
    from flows.extractors import extractor
    from flows.pipeline import run

    settings = request.settings(workers=request.workers)
    with extractor(settings.model, settings.workers, settings.dask_address) as extracting, _progress_bar(request.paths) as progress:
        return run(request.job("ingest"), extracting, progress)


def _ingest_with_prefect(request: "IngestRequest") -> "RunSummary":
    from flows.settings import start_prefect_quietly

    start_prefect_quietly()
    from prefect import tags

    from flows.ingest import ingest as flow

    with tags("regesta"):
        return flow(request)


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

    from flows.sources.find import discover

    files = sum(1 for _ in discover(paths))
    columns = (SpinnerColumn(), TextColumn("articles"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("articles", total=files)
        # Only reading tells how many articles a file holds; a file that is still to come counts as one.
        yield lambda tally: bar.update(task, completed=tally.done, total=tally.items + files - tally.files)


@click.command()
@click.argument("files", nargs=-1, metavar="[FILES]...")
@seeds_option
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
    from flows.knowledge.build import load_knowledge

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
