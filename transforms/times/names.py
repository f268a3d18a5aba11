"""Holidays and named events in a text: where they stand, and which day of which year they mean."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from transforms.times.make_dates import nearest
from transforms.times.periods import Period
from transforms.times.rules import TimeRules
from transforms.times.story import Meaning, Story, dated, unresolved
from transforms.times.tokens import Tokens

_BACK = 6  # tokens between the preposition and the name ("since Russia's 2014 annexation of Crimea")
_DETERMINERS = ("the", "this", "last", "next", "that", "every", "each")
_FEAST_PARTS = {"week": "week", "weekend": "weekend", "season": "", "holiday": "", "holidays": "", "day": ""}


@dataclass(frozen=True, slots=True)
class NameMatch:
    """The name of a holiday or event over tokens [start, end), with the year written beside it."""

    start: int
    end: int
    rule_id: str
    holiday: str = ""
    event: str = ""
    year: str = ""
    which: str = ""
    part: str = ""


def find_names(tokens: Tokens, rules: TimeRules) -> list[NameMatch]:
    """All names of holidays, and those of events that stand after a preposition of time."""
    found = []
    words = tokens.words
    unknown_name = rules.lexicon.shapes[frozenset({"capital"})]
    holidays, events = rules.holiday_names.by_first, rules.event_names.by_first
    for at, word in enumerate(words):
        if word in holidays:
            hit = rules.holiday_names.find(words, at)
            if hit and tokens.codes[at - 1] != unknown_name:  # "Tim Ramadan" is a person
                found.append(_holiday_match(words, at, *hit))
        if word in events:
            hit = rules.event_names.find(words, at)
            start = _after_preposition(words, at, rules) if hit else None
            if hit and start is not None and not any(_is_year(word) for word in words[start:at]):  # "its 1990 invasion": the year dates it
                found.append(NameMatch(start, at + hit[0], "named." + hit[1], event=hit[1]))
    return found


def _holiday_match(words: list[str], at: int, length: int, holiday: str) -> NameMatch:
    start, end = at, at + length
    which = words[at - 1] if words[at - 1] in _DETERMINERS else ""
    start -= bool(which)
    part = words[end] if words[end] in _FEAST_PARTS else ""
    end += bool(part)
    after = end + (words[end] in (",", "of", "in"))
    year = words[after] if _is_year(words[after]) else ""
    return NameMatch(start, after + 1 if year else end, "holiday." + holiday, holiday=holiday, year=year, which=which, part=part)


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdecimal()


def _after_preposition(words: list[str], at: int, rules: TimeRules) -> int | None:
    """Index of the first token of the noun phrase that ends in the name, when a preposition of time stands before it."""
    cues = rules.links["before_named_event"]
    stops = rules.links["clause_break"]
    for back in range(1, _BACK + 1):
        word = words[at - back]
        if word in cues:
            return at - back + 1
        if word == "\n" or word in stops:
            return None
    return None


def name_meaning(name: NameMatch, tokens: Tokens, rules: TimeRules, story: Story) -> Meaning | None:
    """The meaning of the name in this story; a repeated feast ("every Christmas") is a SET."""
    if name.event:
        event = rules.named_events[name.event]
        return Meaning("DATE", str(event.edtf).rstrip("~?"), event.edtf, "named_event")
    if name.which in ("every", "each"):
        return Meaning("SET", "P1Y")
    holiday = rules.holidays[name.holiday]
    if name.year:
        starts = holiday.starts(int(name.year))
        basis = "explicit"
        if not starts:  # a year that the table does not know
            return dated(Period("year", date(int(name.year), 1, 1)), basis)
    else:
        published = story.published_in("day")
        if published is None:
            return unresolved("XXXX-XX-XX")
        starts = [day for year in (-1, 0, 1) for day in holiday.starts(published.first.year + year)]
        starts = _told(starts, name.which, story, published) or starts
        starts = [nearest(starts, published.first, story.tense_at(name.start), soon=6 if name.part == "week" else 1)] if starts else []
        basis = "relative"
    if not starts:
        return unresolved("XXXX-XX-XX")
    start = starts[0]
    if _FEAST_PARTS.get(name.part):
        return dated(
            Period.containing(_FEAST_PARTS[name.part], start - timedelta(days=start.weekday() == 6 and name.part == "weekend")), basis
        )
    return replace(dated(Period("day", start), basis), edtf=holiday.edtf(start))


def _told(starts: list[date], which: str, story: Story, published: Period) -> list[date]:
    """The candidates that "last", "next" or "this" leave."""
    if which == "last":
        return [day for day in starts if day < published.first][-1:]
    if which == "next":
        return [day for day in starts if day > published.first][:1]
    if which == "this":
        return [day for day in starts if day.year == published.first.year]
    return []
