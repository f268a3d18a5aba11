"""Whose act a bare noun takes up from an earlier sentence: "Lawmakers criticised the move", "Russia opposed the plan"."""

from collections.abc import Iterator, Sequence

from transforms.events import clause
from transforms.events.naming import identity, phrases, reports
from transforms.events.rules import NO_EVENT
from transforms.events.view import Match, View
from transforms.records import UNKNOWN_CODE, ActorMention, EventMention
from transforms.syntax import Token

_ANSWERED = ("REQUEST", "AGREE")  # demands, offers and invitations
_REACTIONS = ("ACCUSE", "SUPPORT", "REJECT")
_DETERMINERS = frozenset(("the", "this", "that", "these", "those"))
_THEIRS = frozenset(("its", "his", "her", "their"))
_FAR = 900  # characters: a paragraph or two
_NEXT = 300  # characters: the sentence before
_REBUKES = frozenset(("ACCUSE", "REQUEST", "REJECT", "THREATEN"))
_ALIKE = ("similar", "same")
_BLOWS = ("ASSAULT", "COERCE", "SANCTION")
_COMPLEMENTS = ("dobj", "nsubjpass", "prep", "agent", "dative", "xcomp", "ccomp", "prt", "acomp", "relcl")
_ACTS = frozenset(
    ("AGREE", "CONCEDE", "RETREAT", "REQUEST", "REJECT", "THREATEN", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "AID", "ACCUSE")
)


def whose_act(view: View, match: Match, sources: Sequence[ActorMention], earlier: Sequence[EventMention]) -> tuple[ActorMention, ...]:
    """Who did what the rule's object takes up without a name; () where it is no such noun or nobody near did such a thing.

    Args:
        view: The sentence.
        match: A rule's match in it whose targets are empty.
        sources: Who reacts.
        earlier: The mentions of the sentences before, in text order.
    """
    if match.rule.type in _ANSWERED and match.rule.kind == "noun":
        return _who_answers(view, match, sources) or _who_was_asked(view, match, sources, earlier)
    if match.rule.type == "THREATEN":
        return _who_struck(view, match, sources, earlier) or _who_is_rebuked(view, match, sources)
    if match.rule.type not in _REACTIONS and match.rule.story != "answer":
        return ()
    objects = _objects(view, match)
    told = [m for i in objects for m in _who_decided(view, i) if _is_another(m, sources)]
    noun = next((i for i in objects if _is_bare(view, i)), None)
    if match.rule.kind == "verb" and match.rule.story == "answer" and not view.parse.kids(match.clause, *_COMPLEMENTS):
        return _who_asked(view, sources, earlier)
    if told or noun is None:
        return tuple(told)
    if view.is_any(noun, view.lexicon.classes["said"]):
        return tuple(m for m in _who_said(view, noun) if _is_another(m, sources))
    kinds = _kinds(view, noun) if match.rule.type in _REACTIONS else _kinds(view, noun) & set(_ANSWERED)
    if match.rule.type == "SUPPORT":
        kinds = kinds - {"ACCUSE", "THREATEN"}  # nobody welcomes an accusation as "the decision"
    for before in _near(view, earlier, _FAR):
        known = _others(before, sources)
        if before.type in kinds and known:
            return known
    return ()


def who_meets(view: View, match: Match, targets: Sequence[ActorMention], earlier: Sequence[EventMention]) -> tuple[ActorMention, ...]:
    """Who has just met others where a further meeting is told without him: "Annan met Blair. A meeting with Chirac was due on Monday"."""
    if match.rule.type != "CONSULT" or match.rule.kind != "noun" or not targets:
        return ()
    met = {m.code for m in targets}
    before = (m for m in _near(view, earlier, _NEXT) if m.type == "CONSULT" and m.sources)
    return next((m.sources for m in before if m.targets and not met & {s.code for s in m.sources}), ())


def _near(view: View, earlier: Sequence[EventMention], reach: int) -> Iterator[EventMention]:
    """The mentions that end within `reach` characters before the sentence, the last first."""
    for before in reversed(earlier):
        if view.sentence.start - before.sentence_end > reach:
            return
        yield before


def _others(before: EventMention, sources: Sequence[ActorMention]) -> tuple[ActorMention, ...]:
    """The known authors of an act, () where one of them is among the sources."""
    known = tuple(m for m in before.sources if m.code != UNKNOWN_CODE)
    return known if all(_is_another(m, sources) for m in known) else ()


def _who_asked(view: View, sources: Sequence[ActorMention], earlier: Sequence[EventMention]) -> tuple[ActorMention, ...]:
    """Who has just asked or offered what is answered in one word: "Chad offered to send troops. Mali agreed"."""
    return next((_others(m, sources) for m in _near(view, earlier, _NEXT) if m.type in _ANSWERED and _others(m, sources)), ())


def _who_was_asked(view: View, match: Match, sources: Sequence[ActorMention], earlier: Sequence[EventMention]) -> tuple[ActorMention, ...]:
    """Whom the same actor has just asked what is only named now, or another the like: "Iran urged Iraq to go. Its call was ignored"."""
    theirs, alike = {identity(m) for m in sources}, any(view.lower(k.i) in _ALIKE for k in view.parse.kids(match.head, "amod"))
    if not alike and not view.parse.kids(match.head, "poss"):
        return ()
    same = (m for m in _near(view, earlier, _NEXT) if m.type == match.rule.type and m.targets)
    return next((m.targets for m in same if alike or theirs & {identity(s) for s in m.sources}), ())


def _who_struck(view: View, match: Match, sources: Sequence[ActorMention], earlier: Sequence[EventMention]) -> tuple[ActorMention, ...]:
    """Whose blow is to be avenged: "Israel bombed Iran. Tehran vowed revenge"."""
    told = [*match.tokens, *match.arguments, *([] if match.content is None else [match.content])]
    if not any(view.is_any(i, view.lexicon.classes["revenge"]) for i in told):
        return ()
    codes = {m.code for m in sources}
    blows = (m for m in _near(view, earlier, _FAR) if m.type in _BLOWS and codes & {t.code for t in m.targets})
    return next((_others(m, sources) for m in blows if _others(m, sources)), ())


def _who_is_rebuked(view: View, match: Match, sources: Sequence[ActorMention]) -> tuple[ActorMention, ...]:
    """Whom the same subject has just accused or asked: "Turkey accused Iran of lying and issued an ultimatum"."""
    verb = view.parse.tokens[match.clause]
    first = verb.head if verb.dep == "conj" and not view.parse.kids(verb.i, "nsubj") else verb.i
    types = {rule.type for rule, _ in view.lexicon.verbs.get(view.lower(first), ())} if first != verb.i else set()
    if not types & _REBUKES:
        return ()
    return tuple(m for m in phrases(view, clause.logical_object(view.parse, first)) if _is_another(m, sources))


def _is_another(actor: ActorMention, sources: Sequence[ActorMention]) -> bool:
    """Whether an actor may be the one to whom the sources react: of another state, or at home another person ("lawmakers, of Trump")."""
    if actor.code not in {m.code for m in sources}:
        return True
    return (actor.actor_id or "").startswith("PER:") and identity(actor) not in {identity(m) for m in sources}


def _who_answers(view: View, match: Match, sources: Sequence[ActorMention]) -> tuple[ActorMention, ...]:
    """Whom a demand or an offer is meant for that is only named: who answers it ("Iran ignored the call of Iraq")."""
    token = view.parse.tokens[match.head]
    replies = [i for i in _beside(view, token) if view.is_any(i, view.lexicon.classes["reply"])]
    if replies:  # "a reply from Iran to the offer"
        owners = [*(k.i for k in view.parse.kids(replies[0], "poss")), *clause.preposition_objects(view.parse, replies[0], "from")]
        return tuple(m for m in phrases(view, owners) if _is_another(m, sources))
    verb = token.head if token.dep in ("dobj", "nsubjpass") else view.parse.tokens[token.head].head if token.dep == "pobj" else token.i
    if not clause.is_verb(view.parse, verb) or not view.is_any(verb, view.lexicon.classes["answer"]):
        return ()
    return tuple(m for m in phrases(view, clause.logical_subject(view.parse, verb)) if _is_another(m, sources))


def _beside(view: View, noun: Token) -> list[int]:
    """What the noun's preposition hangs on, and the object of a verb on which it hangs."""
    if noun.dep != "pobj":
        return []
    over = view.parse.tokens[noun.head].head
    return [over, *(k.i for k in view.parse.kids(over, "dobj"))]


def _who_said(view: View, noun: int) -> tuple[ActorMention, ...]:
    """Whose words a noun takes up: who has said something in this sentence, else in the last ("Iran said so. Iraq disputed the claim")."""
    said = [t.i for t in view.parse.tokens[:noun] if reports(view, t.i)]
    return tuple(phrases(view, clause.logical_subject(view.parse, said[-1]))) if said else view.last_speaker


def _who_decided(view: View, noun: int) -> list[ActorMention]:
    """Who did what the sentence itself goes on to call so: "Iran's exit, a step Iraq hailed", "Iran left, a move hailed by Iraq"."""
    token = view.parse.tokens[noun]
    said = any(k.text.lower() in ("a", "an") for k in view.parse.kids(noun, "det"))
    if not said or token.dep not in ("appos", "npadvmod") or not view.is_any(noun, view.lexicon.classes["deed"]):
        return []
    owners = phrases(view, [k.i for k in view.parse.kids(token.head, "poss")])
    verb = next((t.i for t in (view.parse.tokens[token.head], *view.parse.ancestors(token.head)) if clause.is_verb(view.parse, t.i)), None)
    return owners or ([] if verb is None else phrases(view, clause.logical_subject(view.parse, verb)))


def _objects(view: View, match: Match) -> list[int]:
    under = [o for i in match.tokens if i != match.head for o in clause.objects_of_preposition(view.parse, i)]
    subjects = clause.surface_subject(view.parse, match.clause) if match.rule.kind == "adjective" else []
    return [i for i in (*clause.logical_object(view.parse, match.clause), *under, *subjects) if i != match.head]


def _is_bare(view: View, noun: int) -> bool:
    """Whether nothing but an article or a pronoun says which one is meant."""
    kids = view.parse.kids(noun)
    determined = any(k.dep == "det" and k.text.lower() in _DETERMINERS for k in kids)
    theirs = any(k.dep == "poss" and k.text.lower() in _THEIRS for k in kids)  # nobody dismisses his own call
    return (determined or theirs) and not any(k.dep in ("relcl", "acl", "appos") for k in kids)


def _kinds(view: View, noun: int) -> frozenset[str]:
    """The types of act that the noun can name: those of its own rules, any for "move", "decision" and the like."""
    if view.is_any(noun, view.lexicon.classes["deed"]):
        return _ACTS
    return frozenset(rule.type for rule, _ in view.lexicon.nouns.get(view.form(noun), ()) if rule.type != NO_EVENT)
