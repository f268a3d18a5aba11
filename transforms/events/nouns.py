"""What a noun's own words and its place say of it: that an act goes on, has been said, is only a circumstance; whom a noun explains."""

from collections.abc import Sequence

from transforms.events.context import Cue
from transforms.events.view import Match, View
from transforms.records import ActorMention
from transforms.syntax import Token

OPEN_MODALS = frozenset(("could", "might", "may"))
_IMAGINING = OPEN_MODALS | {"would"}
_DEFINITE = ("the", "this", "that", "these", "those")
_GOING_WITH = frozenset(("follow", "accompany", "precede"))
_ANYBODY = ("anybody", "anyone", "everybody", "everyone", "whoever")
_WHICHEVER = ("any", "every", "each", "whatever", "whichever")
_AHEAD = _IMAGINING | {"will", "'ll", "’ll", "wo", "must", "should", "can"}
_FORCE = ("ASSAULT", "COERCE", "SANCTION")
_BLOCS = ("REG:", "IGO:")
_WORDED = ("REQUEST", "ACCUSE", "REJECT", "THREATEN", "AGREE")


def is_anybody(view: View, noun: int) -> bool:
    """Whether a noun means whoever it may be, of whom nothing has happened: "every envoy who asks for it"."""
    return view.lower(noun) in _ANYBODY or any(k.text.lower() in _WHICHEVER for k in view.parse.kids(noun, "det"))


def is_given(view: View, noun: int) -> bool:
    """Whether an adjective says that the act goes on or is over: "the ongoing war", "last week's attack" stays one under any verb."""
    return any(view.lexicon.context.cue("given", k.text.lower()) is not None for k in view.parse.kids(noun, "amod", "advmod"))


def is_said_already(view: View, match: Match) -> bool:
    """Words that somebody owns have been said, whatever will be done about them: "will look at Turkey's demand"."""
    owned = match.clause == match.head and match.rule.type in _WORDED
    return owned and bool(view.parse.kids(match.head, "poss"))


def circumstance(view: View, noun: Token) -> Cue | None:
    """The cue of a noun that is one behind its preposition only: "in the event of an attack"."""
    return view.lexicon.context.cue("governor", f"{view.lower(noun.head)} {noun.text.lower()}") if noun.dep == "pobj" else None


def is_presupposed(view: View, verb: Token, noun: Token) -> bool:
    """A definite act is there whatever is not said about it ("did not mention the attack"), but not in "did not start the attack"."""
    return (
        is_definite(view, noun) and view.lexicon.context.cue("presupposing", *sorted(view.lexicon.lemmas_of(verb.text.lower()))) is not None
    )


def is_imagined(view: View, verb: int, noun: Token) -> bool:
    """Whether the event that is the subject is only thought of: "a withdrawal would help", "if a strike kills them"."""
    if not is_definite(view, noun) and any(k.text.lower() in ("if", "unless") for k in view.parse.kids(verb, "mark")):
        return True
    return any(view.lower(k.i) in _IMAGINING for k in view.parse.kids(verb, "aux"))


def is_mere_cause(view: View, verb: int, noun: Token) -> bool:
    """Whether only the effect is told that the event would have: "a pullout would leave them alone", not "talks would begin"."""
    return view.is_any(verb, view.lexicon.classes["effect"]) and is_imagined(view, verb, noun)


def is_disclaimed(view: View, noun: int) -> bool:
    """Whether somebody denies what a noun of saying tells: "dismissed claims that it attacked", "rejected as lies reports that it did"."""
    token = view.parse.tokens[noun]
    above = view.parse.tokens[token.head]
    misread = token.dep == "pobj" and above.text.lower() == "as"  # parsers make "lies reports" one noun
    verb = above.head if misread else token.head
    told = misread or token.dep in ("dobj", "nsubjpass")
    return told and view.is_any(noun, view.lexicon.classes["hearsay"]) and view.is_any(verb, view.lexicon.classes["disclaiming"])


def is_definite(view: View, noun: Token) -> bool:
    """Whether the noun means a certain act: "the attack", "Iran's attack"."""
    return any(k.dep == "poss" or k.text.lower() in _DEFINITE for k in view.parse.kids(noun.i, "det", "poss"))


def is_setting(view: View, preposition: Token) -> bool:
    """Whether a phrase stands before its verb: "on a visit to Rome he announced it" says where, "announced a visit" what."""
    return preposition.dep == "prep" and preposition.i < preposition.head and view.parse.tokens[preposition.head].is_verb


def is_sequel(view: View, preposition: Token, verb: Token) -> bool:
    """Whether an event comes with another, whose verb tells of it too: "will begin an air raid followed by an invasion"."""
    return preposition.dep == "agent" and verb.dep == "acl" and view.is_any(verb.i, _GOING_WITH)


def is_imagined_as(view: View, noun: Token, be: int) -> bool:
    """Whether it is only said what such an event would be like: "withdrawal is likely to be messy", not "talks are likely to begin"."""
    if view.parse.kids(noun.i, "det", "poss"):
        return False
    verbs = [v for k in view.parse.kids(be, "acomp") for v in view.parse.kids(k.i, "xcomp")]
    return any(not view.is_any(v.i, view.lexicon.classes["occur"]) or view.parse.kids(v.i, "acomp", "attr") for v in verbs)


def is_supposed_to_come(view: View, match: Match) -> bool:
    """Whether an act of force that is new to the text only may come: "will respond to an attack", "must prepare for an invasion"."""
    parse, noun = view.parse, view.parse.tokens[match.head]
    if match.rule.type not in _FORCE or match.clause != match.head or noun.dep not in ("pobj", "dobj", "nsubj"):
        return False
    new = any(k.text.lower() in ("a", "an") for k in parse.kids(noun.i, "det"))
    verb = next((a.i for a in parse.ancestors(noun.i) if a.is_verb), None) if new else None
    return verb is not None and any(k.text.lower() in _AHEAD for k in parse.kids(verb, "aux"))


def explained(view: View, head: int) -> tuple[ActorMention, ...]:
    """Whom a noun explains that names nobody itself: "Hezbollah, a group that Israel fought", "Damascus, a regime they broke with"."""
    token = view.parse.tokens[head]
    if token.tag != "NN" or not any(k.text.lower() in ("a", "an") for k in view.parse.kids(head, "det")):
        return ()
    apart = min(t.i for t in view.parse.subtree(head)) - 1
    before = token.head if token.dep == "appos" else apart - 1 if apart > 0 and view.lower(apart) == "," else head
    state = view.is_any(head, view.lexicon.classes["named_of"])
    named = view.mentions.get(before, ())
    return tuple(m for m in named if (m.code in m.countries if state else token.dep == "appos" and not m.adjective))


def members(view: View, head: int, named: Sequence[ActorMention]) -> list[int]:
    """The states that explain the name of a bloc: "two Arab countries, Egypt and Jordan, signed it"."""
    bloc = view.parse.tokens[head].tag == "NNS" and all(m.code.startswith(_BLOCS) for m in named)
    below = [k.i for k in view.parse.kids(head, "appos")] if bloc else []
    return [i for i in below if any(m.code in m.countries and not m.adjective for m in view.mentions.get(i, ()))]


def doers(view: View, noun: int) -> list[int]:
    """Whose act it is that the noun's own clause tells of: "the step Iran has taken", "the attack Iran carried out"."""
    act = any(view.is_any(noun, view.lexicon.classes[name]) for name in ("decision", "proposal", "violence"))
    if not act or view.text[view.parse.tokens[noun].end :].startswith(","):
        return []
    told = [k.i for k in view.parse.kids(noun, "relcl") if not view.parse.kids(k.i, "dobj", "xcomp", "ccomp", "auxpass")]
    return [k.i for i in told for k in view.parse.kids(i, "nsubj")]


def own_name(view: View, head: int) -> tuple[ActorMention, ...]:
    """The name that follows a description without a comma: "the Kurdish militia the Syrian Democratic Forces"."""
    if view.parse.tokens[head].tag != "NN":
        return ()
    end = view.parse.tokens[head].end
    named = [m for k in view.parse.kids(head, "appos") if k.tag.startswith("NNP") for m in view.mentions.get(k.i, ())]
    return tuple(m for m in named if m.actor_id and not m.adjective and view.text[end : m.start] in (" ", " the "))
