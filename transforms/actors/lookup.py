"""Why a name means whom: the readings of a name on a date, and which one is taken, for `regesta actors find`."""

from collections.abc import Sequence
from dataclasses import dataclass

from transforms.actors.fold import fold
from transforms.actors.registry import Registry
from transforms.actors.resolve import resolve_actors
from transforms.actors.validity import may_hold
from transforms.records import ActorMention, ActorTerm
from transforms.syntax import Sentence

_ARTICLE = "the "


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing a name can mean. `valid` is None without a date; `offices` are those held on the date (all, without a date).

    `verdict` is "taken", "possible" (another reading comes first), or says why the reading does not hold on the date.
    """

    actor_id: str
    label: str
    code: str
    use: str
    valid_from: str | None
    valid_to: str | None
    valid: bool | None
    offices: tuple[str, ...]
    verdict: str


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
    taken = whole.actor_id if whole else None
    bare = name[len(_ARTICLE) :] if name.casefold().startswith(_ARTICLE) else name  # "the Kremlin"; "The Gambia" is a name with it
    names = registry.names(name) or registry.names(bare)
    ids = {
        reading.actor_id: reading
        for reading in (_reading(registry, n.actor_id, n.use, (n.valid_from, n.valid_to), on, taken) for n in names)
    }
    for person in registry.surname(fold(bare).casefold()):
        ids.setdefault(person, _reading(registry, person, "surname", (None, None), on, taken))
    return Lookup(name, on, tuple(ids.values()), whole)


def _reading(
    registry: Registry, actor_id: str, use: str, dates: tuple[str | None, str | None], on: str | None, taken: str | None
) -> Reading:
    terms = registry.terms_of(actor_id)
    held = [term for term in terms if not on or may_hold(term.valid_from, term.valid_to, on)]
    offices = tuple(f"{term.office} of {term.of}" for term in held)
    in_time = not on or may_hold(*dates, on)
    valid = None if on is None else in_time and (bool(offices) or use not in ("person", "surname"))
    verdict = _why_not(dates, in_time, terms, on) if valid is False else "possible"
    verdict = "taken" if actor_id == taken else verdict
    return Reading(actor_id, registry.label(actor_id), registry.code(actor_id, on), use, *dates, valid, offices, verdict)


def _why_not(dates: tuple[str | None, str | None], in_time: bool, terms: Sequence[ActorTerm], on: str | None) -> str:
    if not in_time:
        return f"has the name only {_between(*dates)}"
    if not terms:
        return "no office is known"
    return f"no office on {on}: " + ", ".join(f"{term.office} of {term.of} {_between(term.valid_from, term.valid_to)}" for term in terms)


def _between(valid_from: str | None, valid_to: str | None) -> str:
    if valid_from and valid_to:
        return f"from {valid_from} to {valid_to}"
    return f"since {valid_from}" if valid_from else f"until {valid_to}" if valid_to else "at an unknown time"
