"""The lint of `seeds/context/actors*.yml`."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from transforms.actors.vocabulary import HOMONYM_TESTS
from transforms.errors import SeedError

Rule = Mapping[str, Any]
_COMMON = frozenset({"id", "examples", "counterexamples", "note", "_where"})
_KEYS = {
    "actors_nouns": {"class", "kind", "stands_for", "words", "alone", "after_the", "private"},
    "actors_context": {"words", "country"},
    "actors_homonyms": {"test", "words", "given"},
    "actors_groups": {"country", "words", "actor"},
    "actors_coreference": {"pattern", "to", "kind", "kinds", "actors", "gender", "number", "halves"},
}
_CHOICES = {
    ("actors_nouns", "class"): ("role", "agent", "modifier", "portfolio"),
    ("actors_nouns", "kind"): ("government", "parliament", "forces", "people", "envoy"),
    ("actors_nouns", "stands_for"): ("state", "rebels", "opposition", "militants", "members"),
    ("actors_homonyms", "test"): HOMONYM_TESTS,
    ("actors_coreference", "to"): ("several", "body", "country", "person", "subject", "fixed", "named", "half", "owner"),
}
_REQUIRED = {"actors_nouns": ("class", "words"), "actors_context": ("words",), "actors_homonyms": ("test", "words"),
             "actors_groups": ("country", "words", "actor"), "actors_coreference": ("pattern", "to")}  # fmt: skip


_LISTS = (
    "alike.monarch", "alike.premier", "name.bodies", "name.calendar", "name.function_words", "name.honorific", "name.kin",
    "name.not_alone", "name.part_after", "name.part_before", "name.party", "noun.modifier", "pair.acts", "pair.outsiders",
    "place.adjectives", "place.from_government_nouns", "place.nouns_after", "place.of_nouns", "place.preposition",
    "place.to_government_words", "place.travel_words", "role.abroad", "role.critics", "role.dealing", "role.fighters", "role.former",
    "role.from_elsewhere", "role.guests", "role.holding", "role.institutions", "role.kin", "role.not_rebels", "role.of_anywhere",
    "role.outsiders", "role.rebel_words", "role.serves", "role.shared_offices", "scene.civil_war", "scene.meetings", "verb.addressing",
    "verb.judging", "verb.punishing",
)  # fmt: skip


def check_rules(rules: Mapping[str, Sequence[Rule]]) -> None:
    """Checks the context rules for actors; files of other names are not looked at.

    Raises:
        SeedError: An unknown file or key, a missing key, an id used twice, a value that is not among the allowed ones, or a pattern
            that is no regular expression.
    """
    seen: dict[str, str] = {}
    for file in sorted(name for name in rules if name.startswith("actors")):
        if file not in _KEYS:
            place = next((str(rule["_where"]) for rule in rules[file] if "_where" in rule), f"seeds/context/{file}.yml")
            raise SeedError(place, "unknown file", allowed=", ".join(sorted(_KEYS)), remedy="rename the file")
        for number, rule in enumerate(rules[file], 1):
            where = str(rule.get("_where", f"seeds/context/{file}.yml entry {number}"))
            _check_rule(file, rule, where)
            if rule["id"] in seen:
                raise SeedError(where, f"id {rule['id']!r} is taken by {seen[rule['id']]}", remedy="give this rule another id")
            seen[rule["id"]] = where
    for name in _LISTS:
        if name not in seen:
            raise SeedError("seeds/context/actors_context.yml", f"no rule {name!r}", remedy="restore the rule; its words may be changed")


def _check_rule(file: str, rule: Rule, where: str) -> None:
    allowed = _KEYS[file] | _COMMON
    for key in rule:
        if key not in allowed:
            raise SeedError(
                where, f"unknown key {key!r}", allowed=", ".join(sorted(allowed - {"_where"})), remedy="rename or remove the key"
            )
    for key in ("id", *_REQUIRED[file]):
        if key not in rule:
            raise SeedError(where, f"no key {key!r}", remedy=f"add '{key}:' to the rule")
    for (of, key), choices in _CHOICES.items():
        if of == file and key in rule and rule[key] not in choices:
            raise SeedError(where, f"{key} {rule[key]!r}", allowed=", ".join(choices), remedy="choose one of these")
    _check_pattern(rule, where)


def _check_pattern(rule: Rule, where: str) -> None:
    try:
        re.compile(str(rule.get("pattern", "")))
    except re.error as error:
        raise SeedError(where, f"pattern {rule['pattern']!r}: {error}", remedy="correct the regular expression") from error
