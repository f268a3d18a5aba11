"""Whether an act happened, is planned, imagined or denied: cues on its verb and on what governs it (seeds/context/status.yml)."""

from dataclasses import dataclass

from transforms.events import clause
from transforms.events.context import DROP, Cue
from transforms.events.embedding import FACTIVE_PREPOSITIONS, MEANS_PREPOSITIONS, is_infinitive
from transforms.events.view import Match, View
from transforms.syntax import Token

_RANK = {"actual": 0, "planned": 1, "hypothetical": 2, "denied": 3, DROP: 4}
_UP = ("xcomp", "ccomp", "pcomp", "acl", "advcl", "acomp", "oprd", "prep", "attr", "parataxis")
_MAX_CLIMB = 12
_OPEN_PREPOSITIONS = frozenset(("of", "for", "to", "on", "about"))  # a cue before them reaches the noun behind them
_IMAGINING = frozenset(("would", "could", "might", "may"))
_BE = frozenset(("be", "is", "are", "was", "were", "been", "being", "am", "'s", "’s", "'re", "’re"))


@dataclass(slots=True)
class _Found:
    """What the cues say so far."""

    status: str = "actual"
    negated: bool = False
    future: bool = False
    possible: bool = False
    conditional: bool = False
    certainty: float = 1.0

    def add(self, cue: Cue | None) -> None:
        if cue is None:
            return
        self.certainty *= cue.certainty
        if _RANK[cue.status] > _RANK[self.status]:
            self.status = cue.status


@dataclass(frozen=True, slots=True)
class Verdict:
    """The type and status that context leaves of a match; `status` "drop" means no event. `certainty` scales the confidence."""

    type: str
    status: str
    certainty: float


def judge(view: View, match: Match, *, reported: bool) -> Verdict:
    """Type and status of a match in its context.

    Args:
        view: The sentence.
        match: The fitting rule.
        reported: Whether the act's own actor says it ("Iran said it would ..."), which turns a plan to harm into a threat.
    """
    found = _Found()
    if match.rule.kind == "noun":
        _noun_cues(view, match, found)
    if match.clause != match.head or match.rule.kind != "noun":
        _clause_cues(view, match.clause, found, match.rule.kind)
    if view.text[view.sentence.start : view.sentence.end].rstrip("\"'”’)").endswith("?"):
        found.status = max(found.status, "hypothetical", key=lambda s: _RANK[s])
    if found.negated:
        found.status = "actual" if found.status == "denied" else max(found.status, "denied", key=lambda s: _RANK[s])
    return _turned(view, match, found, reported)


def _turned(view: View, match: Match, found: _Found, reported: bool) -> Verdict:
    true = {
        "negated": found.negated,
        "future": found.future,
        "possible": found.possible,
        "conditional": found.conditional,
        "reported": reported,
    }
    for turn in view.lexicon.context.turns:
        if match.rule.type in turn.types and all(true[c] for c in turn.when) and found.status != DROP:
            return Verdict(turn.type, turn.status, found.certainty)
    return Verdict(match.rule.type, found.status, found.certainty)


def _noun_cues(view: View, match: Match, found: _Found) -> None:
    """Cues on an event noun: its modifiers, the verb it is the object or subject of, the preposition it follows."""
    context, noun = view.lexicon.context, match.head
    for kid in view.parse.kids(noun, "amod", "compound", "nmod", "det", "neg", "acl"):
        if match.clause == noun:  # "mounted its long-threatened invasion": the verb tells that it came
            found.add(context.cue("modifier", kid.text.lower()))
        found.negated |= kid.text.lower() == "no"
        if kid.dep == "acl" and clause.clause_kind(view.parse, kid.i) == "infinitive":
            found.add(context.cue("modifier", "to") if view.is_any(kid.i, view.lexicon.classes["occur"]) else None)
    _governor_of_noun(view, match, found)


def _governor_of_noun(view: View, match: Match, found: _Found) -> None:
    token = view.parse.tokens[match.head]
    for _ in range(_MAX_CLIMB):
        above = view.parse.tokens[token.head]
        if above.i == token.i:
            return
        if above.text.lower() in FACTIVE_PREPOSITIONS:
            return
        if above.tag in ("IN", "RB"):
            found.add(view.lexicon.context.cue("preposition", above.text.lower()))
        if clause.is_verb(view.parse, above.i):
            if above.i != match.clause and (token.i == match.head or token.dep != "prep" or token.text.lower() in _OPEN_PREPOSITIONS):
                _verb_over_noun(view, above, token, found)
            return
        if above.is_noun and token.dep in ("prep", "conj", "pobj", "appos"):
            found.add(_governor_cue(view, above.i))
        token = above


def _verb_over_noun(view: View, verb: Token, noun: Token, found: _Found) -> None:
    """An occurrence verb lends the noun its tense ("talks will resume"); a governing verb its cue ("avert a war")."""
    if noun.dep in ("nsubj", "nsubjpass") and view.is_any(verb.i, view.lexicon.classes["occur"]):
        _clause_cues(view, verb.i, found, "verb")
    elif noun.dep in ("nsubj", "nsubjpass") and _is_imagined(view, verb.i):
        found.status = DROP
    elif noun.dep in ("dobj", "nsubjpass", "prep", "attr"):
        found.add(_governor_cue(view, verb.i))
        if noun.dep == "dobj" and verb.tag == "VB":
            _clause_cues(view, verb.i, found, "verb")


def _is_imagined(view: View, verb: int) -> bool:
    """ "A withdrawal would help": the event that is the subject is only thought of."""
    return any(view.lower(k.i) in _IMAGINING for k in view.parse.kids(verb, "aux"))


def _clause_cues(view: View, verb: int, found: _Found, kind: str) -> None:
    """Cues on the act's verb and on the verbs, nouns and adjectives above it, up to the clause that asserts it."""
    current = verb
    for step in range(_MAX_CLIMB):
        token = view.parse.tokens[current]
        _own_cues(view, current, found, first=step == 0 and kind != "modal")
        if token.head == current:
            return
        if token.dep == "conj" and _shares_auxiliaries(view, current):
            _auxiliaries(view, token.head, found)
        above = token.head
        if token.dep == "conj":
            current = above
            continue
        if token.dep == "pcomp" and view.lower(token.head) in MEANS_PREPOSITIONS:
            return
        if token.dep not in _UP or (token.dep == "acl" and not is_infinitive(view, current)):
            return  # a participle tells its act as a fact, whatever becomes of its noun
        infinitive = is_infinitive(view, current)
        cue = _governor_cue(view, above, over_infinitive=infinitive and token.dep == "xcomp")
        if cue is not None and cue.status != "denied" and _is_statement(view, current, above):
            cue = None  # "suggested that it is ready" states, "suggested sending" does not
        if cue is None and infinitive and not _asserts_infinitive(view, above):
            found.status = DROP  # a mere purpose
        if token.dep == "advcl" and (cue is None or not infinitive):
            return
        found.add(cue)
        current = above


def _is_statement(view: View, verb: int, above: int) -> bool:
    reports = view.lexicon.context.cue("report", *sorted(view.lexicon.lemmas_of(view.lower(above)))) is not None
    return reports and clause.clause_kind(view.parse, verb) == "that"


def _asserts_infinitive(view: View, above: int) -> bool:
    """Verbs whose infinitive happens ("continued to shell", "managed to free"); others only give it as a purpose."""
    lemmas = sorted(view.lexicon.lemmas_of(view.lower(above)))
    return view.lexicon.context.cue("implicative", *lemmas) is not None


def _governor_cue(view: View, i: int, *, over_infinitive: bool = False) -> Cue | None:
    """The cue of a governing word. "Be" is one only over an infinitive: "is to meet" plans, "is meeting" and "is ready" do not."""
    if view.lower(i) in _BE and not over_infinitive:
        return None
    return view.lexicon.context.cue("governor", *sorted(view.lexicon.lemmas_of(view.lower(i))))


def _shares_auxiliaries(view: View, verb: int) -> bool:
    return not view.parse.kids(verb, "nsubj", "nsubjpass", "aux")


def _own_cues(view: View, verb: int, found: _Found, *, first: bool) -> None:
    _auxiliaries(view, verb, found, keep=first)
    if first:
        _scheduled_present(view, verb, found)
    context = view.lexicon.context
    for kid in view.parse.kids(verb):
        word = kid.text.lower()
        if kid.dep == "mark":
            found.add(context.cue("marker", word))
        elif kid.dep in ("advmod", "npadvmod", "prep") and first:
            found.add(context.cue("adverb", word))
        elif kid.dep == "advcl" and any(k.text.lower() in ("if", "unless") for k in view.parse.kids(kid.i, "mark", "advmod")):
            found.conditional = True


def _scheduled_present(view: View, verb: int, found: _Found) -> None:
    """The present tense with a date is a timetable: "ministers meet in Brussels on Monday". Headlines use it for what has happened."""
    if view.sentence.heading or view.parse.tokens[verb].tag not in ("VBP", "VBZ") or view.parse.kids(verb, "aux"):
        return
    for kid in view.parse.kids(verb, "prep", "npadvmod"):
        times = [kid.i] if kid.dep == "npadvmod" else clause.objects_of_preposition(view.parse, kid.i)
        for i in times:
            found.add(view.lexicon.context.cue("schedule", view.lower(i)))


def _auxiliaries(view: View, verb: int, found: _Found, *, keep: bool = True) -> None:
    context = view.lexicon.context
    for kid in view.parse.kids(verb, "aux", "neg", "advmod", "det", "preconj"):
        word = kid.text.lower()
        modal = context.cue("modal", word) if kid.dep == "aux" else None
        if modal is not None and keep:
            found.add(modal)
            found.future |= modal.status == "planned"
            found.possible |= modal.status == "hypothetical"
        pair = f"{view.lower(kid.i - 1)} {word}" if kid.i else word
        if context.cue("negation", word, pair) is not None and kid.dep in ("neg", "advmod", "preconj") and not _is_pseudo(view, kid):
            found.negated = not found.negated
    if keep and any(view.lower(s) in ("no", "none", "nobody") for s in clause.surface_subject(view.parse, verb)):
        found.negated = True


def _is_pseudo(view: View, kid: Token) -> bool:
    cue = view.lexicon.context.cue("negation", kid.text.lower())
    following = view.text[kid.start : kid.start + 40].lower()
    return cue is not None and any(following.startswith(phrase) for phrase in cue.pseudo)
