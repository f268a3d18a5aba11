"""Which sentences can hold an event, told from their words alone: parsing is the dearest step, and most rules ask for several words."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from transforms.events.rules import NO_EVENT, Rule

_WORD = re.compile(r"[^\W_]+")
_ANY_NAME = "<"  # word classes such as "<actor>" stand for names, which no list holds

Forms = Callable[[str], Iterable[str]]
Groups = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Prefilter:
    """For each trigger word the alternatives of what else must stand in the sentence: one word of every group."""

    needed: Mapping[str, tuple[Groups, ...]]

    def may_match(self, text: str) -> bool:
        """False only if no rule's words all occur in the text. Linear in its length."""
        words = set(_WORD.findall(text.lower()))
        return any(self._complete(word, words) for word in words if word in self.needed)

    def _complete(self, trigger: str, words: set[str]) -> bool:
        return any(all(not words.isdisjoint(group) for group in groups) for groups in self.needed[trigger])


def build_prefilter(rules: Iterable[Rule], verb_forms: Forms, noun_forms: Forms) -> Prefilter:
    """Builds the filter from all rules that give events.

    Args:
        rules: The rules.
        verb_forms: All forms of a verb's lemma.
        noun_forms: All forms of a noun's lemma.
    """
    needed: dict[str, set[Groups]] = {}
    for rule in rules:
        if rule.type == NO_EVENT:
            continue
        frame = _frame(rule, lambda word: (*verb_forms(word), *noun_forms(word)))
        for phrase in rule.phrases:
            for form in _trigger_forms(rule, phrase, verb_forms, noun_forms):
                parts = _WORD.findall(form)
                rest = [word for n, word in enumerate(phrase) if n != _head(rule, phrase)]
                alone = tuple(frozenset((part,)) for word in (*parts[:-1], *rest) for part in _WORD.findall(word))
                needed.setdefault(parts[-1], set()).add((*alone, *frame))
    return Prefilter({word: _without_implied(groups) for word, groups in needed.items()})


def _without_implied(alternatives: set[Groups]) -> tuple[Groups, ...]:
    """Fewest groups first; a trigger that needs nothing else makes the other alternatives idle."""
    ordered = sorted(alternatives, key=lambda groups: (len(groups), sorted(map(sorted, groups))))
    return tuple(ordered[:1]) if not ordered[0] else tuple(ordered)


def _head(rule: Rule, phrase: tuple[str, ...]) -> int:
    return len(phrase) - 1 if rule.kind == "noun" else 0


def _trigger_forms(rule: Rule, phrase: tuple[str, ...], verb_forms: Forms, noun_forms: Forms) -> Iterable[str]:
    word = phrase[_head(rule, phrase)]
    if rule.kind == "verb":
        return verb_forms(word)
    return noun_forms(word) if rule.kind == "noun" else (word,)


def _frame(rule: Rule, forms: Forms) -> Groups:
    groups = [words for words in (rule.object, rule.subject) if words is not None]
    groups += [nouns for _, nouns in rule.prep if nouns]
    groups += [] if rule.alone else [rule.light]
    prepositions = [frozenset(prep.split("|")) for prep, _ in rule.prep]
    return (*prepositions, *(_all_forms(words, forms) for words in groups if not any(w.startswith(_ANY_NAME) for w in words)))


def _all_forms(words: frozenset[str], forms: Forms) -> frozenset[str]:
    return frozenset(_WORD.findall(form)[-1] for word in words for form in forms(word) if _WORD.search(form))
