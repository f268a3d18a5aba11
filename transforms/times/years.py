"""Years and numbers that the words of a match write: "2014", "'98", "nineteen ninety-six", "twenty-first"."""

import re
from collections.abc import Iterable

from transforms.times.story import Found, Story

_CENTURY_PIVOT = 50  # a two-digit year is of the century that brings it within fifty years of the publication date
_DEFAULT_YEAR = 2000  # of an article whose date nobody knows
_FIRST_SPOKEN = 15  # "fifteen hundred" may be a year, "twelve hundred" is a number of things


def year_of(found: Found, story: Story, name: str = "the_year") -> int | None:
    """The year that the words of the piece write, None when there is none."""
    words = found.words(name) or found.words("year") or found.words("short_year") or found.words("spoken_year")
    if name == "year2":
        words = found.words(name)
    if not words:
        return None
    if words[0][0] == "'":
        return full_year(int(words[0][1:3]), story)
    if words[0][0].isdecimal():
        return int(words[0])
    return _spoken(words, found)


def _spoken(words: list[str], found: Found) -> int | None:
    values = [v for w in words if (v := _small_number(w, found))]
    if "hundred" in words and values[0] < _FIRST_SPOKEN:
        return None
    if "thousand" in words:
        return 2000 + sum(values[1:])
    return values[0] * 100 + sum(values[1:])


def _small_number(word: str, found: Found) -> int:
    for role in ("number", "tens"):
        value = found.lexicon.value(role, word)
        if value is not None:
            return int(value)
    return 0


def full_year(short: int, story: Story) -> int:
    """The year of a two-digit year: the one nearest to the publication date, not more than a few years after it."""
    base = story.published.first.year if story.published else _DEFAULT_YEAR
    year_number = base - base % 100 + short
    return year_number - 100 if year_number > base + (100 - _CENTURY_PIVOT) // 5 else year_number


def day_number(found: Found, name: str) -> int:
    """The number of a day: "5", "5th", "fifth", "twenty-first"."""
    return ordinal(found.words(name), found)


def ordinal(words: Iterable[str], found: Found) -> int:
    """The first number that the words write as figure or ordinal, 0 when there is none."""
    total = 0
    for word in words:
        if word[0].isdecimal():
            return int(re.sub(r"\D", "", word))
        tens = found.lexicon.value("ordinal_tens", word)
        small = found.lexicon.value("ordinal", word)
        total += tens or small or 0
    return total
