"""How far a sentence is searched for those an act is aimed at: its complement, its own clause, the place it happens in."""

from transforms.events import clause
from transforms.events.naming import MODIFIERS, is_leaving, phrases
from transforms.events.view import Match, View
from transforms.records import ActorMention
from transforms.syntax import Token

PLACE_PREPOSITIONS = ("in", "at", "near", "outside", "inside", "across")
_ASIDES = frozenset(
    ("with", "by", "alongside", "after", "before", "since", "during", "despite", "amid", "as", "like", "according", "following", "because",
     "until", "including", "without", "under")
)  # fmt: skip
_APART = frozenset(
    ("alongside", "after", "before", "since", "during", "despite", "amid", "like", "according", "following", "because", "until",
     "including", "without", "under")
)  # fmt: skip
_VERBAL_TYPES = ("AGREE", "REQUEST", "REJECT")
_CONDITIONS = ("if", "unless", "until")
_STATE = 3  # letters of a state's code
ABOUT_TYPES = ("CONSULT", "AGREE", "SUPPORT", "REJECT", "REQUEST")  # words and talks have a topic
_AGAINST_TYPES = ("REJECT", "THREATEN", "SANCTION")


def complement(view: View, match: Match) -> list[int]:
    """The head of the clause that completes the trigger, when there is one."""
    return [] if match.content is None else [match.content]


def complement_any(view: View, match: Match) -> list[int]:
    """Everybody in the complement: its objects, then what its prepositions and further clauses hold, places last."""
    heads: list[int] = []
    for content in complement(view, match):
        if is_harm(view, match, content):
            continue
        for token in _core(view, match, content):
            if _leaves_complement(view, content, token):
                continue
            if _says_where(view, match, token) or _tells_of_noun(view, content, token) or is_granted(view, match, token.i):
                continue
            if token.dep in ("dobj", "pobj", "dative", "nsubj", "nsubjpass") and token.i not in heads and phrases(view, [token.i]):
                heads.append(token.i)
    return sorted(heads, key=lambda i: is_in_place(view, view.parse.tokens[i]))


def is_harm(view: View, match: Match, content: int) -> bool:
    """Whether somebody promises to do something against others, which he does not promise them: "agreed to curb Iranian imports".

    Nor does he promise anything to those who shall only be there: "vowed to keep an Arab presence".
    """
    if match.rule.type != "AGREE":
        return False
    stays = any(view.is_any(k.i, view.lexicon.classes["presence"]) for k in view.parse.kids(content, "dobj"))
    return stays or (view.is_any(content, view.lexicon.classes["harm"]) and not view.parse.kids(content, "neg"))


def is_granted(view: View, match: Match, i: int) -> bool:
    """Whether a token stands in a demand for somebody, which is not aimed at him: "called for the captain to be freed by Iran"."""
    parse, content = view.parse, match.content
    if match.rule.type != "REQUEST" or content is None:
        return False
    if parse.tokens[content].tag == "VBG" and view.is_any(content, view.lexicon.classes["standing by"]):  # "argued for helping Iran"
        return any(above.i == content for above in parse.ancestors(i))
    if not view.is_any(content, view.lexicon.classes["granted"]):
        return False
    inside = parse.kids(content, "nsubjpass") and any(above.i == content for above in parse.ancestors(i))
    return bool(inside) and parse.tokens[parse.tokens[i].head].dep != "agent"


def within(view: View, match: Match) -> list[int]:
    """Whoever is named next in the act's own clause, places apart: the last resort for whom an act is aimed at."""
    heads: list[int] = []
    if match.content is not None and is_harm(view, match, match.content):
        return heads
    for token in _core(view, match, match.clause):
        named = [m for m in view.mentions.get(token.i, ()) if not _only_says_where(view, token, m) and not _is_others(view, token)]
        if named and token.i > match.head and not _is_scene(view, match, token) and not _is_aside(view, match, token):
            if _says_where(view, match, token) or _is_harmed(view, match, token) or is_granted(view, match, token.i):
                continue
            if match.rule.type in ABOUT_TYPES and all(is_topic(view, m) for m in named):
                continue
            heads.append(token.i)
    return heads


def place(view: View, match: Match) -> list[int]:
    """Where it happened, as the last resort for whose side it was ("protests in Algiers"): an embassy is attacked, not protesting."""
    around = places(view, match) if match.rule.type == "PROTEST" else _places(view, match)
    return [i for i in around if i in view.mentions]


def places(view: View, match: Match) -> list[int]:
    """The names of places in which the act is said to be, known as actors or not; those at an embassy are not of its state."""
    return [i for i in _places(view, match) if not view.is_any(i, view.lexicon.classes["envoys"])]


def _places(view: View, match: Match) -> list[int]:
    token = view.parse.tokens[match.clause]
    subtree = view.parse.subtree(token.head if token.dep == "nsubj" else token.i)  # "riots broke out in Jakarta"
    through = ("through",) if match.rule.type == "PROTEST" else ()  # "marched through Warsaw"
    inside = [t for t in subtree if is_in_place(view, t) or (t.dep == "pobj" and view.lower(t.head) in through)]
    named = [t for t in inside if t.i in view.mentions or t.tag == "NNP" or view.is_any(t.i, view.lexicon.classes["named_of"])]
    there = [t for t in named if match.rule.type != "CONSULT" or not _happened_before(view, t)]
    if match.rule.type not in ("CONSULT", "PROTEST") and any(view.is_any(i, view.lexicon.classes["talks"]) for i in match.arguments):
        return []  # only the hosts are at home there: "the army walked out of talks in Rome"
    return [t.i for t in there if not _tells_of_noun(view, match.clause, t) and not _tells_of_others(view, t)]


def _happened_before(view: View, token: Token) -> bool:
    """Whether the place is that of what went before: "met with aides after the bombing in Kenya"."""
    return any(above.dep == "prep" and above.text.lower() in ("after", "following") for above in view.parse.ancestors(token.i))


def enemy(view: View, match: Match) -> list[int]:
    """Whom the act's own purpose, or a verb joined to it, is against: "sent troops to fight rebels", "fought X and took the town".

    What follows from an attack befalls whom it is made on: "shelled Ukraine, killing four people".
    """
    parse, foes = view.parse, view.lexicon.classes["combat"]
    first = parse.tokens[match.clause]
    if follows_attack(view, first.i):
        return clause.logical_object(parse, first.head)
    while first.dep == "conj" and clause.is_verb(parse, first.head):
        first = parse.tokens[first.head]
    joined = [t.i for t in parse.conjuncts(first.i) if t.i <= match.clause]
    aims = [aim for i in dict.fromkeys((*joined, match.head)) for aim in _aims(view, i)]
    heads = [o for i in (*joined, *aims) for o in clause.preposition_objects(parse, i, "against")]
    heads += [o for i in (*joined, *aims) if i != match.clause and view.is_any(i, foes) for o in clause.logical_object(parse, i)]
    return [i for i in heads if not is_in_place(view, parse.tokens[i])]


def follows_attack(view: View, verb: int) -> bool:
    """Whether a participle tells what an attack led to: "shelled Ukraine, killing four people"."""
    token = view.parse.tokens[verb]
    return token.dep == "advcl" and token.tag == "VBG" and verb > token.head and view.is_any(token.head, view.lexicon.classes["combat"])


def _aims(view: View, act: int) -> list[int]:
    """The verbs that say what an act is for: "to oust X", "in order to oust X", "in an effort to oust X", "aiming to oust X"."""
    parse = view.parse
    found = [k.i for k in parse.kids(act, "xcomp", "advcl", "acl") if k.i > act and clause.clause_kind(parse, k.i) != "that"]
    nouns = [o for o in clause.preposition_objects(parse, act, "in") if view.is_any(o, view.lexicon.classes["aim"])]
    found += [k.i for o in nouns for k in parse.kids(o, "acl")]
    aiming = [i for i in found if view.is_any(i, view.lexicon.classes["aim"])]
    found += [k.i for i in aiming for k in parse.kids(i, "xcomp")]
    return [*found, *(k.i for i in aiming for prep in parse.kids(i, "prep") for k in parse.kids(prep.i, "pcomp"))]


def is_in_place(view: View, token: Token) -> bool:
    """True for the noun after a preposition of place, and for what explains it ("in Peshawar, Pakistan")."""
    while token.dep == "appos":
        token = view.parse.tokens[token.head]
    return token.dep == "pobj" and view.lower(token.head) in PLACE_PREPOSITIONS


def is_topic(view: View, mention: ActorMention) -> bool:
    """Whether a noun is about the state before it: "Syria talks", "the Iran deal" are not theirs; "US talks" and "Syrian talks" are."""
    word = view.parse.at(mention.start, mention.end)[-1]
    noun = word.tag == "NNP" and word.dep in ("compound", "nmod") and not (mention.text.isupper() or mention.text.startswith("United"))
    return noun and mention.actor_id == mention.code and len(mention.code) == _STATE


def _says_where(view: View, match: Match, token: Token) -> bool:
    """Whether a verbal act only tells where something is to be done: "promised to stay in parts of Syria"."""
    if match.rule.type not in _VERBAL_TYPES:
        return False
    if _is_of_unrest(view, token):
        return True
    above = view.parse.tokens[token.head]
    while token.dep == "pobj" and above.text.lower() == "of":
        token = view.parse.tokens[above.head]
        above = view.parse.tokens[token.head]
    if above.text.lower() == "from" and is_leaving(view, above.head):
        return True
    over = view.parse.tokens[above.head]
    there = over.tag.startswith("VB") or over.tag == "IN" or view.is_any(over.i, view.lexicon.classes["presence"])
    there = there or view.is_any(over.i, view.lexicon.classes["talks"])  # "agreed to attend talks in Paris"
    there = there or (match.rule.type == "REJECT" and over.is_noun)  # "vetoed calls for elections in Iraq"
    return is_in_place(view, token) and there  # "for inside Syria", "to keep a presence in Syria"


def _is_of_unrest(view: View, token: Token) -> bool:
    """Whether the name says where people shall take to the streets: "called for protests in the Gaza Strip"."""
    while token.dep == "compound":
        token = view.parse.tokens[token.head]
    noun = view.parse.tokens[view.parse.tokens[token.head].head]
    return is_in_place(view, token) and view.is_any(noun.i, view.lexicon.classes["unrest"])


def _tells_of_noun(view: View, content: int, token: Token) -> bool:
    """Whether a place stands in a clause on a noun of the act: "refused to take back fighters who are in Syria", "crimes committed in"."""
    inside = [below for below, above in view.parse.steps(token.i) if below.i > content and above.i >= content]
    return is_in_place(view, token) and any(t.dep == "relcl" or (t.dep == "acl" and t.tag == "VBN") for t in inside)


def _tells_of_others(view: View, token: Token) -> bool:
    """Whether a place stands in a clause of time or reason with a subject of its own: "urged citizens to march after kin in Miami sued"."""
    return any(t.dep == "advcl" and view.parse.kids(t.i, "nsubj", "nsubjpass") and t.i > token.i for t in view.parse.ancestors(token.i))


def _is_harmed(view: View, match: Match, token: Token) -> bool:
    """Whether what is supported is against somebody: "backed action against Iran", "welcomed the sanctions on Iran"."""
    if match.rule.type != "SUPPORT":
        return False
    between = [t for t in view.parse.ancestors(token.i) if match.clause < t.i < token.i]
    return any(t.text.lower() == "against" or view.is_any(t.i, view.lexicon.classes["hostile"]) for t in between)


def _core(view: View, match: Match, verb: int) -> list[Token]:
    """A clause without what stands aside of it, in text order: relative clauses, how and when it is done, what only explains a noun."""
    found, stack = [], [verb]
    while stack:
        i = stack.pop()
        found.append(i)
        stack.extend(k.i for k in view.parse.kids(i) if not _stands_aside(view, match, k))
    return [view.parse.tokens[i] for i in sorted(found)]


def _stands_aside(view: View, match: Match, token: Token) -> bool:
    if token.dep in ("parataxis", "npadvmod", "appos") or token.text.lower() == "ahead":
        return True
    if token.text.lower() == "against" and match.rule.type == "AGREE":  # "to stand united against Iraq", not "to lift sanctions against it"
        return not view.parse.tokens[token.head].is_noun
    if token.dep == "relcl":
        return clause.clause_kind(view.parse, token.i) != "infinitive"
    if token.dep == "acl" and match.rule.type == "REQUEST":  # "insisted on its demand that Iran open the sites"
        return False
    if token.dep == "acl" and token.text.lower() in view.lexicon.classes["borrowed"]:  # "the regime, backed by Russia"
        return True
    if token.dep in ("acl", "advcl"):
        finite = clause.clause_kind(view.parse, token.i) == "that"
        return finite and not _is_condition(view, token) and not clause.is_passive(view.parse, token.i)
    if token.text.lower() == "with" and any(view.parse.kids(k.i, "nsubj") for k in view.parse.kids(token.i, "pcomp")):
        return True  # "failed to agree, with Iran blocking a deal"
    because = "" if match.rule.type in ("SUPPORT", "ACCUSE") else "over"
    return token.dep in ("prep", "agent") and token.text.lower() in (*_APART, because)


def _leaves_complement(view: View, content: int, token: Token) -> bool:
    """Whether another finite clause begins between the token and the complement: what it tells is no part of what was agreed or asked."""
    parse, branch = view.parse, token
    for above in (token, *parse.ancestors(token.i)):
        if above.i == content:
            break
        branch = above
    if branch.dep == "conj" and clause.is_verb(parse, branch.i):
        return bool(parse.kids(branch.i, "nsubj", "nsubjpass"))
    told = branch.dep in ("advcl", "parataxis") and not _is_condition(view, branch)  # "to strike if Iran attacks": names whom
    return told and clause.clause_kind(parse, branch.i) == "that"


def _is_condition(view: View, verb: Token) -> bool:
    return any(k.text.lower() in _CONDITIONS for k in view.parse.kids(verb.i, "mark"))


def _is_aside(view: View, match: Match, token: Token) -> bool:
    """Whether the token stands in a branch of the clause that says how, when or why, not at whom the act is aimed."""
    branch = token
    for above in view.parse.ancestors(token.i):
        if above.i == match.content and _leaves_complement(view, above.i, token):
            return True
        if above.i == match.clause:
            break
        branch = above
    if branch.dep == "advcl":  # "will retaliate if Turkey attacks": threatens whoever is to leave it
        subject = token.i in clause.surface_subject(view.parse, branch.i) or (branch.is_noun and token.head == branch.i)
        if match.rule.type in _AGAINST_TYPES and view.is_any(branch.i, view.lexicon.classes["protect"]):
            return True  # "cast its veto to shield Iran"
        threatened = match.rule.type == "THREATEN" and subject and _is_condition(view, branch)
        return not threatened and clause.clause_kind(view.parse, branch.i) != "infinitive"
    if branch.dep in ("relcl", "conj", "parataxis", "nsubj", "nsubjpass", "npadvmod"):
        return True
    freed = ("from",) if match.rule.type == "AID" else ()  # "rescued hostages from rebels"
    return branch.dep in ("prep", "agent") and branch.text.lower() in (*_ASIDES, *freed)


def _is_others(view: View, token: Token) -> bool:
    """True for the name in "its Nato ally", "Iran's neighbours": somebody else is meant."""
    return token.dep in (*MODIFIERS, "poss") and view.is_any(token.head, view.lexicon.classes["others"])


def _only_says_where(view: View, token: Token, mention: ActorMention) -> bool:
    """True for a place, for "the Turkish border", for "U.S. dollars"."""
    words = view.lexicon.classes["setting"] | view.lexicon.classes["currency"]
    return (mention.reason or "").startswith("place") or (mention.adjective and view.is_any(token.head, words))


def _is_scene(view: View, match: Match, token: Token) -> bool:
    """A place of the whole act ("said in Iraq"); a place inside its content ("to deploy troops in Iraq") is what it is about."""
    above = view.parse.tokens[token.head]
    return token.dep == "pobj" and above.text.lower() in PLACE_PREPOSITIONS and above.head in (match.clause, match.head)
