"""TimeBank-EventTime labels for the events of a whole article: what one mention dates, and what goes on in a dated scene, is shared."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from transforms.records import EventTime
from transforms.times.anchor import Anchorer
from transforms.times.clauses import clause_of
from transforms.times.eventtime import eventtime_label

_STEM = 5
_LEAD = 5  # sentences
_LOOKING_AHEAD = ("future", "modal", "infinitive")
_TOLD_AS_PAST = ("past", "past_modal", "pluperfect", "participle", "gerund")

Span = tuple[int, int]


def eventtime_labels(dates: Anchorer, spans: Sequence[Span]) -> list[str | None]:
    """The labels of the events that the words [start, end) express, in the given order; None where nothing is known.

    Raises:
        ValueError: A span is empty or ends before it starts.
    """
    events = [_Event(dates, span) for span in spans]
    known = _known(events, dates.published_day or date.min)
    return [event.label(known) for event in events]


class _Event:
    """An event with its clause and time."""

    def __init__(self, dates: Anchorer, span: Span) -> None:
        self.dates, self.span = dates, span
        found = dates.head_of(span)
        lead = dates.number_of(span) < _LEAD
        self.clause = clause_of(*found, dates.rules.links, lead=lead) if found else None
        self.stem = self._stem(found[1].lemma.lower() if found else "")
        ahead = self.clause is not None and self.clause.form in _LOOKING_AHEAD
        self.time = dates.time(span, "planned" if ahead else "actual")

    def _stem(self, lemma: str) -> str:
        """A crude stem that joins verb and noun ("kidnapped", "kidnapping"); "" for words that name no particular event."""
        return "" if lemma in self.dates.rules.links["light"] else lemma[:_STEM]

    def label(self, known: dict[str, EventTime]) -> str | None:
        """The event's label, given the times that other mentions have."""
        time, clause = self.time, self.clause
        if time.edtf is None and clause is not None and clause.above_at is not None and not clause.reporting:
            return _Event(self.dates, clause.above_at).label(known)
        if time.edtf is None and clause is not None and not clause.reporting:
            if clause.noun or clause.form in _TOLD_AS_PAST:
                time = known.get(self.stem, time)
            if time.edtf is None and clause.goes_on_past:
                time = self._scene() or time
        return eventtime_label(time, clause, self.dates.published_day, self.dates.told_day(self.span))

    def _scene(self) -> EventTime | None:
        """The month or year that the sentence before tells of: what goes on in the past tense happened in it as well."""
        number = self.dates.number_of(self.span)
        parse = self.dates.sentences[number - 1].parse if number else None
        verbs = [token for token in parse.tokens if token.tag in ("VBD", "VBN")] if parse else []
        told = [self.dates.time((verb.start, verb.end)) for verb in verbs]
        day = self.dates.published_day
        for time in reversed([time for time in told if time.edtf]):
            past = time.last_day is not None and day is not None and time.last_day < day
            return replace(time, basis="context") if past and time.precision in ("month", "year", "interval") else None
        return None


def _known(events: Sequence[_Event], day: date) -> dict[str, EventTime]:
    """The finest past time by stem of the event word, for words of which all dated mentions agree."""
    found: dict[str, list[EventTime]] = {}
    for event in events:
        time = event.time
        if event.clause is None or event.clause.reporting or time.first_day is None or time.last_day is None or time.last_day >= day:
            continue
        if event.stem:
            found.setdefault(event.stem, []).append(time)
    return {stem: min(times, key=_days) for stem, times in found.items() if _agree(times)}


def _agree(times: Sequence[EventTime]) -> bool:
    return max(time.first_day or date.min for time in times) <= min(time.last_day or date.max for time in times)


def _days(time: EventTime) -> int:
    return ((time.last_day or date.max) - (time.first_day or date.min)).days
