"""Who there is: actors, their names, offices and terms, as an index that answers "who is this, on that day?"."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from transforms.actors.fold import fold
from transforms.actors.names import Name, NameIndex, spellings
from transforms.actors.validity import may_hold, surely_holds
from transforms.actors.vocabulary import Vocabulary
from transforms.records import Actor, ActorAlias, ActorTerm

Tables = Mapping[str, Sequence[Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class Person:
    """What the texts about a person must agree with: gender ("f", "m", None unknown) and country (a state's code)."""

    actor_id: str
    gender: str | None
    country: str


@dataclass(frozen=True, slots=True)
class Membership:
    """An actor's membership of an organisation; inclusive partial dates, None for no limit."""

    organisation: str
    member: str
    valid_from: str | None = None
    valid_to: str | None = None


class Registry:
    """All actors with their names and terms. Made by `build_registry`, never changed afterwards."""

    def __init__(self, parts: "Parts", vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.persons: Mapping[str, Person] = parts.persons
        self._actors = parts.actors
        self._kinds = parts.kinds
        self._names = {form: tuple(names) for form, names in parts.names.items()}
        self._surnames = {form: tuple(ids) for form, ids in parts.surnames.items()}
        self._terms = parts.terms
        self._memberships = tuple(parts.memberships)
        self._titles = parts.titles
        self._terms_by_office: dict[tuple[str, str], list[ActorTerm]] = {}
        self._terms_by_person: dict[str, list[ActorTerm]] = {}
        for term in parts.terms:
            self._terms_by_office.setdefault((term.office, term.of), []).append(term)
            self._terms_by_person.setdefault(term.actor_id, []).append(term)
        self.index = NameIndex(self._names)

    def actors(self) -> list[Actor]:
        """All actors, by id."""
        return [self._actors[key] for key in sorted(self._actors)]

    def aliases(self) -> list[ActorAlias]:
        """All names as the seeds give them, by actor and name."""
        found = {ActorAlias(name.actor_id, form, name.valid_from, name.valid_to) for form, names in self._names.items() for name in names}
        return sorted(found, key=lambda row: (row.actor_id, row.alias, row.valid_from or "", row.valid_to or ""))

    def terms(self) -> list[ActorTerm]:
        """All terms of office, by person, office and start."""
        return sorted(self._terms, key=lambda row: (row.actor_id, row.office, row.of, row.valid_from or ""))

    def memberships(self) -> list[Membership]:
        """All memberships, by organisation and member."""
        return sorted(self._memberships, key=lambda row: (row.organisation, row.member, row.valid_from or ""))

    def actor(self, actor_id: str) -> Actor | None:
        """The actor with this id."""
        return self._actors.get(actor_id)

    def label(self, actor_id: str) -> str:
        """The actor's name for people; the id itself when it is unknown."""
        actor = self._actors.get(actor_id)
        return actor.label if actor else actor_id

    def kind(self, actor_id: str) -> str:
        """The kind as the seed row says it ("alliance", "court", "party"), finer than `Actor.kind`."""
        return self._kinds.get(actor_id, "")

    def code(self, actor_id: str, on: str | None) -> str:
        """The participant's code on a date: a person serving an organisation then has the organisation's."""
        actor = self._actors[actor_id]
        if actor.kind != "person":
            return actor.code
        terms = [term for term in self._terms_by_person.get(actor_id, ()) if on and may_hold(term.valid_from, term.valid_to, on)]
        for term in terms:
            employer = self._actors.get(term.of)
            if employer and employer.kind != "state":
                return employer.code
        return actor.code

    def countries(self, actor_id: str) -> tuple[str, ...]:
        """The states behind an actor, () for organisations."""
        actor = self._actors[actor_id]
        if actor.kind in ("state", "person"):
            return (actor.code,) if actor.code.isalpha() and len(actor.code) == 3 and actor.code != "UNK" else ()
        return self._group_countries(actor)

    def _group_countries(self, actor: Actor) -> tuple[str, ...]:
        if actor.kind != "armed group" and not actor.code.isalpha():
            return ()
        return tuple(sorted({row.member for row in self._memberships if row.organisation == actor.actor_id})) or (
            (actor.code,) if len(actor.code) == 3 and actor.code != "UNK" else ()
        )

    def names(self, form: str) -> tuple[Name, ...]:
        """All readings of a name, in any spelling that differs in accents or apostrophes only."""
        return self._names.get(fold(form), ())

    def surname(self, form: str) -> tuple[str, ...]:
        """Ids of the persons with this last name."""
        return self._surnames.get(fold(form).casefold(), ())

    def terms_of(self, actor_id: str) -> Sequence[ActorTerm]:
        """A person's terms."""
        return self._terms_by_person.get(actor_id, ())

    def offices(self, title: str, of: str) -> tuple[str, ...]:
        """The offices that a title ("foreign secretary") names in a state or organisation: its own titles first, else the usual ones."""
        return self._titles.get((title, of)) or self._titles.get((title, "")) or ()

    def holder(self, offices: Iterable[str], of: str, on: str) -> str | None:
        """Who held one of the offices on the date; None when nobody or, on a day of change, more than one may have."""
        terms = [term for office in offices for term in self._terms_by_office.get((office, of), ())]
        for holds in (surely_holds, may_hold):
            people = {term.actor_id for term in terms if holds(term.valid_from, term.valid_to, on)}
            if people:
                return people.pop() if len(people) == 1 else None
        return None


@dataclass(slots=True)
class Parts:
    """What `build_registry` collects from the tables."""

    actors: dict[str, Actor]
    kinds: dict[str, str]
    names: dict[str, list[Name]]
    surnames: dict[str, list[str]]
    persons: dict[str, Person]
    terms: list[ActorTerm]
    memberships: list[Membership]
    titles: dict[tuple[str, str], tuple[str, ...]]

    def claim(self, form: str, name: Name) -> None:
        """Adds a reading to every spelling of the name."""
        for spelling in spellings(form):
            names = self.names.setdefault(spelling, [])
            if name not in names:
                names.append(name)


def build_registry(tables: Tables, rules: Mapping[str, Sequence[Mapping[str, Any]]]) -> Registry:
    """The index of all actors.

    Args:
        tables: Rows of `seeds/actors/*.csv` by file name (`flows.seeds.tables("actors")`); a missing table counts as empty.
        rules: Entries of `seeds/context/*.yml` by file name (`flows.seeds.rules("context")`); files that start with "actors" are used.

    Raises:
        SeedError: A row or rule is not in its documented form (docs/actors.md).
    """
    parts = Parts({}, {}, {}, {}, {}, [], [], {})
    for row in tables.get("states", ()):
        _add_state(parts, row)
    for row in tables.get("organisations", ()):
        _add_body(parts, row, "organisation")
    for row in tables.get("armed_groups", ()):
        _add_body(parts, row, "armed group")
    for row in tables.get("persons", ()):
        _add_person(parts, row)
    parts.terms.extend(
        ActorTerm(row["actor_id"], row["office"], row["of"], row["valid_from"] or None, row["valid_to"] or None)
        for row in tables.get("terms", ())
    )
    parts.memberships.extend(
        Membership(row["organisation"], row["member"], row["valid_from"] or None, row["valid_to"] or None)
        for row in tables.get("memberships", ())
    )
    _add_titles(parts, tables, rules)
    return Registry(parts, Vocabulary(rules))


def split(cell: str) -> list[str]:
    """The values of a cell that holds several, parted by "|"."""
    return [value for value in (part.strip() for part in cell.split("|")) if value]


def _add_state(parts: Parts, row: Mapping[str, str]) -> None:
    code = row["code"]
    parts.actors[code] = Actor(code, row["label"], "state", code, None, row["wikidata"] or None)
    parts.kinds[code] = "state"
    dates = (row["valid_from"] or None, row["valid_to"] or None)
    for use, cell in (("name", f"{row['label']}|{row['names']}"), ("demonym", row["demonyms"]), ("capital", row["capital"])):
        for form in split(cell):
            parts.claim(form, Name(code, _use(form, use), *dates))
    for form in split(row["metonyms"]):
        parts.claim(form, Name(code, "metonym", *dates))
    for form in split(row["demonyms"]):
        if form[-2:] in ("an", "li", "qi", "ni", "ti") or form.endswith("i"):
            parts.claim(f"{form}s", Name(code, "demonym", *dates))


def _use(form: str, use: str) -> str:
    return "acronym" if use == "name" and form.isupper() and form.isalpha() else use


def _add_body(parts: Parts, row: Mapping[str, str], kind: str) -> None:
    actor_id = row["actor_id"]
    kind = "bloc" if row["kind"] == "bloc" or row["code"].startswith("REG:") else kind
    parts.actors[actor_id] = Actor(actor_id, row["label"], kind, row["code"], None, row["wikidata"] or None)
    parts.kinds[actor_id] = row["kind"]
    dates = (row["valid_from"] or None, row["valid_to"] or None)
    for form in split(f"{row['label']}|{row['names']}"):
        parts.claim(form, Name(actor_id, _use(form, "name"), *dates))
    for country in split(row.get("countries", "")):
        parts.memberships.append(Membership(actor_id, country))


def _add_person(parts: Parts, row: Mapping[str, str]) -> None:
    actor_id = row["actor_id"]
    country = row["country"] or "UNK"
    parts.actors[actor_id] = Actor(actor_id, row["label"], "person", country, None, row["wikidata"] or None)
    parts.kinds[actor_id] = "person"
    parts.persons[actor_id] = Person(actor_id, row["gender"] or None, country)
    for form in dict.fromkeys(split(f"{row['label']}|{row['names']}")):
        if " " not in form:
            parts.claim(form, Name(actor_id, "surname"))
            continue
        parts.claim(form, Name(actor_id, "person"))
        for last in last_names(form, country):
            ids = parts.surnames.setdefault(last, [])
            if actor_id not in ids:
                ids.append(actor_id)


FAMILY_NAME_FIRST = frozenset({"CHN", "TWN", "PRK", "KOR", "VNM", "HKG", "KHM"})
PARTICLES = frozenset(
    {"al", "el", "de", "da", "do", "dos", "di", "del", "van", "von", "der", "den", "bin", "ben", "ibn", "ould", "le", "la", "ul"}
)


def last_names(name: str, country: str) -> list[str]:
    """The short forms a person may be called by after the full name, folded and in lower case: "assad", "al-assad", "de mistura"."""
    words = fold(name).casefold().split()
    if country in FAMILY_NAME_FIRST and len(words) in (2, 3):
        return [words[0]] if words[0] not in PARTICLES else [" ".join(words[:2])]
    found = [words[-1]]
    at = len(words) - 1
    while at > 1 and words[at - 1] in PARTICLES:
        at -= 1
        found.append(" ".join(words[at:]))
    for prefix in ("al-", "el-", "as-", "ash-", "ul-"):
        if words[-1].startswith(prefix) and len(words[-1]) > len(prefix) + 2:
            found.append(words[-1].removeprefix(prefix))
    return found


def _add_titles(parts: Parts, tables: Tables, rules: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    found: dict[tuple[str, str], list[str]] = {}
    for rule in rules.get("actors_titles", ()):
        for title in rule["titles"]:
            found.setdefault((str(title).casefold(), ""), []).extend(rule["offices"])
    for row in tables.get("offices", ()):
        for title in split(row["titles"]):
            found.setdefault((fold(title).casefold(), row["of"]), []).append(row["office"])
    parts.titles.update({key: tuple(dict.fromkeys(offices)) for key, offices in found.items()})
