"""The tense around an expression: of the governing verb where the sentence is parsed, else from words of tense nearby."""

from bisect import bisect_right
from collections.abc import Callable, Sequence

from transforms.syntax import Parse, Sentence, Token
from transforms.times.attach import teller
from transforms.times.rules import TimeRules
from transforms.times.story import FUTURE, NO_TENSE, PAST, PRESENT
from transforms.times.tokens import BREAK, Tokens

_NEAR = 4  # tokens between "until" and the day: "until 9 a.m. Tuesday"
_REACH = 14  # tokens on each side; beyond, a verb belongs to another clause


def tense_reader(tokens: Tokens, sentences: Sequence[Sentence], rules: TimeRules) -> Callable[[int], str]:
    """A function from token index to PAST, PRESENT, FUTURE or NO_TENSE."""
    starts = [sentence.start for sentence in sentences]
    cues = _CueTense(rules)

    def tense_at(token: int) -> str:
        number = bisect_right(starts, tokens.starts[token]) - 1
        parse = sentences[number].parse if number >= 0 else None
        if parse is not None:
            found = _governing_tense(parse, tokens.starts[token], tokens.ends[token])
            if found:
                return found
        return cues.tense(tokens.codes, token)

    return tense_at


class _CueTense:
    """Tense from the nearest words of tense in the class string."""

    def __init__(self, rules: TimeRules) -> None:
        self._kinds = {
            char: tense
            for name, tense in (("past", PAST), ("present", PRESENT), ("future", FUTURE))
            for char in rules.cues["tense_" + name]
        }
        self._planned, self._to, self._before_to = rules.cues["planned"], rules.cues["to"], rules.cues["before_to"]
        self._until, self._pluperfect = rules.cues["until"], rules.cues["pluperfect"]
        self._kinds = {**dict.fromkeys(rules.cues["ed"], PAST), **self._kinds}

    def tense(self, codes: str, token: int) -> str:
        """The tense of the nearest cue in the sentence, those before the expression first."""
        begin = codes.rfind(BREAK, max(0, token - _REACH), token)
        end = codes.find(BREAK, token, token + _REACH)
        if any(char in self._until for char in codes[max(begin + 1, token - _NEAR) : token]):
            window = codes[max(0, token - _REACH) : token + _REACH]
            return PAST if any(char in self._pluperfect for char in window) else FUTURE
        before = codes[begin + 1 if begin >= 0 else max(0, token - _REACH) : token]
        after = codes[token : end if end >= 0 else token + _REACH]
        for at in range(len(before) - 1, -1, -1):
            if before[at] in self._planned and any(char in self._pluperfect for char in before[max(0, at - 2) : at]):
                return PAST  # "had been due to expire Friday"
            if before[at] in self._planned or (before[at] in self._to and before[at - 1 : at] in self._before_to and at):
                return FUTURE
            if before[at] in self._kinds:
                return self._kinds[before[at]]
        return next((self._kinds[char] for char in after if char in self._kinds), NO_TENSE)


def _governing_tense(parse: Parse, start: int, end: int) -> str:
    head = parse.head_of(start, end)
    if head is None:
        return NO_TENSE
    for token in (head, *parse.ancestors(head.i)):
        if token.tag.startswith("VB"):
            return verb_tense(parse, parse.tokens[teller(parse, token, start, end)])
    return NO_TENSE


def verb_tense(parse: Parse, verb: Token) -> str:
    """The tense of a verb with its auxiliaries: "will meet" FUTURE, "has met" PAST, "is to meet" FUTURE, "meets" PRESENT."""
    helpers = parse.kids(verb.i, "aux", "auxpass")
    lemmas = {helper.text.lower() for helper in helpers}
    if lemmas & {"will", "shall", "'ll", "wo"}:
        return FUTURE
    if any(helper.tag == "VBD" for helper in helpers) or lemmas & {"has", "have", "'ve"}:
        return PAST
    if any(helper.tag in ("VBZ", "VBP") for helper in helpers):
        return PRESENT
    if verb.tag == "VBD":
        return PAST
    if verb.tag in ("VBZ", "VBP"):
        return PRESENT
    return _of_head(parse, verb)


def _of_head(parse: Parse, verb: Token) -> str:
    """An infinitive looks ahead ("plans to meet"), a participle takes the tense of the verb above it."""
    if verb.tag == "VB":
        return FUTURE
    for token in parse.ancestors(verb.i):
        if token.tag.startswith("VB"):
            return verb_tense(parse, token)
    return PAST if verb.tag == "VBN" else NO_TENSE
