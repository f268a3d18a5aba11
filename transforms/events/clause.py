"""Reading a dependency tree as clauses: who is the logical subject, what is the object, what a preposition governs.

All functions take a `Parse` and token numbers and return token numbers of phrase heads; a missing part is an empty list.
"""

from transforms.events.subjects import misplaced_subject
from transforms.syntax import Parse, Token

_RANKED = ("first", "second", "third", "last", "latest", "only", "few")
RELATIVE = ("WP", "WDT", "WP$")
_PARTICIPLE_ENDINGS = ("en", "wn", "rn")  # taken, thrown, torn: no past tense ends so
_BRINGING = ("lead", "force", "prompt", "compel", "drive", "push", "cause", "enable", "persuade")  # "led Iran, a state of Asia, to ask"
_NOUN_PHRASE = 7  # tokens from a preposition to the end of a noun phrase of common length
_APART = ("since", "after", "before", "until", "despite", "following")  # what they govern is no part of the verb's act
_JOIN = "join"
_OBJECT_CONTROL = ("of", "for", "from", "into")


def is_passive(parse: Parse, verb: int) -> bool:
    """True for "was attacked", "attacked by", and for a participle that modifies a noun or shares a passive auxiliary."""
    token = parse.tokens[verb]
    if parse.kids(verb, "auxpass", "nsubjpass") or _is_reduced_passive(parse, verb) or _is_stray_participle(parse, token):
        return True
    if token.tag not in ("VBN", "VBD") or parse.kids(verb, "nsubj", "aux"):
        return False
    if token.dep == "acl" or parse.kids(verb, "agent"):
        return True
    if token.tag == "VBN" and token.dep in ("advcl", "amod"):
        return True
    return (
        token.dep == "conj" and token.tag == "VBN" and token.head != verb and is_verb(parse, token.head) and is_passive(parse, token.head)
    )


def _is_reduced_passive(parse: Parse, verb: int) -> bool:
    """True for "soldiers taken hostage by rebels": a participle without any auxiliary, though the parser gave it a subject."""
    token = parse.tokens[verb]
    if token.tag not in ("VBN", "VBD") or parse.kids(verb, "aux") or not parse.kids(verb, "nsubj"):
        return False
    first = token.head if token.dep == "conj" else verb
    if any(k.text.lower() == "with" for k in parse.kids(first, "mark")):  # "with the city ravaged and rebels allowed to flee"
        return True
    by = parse.kids(verb, "agent") or preposition_objects(parse, verb, "by")
    return bool(by) and (token.tag == "VBN" or token.text.lower().endswith(_PARTICIPLE_ENDINGS))


def _is_stray_participle(parse: Parse, token: Token) -> bool:
    """In "they work in towns recaptured from rebels" parsers take the participle for a past tense, though it has no subject."""
    stray = token.tag == "VBD" and token.dep == "advcl" and token.i > 0 and parse.tokens[token.i - 1].is_noun
    return stray and token.head < token.i and not parse.kids(token.i, "nsubj", "nsubjpass", "aux", "mark", "advmod", "dobj")


def is_verb(parse: Parse, i: int) -> bool:
    """True when the token is tagged as a verb form."""
    return parse.tokens[i].tag.startswith("VB")


def surface_subject(parse: Parse, verb: int, depth: int = 0) -> list[int]:
    """Heads of the grammatical subject, looked up the tree where the clause has none of its own ("agreed to send")."""
    own = [k.i for k in parse.kids(verb, "nsubj", "nsubjpass")] or misplaced_subject(parse, verb)
    if own:
        first = own[-1] if len(own) > 1 and (parse.tokens[own[0]].tag in RELATIVE or _stands_before(parse, own)) else own[0]
        noun = antecedent(parse, first)
        return [*((_member(parse, noun) if noun != first else []) or [noun]), *_second_subjects(parse, own, first)]
    token = parse.tokens[verb]
    if token.head == verb or depth > 6 or _is_as_agreed(parse, token):
        return []
    if _is_stray_participle(parse, token):
        return [verb - 1]
    if token.dep in ("acl", "relcl", "amod"):
        if _modifies_as_subject(parse, token):
            return _member(parse, token.head) or [antecedent(parse, token.head)]
        return _identified(parse, token.head) or surface_subject_of_noun(parse, token.head, depth)
    if token.dep in ("xcomp", "ccomp", "conj", "advcl", "pcomp", "prep", "parataxis", "dep", "acomp", "attr", "oprd"):
        return _inherited_subject(parse, token, depth)
    return []


def _is_as_agreed(parse: Parse, verb: Token) -> bool:
    """In "had not left as agreed", "as planned" nobody of the sentence need be who agreed."""
    return verb.tag in ("VBN", "VBD") and verb.dep == "advcl" and verb.i > 0 and parse.tokens[verb.i - 1].text.lower() == "as"


def _stands_before(parse: Parse, own: list[int]) -> bool:
    """In "The minister, Hunt met X", "In Ghouta, scene of war, 200 people died" parsers take both for subjects; "a body" only explains."""
    apart = any(t.text == "," for t in parse.tokens[own[0] : own[-1]]) and not _second_subjects(parse, own, own[0])
    return apart and not parse.kids(own[-1], "det", "poss")


def _second_subjects(parse: Parse, own: list[int], first: int) -> list[int]:
    """In "Abbas and Foreign Minister Shalom met" parsers give the verb two subjects and leave the "and" with the first."""
    return [i for i in own if i > first and any(k.text.lower() == "and" for j in range(first, i) for k in parse.kids(j, "cc"))]


def _member(parse: Parse, noun: int) -> list[int]:
    """Who is meant by "was among the leaders attending": the subject, which says more than the group it belongs to."""
    token = parse.tokens[noun]
    prep = parse.tokens[token.head]
    among = token.dep == "pobj" and prep.text.lower() == "among" and parse.tokens[prep.head].lemma == "be"
    return [k.i for k in parse.kids(prep.head, "nsubj")] if among else []


def _identified(parse: Parse, noun: int) -> list[int]:
    """Who is said to be the one who did it: "the first to welcome it was Putin", "among those to condemn it was Iran"."""
    token, be = parse.tokens[noun], parse.tokens[parse.tokens[noun].head]
    ranked = token.tag in ("CD", "DT") or any(k.text.lower() in _RANKED for k in parse.kids(noun, "amod"))
    if ranked and token.dep == "nsubj" and be.lemma == "be":
        return [k.i for k in parse.kids(be.i, "attr")]
    return _member(parse, noun)


def _modifies_as_subject(parse: Parse, token: Token) -> bool:
    """A participle describes its noun ("forces backing Assad"), an infinitive does not ("a plan to send troops")."""
    return token.tag in ("VBG", "VBN", "VBD", "JJ")


def surface_subject_of_noun(parse: Parse, noun: int, depth: int) -> list[int]:
    """Who has the plan in "Iran's plan to build" or "Iran announced a plan to build"."""
    owners = [k.i for k in parse.kids(noun, "poss")] or [k.i for k in parse.kids(noun, "nmod", "compound") if k.tag.startswith("NNP")]
    if owners:
        return owners
    above = parse.tokens[noun]
    if above.dep in ("dobj", "attr", "pobj") and above.head != noun:
        return _nearest_clause_subject(parse, above.head, depth + 1)
    return []


def _inherited_subject(parse: Parse, token: Token, depth: int) -> list[int]:
    governor = token.head
    if token.dep == "xcomp" and parse.tokens[governor].is_noun:
        return surface_subject_of_noun(parse, governor, depth)
    if (token.dep == "xcomp" and parse.tokens[governor].lemma != _JOIN) or (
        token.dep == "advcl" and parse.tokens[governor].lemma in _BRINGING and clause_kind(parse, token.i) == "infinitive"
    ):
        controlled = [k.i for k in parse.kids(governor, "dobj")]
        if controlled:
            return controlled
    joined = _joined_by(parse, token)
    if joined:
        return [*_nearest_clause_subject(parse, governor, depth + 1), *joined]
    if token.dep == "pcomp" and parse.tokens[governor].text.lower() in _OBJECT_CONTROL:
        controlled = [k.i for k in parse.kids(parse.tokens[governor].head, "dobj")]
        if controlled:
            return controlled  # "accused Iran of arming", "praised Iran for freeing"
    return _nearest_clause_subject(parse, governor, depth + 1)


def _joined_by(parse: Parse, token: Token) -> list[int]:
    """Who does it already in "joined Iran in bombing them", "joined Iran to bomb them"; who joins him does it too."""
    above = parse.tokens[token.head]
    if token.dep == "pcomp" and above.text.lower() == "in":
        above = parse.tokens[above.head]
    elif token.dep not in ("xcomp", "advcl") or clause_kind(parse, token.i) != "infinitive":
        return []
    return [k.i for k in parse.kids(above.i, "dobj")] if above.lemma == _JOIN else []


def _nearest_clause_subject(parse: Parse, i: int, depth: int) -> list[int]:
    while not is_verb(parse, i) and not parse.kids(i, "nsubj", "nsubjpass"):
        above = parse.tokens[i].head
        if above == i or depth > 8:
            return []
        i, depth = above, depth + 1
    return surface_subject(parse, i, depth)


def antecedent(parse: Parse, i: int) -> int:
    """The noun that a relative pronoun stands for; the token itself if it is none or nothing is found."""
    if parse.tokens[i].tag not in RELATIVE:
        return i
    for above in parse.ancestors(i):
        if above.dep == "relcl":
            return _nearer_name(parse, i, above.head)
    return i


def _nearer_name(parse: Parse, i: int, head: int) -> int:
    """For "who" and "whom" the name right before them, where the parser hung the clause on a noun further off."""
    before = i - 1
    while before > 0 and parse.tokens[before].tag in ("IN", ","):
        before -= 1
    token = parse.tokens[before] if before >= 0 else parse.tokens[head]
    if parse.tokens[i].tag != "WP" or not token.tag.startswith("NNP") or parse.tokens[head].tag.startswith("NNP"):
        return head
    return head if token in parse.subtree(head) else before


def logical_subject(parse: Parse, verb: int) -> list[int]:
    """Who acts: the subject, or in the passive the agent ("by ..."); empty for an agentless passive."""
    if not is_passive(parse, verb):
        return surface_subject(parse, verb)
    if any(parse.kids(k.i, "neg") for k in parse.kids(verb, "agent")):  # "launched not by Iran but by Iraq"
        return []
    agents = [o for k in parse.kids(verb, "agent") for o in objects_of_preposition(parse, k.i)]
    return agents or preposition_objects(parse, verb, "by") or _shared_agent(parse, parse.tokens[verb])


def _shared_agent(parse: Parse, verb: Token) -> list[int]:
    """What two passives have in common: "was abducted and killed by rebels"."""
    fellow = _fellow(parse, verb)
    return [] if fellow is None or not is_passive(parse, fellow) else logical_subject(parse, fellow)


def logical_object(parse: Parse, verb: int) -> list[int]:
    """On whom it is acted: the direct object, in the passive the subject, in a relative clause the noun it describes."""
    if is_passive(parse, verb):
        return surface_subject(parse, verb)
    direct = [k.i for k in parse.kids(verb, "dobj")] or _judged_object(parse, verb) or _object_after_judgement(parse, verb)
    if direct:
        first = max(verb, direct[0]) + 1  # beyond a further verb, an object is that verb's
        near = [i for i in direct if not any(is_verb(parse, j) for j in range(first, i))]
        return [antecedent(parse, i) for i in near]
    token = parse.tokens[verb]
    shared = _shared_object(parse, token)
    told = [k.tag for k in parse.kids(verb, "nsubj", "advmod")]  # "on the beach where police attacked" is none
    if not shared and token.dep == "relcl" and parse.kids(verb, "nsubj") and not any(tag in (*RELATIVE, "WRB") for tag in told):
        return [token.head]
    return shared


def _shared_object(parse: Parse, verb: Token) -> list[int]:
    """What two verbs have in common: "arrested and deported two Britons"."""
    fellow = _fellow(parse, verb)
    return [] if fellow is None else [k.i for k in parse.kids(fellow, "dobj")]


def _fellow(parse: Parse, verb: Token) -> int | None:
    """The verb that is joined to this one with nothing of its own before it: "arrested and *deported*"."""
    for fellow in parse.kids(verb.i, "conj"):
        between = parse.tokens[verb.i + 1 : fellow.i]
        if fellow.i > verb.i and fellow.tag == verb.tag and between and all(t.dep in ("cc", "advmod") for t in between):
            return fellow.i
    return None


def _object_after_judgement(parse: Parse, verb: int) -> list[int]:
    """In "denounced as illegal Iran's decision" parsers hang the decision on "as", behind an adjective that cannot stand there."""
    nouns = [n for k in parse.kids(verb, "prep") if k.text.lower() == "as" for n in parse.kids(k.i, "pobj")]
    return [n.i for n in nouns for a in parse.kids(n.i, "amod") for d in parse.kids(n.i, "poss", "det") if a.i < d.i < n.i]


def _judged_object(parse: Parse, verb: int) -> list[int]:
    """In "held Iran responsible" parsers make Iran the subject of a clause that has no verb."""
    clauses = [k.i for k in parse.kids(verb, "ccomp") if k.tag == "JJ" and not parse.kids(k.i, "aux", "mark")]
    return [k.i for i in clauses for k in parse.kids(i, "nsubj") if k.i > verb]


def dative(parse: Parse, verb: int) -> list[int]:
    """The indirect object ("gave Iran arms") or the "to" phrase that spaCy marks as dative."""
    found = []
    for kid in parse.kids(verb, "dative"):
        found.extend(objects_of_preposition(parse, kid.i) if kid.tag in ("IN", "TO") else [kid.i])
    objects = parse.kids(verb, "dobj")
    return found or [k.i for k in objects[:1] if len(objects) > 1]  # of two objects the first receives the second


def objects_of_preposition(parse: Parse, prep: int) -> list[int]:
    """What a preposition governs: its noun, through a second preposition too ("out of", "because of"); of "as" also an adjective."""
    found = [antecedent(parse, k.i) for k in (*parse.kids(prep, "pobj"), *_attributed(parse, prep))] or _taken_for_subject(parse, prep)
    if parse.tokens[prep].text.lower() == "as" and not found:
        found = [k.i for k in parse.kids(prep, "amod", "acomp")]  # "described it as illegal"
    joined = () if found else parse.kids(prep, "conj")  # "in and around Miami"
    for inner in (*parse.kids(prep, "prep"), *joined):
        found.extend(objects_of_preposition(parse, inner.i))
    return found


def _taken_for_subject(parse: Parse, prep: int) -> list[int]:
    """In "granted asylum to five officers holed up in" parsers leave "to" bare and make the officers the subject of "holed"."""
    phrase = parse.tokens[prep + 1 : prep + _NOUN_PHRASE]
    following = [t for t in phrase if t.dep in ("nsubj", "nsubjpass") and t.head > t.i]
    if not following or list(parse.kids(prep)) or parse.tokens[prep].tag not in ("IN", "TO"):
        return []
    noun = following[0]
    bare = not parse.kids(noun.head, "aux", "auxpass", "mark") and parse.tokens[noun.head].tag in ("VBD", "VBN", "VBG")
    return [noun.i] if bare and min(t.i for t in parse.subtree(noun.i)) == prep + 1 else []


def _attributed(parse: Parse, prep: int) -> list[Token]:
    """In "talks with visiting Abbas" the participle describes who follows."""
    return [o for k in parse.kids(prep, "pcomp") if is_attribute(parse, k.i) for o in parse.kids(k.i, "dobj")]


def is_attribute(parse: Parse, verb: int) -> bool:
    """True for a participle right before a name or noun that it describes, after a preposition or "and": "with visiting Abbas"."""
    token = parse.tokens[verb]
    above = parse.tokens[token.head]
    joined = token.dep == "conj" and above.is_noun and not parse.kids(verb, "aux", "nsubj")  # "Aso and visiting diplomats agreed"
    return token.text.lower() == "visiting" and (joined or (token.dep in ("pcomp", "amod") and above.tag in ("IN", "TO")))


def preposition_objects(parse: Parse, i: int, word: str) -> list[int]:
    """Heads of the nouns that token `i` governs through the preposition `word` ("talks with Iran", "visits to or from Iran")."""
    found: list[int] = []
    for kid in parse.kids(i, "prep", "agent", "dative", "prt"):
        row = parse.conjuncts(kid.i) if parse.kids(kid.i, "conj") else (kid,)
        same = [c for c in row if c.text.lower() == word]
        objects = [o for c in same for o in objects_of_preposition(parse, c.i)]
        found += objects if objects or not same else [o for c in row for o in objects_of_preposition(parse, c.i)]
    return found


def complement(parse: Parse, i: int) -> tuple[int, str] | None:
    """The clause that completes verb, noun or adjective `i` -> (its head, "infinitive", "gerund" or "that")."""
    for kid in parse.kids(i, "xcomp", "ccomp", "acl", "advcl"):
        if kid.i < i and (kid.dep != "ccomp" or _is_bare_participle(parse, kid) or _has_things_as_object(parse, i)):
            continue
        kind = clause_kind(parse, kid.i)
        if kid.dep in ("xcomp", "ccomp") or kind == "infinitive" or any(k.text.lower() == "that" for k in parse.kids(kid.i, "mark")):
            return kid.i, kind
    for prep in parse.kids(i, "prep", "agent"):
        for kid in parse.kids(prep.i, "pcomp"):
            return kid.i, "gerund"
    return None


def _has_things_as_object(parse: Parse, verb: int) -> bool:
    """As in "he was so upset, he ordered an airstrike": what stands before is no content; in "he would leave, he told France" it is."""
    return any(kid.tag in ("NN", "NNS") and kid.i > verb for kid in parse.kids(verb, "dobj"))


def _is_bare_participle(parse: Parse, token: Token) -> bool:
    """As in "In a speech pitched as a new start, Iran called for": what only describes is not what is said."""
    return token.tag in ("VBN", "VBD") and not parse.kids(token.i, "nsubj", "nsubjpass", "aux", "auxpass", "expl")


def clause_kind(parse: Parse, verb: int) -> str:
    """How a clause is joined: by "to", as an "-ing" form, or as a sentence."""
    if any(k.tag == "TO" for k in parse.kids(verb, "aux")):
        return "infinitive"
    if parse.tokens[verb].tag == "VBG" and not parse.kids(verb, "aux", "nsubj"):
        return "gerund"
    return "that"


def light_governor(parse: Parse, noun: int) -> int | None:
    """The verb whose object the noun is ("held talks"), or that describes it as a participle ("talks held in Geneva")."""
    token = parse.tokens[noun]
    while token.dep == "conj" and parse.tokens[token.head].is_noun:
        token = parse.tokens[token.head]
    token = _whole(parse, token)
    if token.dep in ("dobj", "nsubjpass") and is_verb(parse, token.head):
        return None if parse.kids(token.head, "oprd") else token.head  # "called the strikes an act of war" calls no strike
    if token.dep == "pobj" and parse.tokens[token.head].dep in ("prep", "dative", "agent"):
        above = parse.tokens[parse.tokens[token.head].head]
        if above.tag.startswith("VB") and not parse.kids(above.i, "dobj") and parse.tokens[token.head].text.lower() not in _APART:
            return above.i
    for kid in parse.kids(token.i, "acl"):
        if kid.tag in ("VBN", "VBD"):
            return kid.i
    return None


def _whole(parse: Parse, token: Token) -> Token:
    """For "talks" in "held two days of talks" the word "days", whose object position counts."""
    prep = parse.tokens[token.head]
    if token.dep == "pobj" and prep.text.lower() == "of" and parse.tokens[prep.head].dep in ("dobj", "nsubjpass"):
        return parse.tokens[prep.head]
    return token
