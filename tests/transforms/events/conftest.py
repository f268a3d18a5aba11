"""The whole way from a text to its event mentions, built once for all tests of events."""

from collections.abc import Callable

import pytest

from flows.knowledge.build import load_knowledge
from transforms.actors.resolve import resolve_actors
from transforms.events.find import find_events
from transforms.language import segment
from transforms.records import EventMention


@pytest.fixture(scope="session")
def find() -> Callable[[str], list[EventMention]]:
    """Event mentions of a text that was published on 15 June 2005."""
    knowledge = load_knowledge()

    def run(text: str) -> list[EventMention]:
        sentences = knowledge.language.parse(text, segment(text))
        actors = resolve_actors(text, sentences, knowledge.registry, published="2005-06-15")
        return find_events(text, sentences, actors, knowledge.lexicon, article_id="a" * 64)

    return run
