"""`export`: the published timeline as files for other programs."""

from pathlib import Path
from typing import Any

import click

from flows.commands.common import folder_of, warehouse_option

FORMATS = ("csv", "parquet", "jsonl", "plover", "gdelt")  # warehouse.export has the same; importing it here would import DuckDB


@click.command()
@click.argument("form", type=click.Choice(FORMATS), metavar="FORMAT")
@click.argument("target", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@warehouse_option
@click.option("--actor", metavar="A", help="Who takes part: id (PER:...), code (RUS, IGO:NATO) or name.")
@click.option("--with", "with_", metavar="B", help="Who else takes part.")
@click.option("--type", "type_", metavar="TYPE", help="PLOVER type: AGREE, CONSULT, REQUEST ...")
@click.option("--since", metavar="DATE", help="Not before: 2018, 2018-02 or 2018-02-26.")
@click.option("--until", metavar="DATE", help="Not after.")
@click.option("--undated", is_flag=True, help="Only events that the text does not date.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most so many events.")
@click.option("--denied", is_flag=True, help="PLOVER: denied acts too, with the context negation.")
def export(form: str, target: Path, warehouse: Path | None, denied: bool, **filters: Any) -> None:
    """Write the published timeline into files in DIR.

    FORMAT is csv, parquet, jsonl (everything, with participants), plover (PLOVER 2 JSON lines) or gdelt (61 columns, tab-separated).
    Filters are those of `timeline`. Files of other origin are never overwritten. See docs/exports.md.
    """
    from warehouse.export import export as write
    from warehouse.query import Filters

    done = write(folder_of(warehouse), form, target, Filters(**filters), denied=denied)
    click.echo(f"Wrote {done.events} events: {', '.join(str(path) for path in done.files)}")
    for reason, number in sorted(done.left_out.items()):
        click.echo(f"Left out {number}: {reason}")
