"""The seeds' tables as the warehouse keeps them: actors with their names and terms, readable names of codes, what follows from a type."""

from functools import lru_cache

from flows.knowledge.build import load_registry
from flows.knowledge.overlay import Row
from flows.knowledge.seeds import tables
from transforms.actors.registry import Registry
from transforms.records import EVENT_TYPES, STATUSES
from warehouse.dimensions import Dimensions, EventType


def seed_dimensions() -> Dimensions:
    """All dimension tables, from the seeds alone.

    Raises:
        SeedError: A seed file is not in its documented form.
    """
    return _dimensions(load_registry())


@lru_cache(maxsize=1)
def _dimensions(registry: Registry) -> Dimensions:
    events = tables("events")
    actors = registry.actors()
    return Dimensions(
        actors=actors,
        aliases=registry.aliases(),
        terms=registry.terms(),
        memberships=registry.memberships(),
        labels={actor.actor_id: actor.label for actor in actors},
        event_types=event_types(events["types"], events["plover_types"]),
        cameo={row["cameo"]: float(row["goldstein"]) for row in events["cameo"]},
    )


def event_types(types: list[Row], plover: list[Row]) -> list[EventType]:
    """One row a type and status, by PLOVER's rule for what is not done yet; a denied act has no PLOVER type and no weight."""
    classes = {row["type"]: (row["quad_class"], float(row["goldstein"])) for row in types}
    changed = {(row["type"], row["status"]): row["plover_type"] for row in plover}
    found = []
    for event_type in EVENT_TYPES:
        for status in STATUSES:
            as_plover = changed.get((event_type, status), event_type)
            quad_class, goldstein = classes[as_plover]
            denied = status == "denied"
            found.append(EventType(event_type, status, None if denied else as_plover, quad_class, None if denied else goldstein))
    return found
