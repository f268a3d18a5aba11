"""The tense around an expression: of the governing verb where the sentence is parsed, else from words of tense nearby."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from transforms.syntax import Parse, Sentence, Token
from transforms.times.attach import teller
from transforms.times.rules import TimeRules
from transforms.times.story import FUTURE, NO_TENSE, PAST, PRESENT
from transforms.times.tokens import BREAK, Tokens

_NEAR = 4  # tokens between "until" and the day: "until 9 a.m. Tuesday"
_WILL = {"will", "shall", "'ll", "wo"}
_MODALS = {"would", "could", "should", "may", "might", "must", "can"}
_RANK_REACH = 9  # tokens between "the first" and "to": "the first three former Warsaw Pact countries to accede"
_REACH = 14  # tokens on each side; beyond, a verb belongs to another clause


class TenseReader:
    """The tense around the tokens of one article; a token index names the first word of a time expression."""

    def __init__(self, tokens: Tokens, sentences: Sequence[Sentence], rules: TimeRules) -> None:
        self._tokens, self._sentences, self._rules = tokens, sentences, rules
        self._starts = [sentence.start for sentence in sentences]
        self._cues = _CueTense(rules)

    def at(self, token: int) -> str:
        """PAST, PRESENT, FUTURE or NO_TENSE."""
        parse = self._parse(token)
        if parse is not None:
            bound = (
                "" if self._tokens.words[token - 1] == "the" else self._cues.after_until(self._tokens.codes, token)
            )  # "by the Tuesday deadline"
            found = bound or _governing_tense(parse, self._tokens, token, self._rules)
            if found:
                return found
        return self._cues.tense(self._tokens.codes, token)

    def is_over(self, token: int) -> bool:
        """True when the words hang on a finite past verb that neither tells nor plans ("was signed in December"), or follow "ended"."""
        tokens, parse = self._tokens, self._parse(token)
        if tokens.words[token - 1] == "ended":
            return True
        if parse is None or self._cues.after_until(tokens.codes, token):
            return False
        head = parse.head_of(tokens.starts[token], tokens.ends[token])
        while head is not None and head.tag in ("IN", "CD", "NNP") and head.head != head.i:
            head = parse.tokens[head.head]
        if head is None or not head.is_verb or head.lemma in self._rules.links["reporting"] | self._rules.links["planning"]:
            return False
        if head.lemma in self._rules.links["putting_off"] and tokens.words[token - 1] == "to":
            return False
        return head.tag == "VBD" or any(helper.tag == "VBD" for helper in parse.kids(head.i, "aux", "auxpass"))

    def _parse(self, token: int) -> Parse | None:
        number = bisect_right(self._starts, self._tokens.starts[token]) - 1
        return self._sentences[number].parse if number >= 0 else None


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
        self._cue = re.compile(f"[{re.escape(''.join([*self._kinds, self._planned, self._to]))}]")
        self._bound = re.compile(f"[{re.escape(self._until)}]")

    def after_until(self, codes: str, token: int) -> str:
        """The tense that "until" or "by" gives; NO_TENSE without one of them."""
        begin = codes.rfind(BREAK, max(0, token - _REACH), token)
        if not self._bound.search(codes, max(begin + 1, token - _NEAR), token):
            return NO_TENSE
        window = codes[max(0, token - _REACH) : token + _REACH]
        return PAST if any(char in self._pluperfect for char in window) else FUTURE

    def tense(self, codes: str, token: int) -> str:
        """The tense of the nearest cue in the sentence, those before the expression first."""
        if found := self.after_until(codes, token):
            return found
        begin = codes.rfind(BREAK, max(0, token - _REACH), token)
        end = codes.find(BREAK, token, token + _REACH)
        if not self._cue.search(codes, max(begin, token - _REACH, 0), token + _REACH):
            return NO_TENSE
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


def _governing_tense(parse: Parse, tokens: Tokens, token: int, rules: TimeRules) -> str:
    start, end = tokens.starts[token], tokens.ends[token]
    head = parse.head_of(start, end)
    if head is None:
        return NO_TENSE
    own = next((above for above in (head, *parse.ancestors(head.i)) if above.tag.startswith("VB")), None)
    if own is None:
        return NO_TENSE
    verb = parse.tokens[teller(parse, own, start, end)]
    while verb.dep == "xcomp" and parse.tokens[verb.head].lemma in rules.links["implicative"]:
        verb = parse.tokens[verb.head]  # "failed to meet Friday" did so on Friday
    if verb.lemma in rules.links["planning"] or (verb.lemma in rules.links["putting_off"] and tokens.words[token - 1] == "to"):
        return FUTURE  # "has scheduled a news conference Thursday", "extended the offer to Nov. 16"
    helpers = {helper.tag for helper in parse.kids(verb.i, "aux", "auxpass", "mark")}
    if verb.tag == "VBN" and verb.dep in ("acl", "advcl") and not helpers:
        return PAST  # "under terms announced Friday holders would receive"
    if "TO" in helpers and tokens.words[token + 1] == "'s":
        return PAST  # "to get around Wednesday's ruling"
    tense = verb_tense(parse, _teller_of_rank(parse, verb, rules))
    return FUTURE if tense == PRESENT and verb.lemma in rules.links["progressive_plans"] else tense  # "they meet Monday"


def _teller_of_rank(parse: Parse, verb: Token, rules: TimeRules) -> Token:
    """The verb above an infinitive of rank: "was the first country to recognise it on Friday" did so on Friday."""
    if verb.tag != "VB" or verb.dep not in ("relcl", "acl", "csubj", "xcomp", "advcl"):
        return verb
    ranked = any(token.text.lower() in rules.links["comparing"] for token in parse.tokens[max(0, verb.i - _RANK_REACH) : verb.i])
    above = next((token for token in parse.ancestors(verb.i) if token.tag.startswith("VB")), verb)
    return above if ranked else verb


def verb_tense(parse: Parse, verb: Token) -> str:
    """The tense of a verb with its auxiliaries: "will meet" FUTURE, "has met" PAST, "is to meet" FUTURE, "meets" PRESENT."""
    helpers = parse.kids(verb.i, "aux", "auxpass")
    lemmas = {helper.text.lower() for helper in helpers}
    if lemmas & _WILL or (lemmas & _MODALS and "have" not in lemmas):
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
