"""Where an act happened, when the sentence says so of the act itself."""

from transforms.events import clause
from transforms.events.view import Match, View
from transforms.records import Place

_PREPOSITIONS = ("in", "at", "near", "outside")


def place_of(view: View, match: Match) -> Place | None:
    """The proper name after "in", "at", "near" that hangs on the act's words; its country from an actor mention or the list of towns."""
    for word in _PREPOSITIONS:
        for anchor in dict.fromkeys((match.clause, match.head)):
            for head in clause.preposition_objects(view.parse, anchor, word):
                if view.parse.tokens[head].tag in ("NNP", "NNPS") and view.lexicon.context.cue("schedule", view.lower(head)) is None:
                    return _place(view, head)
    return None


def _place(view: View, head: int) -> Place:
    tokens = [t for t in view.parse.subtree(head) if t.i <= head and t.dep in ("compound", "pobj", "amod")]
    start, end = min(t.start for t in tokens), view.parse.tokens[head].end
    countries = [c for m in view.mentions.get(head, ()) for c in m.countries]
    name = view.text[start:end]
    return Place(name, countries[0] if countries else view.lexicon.towns.get(name.lower()))
