"""Who there is: actors, their names, offices and terms, as an index that answers "who is this, on that day?"."""

from collections.abc import Iterable, Mapping, Sequence

from transforms.actors.checks import check_tables
from transforms.actors.fold import fold
from transforms.actors.names import Name, NameIndex
from transforms.actors.parts import Parts, Person, Rules, Sense, Tables, collect
from transforms.actors.rulecheck import check_rules
from transforms.actors.validity import may_hold, surely_holds
from transforms.actors.vocabulary import Vocabulary
from transforms.records import Actor, ActorAlias, ActorTerm, Membership

_LEADING = ("head_of_state", "head_of_government", "foreign_minister")


class Registry:
    """All actors with their names and terms. Made by `build_registry`, never changed afterwards."""

    def __init__(self, parts: Parts, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.persons: Mapping[str, Person] = parts.persons
        self._parts = parts
        self._names = {form: tuple(names) for form, names in parts.names.items()}
        self._terms_by_office: dict[tuple[str, str], list[ActorTerm]] = {}
        self._terms_by_person: dict[str, list[ActorTerm]] = {}
        for term in parts.terms:
            self._terms_by_office.setdefault((term.office, term.of), []).append(term)
            self._terms_by_person.setdefault(term.actor_id, []).append(term)
        self._countries: dict[str, list[str]] = {}
        for row in parts.memberships:
            self._countries.setdefault(row.organisation, []).append(row.member)
        self.index = NameIndex(self._names)

    def actors(self) -> list[Actor]:
        """All actors, by id."""
        return [self._parts.actors[key] for key in sorted(self._parts.actors)]

    def aliases(self) -> list[ActorAlias]:
        """All names as the seeds give them, by actor and name."""
        found = {ActorAlias(name.actor_id, form, name.valid_from, name.valid_to) for form, name in self._parts.aliases}
        return sorted(found, key=lambda row: (row.actor_id, row.alias, row.valid_from or "", row.valid_to or ""))

    def terms(self) -> list[ActorTerm]:
        """All terms of office, by person, office and start."""
        return sorted(self._parts.terms, key=lambda row: (row.actor_id, row.office, row.of, row.valid_from or ""))

    def memberships(self) -> list[Membership]:
        """All memberships, by organisation and member; an armed group's countries are its memberships too."""
        return sorted(self._parts.memberships, key=lambda row: (row.organisation, row.member, row.valid_from or ""))

    def actor(self, actor_id: str) -> Actor | None:
        """The actor with this id."""
        return self._parts.actors.get(actor_id)

    def label(self, actor_id: str) -> str:
        """The actor's name for people; the id itself when it is unknown."""
        actor = self._parts.actors.get(actor_id)
        return actor.label if actor else actor_id

    def kind(self, actor_id: str) -> str:
        """The kind as the seed row says it ("court", "party", "company"), finer than `Actor.kind`."""
        return self._parts.kinds.get(actor_id, "")

    def code(self, actor_id: str, on: str | None) -> str:
        """The participant's code on a date: a person serving an organisation then has the organisation's."""
        actor = self._parts.actors[actor_id]
        if actor.kind != "person":
            return actor.code
        terms = self._terms_by_person.get(actor_id, [])
        employers = [term.of for term in terms if not on or may_hold(term.valid_from, term.valid_to, on)]
        bodies = [self._parts.actors[of] for of in employers if of in self._parts.actors and self._parts.actors[of].kind != "state"]
        states = [of for of in employers if of in self._parts.actors and self._parts.actors[of].kind == "state"]
        if bodies and not (actor.code in states and not on):
            return bodies[0].code
        return states[0] if on and states and actor.code not in states else actor.code

    def countries(self, actor_id: str) -> tuple[str, ...]:
        """The states behind an actor: its own code for a state, a company or a person, where an armed group fights; none for others."""
        actor = self._parts.actors[actor_id]
        if len(actor.code) == 3 and actor.code != "UNK":
            return (actor.code,)
        return tuple(dict.fromkeys(self._countries.get(actor_id, ()))) if actor.kind == "armed group" else ()

    def members(self, actor_id: str, on: str | None) -> tuple[str, ...]:
        """The members of an organisation that surely belonged to it on the date (ever, without a date), sorted."""
        rows = [row for row in self._parts.memberships if row.organisation == actor_id]
        return tuple(sorted({row.member for row in rows if not on or surely_holds(row.valid_from, row.valid_to, on)}))

    def names(self, form: str) -> tuple[Name, ...]:
        """All readings of a name, in any spelling that differs in accents or apostrophes only."""
        return self._names.get(fold(form), ())

    def senses(self, form: str) -> Sequence[Sense]:
        """The rows of ambiguous_names.csv for a name, in the file's order."""
        return self._parts.senses.get(fold(form).casefold(), ())

    def is_nobody(self, form: str) -> bool:
        """True for a name of which ambiguous_names.csv says that it never is an actor: its first reading is nobody, always."""
        senses = self.senses(form)
        return bool(senses) and senses[0].actor_id is None and self.vocabulary.entries[senses[0].rule_id]["test"] == "always"

    def surname(self, last: str) -> Sequence[str]:
        """Ids of the persons with this last name (folded, lower case)."""
        return self._parts.surnames.get(last, ())

    def given_name(self, given: str) -> Sequence[str]:
        """Ids of the persons with this given name (folded, lower case)."""
        return self._parts.given_names.get(given, ())

    def terms_of(self, actor_id: str) -> Sequence[ActorTerm]:
        """A person's terms."""
        return self._terms_by_person.get(actor_id, ())

    def leads(self, actor_id: str, on: str) -> bool:
        """True when the person may be head of state or government, foreign minister, or head of an organisation on the date."""
        return any(
            may_hold(term.valid_from, term.valid_to, on) and (term.office in _LEADING or len(term.of) != 3)
            for term in self.terms_of(actor_id)
        )

    def offices(self, title: str, of: str) -> tuple[str, ...]:
        """The offices that a title ("foreign secretary") names in a state or organisation: its own titles first, else the usual ones."""
        titles = self._parts.titles
        return titles.get((title, of)) or titles.get((title, "")) or titles.get((title, "*")) or ()

    def holder(self, offices: Iterable[str], of: str, on: str) -> str | None:
        """Who held one of the offices on the date; None when nobody or, on a day of change, more than one may have."""
        terms = [term for office in offices for term in self._terms_by_office.get((office, of), ())]
        for holds in (surely_holds, may_hold):
            people = sorted({term.actor_id for term in terms if holds(term.valid_from, term.valid_to, on)})
            if people:
                return people[0] if len(people) == 1 else None
        return None


def build_registry(tables: Tables, rules: Rules) -> Registry:
    """The index of all actors.

    Args:
        tables: Rows of `seeds/actors/*.csv` by file name (`flows.knowledge.seeds.tables("actors")`); a missing table counts as empty.
        rules: Entries of `seeds/context/*.yml` by file name (`flows.knowledge.seeds.rules("context")`); those named "actors..." are used.

    Raises:
        SeedError: A row or rule is not in its documented form (docs/actors.md).
    """
    check_rules(rules)
    check_tables(tables, [rule["id"] for rule in rules.get("actors_homonyms", ())])
    return Registry(collect(tables), Vocabulary(rules))
