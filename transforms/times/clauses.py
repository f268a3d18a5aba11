"""What the grammar says of an event: the form of its verb, the verb above it, and what kind of happening the word names."""

from dataclasses import dataclass

from transforms.syntax import Parse, Token
from transforms.times.attach import Words

_DO = frozenset({"do", "does", "did"})
_FUTURE = frozenset({"will", "shall", "'ll", "wo"})
_MODAL = frozenset({"would", "could", "may", "might", "should", "must"})
_ABILITY = frozenset({"can", "ca"})


_KINDS = ("reporting", "durative", "stative", "momentary", "measure", "occasions", "deeds", "held_states")
_GOVERNORS = ("implicative", "raising", "designing", "deciding", "looking_to", "about", "reporting")


@dataclass(frozen=True, slots=True)
class Clause:
    """What the grammar says of an event.

    `form` is the form of its verb, or of the verb above a noun: future, modal, inability, past_modal, pluperfect, perfect, infinitive,
    progressive, present, past, gerund, participle, none; `above` that of the verb above a verb. `dep` is the event's dependency label and
    `mark` the word that opens its clause or phrase ("because", "for"). `kinds` names the lists of `seeds/times/links.yml` that hold the
    event's word, `governor` those that hold the word above it. `lead` is True among the first sentences, which tell the news of the day.
    """

    form: str
    above: str = ""
    dep: str = ""
    noun: bool = False
    lead: bool = False
    mark: str = ""
    kinds: frozenset[str] = frozenset()
    governor: frozenset[str] = frozenset()
    above_at: tuple[int, int] | None = None  # the span of the verb with which it happens ("by cutting", "saw it go")
    within: str = ""

    @property
    def durative(self) -> bool:
        """True for an activity or state that lasts."""
        return bool(self.kinds & {"durative", "stative"})

    @property
    def reporting(self) -> bool:
        """True for a verb of saying."""
        return not self.noun and "reporting" in self.kinds

    @property
    def goes_on_past(self) -> bool:
        """True for a main clause in the past tense."""
        return self.form == "past" and not self.noun and self.dep in ("ROOT", "conj")


def clause_of(parse: Parse, head: Token, words: Words, *, lead: bool = False) -> Clause:
    """The clause of the event whose head token is `head`."""
    verbs = [token for token in (head, *parse.ancestors(head.i)) if token.tag.startswith("VB") or token.tag == "MD"]
    own = verbs[0] if verbs else None
    first = _first_conjunct(parse, head)
    above = next((token for token in parse.ancestors(first.i) if token in verbs and token != own), None)
    governor = parse.tokens[first.head]
    mark = next((kid.text.lower() for kid in parse.kids(first.i, "mark", "advmod") if kid.i < first.i), "")
    if first.dep in ("pobj", "pcomp"):
        mark, governor = governor.text.lower(), parse.tokens[governor.head]
    form, form_above = (verb_form(parse, verb) if verb else "" for verb in (own, above))
    together = governor.is_verb and governor.i != first.i and _together(parse, first, governor, mark, form, form_above, words)
    return Clause(
        form or "none",
        form_above,
        first.dep,
        own is None or own.i != head.i,
        lead,
        mark,
        frozenset(kind for kind in _KINDS if head.lemma.lower() in words[kind]),
        frozenset(kind for kind in _GOVERNORS if governor.i != first.i and governor.lemma.lower() in words[kind]),
        (governor.start, governor.end) if together else None,
        _within(parse, own or head),
    )


def _within(parse: Parse, verb: Token) -> str:
    """The dependency label of the clause that a verb belongs to: what is joined to a reported clause is reported as well."""
    while verb.dep in ("conj", "xcomp") and verb.head != verb.i:
        verb = parse.tokens[verb.head]
    return verb.dep


def _together(parse: Parse, verb: Token, governor: Token, mark: str, form: str, above: str, words: Words) -> bool:
    """True for what happens with the verb above it: "by cutting exports", "managed to reach", "saw them go", "left, saying"."""
    if form == "infinitive":
        bare = verb.dep == "ccomp" and not parse.kids(verb.i, "aux") and governor.lemma in words["perceiving"]
        return bare or (verb.dep == "xcomp" and governor.lemma in words["implicative"] and governor.lemma not in words["raising"])
    if form != "gerund":
        return False
    return (verb.dep == "pcomp" and mark == "by") or (verb.dep == "advcl" and not mark and above in ("past", "pluperfect", "past_modal"))


def _first_conjunct(parse: Parse, token: Token) -> Token:
    """The verb with which a bare infinitive or participle shares its governor ("designed to isolate and strangle")."""
    while token.dep == "conj" and token.tag in ("VB", "VBG", "VBN") and not parse.kids(token.i, "nsubj", "nsubjpass", "aux", "auxpass"):
        token = parse.tokens[token.head]
    return token


def verb_form(parse: Parse, verb: Token) -> str:
    """The form of a verb with its auxiliaries."""
    helpers = {kid.text.lower() for kid in parse.kids(verb.i, "aux", "auxpass")}
    if helpers & _MODAL and "have" in helpers:
        return "past_modal"  # "may have come from a machine shop"
    if parse.tokens[verb.head].text.lower() == "going" and verb.dep == "xcomp":
        return "future"
    if helpers & _ABILITY and parse.kids(verb.i, "neg"):
        return "inability"
    for form, marks in (("future", _FUTURE), ("modal", _MODAL | _ABILITY), ("pluperfect", {"had"}), ("perfect", {"has", "have", "'ve"})):
        if helpers & marks:
            return form
    if "to" in helpers or (verb.tag == "VB" and not helpers & _DO):
        return "infinitive"
    if helpers & {"is", "are", "am", "'re", "'m"} or ("'s" in helpers and verb.tag == "VBG"):
        return "progressive" if verb.tag == "VBG" else "present"
    if helpers & {"was", "were", "did"} or verb.tag == "VBD":
        return "past"
    if helpers & _DO:
        return "present"
    return {"VBZ": "present", "VBP": "present", "VBG": "gerund", "VBN": "participle"}.get(verb.tag, "none")
