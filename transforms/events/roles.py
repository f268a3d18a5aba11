"""Where each role of a rule stands in the sentence: from the role's name to the heads of the phrases it means (docs/events.md)."""

from collections.abc import Callable, Sequence

from transforms.events import clause
from transforms.events.naming import MODIFIERS, is_leaving
from transforms.events.nouns import doers
from transforms.events.reach import complement, complement_any, enemy, is_granted, is_harm, is_in_place, place, within
from transforms.events.view import Match, View
from transforms.syntax import Token

_SCENE_PREPOSITIONS = ("at", "during", "through", "throughout", "in", "after", "following", "before", "for", "from", "on", "by", "with")
_HAVE = ("has", "have", "had", "having", "keeps", "kept")
_MEANS_PREPOSITIONS = ("in", "by", "during")
_AIMED = ("on", "against")
_STRUCK = ("in", "by", "during")
_HARMED_IN = ("in", "at", "on", "near")
_AT_BORDER = ("on", "at", "to", "along", "near", "towards")
_PARTNERS = ("between", "with")
_TOPICS = ("of", "on", "over", "about")  # "talks on trade with Iran": parsers hang "with" on "trade"
_GROUNDS = ("over", "for", "after", "following")


def heads_of(view: View, match: Match, role: str) -> list[int]:
    """Token numbers of the heads of the phrases that stand in the role, in the order in which they count."""
    handler = ROLES.get(role)
    return handler(view, match) if handler else _by_preposition(view, match, role)


def _subject(view: View, match: Match) -> list[int]:
    if _is_undergone(view, match):
        return []
    if match.rule.kind == "verb":
        doers = [_harming(view, match, i) for i in clause.logical_subject(view.parse, match.clause)]
        token = view.parse.tokens[match.clause]
        said = [d for d in doers if view.parse.tokens[d].head == token.i or (token.dep in ("acl", "relcl") and token.head == d)]
        return [author for doer in doers for author in (_authors(view, doer) if doer in said else ()) or [doer]]
    return clause.surface_subject(view.parse, match.clause)


def _harming(view: View, match: Match, doer: int) -> int:
    """The act of force that a relative clause tells of, where parsers take its place for the doer: "bombings in Mali, which killed ten"."""
    parse, classes = view.parse, view.lexicon.classes
    if parse.tokens[match.clause].dep not in ("relcl", "conj") or not view.is_any(match.clause, classes["undergone"]):
        return doer
    noun, acts = parse.tokens[doer], classes["violence"]
    while noun.dep in ("pobj", "conj") and not view.is_any(noun.i, acts):
        above = parse.tokens[noun.head]
        if noun.dep == "pobj" and above.text.lower() not in _HARMED_IN:
            return doer
        noun = parse.tokens[above.head] if noun.dep == "pobj" else above
    told = [noun.i, *(k.i for k in parse.kids(noun.i, "dobj", "nsubjpass"))]  # "condemned bombings in Mali": parsers hang "in" on the verb
    return next((i for i in told if view.is_any(i, acts)), doer)


def _authors(view: View, text: int) -> list[int]:
    """Whose words a text gives: "a UN resolution urging", "adopted a declaration condemning it", "the letter that they sent accuses"."""
    parse, classes = view.parse, view.lexicon.classes
    if not view.is_any(text, classes["text"]) or parse.tokens[text].tag not in ("NN", "NNS"):
        return []
    own = [k.i for k in parse.kids(text, "poss", "compound", "amod", "nmod") if k.i in view.mentions]
    own += [o for word in ("by", "from") for o in clause.preposition_objects(parse, text, word)]
    above = parse.tokens[parse.tokens[text].head]
    by_preposition = parse.tokens[text].dep == "pobj"
    verb = above.head if by_preposition and above.text.lower() in ("in", "for") else above.i
    issuing = [verb] if parse.tokens[text].dep in ("dobj", "nsubjpass", "pobj") else []
    issuing += [k.i for k in parse.kids(text, "acl", "relcl") if clause.is_passive(parse, k.i) or parse.kids(k.i, "nsubj")]
    issued = [i for i in issuing if view.is_any(i, classes["issue"]) or (by_preposition and above.text.lower() == "in")]
    return own or [o for i in issued for o in clause.logical_subject(parse, i) if o != text]


def _object(view: View, match: Match) -> list[int]:
    if _is_undergone(view, match):
        return clause.surface_subject(view.parse, match.clause)
    return clause.logical_object(view.parse, match.clause)


def _is_undergone(view: View, match: Match) -> bool:
    """Whether a participle was parsed as a past tense ("Britons killed in Syria include"): nobody kills or arrests without an object."""
    parse, verb = view.parse, match.clause
    past = match.rule.kind == "verb" and verb == match.head and parse.tokens[verb].tag in ("VBD", "VBN")
    joined = parse.tokens[verb].dep == "conj" and not clause.is_passive(parse, parse.tokens[verb].head)  # "shot and wounded them"
    if not past or joined or clause.is_passive(parse, verb) or not view.is_any(verb, view.lexicon.classes["undergone"]):
        return False
    objects = [i for i in clause.logical_object(parse, verb) if parse.tokens[i].tag != "VBG"]  # "Britons killed fighting X"
    return not objects and not parse.kids(verb, "ccomp", "nummod", "aux")


def _dative(view: View, match: Match) -> list[int]:
    return clause.dative(view.parse, match.clause)


def _governor(view: View, match: Match) -> list[int]:
    verb = match.clause
    if verb == match.head:
        return _culprit(view, match)
    if view.parse.tokens[verb].lemma == "lead" and view.parse.tokens[match.head].dep == "pobj":
        return []  # what led to an attack made none
    return clause.logical_subject(view.parse, verb) or _involved(view, verb)


def _involved(view: View, verb: int) -> list[int]:
    """Who "was involved in" the act: a passive whose subject does it."""
    return clause.surface_subject(view.parse, verb) if view.is_any(verb, view.lexicon.classes["involved"]) else []


def _culprit(view: View, match: Match) -> list[int]:
    """Who "is behind" what an event noun tells, or behind a series of such acts."""
    parse, token = view.parse, view.parse.tokens[match.head]
    while (
        token.dep == "pobj"
        and view.lower(token.head) == "of"
        and view.is_any(parse.tokens[token.head].head, view.lexicon.classes["portion"])
    ):
        token = parse.tokens[parse.tokens[token.head].head]
    over = parse.tokens[parse.tokens[token.head].head]
    behind = token.dep == "pobj" and view.lower(token.head) == "behind" and over.lemma == "be"
    return clause.surface_subject(parse, over.i) if behind else []


def _possessor(view: View, match: Match) -> list[int]:
    owners = [k.i for k in view.parse.kids(match.head, "poss")]
    return [*_fellow_possessor(view, match.head, owners), *owners] or _misread_possessor(view, match)


def _fellow_possessor(view: View, noun: int, owners: Sequence[int]) -> list[int]:
    """The first of two owners, to whom the parser joins what both own: "Cohen and Kyuma's talks"."""
    parse, token = view.parse, view.parse.tokens[noun]
    first = parse.tokens[token.head]
    joined = owners and token.dep == "conj" and first.i in view.mentions and owners[0] in view.mentions
    between = view.text[first.end : parse.tokens[min((t.i for t in parse.subtree(noun)), default=noun)].start] if joined else ""
    return [first.i] if between.strip() == "and" else []


def _misread_possessor(view: View, match: Match) -> list[int]:
    """The name before "'s" where the parser made it a phrase of its own."""
    first = min(t.i for t in view.parse.subtree(match.head))
    if first > 1 and view.parse.tokens[first - 1].tag == "POS":
        return [first - 2]
    return []


def _scene(view: View, match: Match) -> list[int]:
    """Who acts in the clause that an event noun sets the scene of ("agreed at a summit", "was in Cairo for talks")."""
    verb = _scene_verb(view, match)
    if verb is None:
        return _explained(view, match)
    actors = clause.logical_subject(view.parse, verb)
    return clause.surface_subject(view.parse, verb) if match.head in actors else actors


def _explained(view: View, match: Match) -> list[int]:
    """Of whom a phrase between commas tells what he is there for: "Albright, in Damascus for talks, called it a step forward"."""
    parse, noun = view.parse, _scene_noun(view, match)
    above = parse.tokens[noun.head]
    owner = parse.tokens[above.head]
    while owner.dep == "pobj" and is_in_place(view, owner):
        above = parse.tokens[owner.head]
        owner = parse.tokens[above.head]
    apart = parse.tokens[owner.i + 1 : above.i + 1]
    scene = noun.dep == "pobj" and view.lower(noun.head) in _SCENE_PREPOSITIONS and owner.dep in ("nsubj", "nsubjpass")
    return [owner.i] if scene and owner.i in view.mentions and any(t.text == "," for t in apart) else []


def _counterpart(view: View, match: Match) -> list[int]:
    """Whom that clause addresses: "told Iran in a phone call", "agreed with Iran at talks in Rome"; "left Iran after a visit"."""
    verb = _scene_verb(view, match)
    if verb is None:
        return []
    left = match.rule.mode == "visit" and view.is_any(verb, view.lexicon.classes["leaving"])
    told = left or view.is_any(verb, view.lexicon.classes["addressing"])
    return [*(clause.logical_object(view.parse, verb) if told else ()), *clause.preposition_objects(view.parse, verb, "with")]


def _scene_noun(view: View, match: Match) -> Token:
    """The event noun, or what stands for it: "on the second *day* of a visit", "after a *round* of talks with Iran", "*ahead* of talks"."""
    parse, token = view.parse, view.parse.tokens[match.head]
    over = parse.tokens[parse.tokens[token.head].head]
    if token.dep != "pobj" or view.lower(token.head) != "of":
        return token
    named = match.rule.mode == "visit" or clause.preposition_objects(parse, match.head, "with")
    part = over.text.lower() == "ahead" or view.is_any(over.i, view.lexicon.classes["stage"] | view.lexicon.classes["portion"])
    return over if part and named else token


def _scene_verb(view: View, match: Match) -> int | None:
    """The verb of the clause that an event noun sets the scene of."""
    parse, token = view.parse, _scene_noun(view, match)
    if token.text.lower() == "ahead":
        return token.head if clause.is_verb(parse, token.head) else None
    if token.dep != "pobj" or parse.tokens[token.head].text.lower() not in _SCENE_PREPOSITIONS:
        return None
    if view.lower(token.head) == "before" and any(k.text.lower() in ("these", "those") for k in parse.kids(token.i, "det")):
        return None  # other talks, told of before
    verb = parse.tokens[token.head].head
    while match.rule.mode == "phone" and parse.tokens[verb].dep in ("pobj", "prep", "dobj"):  # "raised concern over Syria in a phone call"
        verb = parse.tokens[verb].head
    while parse.tokens[verb].dep == "pobj" and is_in_place(view, parse.tokens[verb]):  # "in the Italian capital for talks"
        verb = parse.tokens[parse.tokens[verb].head].head
    return verb if clause.is_verb(parse, verb) else None


def _means(view: View, match: Match) -> list[int]:
    """Whose means it was, or against whom: "killed in Russian airstrikes", "Israeli missiles were fired", "US sanctions were imposed"."""
    parse, classes = view.parse, view.lexicon.classes
    nouns = [o for word in _MEANS_PREPOSITIONS for o in clause.preposition_objects(parse, match.clause, word)]
    preps = [k for k in parse.kids(match.clause, "prep", "agent") if k.text.lower() in _MEANS_PREPOSITIONS]
    nouns += [k.i for prep in preps for k in parse.kids(prep.i, "pcomp") if not parse.kids(k.i, "dobj")]  # "killed in shelling by Iran"
    weapons = [i for i in clause.logical_object(parse, match.clause) if clause.is_passive(parse, match.clause) and i not in match.arguments]
    weapons += [i for i in match.arguments if clause.is_passive(parse, match.clause)]
    fights = [k.i for k in parse.kids(match.clause, "xcomp", "advcl") if k.tag == "VBG" and view.is_any(k.i, classes["battle"])]
    enemies = [o for i in fights for o in clause.logical_object(parse, i)]
    battles = [i for i in (*nouns, *fights) if view.is_any(i, classes["battle"])]
    enemies += [o for i in battles for word in ("with", "against") for o in clause.preposition_objects(parse, i, word)]
    blamed = [k.i for i in nouns for k in parse.kids(i, "acl") if clause.is_passive(parse, k.i)]  # "killed in an attack claimed by rebels"
    culprits = [o for i in blamed for o in clause.preposition_objects(parse, i, "on") if parse.tokens[i].lemma == "blame"]
    culprits += [o for i in blamed for o in clause.preposition_objects(parse, i, "by")]
    means = [i for i in nouns if view.is_any(i, classes["violence"]) and parse.tokens[i].tag != "NNP"]  # "in the Korean War": only when
    return [*means, *culprits, *enemies, *(i for i in weapons if view.is_any(i, classes["weapons"] | classes["sanctions"]))]


def _sufferer(view: View, match: Match) -> list[int]:
    """Who is under, faces, loses something to or dies in what an event noun tells: "Kurds under attack", "killed in a raid"."""
    parse, token = view.parse, view.parse.tokens[match.head]
    above = parse.tokens[token.head]
    told = [k.i for i in (match.head, *match.arguments) for k in parse.kids(i, "relcl")]  # "the raid, which killed two soldiers"
    victims = [o for i in told if view.is_any(i, view.lexicon.classes["undergone"]) for o in clause.logical_object(parse, i)]
    if victims:
        return victims
    if token.dep == "dobj":
        return clause.surface_subject(parse, above.i) if view.is_any(above.i, view.lexicon.classes["endure"]) else []
    if token.dep == "nsubj":  # "a strike killed rebels"
        return clause.logical_object(parse, above.i) if view.is_any(above.i, view.lexicon.classes["undergone"]) else []
    if token.dep != "pobj":
        return []
    over, word = parse.tokens[above.head], above.text.lower()
    if word == "under" and over.is_noun:
        return [over.i]
    if word == "of" and view.is_any(over.i, view.lexicon.classes["victim_of"]):  # "is the target of an attack"
        over, word = parse.tokens[over.head], "under"
    if not clause.is_verb(parse, over.i):
        return []
    harmed = clause.is_passive(parse, over.i) and view.is_any(over.i, view.lexicon.classes["undergone"])
    dies = word in _STRUCK and (harmed or view.is_any(over.i, view.lexicon.classes["die"]))
    loses = word == "under" or (word == "to" and view.is_any(over.i, view.lexicon.classes["lose"]))
    return clause.surface_subject(parse, over.i) if loses or dies else []


def _border(view: View, match: Match) -> list[int]:
    """The border to which troops are sent: "massed tanks on the Iraqi border", "moved troops to its border with Iraq"."""
    found = [o for word in _AT_BORDER for o in _by_preposition(view, match, word)]
    return [o for o in found if view.is_any(o, view.lexicon.classes["frontier"])]


def _offender(view: View, match: Match) -> list[int]:
    """Whose act it answers: "imposed sanctions over Iran's tests", "sanctions imposed after its test"."""
    grounds = [o for word in _GROUNDS for o in _by_preposition(view, match, word)]
    return [k.i for o in grounds for k in view.parse.kids(o, "poss")]


def _force_owner(view: View, match: Match) -> list[int]:
    """Who has the troops that a participle describes: "France, which has 4,000 troops deployed in Mali"."""
    parse, token = view.parse, view.parse.tokens[match.head]
    force = parse.tokens[token.head]
    has = token.dep == "acl" and force.dep == "dobj" and view.lower(force.head) in _HAVE
    return clause.surface_subject(parse, force.head) if has else []


def complement_subject(view: View, match: Match) -> list[int]:
    """Heads of the subject of the clause that completes the act ("demanded that *Iran* ...")."""
    subjects = [k.i for c in complement(view, match) for k in view.parse.kids(c, "nsubj", "nsubjpass")]
    return [i for i in subjects if not is_granted(view, match, i)]


def _complement_doer(view: View, match: Match) -> list[int]:
    """As the subject, but of a passive who did it: "claimed that he had been killed by rebels"."""
    return [s for c in complement(view, match) for s in clause.logical_subject(view.parse, c)]


def _complement_object(view: View, match: Match) -> list[int]:
    return [o for c in complement(view, match) if not is_harm(view, match, c) for o in clause.logical_object(view.parse, c)]


def _complement_dative(view: View, match: Match) -> list[int]:
    """Who gets what the clause tells of: "agreed to give *Iran* aid", "to hand the islands over to *Iran*"."""
    verbs = complement(view, match)
    handing = [c for c in verbs if view.is_any(c, view.lexicon.classes["handing"])]
    receiving = [o for c in handing for o in clause.preposition_objects(view.parse, c, "to")]
    return [*(o for c in verbs for o in clause.dative(view.parse, c)), *receiving]


def _doer(view: View, match: Match) -> list[int]:
    """Whom criticism of an act is aimed at: who did it ("Iraq's invasion of Kuwait"), not who suffered it."""
    parse, found = view.parse, []
    for head in clause.logical_object(parse, match.clause):
        if not view.is_any(head, view.lexicon.classes["suffered"]):
            found.append(head)
        else:
            owners = [k.i for k in parse.kids(head, "poss", *MODIFIERS) if not view.is_any(k.i, view.lexicon.classes["building"])]
            found += owners + _by_whom(view, head) + doers(view, head)
    return found


def _by_whom(view: View, noun: int) -> list[int]:
    """Whose act a noun tells of, also where parsers hang "by" on who suffered it: "the arrest of two Britons by Iran"."""
    parse = view.parse
    of = clause.preposition_objects(parse, noun, "of") if view.is_any(noun, view.lexicon.classes["suffered"]) else []
    return [o for i in (noun, *of) for o in clause.preposition_objects(parse, i, "by")]


def _by_preposition(view: View, match: Match, role: str) -> list[int]:
    """Objects of a preposition of the trigger, of its verb, or of its object (where parsers often hang it)."""
    places, borrowed = [*match.tokens, match.clause], view.lexicon.classes["borrowed"]  # "the battle, backed by US jets, raged"
    if match.rule.kind == "verb":
        places += [*clause.logical_object(view.parse, match.clause), *match.arguments]
        places += [k.i for o in match.arguments for k in view.parse.kids(o, "acl") if k.text.lower() not in borrowed]
        places += (
            [o for i in match.arguments for word in _TOPICS for o in clause.preposition_objects(view.parse, i, word)]
            if role in _PARTNERS
            else []
        )
    else:
        places += [o for word in _TOPICS for o in clause.preposition_objects(view.parse, match.head, word)] if role in _PARTNERS else []
        places += [view.parse.tokens[match.head].head] if view.parse.tokens[match.head].dep == "dobj" else []
        if role == "by":
            return _by_whom(view, match.head) + [o for i in places for o in clause.preposition_objects(view.parse, i, role)]
        places += clause.preposition_objects(view.parse, match.head, "by") if role in _AIMED else []  # "raids by France on Mali"
        places += _verb_above(view, match) if role == "with" and match.rule.type == "CONSULT" else []
    found = _right_after(view, match, role)
    if role == "against":  # says who is meant wherever it stands in the clause
        places += [t.i for t in view.parse.subtree(match.clause) if t.i > match.head and not _is_told_apart(view, match, t)]
    if match.rule.type == "ACCUSE" and role != "by":  # "condemned the bombing of Lebanon": who suffered it is not blamed
        places = [p for p in places if p in match.tokens or not view.is_any(p, view.lexicon.classes["suffered"])]
    if match.rule.type == "REQUEST" and role == "from":  # "called for a withdrawal from Syria": who shall leave it is asked
        places = [p for p in places if not is_leaving(view, p)]
    for i in dict.fromkeys(places):
        found.extend(o for o in clause.preposition_objects(view.parse, i, role) if o not in found)
    return found


def _verb_above(view: View, match: Match) -> list[int]:
    """The verb on which parsers hang the end of a phrase under it: "briefed him on his talks last month in Rome with Clinton"."""
    preposition = view.parse.tokens[view.parse.tokens[match.head].head]
    above = view.parse.tokens[preposition.head]
    later = [k for k in view.parse.kids(above.i, "prep") if k.i > match.head] if preposition.dep == "prep" else []
    return [above.i] if later and clause.is_verb(view.parse, above.i) and preposition.i > above.i else []


def _right_after(view: View, match: Match, role: str) -> list[int]:
    """What the preposition right behind an event noun governs, wherever the parser hung it ("had a role in the attack on Mali")."""
    after = match.head + 1
    if match.rule.kind != "noun" or role not in _AIMED or after >= len(view.parse.tokens) or view.lower(after) != role:
        return []
    return clause.objects_of_preposition(view.parse, after)


def _is_told_apart(view: View, match: Match, token: Token) -> bool:
    """Whether the token stands in a relative clause below the act, which tells of something else."""
    for below, _ in view.parse.steps(token.i):
        if below.i == match.clause:
            return False
        if below.dep == "relcl":
            return True
    return False


ROLES: dict[str, Callable[[View, Match], list[int]]] = {
    "subject": _subject,
    "object": _object,
    "dative": _dative,
    "governor": _governor,
    "possessor": _possessor,
    "scene": _scene,
    "counterpart": _counterpart,
    "means": _means,
    "force.owner": _force_owner,
    "sufferer": _sufferer,
    "offender": _offender,
    "border": _border,
    "complement.subject": complement_subject,
    "complement.doer": _complement_doer,
    "complement.object": _complement_object,
    "complement.dative": _complement_dative,
    "doer": _doer,
    "enemy": enemy,
}
SEARCHED: dict[str, Callable[[View, Match], list[int]]] = {"complement.any": complement_any, "within": within, "place": place}
