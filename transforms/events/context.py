"""The form of context cues: `seeds/context/status.yml` (and `events*.yml`) checked and turned into frozen values (docs/events.md)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from transforms.errors import SeedError
from transforms.events.rules import INNER
from transforms.records import EVENT_TYPES, STATUSES

DROP = "drop"
CUE_KINDS = (
    "modal", "negation", "governor", "marker", "temporal", "awaited", "modifier", "predicate", "rank", "adverb", "preposition", "report",
    "schedule", "progressive", "given", "implicative", "presupposing", "carrier", "trait", "stance", "refrain", "purpose", "repute",
    "state", "pursuit", "done", "herald", "attitude", "lapse",
)  # fmt: skip
CONDITIONS = ("negated", "future", "possible", "conditional", "reported")
_CUE_KEYS = {"_where", "id", "kind", "words", "status", "pseudo", "certainty", "examples", "counterexamples", "note"}
_TURN_KEYS = {"_where", "id", "from", "when", "type", "status", "examples", "counterexamples", "note"}


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that change an act's status from one grammatical position (`kind`); `status` may be "drop": no event."""

    id: str
    kind: str
    words: frozenset[str]
    status: str
    pseudo: tuple[str, ...]
    certainty: float


@dataclass(frozen=True, slots=True)
class Turn:
    """An act that becomes another under conditions: "will not lift sanctions" is no denied CONCEDE but an actual REJECT."""

    id: str
    types: tuple[str, ...]
    when: tuple[str, ...]
    type: str
    status: str


@dataclass(frozen=True, slots=True)
class Context:
    """All cues by kind and word, and the turns in file order."""

    cues: Mapping[str, Mapping[str, Cue]]
    turns: tuple[Turn, ...]

    def cue(self, kind: str, *words: str) -> Cue | None:
        """The cue of that kind for the first of the words that is one."""
        table = self.cues.get(kind, {})
        return next((table[word] for word in words if word in table), None)

    def words(self) -> Iterator[str]:
        """All cue words, and the first words of phrases, for the form index."""
        for table in self.cues.values():
            yield from table
            yield from (word.split()[0] for word in table)


def parse_context(files: Mapping[str, Sequence[Mapping[str, Any]]], classes: Mapping[str, frozenset[str]]) -> Context:
    """Checks and reads the cues of `status` and `events*`; other files of the folder belong to other stages.

    Raises:
        SeedError: An entry has an unknown key or value.
    """
    entries = [entry for name in sorted(files) if name == "status" or name.startswith("events") for entry in files[name]]
    cues: dict[str, dict[str, Cue]] = {}
    turns = []
    for entry in entries:
        if "from" in entry:
            turns.append(_turn(entry))
            continue
        cue = _cue(entry, classes)
        for word in sorted(cue.words):
            cues.setdefault(cue.kind, {}).setdefault(word, cue)
    return Context(cues, tuple(turns))


def _cue(entry: Mapping[str, Any], classes: Mapping[str, frozenset[str]]) -> Cue:
    where = entry["_where"]
    _check_keys(entry, _CUE_KEYS)
    if entry.get("kind") not in CUE_KINDS:
        raise SeedError(where, f"kind {entry.get('kind')!r}", allowed=", ".join(CUE_KINDS))
    status = entry.get("status", "actual")
    if status not in (*STATUSES, DROP):
        raise SeedError(where, f"status {status!r}", allowed=", ".join((*STATUSES, DROP)))
    words: set[str] = set()
    for word in entry["words"]:
        words |= classes[word[1:]] if word.startswith("@") else {word}
    return Cue(entry["id"], entry["kind"], frozenset(words), status, tuple(entry.get("pseudo", ())), float(entry.get("certainty", 1.0)))


def _turn(entry: Mapping[str, Any]) -> Turn:
    _check_keys(entry, _TURN_KEYS)
    types = tuple(t for name in entry["from"] for t in INNER.get(name, (name,)))
    if unknown := [t for t in (*types, entry["type"]) if t not in EVENT_TYPES]:
        raise SeedError(entry["_where"], f"type {unknown[0]!r}", allowed=", ".join((*EVENT_TYPES, *INNER)))
    if any(c not in CONDITIONS for c in entry["when"]):
        raise SeedError(entry["_where"], f"when {entry['when']!r}", allowed=", ".join(CONDITIONS))
    return Turn(entry["id"], types, tuple(entry["when"]), entry["type"], entry["status"])


def _check_keys(entry: Mapping[str, Any], allowed: set[str]) -> None:
    if unknown := set(entry) - allowed:
        raise SeedError(entry["_where"], f"unknown keys {sorted(unknown)}", allowed=", ".join(sorted(allowed - {"_where"})))
    if not entry.get("examples"):
        raise SeedError(entry["_where"], "no examples", remedy="add a list of sentences under examples")
