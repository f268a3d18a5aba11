"""Salience: which of an article's events a reader would name first."""

from collections.abc import Sequence

from transforms.records import Event

_LEAD_CHARS = 600


def by_salience(events: Sequence[Event], text: str) -> list[Event]:
    """Events with the most salient first: told in the lead, told often, told with both sides, told early.

    The result depends on the set of events only, not on their order.

    Args:
        events: Events of one article.
        text: The article's text.
    """
    return sorted(events, key=lambda event: _rank(event, len(text)))


def _rank(event: Event, length: int) -> tuple[float, int, int]:
    first = min(mention.start for mention in event.mentions)
    lead = first < _LEAD_CHARS
    weight = 2.0 * lead + 0.5 * min(len(event.mentions) - 1, 4) + (1 - first / max(length, 1)) + 0.5 * event.best.confidence
    return (-round(weight, 6), first, event.best.end)
