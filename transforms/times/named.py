"""Named days: holidays with their calendars, and well-known events that texts use as dates ("after the annexation of Crimea")."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from transforms.errors import SeedError
from transforms.times.edtf import Edtf
from transforms.times.periods import easter, nth_weekday
from transforms.times.tokens import token_words

_HOLIDAY_KEYS = {
    "id",
    "names",
    "fixed",
    "weekday",
    "easter",
    "orthodox",
    "table",
    "plus",
    "days",
    "approximate",
    "examples",
    "counterexamples",
    "_where",
}
_EVENT_KEYS = {"id", "names", "time", "source", "_where"}


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day that comes every year. Exactly one of `fixed`, `weekday`, `easter`, `table` says when; `days` is how long it lasts.

    `approximate`: sighting of the moon moves it by a day from country to country.
    """

    id: str
    names: tuple[str, ...]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]
    fixed: tuple[int, int] | None = None
    weekday: tuple[int, int, int] | None = None  # month, weekday (Monday 0), n
    easter: int | None = None  # days after Easter Sunday
    orthodox: bool = False
    table: Mapping[int, tuple[date, ...]] = field(default_factory=dict)
    plus: int = 0
    days: int = 1
    approximate: bool = False

    def starts(self, year: int) -> list[date]:
        """The first days that fall into the year; none when the table does not know the year, two when a lunar feast comes twice."""
        if self.fixed:
            found = [date(year, *self.fixed)]
        elif self.weekday:
            found = [nth_weekday(year, *self.weekday)]
        elif self.easter is not None:
            found = [easter(year, orthodox=self.orthodox) + timedelta(days=self.easter)]
        else:
            found = list(self.table.get(year, ()))
        return [day + timedelta(days=self.plus) for day in found]

    def edtf(self, start: date) -> Edtf:
        """The time of the feast that starts on that day."""
        found = Edtf.of_days(start, start + timedelta(days=self.days - 1))
        return found.approximate() if self.approximate else found


@dataclass(frozen=True, slots=True)
class NamedEvent:
    """A well-known event with its names in lower case, its time and where the time is known from."""

    id: str
    names: tuple[str, ...]
    edtf: Edtf
    source: str


@dataclass(frozen=True, slots=True)
class PhraseIndex:
    """Names of several words by their first word, the longest first."""

    by_first: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]

    @classmethod
    def of(cls, names: Iterable[tuple[str, str]]) -> "PhraseIndex":
        """An index of (name in lower case, id)."""
        index: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name, target in names:
            words = tuple(token_words(name))
            index.setdefault(words[0], []).append((words, target))
        return cls({first: tuple(sorted(found, key=lambda entry: (-len(entry[0]), entry))) for first, found in index.items()})

    def find(self, words: Sequence[str], at: int) -> tuple[int, str] | None:
        """The longest name that starts at that token: its length in tokens and its id."""
        for name, target in self.by_first.get(words[at], ()):
            if tuple(words[at : at + len(name)]) == name:
                return len(name), target
        return None


def build_holidays(entries: Sequence[Mapping[str, Any]]) -> dict[str, Holiday]:
    """Holidays by id.

    Raises:
        SeedError: An unknown key, no or several calendars, a date that does not exist, or a name claimed twice.
    """
    found = {}
    for entry in entries:
        _known_keys(entry, _HOLIDAY_KEYS)
        calendars = [key for key in ("fixed", "weekday", "easter", "table") if key in entry]
        if len(calendars) != 1:
            raise SeedError(
                entry["_where"], f"calendars {calendars}", allowed="exactly one of fixed, weekday, easter, table", remedy="keep one"
            )
        found[entry["id"]] = _holiday(entry)
    _unique_names(entries)
    return found


def _holiday(entry: Mapping[str, Any]) -> Holiday:
    try:
        table: dict[int, list[date]] = {}
        for text in entry.get("table", "").split():
            day = date.fromisoformat(text)
            table.setdefault(day.year, []).append(day)
        fixed = tuple(int(part) for part in entry["fixed"].split("-")) if "fixed" in entry else None
        return Holiday(
            entry["id"], tuple(entry["names"]), tuple(entry.get("examples", ())), tuple(entry.get("counterexamples", ())),
            (fixed[0], fixed[1]) if fixed else None, tuple(entry["weekday"]) if "weekday" in entry else None, entry.get("easter"),
            bool(entry.get("orthodox", False)), {year: tuple(days) for year, days in table.items()}, int(entry.get("plus", 0)),
            int(entry.get("days", 1)), bool(entry.get("approximate", False)),
        )  # fmt: skip
    except (ValueError, AttributeError, KeyError) as error:
        raise SeedError(
            entry["_where"], f"not a calendar: {error}", allowed="dates as YYYY-MM-DD, fixed as MM-DD", remedy="mend the date"
        ) from error


def build_named_events(entries: Sequence[Mapping[str, Any]]) -> dict[str, NamedEvent]:
    """Named events by id.

    Raises:
        SeedError: An unknown or missing key, a time that is no EDTF, or a name claimed twice.
    """
    found = {}
    for entry in entries:
        _known_keys(entry, _EVENT_KEYS)
        missing = {"id", "names", "time", "source"} - set(entry)
        if missing:
            raise SeedError(entry["_where"], f"no {', '.join(sorted(missing))}", allowed="id, names, time, source", remedy="add it")
        try:
            edtf = Edtf.parse(str(entry["time"]))
        except ValueError as error:
            raise SeedError(entry["_where"], f"time {entry['time']!r}", allowed="EDTF", remedy=str(error)) from error
        found[entry["id"]] = NamedEvent(entry["id"], tuple(entry["names"]), edtf, entry["source"])
    _unique_names(entries)
    return found


def _known_keys(entry: Mapping[str, Any], allowed: set[str]) -> None:
    unknown = set(entry) - allowed
    if unknown:
        where = entry.get("_where", "seeds/times")
        raise SeedError(
            where, f"unknown key {sorted(unknown)[0]!r}", allowed=", ".join(sorted(allowed - {"_where"})), remedy="remove or rename it"
        )


def _unique_names(entries: Sequence[Mapping[str, Any]]) -> None:
    owner: dict[str, str] = {}
    for entry in entries:
        for name in entry["names"]:
            if name != name.lower():
                raise SeedError(entry["_where"], f"name {name!r} has capitals", allowed="lower case", remedy="write it small")
            if name in owner:
                raise SeedError(entry["_where"], f"name {name!r} is also claimed by {owner[name]!r}", remedy="keep it in one entry")
            owner[name] = entry["id"]
