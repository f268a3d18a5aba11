"""The nouns and words of `seeds/context/actors*.yml`, compiled for look-up word by word."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from transforms.actors.document import Document

HOMONYM_TESTS = ("always", "in_text", "near", "before", "after", "given_name")
Rules = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun or modifier: `part` is role, agent, modifier or portfolio; `stands_for` state, rebels, opposition, militants or members.

    `alone` is True for those that are actors without a name beside them ("troops", "the government"), `definite` for those of them that
    are so only after "the", "its" and the like; `private` for people who hold no office ("journalist"). `kind` is government, parliament,
    forces, people, envoy or empty: what the grammar of actors treats apart.
    """

    words: tuple[str, ...]
    part: str
    stands_for: str
    rule_id: str
    alone: bool = False
    definite: bool = False
    private: bool = False
    kind: str = ""


class Vocabulary:
    """Nouns, modifiers and word lists, from the rules whose file name starts with "actors"."""

    def __init__(self, rules: Rules) -> None:
        self._by_first: dict[str, list[Noun]] = {}
        self.lists: dict[str, frozenset[str]] = {}
        self.entries: dict[str, Mapping[str, Any]] = {}
        self.groups: list[Mapping[str, Any]] = [*rules.get("actors_groups", ())]
        self.coreference: list[Mapping[str, Any]] = [*rules.get("actors_coreference", ())]
        self.pointers = [re.compile(str(rule["pattern"])) for rule in self.coreference]
        for file in sorted(name for name in rules if name.startswith("actors")):
            for rule in rules[file]:
                self._add(file, rule)
        for nouns in self._by_first.values():
            nouns.sort(key=lambda noun: (-len(noun.words), noun.part == "modifier"))

    def _add(self, file: str, rule: Mapping[str, Any]) -> None:
        rule_id = str(rule["id"])
        self.entries[rule_id] = rule
        words = [str(word).casefold() for word in rule.get("words", ())]
        self.lists[rule_id] = frozenset(words)
        if file != "actors_nouns":
            return
        for word in words:
            definite = word in rule.get("after_the", ())
            alone = definite or word in rule.get("alone", ())
            noun = Noun(
                tuple(word.split()),
                str(rule["class"]),
                str(rule.get("stands_for", "state")),
                rule_id,
                alone,
                definite,
                bool(rule.get("private")),
                str(rule.get("kind", "")),
            )
            self._by_first.setdefault(noun.words[0], []).append(noun)

    def alike(self, word: str) -> frozenset[str]:
        """The word and those that mean the same office ("monarch", "king")."""
        groups = (self.lists[name] for name in sorted(self.lists) if name.startswith("alike."))
        return frozenset({word}).union(*(group for group in groups if word in group))

    def noun_of(self, *phrases: str) -> Noun | None:
        """The noun of the first of the phrases that is one, in lower case."""
        words = [tuple(phrase.split()) for phrase in phrases]
        return next((noun for wanted in words for noun in self._by_first.get(wanted[0], ()) if noun.words == wanted), None)

    def noun_at(self, doc: Document, number: int, *parts: str) -> Noun | None:
        """The longest noun that starts at this word, of one of the parts (all parts when none is given)."""
        for noun in self._by_first.get(doc.words[number].low, ()) if number < len(doc.words) else ():
            if (not parts or noun.part in parts) and self._continues(doc, number, noun.words):
                return noun
        return None

    def _continues(self, doc: Document, number: int, words: tuple[str, ...]) -> bool:
        return all(
            number + n < len(doc.words) and doc.words[number + n].low == word and doc.joined(number + n)
            for n, word in enumerate(words[1:], 1)
        )
