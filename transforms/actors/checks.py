"""The lint of `seeds/actors/*.csv`: run before anything is loaded, so that a wrong row is refused with its file and line."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from transforms.actors.fold import fold
from transforms.actors.names import USES
from transforms.actors.validity import first_day, is_partial_date, last_day, overlap
from transforms.errors import SeedError

Row = Mapping[str, str]
Tables = Mapping[str, Sequence[Row]]

COLUMNS = {
    "states": ("code", "label", "names", "demonyms", "capital", "metonyms", "valid_from", "valid_to", "successors", "wikidata", "source"),
    "organisations": ("actor_id", "label", "kind", "code", "names", "seat", "valid_from", "valid_to", "wikidata", "source"),
    "memberships": ("organisation", "member", "valid_from", "valid_to", "source"),
    "armed_groups": ("actor_id", "label", "kind", "code", "countries", "names", "valid_from", "valid_to", "wikidata", "source"),
    "offices": ("office", "of", "titles", "sector", "source"),
    "persons": ("actor_id", "label", "names", "gender", "country", "wikidata", "source"),
    "terms": ("actor_id", "office", "of", "valid_from", "valid_to", "source"),
    "terms_refused": ("person", "wikidata", "office", "of", "valid_from", "valid_to", "source", "reason"),
    "aliases": ("name", "actor_id", "use", "valid_from", "valid_to", "source"),
    "ambiguous_names": ("name", "actor_id", "rule", "examples", "counterexamples", "source"),
}
_IDS = {"states": "code", "organisations": "actor_id", "armed_groups": "actor_id", "persons": "actor_id"}
_BODIES = ("states", "organisations", "armed_groups")
_REQUIRED = {"states": ("code", "label"), "organisations": ("actor_id", "label", "code"), "armed_groups": ("actor_id", "label", "code"),
             "persons": ("actor_id", "label"), "terms": ("actor_id", "office", "of"), "memberships": ("organisation", "member"),
             "offices": ("office", "titles"), "aliases": ("name", "actor_id"), "ambiguous_names": ("name", "rule")}  # fmt: skip
_UNDATED = ("terms_refused",)
_ALIAS_USES = ("", *(use for use in USES if use not in ("person", "surname")))
# Two rows that agree in these say the same thing twice, or contradict each other; the warehouse has one row for them.
_ONCE = {"offices": ("office", "of"), "terms": ("actor_id", "office", "of", "valid_from"),
         "memberships": ("organisation", "member", "valid_from"), "aliases": ("name", "actor_id", "valid_from")}  # fmt: skip


def check_tables(tables: Tables, rule_ids: Iterable[str]) -> None:
    """Checks every row of every table.

    Args:
        tables: Rows by file name, each with `_where` for messages (as `flows.knowledge.seeds.tables` gives them; others may lack it).
        rule_ids: Ids of the context rules that ambiguous_names.csv may refer to.

    Raises:
        SeedError: An unknown table or column, an empty required cell, a duplicate id or row, a reference to nothing, a date that is
            none, an interval whose end is before its start, or a name that two actors claim at the same time.
    """
    for table, rows in tables.items():
        if table not in COLUMNS:
            raise SeedError(
                f"seeds/actors/{table}.csv", "unknown table", allowed=", ".join(sorted(COLUMNS)), remedy="rename or remove the file"
            )
        for row in rows:
            _check_row(table, row)
    bodies, persons = _ids(tables)
    _check_once(tables)
    _check_references(tables, bodies, persons, frozenset(rule_ids))
    _check_claims(tables)


def _where(table: str, row: Row) -> str:
    return row.get("_where") or f"seeds/actors/{table}.csv"


def _check_row(table: str, row: Row) -> None:
    allowed = COLUMNS[table]
    for column in row:
        if column not in allowed and column != "_where":
            raise SeedError(
                _where(table, row), f"unknown column {column!r}", allowed=", ".join(allowed), remedy="rename or remove the column"
            )
    for column in allowed:
        if column not in row:
            raise SeedError(
                _where(table, row), f"no column {column!r}", allowed=", ".join(allowed), remedy="add the column; its cells may be empty"
            )
    for column in _REQUIRED.get(table, ()):
        if not row[column]:
            raise SeedError(_where(table, row), f"{column} is empty", remedy="fill the cell or remove the row")
    if "valid_from" in allowed and table not in _UNDATED:
        _check_dates(table, row)
    if table == "aliases" and row["use"] not in _ALIAS_USES:
        uses = f"{', '.join(_ALIAS_USES[1:])} or empty"
        raise SeedError(_where(table, row), f"use {row['use']!r}", allowed=uses, remedy="choose one of these, or leave it empty")


def _check_dates(table: str, row: Row) -> None:
    for column in ("valid_from", "valid_to"):
        if row[column] and not is_partial_date(row[column]):
            raise SeedError(
                _where(table, row),
                f"{column} {row[column]!r}",
                allowed="2018, 2018-02, 2018-02-26 or empty",
                remedy="write the date as far as it is known",
            )
    if row["valid_from"] and row["valid_to"] and first_day(row["valid_from"]) > last_day(row["valid_to"]):
        raise SeedError(
            _where(table, row), f"valid_to {row['valid_to']} is before valid_from {row['valid_from']}", remedy="swap or correct the dates"
        )


def _ids(tables: Tables) -> tuple[dict[str, Row], dict[str, Row]]:
    """(states, organisations and groups; persons) by id."""
    seen: dict[str, Row] = {}
    persons: dict[str, Row] = {}
    for table, column in _IDS.items():
        for row in tables.get(table, ()):
            key = row[column]
            if key in seen or key in persons:
                first = (seen.get(key) or persons[key]).get("_where", "another row")
                raise SeedError(
                    _where(table, row), f"id {key!r} is taken by {first}", remedy="give this row another id, or merge the two rows"
                )
            (persons if table == "persons" else seen)[key] = row
    return seen, persons


def _check_once(tables: Tables) -> None:
    for table, columns in _ONCE.items():
        seen: dict[tuple[str, ...], Row] = {}
        for row in tables.get(table, ()):
            key = tuple(row[column] for column in columns)
            if key in seen:
                found = f"{', '.join(value or 'empty' for value in key)} is also in {seen[key].get('_where', 'another row')}"
                raise SeedError(_where(table, row), found, allowed=f"one row for {', '.join(columns)}", remedy="remove one of the two")
            seen[key] = row


def _split(cell: str) -> list[str]:
    return [value.strip() for value in cell.split("|") if value.strip()]


def _check_references(tables: Tables, bodies: Mapping[str, Row], persons: Mapping[str, Row], rule_ids: frozenset[str]) -> None:
    offices = {row["office"] for row in tables.get("offices", ())}
    rebels = {f"GRP:{row['code']}-REB" for row in tables.get("states", ())}
    known: dict[str, Any] = {"body": bodies, "person": persons, "office": offices, "rule": rule_ids, "any": {*bodies, *persons, *rebels}}
    for table, column, kind in _REFERENCES:
        values = ((row, value) for row in tables.get(table, ()) for value in _split(row[column]))
        for row, value in values:
            if value not in known[kind]:
                remedy = "correct the cell or add the missing row"
                raise SeedError(_where(table, row), f"{column} {value!r} is not known", allowed=_HINTS[kind], remedy=remedy)


_REFERENCES = (
    ("states", "successors", "body"),
    ("armed_groups", "countries", "body"),
    ("persons", "country", "body"),
    ("terms", "actor_id", "person"),
    ("terms", "of", "body"),
    ("terms", "office", "office"),
    ("memberships", "organisation", "body"),
    ("memberships", "member", "body"),
    ("offices", "of", "body"),
    ("aliases", "actor_id", "any"),
    ("ambiguous_names", "actor_id", "any"),
    ("ambiguous_names", "rule", "rule"),
)
_HINTS = {
    "body": "a code of states.csv or an id of organisations.csv or armed_groups.csv",
    "person": "an id of persons.csv",
    "office": "an office of offices.csv",
    "rule": "the id of a rule in seeds/context/actors_homonyms.yml",
    "any": "an id of states.csv, organisations.csv, armed_groups.csv or persons.csv",
}


def _check_claims(tables: Tables) -> None:
    """No two actors may have one name at the same time, unless ambiguous_names.csv says which is meant when."""
    settled = {fold(row["name"]).casefold() for row in tables.get("ambiguous_names", ())}
    claims: dict[str, list[tuple[str, tuple[str, str], str]]] = {}
    for form, key, actor_id, dates, where in _claims(tables):
        for other, other_dates, first in claims.setdefault(key, []):
            if other != actor_id and fold(form).casefold() not in settled and overlap(dates, other_dates):
                remedy = "remove it from one of them, give both dates that do not overlap, or settle it in ambiguous_names.csv"
                raise SeedError(where, f"the name {form!r} is also claimed by {other} ({first})", remedy=remedy)
        claims[key].append((actor_id, dates, where))


def _claims(tables: Tables) -> Iterable[tuple[str, str, str, tuple[str, str], str]]:
    """(name, key, actor, dates, where) of every name; names with the same key must not overlap in time.

    A person claims a full name within the own country, from the first to the last known term; last names may be shared, the office
    decides then.
    """
    for table in _BODIES:
        for row in tables.get(table, ()):
            cells = [row["label"], row["names"], row.get("demonyms", ""), row.get("capital", ""), row.get("metonyms", "")]
            for form in dict.fromkeys(_split("|".join(cells))):
                yield form, fold(form), row[_IDS[table]], (row["valid_from"], row["valid_to"]), _where(table, row)
    careers = _careers(tables)
    countries = {row["actor_id"]: row["country"] for row in tables.get("persons", ())}
    for row in tables.get("persons", ()):
        for form in dict.fromkeys(_split(f"{row['label']}|{row['names']}")):
            if " " in form and row["actor_id"] in careers:
                yield form, f"{row['country']} {fold(form)}", row["actor_id"], careers[row["actor_id"]], _where("persons", row)
    lives = {row[_IDS[table]]: (row["valid_from"], row["valid_to"]) for table in _BODIES for row in tables.get(table, ())}
    for row in tables.get("aliases", ()):
        form, actor_id, dates = row["name"], row["actor_id"], (row["valid_from"], row["valid_to"])
        if actor_id not in countries:
            yield form, fold(form), actor_id, dates if any(dates) else lives.get(actor_id, dates), _where("aliases", row)
        elif " " in form:
            held = dates if any(dates) else careers.get(actor_id, dates)
            yield form, f"{countries[actor_id]} {fold(form)}", actor_id, held, _where("aliases", row)


def _careers(tables: Tables) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for row in tables.get("terms", ()):
        start, end = row["valid_from"], row["valid_to"]
        first, last = found.get(row["actor_id"], (start, end))
        found[row["actor_id"]] = (min(first, start), max(last, end) if last and end else "")
    return found
