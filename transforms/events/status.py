"""Whether an act happened, is planned, imagined or denied: cues on its verb and on what governs it (seeds/context/status.yml)."""

from dataclasses import replace

from transforms.events import clause, embedding, nouns, verbs
from transforms.events.context import DROP, Cue
from transforms.events.embedding import FACTIVE_PREPOSITIONS, above_complement, is_complement, is_infinitive, leaves_infinitive
from transforms.events.found import RANK, Found, Verdict
from transforms.events.verbs import (
    BE_FORMS,
    aim,
    asserts_infinitive,
    governor_cue,
    habit,
    has_any_subject,
    has_lapsed,
    has_no_subject,
    heralded,
    is_counterfactual,
    is_foreseen,
    is_general,
    is_going,
    is_guessed,
    is_headline_future,
    is_idea,
    is_imperative,
    is_inverted,
    is_obligation,
    is_pending,
    is_ranked,
    is_statement,
    is_stipulated,
    is_supposed,
    is_surely_done,
    is_tensed,
    negations,
    open_condition,
    outlook,
    pursuit,
    recurs,
    refrain,
    says_purpose,
    scheduled_present,
    shares_auxiliaries,
)
from transforms.events.view import Match, View
from transforms.syntax import Token

_MAX_CLIMB = 12
_ASIDE = ("on", "during", "at", "after")
_VERBAL = ("AGREE", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN")
_DEEDS = ("ASSAULT", "COERCE", "RETREAT", "AID", "CONCEDE", "SANCTION", "COOPERATE", "MOBILIZE")
_ACHIEVED = ("RETREAT", "CONCEDE", "SUPPORT")  # nothing has happened while one only tries
_UNREAL_CERTAINTY = 0.6  # what did not happen is seldom news
_OPEN_PREPOSITIONS = frozenset(("of", "for", "to", "on", "about", "against"))  # a cue before them reaches the noun behind them
_BESIDE = ("than", "like", "unlike", "wake", "aftermath")  # what is compared with, or follows upon, an act is none of its content
_SCENES = ("at", "in", "during", "within", "for")


def judge(view: View, match: Match, *, reported: bool) -> Verdict:
    """Type and status of a match in its context.

    Args:
        view: The sentence.
        match: The fitting rule.
        reported: Whether the act's own actor says it ("Iran said it would ..."), which turns a plan to harm into a threat.
    """
    found = Found(spoken=match.rule.type in _VERBAL)
    if match.rule.kind == "noun":
        _noun_cues(view, match, found)
    if match.clause != match.head or match.rule.kind != "noun":
        _clause_cues(view, match.clause, found, match.rule.kind)
        _arranged(view, view.parse.tokens[match.head], match.clause, found)
    if match.rule.kind == "adjective" and not reported:
        found.add(outlook(view, match.head, match.clause))
    found.add(refrain(view, match.clause) if match.rule.type in (*_VERBAL, "CONCEDE") else heralded(view, match))
    if view.text[view.sentence.start : view.sentence.end].rstrip("\"'”’)").endswith("?"):
        found.status = DROP
    if _tells_no_act(view, match, found):
        found.status = DROP
    if found.conditional and found.future and found.status == "planned":
        found.status = "hypothetical"  # "will attack if"
    if found.negated:
        found.status = "actual" if found.status == "denied" else max(found.status, "denied", key=lambda s: RANK[s])
    verdict = _turned(view, match, found, reported)
    if verdict.status in ("hypothetical", "denied"):
        return replace(verdict, certainty=verdict.certainty * _UNREAL_CERTAINTY)
    return verdict


def _tells_no_act(view: View, match: Match, found: Found) -> bool:
    """Whether a deed is only told in general ("Turkey jails journalists"), or anything as a duty ("will have to leave")."""
    if match.rule.type in _VERBAL and found.status == "planned" and is_guessed(view, match.clause):
        return True
    if match.rule.kind == "noun" and nouns.is_supposed_to_come(view, match):
        return True
    if match.rule.type in _ACHIEVED and embedding.is_only_tried(view, match.clause):
        return True
    if match.rule.type == "ACCUSE" and match.rule.reported and found.negated:
        return True  # "said that they could not undermine it"
    general = is_imperative(view, match.clause) or (match.rule.type in _DEEDS and is_general(view, match.clause))
    return general or (found.obliged and match.rule.type != "THREATEN")


def _turned(view: View, match: Match, found: Found, reported: bool) -> Verdict:
    true = {
        "negated": found.negated,
        "future": found.future,
        "possible": found.possible,
        "conditional": found.conditional,
        "reported": reported,
    }
    if match.rule.kind == "noun" and match.clause == match.head and found.negated and found.future:
        return Verdict(match.rule.type, DROP, found.certainty)  # "the case will not affect the exercises": nobody refuses them
    for turn in view.lexicon.context.turns:
        if match.rule.type in turn.types and all(true[c] for c in turn.when) and found.status != DROP:
            return Verdict(turn.type, turn.status, found.certainty)
    return Verdict(match.rule.type, found.status, found.certainty)


def _noun_cues(view: View, match: Match, found: Found) -> None:
    """Cues on an event noun: its modifiers, the verb it is the object or subject of, the preposition it follows."""
    context, noun = view.lexicon.context, match.head
    for kid in view.parse.kids(noun, "amod", "compound", "nmod", "det", "neg", "acl", "relcl"):
        if match.clause == noun or kid.text.lower() == "any":  # "mounted its long-threatened invasion": the verb tells that it came
            found.add(context.cue("modifier", kid.text.lower()))
        found.negated |= kid.text.lower() == "no"
        if kid.dep in ("acl", "relcl") and clause.clause_kind(view.parse, kid.i) == "infinitive" and match.rule.type not in _VERBAL:
            found.add(context.cue("modifier", "to") if view.is_any(kid.i, view.lexicon.classes["occur"]) else None)
    scene = view.parse.tokens[noun].dep == "pobj" and view.lower(view.parse.tokens[noun].head) in _ASIDE  # "on a visit he announced"
    if match.clause != noun and not scene and match.rule.type not in _VERBAL:  # "announced a deal" has one, "announced a visit" none yet
        found.add(context.cue("carrier", *sorted(view.lexicon.lemmas_of(view.lower(match.clause)))))
        found.status = DROP if has_lapsed(view, match.clause) else found.status
    if view.parse.tokens[noun].dep == "attr":
        _identified(view, view.parse.tokens[noun].head, view.parse.tokens[noun], found)
    if not (nouns.is_said_already(view, match) or nouns.is_given(view, noun)):
        _governor_of_noun(view, match, found)


def _governor_of_noun(view: View, match: Match, found: Found) -> None:
    token = view.parse.tokens[match.head]
    for _ in range(_MAX_CLIMB):
        above = view.parse.tokens[token.head]
        word = above.text.lower()
        scene = word in _SCENES and clause.is_verb(view.parse, above.head) and not governor_cue(view, above.head, before=above)
        if above.i == token.i or (not scene and (word in FACTIVE_PREPOSITIONS or word in _BESIDE)):
            return
        if above.tag in ("IN", "RB"):
            found.add(view.lexicon.context.cue("preposition", word))
        if scene or nouns.is_setting(view, above):
            _future_scene(view, above.head, found)
            return
        if nouns.is_sequel(view, token, above):
            token = view.parse.tokens[above.head]
            continue
        if clause.is_verb(view.parse, above.i):
            if token.dep == "nsubj" and above.text.lower() in BE_FORMS:
                _said_of_noun(view, above.i, found)
                found.status = DROP if match.rule.type in _DEEDS and nouns.is_imagined_as(view, token, above.i) else found.status
            if above.i != match.clause and (token.i == match.head or token.dep != "prep" or token.text.lower() in _OPEN_PREPOSITIONS):
                _verb_over_noun(view, above, token, found)
            return
        if above.is_noun and token.dep in ("prep", "pobj", "appos"):  # a conjunct stands beside, not under, the noun
            _governing_noun(view, above, found)
        token = above


def _governing_noun(view: View, noun: Token, found: Found) -> None:
    """The cue of "a plan (to)", "the possibility (of)", and whether there is one: "no plan", "no sign", "has not made a plan"."""
    cue = nouns.circumstance(view, noun) or governor_cue(view, noun.i)
    if any(k.text.lower() == "no" for k in view.parse.kids(noun.i, "det")):
        found.negated = not found.negated
        found.future |= cue is not None and cue.status == "planned"  # "no intention of talking" refuses
    if cue is None:
        return
    found.add(cue)
    if noun.dep == "dobj" and clause.is_verb(view.parse, noun.head) and not nouns.is_presupposed(view, view.parse.tokens[noun.head], noun):
        found.negated ^= negations(view, noun.head)


def _said_of_noun(view: View, verb: int, found: Found) -> None:
    """What a predicate with "be" says of the noun: "a war is a possibility", "the visit is imminent"."""
    for kid in view.parse.kids(verb, "attr", "acomp", "xcomp"):
        found.add(view.lexicon.context.cue("predicate", kid.text.lower()))
        if kid.dep == "xcomp" and is_infinitive(view, kid.i) and view.is_any(kid.i, view.lexicon.classes["occur"]):
            _clause_cues(view, kid.i, found, "verb")  # "talks are to resume"


def _verb_over_noun(view: View, verb: Token, noun: Token, found: Found) -> None:
    """An occurrence verb lends the noun its tense ("talks will resume"); a governing verb its cue ("avert a war")."""
    subject = noun.dep in ("nsubj", "nsubjpass")
    if subject and view.is_any(verb.i, view.lexicon.classes["occur"]) and not nouns.is_mere_cause(view, verb.i, noun):
        _clause_cues(view, verb.i, found, "verb")
        _arranged(view, noun, verb.i, found)
    elif subject and nouns.is_imagined(view, verb.i, noun):
        found.status = DROP
    elif (
        noun.dep in ("dobj", "prep", "attr")
        or (noun.dep == "conj" and noun.tag == "IN")
        or (noun.dep == "nsubjpass" and not says_purpose(view, verb.i))
    ):
        found.add(governor_cue(view, verb.i, before=noun))
        if noun.dep == "dobj" and (verb.tag == "VB" or verb.dep in ("pcomp", "xcomp")) and not nouns.is_presupposed(view, verb, noun):
            _clause_cues(view, verb.i, found, "verb")


def _identified(view: View, be: int, noun: Token, found: Found) -> None:
    """What something will be is planned, what it would be is imagined: "will be his first visit", "would be the worst clash"."""
    if nouns.is_imagined(view, be, noun):
        found.status = max(found.status, "hypothetical", key=lambda s: RANK[s])
    for kid in view.parse.kids(be, "aux"):
        found.add(view.lexicon.context.cue("modal", kid.text.lower()))


def _arranged(view: View, noun: Token, verb: int, found: Found) -> None:
    """An event that is scheduled, expected or planned lies ahead: "talks are expected to start", "a meeting was scheduled for Monday"."""
    if noun.dep == "nsubjpass" and noun.head == verb and not says_purpose(view, verb):
        found.add(governor_cue(view, verb))
        found.status = DROP if has_lapsed(view, verb) else found.status


def _future_scene(view: View, verb: int, found: Found) -> None:
    """What will be done at a meeting puts the meeting ahead too; what is denied or only possible there leaves it a fact."""
    act = Found()
    _clause_cues(view, verb, act, "verb")
    if act.status == "planned":
        found.add(view.lexicon.context.cue("modifier", "to"))


def _clause_cues(view: View, verb: int, found: Found, kind: str) -> None:
    """Cues on the act's verb and on the verbs, nouns and adjectives above it, up to the clause that asserts it."""
    current, link = verb, "complement" if kind == "modal" else "own"
    if kind == "verb":
        found.add(habit(view, verb))
    if is_headline_future(view, verb):
        found.add(view.lexicon.context.cue("modifier", "to"))
        return
    for _ in range(_MAX_CLIMB):
        _own_cues(view, current, found, link)
        token = view.parse.tokens[current]
        if token.head == current:
            found.status = DROP if embedding.is_mere_goal(view, token) else found.status
            return
        if token.dep == "conj":
            current, link = _above_conjunct(view, token, found), "conj"
            continue
        if not is_complement(view, token):
            _adjunct_cues(view, token, found)
            return  # an adjunct tells its act as a fact, whatever becomes of the act it goes with
        link = _complement_cues(view, token, found)
        current = above_complement(view, token)


def _above_conjunct(view: View, token: Token, found: Found) -> int:
    """What "or", "nor" and shared auxiliaries carry over from the first conjunct -> the token from which to look further up.

    The first conjunct's own negation stays with it ("did not help them and would not allow it"). A finite verb that the parser
    coordinated with an infinitive belongs to the verb above ("failed to agree and left").
    """
    head = view.parse.tokens[token.head]
    word = " ".join(k.text.lower() for k in view.parse.kids(head.i, "cc") if k.i < token.i)
    if shares_auxiliaries(view, token, head):
        _modals(view, head.i, found)
        if not (negations(view, token.i) or word.endswith(("but", "yet", "nor"))):
            found.negated ^= negations(view, head.i)
    found.negated |= word.endswith("nor")
    if embedding.is_bare_infinitive(view, token, head):
        infinitive = next((k.i for k in view.parse.kids(head.i, "xcomp") if is_infinitive(view, k.i)), None)
        found.status = DROP if infinitive is None else found.status  # "must stop, he said, and leave"
        return head.i if infinitive is None else infinitive
    if leaves_infinitive(view, token):
        return next((a.i for a in view.parse.ancestors(head.i) if clause.is_verb(view.parse, a.i)), head.i)
    return head.i


def _adjunct_cues(view: View, token: Token, found: Found) -> None:
    """A bare participle takes the time of its main verb ("will tour Asia, meeting leaders"); "without" and "instead of" deny."""
    if token.dep in ("acl", "relcl") and nouns.is_anybody(view, token.head):
        found.status = DROP
    spoken = found.spoken and verbs.is_told(view, token.head)
    if token.dep == "advcl" and token.tag == "VBG" and not spoken and not view.parse.kids(token.i, "mark", "advmod", "aux"):
        _modals(view, token.head, found)
    if token.tag == "VBG" and embedding.is_whenever(view, token):
        found.status = DROP
    goal = embedding.means_to(view, token)
    if goal is not None:
        main = Found()
        _clause_cues(view, goal, main, "verb")
        found.status = max(found.status, main.status if main.status in ("planned", DROP) else "actual", key=lambda s: RANK[s])
    if token.dep in ("csubj", "csubjpass") and token.tag == "VBG" and any(k.tag == "MD" for k in view.parse.kids(token.head, "aux")):
        found.status = DROP  # "attacking them would be a mistake"
    if token.dep == "pcomp":
        words = [k.text.lower() for k in view.parse.kids(token.head, "advmod")] + [view.lower(token.head)]
        cue = view.lexicon.context.cue("preposition", *words)
        found.add(cue if cue is not None and cue.status == "denied" else None)
    if token.dep == "relcl" and token.tag in ("VBZ", "VBP") and not view.parse.kids(token.i, "aux"):
        if is_foreseen(view, token):
            found.status = DROP
        noun = view.parse.tokens[token.head]
        found.add(view.lexicon.context.cue("temporal", f"{view.lower(noun.head)} {noun.text.lower()}"))  # "by the time they meet"


def _complement_cues(view: View, token: Token, found: Found) -> str:
    """Adds what the word above a complement says of it -> how the next word up is linked."""
    above, infinitive = above_complement(view, token), is_infinitive(view, token.i)
    if infinitive and is_ranked(view, above):
        _predicate_cues(view, above, found)
        return "complement"
    cue = _complement_cue(view, token, above)
    if cue is None and infinitive and is_going(view, above):
        cue = view.lexicon.context.cue("modifier", "to")
    perfect = any(k.text.lower() == "have" for k in view.parse.kids(token.i, "aux"))
    if cue is None and infinitive and not asserts_infinitive(view, above, adjunct=token.dep == "advcl", perfect=perfect):
        found.status = DROP  # a mere purpose
    found.add(aim(view, token, above))
    found.obliged |= infinitive and is_obligation(view, above)
    found.negated ^= infinitive and is_pending(view, above)
    planned = cue is not None and cue.status == "planned"
    if infinitive and (planned or view.is_any(above, view.lexicon.classes["choice"])):
        found.future |= found.negated  # "decided not to come", "voted not to come" refuse
    if infinitive and planned:
        found.status = DROP if is_supposed(view, above) or has_lapsed(view, above) else found.status
    if cue is None and is_idea(view, token, above):
        found.status = DROP
    if view.parse.tokens[above].is_noun:
        _governing_noun(view, view.parse.tokens[above], found)
        if nouns.is_disclaimed(view, above):
            found.add(view.lexicon.context.cue("governor", "deny"))
        if infinitive:
            _modifier_cues(view, above, found)
    found.add(cue)
    return "own" if cue is None and token.dep == "xcomp" and clause.is_verb(view.parse, above) else "complement"


def _complement_cue(view: View, token: Token, above: int) -> Cue | None:
    """The cue of the word above a complement, unless the complement's form tells its act as a fact."""
    infinitive = is_infinitive(view, token.i)
    before = token if token.dep == "prep" else None
    cue = governor_cue(view, above, over_infinitive=infinitive and token.dep == "xcomp", before=before)
    if cue is None:
        return None
    if cue.status != "denied" and is_statement(view, token.i, above):
        return None  # "suggested that it is ready" states, "suggested sending" does not
    if cue.status == "planned" and is_tensed(view, token.i):
        return None  # "agreed that it had failed", "have met, it announced": the clause has a tense of its own
    if cue.status == "planned" and infinitive:
        cue = pursuit(view, above) or cue
    if infinitive and view.parse.kids(above, "auxpass") and asserts_infinitive(view, above):
        return None  # "is believed to have left", "was allowed to leave"
    return cue


def _predicate_cues(view: View, noun: int, found: Found) -> None:
    """The verb over a ranked noun says when: "would be the first to visit"."""
    token = view.parse.tokens[noun]
    if token.dep in ("attr", "acomp"):
        _modals(view, token.head, found)


def _modifier_cues(view: View, noun: int, found: Found) -> None:
    for kid in view.parse.kids(noun, "amod", "det"):
        found.add(view.lexicon.context.cue("modifier", kid.text.lower()))


def _own_cues(view: View, verb: int, found: Found, link: str) -> None:
    """Cues among a verb's own dependents: all of the act's verb ("own"), of a governing verb negation and conjunction only."""
    if link == "own":
        _modals(view, verb, found)
        found.add(scheduled_present(view, verb))
    elif link == "complement" and any(view.lower(k.i) in nouns.OPEN_MODALS for k in view.parse.kids(verb, "aux")):
        found.status = max(found.status, "hypothetical", key=lambda s: RANK[s])  # "the gain might be that they stop"
    if link != "conj":
        found.negated ^= negations(view, verb) or (link == "own" and has_no_subject(view, verb))
    context = view.lexicon.context
    if is_inverted(view, verb) or has_any_subject(view, verb):
        found.status = DROP
    for kid in view.parse.kids(verb):
        word = kid.text.lower()
        if kid.dep == "mark" or kid.tag == "WRB":
            found.add(context.cue("marker", word))
            found.add(open_condition(view, verb, word))
        elif kid.dep in ("advmod", "npadvmod", "prep") and link == "own":
            found.add(context.cue("adverb", word))
            if recurs(view, kid) or is_stipulated(view, kid, found.future):
                found.status = DROP
        elif verbs.is_condition(view, kid):
            found.conditional = True


def _modals(view: View, verb: int, found: Found) -> None:
    if is_surely_done(view, verb):
        return
    for kid in view.parse.kids(verb, "aux"):
        modal = view.lexicon.context.cue("modal", "will" if embedding.is_unwilling(view, kid, verb) else kid.text.lower())
        if modal is not None:
            found.add(modal)
            if is_counterfactual(view, kid, verb):
                found.status = DROP
            found.future |= modal.status == "planned"
            found.possible |= modal.status == "hypothetical"
