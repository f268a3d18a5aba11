"""Meanings of times told from another time: yesterday, last week, two years ago, the following day, the year-earlier quarter."""

from dataclasses import replace
from datetime import timedelta

from transforms.times.make_dates import at_year_end, direction, is_about, is_part
from transforms.times.periods import Period, weekday_near
from transforms.times.quantity import calendar_shift, duration, number_of
from transforms.times.story import FUTURE, Found, Meaning, Story, dated, in_unit, unresolved

_UNKNOWN = {"day": "XXXX-XX-XX", "week": "XXXX-WXX", "month": "XXXX-XX", "year": "XXXX", "quarter": "XXXX-QX", "weekend": "XXXX-WXX-WE"}


def day(found: Found, story: Story) -> Meaning:
    """Reads "yesterday", "today", "tomorrow", "the day before yesterday"."""
    shift = found.parameters.get("shift", found.value("today") or 0)
    return _shifted("day", shift, story.published, "relative", found)


def night(found: Found, story: Story) -> Meaning:
    """A part of a day told from the publication date: "tonight", "last night", "this morning", "overnight"."""
    clock = "T" + (found.value("daypart") or found.parameters["part"])
    published = story.published_in("day")
    if published is None:
        return unresolved("XXXX-XX-XX" + clock, "TIME")
    return dated(published.shift(found.parameters.get("shift", 0)), "relative", clock=clock)


def unit_relative(found: Found, story: Story) -> Meaning | None:
    """Reads "last week", "next year", "the following month", "early this week"; "the last day of the summit" is no time."""
    if found.all_words[:2] == ["the", "last"] and found.tokens.words[found.match.end()] == "of":
        return None
    if found.has("which") or found.has("which_then"):
        shift, base, basis = direction(found, story)
    else:  # "the same day"
        shift, base, basis = 0, story.reference(), "context" if story.now else "relative"
    unit = found.value("one_unit")
    meaning = _shifted(unit, shift, base, basis, found)
    return _without_antecedent(meaning) if found.has("which_then") and story.now is None else meaning


def _without_antecedent(meaning: Meaning) -> Meaning:
    """Reads "two weeks later" in a text that has named no time yet: the publication date is the likeliest value, but dates no event."""
    return replace(meaning, edtf=None, basis="none", period=None)


def unit_latest(found: Found, story: Story) -> Meaning:
    """Reads "the latest fiscal year": the last one that has ended."""
    return _shifted(found.all_words[-1], -1, story.published, "relative", found)


def next_then(found: Found, story: Story) -> Meaning:
    """Reads "the next day": after the time that the story has reached."""
    word = found.all_words[-1]
    clock = {"morning": "TMO", "evening": "TEV"}.get(word, "")
    unit = "day" if clock else word
    base = in_unit(story.now, unit)
    if base is None:
        return unresolved(_UNKNOWN[unit])
    return dated(base.shift(1), "context", clock=clock)


def unit_this(found: Found, story: Story) -> Meaning:
    """A part of the running period: "the end of the month", "earlier in the year", "year-end"."""
    unit = found.value("one_unit") or next(word for word in found.all_words if word in ("year", "month"))
    return at_year_end(_shifted(unit, 0, story.published, "relative", found), found)


def _shifted(unit: str, shift: int, base: Period | None, basis: str, found: Found) -> Meaning:
    here = in_unit(base, unit)
    if here is None and shift == 0 and base is not None:
        here = base  # "today" in an article of February lies in February
    if here is None:
        return unresolved(_UNKNOWN.get(unit, ""))
    return dated(here.shift(shift), basis, approximate=is_part(found) and unit != "day")


def weekend(found: Found, story: Story) -> Meaning:
    """Reads "the weekend": the last one, in future tense the coming one."""
    here = story.published_in("weekend")
    if here is None:
        return unresolved(_UNKNOWN["weekend"])
    shift = found.value("which") or 0
    if not found.has("which"):
        published = story.published.first if story.published else here.first
        begun = published >= here.first
        shift = 0 if begun or story.tense_at(found.start) == FUTURE else -1
    return dated(here.shift(shift), "relative")


def this_quarter(found: Found, story: Story) -> Meaning:
    """Reads "the quarter": the one that the text reports on, else the last one that has ended; "this quarter" by date."""
    here = story.published_in("quarter")
    if here is None:
        return unresolved(_UNKNOWN["quarter"])
    if found.has("year") and story.report is not None:
        number = int(found.word("year"))
        return dated(Period("quarter", story.report.first.replace(year=number)).widen("quarter"), "context")
    if "year" in found.all_words:  # "last year's quarter"
        return dated((story.report or here.shift(-1)).shift(-4 if "last" in found.all_words else 0), "context")
    word = found.word("which")
    if word in ("this", "current", "next", "coming", "present"):
        return dated(here.shift(found.value("which")), "relative")
    if word == "last":
        return dated(here.shift(-1), "relative")
    if story.report is not None and ("latest" not in found.all_words or story.report.last < here.first):
        return dated(story.report, "context")
    return dated(here.shift(-1), "relative")


def offset(found: Found, story: Story) -> Meaning | None:
    """Reads "two weeks ago", "a year earlier", "three days later", "two months from now"."""
    number = number_of(found.words("amount") or found.words("couple"), found.lexicon)
    shift = calendar_shift(number, found.value("unit")) if number is not None else None
    way = found.value("ago") or 1
    from_published = found.word("ago") in ("ago", "hence", "") or story.now is None
    base = story.published if from_published else story.now
    if shift is None:  # hours and minutes: on the day that the story has reached
        return _hours(found, story, from_published, number)
    unit, count = shift
    if way < 0 and (unit, count) == ("year", 1) and story.compared is not None:
        return dated(_year_before(story.compared), "context")
    if unit == "decade":
        unit, count = "year", count * 10
    meaning = _offset(unit, way * count, base, "relative" if from_published else "context", approximate=is_about(found))
    return meaning if found.word("ago") in ("ago", "hence", "") or story.now is not None else _without_antecedent(meaning)


def _year_before(report: Period) -> Period:
    return report.shift({"quarter": -4, "half": -2}.get(report.unit, -1))


def _hours(found: Found, story: Story, from_published: bool, number: float | None) -> Meaning:
    base = in_unit(story.published, "day")
    if base is None or not from_published or found.word("ago") in ("later", "earlier"):
        return Meaning("DURATION", duration(number, found.value("unit")))
    return dated(base, "relative", approximate=True)


def _offset(unit: str, count: int, base: Period | None, basis: str, *, approximate: bool = False) -> Meaning:
    """A period `count` units from `base`. Days count from a day; a coarser base gives no finer answer."""
    here = in_unit(base, unit)
    if here is None:
        return unresolved(_UNKNOWN.get(unit, ""))
    return dated(here.shift(count), basis, approximate=approximate)


def vague_offset(found: Found, story: Story) -> Meaning:
    """Reads "several days later": some time after the time that the story has reached, no date; "hours later": on the same day."""
    day = in_unit(story.now, "day")
    if day is not None and (found.value("units") or "")[:1] == "T":
        return dated(day, "context", approximate=True)
    return unresolved()


def year_ago(found: Found, story: Story) -> Meaning:
    """Reads "the year-earlier period": the period that the text reports on, a year before."""
    unit = found.value("one_unit") or found.value("one_unit2", "one_unit")
    if unit in ("week", "month", "day"):
        return _offset(unit, -1, story.published, "relative")
    report = story.compared
    if found.has("quarter_ordinal") and story.published_in("quarter"):
        month = found.value("quarter_ordinal") * 3 - 2
        base = story.published_in("quarter")
        if base is not None:
            here = Period("quarter", base.first.replace(month=month))
            return dated(here.shift(-4 if here.first <= base.first else -8), "relative")
    if report is not None:
        return dated(_year_before(report), "context")
    return _offset("year", -1, story.published, "relative")


def weekday_week(found: Found, story: Story) -> Meaning:
    """Reads "a week ago Monday", "a week from Friday"."""
    published = story.published_in("day")
    number = found.value("weekday")
    if published is None:
        return unresolved(f"XXXX-WXX-{number + 1}")
    side = 1 if "from" in found.all_words else -1
    near = weekday_near(published.first, number, side)
    return dated(Period("day", near + timedelta(weeks=side)), "relative")


def offset_weekday(found: Found, story: Story) -> Meaning:
    """Reads "the day before Monday", "a week after Sunday"."""
    published = story.published_in("day")
    if published is None:
        return unresolved()
    words = found.all_words
    side = 1 if story.tense_at(found.start) == FUTURE else -1
    anchor = Period("day", weekday_near(published.first, found.value("anchor_weekday", "weekday"), side))
    way = -1 if any(word in words for word in ("before", "earlier", "ago")) else 1
    unit = next(word for word in words if word in ("day", "week", "month", "year"))
    if unit == "week":
        return dated(anchor.shift(7 * way), "relative")
    return _offset(unit, way, anchor, "relative")
