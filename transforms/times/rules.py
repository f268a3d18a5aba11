"""Seeds to rules: words, macros, patterns, calendars, named events and cues, checked and compiled once.

`build_time_rules` takes what `flows.knowledge.seeds.rules("times")` reads. Files are told apart by name: `words`, `macros`, `cues`,
`links`, `holidays`, `named_events`, and any number of `rules_*`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from transforms.errors import SeedError
from transforms.times.makes import MAKES
from transforms.times.named import Holiday, NamedEvent, PhraseIndex, build_holidays, build_named_events
from transforms.times.patterns import BadPattern, compile_pattern, words_of
from transforms.times.tokens import BREAK, Alphabet, Lexicon, build_lexicon

Entry = Mapping[str, Any]

_CONTEXT = ("preceded", "not_preceded", "followed", "not_followed")
_PARAMETERS = ("value", "vague", "shift", "part")
_REQUIRED = ("id", "pattern", "make", "examples", "counterexamples")
_FILES = ("words", "macros", "cues", "links", "holidays", "named_events")


@dataclass(frozen=True, slots=True)
class TimeRule:
    """One rule: a compiled pattern over the class string and the name of the function that gives it a meaning."""

    id: str
    regex: re.Pattern[str]
    make: str
    parameters: Mapping[str, Any]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TimeRules:
    """Everything that finding and anchoring times need. Nothing changes it after it is built; threads may share it."""

    lexicon: Lexicon
    rules: tuple[TimeRule, ...]
    known: re.Pattern[str]  # a run of words that patterns speak of
    telling: re.Pattern[str]  # a word that is more than a function word: a run without one holds no time
    cues: Mapping[str, str]  # name of a cue -> the characters of its words in the class string
    links: Mapping[str, frozenset[str]]  # name of a list -> its words
    holidays: Mapping[str, Holiday]
    named_events: Mapping[str, NamedEvent]
    holiday_names: PhraseIndex
    event_names: PhraseIndex


def build_time_rules(rules: Mapping[str, Sequence[Entry]]) -> TimeRules:
    """Compiles the seeds.

    Args:
        rules: File name without ending -> its entries, as `flows.knowledge.seeds.rules("times")` gives them.

    Raises:
        SeedError: A file is missing, an entry has unknown or missing keys, an id is used twice, a pattern does not compile.
    """
    missing = [name for name in _FILES if name not in rules]
    if missing:
        raise SeedError("seeds/times", f"no file {missing[0]}.yml", allowed=", ".join(_FILES) + " and rules_*", remedy="restore it")
    unknown = [name for name in rules if name not in _FILES and not name.startswith("rules_")]
    if unknown:
        where = next((entry["_where"] for entry in rules[unknown[0]] if "_where" in entry), f"seeds/times/{unknown[0]}.yml")
        raise SeedError(where, "unknown file", allowed=", ".join(_FILES) + " and rules_*", remedy="rename it")
    entries = [entry for name in sorted(rules) if name.startswith("rules_") for entry in rules[name]]
    _check_rules(entries)
    cues, links = _word_lists(rules["cues"]), _word_lists(rules["links"])
    macros = {entry["id"]: entry["pattern"] for entry in rules["macros"]}
    alphabet = Alphabet()
    lexicon = build_lexicon(_lexicon_entries(rules["words"], cues, macros, entries), alphabet)
    holidays, events = build_holidays(rules["holidays"]), build_named_events(rules["named_events"])
    bodies = [_body(entry, macros, alphabet) for entry in entries]
    return TimeRules(
        lexicon,
        tuple(_compiled(entry, body, alphabet) for entry, body in zip(entries, bodies, strict=True)),
        *_runs(alphabet, bodies),
        {"ed": alphabet.bracket("ed"), **{name: alphabet.bracket("cue:" + name) for name in cues}},
        links,
        holidays,
        events,
        PhraseIndex.of((name, entry.id) for entry in holidays.values() for name in entry.names),
        PhraseIndex.of((name, entry.id) for entry in events.values() for name in entry.names),
    )


def _word_lists(entries: Sequence[Entry]) -> dict[str, frozenset[str]]:
    for entry in entries:
        wrong = [word for word in entry["words"] if not isinstance(word, str)]
        if wrong:
            raise SeedError(entry["_where"], f"{wrong[0]!r} is no text", allowed="words", remedy='put it in quotes ("on", "no")')
    return {entry["id"]: frozenset(entry["words"]) for entry in entries}


def _runs(alphabet: Alphabet, bodies: Sequence[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of runs of words that some rule speaks of, and of words that are more than function words: only there rules are tried."""
    known = "".join(sorted(set(alphabet.by_roles.values()) & set("".join(bodies))))
    idle = [char for char in known if char in alphabet.bracket("cue:function")]
    telling = "".join(char for char in known if char not in idle)
    return re.compile(f"[{re.escape(known)}]+"), re.compile(f"[{re.escape(telling)}]")


def _check_rules(entries: Sequence[Entry]) -> None:
    seen: dict[str, str] = {}
    allowed = {*_REQUIRED, *_CONTEXT, *_PARAMETERS, "_where"}
    for entry in entries:
        where = entry.get("_where", "seeds/times")
        for key in _REQUIRED:
            if not entry.get(key):
                raise SeedError(where, f"no {key!r}", allowed=", ".join(_REQUIRED), remedy=f"give the rule {key}")
        unknown = sorted(set(entry) - allowed)
        if unknown:
            raise SeedError(
                where, f"unknown key {unknown[0]!r}", allowed=", ".join(sorted(allowed - {"_where"})), remedy="remove or rename it"
            )
        if entry["id"] in seen:
            raise SeedError(where, f"id {entry['id']!r} is used twice, first at {seen[entry['id']]}", remedy="give each rule its own id")
        if entry["make"] not in MAKES:
            raise SeedError(where, f"make {entry['make']!r}", allowed=", ".join(sorted(MAKES)), remedy="choose one of these")
        seen[entry["id"]] = where


def _lexicon_entries(
    words: Sequence[Entry], cues: Mapping[str, frozenset[str]], macros: Mapping[str, str], entries: Sequence[Entry]
) -> Iterator[tuple[str, str, Any, bool]]:
    for entry in words:
        for word, value in entry["words"].items():
            yield entry["id"], str(word), value, bool(entry.get("capital", False))
    for name, members in cues.items():
        for word in sorted(members):
            yield "cue:" + name, word, 1, False
    patterns = [*macros.values(), *(entry["pattern"] for entry in entries)]
    literal = {word for pattern in patterns for word in words_of(pattern)}
    literal |= {item for entry in entries for key in _CONTEXT for item in entry.get(key, ()) if item[0] != "{"}
    for word in sorted(literal):
        yield "=" + word, word, 1, False


def _body(entry: Entry, macros: Mapping[str, str], alphabet: Alphabet) -> str:
    """The regular expression of a rule's own words, without those that must or must not stand around them."""
    try:
        return compile_pattern(entry["pattern"], macros, lambda role: re.escape(alphabet.bracket(role))).pattern
    except BadPattern as error:
        raise SeedError(entry["_where"], f"rule {entry['id']!r}: {error}", remedy="mend the pattern") from error


def _compiled(entry: Entry, body: str, alphabet: Alphabet) -> TimeRule:
    try:
        around = {key: _one_of(entry[key], lambda role: re.escape(alphabet.bracket(role))) for key in _CONTEXT if key in entry}
    except BadPattern as error:
        raise SeedError(entry["_where"], f"rule {entry['id']!r}: {error}", remedy="mend the pattern") from error
    before = f"(?<={around['preceded']})" if "preceded" in around else ""
    before += f"(?<!{around['not_preceded']})" if "not_preceded" in around else ""
    after = f"(?={around['followed']})" if "followed" in around else ""
    after += f"(?!{around['not_followed']})" if "not_followed" in around else ""
    parameters = {key: entry[key] for key in _PARAMETERS if key in entry}
    return TimeRule(
        entry["id"],
        re.compile(f"{before}(?:{body}){after}"),
        entry["make"],
        parameters,
        tuple(entry["examples"]),
        tuple(entry["counterexamples"]),
    )


def _one_of(items: Sequence[str], bracket: Any) -> str:
    """A bracket of single tokens; `^` stands for the start or end of a sentence."""
    chars = []
    for item in items:
        if item == "^":
            chars.append(BREAK)
            continue
        match = re.fullmatch(r"\{(\w+)\}|(\S+)", item)
        found = bracket(match[1] or "=" + match[2]) if match else ""
        if not found:
            raise BadPattern(f"context {item!r} is no word, {{role}} or ^, or has no words")
        chars.append(found)
    return f"[{''.join(chars)}]"
