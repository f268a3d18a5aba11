"""What a verb's own dependents say of it: negation, nobody as subject, word order, a date, the conjunction of its clause."""

from transforms.events import clause
from transforms.events.context import Cue
from transforms.events.embedding import is_infinitive
from transforms.events.naming import speaker_of
from transforms.events.view import Match, View
from transforms.syntax import Token

BE_FORMS = frozenset(("be", "is", "are", "was", "were", "been", "being", "am", "'s", "’s", "'re", "’re"))
_BARE = ("acl", "advcl", "acomp", "oprd", "ROOT")  # where a participle without an auxiliary describes
TENSED = ("VBD", "VBZ", "VBP")
_NOBODY = frozenset(("no", "none", "nobody", "neither"))
_NO_WAY = frozenset(("way", "circumstance", "condition", "account", "point", "time", "means"))
_GUESS = frozenset(("would", "'d", "’d", "likely", "probably", "presumably", "surely", "doubtless", "inevitably"))
_VAGUE = ("past", "case")
_INVERTED = ("had", "should")
_MOVES = ("RETREAT", "MOBILIZE", "AID", "ASSAULT")  # acts that come after the words that announce them


def negations(view: View, verb: int) -> bool:
    """Whether the verb itself is negated; two negations cancel each other."""
    context, negated = view.lexicon.context, False
    for kid in view.parse.kids(verb, "neg", "advmod", "preconj"):
        word = kid.text.lower()
        pair = f"{view.lower(kid.i - 1)} {word}" if kid.i else word
        if context.cue("negation", word, pair) is not None and not _is_pseudo(view, kid):
            negated = not negated
    return negated ^ _in_no_way(view, verb)


def _in_no_way(view: View, verb: int) -> bool:
    """Whether a phrase denies the verb: "will in no way allow it", "under no circumstances"."""
    below = [o for kid in view.parse.kids(verb, "prep") for o in view.parse.kids(kid.i, "pobj") if view.is_any(o.i, _NO_WAY)]
    return any(k.text.lower() == "no" for o in below for k in view.parse.kids(o.i, "det"))


def has_any_subject(view: View, verb: int) -> bool:
    """Whether the subject is whoever it may be: "a warning for any Iranians considering it"."""
    return any(k.text.lower() == "any" for s in clause.surface_subject(view.parse, verb) for k in view.parse.kids(s, "det"))


def has_no_subject(view: View, verb: int) -> bool:
    """Whether the subject is nobody: "no country has signed", "none met"."""
    subjects = clause.surface_subject(view.parse, verb)
    return any(view.lower(i) in _NOBODY for s in subjects for i in (s, *(k.i for k in view.parse.kids(s, "det", "preconj", "cc"))))


def is_inverted(view: View, verb: int) -> bool:
    """Whether the word order makes a condition: "had it attacked, they would help", "should they meet, ..."."""
    token, first = view.parse.tokens[verb], view.parse.subtree(verb)[0]
    ahead = token.dep in ("advcl", "ccomp") and verb < token.head
    return ahead and first.dep == "aux" and first.head == verb and first.text.lower() in _INVERTED


def is_told(view: View, verb: int) -> bool:
    """Whether somebody says the clause, who then also says what a participle adds: "said they would not attend, blaming Iran"."""
    token = view.parse.tokens[verb]
    lemmas = sorted(view.lexicon.lemmas_of(view.lower(token.head)))
    return token.dep == "ccomp" and view.lexicon.context.cue("report", *lemmas) is not None


def is_tensed(view: View, verb: int) -> bool:
    """True for a finite form without modal: "has met", "was meeting", "met"; not for "will meet" and "(that he) meet"."""
    aux = view.parse.kids(verb, "aux", "auxpass")
    return any(k.tag in TENSED for k in aux) if aux else view.parse.tokens[verb].tag in ("VBD", "VBZ")


def habit(view: View, verb: int) -> Cue | None:
    """A verb that only describes: a bare participle ("forces fighting rebels", "backed by"), or the simple present ("opposes reforms").

    Headlines and quoted first persons use the present for what they do.
    """
    token, context = view.parse.tokens[verb], view.lexicon.context
    lemmas = sorted(view.lexicon.lemmas_of(token.text.lower()))
    if token.tag == "VBG" and not view.parse.kids(verb, "aux", "nsubj"):
        joined = bool(view.parse.kids(verb, "mark", "advmod")) or view.parse.tokens[verb - 1].is_noun  # "citizens fighting in Syria"
        describes = token.dep == "acl" or (token.dep == "advcl" and joined) or (token.dep == "pcomp" and token.head < verb)
        return context.cue("trait", *lemmas) if describes else None
    if token.tag == "VBN" and token.dep in _BARE and not view.parse.kids(verb, "aux", "auxpass"):
        repute = None if view.parse.kids(verb, "agent") else context.cue("repute", *lemmas)
        return repute or context.cue("trait", *lemmas)
    if is_state(view, verb) and (state := context.cue("state", *lemmas)) is not None:
        return state
    if token.tag == "VBN" and _is_simple_present(view, verb) and not view.parse.kids(verb, "agent"):
        return context.cue("repute", *lemmas) or context.cue("stance", *lemmas)
    if token.dep == "relcl" and _tells_what_sort(view, token):
        return context.cue("trait", *lemmas)
    if view.sentence.heading or not _is_simple_present(view, verb):
        return None
    if view.subject_is_first_person(verb) or scheduled_present(view, verb):
        return None
    return context.cue("stance", *lemmas) or (None if _is_speaking(view, verb) else context.cue("attitude", *lemmas))


def is_guessed(view: View, verb: int) -> bool:
    """Whether it is what the writer thinks, since nobody says it: "would be condemned", "it is likely they will condemn it"."""
    token = view.parse.tokens[verb]
    words = [k.text.lower() for k in view.parse.kids(verb, "aux", "advmod")]
    judged = [k.text.lower() for k in view.parse.kids(token.head, "acomp")] if token.dep == "ccomp" else []
    guessed = any(word in _GUESS for word in (*words, *judged))
    return guessed and not view.in_quotation(verb) and not speaker_of(view, verb)


def _is_speaking(view: View, verb: int) -> bool:
    """Whether the present is that of somebody who just speaks: in a quotation, in what somebody says, of a person with a name."""
    subjects = [m for i in clause.surface_subject(view.parse, verb) for m in view.mentions.get(i, ())]
    named = any((m.actor_id or "").startswith("PER:") and view.text[m.start : m.end].istitle() for m in subjects)
    return named or view.in_quotation(verb) or bool(speaker_of(view, verb))


def _is_simple_present(view: View, verb: int) -> bool:
    """Whether the verb is a simple present, in the passive too: "opposes", "is opposed by"; not "is being opposed"."""
    aux = view.parse.kids(verb, "aux", "auxpass")
    if [k.dep for k in aux] == ["auxpass"]:
        return aux[0].tag in ("VBZ", "VBP")
    token = view.parse.tokens[verb]
    slip = token.tag == "VB" and token.dep == "ROOT" and bool(view.parse.kids(verb, "nsubj"))  # the tagger's in "Many blame them"
    return not aux and (slip or _is_present_form(view, verb))


def _tells_what_sort(view: View, verb: Token) -> bool:
    """Whether a relative clause only says which people are meant: "extremists who have fought with them"; after a comma it tells."""
    noun, first = view.parse.tokens[verb.head], view.parse.subtree(verb.i)[0]
    bare = noun.tag == "NNS" and not view.parse.kids(noun.i, "det", "poss", "nummod", "amod", "compound", "nmod", "prep")
    return bare and first.i == noun.i + 1 and first.tag in ("WP", "WDT")


def recurs(view: View, adjunct: Token) -> bool:
    """Whether an adjunct says that it comes round again and again: "every year", "each time"; "each day" goes on for a while.

    Neither does one that leaves open when or whether it happened tell an act: "in the past", "in case they attack".
    """
    if adjunct.dep == "prep" and adjunct.text.lower() == "in":
        below = [o for o in clause.objects_of_preposition(view.parse, adjunct.i) if view.lower(o) in _VAGUE]
        return any(not view.parse.kids(o, "prep", "amod", "nummod", "compound") for o in below)
    rounds = adjunct.dep == "npadvmod" and adjunct.text.lower() not in ("day", "night", "hour")
    return rounds and any(k.text.lower() in ("every", "each") for k in view.parse.kids(adjunct.i, "det"))


def is_stipulated(view: View, adjunct: Token, future: bool) -> bool:
    """Whether a future act is only what a plan or a pact provides for: "under the draft France would send troops"."""
    texts = view.lexicon.classes["proposal"] | view.lexicon.classes["agreement"] | {"target", "scheme", "scenario", "rule"}
    governed = clause.objects_of_preposition(view.parse, adjunct.i) if adjunct.text.lower() == "under" else []
    return future and view.among(governed, texts) is not None


def is_condition(view: View, below: Token) -> bool:
    """Whether a clause is a condition, or a verb joined to the act's has one: "would shoot and kill them if"."""
    if below.dep == "conj":
        return below.tag == "VB" and any(is_condition(view, k) for k in view.parse.kids(below.i, "advcl"))
    return below.dep == "advcl" and any(k.text.lower() in ("if", "unless") for k in view.parse.kids(below.i, "mark", "advmod"))


def refrain(view: View, verb: int) -> Cue | None:
    """What is said again and again is nothing new: "has long accused". Deeds that go on for long are some: "has long partnered"."""
    past = [view.lower(i) for word in ("in", "for", "over") for i in clause.preposition_objects(view.parse, verb, word)]
    return view.lexicon.context.cue("refrain", *past, *(k.text.lower() for k in view.parse.kids(verb, "advmod")))


def is_counterfactual(view: View, modal: Token, verb: int) -> bool:
    """Whether it did not come to it: "would have attacked"."""
    return modal.text.lower() in ("would", "could", "might") and any(k.text.lower() == "have" for k in view.parse.kids(verb, "aux"))


def is_surely_done(view: View, verb: int) -> bool:
    """Whether a future only supposes that it has come: "will already have told them"."""
    already = any(k.text.lower() == "already" for k in view.parse.kids(verb, "advmod"))
    return already and any(k.text.lower() == "have" for k in view.parse.kids(verb, "aux"))


def has_lapsed(view: View, governor: int) -> bool:
    """Whether it did not come to what was planned: "had been due to meet", "talks had been scheduled", "was to have met".

    In what somebody said the same tense is the perfect of his words: "said that talks had been scheduled".
    """
    token = view.parse.tokens[governor]
    verb = view.parse.tokens[token.head] if token.dep in ("acomp", "oprd") else token
    past = any(k.text.lower() in ("had", "'d", "’d") for k in view.parse.kids(verb.i, "aux")) and verb.tag == "VBN"
    told = any(t.dep == "ccomp" for t in (verb, *view.parse.ancestors(verb.i)))
    return past and not told and view.lexicon.context.cue("lapse", *sorted(view.lexicon.lemmas_of(token.text.lower()))) is not None


def says_purpose(view: View, verb: int) -> bool:
    """Whether the passive tells what a deed was for, not that it is ahead: "the raids were intended to deter them"."""
    lemmas = sorted(view.lexicon.lemmas_of(view.lower(verb)))
    return bool(view.parse.kids(verb, "xcomp")) and view.lexicon.context.cue("pursuit", *lemmas) is not None


def is_foreseen(view: View, relative: Token) -> bool:
    """Whether the clause above is still to come, and with it what tells which noun is meant: "will be a deal where they agree".

    After a comma a relative clause tells a fact of its own; "when" and "the time" make a date of it.
    """
    first = view.parse.subtree(relative.i)[0]
    dated = view.lower(relative.head) == "time" or any(k.text.lower() == "when" for k in view.parse.kids(relative.i, "advmod"))
    if dated or (first.i and view.lower(first.i - 1) == "," and not any(k.text.lower() == "where" for k in view.parse.kids(relative.i))):
        return False
    verb = next((a.i for a in view.parse.ancestors(relative.head) if clause.is_verb(view.parse, a.i)), None)
    return verb is not None and any(k.tag == "MD" for k in view.parse.kids(verb, "aux"))


def is_general(view: View, verb: int) -> bool:
    """Whether the simple present tells how things are, not what happened: "Turkey locks up more journalists than others".

    Headlines, timetables and what goes on meanwhile ("as troops besiege the city") apart.
    """
    if not _is_present_form(view, verb) or view.sentence.heading or view.parse.kids(verb, "aux", "auxpass"):
        return False
    meanwhile = any(k.text.lower() in ("as", "while", "when") for k in view.parse.kids(verb, "mark", "advmod"))
    return not (meanwhile or view.subject_is_first_person(verb) or scheduled_present(view, verb))


def _is_present_form(view: View, verb: int) -> bool:
    """Whether the verb is "attacks" or "attack"; the tagger takes rare pasts such as "retook" for one."""
    token = view.parse.tokens[verb]
    return token.tag == "VBZ" or (token.tag == "VBP" and len(view.lexicon.lemmas_of(token.text.lower())) == 1)


def is_idea(view: View, preposition: Token, noun: int) -> bool:
    """Whether a noun has an act for its content, not for a fact: "a policy of arresting them", but "the mistake of arresting them"."""
    gerund = preposition.dep == "prep" and preposition.text.lower() in ("of", "for") and view.parse.kids(preposition.i, "pcomp")
    if not gerund or not view.parse.tokens[noun].is_noun or view.is_any(noun, view.lexicon.classes["portion"]):
        return False
    return view.lexicon.context.cue("done", *sorted(view.lexicon.lemmas_of(view.lower(noun)))) is None


def is_imperative(view: View, verb: int) -> bool:
    """Whether the verb is an order to somebody, which tells no act: "Let them pay for it", he said."""
    token = view.parse.tokens[verb]
    alone = not view.parse.kids(verb, "nsubj", "nsubjpass", "aux", "auxpass", "csubj")
    return (
        token.tag == "VB"
        and token.dep in ("ROOT", "ccomp", "parataxis")
        and alone
        and not view.sentence.heading
        and view.in_quotation(verb)
    )


def is_going(view: View, verb: int) -> bool:
    """Whether the verb is the future of "we are going to leave", not the way of "they went to Syria to fight"."""
    moves = view.parse.kids(verb, "prep", "advmod", "npadvmod")
    return view.lower(verb) == "going" and not moves and any(k.tag in (*TENSED, "VB") for k in view.parse.kids(verb, "aux"))


def is_state(view: View, verb: int) -> bool:
    """Whether a present tells how things are: "troops are stationed there", "they are being held", "is holding them"."""
    forms = [(k.tag, k.text.lower()) for k in view.parse.kids(verb, "aux", "auxpass")]
    present = bool(forms) and (forms[0][0] in ("VBZ", "VBP") or forms[0][1] == "being") and forms[0][1] in BE_FORMS
    return present and all(tag != "MD" for tag, _ in forms)


def is_supposed(view: View, verb: int) -> bool:
    """Whether the plan itself is imagined or weighed: "I would expect them to urge ...", "makes them more likely to urge ..."."""
    if any(k.text.lower() in ("more", "less") for k in view.parse.kids(verb, "advmod")):
        return True
    return any(k.text.lower() in ("would", "'d", "could", "might") for k in view.parse.kids(verb, "aux"))


def pursuit(view: View, verb: int) -> Cue | None:
    """What was only aimed at: "sought to strike a deal" leaves open whether it was struck."""
    past = view.parse.tokens[verb].tag in ("VBD", "VBN")
    return view.lexicon.context.cue("pursuit", *sorted(view.lexicon.lemmas_of(view.lower(verb)))) if past else None


def heralded(view: View, match: Match) -> Cue | None:
    """The progressive of what is only announced: "announced he was withdrawing troops", "the announcement that he was pulling out"."""
    token = view.parse.tokens[match.clause]
    aux = [k.text.lower() for k in view.parse.kids(token.i, "aux")]
    progressive = token.tag == "VBG" and aux and aux[-1] in ("is", "are", "was", "were")
    if match.rule.type not in _MOVES or not progressive or token.dep not in ("ccomp", "acl", "relcl"):
        return None
    return view.lexicon.context.cue("herald", *sorted(view.lexicon.lemmas_of(view.lower(token.head))))


def outlook(view: View, adjective: int, verb: int) -> Cue | None:
    """A lasting view: "is opposed to", but not "was opposed" and "has been opposed", which tell that it came up; "is due" looks ahead."""
    context, word, tag = view.lexicon.context, view.lower(adjective), view.parse.tokens[verb].tag
    present = tag in ("VBZ", "VBP") and not view.parse.kids(verb, "aux", "auxpass") and not view.sentence.heading
    return (context.cue("stance", word) if present else None) or context.cue("predicate", word)


def open_condition(view: View, verb: int, word: str) -> Cue | None:
    """What has not come yet: "until it signs", and under a future "until it signed" too; "until it signed" alone is told as a fact."""
    token, context = view.parse.tokens[verb], view.lexicon.context
    if token.dep not in ("advcl", "relcl") or view.sentence.heading:  # a relative clause of a day: "on Friday, when they meet"
        return None
    if view.lower(token.head) == "soon":  # "as soon as"
        word, token = "soon", view.parse.tokens[token.head]
    tenses = {k.tag for k in view.parse.kids(verb, "aux", "auxpass")} or {view.parse.tokens[verb].tag}
    if tenses & {"VBZ", "VBP"}:
        cue = context.cue("temporal", word)
        done = cue is not None and cue.status == "planned" and view.parse.tokens[verb].tag == "VBN"
        return None if done else cue  # "when they have met"
    awaited = is_infinitive(view, token.head) or any(k.tag == "MD" for k in view.parse.kids(token.head, "aux"))
    return context.cue("awaited", word) if awaited and "MD" not in tenses else None


def scheduled_present(view: View, verb: int) -> Cue | None:
    """The present tense with a date is a timetable: "ministers meet in Brussels on Monday". Headlines use it for what has happened."""
    kind = _timetable(view, verb)
    if kind is None or view.sentence.heading:
        return None
    for kid in view.parse.kids(verb, "prep", "npadvmod"):
        times = [kid.i] if kid.dep == "npadvmod" else clause.objects_of_preposition(view.parse, kid.i)
        for i in times:
            cue = view.lexicon.context.cue(kind, view.lower(i))
            if cue is not None:
                return cue
    return None


def _timetable(view: View, verb: int) -> str | None:
    """The kind of date words that make the verb's form a timetable: few do in "is meeting", more in "meets"."""
    aux, tag = view.parse.kids(verb, "aux"), view.parse.tokens[verb].tag
    if tag == "VBG" and [k.tag for k in aux] in (["VBZ"], ["VBP"]):
        return "progressive"
    return "schedule" if _is_present_form(view, verb) and not aux else None


def _is_pseudo(view: View, kid: Token) -> bool:
    cue = view.lexicon.context.cue("negation", kid.text.lower())
    following = view.text[kid.start : kid.start + 40].lower()
    return cue is not None and any(following.startswith(phrase) for phrase in cue.pseudo)


def is_headline_future(view: View, verb: int) -> bool:
    """Whether a heading without a finite verb plans: "France to host summit", or a noun's own infinitive: "a summit to be held"."""
    if view.parse.tokens[verb].dep in ("csubj", "csubjpass") and view.parse.kids(verb, "nsubj", "nsubjpass"):
        return is_infinitive(view, verb)
    finite = any(t.tag in (*TENSED, "MD") for t in view.parse.tokens)
    return view.sentence.heading and is_infinitive(view, verb) and not finite


def is_statement(view: View, verb: int, above: int) -> bool:
    """Whether a clause is what a verb of saying says: "suggested that it is ready", not "suggested sending"."""
    reports = view.lexicon.context.cue("report", *sorted(view.lexicon.lemmas_of(view.lower(above)))) is not None
    return reports and clause.is_verb(view.parse, verb) and clause.clause_kind(view.parse, verb) == "that"


def asserts_infinitive(view: View, above: int, *, adjunct: bool = False, perfect: bool = False) -> bool:
    """Verbs whose infinitive happens ("continued to shell", "managed to free"); others only give it as a purpose.

    Some do so with their complement alone: "did all this to stop it" is purpose, "went to Paris to meet him" is not.
    """
    lemmas = sorted(view.lexicon.lemmas_of(view.lower(above)))
    if perfect and clause.is_verb(view.parse, above) and view.lexicon.context.cue("report", *lemmas) is not None:
        return True  # "claims to have taken the town"
    if adjunct and view.lexicon.context.cue("purpose", *lemmas) is not None:
        return False
    return view.lexicon.context.cue("implicative", *lemmas) is not None


def is_obligation(view: View, verb: int) -> bool:
    """Whether "have to" says what must be done; "had to withdraw" tells that it was."""
    token = view.parse.tokens[verb]
    unmet = token.tag in ("VBZ", "VBP") or any(k.tag == "MD" for k in view.parse.kids(verb, "aux"))
    return token.lemma == "have" and unmet and not is_pending(view, verb)


def is_pending(view: View, verb: int) -> bool:
    """Whether it is "yet to" be done."""
    return view.parse.tokens[verb].lemma in ("have", "be") and any(k.text.lower() == "yet" for k in view.parse.kids(verb, "advmod"))


def aim(view: View, token: Token, above: int) -> Cue | None:
    """What the subject of "be" makes of the clause after it: "one option is that they leave", "the goal was to oust him"."""
    if view.parse.tokens[above].lemma != "be" or token.dep not in ("ccomp", "xcomp"):
        return None
    nouns = [view.lower(i) for i in clause.surface_subject(view.parse, above)]
    lemmas = [lemma for noun in nouns for lemma in sorted(view.lexicon.lemmas_of(noun))]
    alone = lemmas if token.dep == "ccomp" else []
    return view.lexicon.context.cue("governor", *(f"{lemma} be" for lemma in lemmas), *alone)


def shares_auxiliaries(view: View, token: Token, head: Token) -> bool:
    """Without a subject, in the same form of the verb: "has not met or called", but not "did not call and met"."""
    if view.parse.kids(token.i, "nsubj", "nsubjpass", "aux"):
        return False
    return token.tag == head.tag or {token.tag, head.tag} in ({"VB", "VBP"}, {"VBN", "VBD"})


def governor_cue(view: View, i: int, *, over_infinitive: bool = False, before: Token | None = None) -> Cue | None:
    """The cue of a governing word, with its particle or the preposition `before` where only both together are one ("clear for").

    "Be" is one only over an infinitive: "is to meet" plans, "is meeting" and "is ready" do not.
    """
    if view.lower(i) in BE_FORMS and not over_infinitive:
        return None
    lemmas = sorted(view.lexicon.lemmas_of(view.lower(i)))
    with_it = [*view.parse.kids(i, "prt"), *([] if before is None else [before])]
    pairs = [f"{lemma} {word.text.lower()}" for word in with_it for lemma in lemmas]
    return view.lexicon.context.cue("governor", *pairs, *lemmas)


def is_ranked(view: View, above: int) -> bool:
    """Who is ranked by an act has done it: "the first leader to visit", "the last to sign"."""
    words = [view.lower(above)] + [k.text.lower() for k in view.parse.kids(above, "amod")]
    return view.lower(above) != "time" and view.lexicon.context.cue("rank", *words) is not None
