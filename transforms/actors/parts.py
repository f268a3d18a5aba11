"""From the rows of `seeds/actors/*.csv` to the parts an index of actors is built from."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from transforms.actors.fold import fold
from transforms.actors.names import Name, spellings
from transforms.records import Actor, ActorTerm, Membership

Row = Mapping[str, str]
Tables = Mapping[str, Sequence[Row]]
Rules = Mapping[str, Sequence[Mapping[str, Any]]]

FAMILY_NAME_FIRST = frozenset({"CHN", "TWN", "PRK", "KOR", "VNM", "HKG", "KHM"})
PARTICLES = frozenset(
    {"al", "el", "de", "da", "do", "dos", "di", "del", "van", "von", "der", "den", "bin", "ben", "ibn", "ould", "le", "la", "ul"}
)
_ARTICLES = ("al-", "el-", "as-", "ash-", "ul-", "ad-", "ar-", "az-")
_TITLES_IN_NAMES = frozenset({"the", "king", "queen", "prince", "princess", "pope", "emperor", "sultan", "emir", "sheikh"})
_ADJECTIVE = re.compile(r"[A-Za-z -]*(?:an|ern|rab|ish|ic|kan)")


@dataclass(frozen=True, slots=True)
class Person:
    """What the texts about a person must agree with: gender ("f", "m", None unknown) and country (a state's code)."""

    actor_id: str
    gender: str | None
    country: str


@dataclass(frozen=True, slots=True)
class Sense:
    """One row of ambiguous_names.csv: what a name means (None: no actor) where the rule holds."""

    actor_id: str | None
    rule_id: str


@dataclass(slots=True)
class Parts:
    """What the rows say, by what an index needs to look up. `names` is by folded spelling, `surnames` by folded lower-case last name."""

    actors: dict[str, Actor] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    names: dict[str, list[Name]] = field(default_factory=dict)
    aliases: list[tuple[str, Name]] = field(default_factory=list)
    surnames: dict[str, list[str]] = field(default_factory=dict)
    given_names: dict[str, list[str]] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)
    terms: list[ActorTerm] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)
    titles: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    sectors: dict[str, str] = field(default_factory=dict)
    senses: dict[str, list[Sense]] = field(default_factory=dict)

    def claim(self, form: str, name: Name) -> None:
        """Adds a reading to every spelling of the name."""
        self.aliases.append((form, name))
        for spelling in spellings(form):
            names = self.names.setdefault(spelling, [])
            if name not in names:
                names.append(name)

    def prefer(self, form: str, name: Name) -> None:
        """As `claim`, before all readings that the name has."""
        self.claim(form, name)
        for spelling in spellings(form):
            names = self.names[spelling]
            names.insert(0, names.pop(names.index(name)))


def collect(tables: Tables) -> Parts:
    """Reads all rows; they must have passed `checks.check_tables`."""
    parts = Parts()
    for row in tables.get("states", ()):
        _add_state(parts, row)
    for row in tables.get("organisations", ()):
        _add_body(parts, row, "organisation")
    for row in tables.get("armed_groups", ()):
        _add_body(parts, row, "armed group")
    _add_rebels(parts)
    for row in tables.get("persons", ()):
        _add_person(parts, row)
    _add_aliases(parts, tables)
    _add_dated_rows(parts, tables)
    _add_titles(parts, tables)
    for row in tables.get("ambiguous_names", ()):
        parts.senses.setdefault(fold(row["name"]).casefold(), []).append(Sense(row["actor_id"] or None, row["rule"]))
    return parts


def split(cell: str) -> list[str]:
    """The values of a cell that holds several, parted by "|"."""
    return [value for value in (part.strip() for part in cell.split("|")) if value]


def _add_state(parts: Parts, row: Row) -> None:
    code = row["code"]
    parts.actors[code] = Actor(code, row["label"], "state", code, "GOV", row["wikidata"] or None)
    parts.kinds[code] = "state"
    dates = (row["valid_from"] or None, row["valid_to"] or None)
    for form in dict.fromkeys(split(f"{row['label']}|{row['names']}")):
        parts.claim(form, Name(code, _body_use(form), *dates))
    for use, cell in (("demonym", row["demonyms"]), ("capital", row["capital"]), ("metonym", row["metonyms"])):
        for form in split(cell):
            parts.claim(form, Name(code, use, *dates))


def _add_body(parts: Parts, row: Row, kind: str) -> None:
    actor_id, code = row["actor_id"], row["code"]
    kind = "bloc" if row["kind"] == "bloc" else kind
    parts.actors[actor_id] = Actor(actor_id, row["label"], kind, code, _SECTORS.get(row["kind"]), row["wikidata"] or None)
    parts.kinds[actor_id] = row["kind"]
    dates = (row["valid_from"] or None, row["valid_to"] or None)
    for form in dict.fromkeys(split(f"{row['label']}|{row['names']}")):
        use = "demonym" if kind == "bloc" and _ADJECTIVE.fullmatch(form) else _body_use(form)
        parts.claim(form, Name(actor_id, use, *dates))
    for country in split(row.get("countries", "")):
        parts.memberships.append(Membership(actor_id, country))


_SECTORS = {"organisation": "IGO", "ngo": "NGO", "company": "BUS", "court": "JUD", "media": "MED", "armed_group": "REB", "party": "PTY"}


def _add_rebels(parts: Parts) -> None:
    """An actor for the nameless rebels of every state, so that "Sudanese rebels" are neither Sudan nor unknown."""
    for code in [actor.code for actor in parts.actors.values() if actor.kind == "state"]:
        actor_id = f"GRP:{code}-REB"
        if actor_id not in parts.actors:
            parts.actors[actor_id] = Actor(actor_id, f"rebels in {parts.actors[code].label}", "armed group", actor_id, "REB")
            parts.kinds[actor_id] = "rebels"
            parts.memberships.append(Membership(actor_id, code))


def _add_person(parts: Parts, row: Row) -> None:
    actor_id = row["actor_id"]
    country = row["country"] or "UNK"
    parts.actors[actor_id] = Actor(actor_id, row["label"], "person", country, "GOV", row["wikidata"] or None)
    parts.kinds[actor_id] = "person"
    parts.persons[actor_id] = Person(actor_id, row["gender"][:1].lower() or None, country)
    for form in dict.fromkeys(split(f"{row['label']}|{row['names']}")):
        parts.claim(form, Name(actor_id, _person_use(form)))
        _index_person(parts, form, parts.persons[actor_id])


def _index_person(parts: Parts, form: str, person: Person) -> None:
    if " " in form:
        _index(parts.given_names, fold(form).casefold().split()[0], person.actor_id)
        for last in last_names(form, person.country):
            _index(parts.surnames, last, person.actor_id)


def _add_aliases(parts: Parts, tables: Tables) -> None:
    """Names of their own dates; a row without dates holds as long as its actor."""
    bodies = (row for table in ("states", "organisations", "armed_groups") for row in tables.get(table, ()))
    lives = {row.get("actor_id") or row["code"]: (row["valid_from"], row["valid_to"]) for row in bodies}
    for row in tables.get("aliases", ()):
        form, actor_id = row["name"], row["actor_id"]
        dates = (row["valid_from"], row["valid_to"])
        valid_from, valid_to = dates if any(dates) else lives.get(actor_id, dates)
        person = parts.persons.get(actor_id)
        if person:
            _index_person(parts, form, person)
        use = row["use"] or (_person_use(form) if person else _body_use(form))
        parts.prefer(form, Name(actor_id, use, valid_from or None, valid_to or None))


def _person_use(form: str) -> str:
    return "person" if " " in form else "surname"


def _body_use(form: str) -> str:
    return "acronym" if form.replace(".", "").isupper() and form.replace(".", "").isalpha() else "name"


def _index(index: dict[str, list[str]], key: str, actor_id: str) -> None:
    ids = index.setdefault(key, [])
    if actor_id not in ids:
        ids.append(actor_id)


def last_names(name: str, country: str) -> list[str]:
    """The short forms a person may be called by after the full name, folded and in lower case: "assad", "al-assad", "de mistura"."""
    words = [word for word in fold(name).casefold().split() if word not in _TITLES_IN_NAMES]
    if not words:
        return []
    if country in FAMILY_NAME_FIRST and len(words) in (2, 3):
        return [words[0], words[-1]] if country == "VNM" else [words[0]]
    at = len(words) - 1
    found = [words[at]]
    while at > 1 and words[at - 1] in PARTICLES:
        at -= 1
        found.append(" ".join(words[at:]))
    found.extend(words[-1].removeprefix(article) for article in _ARTICLES if words[-1].startswith(article))
    return found


def _add_dated_rows(parts: Parts, tables: Tables) -> None:
    for row in tables.get("terms", ()):
        dates = (row["valid_from"] or None, row["valid_to"] or None)
        parts.terms.append(ActorTerm(row["actor_id"], row["office"], row["of"], *dates))
    for row in tables.get("memberships", ()):
        parts.memberships.append(Membership(row["organisation"], row["member"], row["valid_from"] or None, row["valid_to"] or None))


def _add_titles(parts: Parts, tables: Tables) -> None:
    found: dict[tuple[str, str], list[str]] = {}
    for row in tables.get("offices", ()):
        parts.sectors[row["office"]] = row["sector"]
        for title in split(row["titles"]):
            found.setdefault((fold(title).casefold(), row["of"]), []).append(row["office"])
    parts.titles.update({key: tuple(dict.fromkeys(offices)) for key, offices in found.items()})
