"""Finds time expressions: tokens -> matches of the rules -> the longest ones that do not overlap -> their meanings in text order."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from transforms.records import TimeExpression
from transforms.syntax import Sentence
from transforms.times.makes import MAKES
from transforms.times.names import NameMatch, find_names, name_meaning
from transforms.times.periods import Period
from transforms.times.rules import TimeRule, TimeRules
from transforms.times.story import Found, Meaning, Story
from transforms.times.tense import TenseReader
from transforms.times.tokens import Tokens, tokenize


@dataclass(frozen=True, slots=True)
class Candidate:
    """A match over tokens [start, end) by a rule or by a name."""

    start: int
    end: int
    rule: TimeRule | None = None
    match: re.Match[str] | None = None
    name: NameMatch | None = None


def find_times(text: str, sentences: Sequence[Sentence], *, published: str | None, rules: TimeRules) -> list[TimeExpression]:
    """All time expressions of an article in text order, none overlapping another.

    Args:
        text: The article's text; offsets point into it.
        sentences: Its sentences in text order, with or without a parse. What lies outside them is not read.
        published: Partial publication date ("2018", "2018-02", "2018-02-26") or None: then what is relative to it stays unresolved.
        rules: The compiled seeds.

    Raises:
        ValueError: `published` is no partial date.
    """
    tokens = tokenize(text, sentences, rules.lexicon)
    tense = TenseReader(tokens, sentences, rules)
    story = Story(Period.parse(published) if published else None, tense.at, tense.is_over)
    starts = [sentence.start for sentence in sentences]
    found: list[_Reading] = []
    end = 0
    for candidate in sorted(_candidates(tokens, rules), key=lambda c: (c.start, -c.end)):
        if candidate.start < end:  # overlaps a longer match
            continue
        number = bisect_right(starts, tokens.starts[candidate.start]) - 1
        story.enter(number)
        try:
            reading = _read(candidate, tokens, rules, story)
        except (ValueError, OverflowError):  # "February 30", or beyond the years 1 to 9999: no day at all
            end = candidate.end
            continue
        if reading is None:  # no time after all; a shorter match may be one
            continue
        end = reading.end
        reading = _joined(found, reading, tokens)
        if reading.meaning.type == "DURATION":
            story.last_over(reading.meaning.value)
        if reading.meaning.period is not None:
            story.reach(reading.meaning.period, aside=_is_aside(sentences[number], tokens, reading) if number >= 0 else False)
    return [_expression(text, tokens, reading) for reading in found]


@dataclass(frozen=True, slots=True)
class _Reading:
    start: int
    end: int
    rule_id: str
    meaning: Meaning


def _is_aside(sentence: Sentence, tokens: Tokens, reading: _Reading) -> bool:
    """True when the words stand in a clause or participle that describes a noun; False where the sentence is not parsed."""
    parse = sentence.parse
    head = parse.head_of(tokens.starts[reading.start], tokens.ends[reading.end - 1]) if parse else None
    return parse is not None and head is not None and any(token.dep in ("relcl", "acl") for token in (head, *parse.ancestors(head.i)))


_PIECE, _LONGEST = 16, 28  # tokens: a long run is tried in pieces that look as far ahead as the longest pattern reaches


def _candidates(tokens: Tokens, rules: TimeRules) -> list[Candidate]:
    """All matches. Sorted by place and length afterwards; of equal ones the earlier rule comes first (the sort is stable)."""
    codes = tokens.codes
    seen: dict[str, list[tuple[int, TimeRule]]] = {}  # the same words again need not be tried against all rules
    found: list[tuple[TimeRule, re.Match[str]]] = []
    for start, end in _pieces(codes, rules):
        words = codes[start - 1 : end]  # what stands before and after may forbid a match
        if words in seen:
            found += [(rule, match) for at, rule in seen[words] if (match := rule.regex.match(codes, start + at, end))]
        elif rules.telling.search(words):
            matches = [(rule, match) for rule in rules.rules for match in rule.regex.finditer(codes, start, end)]
            here = [(rule, match) for rule, match in matches if match.start() < start + _PIECE]
            seen[words] = [(match.start() - start, rule) for rule, match in here]
            found += here
    names = [Candidate(name.start, name.end, name=name) for name in find_names(tokens, rules)]
    return [Candidate(match.start(), match.end(), rule, match) for rule, match in found] + names


def _pieces(codes: str, rules: TimeRules) -> Iterator[tuple[int, int]]:
    """Where rules may match: the runs of words that they speak of, with the word after them."""
    for run in rules.known.finditer(codes):
        for start in range(run.start(), run.end(), _PIECE):
            yield start, min(start + _PIECE + _LONGEST, run.end() + 1)


def _read(candidate: Candidate, tokens: Tokens, rules: TimeRules, story: Story) -> _Reading | None:
    meaning: Meaning | None = None
    rule_id = ""
    if candidate.name is not None:
        rule_id = candidate.name.rule_id
        meaning = name_meaning(candidate.name, tokens, rules, story)
    elif candidate.rule is not None and candidate.match is not None:
        rule_id = candidate.rule.id
        words = (rule_id, *tokens.words[candidate.start - 1 : candidate.end + 1])
        meaning = story.explicit.get(words)
        if meaning is None:
            meaning = MAKES[candidate.rule.make](Found(tokens, rules.lexicon, candidate.match, candidate.rule.parameters), story)
            if meaning is not None and meaning.basis == "explicit":
                story.explicit[words] = meaning  # a page of dates repeats them, and these mean the same everywhere
    return _Reading(candidate.start, candidate.end, rule_id, meaning) if meaning is not None else None


_BARE_CLOCKS = frozenset({"clock.time", "clock.part", "clock.in_the_part", "clock.digits", "clock.hours"})
_JOINTS = frozenset({",", "on", "at", "of"})


def _joined(found: list[_Reading], reading: _Reading, tokens: Tokens) -> _Reading:
    """Adds the reading; a clock time and the day beside it ("10 p.m. Wednesday", "Friday at noon") become one expression."""
    if found:
        last = found[-1]
        gap = tokens.words[last.end : reading.start]
        if len(gap) <= 1 and all(word in _JOINTS for word in gap):
            joined = _one_time(last, reading, gap)
            if joined is not None:
                found[-1] = joined
                return joined
    found.append(reading)
    return reading


def _one_time(first: _Reading, second: _Reading, gap: list[str]) -> _Reading | None:
    bare, day = (first, second) if first.rule_id in _BARE_CLOCKS else (second, first)
    if bare.rule_id not in _BARE_CLOCKS or not bare.meaning.clock or day.meaning.clock:
        return None
    if day.meaning.type != "DATE" or (day.meaning.period and day.meaning.period.unit != "day") or (bare is first and "at" in gap):
        return None
    if day.meaning.value in ("", "PAST_REF", "PRESENT_REF", "FUTURE_REF"):
        return None
    meaning = replace(
        day.meaning, type="TIME", value=day.meaning.value + bare.meaning.clock, clock=bare.meaning.clock, zone=bare.meaning.zone
    )
    return _Reading(first.start, second.end, bare.rule_id, meaning)


def _expression(text: str, tokens: Tokens, reading: _Reading) -> TimeExpression:
    start, end = tokens.starts[reading.start], tokens.ends[reading.end - 1]
    meaning, edtf = reading.meaning, reading.meaning.edtf
    return TimeExpression(
        start, end, text[start:end], meaning.type, meaning.value, reading.rule_id, meaning.basis,
        str(edtf) if edtf else None, edtf.first_day if edtf else None, edtf.last_day if edtf else None, meaning.zone or None,
    )  # fmt: skip
