"""Subjects that parsers hang on another word than their verb."""

from transforms.syntax import Parse

FINITE = ("VBD", "VBZ", "VBP")


def misplaced_subject(parse: Parse, verb: int) -> list[int]:
    """The head of the subject of a verb that the parser left without one; [] when none is found."""
    return _swallowed_subject(parse, verb) or _stranded_subject(parse, verb) or _inverted_subject(parse, verb)


def _swallowed_subject(parse: Parse, verb: int) -> list[int]:
    """In "Visiting Premier Li agreed", "Describing him as a friend, Li agreed" parsers make Li an object of the participle."""
    for kid in parse.kids(verb, "csubj"):
        objects = parse.kids(kid.i, "dobj")
        apart = len(objects) > 1 and any(t.text == "," for t in parse.tokens[objects[0].i : objects[-1].i])
        if objects and kid.tag == "VBG" and objects[-1].tag.startswith("NNP") and (apart or kid.text.lower() == "visiting"):
            return [objects[-1].i]
    return []


def _stranded_subject(parse: Parse, verb: int) -> list[int]:
    """In "told him of the deal and Olmert agreed" parsers join Olmert to the deal; a name before a finite verb is its subject."""
    token = parse.tokens[verb]
    if token.dep == "ROOT" and token.tag in FINITE:
        return _fronted_subject(parse, verb)
    if token.dep not in ("conj", "ccomp") or parse.kids(verb, "mark"):
        return []
    finite = token.tag in FINITE
    before = verb - 1
    while before > 0 and (parse.tokens[before].tag == "RB" or parse.tokens[before].text.lower() in ("all", "but")):
        before -= 1
    name = parse.tokens[max(before, 0)]
    if finite and name.dep == "conj" and name.tag.startswith("NNP") and not parse.tokens[name.head].tag.startswith("NNP"):
        return [name.i]
    return _joined_noun(parse, verb) if finite or any(k.tag in FINITE for k in parse.kids(verb, "aux", "auxpass")) else []


def _fronted_subject(parse: Parse, verb: int) -> list[int]:
    """In "In a speech on Friday, Pence agreed", "By contrast, Putin, turning pale, agreed" parsers join the name to the phrase in front."""
    tokens = parse.tokens
    for clause in parse.kids(verb, "advcl"):
        lent = parse.kids(clause.i, "nsubj")
        if lent and clause.i < verb and clause.tag in ("VBG", "VBN") and not parse.kids(clause.i, "aux", "mark"):
            return [lent[0].i]
    for name in reversed(tokens[:verb]):
        if name.dep in ("conj", "appos") and name.tag.startswith("NN"):
            phrase = [t.i for t in parse.subtree(name.i)]
            between = [t.text for t in tokens[phrase[-1] + 1 : verb]]
            if tokens[phrase[0] - 1].text == "," and between[:1] in ([], [","]) and between[-1:] in ([], [","]):
                return [name.i]
    return []


def _joined_noun(parse: Parse, verb: int) -> list[int]:
    """In "denied the attack and a team of experts arrived" nothing joins the verb: the noun joined before it is its subject."""
    helpers = {k.i for k in parse.kids(verb, "aux", "auxpass", "neg", "advmod")}
    over, before = parse.tokens[verb].head, verb - 1
    while before in helpers:
        before -= 1
    apart = parse.tokens[before].text == ","
    for above in parse.ancestors(before - 1) if apart else (parse.tokens[before], *parse.ancestors(before)):
        if above.i <= over:
            break
        closed = not apart or parse.tokens[above.head].tag.startswith("VB") or _ends_with_name(parse, above.i, before)
        if above.dep == "conj" and above.tag in ("NN", "NNS") and closed:
            return [above.i]
    return []


def _ends_with_name(parse: Parse, noun: int, comma: int) -> bool:
    """Whether the comma closes the name in "the minister, Hunt, agreed"."""
    return any(k.tag.startswith("NNP") and max(t.i for t in parse.subtree(k.i)) == comma - 1 for k in parse.kids(noun, "appos"))


def _inverted_subject(parse: Parse, verb: int) -> list[int]:
    """In "Also attending the talks were Iran and Iraq" the subject comes last; parsers hang it on the auxiliary."""
    if parse.tokens[verb].tag != "VBG":
        return []
    return [k.i for be in parse.kids(verb, "aux") if be.i > verb for k in parse.kids(be.i, "attr", "nsubj") if k.i > be.i]


def is_stranded(parse: Parse, i: int) -> bool:
    """True for a noun that is the subject of the next verb, though the parser joined it to the noun before."""
    if parse.tokens[i].dep != "conj":
        return False
    end = max(t.i for t in parse.subtree(i))
    after = next((t for t in parse.tokens[end + 1 : end + 6] if t.tag in FINITE), None)
    if after is None:
        return False
    if after.dep == "aux" and after.i == i + 1:  # "fought troops and jets have collided"
        return not parse.kids(after.head, "nsubj", "nsubjpass")
    return not parse.kids(after.i, "nsubj", "nsubjpass") and _stranded_subject(parse, after.i) == [i]
