"""What a new extraction of an article changes: events gained, lost and changed, by type and with examples. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from warehouse.rows import ArticleRows, Values
from warehouse.stored import COMPARED, PARTICIPANT

KINDS = ("gained", "lost", "changed")
_EXAMPLES = 3  # of a kind and type


@dataclass(frozen=True, slots=True)
class EventChange:
    """One event that is new, gone or other than before. An event is followed by its id, else by the words that name it."""

    kind: str
    source_uri: str
    before: Values | None
    after: Values | None

    @property
    def event(self) -> Values:
        """The event as it is now, or as it was when it is gone."""
        return self.after or self.before or {}

    @property
    def columns(self) -> list[str]:
        """The columns in which it changed."""
        if self.before is None or self.after is None:
            return []
        return [name for name in (*COMPARED, "participants") if self.before[name] != self.after[name] and name != "event_id"]


@dataclass(slots=True)
class Differences:
    """The changes of many articles: how many of each kind and type, with the first examples of each."""

    articles: int = 0  # compared
    articles_changed: int = 0
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)  # (type, kind)
    examples: dict[tuple[str, str], list[EventChange]] = field(default_factory=dict)

    def add(self, changes: Iterable[EventChange]) -> None:
        """Counts one article."""
        found = list(changes)
        self.articles += 1
        self.articles_changed += bool(found)
        for change in found:
            key = (str(change.event["type"]), change.kind)
            self.counts[key] += 1
            kept = self.examples.setdefault(key, [])
            if len(kept) < _EXAMPLES:
                kept.append(change)


def event_changes(source_uri: str, before: list[Values], rows: ArticleRows) -> list[EventChange]:
    """The changes between an article's stored events and the rows of a new extraction.

    Args:
        source_uri: Where the article is from.
        before: As `StoredArticle.events`.
        rows: From `rows.article_rows`.
    """
    after = {event["event_id"]: event for event in _events(rows)}
    stored = {event["event_id"]: _comparable(event) for event in before}
    pairs = [(stored[key], after[key]) for key in stored if key in after]
    lost = [stored[key] for key in stored if key not in after]
    gained = [after[key] for key in after if key not in stored]
    for old in list(lost):
        new = next((event for event in gained if _same_words(old, event)), None)
        if new is not None:
            lost.remove(old)
            gained.remove(new)
            pairs.append((old, new))
    changes = [EventChange("changed", source_uri, old, new) for old, new in pairs]
    changes = [change for change in changes if change.columns]
    changes += [EventChange("lost", source_uri, old, None) for old in lost]
    return changes + [EventChange("gained", source_uri, None, new) for new in gained]


def _events(rows: ArticleRows) -> Iterable[Values]:
    mentions = {mention["mention_id"]: mention for mention in rows.values("event_mentions")}
    people: dict[str, list[Values]] = {}
    for participant in rows.values("event_participants"):
        people.setdefault(participant["event_id"], []).append(participant)
    for event in rows.values("events"):
        yield _comparable({**mentions[event["best_mention_id"]], **event, "participants": people.get(event["event_id"], [])})


def _comparable(event: Mapping[str, object]) -> Values:
    names = (*COMPARED, "sentence_text", "trigger_start", "trigger_end", "trigger_text")
    return {**{name: event[name] for name in names}, "participants": _people(event["participants"])}


def _people(participants: object) -> list[tuple[object, ...]]:
    assert isinstance(participants, list)  # noqa: S101 (from this package)
    return sorted((tuple(person[name] for name in PARTICIPANT) for person in participants), key=repr)


def _same_words(one: Values, other: Values) -> bool:
    return bool(one["trigger_start"] < other["trigger_end"] and other["trigger_start"] < one["trigger_end"])
