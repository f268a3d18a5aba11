"""Salience order."""
from collections.abc import Sequence
from transforms.records import Event

def by_salience(events: Sequence[Event], text: str) -> list[Event]:
    return list(events)
