"""What a person decided about names, written into the user's own seeds: new actors, names of known ones, names of nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flows.knowledge.overlay import Row, lay_tables
from flows.knowledge.seeds import read_table, rules, shipped_tables, shown
from flows.knowledge.tidy import table_text, write_whole
from transforms.actors.checks import COLUMNS, check_tables
from transforms.actors.fold import fold
from transforms.errors import InvalidRequest

_NOBODY = "homonym.default"  # the rule that always holds
_TABLE_OF_KIND = {
    "person": "persons",
    **dict.fromkeys(("organisation", "bloc", "ngo", "court", "company", "media"), "organisations"),
    **dict.fromkeys(("armed group", "party", "movement"), "armed_groups"),
}
KINDS = tuple(_TABLE_OF_KIND)
_TWO_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})


@dataclass(frozen=True, slots=True)
class NewActor:
    """An actor to be added. `country` is where a person belongs or an armed group fights; `office` with `of` and dates a person's term."""

    actor_id: str
    label: str
    kind: str
    country: str = ""
    names: tuple[str, ...] = ()
    gender: str = ""
    wikidata: str = ""
    office: str = ""
    of: str = ""
    valid_from: str = ""
    valid_to: str = ""


class OwnSeeds:
    """The actor tables of the user's folder. A change is checked with the shipped seeds, then written in one step, or not at all.

    Args:
        folder: The folder of the user's own seeds; made when something is written.
        source: What the `source` column of new rows says.
    """

    def __init__(self, folder: Path, source: str = "") -> None:
        self._folder = folder / "actors"
        self._source = source or f"own decision, {datetime.now(UTC).date()}"

    def add(self, actor: NewActor) -> Path:
        """Adds an actor, and a person's term if an office is given; returns the actor's file.

        Raises:
            InvalidRequest: The id is taken.
            SeedError: A cell is not in its documented form, a reference leads nowhere, or a name is another actor's.
        """
        table = _TABLE_OF_KIND[actor.kind]
        for name, rows in self._tables().items():
            for row in rows:
                if name in _TABLE_OF_KIND.values() and row["actor_id"] == actor.actor_id:
                    remedy = "give another name to a known actor with regesta actors alias, or choose another --id"
                    raise InvalidRequest("--id", f"{actor.actor_id} is taken by {row['label']} ({row['_where']})", remedy=remedy)
        values = {
            "actor_id": actor.actor_id,
            "label": actor.label,
            "kind": actor.kind,
            "code": actor.actor_id,
            "names": "|".join(dict.fromkeys((actor.label, *actor.names))),
            "gender": actor.gender,
            "country": actor.country,
            "countries": actor.country,
            "wikidata": actor.wikidata,
        }
        new = {table: values}
        if actor.office:
            dates = {"valid_from": actor.valid_from, "valid_to": actor.valid_to}
            new["terms"] = {"actor_id": actor.actor_id, "office": actor.office, "of": actor.of or actor.country, **dates}
        elif table != "persons":
            values |= {"valid_from": actor.valid_from, "valid_to": actor.valid_to}
        self._write(new)
        return self._folder / f"{table}.csv"

    def alias(self, name: str, actor_id: str, *, use: str = "", valid_from: str = "", valid_to: str = "") -> Path:
        """Makes a name mean an actor, before all its other readings; returns the file.

        Raises:
            InvalidRequest: The name means the actor already, or the user ignores it.
            SeedError: The id is unknown, or the name is another actor's at the same time.
        """
        for row in self._own("ambiguous_names"):
            if _same(row["name"], name) and not row["actor_id"]:
                raise InvalidRequest("alias", f"{name!r} is ignored ({row['_where']})", remedy="remove that row first")
        for row in self._tables()["aliases"]:
            if _same(row["name"], name) and row["actor_id"] == actor_id and row["valid_from"] == valid_from:
                raise InvalidRequest("alias", f"{name!r} means {actor_id} already ({row['_where']})", remedy="nothing is to be done")
        self._write({"aliases": {"name": name, "actor_id": actor_id, "use": use, "valid_from": valid_from, "valid_to": valid_to}})
        return self._folder / "aliases.csv"

    def ignore(self, name: str) -> Path:
        """Makes a name mean nobody, wherever it stands; returns the file.

        Raises:
            InvalidRequest: The user ignores it already, or has made it the name of an actor.
        """
        for table in ("ambiguous_names", "aliases"):
            for row in self._own(table):
                if _same(row["name"], name):
                    found = f"means {row['actor_id']}" if row["actor_id"] else "is ignored already"
                    raise InvalidRequest(
                        "ignore", f"{name!r} {found} ({row['_where']})", remedy="remove that row first, if you changed your mind"
                    )
        self._write({"ambiguous_names": {"name": name, "actor_id": "", "rule": _NOBODY}})
        return self._folder / "ambiguous_names.csv"

    def _own(self, table: str) -> list[Row]:
        path = self._folder / f"{table}.csv"
        return read_table(path) if path.exists() else []

    def _tables(self) -> dict[str, list[Row]]:
        return lay_tables(shipped_tables("actors"), {table: self._own(table) for table in COLUMNS}, self._folder)

    def _write(self, new: Mapping[str, Row]) -> None:
        """Writes one more row of each table."""
        own = {table: self._own(table) for table in COLUMNS}
        for table, values in new.items():
            row = {column: " ".join(values.get(column, "").split()) for column in COLUMNS[table]}
            own[table].append({**row, "source": self._source, "_where": f"{shown(self._folder / table)}.csv, new row"})
        check_tables(lay_tables(shipped_tables("actors"), own, self._folder), [rule["id"] for rule in rules("context")["actors_homonyms"]])
        for table in new:
            write_whole(self._folder / f"{table}.csv", table_text(table, COLUMNS[table], own[table]))


def person_id(label: str) -> str:
    """The usual id of a person: "PER:surname-given", from a name whose last word is the surname."""
    plain = fold(label).casefold().translate(_TWO_LETTERS)
    words = "".join(char for char in plain if (char.isascii() and char.isalnum()) or char in " -").split()
    return "PER:" + "-".join((words[-1:] or ["unnamed"]) + words[:-1])


def _same(one: str, other: str) -> bool:
    return fold(one).casefold() == fold(other).casefold()
