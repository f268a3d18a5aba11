"""One article as the actor stages see it: folded text, words with offsets, sentences and, where there is one, the parse."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from transforms.actors.fold import fold
from transforms.syntax import Parse, Sentence, Token

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|(?!(?<=')s\b)[^\W_]+(?:(?:-|'(?!s\b)|\.)[^\W_]+)*")
_ABBREVIATED = frozenset(
    {"gen", "lt", "col", "maj", "sgt", "capt", "adm", "brig", "mr", "mrs", "ms", "dr", "sen", "rep", "gov", "st", "sec"}
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text: offsets, folded form, folded lower-case form."""

    start: int
    end: int
    text: str
    low: str

    @property
    def capital(self) -> bool:
        """True when it is written with a capital."""
        return self.text[0].isupper()


class Document:
    """Look-ups by offset over one article. Sentences must be in text order and may lack a parse.

    Args:
        text: The article's text.
        sentences: Its sentences and headings.
        published: The article's date, a partial date, or None.
    """

    def __init__(self, text: str, sentences: Sequence[Sentence], published: str | None) -> None:
        self.text = text
        self.folded = fold(text)
        self.published = published
        self.sentences = sentences
        self.words = [Word(m.start(), m.end(), m.group(), m.group().casefold()) for m in _WORD.finditer(self.folded)]
        self._word_starts = [word.start for word in self.words]
        self._sentence_starts = [sentence.start for sentence in sentences]

    def word_from(self, offset: int) -> int:
        """Number of the first word that starts at or after the offset (the number of words when there is none)."""
        return bisect_right(self._word_starts, offset - 1)

    def gap(self, number: int) -> str:
        """What stands between this word and the one before it ("" for the first and past the last)."""
        if not 0 < number < len(self.words):
            return ""
        return self.folded[self.words[number - 1].end : self.words[number].start]

    def joined(self, number: int) -> bool:
        """True when only a space (or the full stop of an abbreviation such as "Gen.") parts the word from the one before."""
        if not 0 < number < len(self.words):
            return False
        gap = self.gap(number)
        return (gap.isspace() and self.text.count("\n", self.words[number - 1].end, self.words[number].start) < 2) or (
            gap == ". " and (self.words[number - 1].low in _ABBREVIATED or len(self.words[number - 1].low) == 1)
        )

    def sentence_at(self, offset: int) -> int:
        """Number of the sentence that starts at or before the offset, 0 before the first."""
        return max(0, bisect_right(self._sentence_starts, offset) - 1)

    def parse_at(self, offset: int) -> Parse | None:
        """The parse of the sentence around the offset."""
        return self.sentences[self.sentence_at(offset)].parse if self.sentences else None

    def head(self, start: int, end: int) -> tuple[Parse, Token] | None:
        """The parse around a span and the span's syntactic head, None without a parse."""
        parse = self.parse_at(start)
        head = parse.head_of(start, end) if parse else None
        return (parse, head) if parse and head else None

    @cached_property
    def title_case(self) -> frozenset[int]:
        """Numbers of the headings that are printed like headlines: most of their longer words have a capital."""
        found = []
        for number, sentence in enumerate(self.sentences):
            if not sentence.heading:
                continue
            first, last = self.word_from(sentence.start), self.word_from(sentence.end)
            long_words = [word for word in self.words[first:last] if len(word.text) > 3]
            if len(long_words) > 2 and sum(word.capital for word in long_words) > 0.7 * len(long_words):
                found.append(number)
        return frozenset(found)
