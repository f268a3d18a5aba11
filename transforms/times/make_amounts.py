"""Meanings of expressions without a place in the calendar: durations, sets, vague references; and of clock times."""

import re
from dataclasses import replace

from transforms.times.periods import Period, weekday_near
from transforms.times.quantity import duration as duration_value
from transforms.times.quantity import number_of
from transforms.times.story import FUTURE, PAST, Found, Meaning, Story, dated, unresolved
from transforms.times.zones import zone_of

_YEARLIKE = 1000
_SINGULAR = ("quarter", "year", "month", "week", "season")
_SMALL_HOURS = 5  # "three at night" is after midnight
_MILITARY = re.compile(r"(\d\d)(\d\d)$")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d\d))?")


def duration(found: Found, story: Story) -> Meaning | None:
    """Reads "two years", "several weeks", "the past three months"."""
    unit = next((v for role in ("unit", "units", "long_unit") if (v := found.value(role))), None)
    if unit is None:
        return None
    words = found.words("amount") or found.words("counted") or found.words("couple")
    number = None if found.parameters.get("vague") else number_of(words, found.lexicon)
    if number is None and not found.parameters.get("vague"):
        return None
    if number is not None and number >= _YEARLIKE and found.word("unit") in _SINGULAR:
        return None  # "the 1988 quarter"
    if unit in ("Q", "TS") and ("-" in found.all_words or words[:1] in (["a"], ["another"])):
        return None  # "three-quarters of", "a quarter of", "a second group"
    if number is not None and "half" in found.all_words and "half" not in words:
        number += 0.5  # "a minute and a half"
    return Meaning("DURATION", duration_value(number, unit))


def lasting(found: Found, story: Story) -> Meaning:
    """Reads "weeklong", "day-long"."""
    return Meaning("DURATION", found.value("lasting") or duration_value(1.0, found.value("unit")))


def amount_value(found: Found, story: Story) -> Meaning:
    """A duration that the rule itself gives."""
    return Meaning("DURATION", found.parameters["value"])


def vague(found: Found, story: Story) -> Meaning:
    """PAST_REF, PRESENT_REF or FUTURE_REF, given by the rule."""
    return Meaning("DATE", found.parameters["value"])


def vague_ahead(found: Found, story: Story) -> Meaning | None:
    """Reads "soon": ahead of the article, not in a story of the past ("it soon became clear")."""
    return None if story.tense_at(found.start) == PAST else vague(found, story)


def often(found: Found, story: Story) -> Meaning:
    """Reads "daily", "weekly"."""
    return Meaning("SET", found.value("often"))


def each(found: Found, story: Story) -> Meaning:
    """Reads "every year", "every two weeks", "twice a year"."""
    words = found.words("counted")
    number = number_of(words, found.lexicon) if words else 2.0 if {"other", "second"} & set(found.all_words[1:2]) else 1.0
    unit = found.value("unit") or found.value("units")
    vague_count = "few" in found.all_words
    return Meaning("SET", duration_value(None if vague_count else number, unit))


def each_named(found: Found, story: Story) -> Meaning:
    """Reads "every Thursday", "each July", "on Fridays", "Tuesday nights"."""
    day = next((v for role in ("weekday", "weekdays") if (v := found.value(role)) is not None), None)
    part = found.value("daypart") or found.value("dayparts")
    if day is not None:
        return Meaning("SET", f"XXXX-WXX-{day + 1}" + (f"T{part}" if part else ""))
    if found.has("month"):
        return Meaning("SET", f"XXXX-{found.value('month'):02d}")
    if found.has("season"):
        return Meaning("SET", "XXXX-" + {3: "SP", 6: "SU", 9: "FA", 12: "WI"}[found.value("season")])
    return Meaning("SET", f"XXXX-XX-XXT{part}")


def clock(found: Found, story: Story) -> Meaning | None:
    """A clock time; the day is the one that the story has reached, else the publication day."""
    words = found.words("clock") or found.words("clock_ampm") or found.words("hour") or found.words("decimal") or found.words("digits")
    match = (_MILITARY if found.has("digits") else _CLOCK).match(words[0])
    if match is None:
        return None
    hour, minute = int(match[1]), match[2] or "00"
    text = "".join(found.all_words).replace(".", "").replace(" ", "")
    part = found.value("daypart") or found.value("daypart2", "daypart")
    if ("pm" in text or part in ("AF", "EV") or (part == "NI" and hour > _SMALL_HOURS)) and hour < 12:
        hour += 12
    elif ("am" in text or part == "NI") and hour == 12:
        hour = 0
    if hour > 24 or int(minute) > 59 or (hour == 24 and int(minute)):
        return None
    return on_day(found, story, f"T{hour:02d}:{minute}")


def clock_part(found: Found, story: Story) -> Meaning:
    """Reads "noon", "at dawn", "in the morning"."""
    return on_day(found, story, "T" + part_value(found))


def on_day(found: Found, story: Story, time: str) -> Meaning:
    """A time of the day that the story has reached, in the zone that the words name."""
    zone = zone_of(found.words("zoned"), found.lexicon)
    day = story.now if story.now is not None and story.now.unit == "day" else story.published_in("day")
    if day is None:
        return replace(unresolved("XXXX-XX-XX" + time, "TIME"), zone=zone, clock=time)
    return replace(dated(day, "context" if day is story.now else "relative", clock=time), zone=zone)


def part_value(found: Found) -> str:
    """The TIMEX3 letters or hour of the part of day in the words."""
    return str(next(v for word in found.all_words for role in ("daypart", "dayhour", "dawn") if (v := found.lexicon.value(role, word))))


def day_with_part(found: Found, story: Story) -> Meaning:
    """Reads "Monday morning", "noon Thursday", "yesterday evening"."""
    time, zone = "T" + part_value(found), zone_of(found.words("zoned"), found.lexicon)
    published = story.published_in("day")
    if published is None:
        number = found.value("weekday")
        return replace(unresolved((f"XXXX-WXX-{number + 1}" if number is not None else "XXXX-XX-XX") + time, "TIME"), zone=zone)
    if found.has("today"):
        return replace(dated(published.shift(found.value("today")), "relative", clock=time), zone=zone)
    side = 1 if story.tense_at(found.start) == FUTURE else -1
    return replace(dated(Period("day", weekday_near(published.first, found.value("weekday"), side)), "relative", clock=time), zone=zone)


def next_part(found: Found, story: Story) -> Meaning:
    """Reads "the next morning": of the day after the one that the story has reached."""
    time = "T" + part_value(found)
    if story.now is None or story.now.unit != "day":
        return unresolved("XXXX-XX-XX" + time, "TIME")
    return dated(story.now.shift(1), "context", clock=time)
