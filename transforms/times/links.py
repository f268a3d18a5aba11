"""Expressions that may date an event, and which of them says most."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from transforms.times.edtf import Edtf
from transforms.times.spans import Timed

_A_LITTLE = 2  # steps that a closed time may be further off than an open one


@dataclass(frozen=True, slots=True)
class Link:
    """An expression that dates an event: how directly, with which preposition, and by which linking rule."""

    rank: int
    time: Timed
    preposition: str
    rule_id: str


def closes(link: Link, dated: Sequence[Link], best: int, opens: Collection[str]) -> bool:
    """True for a time a little further off that says more than an open end: "in May 2011, when he came after the revolt"."""
    near = best < link.rank <= best + _A_LITTLE and link.preposition not in opens
    return near and all(other.preposition in opens for other in dated if other.rank == best)


def width(edtf: Edtf | None) -> int:
    """How many days a time spans; an open end counts as very many."""
    if edtf is None or edtf.first_day is None or edtf.last_day is None:
        return date.max.toordinal()
    return (edtf.last_day - edtf.first_day).days


def agree(one: Edtf, other: Edtf) -> bool:
    """True when the two times have a day in common."""
    first = max(one.first_day or date.min, other.first_day or date.min)
    last = min(one.last_day or date.max, other.last_day or date.max)
    return first <= last
