"""The time zone that words beside a clock time name."""

import re
from collections.abc import Sequence

from transforms.times.tokens import Lexicon

_ISO_OFFSET = re.compile(r"[+-]\d\d:?\d\d$")
LOCAL = "local"


def zone_of(words: Sequence[str], lexicon: Lexicon) -> str:
    """The zone: an offset from UTC where the words fix it ("GMT", "EST", "UTC+3"), else the name in the IANA time zone database.

    A place's name stands for its zone ("Moscow time" is Europe/Moscow), because its offset depends on the date; "local time" is
    `LOCAL`. "" when the words name none.
    """
    if not words:
        return ""
    if "local" in words:
        return LOCAL
    offset = lexicon.value("zone", words[0])
    if offset is not None and len(words) == 3:
        return f"{words[1]}{int(words[2]):02d}:00"
    return str(offset or next((place for word in words if (place := lexicon.value("zone_place", word))), ""))


def iso_zone(word: str) -> str:
    """The offset at the end of an ISO 8601 time ("t10:00z", "t10:00+0300"), "" when it has none."""
    if word.endswith("z"):
        return "+00:00"
    found = _ISO_OFFSET.search(word.partition("t")[2])
    return f"{found[0][:3]}:{found[0][-2:]}" if found else ""
