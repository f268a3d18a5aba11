"""Meanings of calendar expressions: days, months, years, decades, centuries, weekdays, quarters, halves, seasons, ranges.

What the words leave out (the year of "March 5", the week of "Friday") is taken from the publication date in the direction of the
tense; without it the value stays underspecified ("XXXX-03-05"). A function returns None when the words are no time after all.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import MAXYEAR, date, timedelta

from transforms.times.edtf import Edtf
from transforms.times.periods import OutOfRange, Period, weekday_near
from transforms.times.story import FUTURE, PAST, Found, Meaning, Story, dated, in_unit, unresolved
from transforms.times.years import day_number, full_year, ordinal, year_of
from transforms.times.zones import iso_zone

_LEAP_YEAR = 2000  # has every day that a month can have
_SOON_DAYS = 92
_COMING_MONTHS = 2
_ISO = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)(?:t(\d\d:\d\d)\S*)?")
_SEASON_NAMES = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}
_REPORTED_DAYS = 92  # "expects to report third-quarter earnings": results come within a quarter after it ended


def numeric(found: Found, story: Story) -> Meaning | None:
    """2018-02-26, 20180226, 26.02.2018, 02/26/2018, 26/02/2018; day and month in doubt only if both are at most 12: then month first."""
    word = found.all_words[0]
    uncertain = False
    clock = zone = ""
    iso = _ISO.fullmatch(word)
    if iso:
        parts, clock = [int(iso[1]), int(iso[2]), int(iso[3])], f"T{iso[4]}" if iso[4] else ""
        zone = iso_zone(word)
    elif word.isdecimal():
        parts = [int(word[:4]), int(word[4:6]), int(word[6:])]
    else:
        parts, uncertain = _ordered(word, found, story)
    day = _day(*parts) if parts else None
    if day is None:
        return None
    meaning = replace(dated(Period("day", day), "explicit", clock=clock), zone=zone)
    return replace(meaning, edtf=Edtf.parse(f"{day}?")) if uncertain else meaning


def _ordered(word: str, found: Found, story: Story) -> tuple[list[int], bool]:
    """Year, month and day, and whether month and day may also stand the other way round.

    Then the month comes first, unless the day would lie ahead of an article that tells of the past.
    """
    pieces = re.split(r"[./-]", word)
    numbers = [int(piece) for piece in pieces]
    if len(pieces[0]) == 4:
        return numbers, False
    if len(pieces[2]) not in (2, 4):
        return [], False
    year = numbers[2] if len(pieces[2]) == 4 else full_year(numbers[2], story)
    month_first, day_first = [year, numbers[0], numbers[1]], [year, numbers[1], numbers[0]]
    if "." in word or numbers[0] > 12:
        return day_first, False
    uncertain = numbers[1] <= 12 and numbers[0] != numbers[1]
    if uncertain and story.published and story.tense_at(found.start) != FUTURE:
        ahead, behind = (_day(*parts) for parts in (month_first, day_first))
        if ahead and behind and ahead > story.published.last >= behind:
            return day_first, True
    return month_first, uncertain


def date_(found: Found, story: Story) -> Meaning | None:
    """A month with or without day, year, weekday and part ("early")."""
    if found.has("no_day"):
        raise OutOfRange(f"no month has a day {found.word('no_day')}")
    month = found.value("month") or found.value("month_short", "month")
    year = year_of(found, story)
    approximate = is_part(found)
    if not found.has("day_number"):
        if year:
            return dated(Period("month", date(year, month, 1)), "explicit", approximate=approximate)
        return month_near(month, found, story, approximate=approximate)
    number = day_number(found, "day_number")
    if year:
        day = _day(year, month, number)
        if day is None:
            raise OutOfRange(f"{year}-{month}-{number} is no day")
        return dated(Period("day", day), "explicit", approximate=approximate)
    if number <= 0 or _day(_LEAP_YEAR, month, number) is None:
        raise OutOfRange(f"{month}-{number} is no day")
    return day_near(month, number, found, story)


def day_of_year(found: Found, story: Story) -> Meaning:
    """Reads "18 August last year"."""
    month = found.value("month") or found.value("month2", "month")
    number = day_number(found, "day_number") or day_number(found, "number2")
    shift = found.value("which") if found.has("which") else found.value("which2", "which")
    year_of_it = story.published_in("year")
    if year_of_it is None:
        return unresolved(f"XXXX-{month:02d}-{number:02d}")
    day = _day(year_of_it.first.year + shift, month, number)
    if day is None:
        raise OutOfRange(f"{month}-{number} is no day of that year")
    return dated(Period("day", day), "relative")


def day_near(month: int, number: int, found: Found, story: Story) -> Meaning:
    """A day of a month without a year: the nearest such day to the publication date, in the direction of the tense."""
    published = story.published_in("day")
    if published is None:
        day = _in_known_year(month, number, story, story.tense_at(found.start))
        return dated(Period("day", day), "relative") if day else unresolved(f"XXXX-{month:02d}-{number:02d}")
    year = published.first.year
    days = [day for day in (_day(year + i, month, number) for i in (-1, 0, 1)) if day]
    if found.has("weekday"):
        days = [day for day in days if day.weekday() == found.value("weekday")] or days
    if not days:  # 29 February far from a leap year
        return unresolved(f"XXXX-{month:02d}-{number:02d}")
    soon = 1 if story.is_over(found.start) else _SOON_DAYS  # a day ahead: papers carry the next day's date
    return dated(Period("day", nearest(days, published.first, story.tense_at(found.start), soon=soon)), "relative")


def _in_known_year(month: int, number: int, story: Story, tense: str) -> date | None:
    """The last such day up to the month of publication; in future tense only a day of that month itself is sure."""
    published = story.published_in("month")
    if published is None or (tense == FUTURE and month != published.first.month):
        return None
    return _day(published.first.year - (month > published.first.month), month, number)


def nearest(days: Iterable[date], published: date, tense: str, *, soon: int = _SOON_DAYS) -> date:
    """The candidate nearest to the publication date; past and future tense rule out days far on the other side (`soon`)."""
    ordered = sorted(days, key=lambda day: (abs((day - published).days), day))
    if tense == FUTURE:
        ordered = [day for day in ordered if (published - day).days <= soon] or ordered
    if tense == PAST:
        ordered = [day for day in ordered if (day - published).days <= soon] or ordered
    return ordered[0]


def day_of_month(found: Found, story: Story) -> Meaning:
    """A day without a month: "Monday the 9th", "on the 15th", "the 3rd of last month"."""
    number, here = ordinal(found.words("the_day"), found), story.published_in("month")
    if here is None or story.published is None:
        return unresolved(f"XXXX-XX-{number:02d}")
    shifts = (found.value("which"),) if found.has("which") else (-1, 0, 1)
    days = [day for month in map(here.shift, shifts) if (day := _day(month.first.year, month.first.month, number))]
    if found.has("weekday"):
        days = [day for day in days if day.weekday() == found.value("weekday")]
    if not days:
        raise OutOfRange(f"no such month has a day {number}")
    return dated(Period("day", nearest(days, story.published.first, story.tense_at(found.start), soon=0)), "relative")


def month_near(month: int, found: Found, story: Story, *, approximate: bool = False) -> Meaning:
    """A month without a year. One that comes within two months is the coming one: last year's would be "last March"."""
    published = story.published_in("month")
    if published is None:
        return unresolved(f"XXXX-{month:02d}")
    ahead = (month - published.first.month) % 12
    tense = story.tense_at(found.start)
    if found.tokens.words[found.start - 1] == "since":
        return dated(published.shift(ahead - 12 if ahead else 0), "relative", approximate=approximate)
    through = found.tokens.words[found.start - 1] == "through"  # "extended the ban through May"
    if story.is_over(found.start) and not through:
        return dated(published.shift(ahead - 12 if ahead else 0), "relative", approximate=approximate)
    reach = _COMING_MONTHS if tense == PAST and not through else 2 * _COMING_MONTHS
    coming = ahead <= reach or tense == FUTURE
    return dated(published.shift(ahead if coming else ahead - 12), "relative", approximate=approximate)


def month_relative(found: Found, story: Story) -> Meaning:
    """Reads "last November", "June last year", "June the following year"."""
    month = found.value("month")
    shift, base, basis = direction(found, story)
    if "year" in found.all_words:
        year = in_unit(base, "year")
        if year is None:
            return unresolved(f"XXXX-{month:02d}")
        return dated(Period("month", year.shift(shift).first.replace(month=month)), basis, approximate=is_part(found))
    here = in_unit(base, "month")
    if here is None:
        return unresolved(f"XXXX-{month:02d}")
    if shift == 0:  # "this September": of the year
        return dated(Period("month", date(here.first.year, month, 1)), basis, approximate=is_part(found))
    away = (month - here.first.month) % 12  # months ahead
    away = (away or 12) if shift > 0 else away - 12
    return dated(here.shift(away), basis, approximate=is_part(found))


def year(found: Found, story: Story) -> Meaning | None:
    """A bare year, fiscal years included."""
    number = year_of(found, story) or year_of(found, story, "year2")
    return at_year_end(dated(Period("year", date(number, 1, 1)), "explicit", approximate=is_part(found)), found) if number else None


def era(found: Found, story: Story) -> Meaning | None:
    """Reads "800 AD". Years before Christ are outside the calendar."""
    number = int(found.word("era_year") or found.word("era_year2"))
    return dated(Period("year", date(number, 1, 1)), "explicit") if 1 <= number <= MAXYEAR else None


def at_year_end(meaning: Meaning, found: Found) -> Meaning:
    """The end of a year is about its December; TIMEX3 has no value for that, EDTF has."""
    if meaning.period is None or meaning.period.unit != "year" or found.lexicon.value("edge", found.word("edge")) != "end":
        return meaning
    return replace(meaning, edtf=Edtf.of_point(meaning.period.first.year, 12).approximate())


def week_of(found: Found, story: Story) -> Meaning | None:
    """The week or weekend of a day: "the week of March 6", "the weekend of 3-4 June"."""
    day = date_(found, story)
    if day is None or day.period is None:
        return None
    return dated(Period.containing(found.parameters.get("part", "week"), day.period.first), day.basis)


def decade(found: Found, story: Story) -> Meaning | None:
    """Reads "the 1990s", "the '90s", "the nineties"."""
    if found.has("decade_word"):
        start = 1900 + found.value("decade_word")
    else:
        word = found.word("decade") or found.word("short_decade")
        digits = re.sub(r"\D", "", word)
        if len(digits) == 2 and word[0] != "'" and "the" not in found.all_words:
            return None  # "in her late 30s": an age
        start = int(digits) if len(digits) == 4 else full_year(int(digits), story)
    return dated(Period("decade", date(start, 1, 1)), "explicit", approximate=is_part(found))


def century(found: Found, story: Story) -> Meaning | None:
    """Reads "the 20th century": 1900 to 1999, as TIMEX3 counts."""
    number = ordinal(found.all_words, found)
    if not 2 <= number <= 22:
        return None
    return dated(Period("century", date((number - 1) * 100, 1, 1)), "explicit", approximate=is_part(found))


def weekday(found: Found, story: Story) -> Meaning:
    """A bare weekday: the nearest one before (or on) the publication date, after it when the sentence is about the future."""
    number = found.value("weekday")
    published = story.published_in("day")
    if published is None:
        return unresolved(f"XXXX-WXX-{number + 1}")
    side = 1 if story.tense_at(found.start) == FUTURE else -1
    return dated(Period("day", weekday_near(published.first, number, side)), "relative")


def weekday_relative(found: Found, story: Story) -> Meaning:
    """Reads "last Wednesday", "next Friday" (of the next calendar week), "this Saturday", "the following Monday", "Monday last week"."""
    number = found.value("weekday")
    shift, base, basis = direction(found, story)
    here = in_unit(base, "day")
    if here is None:
        return unresolved(f"XXXX-WXX-{number + 1}")
    if "week" in found.all_words:
        day = Period.containing("week", here.first).shift(shift).first + timedelta(days=number)
    elif shift == 0:
        side = -1 if story.tense_at(found.start) == PAST and "coming" not in found.all_words else 1
        day = weekday_near(here.first, number, side)
    elif shift < 0:
        day = weekday_near(here.first - timedelta(days=1), number, -1)
    elif found.word("which") == "next":
        day = Period.containing("week", here.first).shift(1).first + timedelta(days=number)
    else:
        day = weekday_near(here.first + timedelta(days=1), number, 1)
    return dated(Period("day", day), basis)


def quarter(found: Found, story: Story) -> Meaning | None:
    """Reads "the third quarter", "Q3", "the first quarter of 1990", "last year's second quarter": the last such quarter that has begun."""
    named = (found.value(role, "quarter_ordinal") for role in ("quarter_ordinal", "second", "third"))
    number = next((value for value in named if value), 0) or figure(found)
    if not 1 <= number <= 4:
        return None
    return _part_of_year("quarter", number, 3, found, story)


def figure(found: Found) -> int:
    """The figure of "Q3" or "H1", 0 when there is none."""
    word = found.word("figure") or found.word("figure2")
    return int(word) if word.isdecimal() else 0


def half(found: Found, story: Story) -> Meaning | None:
    """Reads "the first half of 1990", "the second half of last year", "H1 2022"."""
    number = found.value("half_ordinal") or found.value("second", "half_ordinal") or figure(found)
    if not 1 <= number <= 2:
        return None
    return _part_of_year("half", number, 6, found, story)


def _part_of_year(unit: str, number: int, months: int, found: Found, story: Story) -> Meaning:
    letter = unit[0].upper()
    year_number = year_of(found, story) or year_of(found, story, "year2")
    month = (number - 1) * months + 1
    if year_number:
        return dated(Period(unit, date(year_number, month, 1)), "explicit")
    base = story.published_in(unit)
    if base is None:
        return unresolved(f"XXXX-{letter}{number}")
    words = found.all_words
    if "year" in words or "'s" in words:
        shift = -1 if "last" in words[:2] or "last year" in " ".join(words) else 1 if "next" in words else 0
        return dated(Period(unit, date(base.first.year + shift, month, 1)), "relative")
    here = Period(unit, date(base.first.year, month, 1))
    if here.first > base.first and story.tense_at(found.start) != FUTURE:
        here = here.shift(-12 // months)
    elif here.last < base.first and story.tense_at(found.start) == FUTURE and (base.first - here.last).days > _REPORTED_DAYS:
        here = here.shift(12 // months)
    return dated(here, "relative")


def season(found: Found, story: Story) -> Meaning:
    """Reads "the summer of 2014", "last fall", "this winter", "the summer"."""
    month = found.value("season") or next(v for w in found.all_words if (v := found.lexicon.value("season", w)))
    year_number = year_of(found, story)
    words = found.all_words
    if year_number:
        return dated(Period("season", date(year_number, month, 1)), "explicit", approximate=is_part(found))
    base = story.published_in("season")
    if base is None or story.published is None:
        return unresolved(f"XXXX-{_SEASON_NAMES[month]}")
    published = story.published.first
    here = Period("season", date(published.year, month, 1))
    shift = _season_shift(words, here, base, story.tense_at(found.start))
    return dated(here.shift(4 * shift), "relative", approximate=is_part(found))


def _season_shift(words: list[str], here: Period, base: Period, tense: str) -> int:
    """Years from the season of the publication year to the one meant."""
    if "year" in words:
        return {"last": -1, "next": 1}.get(words[-2], 0)
    begun = here.first <= base.first
    if "last" in words or "past" in words:
        return 0 if begun and here != base else -1
    if "next" in words:
        return 0 if not begun else 1
    if "this" in words:
        return 0
    if tense == FUTURE:
        return 0 if here.first >= base.first else 1
    return 0 if begun else -1


def direction(found: Found, story: Story) -> tuple[int, Period | None, str]:
    """The shift of "last", "next", "the following" ..., the period it counts from, and the basis that gives."""
    if found.has("which_then"):
        return found.value("which_then"), story.reference(), "context" if story.now else "relative"
    return found.value("which"), story.published, "relative"


def is_part(found: Found) -> bool:
    """True when only a part or an edge of the period is meant: "early", "mid-", "the end of", "about"."""
    words, value = found.all_words, found.lexicon.value
    if is_about(found) or words[0] in ("mid", "post", "pre"):
        return True
    if len(words) == 1:
        return False
    edge = "of" in words and any(value("edge", word) is not None for word in words)
    return edge or any(value("part", word) is not None for word in words)


def is_about(found: Found) -> bool:
    """True when the words, or the word before them, say that the time is rough: "nearly", "about"."""
    value = found.lexicon.value
    before = found.tokens.words[found.start - 1]
    return value("about_before", before) is not None or any(value("about", word) is not None for word in found.all_words)


def _day(year_number: int, month: int, number: int) -> date | None:
    with suppress(ValueError):
        return date(year_number, month, number)
    return None
