"""Mentions of one act become one event: connected components of a symmetric relation, so that the order of mentions never matters."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from transforms.records import UNKNOWN_CODE, ActorMention, Event, EventMention, event_id

_NEAR_CHARS = 2000  # a mention that leaves a side out ("the talks") is taken up again only in the text around it
_ONE_ACT_TYPES = ("CONSULT", "ASSAULT", "RETREAT", "SANCTION", "SUPPORT", "MOBILIZE", "COERCE", "AID", "COOPERATE", "CONCEDE", "PROTEST")
_LOOSE_TYPES = ("CONSULT", "ASSAULT", "MOBILIZE")  # of the others only acts of one CAMEO code can be the same
_REPEATED_TYPES = ("REJECT", "ACCUSE")
_SEPARATE_MODES = ("visit", "phone")  # a visit and a meeting during it are two events, and so is a call


def merge_mentions(mentions: Sequence[EventMention]) -> list[Event]:
    """One event for each group of mentions that tell the same act, in text order of their first mention.

    Args:
        mentions: Mentions of one article, in any order.
    """
    ordered = sorted(mentions, key=lambda m: (m.start, m.end, m.mention_id))
    groups: dict[int, list[EventMention]] = {}
    for mention, root in zip(ordered, _components(ordered), strict=True):
        groups.setdefault(root, []).append(mention)
    return [_event(group) for group in groups.values()]


def _components(mentions: Sequence[EventMention]) -> list[int]:
    parent = list(range(len(mentions)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for block in _blocks(mentions):
        for n, i in enumerate(block):
            for j in block[n + 1 :]:
                if same_act(mentions[i], mentions[j]):
                    low, high = sorted((root(i), root(j)))
                    parent[high] = low
    return [root(i) for i in range(len(mentions))]


def _blocks(mentions: Sequence[EventMention]) -> Iterable[list[int]]:
    """Only mentions of one type and status can tell one act; comparing within these blocks keeps long articles cheap."""
    found: dict[tuple[str, str], list[int]] = {}
    for i, mention in enumerate(mentions):
        found.setdefault((mention.type, mention.status), []).append(i)
    return found.values()


def same_act(a: EventMention, b: EventMention) -> bool:
    """Whether two mentions of one article can be the same act. Symmetric."""
    if a.type != b.type or a.status != b.status or not _times_meet(a, b):
        return False
    if a.type in _ONE_ACT_TYPES:
        return _same_kind(a, b) and _same_participants(a, b)
    same_sides = bool(_codes(a.sources)) and _codes(a.sources) == _codes(b.sources) and _codes(a.targets) == _codes(b.targets)
    answered = a.type == "REJECT" and _codes(a.sources) == _codes(b.sources) and _sides_meet(a.targets, b.targets)
    return _same_words(a, b) and (same_sides or answered)


def _times_meet(a: EventMention, b: EventMention) -> bool:
    if a.time.edtf is None or b.time.edtf is None:
        return True
    first = max(a.time.first_day or date.min, b.time.first_day or date.min)
    last = min(a.time.last_day or date.max, b.time.last_day or date.max)
    return first <= last


def _same_kind(a: EventMention, b: EventMention) -> bool:
    if not _places_meet(a, b):
        return False
    if a.type in _LOOSE_TYPES:
        return a.mode == b.mode or not ({a.mode, b.mode} & set(_SEPARATE_MODES))
    return a.cameo == b.cameo


def _places_meet(a: EventMention, b: EventMention) -> bool:
    if a.place is None or b.place is None:
        return True
    if a.place.country and b.place.country:
        return a.place.country == b.place.country
    return a.place.name == b.place.name or bool(a.place.country) != bool(b.place.country)


def _same_words(a: EventMention, b: EventMention) -> bool:
    """Two demands of one party are two acts unless the same way of saying it comes again; refusals and criticism repeat themselves."""
    if a.rule_id.rsplit(".", 1)[0] == b.rule_id.rsplit(".", 1)[0]:
        return True
    return a.type in _REPEATED_TYPES and (a.cameo == b.cameo or _near(a, b))


def _same_participants(a: EventMention, b: EventMention) -> bool:
    everybody_a, everybody_b = _codes(a.sources) | _codes(a.targets), _codes(b.sources) | _codes(b.targets)
    if everybody_a == everybody_b:
        return bool(everybody_a)
    if a.type == "CONSULT":
        return _near(a, b) and bool(everybody_a and everybody_b) and (everybody_a <= everybody_b or everybody_b <= everybody_a)
    return _near(a, b) and _sides_meet(a.sources, b.sources) and _sides_meet(a.targets, b.targets) and bool(everybody_a & everybody_b)


def _sides_meet(a: Sequence[ActorMention], b: Sequence[ActorMention]) -> bool:
    return not a or not b or bool(_codes(a) & _codes(b)) or not (_codes(a) and _codes(b))


def _codes(side: Sequence[ActorMention]) -> frozenset[str]:
    return frozenset(m.code for m in side if m.code != UNKNOWN_CODE)


def _near(a: EventMention, b: EventMention) -> bool:
    return abs(a.start - b.start) <= _NEAR_CHARS


def _event(mentions: Sequence[EventMention]) -> Event:
    best = min(mentions, key=_telling)
    return Event(event_id([m.mention_id for m in mentions]), _completed(best, mentions), tuple(mentions))


def _telling(mention: EventMention) -> tuple[int, int, float, int]:
    """Sorts the mention that says most about the act first."""
    sides = bool(mention.sources) + bool(mention.targets)
    return (-sides, -(mention.time.edtf is not None), -mention.confidence, mention.start)


def _completed(best: EventMention, mentions: Sequence[EventMention]) -> EventMention:
    """The best mention with what only the others say: a missing side, the time, the place."""
    ranked = sorted(mentions, key=_telling)
    taken = _codes(best.sources) | _codes(best.targets)

    def other(get: Callable[[EventMention], tuple[ActorMention, ...]]) -> tuple[ActorMention, ...]:
        return next((get(m) for m in ranked if get(m) and not _codes(get(m)) & taken), ())

    return replace(
        best,
        sources=best.sources or other(lambda m: m.sources),
        targets=best.targets or other(lambda m: m.targets),
        time=best.time if best.time.edtf else next((m.time for m in ranked if m.time.edtf), best.time),
        place=best.place or next((m.place for m in ranked if m.place), None),
    )
