"""Mentions of one act become one event. The nearest compatible mentions join first, and none joins an event that it contradicts."""

import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from transforms.records import ActorMention, Event, EventMention, EventTime, event_id
from transforms.timeline.sides import amounts_differ, codes, everybody, is_reciprocal, parties_differ, sides_meet

_NEAR_CHARS = 2000  # a mention that leaves a side out ("the talks") is taken up again only in the text around it
_NEXT_CHARS = 4  # between a sentence and the next
_COMPARED = 16  # earlier mentions that one is compared with, and members of a group that one must not contradict
_HEADING_CHARS = 400  # the first sentence tells the heading again
_VERBAL_TYPES = ("REJECT", "ACCUSE", "REQUEST", "THREATEN", "AGREE")
_TOGETHER_TYPES = ("CONSULT", "ASSAULT")  # "met him and also discussed trade", "killed three and wounded six" are one
_ALSO = re.compile(r"\b(also|again)\s+$")
_ALSO_CHARS = 12
_LOOSE_TYPES = ("CONSULT", "ASSAULT", "MOBILIZE")  # of the others only acts of one CAMEO code can be the same
_SEPARATE_MODES = ("visit", "phone")  # a visit and a meeting during it are two events, and so is a call
_OCCASION_DAYS = 4
_CONTENT_CHARS = 120
_CONTENT = re.compile(r"[^\W\d_]{4,}")
_STEM_CHARS = 5
_EMPTY_WORDS = frozenset(
    ("that", "this", "with", "from", "have", "been", "were", "will", "would", "their", "there", "which", "also", "said")
)
_SENTENCE_ENDS = (".", "!", "?", '"', "”", "")


def merge_mentions(mentions: Sequence[EventMention], text: str = "") -> list[Event]:
    """One event for each group of mentions that tell the same act, in text order of their first mention.

    Args:
        mentions: Mentions of one article, in any order.
        text: The article's text; without it two refusals are compared by their words of refusal only.
    """
    ordered = sorted(mentions, key=lambda m: (m.start, m.end, m.mention_id))
    groups: dict[int, list[EventMention]] = {}
    for mention, root in zip(ordered, _components(ordered, text), strict=True):
        groups.setdefault(root, []).append(mention)
    return [_event(group) for group in groups.values()]


def _components(mentions: Sequence[EventMention], text: str) -> list[int]:
    """The number of the group of each mention; groups grow from the best links on, as long as no member contradicts another."""
    group = list(range(len(mentions)))
    members = {i: [i] for i in group}
    for i, j in _links(mentions, text):
        low, high = sorted((group[i], group[j]))
        if low == high or any(
            _contradict(mentions[m], mentions[n], text) for m in members[low][-_COMPARED:] for n in members[high][:_COMPARED]
        ):
            continue
        for n in members.pop(high):
            group[n] = low
            members[low].append(n)
    return group


def _links(mentions: Sequence[EventMention], text: str) -> list[tuple[int, int]]:
    """Pairs that can be one act: first those in which the later mention says no more than the earlier, the nearest first."""
    links = [(i, j) for i, j in _neighbours(mentions) if same_act(mentions[i], mentions[j], text)]
    return sorted(links, key=lambda ij: (_adds(mentions[ij[0]], mentions[ij[1]]), mentions[ij[1]].start - mentions[ij[0]].start, ij))


def _adds(earlier: EventMention, later: EventMention) -> bool:
    return len(everybody(earlier)) < len(everybody(later)) or (earlier.time.edtf is None and later.time.edtf is not None)


def _neighbours(mentions: Sequence[EventMention]) -> Iterator[tuple[int, int]]:
    """Pairs worth comparing: mentions of one type that stand near each other, or name the same parties; of each kind the nearest ones only.

    So the work grows with the length of the article and not with its square, however often it repeats itself.
    """
    near: dict[str, deque[int]] = {}
    alike: dict[tuple[str, frozenset[str]], deque[int]] = {}
    for j, mention in enumerate(mentions):
        parties = codes(mention.sources) if mention.type in _VERBAL_TYPES else everybody(mention)
        queues = (
            near.setdefault(mention.type, deque(maxlen=_COMPARED)),
            alike.setdefault((mention.type, parties), deque(maxlen=_COMPARED)),
        )
        before = {i for i in queues[0] if _near(mentions[i], mention)} | set(queues[1])
        yield from ((i, j) for i in sorted(before))
        for queue in queues:
            queue.append(j)


def same_act(a: EventMention, b: EventMention, text: str = "") -> bool:
    """Whether two mentions of one article can be the same act. Symmetric."""
    if _contradict(a, b, text):
        return False
    if a.type in _VERBAL_TYPES:
        return _same_words(a, b) and _same_speakers(a, b) and _same_content(a, b, text)
    return _same_kind(a, b) and _same_participants(a, b)


def _contradict(a: EventMention, b: EventMention, text: str) -> bool:
    """What keeps two mentions apart, whatever else speaks for them: status, date, parties, number of victims, place."""
    if a.type != b.type or not _statuses_meet(a, b, text) or not _times_meet(a, b) or not _places_meet(a, b):
        return True
    return parties_differ(a, b) or amounts_differ(a, b, text) or _told_as_two(a, b, text)


def _told_as_two(a: EventMention, b: EventMention, text: str) -> bool:
    """Whether the words count the later as another act: "it also banned", or two verbs of one sentence ("eased this and lifted that")."""
    if a.type in _TOGETHER_TYPES:
        return False
    later = max(a, b, key=lambda m: m.start)
    if _ALSO.search(text[max(later.sentence_start, later.start - _ALSO_CHARS) : later.start]):
        return True
    return bool(text) and a.sentence_start == b.sentence_start and not (_is_noun(a) or _is_noun(b) or a.type in _VERBAL_TYPES)


def _statuses_meet(a: EventMention, b: EventMention, text: str) -> bool:
    """A heading's "to leave" is what the first sentence tells as decided; elsewhere planned and done are two."""
    first, second = sorted((a, b), key=lambda m: m.start)
    retold = first.sentence_start == 0 and second.start < _HEADING_CHARS and _is_heading(text, first.sentence_end)
    return a.status == b.status or (retold and {a.status, b.status} == {"actual", "planned"})


def _is_heading(text: str, end: int) -> bool:
    return text[end - 1 : end] not in _SENTENCE_ENDS and text[end : end + 1] == "\n"


def _times_meet(a: EventMention, b: EventMention) -> bool:
    if a.time.edtf is None or b.time.edtf is None:
        return True
    first = max(a.time.first_day or date.min, b.time.first_day or date.min)
    last = min(a.time.last_day or date.max, b.time.last_day or date.max)
    return first <= last


def _same_kind(a: EventMention, b: EventMention) -> bool:
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
    return _same_rule(a, b) or (a.type in ("REJECT", "ACCUSE") and (a.cameo == b.cameo or _near(a, b)))


def _same_rule(a: EventMention, b: EventMention) -> bool:
    return a.rule_id.rsplit(".", 1)[0] == b.rule_id.rsplit(".", 1)[0]


def _same_speakers(a: EventMention, b: EventMention) -> bool:
    if not codes(a.sources) or codes(a.sources) != codes(b.sources):
        return False
    return codes(a.targets) == codes(b.targets) or (_leaves_out(a, b) and sides_meet(a.targets, b.targets))


def _leaves_out(a: EventMention, b: EventMention) -> bool:
    """Refusals, and "the demand", are told again without their addressee."""
    return a.type == "REJECT" or (a.type == "REQUEST" and (_is_noun(a) or _is_noun(b)))


def _same_content(a: EventMention, b: EventMention, text: str) -> bool:
    """Whether the words around the two triggers have one in common beside the parties: two refusals of other things are two acts."""
    common = _words_around(a, text) & _words_around(b, text)
    return not text or bool(common - (_stems(_names(a)) & _stems(_names(b))))


def _words_around(mention: EventMention, text: str) -> frozenset[str]:
    first = max(mention.sentence_start, mention.start - _CONTENT_CHARS // 2)
    last = min(mention.sentence_end, mention.end + _CONTENT_CHARS)
    return _stems(text[first : mention.start] + " " + text[mention.end : last])


def _names(mention: EventMention) -> str:
    return " ".join(m.text for m in (*mention.sources, *mention.targets))


@lru_cache(maxsize=4096)
def _stems(words: str) -> frozenset[str]:
    return frozenset(word[:_STEM_CHARS] for word in _CONTENT.findall(words.lower()) if word not in _EMPTY_WORDS)


def _same_participants(a: EventMention, b: EventMention) -> bool:
    """The same parties on both sides, or, near by, a mention that leaves some of them out and takes the act up again."""
    all_a, all_b = everybody(a), everybody(b)
    if not all_a or not all_b:
        return False
    if codes(a.sources) == codes(b.sources) and codes(a.targets) == codes(b.targets):
        return bool(a.sources and a.targets) or _takes_up(a, b) or (a.time.edtf is not None and a.time.edtf == b.time.edtf)
    if is_reciprocal(a) or is_reciprocal(b):
        return all_a == all_b or (_near(a, b) and _goes_on(a, b))
    partly = bool(codes(a.sources) & codes(b.sources) or codes(a.targets) & codes(b.targets))
    return partly and _near(a, b) and _takes_up(a, b)


def _goes_on(a: EventMention, b: EventMention) -> bool:
    """Whether a mention that leaves somebody out may be the other's act: not a verb far behind or ahead of it that alone has a date."""
    first, second = sorted((a, b), key=lambda m: m.start)
    return a.time.edtf == b.time.edtf or _is_noun(second) or second.sentence_start - first.sentence_end <= _NEXT_CHARS


def _takes_up(a: EventMention, b: EventMention) -> bool:
    """Violence is told of the same parties again and again: "the invasion" may be one told before, a second verb is a second attack.

    Two verbs of one sentence ("killed three and wounded six") tell one incident.
    """
    if a.type != "ASSAULT" or (a.cameo == b.cameo and (_is_noun(a) or _is_noun(b))):
        return True
    return a.sentence_start == b.sentence_start and _same_rule(a, b)


def _is_noun(mention: EventMention) -> bool:
    return mention.rule_id.endswith((".noun", ".scene"))


def _near(a: EventMention, b: EventMention) -> bool:
    return abs(a.start - b.start) <= _NEAR_CHARS


def _event(mentions: Sequence[EventMention]) -> Event:
    best = replace(min(mentions, key=_telling), status=mentions[-1].status)  # a heading's "to leave" gives way to the sentence's "left"
    return Event(event_id([m.mention_id for m in mentions]), _completed(best, mentions), tuple(mentions))


def _telling(mention: EventMention) -> tuple[int, int, float, int]:
    """Sorts the mention that says most about the act first."""
    sides = bool(mention.sources) + bool(mention.targets)
    return (-sides, -(mention.time.edtf is not None), -mention.confidence, mention.start)


def _completed(best: EventMention, mentions: Sequence[EventMention]) -> EventMention:
    """The best mention with what only the others say: a missing side, the time, the place. It is as sure as the surest of them."""
    ranked = sorted(mentions, key=_telling)
    taken = codes(best.sources) | codes(best.targets)

    def other(get: Callable[[EventMention], tuple[ActorMention, ...]]) -> tuple[ActorMention, ...]:
        return next((get(m) for m in ranked if get(m) and not codes(get(m)) & taken), ())

    return replace(
        best,
        sources=best.sources or other(lambda m: m.sources),
        targets=best.targets or other(lambda m: m.targets),
        time=min((m.time for m in (best, *ranked) if m.time.edtf), key=_days, default=best.time),
        place=best.place or next((m.place for m in ranked if m.place), None),
        confidence=max(m.confidence for m in (best, *ranked)),
    )


def _days(time: EventTime) -> int:
    """How many days a time leaves open; mentions of one act agree, so the finest says it all ("in 2014", "on 18 March 2014").

    Up to a few days count alike: a summit "on 14 and 15 June" is no less exact than one "on 14 June", and the better mention decides.
    """
    return max(((time.last_day or date.max) - (time.first_day or date.min)).days, _OCCASION_DAYS)
