"""Words to classes: a text becomes one character a token, so that rules are small regular expressions over classes of words.

Each token has a set of *roles* ("month", "day", "unit", the word itself as "=the"); every distinct set of roles is one character of
the class string. A pattern's `{month}` is the bracket of all characters whose set holds that role. Cost is linear in the text.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from transforms.syntax import Sentence

_FIRST_CHAR = 0xE000  # the private use area: no character there means anything to a regular expression
BREAK = "\n"  # stands between sentences: no pattern matches across it
_TOKEN = re.compile(
    r"""(?P<iso>\d{4}-\d\d?-\d\d?(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\w-]))
      | (?P<slash>\d{1,4}/\d{1,2}/\d{1,4}(?![\w/])|\d{1,2}-\d{1,2}-\d{4}(?![\w-]))
      | (?P<dotted>\d{1,2}\.\d{1,2}\.\d{4}(?!\w))
      | (?P<fraction>\d/\d(?![\d/]))
      | (?P<clock>\d{1,2}:\d\d(?::\d\d)?(?![\w:]))
      | (?P<money>[$£€¥]\s?\d[\d,]*)
      | (?P<short>['’]\d\ds?\b)
      | (?P<ampm>[aApP]\.\s?[mM]\b\.?|(?<=\d[ ])(?:[ap]m|[AP]M)\b)
      | (?P<number>\d+(?:,\d{3}(?!\d))*(?:\.\d+)?)(?P<suffix>(?:['’]?s|st|nd|rd|th|[ap]m|h)\b)?
      | (?P<word>[oO]['’]clock|(?:Mr|Mrs|Ms|Dr)\.|[^\W\d_]+)
      | (?P<punct>['’](?:s|ll|d|re|ve|t)\b|\S)""",
    re.VERBOSE,
)
_SAME_MARK = {"’": "'", "–": "-"}
_PAUSE = "—"  # joins nothing, as a hyphen does: "said this month – and again today"
_IS_PAUSE = re.compile(r"\s[-–]\s(?=[a-z])")
_UNENDED = re.compile(r"(?<![A-Za-z])(?:[ap]\.?m|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.$", re.IGNORECASE)
_GOES_ON = re.compile(
    r" {0,2}(?:\d|[A-Z]{3}\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|on "
    r"|(?:[A-Z][a-z]+ ){1,3}[Tt]ime\b|local time)"
)
_NO_PAST = ("need", "ceed", "feed", "heed", "deed", "peed", "seed", "weed", "bleed", "breed")  # "succeed" and "indeed" are no past tense
_NO_PLURAL = ("ss", "us", "is", "wards", "always", "besides", "perhaps")  # "in 2014 across Europe", "from 2014 onwards"
_SHORT_WORD = 4  # "is", "this" and "has" are no plurals
_YEARS = range(1000, 2200)
Roles = frozenset[str]


@dataclass
class Alphabet:
    """The characters that stand for sets of roles. Built once with the rules; grows only while it is built."""

    by_roles: dict[Roles, str] = field(default_factory=dict)

    def char(self, roles: Roles) -> str:
        """The character for this set of roles."""
        if roles not in self.by_roles:
            self.by_roles[roles] = chr(_FIRST_CHAR + len(self.by_roles))
        return self.by_roles[roles]

    def bracket(self, role: str) -> str:
        """All characters whose set holds the role, in a fixed order; "" when there is none."""
        return "".join(sorted(char for roles, char in self.by_roles.items() if role in roles))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words and their roles. `chars` maps a lower-case word to its characters (as written small, as written with a capital)."""

    chars: Mapping[str, tuple[str, str]]
    values: Mapping[tuple[str, str], Any]  # (role, word) -> value
    shapes: Mapping[Roles, str]

    def value(self, role: str, word: str) -> Any:
        """What the word means in that role; None when it has no such role."""
        return self.values.get((role, word))


@dataclass(slots=True)
class Tokens:
    """The tokens of a text: spans, lower-case words, and the class string with one character a token."""

    starts: list[int]
    ends: list[int]
    words: list[str]
    codes: str


def tokenize(text: str, sentences: Sequence[Sentence], lexicon: Lexicon) -> Tokens:
    """Tokens of all sentences in order, with a `BREAK` token before, between and after them."""
    starts, ends, words, codes = [0], [0], [BREAK], [BREAK]
    chars, shapes = lexicon.chars, lexicon.shapes
    for sentence in sentences:
        for match in _TOKEN.finditer(text, sentence.start, sentence.end):
            kind, raw = match.lastgroup, match[0]
            word = raw.lower().rstrip(".") if kind == "word" else raw.lower()
            if kind in ("punct", "short"):
                word = _SAME_MARK.get(raw[0], raw[0]) + word[1:]
                word = _PAUSE if word == "-" and _IS_PAUSE.match(text, max(match.start() - 1, 0)) else word
            known = chars.get(word)
            if known is not None and (kind == "word" or kind == "punct"):
                codes.append(known[raw[0].isupper()])
            else:
                codes.append(shapes[_shape(kind or "", word, raw)])
            starts.append(match.start())
            ends.append(match.end())
            words.append(word)
        if _UNENDED.search(text, max(sentence.start, sentence.end - 6), sentence.end) and _GOES_ON.match(text, sentence.end):
            continue  # the sentence was cut after an abbreviation
        starts.append(sentence.end)
        ends.append(sentence.end)
        words.append(BREAK)
        codes.append(BREAK)
    return Tokens(starts, ends, words, "".join(codes))


def token_words(phrase: str) -> list[str]:
    """The lower-case words of a phrase as the tokenizer cuts it."""
    return [match[0].lower() for match in _TOKEN.finditer(phrase)]


def _shape(kind: str, word: str, raw: str) -> Roles:
    if kind == "word":
        return _word_shape(word, raw)
    if kind in ("number", "suffix"):
        return _number_shape(word)
    if kind == "short":
        return _SHORT_DECADE if word.endswith("s") else _SHORT_YEAR
    if kind == "punct":
        return _MARK
    return _ONE[kind]


def _word_shape(word: str, raw: str) -> Roles:
    if raw[0].isupper():
        return _CAPITAL
    if word.endswith("ed") and not word.endswith(_NO_PAST):
        return _ED
    return _PLURAL if word.endswith("s") and not word.endswith(_NO_PLURAL) and len(word) > _SHORT_WORD else _LOWER


def _number_shape(word: str) -> Roles:
    digits = word.rstrip("sthndrapm'’")
    suffix = word[len(digits) :]
    if not digits.isdecimal():
        return _DECIMAL if "," not in digits else _INT
    if suffix:
        return _suffixed(digits, suffix)
    if len(digits) == 4 and int(digits) in _YEARS:
        return _YEAR
    if len(digits) == 8 and digits[:2] in ("19", "20"):
        return _STAMP
    return _small(int(digits)) if len(digits) <= 2 else _INT


def _suffixed(digits: str, suffix: str) -> Roles:
    if suffix in ("am", "pm", "h"):
        return _CLOCK_AMPM if len(digits) <= 2 else _LOWER
    if suffix.endswith("s"):
        if len(digits) == 4 and digits[3] == "0":
            return _DECADE
        return _SHORT_DECADE if len(digits) == 2 and digits[1] == "0" else _LOWER
    if len(digits) > 2:
        return _ORDINAL
    return _ORDINAL_DAY if 1 <= int(digits) <= 31 else _ORDINAL


def _small(number: int) -> Roles:
    if 1 <= number <= 12:
        return _TWELVE
    if 13 <= number <= 24:
        return _HOUR
    return _DAY if 25 <= number <= 31 else _NO_DAY


_ONE = {kind: frozenset({kind}) for kind in ("iso", "slash", "dotted", "fraction", "clock", "money", "ampm")}
_MARK, _SHORT_YEAR, _SHORT_DECADE = frozenset({"mark"}), frozenset({"short_year"}), frozenset({"short_decade"})
_CAPITAL, _ED, _PLURAL, _LOWER = (frozenset({role}) for role in ("capital", "ed", "plural", "lower"))
_DECIMAL, _INT, _YEAR = frozenset({"decimal"}), frozenset({"int"}), frozenset({"int", "year"})
_TWELVE, _HOUR, _DAY = frozenset({"int", "day", "monthnum", "hour"}), frozenset({"int", "day", "hour"}), frozenset({"int", "day"})
_NO_DAY = frozenset({"int", "no_day"})
_DECADE, _STAMP, _CLOCK_AMPM = frozenset({"decade"}), frozenset({"stamp"}), frozenset({"clock_ampm"})
_ORDINAL, _ORDINAL_DAY = frozenset({"number_ordinal"}), frozenset({"number_ordinal", "day_ordinal"})
SHAPES: tuple[Roles, ...] = (
    *_ONE.values(), _MARK, _SHORT_YEAR, _SHORT_DECADE, _CAPITAL, _ED, _PLURAL, _LOWER, _DECIMAL, _INT, _YEAR, _TWELVE, _HOUR, _DAY, _NO_DAY,
    _DECADE, _STAMP, _CLOCK_AMPM, _ORDINAL, _ORDINAL_DAY,
)  # fmt: skip


SHAPE_ROLES: Roles = frozenset().union(*SHAPES)


def build_lexicon(entries: Iterable[tuple[str, str, Any, bool]], alphabet: Alphabet) -> Lexicon:
    """A lexicon of (role, word, value, needs a capital) entries.

    Words keep the role of their shape ("ed", "plural"); "capital" stays the role of unknown words, which may be names.
    """
    small: dict[str, set[str]] = {}
    capital: dict[str, set[str]] = {}
    values: dict[tuple[str, str], Any] = {}
    for role, word, value, needs_capital in entries:
        values[role, word] = value
        capital.setdefault(word, set()).add(role)
        small.setdefault(word, set())
        if not needs_capital:
            small[word].add(role)
    chars = {}
    for word in sorted(capital):
        low = frozenset(small[word]) | (_word_shape(word, word) if word[0].isalpha() else _MARK)
        high = frozenset(capital[word]) | (_LOWER if word[0].isalpha() else _MARK)
        chars[word] = (alphabet.char(low), alphabet.char(high))
    return Lexicon(chars, values, {shape: alphabet.char(shape) for shape in SHAPES})
