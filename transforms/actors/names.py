"""Names of actors and the multi-pattern index that finds them in a text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, Implementation

from transforms.actors.fold import fold

USES = ("name", "acronym", "demonym", "capital", "metonym", "person", "surname")
_SMALL_WORDS = frozenset({"of", "and", "the", "for", "in", "on", "to", "de", "du", "des", "la", "al", "el", "y"})


@dataclass(frozen=True, slots=True)
class Name:
    """One reading of a name: the actor, how the name stands for it (one of USES), and between which partial dates."""

    actor_id: str
    use: str
    valid_from: str | None = None
    valid_to: str | None = None


def spellings(name: str) -> Iterable[str]:
    """The forms in which newspapers print a name, folded: as given, all capitals, "Nato", "UN security council", with and without dots."""
    plain = fold(name)
    yield plain
    if plain.isupper() and plain.isalpha():
        if len(plain) >= 4:
            yield plain.capitalize()
    elif len(plain) >= 4:
        yield plain.upper()
    words = plain.split()
    if len(words) > 1:
        yield _downstyle(words)
        if words[0] in _SMALL_WORDS or words[0].islower():
            yield " ".join([words[0][0].upper() + words[0][1:], *words[1:]])


def _downstyle(words: list[str]) -> str:
    """Only the first word keeps its capital, as British papers write "UN security council"; acronyms keep theirs."""
    return " ".join([words[0], *(word if word.isupper() or not word.isalpha() else word.lower() for word in words[1:])])


class NameIndex:
    """Finds every known name in a text, one pass whatever the number of names.

    Args:
        readings: What each name can mean, by its folded form.
    """

    def __init__(self, readings: Mapping[str, tuple[Name, ...]]) -> None:
        self._readings = tuple(readings.values())
        patterns = list(readings)
        self._automaton = AhoCorasick(patterns, store_patterns=False, implementation=Implementation.ContiguousNFA) if patterns else None

    def matches(self, folded: str) -> list[tuple[int, int, tuple[Name, ...]]]:
        """Whole-word matches in text order, leftmost-longest, none overlapping another; `folded` must come from `fold`."""
        if self._automaton is None:
            return []
        found = [
            (_first_letter(folded, start), -end, start, number)
            for number, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True)
            if _is_word(folded, start, end)
        ]
        found.sort()
        kept, reached = [], 0
        for _, negative_end, start, number in found:
            if start >= reached:
                reached = -negative_end
                kept.append((start, reached, self._readings[number]))
        return kept


def _first_letter(text: str, start: int) -> int:
    """Where a match counts as starting: "the Commonwealth" must not win over "Commonwealth of Independent States"."""
    return start + 4 if text.startswith(("the ", "The "), start) else start


def _is_word(text: str, start: int, end: int) -> bool:
    before = start == 0 or not (text[start - 1].isalnum() or text[start - 1] == "_")
    return before and (end == len(text) or not (text[end].isalnum() or text[end] == "_"))
