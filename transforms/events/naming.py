"""Which actors a phrase of the sentence names, and who says a clause."""

import re
from collections.abc import Sequence

from transforms.events import clause
from transforms.events.nouns import doers, explained, members, own_name
from transforms.events.subjects import is_stranded
from transforms.events.view import View
from transforms.records import ActorMention
from transforms.syntax import Token

MODIFIERS = ("amod", "compound", "nmod", "nummod", "npadvmod")
THIRD_PERSON = frozenset(("he", "she", "it", "they", "its", "his", "her", "their"))
_OWNERS = ("by", "between", "among", "of", "from", "with")
_ALONG = ("along", "together", "alongside")
_MANY = ("many", "some", "most", "few")
_FLEE = ("flee", "escape")
_JOINTS = ("and", ", and", "and the", "as well as")
_MAX_DEPTH = 4

_STANCE_REACH = 5  # characters of "anti-"
_STANCE = re.compile(r"\b(?:anti|pro|non)[-‐‑–]?$", re.IGNORECASE)
_JOINED = re.compile(r"[-‐‑–](\w+)")
_JOINED_TOGETHER = re.compile(r"(?: (?:and|or) ([\w.]+))?[-‐‑–](\w+)")
_WORDS = re.compile(r"[\w-]+")
_NOUN_PHRASE = re.compile(r"(?: [\w-]+){0,2}")  # what may follow an adjective: "British aid worker"
_AGAINST = re.compile(r"\banti[-‐‑–]?$", re.IGNORECASE)


def identity(mention: ActorMention) -> tuple[str, str]:
    """What makes two mentions the same participant: the actor, or for unknown ones the words."""
    return (mention.actor_id or mention.text.lower(), mention.code)


def phrases(view: View, heads: Sequence[int], depth: int = 0) -> list[ActorMention]:
    """Actors that the phrases with these heads name, coordinated ones included, each actor once, in text order."""
    found: dict[tuple[str, str], ActorMention] = {}
    for head in heads:
        for token in _coordinated(view, head):
            for mention in _in_phrase(view, token.i, depth):
                found.setdefault(identity(mention), mention)
    return sorted(found.values(), key=lambda m: (m.start, m.end, m.code))


def _coordinated(view: View, head: int) -> list[Token]:
    """The head and all that is joined to it, also where the parser hung the rest of the list elsewhere."""
    listed = (*_listed(view, head), *_rival_owners(view, head))
    listed = (*listed, *_companions(view, head))
    conjuncts = view.parse.conjuncts(head)
    visiting = [o for t in conjuncts if clause.is_attribute(view.parse, t.i) for o in view.parse.kids(t.i, "dobj")]
    joined = [t for t in (*conjuncts, *listed, *visiting) if t.i == head or not is_stranded(view.parse, t.i)]
    return [*joined, *(t for token in joined for t in (*_misplaced_conjuncts(view, token.i), *_fellow_owners(view, token.i)))]


def _listed(view: View, head: int) -> list[Token]:
    """In "A, B, C and D" parsers take B for an apposition of A: a name that is itself coordinated goes on with the list."""
    if not _is_named(view, head):
        return []
    return [
        t
        for kid in view.parse.kids(head, "appos", "nmod")
        if _is_named(view, kid.i) and (view.parse.kids(kid.i, "cc", "conj") or _ends_list(view, kid)) and not _describes(view, kid, head)
        for t in view.parse.conjuncts(kid.i)
    ]


def _ends_list(view: View, name: Token) -> bool:
    """As in "Iran and rebel backer Turkey": the list goes on with a description, and parsers hang the name behind it on Iran."""
    before = view.parse.tokens[max(name.i - 1, 0)]
    return before.dep == "conj" and before.tag == "NN" and before.head < before.i


def _describes(view: View, noun: Token, head: int) -> bool:
    """As in "X, president of the bank and former US ambassador": what is joined to the description is X as well."""
    return noun.tag == "NN" and view.mentions[noun.i] == view.mentions[head]


def _companions(view: View, head: int) -> list[Token]:
    """In "Russia, along with Turkey and Iran, condemned it" all of them did."""
    token = view.parse.tokens[head]
    if token.dep not in ("nsubj", "nsubjpass", "dobj"):
        return []
    inner = view.parse.kids(token.head, "xcomp") if token.dep == "dobj" else ()  # "invited Serbia to join along with Bosnia"
    with_whom = [k.i for i in (head, *(k.i for k in inner)) for k in view.parse.kids(i, "prep") if k.text.lower() in _ALONG]
    return [
        t for i in with_whom for o in clause.objects_of_preposition(view.parse, i) for t in (*view.parse.conjuncts(o), *_listed(view, o))
    ]


def _rival_owners(view: View, head: int) -> list[Token]:
    """In "Japan's Saiki and South Korea's Song" parsers make Saiki a second owner of Song; a name with an owner is somebody of its own."""
    parse = view.parse
    owners = [k for k in parse.kids(head, "poss") if k.tag.startswith("NNP") and parse.kids(k.i, "poss") and parse.kids(k.i, "cc")]
    return [*owners, *_swallowed(view, head)] if head in view.mentions else []


def _swallowed(view: View, head: int) -> list[Token]:
    """In "Prime Minister A and Defense Minister B" parsers make A a part of B's name; an "and" between two mentions parts them."""
    parts = list(view.parse.kids(head, "compound", "nmod"))
    parts += [k for part in parts if part.tag == "NN" for k in view.parse.kids(part.i, "nmod")]  # "Barroso and EU policy chief Solana"
    joined = {k.i for k in parts if view.parse.kids(k.i, "cc")}  # "the Chechen and Moscow authorities"
    named = {m for k in parts for m in view.mentions.get(k.i, ()) if not m.adjective or k.i in joined}
    own = min(m.start for m in view.mentions[head])
    before = [m for m in named if view.text[m.end : max(m.end, own)].strip() in _JOINTS]
    return [token for m in before if (token := view.parse.head_of(m.start, m.end)) is not None]


def _is_named(view: View, i: int) -> bool:
    return i in view.mentions and (view.parse.tokens[i].tag.startswith("NNP") or _is_person(view, i))


def _fellow_owners(view: View, head: int) -> list[Token]:
    """In "the presidents of A, B and C", "envoys from A and B" the mention ends with A, but B and C have one there as well."""
    owners = [o for word in ("of", "from") for o in clause.preposition_objects(view.parse, head, word)]
    covered = max((m.end for m in view.mentions.get(head, ())), default=0)
    if not owners or view.parse.tokens[owners[0]].end > covered:
        return []
    fellows = [t for o in owners for t in view.parse.conjuncts(o)]
    return [t for t in fellows if t.start >= covered and not _is_person(view, t.i)]


def _misplaced_conjuncts(view: View, head: int) -> list[Token]:
    """In "Presidents A of Ukraine and B of Russia" parsers join B to Ukraine; a person joins the person."""
    if not _is_person(view, head):
        return []
    owners = clause.preposition_objects(view.parse, head, "of")
    return [t for o in owners if not _is_person(view, o) for t in view.parse.conjuncts(o) if t.i != o and _is_person(view, t.i)]


def _is_person(view: View, i: int) -> bool:
    return any((m.actor_id or "").startswith("PER:") for m in view.mentions.get(i, ()))


def _in_phrase(view: View, head: int, depth: int) -> tuple[ActorMention, ...]:
    direct = tuple(m for m in view.mentions.get(head, ()) if not m.adjective)
    if direct:
        owned = _owned(view, head, direct)
        if owned:
            return tuple(phrases(view, owned, depth + 1))
        listed = tuple(phrases(view, members(view, head, direct), depth + 1))
        return listed or own_name(view, head) or _of_another_state(view, head, direct) or direct
    if depth >= _MAX_DEPTH:  # also ends the circle of two pronouns that each speak in the other's clause
        return ()
    if view.is_first_person(head):
        if not view.in_quotation(head):
            return ()  # the article's author
        return speaker_of(view, head, depth + 1) or _speaker_before(view, head, depth + 1) or view.last_speaker
    if view.lower(head) in THIRD_PERSON:
        return _pronoun(view, head, depth + 1)
    described = describing(view, head)
    if described and not _has_owner(view, head) and not _names_itself(view, head):
        return described
    for heads in _below(view, head):
        found = [m for h in heads for t in _coordinated(view, h) for m in _in_phrase(view, t.i, depth + 1)]
        if found:
            return tuple(found)
    return view.mentions.get(head, ()) or explained(view, head) or _author(view, head)


def _author(view: View, head: int) -> tuple[ActorMention, ...]:
    """Whose words a statement gives that nobody owns: who was quoted last ("He spoke. The statement condemned the attack")."""
    token = view.parse.tokens[head]
    issued = token.dep == "nsubj" and token.tag == "NN" and view.is_any(head, view.lexicon.classes["issued"])
    return view.last_speaker if issued and any(k.text.lower() in ("the", "this") for k in view.parse.kids(head, "det")) else ()


def _owned(view: View, head: int, direct: Sequence[ActorMention]) -> list[int]:
    """In "with President Assad's backers, Iran and Russia," parsers make the president the head: it is what he owns."""
    inside = view.parse.at(direct[0].start, direct[0].end)
    owner = next((t for t in inside if t.dep == "poss" and t.head > inside[-1].i), None)
    return [] if owner is None or owner.i == head or view.parse.tokens[owner.head].dep != "appos" else [owner.head]


def _of_another_state(view: View, head: int, people: Sequence[ActorMention]) -> tuple[ActorMention, ...]:
    """A people's name says no state when another state's follows: "the Albanians of southern Serbia"."""
    if view.parse.tokens[head].tag != "NNPS" or len(people) != 1 or people[0].end != view.parse.tokens[head].end:
        return ()
    owners = [m for i in clause.preposition_objects(view.parse, head, "of") for m in view.mentions.get(i, ())]
    return tuple(m for m in owners if m.code in m.countries and m.start > people[0].end)


def _speaker_before(view: View, i: int, depth: int) -> tuple[ActorMention, ...]:
    """Whose quotation it is that goes on after a full stop: "X said: We are one. We are ready"."""
    if not view.in_quotation(i):
        return ()
    said = [t.i for t in view.parse.tokens[:i] if reports(view, t.i) and not view.in_quotation(t.i)]
    return tuple(phrases(view, clause.logical_subject(view.parse, said[-1]), depth)) if said else ()


def _pronoun(view: View, head: int, depth: int) -> tuple[ActorMention, ...]:
    """Where coreference leaves "it" or "he" open: the speaker ("Iran said it would"); in his own quoted words nobody is "he" to himself.

    A spokesman, a ministry or a statement that says "he" speaks of the head of its own state.
    """
    above = next((a.i for a in view.parse.ancestors(head) if reports(view, a.i)), None)
    if above is not None and clause.is_passive(view.parse, above) and view.parse.kids(above, "agent"):  # "was told by X that she"
        return tuple(phrases(view, clause.surface_subject(view.parse, above), depth))
    if above is not None and _is_addressed(view, head, above):
        return tuple(phrases(view, clause.logical_object(view.parse, above), depth))
    speakers = speaker_of(view, head, depth)
    if _is_its_own_object(view, head, speakers, depth):
        return ()
    if not view.in_quotation(head):
        return speakers
    spoken_for = view.lower(head) in ("he", "she") and all(m.actor_id == m.code and m.code in m.countries for m in speakers)
    return speakers if spoken_for else ()


def _is_addressed(view: View, head: int, said: int) -> bool:
    """As in "told Iran it must leave": whoever is told what he must do is meant."""
    verb = view.parse.tokens[head].head
    bidden = any(k.text.lower() in ("must", "should") for k in view.parse.kids(verb, "aux"))
    return bidden and view.parse.tokens[head].dep == "nsubj" and bool(view.parse.kids(said, "dobj"))


def _is_its_own_object(view: View, head: int, actors: Sequence[ActorMention], depth: int) -> bool:
    """Whether "it" would be both subject and object: in "said it opposed it" the second is something else."""
    token = view.parse.tokens[head]
    if token.dep != "dobj" or token.text.lower().endswith(("self", "selves")):
        return False
    subjects = phrases(view, clause.logical_subject(view.parse, token.head), depth)
    return bool({m.code for m in subjects} & {m.code for m in actors})


def _below(view: View, head: int) -> list[list[int]]:
    """Where an actor may stand inside a phrase that names none by its head ("Iran's refusal", "leaders of Iran"), best first."""
    parse = view.parse
    nouns = (head, *clause.preposition_objects(parse, head, "of"))
    named = [k.i for i in nouns for k in parse.kids(i, "appos") if _is_named(view, k.i) and len(parse.conjuncts(k.i)) > 1]
    places = [named]  # "the guarantors of the process, Russia, Turkey and Iran,"
    if view.is_any(head, view.lexicon.classes["frontier"]):
        places.append(clause.preposition_objects(parse, head, "with"))
    if not view.is_any(head, view.lexicon.classes["others"]):
        kin = view.is_any(head, view.lexicon.classes["kin"])  # "his relatives" are not he
        owned = [k for k in parse.kids(head, "poss") if not kin or view.lower(k.i) not in THIRD_PERSON]
        places.append([clause.antecedent(parse, k.i) for k in owned])  # "whose army": the noun before
        owners = [clause.preposition_objects(parse, head, word) for word in _OWNERS if word != "from" or not is_leaving(view, head)]
        attack = view.is_any(head, view.lexicon.classes["violence"])  # "the bombing of the U.S. embassy": the USA did not bomb
        places += [[i for i in heads if not attack or not view.is_any(i, view.lexicon.classes["building"])] for heads in owners]
        places.append([i for i in clause.preposition_objects(parse, head, "including") if i in view.mentions])
    places.append([i for i in clause.preposition_objects(parse, head, "under") if view.is_any(i, view.lexicon.classes["sway"])])
    if view.is_any(head, view.lexicon.classes["abroad"]):
        places.append(left_behind(view, head))
    borrowed = view.lexicon.classes["borrowed"]  # "the town held by rebels" is theirs, "the army backed by Iran" is not Iran's
    acts = [k.i for k in parse.kids(head, "acl") if clause.is_passive(parse, k.i) and k.text.lower() not in borrowed]
    places.append([o for i in acts for o in clause.logical_subject(parse, i)])
    places.append([k.i for k in parse.kids(head, "appos") if not view.is_any(k.i, view.lexicon.classes["deed"])])
    if view.is_any(head, view.lexicon.classes["done"]):  # "the role Iran has played"
        told = [s for k in parse.kids(head, "relcl") for s in parse.kids(k.i, "nsubj")]
        places.append([s.i for s in told if s.tag not in clause.RELATIVE])
    if view.is_any(head, view.lexicon.classes["targets"]):
        places.append(clause.preposition_objects(parse, head, "for"))
    places.append(doers(view, head))
    people = view.lower(head) in _MANY or view.is_any(head, view.lexicon.classes["people"])
    if people and not from_elsewhere(view, head):
        places.append(clause.preposition_objects(parse, head, "in"))
    return places


def is_leaving(view: View, noun: int) -> bool:
    """True for "withdrawal" and the like: what they are from is left, not asked for it."""
    return any(rule.type == "RETREAT" for rule, _ in view.lexicon.nouns.get(view.form(noun), ()))


def is_private(view: View, mention: ActorMention) -> bool:
    """Whether the words for an actor, or those that a pronoun goes back to, name one private person ("a French student")."""
    if (mention.actor_id or "").startswith("PER:"):
        return False
    head = view.parse.head_of(mention.start, mention.end)
    while head is not None and head.dep in MODIFIERS and not view.is_any(head.i, view.lexicon.classes["private"]):
        head = view.parse.tokens[head.head]
    if head is not None and head.tag in ("NN", "NNP") and view.is_any(head.i, view.lexicon.classes["private"]):
        return True
    if head is not None and head.tag == "NN" and _is_retired(view, head):
        return True
    if head is not None and any(_is_plain(view, k) for k in view.parse.kids(head.i, "appos")):
        return True  # "Hénin, a French journalist"
    if mention.antecedent is None:
        return False
    start, end = mention.antecedent
    named = _NOUN_PHRASE.match(view.text, end)
    words = _WORDS.findall(view.text[start : named.end() if named else end].lower())
    return not view.lexicon.classes["private"].isdisjoint(words) and view.lexicon.classes["title"].isdisjoint(words)


def _is_plain(view: View, noun: Token) -> bool:
    """Whether a noun is somebody's trade and no office."""
    return (
        noun.tag == "NN" and view.is_any(noun.i, view.lexicon.classes["private"]) and not view.is_any(noun.i, view.lexicon.classes["title"])
    )


def _is_retired(view: View, head: Token) -> bool:
    """Whether somebody was a soldier once: "a former British soldier" acts for himself."""
    retired = any(k.text.lower() in ("former", "ex", "retired") for k in view.parse.kids(head.i, "amod"))
    return retired and view.is_any(head.i, view.lexicon.classes["troops"])


def left_behind(view: View, head: int) -> list[int]:
    """What refugees flee is where they are from: "refugees fleeing Liberia", "fleeing the war in Liberia"."""
    parse = view.parse
    fleeing = [k.i for k in parse.kids(head, "acl", "relcl") if k.lemma in _FLEE]
    fled = [o for i in fleeing for o in (*clause.logical_object(parse, i), *clause.preposition_objects(parse, i, "from"))]
    return [*fled, *(o for i in (*fled, *fleeing) for o in clause.preposition_objects(parse, i, "in"))]


def from_elsewhere(view: View, head: int) -> bool:
    """Refugees, tourists and the like are not of the country they are in."""
    words = (head, *(k.i for k in view.parse.kids(head, "compound", "amod")))
    return any(view.is_any(i, view.lexicon.classes["abroad"]) for i in words)


def _has_owner(view: View, head: int) -> bool:
    """True when a possessor that names an actor stands before the noun: it counts before the adjectives."""
    return any(t.i in view.mentions for k in view.parse.kids(head, "poss") for t in view.parse.subtree(k.i))


def _names_itself(view: View, head: int) -> bool:
    """As in "the Arab country of Tunisia": what follows "of" is the name of what the noun means."""
    named = clause.preposition_objects(view.parse, head, "of")
    return view.is_any(head, view.lexicon.classes["named_of"]) and any(i in view.mentions for i in named)


def describing(view: View, head: int) -> tuple[ActorMention, ...]:
    """Actors named by adjectives and compounds of a noun ("Russian-Turkish plan", "US visit"), in text order.

    Not "anti-US" and "US-backed", which say whose side somebody is on, nor the state whose money is counted ("U.S. dollars").
    """
    if view.is_any(head, view.lexicon.classes["currency"]):
        return ()
    named = tuple(m for m in _modifying(view, head) if not _takes_sides(view, m) and not (m.reason or "").startswith("place"))
    named = tuple(m for m in named if _holds(view, m)) or named
    if view.is_any(head, view.lexicon.classes["others"]):  # "U.S. allies" are others, "its Arab allies" are Arabs
        return tuple(m for m in named if view.parse.at(m.start, m.end)[-1].tag == "JJ")
    return named


def _takes_sides(view: View, mention: ActorMention) -> bool:
    """True for "anti-US", "pro-Iranian" and "US-backed", "Russian and Iranian-backed"."""
    if _STANCE.search(view.text, max(0, mention.start - _STANCE_REACH), mention.start):
        return True
    joined = _JOINED_TOGETHER.match(view.text, mention.end)
    return joined is not None and joined.group(1) != mention.text and joined.group(2).lower() in view.lexicon.classes["borrowed"]


def _holds(view: View, mention: ActorMention) -> bool:
    """True for "rebel-held": whoever has a place is meant by it, not the country it lies in."""
    joined = _JOINED.match(view.text, mention.end)
    return joined is not None and joined.group(1).lower() in view.lexicon.classes["holding"]


def opposed(view: View, head: int) -> tuple[ActorMention, ...]:
    """Actors whom a noun's adjective is against ("anti-American protests"), in text order."""
    return tuple(m for m in _modifying(view, head) if _AGAINST.search(view.text, max(0, m.start - _STANCE_REACH), m.start))


def _modifying(view: View, head: int) -> list[ActorMention]:
    found: dict[tuple[str, str], ActorMention] = {}
    attack = view.is_any(head, view.lexicon.classes["violence"])
    for kid in view.parse.kids(head, *MODIFIERS):
        if kid.i > head or (attack and view.is_any(kid.i, view.lexicon.classes["building"])):  # "the U.S. embassy bombing"
            continue
        for token in view.parse.subtree(kid.i):
            for mention in view.mentions.get(token.i, ()):
                found.setdefault(identity(mention), mention)
    return list(found.values())


def speaker_of(view: View, i: int, depth: int = 0) -> tuple[ActorMention, ...]:
    """Who says the clause that token `i` stands in: the subject of the nearest reporting verb above, or "according to"."""
    parse = view.parse
    below = i
    for above in parse.ancestors(i):
        told = parse.tokens[below].dep in ("ccomp", "parataxis", "advcl", "xcomp") and not _only_meanwhile(view, below)
        if told and reports(view, above.i):
            return tuple(phrases(view, clause.logical_subject(parse, above.i), depth))
        below = above.i
    for kid in parse.kids(below, "ccomp", "parataxis", "advcl"):  # a reporting clause that hangs on what it reports
        if reports(view, kid.i) and not parse.kids(kid.i, "dobj"):
            return tuple(phrases(view, clause.surface_subject(parse, kid.i), depth))
    if (view.quoted or view.is_all_quoted()) and not view.lexicon.context.cue("report", *sorted(view.lexicon.lemmas_of(view.lower(below)))):
        return view.last_speaker
    according = [o for k in parse.kids(below, "prep") if k.text.lower() == "according" for o in clause.objects_of_preposition(parse, k.i)]
    return tuple(phrases(view, according, depth))


def _only_meanwhile(view: View, i: int) -> bool:
    """Whether a clause only tells when or why something is said: "asked for help as the army withdrew"."""
    return view.parse.tokens[i].dep == "advcl" and any(k.i < i for k in view.parse.kids(i, "mark"))


def reports(view: View, i: int) -> bool:
    """True for a verb of saying, whose subject is the speaker of what hangs on it."""
    return clause.is_verb(view.parse, i) and view.lexicon.context.cue("report", *sorted(view.lexicon.lemmas_of(view.lower(i)))) is not None
