"""Where in the tree a time expression is attached."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from transforms.syntax import Parse, Token

Words = Mapping[str, frozenset[str]]

CLAUSES = frozenset({"ccomp", "xcomp", "advcl", "relcl", "acl", "conj", "pcomp", "parataxis", "csubj", "csubjpass"})
SUBJECTS = ("nsubj", "nsubjpass")


@dataclass(frozen=True, slots=True)
class Attachment:
    """An expression's place in the tree: the token it modifies, the preposition between them ("" for none), and how far-fetched that is."""

    host: int
    preposition: str
    cost: int = 0


def attachments(parse: Parse, start: int, end: int, *, deictic: bool, ago: bool = False, words: Words) -> Iterator[Attachment]:
    """The places where the expression may be attached, the parser's own first.

    Beyond it: a weekday or "yesterday" on a noun belongs to the clause's verb as well, and so does "two years ago" on a noun after it;
    a date inside the noun phrase after "after" or "since" dates the verb above as an open end; what is "due to resume on Tuesday" is due
    on Tuesday.
    """
    own = _before_the_subject(parse, start, end) or _own_attachment(parse, start, end)
    if own is None or _says_in_what_role(parse, end):
        return
    if parse.tokens[own.host].text.lower() == "effective":
        yield _in_effect(parse, parse.tokens[own.host])
        return
    if not deictic:
        own = _on_the_cause(parse, _on_the_object(parse, own, start, words), start, words)
    own = _on_the_occasion(parse, own, start, words)
    if ago:
        yield own
    own = _before_the_clause(parse, own, end)
    yield own
    yield from _when_clause(parse, end)
    yield from _cleft(parse, parse.tokens[own.host])
    host = parse.tokens[own.host]
    above = _open_preposition(parse, host, words)
    if above is not None and not _is_bound(parse, above, above, words):
        yield Attachment(above.head, _opening_word(above), 1)
    elif not host.is_verb and not is_arranged(parse, host, words) and not _is_possessor(parse, start, end, host, words):
        yield from _verb_of_noun(parse, own, start, deictic=deictic, ago=ago, words=words)
    if host.tag == "VBG" and host.lemma in ("start", "begin") and host.dep in ("advcl", "prep"):
        yield Attachment(host.head, own.preposition, 1)  # "for three days starting on Monday"
    elif host.dep == "advcl":
        yield from _main_clause(parse, host, words)
    raised = _raising(parse, host, words)
    if raised is not None:
        yield Attachment(raised.i, own.preposition, 1)


def _before_the_subject(parse: Parse, start: int, end: int) -> Attachment | None:
    """Reads "In April 2017 Hunt's predecessor left": without a comma parsers take the date for a part of the name that follows."""
    first, head = parse.tokens[0], parse.head_of(start, end)
    if first.tag != "IN" or head is None or not first.end < start <= first.end + 1 or not parse.tokens[first.head].is_verb:
        return None
    noun = parse.tokens[head.head]
    inside = head.dep in ("poss", "compound", "nmod") and noun.dep == "pobj" and noun.head == first.i and noun.start >= end
    return Attachment(first.head, first.text.lower()) if inside else None


def _before_the_clause(parse: Parse, own: Attachment, end: int) -> Attachment:
    """Reads "on Monday, three days after he called, it offered": what stands before the conjunction dates the main clause."""
    verb = parse.tokens[own.host]
    if any(kid.text.lower() in ("after", "before") and kid.start >= end for kid in parse.kids(verb.i, "mark")):
        root = verb.head == verb.i  # the parser takes the first clause for the main one
        main = [kid for kid in parse.kids(verb.i, "conj") if parse.kids(kid.i, *SUBJECTS)] if root else [parse.tokens[verb.head]]
        return Attachment(main[0].i, own.preposition) if main and main[0].is_verb else own
    return own


def _verb_of_noun(parse: Parse, own: Attachment, start: int, *, deictic: bool, ago: bool, words: Words) -> Iterator[Attachment]:
    """The clause's verb above the noun that the parser hangs the expression on."""
    host = parse.tokens[own.host]
    verb = _clause_verb(parse, host)
    if verb is None or _is_past_occasion(parse, host, start, words):
        return
    if deictic or (ago and verb.end <= host.start) or (host.start < start < verb.start and own.preposition != "for"):
        yield Attachment(verb.i, own.preposition, 1)
    elif host.dep == "pobj" and parse.tokens[host.head].text.lower() in words["occasion"]:
        yield Attachment(verb.i, own.preposition, 2)


def _is_possessor(parse: Parse, start: int, end: int, noun: Token, words: Words) -> bool:
    """True for "blamed him for Saturday's attack": the day is the attack's alone, unless the verb's act took place at it."""
    head = parse.head_of(start, end)
    scene = noun.dep == "pobj" and parse.tokens[noun.head].text.lower() not in words["occasion"]
    return scene and head is not None and head.dep == "poss"


def _in_effect(parse: Parse, effective: Token) -> Attachment:
    """What holds from the date on: the truce in "a truce, effective Monday, was announced"; "he resigned, effective Monday" did so then."""
    above = parse.tokens[effective.head]
    noun = above if effective.dep == "amod" else next(iter(parse.kids(above.i, "dobj")), None)
    return Attachment(noun.i, "from") if noun is not None else Attachment(above.i, "")


def _says_in_what_role(parse: Parse, end: int) -> bool:
    """True for "this year" in "As chairman of the group this year, he vowed": it tells when he is chairman and dates no act."""
    before = [token for token in parse.tokens if token.end <= end]
    comma = parse.tokens[len(before) : len(before) + 1]
    if not before or before[0].text.lower() != "as" or any(token.text == "," or token.is_verb for token in before):
        return False
    return any(token.text == "," for token in comma)


def _when_clause(parse: Parse, end: int) -> Iterator[Attachment]:
    """The clause that says what happened then: "the days of 2003, when Turkey refused"."""
    after = [token for token in parse.tokens if token.start >= end][:2]
    when = next((token for token in after if token.text != ","), None)
    if when is not None and when.text.lower() == "when" and when.dep == "advmod":
        yield Attachment(when.head, "")


def _cleft(parse: Parse, verb: Token) -> Iterator[Attachment]:
    """The clause that "it was" puts a time before: "it was only last week that he ordered"."""
    if verb.lemma == "be" and any(kid.text.lower() == "it" for kid in parse.kids(verb.i, *SUBJECTS)):
        for clause in parse.kids(verb.i, "ccomp", "advcl", "relcl"):
            if any(kid.text.lower() == "that" for kid in parse.kids(clause.i, "mark", "advmod")):
                yield Attachment(clause.i, "")


def _raising(parse: Parse, verb: Token, words: Words) -> Token | None:
    """The verb above an infinitive that has its time: "resume" in "is due to resume on Tuesday" is due then."""
    raised = parse.tokens[verb.head]
    if verb.dep != "xcomp":
        return None
    if raised.lemma in words["beginning"] and raised.dep == "acomp":
        raised = parse.tokens[raised.head]
    return raised if raised.is_verb and raised.lemma in words["beginning"] else None


def _main_clause(parse: Parse, verb: Token, words: Words) -> Iterator[Attachment]:
    """What dates a clause of time dates its main clause: "since the war began in 1996" opens at 1996, "when" is the same time."""
    for mark in parse.kids(verb.i, "mark", "advmod"):
        word = mark.text.lower()
        if mark.i < verb.i and word in words["clause_ends"] and not _is_bound(parse, mark, verb, words):
            yield Attachment(verb.head, word, 1)
        elif mark.i < verb.i and word == "when" and verb.tag == parse.tokens[verb.head].tag == "VBD":
            yield Attachment(verb.head, "", 2)  # "was arrested when he returned in November"


def _is_bound(parse: Parse, since: Token, below: Token, words: Words) -> bool:
    return since.text.lower() == "since" and _bounds_comparison(parse, since, parse.tokens[below.head], words)


def is_aside(parse: Parse, start: int, end: int, words: Words) -> bool:
    """True for a time that dates no event: one of a comparison, or of a publication that is cited."""
    return _compares(parse, start, words) or _cites(parse, start, end)


def _compares(parse: Parse, start: int, words: Words) -> bool:
    """True for "than a year earlier", and for "since 1945" after a comparison, superlative or ordinal: they date no event."""
    since = next((token for token in reversed(parse.tokens) if token.end <= start), None)
    if since is not None and since.text.lower() == "than":
        return True
    return since is not None and since.text.lower() == "since" and _bounds_comparison(parse, since, parse.tokens[since.head], words)


def _cites(parse: Parse, start: int, end: int) -> bool:
    """True for the date of a publication that is cited in brackets: "(Opinion, 4 January)"."""
    before = next((token for token in reversed(parse.tokens) if token.end <= start), None)
    after = next((token for token in parse.tokens if token.start >= end), None)
    return before is not None and after is not None and (before.text, after.text) == (",", ")")


def _bounds_comparison(parse: Parse, since: Token, above: Token, words: Words) -> bool:
    """A state in the perfect is no comparison: "has been its largest donor since 2001" began then."""
    if above.lemma == "be" and any(kid.lemma == "have" for kid in parse.kids(above.i, "aux")):
        return False
    below = [token for kid in parse.kids(above.i) if kid.dep not in SUBJECTS for token in parse.subtree(kid.i)]
    noun = parse.tokens[above.head] if above.dep in ("relcl", "acl", "prep", "pobj") else above
    below += [kid for token in (noun, *parse.ancestors(noun.i)) if token.is_noun for kid in parse.kids(token.i, "amod", "advmod")]
    return any(_is_rank(parse, token, words) for token in below if token.i < since.i)


def _is_rank(parse: Parse, token: Token, words: Words) -> bool:
    """True for a superlative, an ordinal, and "than" that compares; "more than 140 attacks" only counts."""
    if token.text.lower() == "than":
        return parse.tokens[token.i + 1].tag != "CD"
    return token.tag in ("JJS", "RBS") or token.text.lower() in words["comparing"]


def dates_inside(parse: Parse, start: int, end: int, head: int, words: Words) -> bool:
    """True when an expression inside a trigger of several words dates its event, whose head token is `head`.

    It does so beside the head ("the 2014 annexation") or beside another act ("sanctions after its 1990 invasion"); but a text or occasion
    has its year as a name ("withdrew from the 2015 agreement").
    """
    own = _before_the_subject(parse, start, end) or _own_attachment(parse, start, end)
    if own is None or own.host == head:
        return own is not None
    noun = parse.tokens[own.host]
    while noun.dep in ("compound", "nmod", "amod") and noun.head != head:  # "the landmark 2015 nuclear deal"
        noun = parse.tokens[noun.head]
    return noun.lemma not in words["texts"] | words["occasions"]


def _own_attachment(parse: Parse, start: int, end: int) -> Attachment | None:
    head = parse.head_of(start, end)
    if head is None:
        return None
    preposition = _word_before(parse, start)
    token = head
    while token.head != token.i:
        above = parse.tokens[token.head]
        if token.dep in ("pobj", "pcomp") or above.tag in ("IN", "TO"):
            preposition = above.text.lower()
            token = above
        elif preposition == "as" and above.tag == "RB" and above.dep == "advmod":  # "as recently as January"
            preposition, token = "", above
        elif start <= above.start < end:
            token = above
        else:
            host = parse.tokens[above.head if above.dep in ("aux", "auxpass") else above.i]
            return Attachment(teller(parse, host, start, end), preposition)
    return Attachment(token.i, preposition) if token.i != head.i else None


def teller(parse: Parse, verb: Token, start: int, end: int) -> int:
    """The verb that an expression before the subject belongs to: "said on Monday it would withdraw" tells when it was said."""
    above = parse.tokens[verb.head]
    if verb.dep != "ccomp" or not above.is_verb or above.end > start:
        return verb.i
    first = [token.start for token in parse.kids(verb.i, "mark", *SUBJECTS)]
    return above.i if first and end <= min(first) else verb.i


def _on_the_object(parse: Parse, own: Attachment, start: int, words: Words) -> Attachment:
    """Reads "condemned the invasion on Aug. 2": a calendar date after the object of such a verb belongs to the object."""
    if parse.tokens[own.host].lemma not in words["comment"]:
        return own
    objects = [kid for kid in parse.kids(own.host, "dobj") if kid.end <= start]
    return Attachment(objects[-1].i, own.preposition) if objects else own


def _on_the_cause(parse: Parse, own: Attachment, start: int, words: Words) -> Attachment:
    """Reads "fled after the invasion in 1979": a calendar date right behind the deed after which something happened is the deed's."""
    for preposition in parse.kids(own.host, "prep"):
        deeds = [noun for noun in parse.kids(preposition.i, "pobj") if noun.lemma in words["deeds"] and noun.end <= start]
        if deeds and preposition.text.lower() in words["opens_from"]:
            between = [token for token in parse.tokens if parse.subtree(deeds[0].i)[-1].end <= token.start and token.end <= start]
            return Attachment(deeds[0].i, own.preposition) if len(between) <= 1 else own  # the date's own preposition
    return own


def _on_the_occasion(parse: Parse, own: Attachment, start: int, words: Words) -> Attachment:
    """Reads "invited them to a meeting in Paris on Saturday": the date is that of the meeting."""
    for noun in reversed(parse.subtree(own.host)):
        arranged = is_arranged(parse, noun, words) and _arranger(parse, noun, words) == own.host
        if noun.end <= start and noun.i != own.host and (arranged or _is_past_occasion(parse, noun, start, words)):
            return Attachment(noun.i, own.preposition)
    return own


def _is_past_occasion(parse: Parse, noun: Token, start: int, words: Words) -> bool:
    """True for the talks in "to brief him on his talks last month": the infinitive looks ahead, they lie behind."""
    back = any(token.start == start and token.text.lower() in ("last", "yesterday") for token in parse.tokens[noun.i + 1 : noun.i + 2])
    verb = next((token for token in parse.ancestors(noun.i) if token.is_verb), None)
    return back and noun.dep == "pobj" and noun.lemma in words["occasions"] and verb is not None and verb.tag == "VB"


def stays(parse: Parse, start: int, end: int, arrival: Token, words: Words) -> bool:
    """True for the days of the visit that an arrival opens: "arrived on Monday for a two-day visit"."""
    own = _before_the_subject(parse, start, end) or _own_attachment(parse, start, end)
    if own is None or arrival.lemma not in words["arriving"] or parse.tokens[own.host].lemma not in words["occasions"]:
        return False
    return next((token for token in parse.ancestors(own.host) if token.is_verb), None) == arrival


def is_arranged(parse: Parse, noun: Token, words: Words) -> bool:
    """True for the meeting, visit, vote ... that someone calls, schedules, agrees on or is invited to: it is still to come."""
    return _arranger(parse, noun, words) is not None


def _arranger(parse: Parse, noun: Token, words: Words) -> int | None:
    """The verb of arranging whose object the noun is, or which leads to it by "to", "for" or "on"."""
    if noun.lemma not in words["occasions"]:
        return None
    above = parse.tokens[noun.head]
    if noun.dep == "nsubjpass":  # "a meeting was scheduled for Monday"
        return above.i if above.lemma in words["arranging"] and any(kid.text == "for" for kid in parse.kids(above.i, "prep")) else None
    if noun.dep == "pobj" and above.text.lower() in ("to", "for", "on"):
        above = parse.tokens[above.head]
        above = parse.tokens[above.head] if above.dep == "dobj" else above  # "invited the leaders to"
    elif noun.dep != "dobj":
        return None
    return above.i if above.is_verb and above.lemma in words["arranging"] else None


def _word_before(parse: Parse, start: int) -> str:
    before = [token for token in parse.tokens if token.end <= start]
    return before[-1].text.lower() if before and before[-1].tag in ("IN", "TO") else ""


def _clause_verb(parse: Parse, noun: Token) -> Token | None:
    """The verb of the noun's own clause."""
    if noun.dep in ("relcl", "acl"):
        return None
    for token in parse.ancestors(noun.i):
        if token.tag.startswith("VB"):
            return token
        if token.dep in CLAUSES:
            return None
    return None


def _open_preposition(parse: Parse, noun: Token, words: Words) -> Token | None:
    """The "after", "since", "following", "before" or "ahead (of)" whose object the noun is."""
    if noun.dep not in ("pobj", "pcomp"):
        return None
    above = parse.tokens[noun.head]
    above = parse.tokens[above.head] if _opening_word(parse.tokens[above.head]) != parse.tokens[above.head].text.lower() else above
    found = _opening_word(above) in words["opens_from"] | {"before", "until", "till"} and above.text.lower() != "from"
    return above if found and above.head != above.i else None


def _opening_word(token: Token) -> str:
    """The preposition as the word lists have it: "ahead of" is "before"."""
    return "before" if token.text.lower() == "ahead" else token.text.lower()
