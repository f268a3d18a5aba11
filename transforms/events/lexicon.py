"""The event rules as an index by word, and the filter that tells which sentences can hold an event at all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from transforms.errors import SeedError
from transforms.events.context import Context, parse_context
from transforms.events.inflect import noun_forms, verb_forms
from transforms.events.points import read_points
from transforms.events.prefilter import Prefilter, build_prefilter
from transforms.events.rules import Rule, parse_rules
from transforms.records import EVENT_TYPES

Phrase = tuple[Rule, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Rules by trigger form, word classes, context cues and code tables. Build it once a process with `build_lexicon`."""

    rules: tuple[Rule, ...]
    classes: Mapping[str, frozenset[str]]
    context: Context
    verbs: Mapping[str, tuple[Phrase, ...]] = field(repr=False)
    nouns: Mapping[str, tuple[Phrase, ...]] = field(repr=False)
    others: Mapping[str, tuple[Phrase, ...]] = field(repr=False)
    lemmas: Mapping[str, frozenset[str]] = field(repr=False)
    plover: Mapping[tuple[str, str], str] = field(repr=False)
    fallbacks: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = field(repr=False)  # by type: last roles for source, target
    points: Mapping[str, int] = field(repr=False)  # what speaks for and against a mention
    prefilter: Prefilter = field(repr=False)
    towns: Mapping[str, str] = field(repr=False)  # country codes by lower-case names
    story: Mapping[str, str] = field(repr=False)  # by rule id: what its act is to the article's other acts

    def may_hold_event(self, sentence_text: str) -> bool:
        """False only if no rule can match: of no rule do all the words occur. Linear in the text's length, no parse needed."""
        return self.prefilter.may_match(sentence_text)

    def lemmas_of(self, form: str) -> frozenset[str]:
        """Lemmas that a lower-case form can have, as far as rules, classes and cues use them; the form itself is always one."""
        return self.lemmas.get(form, frozenset((form,)))

    def plover_type(self, event_type: str, status: str) -> str:
        """The type by PLOVER's rule for what is not done yet (DESIGN section 3)."""
        return self.plover.get((event_type, status), event_type)


def build_lexicon(
    rules: Mapping[str, Sequence[Mapping[str, Any]]],
    context: Mapping[str, Sequence[Mapping[str, Any]]],
    tables: Mapping[str, Sequence[Mapping[str, str]]],
    towns: Mapping[str, str] | None = None,
) -> Lexicon:
    """Builds the lexicon from seed values: `rules("events")`, `rules("context")`, `tables("events")` of flows.knowledge.seeds.

    `towns` gives the country of a town by its lower-case name.

    Raises:
        SeedError: A rule, a cue or a table is not in its documented form (docs/events.md).
    """
    parsed, classes = parse_rules(rules)
    _check_codes(parsed, tables)
    irregular = _irregular(tables)
    cues = parse_context(context, classes)
    verbs = _index(((form, r, p) for r, p in _phrases(parsed, "verb") for form in verb_forms(p[0], irregular)))
    nouns = _index(((form, r, p) for r, p in _phrases(parsed, "noun") for form in noun_forms(p[-1], irregular)))
    others = _index(((p[0], r, p) for r, p in (*_phrases(parsed, "adjective"), *_phrases(parsed, "modal"))))
    lemmas = _lemmas(_all_words(parsed, classes, cues), irregular)
    points = read_points(tables["confidence"])
    prefilter = build_prefilter(parsed, lambda word: verb_forms(word, irregular), lambda word: noun_forms(word, irregular))
    story = {rule.id: rule.story for rule in parsed if rule.story}
    return Lexicon(
        parsed, classes, cues, verbs, nouns, others, lemmas, _plover(tables), _fallbacks(tables), points, prefilter, towns or {}, story
    )


def _phrases(rules: Iterable[Rule], kind: str) -> Iterable[Phrase]:
    return ((rule, phrase) for rule in rules if rule.kind == kind for phrase in rule.phrases)


def _index(entries: Iterable[tuple[str, Rule, tuple[str, ...]]]) -> dict[str, tuple[Phrase, ...]]:
    index: dict[str, list[Phrase]] = {}
    for form, rule, phrase in entries:
        index.setdefault(form, []).append((rule, phrase))
    return {form: tuple(found) for form, found in index.items()}


def _all_words(rules: Iterable[Rule], classes: Mapping[str, frozenset[str]], context: Context) -> set[str]:
    words = {word for rule in rules for phrase in rule.phrases for word in phrase}
    for rule in rules:
        for group in (rule.object, rule.object_not, rule.subject, rule.subject_not, rule.light, *(nouns for _, nouns in rule.prep)):
            words |= group or frozenset()
    return words.union(*classes.values(), context.words())


def _lemmas(words: Iterable[str], irregular: Mapping[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for word in words:
        for form in verb_forms(word, irregular) | noun_forms(word, irregular):
            found.setdefault(form, {form}).add(word)
    return {form: frozenset(lemmas) for form, lemmas in found.items()}


def _irregular(tables: Mapping[str, Sequence[Mapping[str, str]]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in tables["irregular"]:
        found[row["lemma"]] = tuple(row["forms"].split())
    return found


def _check_codes(rules: Iterable[Rule], tables: Mapping[str, Sequence[Mapping[str, str]]]) -> None:
    known = {row["cameo"] for row in tables["cameo"]}
    modes = {(row["type"], row["mode"]) for row in tables["modes"]}
    for rule in rules:
        if rule.cameo is not None and rule.cameo not in known:
            raise SeedError(f"rule {rule.id}", f"CAMEO code {rule.cameo}", allowed="a code of seeds/events/cameo.csv")
        if rule.mode is not None and (rule.type, rule.mode) not in modes:
            raise SeedError(f"rule {rule.id}", f"mode {rule.mode}", allowed=f"a mode of {rule.type} in seeds/events/modes.csv")


def _plover(tables: Mapping[str, Sequence[Mapping[str, str]]]) -> dict[tuple[str, str], str]:
    found = {}
    for row in tables["plover_types"]:
        if row["type"] not in EVENT_TYPES or row["plover_type"] not in EVENT_TYPES:
            raise SeedError(row["_where"], f"type {row['type']} or {row['plover_type']}", allowed=", ".join(EVENT_TYPES))
        found[row["type"], row["status"]] = row["plover_type"]
    return found


def _fallbacks(tables: Mapping[str, Sequence[Mapping[str, str]]]) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    return {row["type"]: (tuple(row["source_fallback"].split()), tuple(row["target_fallback"].split())) for row in tables["types"]}
