"""The form of event rules: YAML entries of `seeds/events/*.yml` checked and turned into frozen values (documented in docs/events.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from transforms.errors import SeedError
from transforms.records import EVENT_TYPES

KINDS = ("verb", "noun", "adjective", "modal")
COMPLEMENTS = ("infinitive", "gerund", "that", "none", "fact", "question", "forecast", "bidding", "passive")
INNER = {
    "conflict": ("THREATEN", "PROTEST", "SANCTION", "COERCE", "ASSAULT", "REJECT"),
    "force": ("MOBILIZE", "COERCE", "ASSAULT"),
    "cooperation": ("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"),
}
SIDES = ("source", "target")
STORY = ("answer", "echo", "announcement", "conquest")
NO_EVENT = "none"  # the type of a rule that only says: these words are no event here
_PLAIN_ROLES = (
    "subject", "object", "dative", "speaker", "possessor", "adjective", "with", "governor", "scene", "within",
    "complement", "complement.subject", "complement.doer", "complement.object", "complement.dative", "complement.any", "place",
    "counterpart", "doer", "means", "enemy", "force.owner", "sufferer", "offender", "border",
)  # fmt: skip
_ALLOWED = {
    "_where", "id", "type", "mode", "cameo", *KINDS, "object", "object_not", "subject", "subject_not", "prep", "prep_not",
    "complement", "content", "inner", "source", "target", "needs", "light", "alone", "bare", "reported", "embeds", "story", "personal",
    "examples", "counterexamples", "note",
}  # fmt: skip
_DEFAULT_ROLES = {
    "verb": (("subject",), ("object",)),
    "noun": (("possessor", "governor", "adjective", "by", "between", "of"), ("against", "on", "to", "with")),
    "adjective": (("subject",), ("to",)),
    "modal": (("speaker",), ("subject",)),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of saying an act. Word lists hold lemmas; `None` means "no condition", roles are tried in order.

    `phrases` are the triggers, each a tuple of words whose first is inflected. `embeds` says what is told inside the act's complement:
    "content" (not facts: left out) or "facts". `alone`: an event noun counts without a light verb. `bare`: it needs no participant.
    `story` is what the act is to the article's other acts (docs/events.md). `personal`: done by a private person it is no act of a state.
    """

    id: str
    type: str
    kind: str
    phrases: tuple[tuple[str, ...], ...]
    mode: str | None
    cameo: str | None
    object: frozenset[str] | None
    object_not: frozenset[str]
    subject: frozenset[str] | None
    subject_not: frozenset[str]
    prep: tuple[tuple[str, frozenset[str]], ...]
    prep_not: tuple[str, ...]
    complement: tuple[str, ...]
    content: frozenset[str] | None
    inner: tuple[str, ...]
    source: tuple[str, ...]
    target: tuple[str, ...]
    needs: tuple[str, ...]
    light: frozenset[str]
    alone: bool
    bare: bool
    reported: bool
    embeds: str
    story: str | None
    personal: bool
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]

    @property
    def conditions(self) -> int:
        """How specific the rule is: of two rules that fit the same word the one with more conditions is meant."""
        narrow = (self.object, self.subject, self.prep, self.complement, self.content, self.reported)
        sides = {"source": 1, "target": 1, "both": 2, "pair": 2}
        return 2 * sum(bool(c) for c in narrow) + bool(self.inner) + bool(self.object_not) + sum(sides[need] for need in self.needs)


def parse_rules(files: Mapping[str, Sequence[Mapping[str, Any]]]) -> tuple[tuple[Rule, ...], dict[str, frozenset[str]]]:
    """Checks and reads the entries of all files -> (rules in file order, word classes by name).

    Raises:
        SeedError: An entry has an unknown key or value, an id twice, a class that does not exist, or no example.
    """
    entries = [entry for name in sorted(files) for entry in files[name]]
    classes = _classes([entry for entry in entries if "class" in entry])
    rules: dict[str, Rule] = {}
    for entry in entries:
        if "class" in entry:
            continue
        rule = _rule(entry, classes)
        if rule.id in rules:
            raise SeedError(entry["_where"], f"id {rule.id} is taken already", remedy="give each rule its own id")
        rules[rule.id] = rule
    return tuple(rules.values()), classes


def _classes(entries: Sequence[Mapping[str, Any]]) -> dict[str, frozenset[str]]:
    classes: dict[str, frozenset[str]] = {}
    for entry in entries:
        unknown = set(entry) - {"class", "words", "note", "_where"}
        if unknown:
            raise SeedError(entry["_where"], f"unknown keys {sorted(unknown)}", allowed="class, words, note")
        classes[entry["class"]] = frozenset(_words(entry["_where"], "words", entry["words"], classes))
    return classes


def _words(where: str, key: str, value: Any, classes: Mapping[str, frozenset[str]]) -> list[str]:
    """A list of words; "@name" stands for all words of a class that is defined before."""
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise SeedError(where, f"{key}: {value!r}", allowed="a list of words", remedy='quote words such as "no" and "on"')
    found: list[str] = []
    for word in value:
        if not word.startswith("@"):
            found.append(word)
        elif word[1:] in classes:
            found.extend(sorted(classes[word[1:]]))
        else:
            raise SeedError(
                where, f"{key}: class {word} is not defined", allowed=", ".join(sorted(classes)), remedy="define it in classes.yml"
            )
    return found


def _rule(entry: Mapping[str, Any], classes: Mapping[str, frozenset[str]]) -> Rule:
    where = str(entry["_where"])
    _check_keys(entry, where)
    kind = next(kind for kind in KINDS if kind in entry)
    source, target = _DEFAULT_ROLES[kind]

    def words(key: str) -> list[str]:
        return _words(where, key, entry.get(key, []), classes)

    def some(key: str) -> frozenset[str] | None:
        return frozenset(words(key)) if key in entry else None

    return Rule(
        id=entry["id"],
        type=entry["type"],
        kind=kind,
        phrases=tuple(tuple(phrase.split()) for phrase in words(kind)),
        mode=entry.get("mode"),
        cameo=_cameo(entry, where),
        object=some("object"),
        object_not=frozenset(words("object_not")),
        subject=some("subject"),
        subject_not=frozenset(words("subject_not")),
        prep=_preps(entry, where, classes),
        prep_not=tuple(words("prep_not")),
        complement=_choice(entry, "complement", COMPLEMENTS),
        content=some("content"),
        inner=_inner(entry, where),
        source=_roles(entry, "source", source),
        target=_roles(entry, "target", target),
        needs=_choice(entry, "needs", (*SIDES, "both", "pair")),
        light=some("light") or classes.get("light", frozenset()),
        alone=_flag(entry, "alone", True),
        bare=_flag(entry, "bare", False),
        reported=_flag(entry, "reported", False),
        embeds=entry.get("embeds", "facts" if entry["type"] in ("CONSULT", NO_EVENT) else "content"),
        story=entry.get("story"),
        personal=_flag(entry, "personal", False),
        examples=tuple(_examples(entry, "examples")),
        counterexamples=tuple(_examples(entry, "counterexamples")),
    )


def _check_keys(entry: Mapping[str, Any], where: str) -> None:
    unknown = set(entry) - _ALLOWED
    if unknown:
        raise SeedError(where, f"unknown keys {sorted(unknown)}", allowed=", ".join(sorted(_ALLOWED - {"_where"})))
    if not isinstance(entry.get("id"), str) or not isinstance(entry.get("type"), str):
        raise SeedError(where, "id or type is missing", allowed="id: type.word.number, type: a PLOVER type or none")
    if entry["type"] not in (*EVENT_TYPES, NO_EVENT):
        raise SeedError(where, f"type {entry['type']!r}", allowed=", ".join((*EVENT_TYPES, NO_EVENT)))
    if sum(kind in entry for kind in KINDS) != 1:
        raise SeedError(where, "a rule needs exactly one kind of trigger", allowed=", ".join(KINDS))
    if entry.get("embeds", "facts") not in ("facts", "content"):
        raise SeedError(where, f"embeds: {entry['embeds']!r}", allowed="facts, content")
    if "story" in entry and entry["story"] not in STORY:
        raise SeedError(where, f"story: {entry['story']!r}", allowed=", ".join(STORY))


def _cameo(entry: Mapping[str, Any], where: str) -> str | None:
    code = entry.get("cameo")
    if code is not None and not (isinstance(code, str) and code.isdigit()):
        raise SeedError(
            where, f"cameo: {code!r}", allowed='a code in quotes, "111"', remedy="quote it, so that YAML keeps its leading zero"
        )
    return code


def _preps(entry: Mapping[str, Any], where: str, classes: Mapping[str, frozenset[str]]) -> tuple[tuple[str, frozenset[str]], ...]:
    value = entry.get("prep", {})
    if not isinstance(value, dict):
        raise SeedError(where, f"prep: {value!r}", allowed="preposition: [nouns]")
    return tuple((str(prep), frozenset(_words(where, f"prep {prep}", nouns, classes))) for prep, nouns in value.items())


def _inner(entry: Mapping[str, Any], where: str) -> tuple[str, ...]:
    name = entry.get("inner")
    if name is None:
        return ()
    if name not in INNER:
        raise SeedError(where, f"inner: {name!r}", allowed=", ".join(INNER))
    return INNER[name]


def _roles(entry: Mapping[str, Any], key: str, default: tuple[str, ...]) -> tuple[str, ...]:
    value = entry.get(key, list(default))
    if not isinstance(value, list) or not all(isinstance(role, str) and _is_role(role) for role in value):
        raise SeedError(entry["_where"], f"{key}: {value!r}", allowed=f"a list of {', '.join(_PLAIN_ROLES)} or prepositions")
    return tuple(value)


def _is_role(role: str) -> bool:
    return role in _PLAIN_ROLES or role.replace(" ", "").isalpha()


def _choice(entry: Mapping[str, Any], key: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    value = entry.get(key, [])
    value = [value] if isinstance(value, str) else value
    if not isinstance(value, list) or any(item not in allowed for item in value):
        raise SeedError(entry["_where"], f"{key}: {value!r}", allowed=", ".join(allowed))
    return tuple(value)


def _flag(entry: Mapping[str, Any], key: str, default: bool) -> bool:
    value = entry.get(key, default)
    if not isinstance(value, bool):
        raise SeedError(entry["_where"], f"{key}: {value!r}", allowed="true, false")
    return value


def _examples(entry: Mapping[str, Any], key: str) -> list[str]:
    value = entry.get(key, [])
    if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
        raise SeedError(entry["_where"], f"{key} is missing or no list of sentences", remedy="add at least one sentence")
    return value
