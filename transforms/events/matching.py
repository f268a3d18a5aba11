"""Which rules fit which words of a sentence: trigger, frame, and the most specific rule for each trigger."""

from collections.abc import Callable, Iterable

from transforms.events import clause
from transforms.events.lexicon import Phrase
from transforms.events.naming import identity, speaker_of
from transforms.events.participants import BY_PLACE, fill, is_mutual
from transforms.events.rules import NO_EVENT, Rule
from transforms.events.verbs import is_tensed
from transforms.events.view import Match, View

_PARTICLE_DEPS = ("prt", "prep", "advmod", "agent", "dative", "acomp", "oprd", "dobj", "pobj", "amod", "attr", "npadvmod", "xcomp", "ccomp")
_PAIR = 2
_GUARD = 4
_ASKING = ("WP", "WRB", "WDT")
_DUTY = frozenset(("must", "should", "ought"))
_BE = frozenset(("be", "remain", "stay", "come"))
_SEEMING = frozenset(("appear", "seem", "look", "sound"))
_NOUN_BLOCKED = ("compound", "nmod", "npadvmod")
_Fit = Callable[[View, int, Rule, tuple[str, ...]], Match | None]


def find_matches(view: View) -> dict[int, Match]:
    """The best matching rule of each trigger token, rules of type "none" included."""
    found: dict[int, Match] = {}
    for token in view.parse.tokens:
        ranked = sorted(_candidates(view, token.i), key=_score, reverse=True)
        best = next((match for match in ranked if match.rule.type == NO_EVENT or is_complete(view, match)), None)
        if best is not None:
            found[token.i] = best
    return found


def _score(match: Match) -> int:
    guard = _GUARD if match.rule.type == NO_EVENT else 0  # a rule that says "this is no event" is there to win
    return 3 * len(match.tokens) + match.rule.conditions + guard


def _best(matches: Iterable[Match]) -> Match | None:
    return max(matches, key=_score, default=None)


def is_complete(view: View, match: Match) -> bool:
    """Whether the sides that the rule needs are filled; a side is filled when it names an actor."""
    if match.rule.reported and not speaker_of(view, match.clause):
        return False
    sources, targets = fill(view, match, strict=True)
    needs = match.rule.needs
    if ("source" in needs or "both" in needs) and not sources:
        return False
    if ("target" in needs or "both" in needs) and not targets and not is_mutual(view, match, sources):
        return False
    if "pair" in needs and len({(m.start, m.code) if m.reason == BY_PLACE else identity(m) for m in (*sources, *targets)}) < _PAIR:
        return False
    return bool(sources or targets or match.rule.bare)


def _candidates(view: View, i: int) -> Iterable[Match]:
    lexicon, form = view.lexicon, view.form(i)
    if form not in lexicon.verbs and form not in lexicon.nouns and form not in lexicon.others:
        return  # as most words
    tag, dep = view.parse.tokens[i].tag, view.parse.tokens[i].dep
    verbal_noun = _is_verbal_noun(view, i)
    attribute = dep == "amod" or clause.is_attribute(view.parse, i)
    if (tag.startswith("VB") and not attribute and not verbal_noun) or (view.sentence.heading and dep == "ROOT"):
        yield from _fitting(view, i, lexicon.verbs.get(form, ()), _verb)
    if tag.startswith("NN") or (tag == "VBG" and dep in ("pobj", "dobj", "nsubj", "nsubjpass")) or verbal_noun:
        yield from _fitting(view, i, lexicon.nouns.get(form, ()), _noun)
    if form in lexicon.others:
        yield from _fitting(view, i, lexicon.others[form], _other)


def _is_verbal_noun(view: View, i: int) -> bool:
    """An -ing word in a row of nouns: "killed in airstrikes and shelling"."""
    token = view.parse.tokens[i]
    return token.tag == "VBG" and token.dep == "conj" and view.parse.tokens[token.head].is_noun and not view.parse.kids(i, "dobj", "nsubj")


def _fitting(view: View, i: int, phrases: Iterable[Phrase], fit: _Fit) -> Iterable[Match]:
    for rule, phrase in phrases:
        match = fit(view, i, rule, phrase)
        if match is not None:
            yield match


def _verb(view: View, i: int, rule: Rule, phrase: tuple[str, ...]) -> Match | None:
    tokens = _phrase_tokens(view, i, phrase[1:])
    if tokens is None or _is_judged(view, i) or _has_other_particle(view, tokens):
        return None
    objects = clause.logical_object(view.parse, i) + clause.dative(view.parse, i)
    return _framed(view, rule, i, tokens, i, objects)


def _has_other_particle(view: View, tokens: tuple[int, ...]) -> bool:
    """Whether a verb with a particle was taken for another: "handed in his resignation over the war" hands nothing over."""
    particles = view.parse.kids(tokens[0], "prt") if len(tokens) > 1 else []
    return bool(particles) and all(k.i not in tokens and k.i + 1 < tokens[1] for k in particles)  # but "travelled on to Cairo"


def _is_judged(view: View, i: int) -> bool:
    """Whether the infinitive only says what is hard or easy ("the demands are hard for Iran to meet"): nobody did it."""
    token = view.parse.tokens[i]
    if token.dep not in ("xcomp", "ccomp", "advcl") or clause.clause_kind(view.parse, i) != "infinitive":
        return False
    return any(view.is_any(a, view.lexicon.classes["tough"]) for a in (token.head, *(k.i for k in view.parse.kids(token.head, "acomp"))))


def _noun(view: View, i: int, rule: Rule, phrase: tuple[str, ...]) -> Match | None:
    first = i - len(phrase) + 1
    if first < 0 or any(view.lower(first + n) != word for n, word in enumerate(phrase[:-1])):
        return None
    if view.parse.tokens[i].dep in _NOUN_BLOCKED or any(not m.adjective for m in view.mentions.get(i, ())):
        return None  # part of a longer name, or itself an actor ("the Syrian opposition")
    if view.parse.tokens[i].tag == "NNP" and view.lower(i) in view.lexicon.classes["months"]:
        return None  # "on March 17"
    governor = clause.light_governor(view.parse, i)
    carried = governor is not None and view.is_any(governor, rule.light)
    if not carried and not rule.alone:
        return None
    anchor = governor if carried and governor is not None else i
    return _framed(view, rule, i, tuple(range(first, i + 1)), anchor, [])


def _other(view: View, i: int, rule: Rule, phrase: tuple[str, ...]) -> Match | None:
    tokens = _phrase_tokens(view, i, phrase[1:])
    if tokens is None:
        return None
    token = view.parse.tokens[i]
    if token.tag in ("IN", "RB", "RP") and not (token.dep in ("prep", "advmod", "acomp") and view.is_any(token.head, _BE)):
        return None  # "is against", but not "offensive against" and "left behind"
    if token.tag in ("VB", "VBD", "VBP", "VBZ"):
        return None  # a form of the verb, not the adjective
    if rule.reported and token.dep == "amod":
        return None  # "said ... stories critical of": nobody says that the stories are critical
    if token.dep == "amod" and token.head < i and view.parse.tokens[i - 1].text != ",":
        return None  # "the only forces willing to fight"
    if rule.kind == "modal":
        return _demanded(view, rule, i, tokens) if token.dep == "aux" else None
    if token.dep in ("acomp", "oprd", "xcomp") and view.is_any(token.head, _SEEMING):
        return None  # "appears ready to": how it looks to somebody
    predicate = token.dep in ("acomp", "oprd", "attr", "advmod", "amod", "prep")  # "was behind the raid"
    anchor = token.head if predicate and clause.is_verb(view.parse, token.head) else i
    return _framed(view, rule, i, tokens, anchor, [])


def _demanded(view: View, rule: Rule, modal: int, tokens: tuple[int, ...]) -> Match | None:
    """What a modal asks of its subject, or in the passive, if the rule wants that, of who can do it; not before it ("should it attack")."""
    verb = view.parse.tokens[modal].head
    after_subject = any(k.i < modal for k in view.parse.kids(verb, "nsubj", "nsubjpass", "expl"))
    passive = bool(view.parse.kids(verb, "nsubjpass", "auxpass"))
    if not after_subject or passive != ("passive" in rule.complement):
        return None
    said = [verb] if passive else [k.i for k in view.parse.kids(verb, "acomp")]  # "be lifted", "be worried"
    return _framed(view, rule, modal, tokens, verb, said)


def _framed(view: View, rule: Rule, head: int, tokens: tuple[int, ...], anchor: int, objects: list[int]) -> Match | None:
    """The match if the rule's conditions on object, subject, prepositions and complement hold."""
    arguments = _arguments(view, rule, anchor, objects)
    nouns = _prepositional(view, rule, tokens, anchor, objects)
    content = clause.complement(view.parse, head) or (clause.complement(view.parse, tokens[-1]) if len(tokens) > 1 else None)
    content = content or _purpose(view, rule, head, anchor)
    if arguments is None or nouns is None or not _completed(view, rule, content):
        return None
    return Match(rule, head, tokens, anchor, (*arguments, *nouns), content[0] if content else None)


def _purpose(view: View, rule: Rule, noun: int, verb: int) -> tuple[int, str] | None:
    """The infinitive that says what an act is for, where the parser hung it on the noun's verb: "launched an operation to take it"."""
    aim = clause.complement(view.parse, verb) if rule.content is not None and rule.kind == "noun" and verb != noun else None
    return aim if aim is not None and aim[1] == "infinitive" else None


def _arguments(view: View, rule: Rule, anchor: int, objects: list[int]) -> list[int] | None:
    """The nouns that the rule asks for as object and subject; None when one is missing or one stands that must not."""
    found: list[int] = []
    subjects = _doers(view, anchor) if rule.subject is not None or rule.subject_not else []
    for heads, wanted, unwanted in ((objects, rule.object, rule.object_not), (subjects, rule.subject, rule.subject_not)):
        hit = None if wanted is None else view.among(heads, wanted)
        if wanted is not None and (hit is None or (rule.type == "CONSULT" and view.is_for_the_press(hit))):
            return None
        if unwanted and view.among(heads, unwanted) is not None:
            return None
        found += [] if hit is None else [hit]
    return found


def _doers(view: View, verb: int) -> list[int]:
    """What a rule's words for the subject are looked for in: in the passive who did it comes before what it was done to."""
    surface = clause.surface_subject(view.parse, verb)
    return [*clause.logical_subject(view.parse, verb), *surface] if clause.is_passive(view.parse, verb) else surface


def _prepositional(view: View, rule: Rule, tokens: tuple[int, ...], anchor: int, objects: list[int]) -> list[int] | None:
    """The nouns that the rule asks for after prepositions; None when one is missing or a preposition stands that must not."""
    found: list[int] = []
    for prep, nouns in rule.prep:
        below = [i for name in prep.split("|") for i in _under(view, name, (*tokens, anchor, *objects))]
        hit = view.among(below, nouns) if nouns else next(iter(below), None)
        if hit is None:
            return None
        found += [hit] if nouns else []
    barred = [i for prep in rule.prep_not for i in _under(view, prep, (*tokens, anchor)) if not _is_date(view, i)]
    return None if barred else found


def _completed(view: View, rule: Rule, content: tuple[int, str] | None) -> bool:
    """Whether the clause that follows is of the kind, and tells an act of the types, that the rule asks for."""
    if rule.complement and rule.kind != "modal" and not _kinds(view, content) & set(rule.complement):
        return False
    if rule.content is not None and (content is None or not view.is_any(content[0], rule.content)):
        return False
    return not rule.inner or (content is not None and inner_type(view, content[0]) in rule.inner)


def _kinds(view: View, content: tuple[int, str] | None) -> set[str]:
    """What the complement clause can be called: its form, and for sentences whether it states a fact or asks a question."""
    if content is None:
        return {"none"}
    verb, form = content
    if form != "that":
        return {form, *(["passive"] if view.parse.kids(verb, "auxpass") else [])}
    words = view.parse.kids(verb, "mark", "advmod", "dobj", "attr", "nsubj")
    asks = any(k.text.lower() in ("whether", "if") or k.tag in _ASKING for k in words)
    foretold = any(k.text.lower() in ("will", "would", "'ll", "’ll", "'d", "’d") for k in view.parse.kids(verb, "aux"))
    named = {"fact": is_tensed(view, verb), "question": asks, "forecast": foretold, "bidding": _bids(view, verb)}
    return {form, *(name for name, holds in named.items() if holds)}


def _bids(view: View, verb: int) -> bool:
    """Whether a clause says what is to be done: "insisted that it should be solved", "proposed that it go on"."""
    aux = view.parse.kids(verb, "aux", "auxpass")
    return any(k.text.lower() in _DUTY for k in aux) or (view.parse.tokens[verb].tag == "VB" and not aux)


def _under(view: View, prep: str, places: Iterable[int]) -> list[int]:
    return [o for place in dict.fromkeys(places) for o in clause.preposition_objects(view.parse, place, prep)]


def inner_type(view: View, verb: int) -> str | None:
    """The type of act that a complement clause names, by its verb or by its verb's object ("to carry out attacks")."""
    if verb not in view.inner_types:
        view.inner_types[verb] = _inner_type(view, verb)
    return view.inner_types[verb]


def _inner_type(view: View, verb: int) -> str | None:
    match = _best(_candidates(view, verb))
    if match is not None and match.rule.type != NO_EVENT:
        return match.rule.type
    for i in (*clause.logical_object(view.parse, verb), *(k.i for k in view.parse.kids(verb, "xcomp"))):
        below = _best(_candidates(view, i))
        if below is not None and below.rule.type != NO_EVENT:
            return below.rule.type
    return None


def _phrase_tokens(view: View, i: int, words: tuple[str, ...]) -> tuple[int, ...] | None:
    """Tokens of the trigger's further words: particles and prepositions below it, or the words right after; None if one is missing."""
    found = [i]
    for word in words:
        hit = _next_word(view, found, word)
        if hit is None:
            return None
        found.append(hit)
    return tuple(found)


def _next_word(view: View, found: list[int], word: str) -> int | None:
    after = found[-1] + 1
    if after < len(view.parse.tokens) and view.lower(after) == word and not _is_infinitive_mark(view, after) and not _dates(view, after):
        return after
    for place in (found[-1], found[0]):
        for kid in view.parse.kids(place, *_PARTICLE_DEPS):
            if kid.i > found[0] and kid.text.lower() == word and not _dates(view, kid.i):
                return kid.i
    return None


def _dates(view: View, i: int) -> bool:
    """The "on" of "agreed on Thursday on a truce" says when."""
    days = clause.objects_of_preposition(view.parse, i) if view.parse.tokens[i].tag == "IN" else []
    named = [d for d in days if view.parse.tokens[d].tag == "NNP" and view.lexicon.context.cue("schedule", view.lower(d)) is not None]
    return bool(days) and named == days


def _is_date(view: View, i: int) -> bool:
    """Whether a noun under a preposition says when: "tested a missile on Saturday" is aimed at nothing."""
    token = view.parse.tokens[i]
    return token.tag == "CD" or (token.tag.startswith("NN") and view.lexicon.context.cue("schedule", view.lower(i)) is not None)


def _is_infinitive_mark(view: View, i: int) -> bool:
    token = view.parse.tokens[i]
    return token.tag == "TO" and token.dep == "aux"
