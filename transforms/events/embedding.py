"""Which matched acts the text itself asserts: what is only demanded, threatened, promised or alleged is content, no act of its own."""

from collections.abc import Mapping

from transforms.events import clause
from transforms.events.rules import NO_EVENT
from transforms.events.view import Match, View
from transforms.syntax import Token

FACTIVE_PREPOSITIONS = frozenset(("after", "following", "since", "over", "despite", "during", "amid"))
MEANS_PREPOSITIONS = frozenset(("by", "after", "while", "since", "when", "before", "upon"))
_CONTENT_BRANCHES = ("conj", "dobj", "xcomp", "ccomp", "prep", "advcl")
_UP = ("xcomp", "ccomp", "acomp", "oprd", "attr", "parataxis")
_GOVERNED = frozenset(("of", "for", "from", "about", "to", "into", "on", "against", "with", "toward", "towards"))  # may join a complement
_TAKING_PART = frozenset(
    ("help", "assist", "join", "participate", "succeed", "fail", "aid", "interest", "interested", "follow")
)  # "help in storming"
_PURPOSE_PREPOSITIONS = frozenset(("for", "on"))
_BY_MEANS = ("by", "through", "in", "for")
_UNCHANGED = frozenset(("set", "put", "cut", "hit", "let", "quit", "shut", "cast", "split", "spread"))  # in the past
_FACTIVE_TYPES = ("ACCUSE", "SUPPORT")
_SCENE_TYPES = ("CONSULT", "REQUEST")
_SCENE_PREPOSITIONS = ("at", "during")
_FOR_A_TEXT = ("AGREE", "SUPPORT")


def standing(view: View, matches: Mapping[int, Match]) -> list[Match]:
    """Matches that are acts of their own, in text order: no rule of type "none", no words that belong to another act, no mere content."""
    matches = {i: m for i, m in matches.items() if not _only_issues(view, m, matches)}
    used = {
        i
        for m in matches.values()
        if m.rule.type != NO_EVENT
        for i in (*m.arguments, *m.tokens)
        if i != m.head and not _is_told_of(view, m, i, matches)
    }
    modal = {m.clause: m for m in matches.values() if m.rule.kind == "modal"}
    acts = {i: m for i, m in matches.items() if m.rule.type != NO_EVENT and i not in used and not _tells_doer(view, m, matches)}
    return [m for i, m in sorted(acts.items()) if not _is_content(view, i, matches, modal)]


def _only_issues(view: View, match: Match, matches: Mapping[int, Match]) -> bool:
    """Whether somebody agrees to or supports a text whose words the sentence tells: "adopted a resolution urging Israel to leave"."""
    classes = view.lexicon.classes
    if match.rule.type not in _FOR_A_TEXT or match.rule.kind != "verb" or not view.is_any(match.head, classes["issue"]):
        return False
    objects = (*clause.logical_object(view.parse, match.clause), *clause.preposition_objects(view.parse, match.clause, "for"))
    texts = [i for i in objects if view.is_any(i, classes["text"])]
    told = [matches.get(k.i) for i in texts for k in view.parse.kids(i, "acl", "relcl") if k.i != match.clause]
    # "the text they adopted condemns"
    told += [matches.get(view.parse.tokens[i].head) for i in texts if view.parse.tokens[i].dep == "nsubj"]
    return any(inner is not None and inner.rule.type != NO_EVENT for inner in told)


def _is_told_of(view: View, match: Match, noun: int, matches: Mapping[int, Match]) -> bool:
    """Whether a participle adds what somebody else did for an act that a verb of its own carries: "held talks brokered by Turkey"."""
    token, carried = view.parse.tokens[match.head], matches.get(noun)
    return (
        token.dep == "acl"
        and token.tag == "VBN"
        and token.head == noun
        and carried is not None
        and carried.clause not in (noun, match.head)
    )


def _tells_doer(view: View, match: Match, matches: Mapping[int, Match]) -> bool:
    """Whether a participle only says whose act it is that the sentence goes on to tell: "a bombing claimed by X killed two"."""
    token = view.parse.tokens[match.head]
    noun = view.parse.tokens[token.head]
    outer = matches.get(noun.head)
    doer = token.dep == "acl" and token.tag in ("VBN", "VBD") and noun.dep == "nsubj"
    return doer and outer is not None and outer.head != match.head and outer.rule.type == match.rule.type


def _is_content(view: View, i: int, matches: Mapping[int, Match], modal: Mapping[int, Match]) -> bool:
    """True when a verbal act above tells the act only as its content, and no phrase in between presents it as a fact."""
    tokens, below = view.parse.tokens, i
    if i in modal:
        return True
    for above in view.parse.ancestors(i):
        if leaves_infinitive(view, tokens[below]):
            break
        if above.i in modal and tokens[below].dep in _CONTENT_BRANCHES and not _presents_fact(view, below):
            return True  # "must stop the attacks and leave": all of it is demanded
        outer = matches.get(above.i)
        if goes_along(view, tokens[below]) or _is_scene(view, below, matches[i]):
            return False
        if outer is not None and outer.rule.embeds == "content" and _in_content(view, below, outer, i):
            return True
        if outer is not None and outer.rule.type == matches[i].rule.type and _is_purpose(view, below):
            return True  # "met to discuss", "left for talks": one act
        if _presents_fact(view, below):
            return False
        below = above.i
    return tokens[i].dep == "amod"


def _is_scene(view: View, below: int, inner: Match) -> bool:
    """Whether a phrase says where or why somebody acts: "agreed at a summit to leave", "in talks he promised it", "at its request"."""
    token = view.parse.tokens[below]
    return (
        inner.rule.kind == "noun"
        and inner.rule.type in _SCENE_TYPES
        and token.dep == "prep"
        and clause.is_verb(view.parse, token.head)
        and (token.text.lower() in _SCENE_PREPOSITIONS or token.i < token.head or inner.rule.mode == "phone")
    )


def goes_along(view: View, token: Token) -> bool:
    """Whether a clause after "with" tells what somebody else does meanwhile: "failed to agree, with Germany blocking the deal"."""
    beside = token.dep == "pcomp" and view.lower(token.head) == "with" and bool(view.parse.kids(token.i, "nsubj"))
    return beside and not is_infinitive(view, token.i)


def _in_content(view: View, below: int, outer: Match, i: int) -> bool:
    """Whether the branch on which the inner act hangs is the outer act's complement, or its object where that is no fact."""
    dep = view.parse.tokens[below].dep
    if dep in ("xcomp", "ccomp"):
        return True
    if dep == "pcomp":
        return view.lower(view.parse.tokens[below].head) not in MEANS_PREPOSITIONS
    if dep == "prep" and view.parse.kids(below, "pcomp") and view.lower(below) in MEANS_PREPOSITIONS - {"by"}:
        return False  # "before invading the enclave, he told them to leave"
    if dep in ("dobj", "prep", "dative", "nsubjpass"):
        noun = view.parse.tokens[i].is_noun and not _is_done_inside(view, i, below)
        return not (noun and outer.rule.type in _FACTIVE_TYPES) and not _presents_fact(view, below)
    return dep in ("acl", "advcl") and is_infinitive(view, below)


def _is_done_inside(view: View, noun: int, below: int) -> bool:
    """Whether the noun is carried by a verb that is only alleged: "accused of striking a deal", not "blamed for striking a deal"."""
    inside = (noun, *(a.i for a in view.parse.ancestors(noun)))
    return view.lower(below) == "of" and any(view.parse.tokens[i].dep == "pcomp" for i in inside[: inside.index(below) + 1])


def _is_purpose(view: View, i: int) -> bool:
    token = view.parse.tokens[i]
    if token.dep == "prep" and token.text.lower() == "on" and any(view.parse.kids(o.i, "poss") for o in view.parse.kids(i, "pobj")):
        return False  # "briefed him on his talks with Iran"
    return is_infinitive(view, i) or (token.dep == "prep" and token.text.lower() in _PURPOSE_PREPOSITIONS)


def leaves_infinitive(view: View, token: Token) -> bool:
    """True for a finite verb that the parser coordinated with an infinitive: it goes with the verb above ("agreed to talk and left")."""
    perfect = any(k.tag in ("VBD", "VBZ", "VBP") for k in view.parse.kids(token.i, "aux")) and view.parse.kids(token.i, "nsubj")
    finite = token.tag in ("VBD", "VBZ") or (token.tag == "VBN" and bool(perfect))
    head = view.parse.tokens[token.head]
    demanded = head.dep == "ccomp" and head.tag in ("VB", "VBP") and not view.parse.kids(head.i, "aux") and token.tag in ("VBD", "VBN")
    return token.dep == "conj" and finite and (is_infinitive(view, token.head) or demanded)  # "ordered that they leave and had talks"


def is_infinitive(view: View, i: int) -> bool:
    """True for the verb of a "to" clause."""
    return any(k.tag == "TO" for k in view.parse.kids(i, "aux"))


def _presents_fact(view: View, i: int) -> bool:
    """A relative clause, a past participle ("sanctions imposed on"), and what follows "after" or "since", are told as facts."""
    token = view.parse.tokens[i]
    if token.dep == "relcl" or (token.dep == "acl" and token.tag == "VBN"):
        return True
    return token.dep == "prep" and token.text.lower() in FACTIVE_PREPOSITIONS


def is_unwilling(view: View, modal: Token, verb: int) -> bool:
    """Whether a modal of ability only puts a refusal politely: "we cannot accept the plan" will not be otherwise."""
    able = modal.text.lower() in ("can", "ca", "could") and view.is_any(verb, view.lexicon.classes["consent"])
    return able and bool(view.parse.kids(verb, "neg")) and not any(k.text.lower() == "have" for k in view.parse.kids(verb, "aux"))


def is_complement(view: View, token: Token) -> bool:
    """Whether a clause or phrase completes the word above it; adjuncts and participles do not, purposes are looked at as if they did."""
    if token.dep == "acl" and any(k.text.lower() == "that" for k in view.parse.kids(token.i, "mark")):
        return True  # "the proposal that inspectors visit Syria"
    if token.dep == "acl" and view.parse.kids(token.i, "nsubj", "nsubjpass"):
        return True  # "in case they attack", "speculation they will attack"
    if token.dep in ("acl", "relcl", "advcl"):
        return is_infinitive(view, token.i)
    if token.dep == "pcomp":
        preposition = view.parse.tokens[token.head]
        if goes_along(view, token):
            return False
        return _is_governed(view, preposition) or (preposition.text.lower() == "in" and view.is_any(preposition.head, _TAKING_PART))
    return _is_governed(view, token) if token.dep == "prep" else token.dep in _UP


def _is_governed(view: View, preposition: Token) -> bool:
    return preposition.text.lower() in _GOVERNED and preposition.i > preposition.head


def above_complement(view: View, token: Token) -> int:
    """The word to look at next; "for the first time" is passed over where the parser hung an infinitive on it."""
    above = view.parse.tokens[token.head]
    if token.dep in ("acl", "relcl") and above.text.lower() == "time" and view.lower(above.head) == "for":
        return view.parse.tokens[above.head].head
    if token.dep == "ccomp":
        return _noun_before(view, token) or above.i
    adjectives = view.parse.kids(above.i, "acomp") if token.dep == "xcomp" and above.lemma == "be" else ()
    return next((a.i for a in adjectives if a.i < token.i), above.i)  # "it was imperative to leave" is not "they were to leave"


def _noun_before(view: View, verb: Token) -> int | None:
    """The noun whose content a clause is, though the parser hung it on the verb: "denied speculation Iran would retaliate"."""
    noun = view.parse.tokens[max(view.parse.subtree(verb.i)[0].i - 1, 0)]
    if view.parse.kids(verb.i, "mark") or not noun.is_noun or noun.i >= verb.i:
        return None
    return noun.i if view.lexicon.context.cue("governor", *sorted(view.lexicon.lemmas_of(noun.text.lower()))) is not None else None


def means_to(view: View, adjunct: Token) -> int | None:
    """The infinitive whose means an adjunct tells: "wants to leave, handing over the base", "to weaken it by forcing a withdrawal"."""
    above = view.parse.tokens[adjunct.head]
    if adjunct.dep in ("pcomp", "pobj"):
        above = view.parse.tokens[above.head] if above.text.lower() in _BY_MEANS else adjunct
    elif adjunct.dep != "advcl" or adjunct.tag != "VBG":
        return None
    return above.i if is_infinitive(view, above.i) else None


def is_bare_infinitive(view: View, token: Token, head: Token) -> bool:
    """Whether a base form coordinated with a finite verb goes on with that verb's infinitive: "wants to win and hunt them"."""
    goes_on = head.tag in ("VBD", "VBN") and any(is_infinitive(view, k.i) for k in view.parse.kids(head.i, "xcomp"))
    base = token.tag == "VB" and head.tag in ("VBD", "VBZ", "VBP") and token.text.lower() not in _UNCHANGED
    alone = not view.parse.kids(token.i, "nsubj", "nsubjpass", "aux")
    return alone and (base or (token.tag in ("VB", "VBP") and goes_on))


def is_mere_goal(view: View, root: Token) -> bool:
    """Whether a sentence is an infinitive and nothing else: "Secondly, to curb its influence"."""
    return is_infinitive(view, root.i) and not (view.sentence.heading or view.parse.kids(root.i, "nsubj", "nsubjpass", "csubj"))


def is_whenever(view: View, participle: Token) -> bool:
    """Whether "when" means each time, as nothing is told of the past: "exercise caution when visiting Syria"."""
    when = any(k.text.lower() in ("when", "whenever") for k in view.parse.kids(participle.i, "advmod", "mark"))
    main = view.parse.tokens[participle.head]
    past = main.tag == "VBD" or any(k.tag == "VBD" or k.text.lower() in ("have", "has") for k in view.parse.kids(main.i, "aux", "auxpass"))
    return participle.dep == "advcl" and when and not past


def is_only_tried(view: View, verb: int) -> bool:
    """Whether it is open if it came to an act: "is trying to end the war"."""
    token = view.parse.tokens[verb]
    return token.dep == "xcomp" and view.is_any(token.head, view.lexicon.classes["trying"])
