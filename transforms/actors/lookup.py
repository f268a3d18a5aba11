"""Why a name means whom: the readings of a name on a date, and which one is taken, for `regesta actors find`."""

from dataclasses import dataclass

from transforms.actors.registry import Registry
from transforms.actors.resolve import resolve_actors
from transforms.actors.validity import may_hold
from transforms.records import ActorMention
from transforms.syntax import Sentence


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing a name can mean. `valid` is None without a date; `offices` are those held on the date (all, without a date)."""

    actor_id: str
    label: str
    code: str
    use: str
    valid_from: str | None
    valid_to: str | None
    valid: bool | None
    offices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lookup:
    """All readings of the words as a name, and what the words resolve to where nothing stands around them (None: nobody)."""

    name: str
    on: str | None
    readings: tuple[Reading, ...]
    chosen: ActorMention | None


def lookup(registry: Registry, name: str, *, on: str | None = None) -> Lookup:
    """Explains a name ("Moscow", "Lavrov") or a title ("Russian foreign minister") on a partial date, None for no date."""
    mentions = resolve_actors(name, [Sentence(0, len(name), 0)], registry, published=on)
    whole = max(mentions, key=lambda mention: mention.end - mention.start, default=None)
    ids = {
        reading.actor_id: reading
        for reading in (_reading(registry, n.actor_id, n.use, (n.valid_from, n.valid_to), on) for n in registry.names(name))
    }
    for person in registry.surname(name.casefold()):
        ids.setdefault(person, _reading(registry, person, "surname", (None, None), on))
    return Lookup(name, on, tuple(ids.values()), whole)


def _reading(registry: Registry, actor_id: str, use: str, dates: tuple[str | None, str | None], on: str | None) -> Reading:
    terms = [term for term in registry.terms_of(actor_id) if not on or may_hold(term.valid_from, term.valid_to, on)]
    offices = tuple(f"{term.office} of {term.of}" for term in terms)
    valid = None if on is None else may_hold(*dates, on) and (bool(offices) or use not in ("person", "surname"))
    return Reading(actor_id, registry.label(actor_id), registry.code(actor_id, on), use, *dates, valid, offices)
