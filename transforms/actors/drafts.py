"""A mention while it is being worked out."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from transforms.actors.vocabulary import Noun
from transforms.records import ActorMention

PLACE = "place"


@dataclass(slots=True)
class Draft:
    """An actor mention in the making, with what later rules must agree with.

    `use` is how the words stand for the actor (one of USES, "role" for a title or group noun, "pronoun"); `title` that noun in
    lower case; `plural` whether the words mean several; `gender` "f", "m" or None; `person` the name of one whom the registry may not know.
    """

    start: int
    end: int
    actor_id: str | None
    code: str
    use: str
    basis: str = "alias"
    countries: tuple[str, ...] = ()
    adjective: bool = False
    reason: str | None = None
    antecedent: tuple[int, int] | None = None
    title: str = ""
    plural: bool = False
    gender: str | None = None
    person: str | None = None
    noun: Noun | None = None  # the group or office noun of a bare role
    rule: Mapping[str, Any] | None = None  # the coreference rule of a phrase that points back
    given: frozenset[str] = frozenset()  # a person's given name
    via: str = ""  # the use that `use` had before a phrase was built around the name
    core: tuple[int, int] = field(default=(0, 0))  # the name that carries the identity, within start..end

    def mention(self, text: str) -> ActorMention:
        """The finished record."""
        return ActorMention(
            self.start, self.end, text[self.start : self.end], self.actor_id, self.code, self.basis if self.actor_id else None,
            self.countries, self.adjective, self.antecedent, self.reason,
        )  # fmt: skip

    @property
    def is_place(self) -> bool:
        """True when the name only says where."""
        return self.adjective and (self.reason or "").startswith(PLACE)


class Spans:
    """Looks up drafts by where they stand, without walking through all of them."""

    def __init__(self, drafts: Iterable[Draft]) -> None:
        self._drafts = sorted(drafts, key=lambda draft: draft.start)
        self._starts = [draft.start for draft in self._drafts]
        self._longest = max((draft.end - draft.start for draft in self._drafts), default=0)

    def over(self, start: int, end: int) -> list[Draft]:
        """The drafts that overlap [start, end), in text order."""
        first, last = bisect_left(self._starts, start - self._longest), bisect_left(self._starts, end)
        return [draft for draft in self._drafts[first:last] if draft.end > start]

    def start_at(self, offset: int) -> bool:
        """True when a draft starts there."""
        at = bisect_left(self._starts, offset)
        return at < len(self._starts) and self._starts[at] == offset
