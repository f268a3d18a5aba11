"""What an event noun's own words and its place say of it: that it goes on, that it has been said, that it is only a circumstance."""

from transforms.events.context import Cue
from transforms.events.view import Match, View
from transforms.syntax import Token

_WORDED = ("REQUEST", "ACCUSE", "REJECT", "THREATEN", "AGREE")


def is_given(view: View, noun: int) -> bool:
    """Whether an adjective says that the act goes on or is over: "the ongoing war", "last week's attack" stays one under any verb."""
    return any(view.lexicon.context.cue("given", k.text.lower()) is not None for k in view.parse.kids(noun, "amod"))


def is_said_already(view: View, match: Match) -> bool:
    """Words that somebody owns have been said, whatever will be done about them: "will look at Turkey's demand"."""
    owned = match.clause == match.head and match.rule.type in _WORDED
    return owned and bool(view.parse.kids(match.head, "poss"))


def circumstance(view: View, noun: Token) -> Cue | None:
    """The cue of a noun that is one behind its preposition only: "in the event of an attack"."""
    return view.lexicon.context.cue("governor", f"{view.lower(noun.head)} {noun.text.lower()}") if noun.dep == "pobj" else None
