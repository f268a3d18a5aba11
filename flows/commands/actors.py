"""`actors find|review|add|alias|ignore`: whom a name means, and what a person decides about it."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from flows.commands.common import Function, format_option, published_of, seeds_option, warehouse_option
from transforms.errors import InvalidRequest, RegestaError

if TYPE_CHECKING:
    from flows.knowledge.decisions import OwnSeeds

KINDS = ("person", "organisation", "bloc", "ngo", "court", "company", "media", "armed group", "party", "movement")
USES = ("name", "acronym", "demonym", "capital", "metonym")


@click.group()
def actors() -> None:
    """See whom a name means, and teach new names.

    What you decide is written to your own seeds (--seeds DIR or $REGESTA_SEEDS), which later runs read over the shipped ones.
    """


def _source_option(function: Function) -> Function:
    return click.option("--source", default="", metavar="TEXT", help="Where you know it from [default: own decision, today].")(function)


def _date_options(function: Function) -> Function:
    since = click.option("--from", "valid_from", default="", metavar="DATE", help="First date (2018, 2018-02, 2018-02-26).")
    return since(click.option("--to", "valid_to", default="", metavar="DATE", help="Last date.")(function))


@actors.command()
@click.argument("name")
@click.option("--on", metavar="DATE", help="On which date: 2018, 2018-02 or 2018-02-26.")
@seeds_option
@format_option
def find(name: str, on: str | None, form: str) -> None:
    """Explain whom NAME means: all its readings, and why each is taken or not.

    NAME may be a name ("Lavrov", "the Kremlin") or a title ("Russian foreign minister"). Exit status 1 when it means nobody.
    """
    from flows.knowledge.build import load_registry
    from flows.showing.show import print_rows
    from transforms.actors.lookup import lookup
    from transforms.actors.validity import is_partial_date

    if on and not is_partial_date(on):
        raise InvalidRequest("--on", repr(on), allowed="2018, 2018-02 or 2018-02-26", remedy="write the date as far as it is known")
    registry = load_registry()
    found = lookup(registry, name, on=on)
    chosen = found.chosen if found.chosen and found.chosen.actor_id else None
    if found.readings or form != "table":
        columns = ("actor_id", "label", "code", "as", "offices", "verdict")
        print_rows(columns, [(r.actor_id, r.label, r.code, r.use, r.offices, r.verdict) for r in found.readings], form)
    if form == "table":
        when = f" on {on}" if on else ""
        if chosen:
            why = f"; {chosen.reason}" if chosen.reason else ""
            click.echo(
                f"{name}{when}: {registry.label(str(chosen.actor_id))} ({chosen.actor_id}), code {chosen.code}, by {chosen.basis}{why}"
            )
        else:
            ignored = "it is ignored" if registry.is_nobody(name) else "no name of the seeds" if not found.readings else "no reading holds"
            click.echo(f"{name}{when}: nobody ({found.chosen.reason if found.chosen else ignored})")
    sys.exit(0 if chosen else 1)


@actors.command()
@click.argument("name")
@click.argument("actor_id")
@click.option("--use", type=click.Choice(USES), default=None, help="How the name stands for it [default: by its form].")
@_date_options
@_source_option
@seeds_option
def alias(name: str, actor_id: str, use: str | None, valid_from: str, valid_to: str, source: str) -> None:
    """Make NAME mean the actor ACTOR_ID, with dates if it does so for a time only."""
    from flows.knowledge.seeds import shown

    path = _own_seeds(source).alias(name, actor_id, use=use or "", valid_from=valid_from, valid_to=valid_to)
    click.echo(f"{name} means {actor_id} ({shown(path)})")


@actors.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@_source_option
@seeds_option
def ignore(names: tuple[str, ...], source: str) -> None:
    """Make NAME mean nobody, wherever it stands."""
    from flows.knowledge.seeds import shown

    own = _own_seeds(source)
    for name in names:
        click.echo(f"{name} means nobody ({shown(own.ignore(name))})")


@actors.command()
@click.argument("label")
@click.option("--kind", type=click.Choice(KINDS), required=True, help="What it is.")
@click.option("--id", "actor_id", metavar="ID", help="IGO:X, GRP:X, NGO:X, COM:X, PER:x [default for a person: PER:surname-given].")
@click.option("--country", default="", metavar="CODE", help="State of a person, or where an armed group fights (several: SYR|IRQ).")
@click.option("--name", "names", multiple=True, metavar="NAME", help="Another name or spelling. May be repeated.")
@click.option("--gender", type=click.Choice(("f", "m")), default=None, help="Of a person, for he and she.")
@click.option("--wikidata", default="", metavar="Q", help="Wikidata item.")
@click.option("--office", default="", metavar="OFFICE", help="An office the person holds: foreign_minister, head_of_state ...")
@click.option("--of", default="", metavar="ID", help="Whose office it is [default: the country].")
@_date_options
@_source_option
@seeds_option
def add(label: str, actor_id: str | None, gender: str | None, source: str, **cells: Any) -> None:
    """Add the actor LABEL, for a person with a term of office if you name one."""
    from flows.knowledge.decisions import NewActor
    from flows.knowledge.seeds import shown

    new = NewActor(actor_id=_id(actor_id, label, cells["kind"]), label=label, gender=gender or "", **cells)
    click.echo(f"{label} is {new.actor_id} ({shown(_own_seeds(source).add(new))})")


def _id(given: str | None, label: str, kind: str) -> str:
    from flows.knowledge.decisions import person_id

    if given is None and kind != "person":
        raise InvalidRequest("--id", "none", allowed="IGO:X, GRP:X, NGO:X, COM:X ...", remedy=f"choose an id for the {kind}")
    return given or person_id(label)


def _own_seeds(source: str = "") -> "OwnSeeds":
    from flows.knowledge.decisions import OwnSeeds
    from flows.knowledge.seeds import own_folder

    folder = own_folder()
    if folder is None:
        remedy = "say --seeds DIR or set REGESTA_SEEDS=DIR; runs read the folder when the variable is set or --seeds is given"
        raise InvalidRequest("setting seeds (REGESTA_SEEDS)", "no folder for your own seeds is named", remedy=remedy)
    folder.mkdir(parents=True, exist_ok=True)
    return OwnSeeds(folder, source)


@actors.command()
@click.option("--list/--ask", "listing", default=None, help="Print the names, or ask about each [default: ask on a terminal].")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, metavar="N", help="At most so many names.")
@warehouse_option
@seeds_option
@format_option
def review(listing: bool | None, limit: int, warehouse: Path | None, form: str) -> None:
    """Go through the names that nobody could identify, the most frequent first, each with a sentence.

    A decision is written at once; names that you have decided are not asked again. The next `ingest` extracts with it. In scripts print
    the names with --list and decide with `actors alias`, `add` and `ignore`.
    """
    from flows.knowledge.build import load_registry
    from flows.showing.show import print_rows
    from warehouse.query import unresolved_names

    with published_of(warehouse) as connection:
        found = unresolved_names(connection)
    registry = load_registry()
    names = [row for row in found if row["name"] != row["name"].lower()]  # "officials" without a state are nothing that can be taught
    open_ = [row for row in names if not registry.names(row["name"]) and not registry.is_nobody(row["name"])][:limit]
    asking = sys.stdin.isatty() and sys.stdout.isatty() and form == "table" if listing is None else not listing
    if not asking:
        columns = ("name", "times", "articles", "reason", "example")
        print_rows(columns, [tuple(row[column] for column in columns) for row in open_], form)
    elif _ask_all(open_, _own_seeds()):
        click.echo("Run regesta ingest again on the same files to extract with your decisions.")


def _ask_all(rows: list[dict[str, Any]], own: "OwnSeeds") -> int:
    """Asks about each name until the user quits; returns how many were decided."""
    from flows.showing.show import clean

    decided = 0
    for number, row in enumerate(rows, 1):
        click.echo(
            f"\n{number}/{len(rows)}  {clean(row['name'])}  ({row['times']} times in {row['articles']} articles: {clean(row['reason'])})"
        )
        click.echo(f"  {clean(row['example'])}")
        answer = ""
        while answer not in ("s", "q", "done"):
            answer = click.prompt("[a]lias of an actor, [n]ew actor, [i]gnore, [s]kip, [q]uit", default="s").strip().lower()[:1]
            if answer in ("a", "n", "i"):
                answer = "done" if _decided(answer, row["name"], own) else ""
        if answer == "q":
            break
        decided += answer == "done"
    return decided


def _decided(answer: str, name: str, own: "OwnSeeds") -> bool:
    """Carries one answer out; what is refused is told, and the user is asked again."""
    from flows.knowledge.decisions import NewActor
    from flows.knowledge.seeds import shown
    from flows.showing.show import clean

    try:
        if answer == "i":
            path = own.ignore(name)
        elif answer == "a":
            path = own.alias(name, _known_actor(click.prompt("Whose name is it (id or name)").strip()))
        else:
            label, kind = click.prompt("Full name", default=name), click.prompt("Kind", type=click.Choice(KINDS), default="person")
            person = kind == "person"
            actor_id = click.prompt("Id", default=_id(None, label, kind) if person else None)
            country = click.prompt("Country (ISO code)", default=None if person else "", show_default=False)
            path = own.add(NewActor(actor_id, label, kind, country, (name,)))
    except RegestaError as error:
        click.echo(clean(str(error)))
        return False
    click.echo(f"written to {shown(path)}")
    return True


def _known_actor(words: str) -> str:
    """The id that the words are, or that they mean as a name."""
    from flows.knowledge.build import load_registry

    registry = load_registry()
    ids = list(dict.fromkeys(name.actor_id for name in registry.names(words)))
    if registry.actor(words) or not ids:
        return words
    if len(ids) > 1:
        raise InvalidRequest("name", f"{words!r} has several readings", allowed=", ".join(ids), remedy="give one of these ids")
    return ids[0]
