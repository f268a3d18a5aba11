"""Amounts of time: words to numbers, numbers and units to TIMEX3 durations and calendar shifts."""

from collections.abc import Sequence

from transforms.times.tokens import Lexicon

_UNIT_OF = {
    "D": "day",
    "W": "week",
    "M": "month",
    "Y": "year",
    "DE": "decade",
    "CE": "century",
    "Q": "quarter",
    "WE": "weekend",
    "FN": "week",
    "ME": "century",
}
_TIMES = {"DE": ("Y", 10), "CE": ("Y", 100), "ME": ("Y", 1000), "FN": ("W", 2), "WE": ("WE", 1)}
_SMALLER = {"Y": ("M", 12), "M": ("D", 30), "W": ("D", 7), "D": ("TH", 24), "TH": ("TM", 60), "TM": ("TS", 60), "Q": ("M", 3)}
_DOZEN, _PAIR = 12, 2


def number_of(words: Sequence[str], lexicon: Lexicon) -> float | None:
    """The number that the words write ("twenty four" 24, "2 1/2" 2.5, "a couple of" 2); None when they give none."""
    if "couple" in words or "pair" in words:
        return float(_PAIR)
    if "dozen" in words:
        return float(_DOZEN)
    half = 0.5 if "half" in words else 0.0
    rest = list(words)
    if half and "and" in rest:
        rest = rest[: rest.index("and")]
    elif half:
        return half
    total, seen = half, bool(half)
    for word in rest:
        found = _one_number(word, lexicon)
        if found is None:
            continue
        total = max(total, 1.0) * found if word in ("hundred", "thousand") else total + found
        seen = True
    return total if seen else None


def _one_number(word: str, lexicon: Lexicon) -> float | None:
    if word[0].isdecimal():
        top, _, bottom = word.partition("/")
        if bottom:
            return int(top) / int(bottom) if int(bottom) else None
        return float(top.replace(",", "")) if len(top) <= 12 else None
    if word == "another":
        return 1.0
    for role in ("number", "tens", "big", "one"):
        value = lexicon.value(role, word)
        if value is not None and not (role == "one" and word == "an"):
            return float(value)
    return 1.0 if word == "an" else None


def duration(number: float | None, unit: str) -> str:
    """The TIMEX3 value of a duration: 2, "Y" -> "P2Y"; 2.5, "Y" -> "P2Y6M"; 24, "TH" -> "PT24H"; None (vague), "W" -> "PXW"."""
    if number is None:
        return _period("X", {"DE": "Y", "CE": "C", "FN": "W", "ME": "Y"}.get(unit, unit))
    unit, times = _TIMES.get(unit, (unit, 1))
    number *= times
    whole = int(number)
    rest = number - whole
    if not rest or unit not in _SMALLER:
        return _period(f"{whole}", unit)
    smaller, many = _SMALLER[unit]
    part = round(rest * many)
    if not whole:
        return _period(f"{part}", smaller)
    if smaller[0] == "T" and unit[0] != "T":
        return f"P{whole}{unit}T{part}{smaller[1:]}"
    return _period(f"{whole}", unit) + f"{part}{smaller.removeprefix('T')}"


def _period(number: str, unit: str) -> str:
    return f"PT{number}{unit[1:]}" if unit[0] == "T" else f"P{number}{unit}"


def calendar_shift(number: float, unit: str) -> tuple[str, int] | None:
    """The calendar unit and whole count of an offset: 2, "FN" -> ("week", 4); half years become months; None for hours and less."""
    if unit not in _UNIT_OF:
        return None
    if number != int(number):
        smaller, many = _SMALLER.get(_TIMES.get(unit, (unit, 1))[0], ("", 0))
        if smaller not in _UNIT_OF:
            return None
        return _UNIT_OF[smaller], round(number * many * _TIMES.get(unit, (unit, 1))[1])
    return _UNIT_OF[unit], int(number) * {"FN": 2, "ME": 10}.get(unit, 1)
