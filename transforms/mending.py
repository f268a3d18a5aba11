"""Mends what the parser is known to get wrong: main verbs taken for participles, owners for parts of names, subjects for adverbs."""

from dataclasses import replace

from transforms.syntax import Parse, Sentence, Token

_FINITE = ("VBD", "VBZ", "VBP", "MD")
_ONLY_PARTICIPLES = ("en", "wn", "rn")  # taken, thrown, torn: no past tense ends so
_STOPS = (".", "!")
_CLOSING = ("''", '"', "”", "’")
_OWNING = ("’s", "'s", "’", "'")
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")
_ADVERBIAL = ("npadvmod", "advmod", "dep", "nmod")
_SUBORDINATE = ("relcl", "advcl", "ccomp")


def mended(sentence: Sentence) -> Sentence:
    """The sentence with owners, verbs, clauses, participles and subject in their places; the same one where nothing was wrong."""
    for mend in (_with_owners, _with_main_verb, _with_clauses, _with_participles, _with_subject):
        sentence = mend(sentence)
    return sentence


def _with_clauses(sentence: Sentence) -> Sentence:
    """In "Trump pulls out; Europe vows to stay" Europe does not vow that Trump pulls out: a semicolon parts the clauses."""
    parse = sentence.parse
    stops = [] if parse is None else [t.i for t in parse.tokens if t.text == ";"]
    if parse is None or not stops:
        return sentence
    apart = {t.i for t in parse.tokens if t.dep == "ccomp" and t.i < t.head and any(t.i < i < t.head for i in stops)}
    if not apart:
        return sentence
    return replace(sentence, parse=Parse.of(tuple(replace(t, dep="parataxis") if t.i in apart else t for t in parse.tokens)))


def _with_participles(sentence: Sentence) -> Sentence:
    """In "trades with Iraq and occupied Kuwait" nobody occupied Kuwait: a past tense does not join a present."""
    parse = sentence.parse
    found = [] if parse is None else [t for t in parse.tokens[2:-1] if _describes_name(parse, t)]
    if parse is None or not found:
        return sentence
    tokens = list(parse.tokens)
    for participle in found:
        name, fellow = tokens[participle.i + 1], tokens[participle.i - 2]
        for kid in parse.kids(participle.i):
            tokens[kid.i] = replace(tokens[kid.i], head=participle.head)
        tokens[participle.i] = replace(participle, tag="VBN", dep="amod", head=name.i)
        tokens[name.i] = replace(name, dep="conj", head=fellow.i)
        tokens[participle.i - 1] = replace(tokens[participle.i - 1], head=fellow.i)
    return replace(sentence, parse=Parse.of(tuple(tokens)))


def _describes_name(parse: Parse, token: Token) -> bool:
    """Whether a verb that was joined to one in the present stands between "X and" and a name that was made its object."""
    name, before, fellow = parse.tokens[token.i + 1], parse.tokens[token.i - 1], parse.tokens[token.i - 2]
    joined = token.dep == "conj" and token.tag in ("VBD", "VBN") and parse.tokens[token.head].tag in ("VBZ", "VBP")
    return joined and before.dep == "cc" and fellow.dep == "pobj" and fellow.tag == name.tag == "NNP" and name.head == token.i


def _with_subject(sentence: Sentence) -> Sentence:
    """In "Nauru switched recognition" the name that opens the sentence is the subject, also where the parser made it an adverb."""
    parse = sentence.parse
    root = None if parse is None else next((t for t in parse.tokens if t.head == t.i), None)
    if parse is None or root is None or root.tag not in _FINITE or parse.kids(root.i, *_SUBJECTS):
        return sentence
    name = next((t for t in parse.kids(root.i, *_ADVERBIAL) if t.tag in ("NNP", "NNPS") and t.i == root.i - 1), None)
    if name is None or min(t.i for t in parse.subtree(name.i)) > 0:
        return sentence
    return replace(sentence, parse=Parse.of(tuple(replace(t, dep="nsubj") if t.i == name.i else t for t in parse.tokens)))


def _with_owners(sentence: Sentence) -> Sentence:
    """In "condemned Turkey’s intervention" Turkey owns the intervention, also where the parser made it a mere part of it."""
    parse = sentence.parse
    if parse is None:
        return sentence
    marks = [t for t in parse.tokens if t.dep == "case" and t.text in _OWNING]
    owners = {t.head for t in marks if parse.tokens[t.head].dep == "nmod" and _owned_by(parse, t.head).tag in ("NN", "NNS")}
    if not owners:
        return sentence
    return replace(sentence, parse=Parse.of(tuple(replace(t, dep="poss") if t.i in owners else t for t in parse.tokens)))


def _owned_by(parse: Parse, owner: int) -> Token:
    return parse.tokens[parse.tokens[owner].head]


def _with_main_verb(sentence: Sentence) -> Sentence:
    """The sentence as one with a verb: in "Ten fighters on motorbikes attempted to storm a base." the fighters did attempt it.

    Headings stay as they are: "Ten killed in raid" has no other verb.
    """
    parse = sentence.parse
    if parse is None or sentence.heading:
        return sentence
    root = next((t for t in parse.tokens if t.head == t.i and t.is_noun), None)
    verb = None if root is None or not _is_closed(parse) or parse.kids(root.i, "dobj", "nsubj", "aux") else _mistaken(parse, root)
    if root is None or verb is None:
        return sentence
    tokens = list(parse.tokens)
    tokens[verb.i] = replace(verb, tag="VBD", dep="ROOT", head=verb.i)
    tokens[root.i] = replace(root, dep="nsubj", head=verb.i)
    for kid in parse.kids(root.i):
        if kid.i > verb.i or (kid.dep == "prep" and kid.i < root.i):  # "On Friday night, ten fighters"
            tokens[kid.i] = replace(tokens[kid.i], head=verb.i)
    return replace(sentence, parse=Parse.of(tuple(tokens)))


def _is_closed(parse: Parse) -> bool:
    """Whether a full stop ends the sentence."""
    last = [t for t in parse.tokens[-3:] if t.text not in _CLOSING]
    return bool(last) and last[-1].text in _STOPS


def _mistaken(parse: Parse, root: Token) -> Token | None:
    """The one participle that can be the past tense of a sentence without any other finite verb in its main clause."""
    found = [
        t
        for t in parse.tokens[root.i + 1 :]
        if t.dep == "acl" and t.tag in ("VBN", "VBD") and not t.text.endswith(_ONLY_PARTICIPLES) and not _is_told(parse, t)
    ]
    if len(found) != 1:
        return None
    above = [found[0], *parse.ancestors(found[0].i)]
    inside = any(t.dep in _SUBORDINATE for t in above)
    goes_on = any(k.i > found[0].i for k in parse.kids(root.i, "relcl"))  # "a man killed there has left": taken for "who has left"
    return None if inside or goes_on or any(_is_main(parse, t) for t in parse.tokens) else found[0]


def _is_told(parse: Parse, participle: Token) -> bool:
    """Whether its own words make it a clause or a passive: an auxiliary, a subject, "by"."""
    return bool(parse.kids(participle.i, "aux", "auxpass", "nsubj", "nsubjpass", "agent"))


def _is_main(parse: Parse, token: Token) -> bool:
    """Whether a finite verb stands in no subordinate clause."""
    return token.tag in _FINITE and token.dep != "acl" and not any(t.dep in _SUBORDINATE for t in (token, *parse.ancestors(token.i)))
