"""From roles to participants: which actors the phrases hold that a rule's roles name, and on which side each of them stands."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from transforms.events import clause
from transforms.events.naming import (
    THIRD_PERSON,
    describing,
    from_elsewhere,
    identity,
    left_behind,
    opposed,
    phrases,
    reports,
    speaker_of,
)
from transforms.events.reach import ABOUT_TYPES, PLACE_PREPOSITIONS, complement, follows_attack, is_in_place, is_topic, places
from transforms.events.roles import SEARCHED, complement_subject, heads_of
from transforms.events.view import Match, View
from transforms.records import UNKNOWN_CODE, ActorMention
from transforms.syntax import Token

_NAMING_ROLES = ("subject", "object", "governor", "possessor", "dative", "complement.subject", "complement.doer", "complement.object")
_AT_WHOM = ("on", "upon", "to", "with", "against", "from")
_RECIPROCAL_TYPES = ("AGREE", "SUPPORT", "COOPERATE", "CONSULT", "REQUEST")  # "X and Y agreed": nobody else is meant
_DOMESTIC_TYPES = ("REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "COERCE", "ASSAULT", "CONCEDE", "SANCTION")
_ANSWERING_TYPES = ("ACCUSE", "REJECT", "THREATEN", "SANCTION", "MOBILIZE", "ASSAULT")
_PLACED_TYPES = ("CONSULT", "ASSAULT", "PROTEST")
_AT_PERSONS_TYPES = ("SUPPORT", "SANCTION", "COERCE")  # "paid tribute to Holmes", "sanctions against Kony"
_TOWN_TYPES = ("CONSULT", "ASSAULT", "COERCE", "THREATEN")
_OWN_WORD_TYPES = ("AGREE", "THREATEN", "CONCEDE", "SUPPORT", "CONSULT", "COOPERATE")
BY_PLACE = "by place"
_BEFORE_PLACES = (" in", " In", " near", "city of", "town of", "enclave of", "province of", "village of")
_WHERE = ("in", "into", "through", "across")
PLACE_OF_ACT = "place of the act"
_AT_TOWN = ("at", "on", "against", "toward", "towards")
_QUARTERS = frozenset(("eastern", "western", "northern", "southern", "central"))
_OF_A_PEOPLE = ("ethnic", "indigenous", "native")
_EACH_OTHER = (("each", "other"), ("one", "another"))
_SOMEBODY = frozenset(
    ("he", "him", "she", "her", "they", "them", "us", "me", "everyone", "everybody", "anyone", "anybody", "those", "others")
)


def fill(view: View, match: Match, *, strict: bool = False) -> tuple[tuple[ActorMention, ...], tuple[ActorMention, ...]]:
    """(sources, targets) of a matched rule: the first role of each side that names an actor; nobody stands on both sides.

    Where no role names a known actor, the type's last roles are tried (`seeds/events/types.csv`; not when `strict`), then a named but
    unknown one ("Jean Dupont resigned") counts with the code UNK.
    """
    source_last, target_last = ((), ()) if strict else view.lexicon.fallbacks.get(match.rule.type, ((), ()))
    source_roles, target_roles = _sides(view, match)
    sources = _first(view, match, (*source_roles, *source_last), ()) or _unknown(view, match, source_roles)
    sources = [*_located(view, match, sources), *_partners(view, match, sources)]
    equals = match.rule.type in _RECIPROCAL_TYPES and len({m.code for m in sources}) > 1
    roles = target_roles if equals or not target_roles else (*target_roles, *target_last)
    told = match.content is not None and clause.clause_kind(view.parse, match.content) == "that"
    if equals and told and match.rule.type == "AGREE":  # "France and Britain agreed that Iran should leave": it is promised nothing
        roles = tuple(role for role in roles if not role.startswith("complement"))
    roles = () if is_mutual(view, match, sources) else roles
    targets = _first(view, match, roles, sources) or list(opposed(view, match.head)) or _unknown(view, match, target_roles)
    targets = targets or _provoker(view, match, sources)
    targets = [m for m in targets if strict or not _is_place_name(view, m)]
    known = {identity(s) for s in sources}
    targets = [m for m in targets if identity(m) not in known or _is_domestic(view, match, m, sources)]
    targets = [m for m in targets if not _is_own_state(view, match, m, sources) and not _is_own_town(m, sources)]
    targets = [m for m in targets if not _is_only_where(view, match, m, sources)]
    return tuple(sources), tuple(_located(view, match, targets))


def _provoker(view: View, match: Match, sources: Sequence[ActorMention]) -> list[ActorMention]:
    """Who prompted an act is whom it is aimed at: "closed the border, prompting Iran to recall its envoy"."""
    token = view.parse.tokens[match.clause]
    if match.rule.type not in _ANSWERING_TYPES or token.dep != "xcomp" or not view.is_any(token.head, view.lexicon.classes["prompting"]):
        return []
    known = {m.code for m in sources}
    return [m for m in phrases(view, clause.logical_subject(view.parse, token.head)) if m.code not in known]


def _is_only_where(view: View, match: Match, target: ActorMention, sources: Sequence[ActorMention]) -> bool:
    """As in "intervened in Syria to prop up Assad", "at his request": the state is not fought in which somebody is helped.

    Nor is the fighters' own: "government forces swept through Syria"; nor where two sides fight one another.
    """
    parse, head, classes = view.parse, view.parse.head_of(target.start, target.end), view.lexicon.classes
    if match.rule.type != "ASSAULT" or head is None or head.dep != "pobj" or view.lower(head.head) not in _WHERE:
        return False
    if target.actor_id == target.code and target.code in {m.code for m in sources}:
        return True
    inside = view.lower(head.head) == "in"
    if inside and "pair" in match.rule.needs and len({m.code for m in sources}) > 1:
        return True
    helped = any(view.is_any(k.i, classes["backing"]) for k in parse.kids(match.clause, "advcl", "xcomp"))
    asked = any(
        view.is_any(o.i, classes["behest"])
        for i in (match.clause, match.head)
        for k in parse.kids(i, "prep")
        for o in parse.kids(k.i, "pobj")
    )
    return inside and (helped or asked)


def _partners(view: View, match: Match, sources: Sequence[ActorMention]) -> list[ActorMention]:
    """Names that no registry holds beside one that it holds, in an act of equals: "the government and FCD signed"."""
    if match.rule.type not in _RECIPROCAL_TYPES or not sources:
        return []
    heads = [i for i in heads_of(view, match, "subject") if i in view.mentions]
    joined = [t for i in heads for t in view.parse.conjuncts(i) if t.i not in view.mentions and t.tag == "NNP" and t.text.isupper()]
    return [ActorMention(t.start, t.end, t.text, None, UNKNOWN_CODE, None, reason="not in the registry") for t in joined]


def _sides(view: View, match: Match) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The rule's roles; whose subject only receives what a noun tells is its target: "suffered an attack by", "received a call from"."""
    rule = match.rule
    verb = match.clause != match.head and rule.kind == "noun" and "governor" in rule.source
    if not verb or not view.is_any(match.clause, view.lexicon.classes["receive"]) or clause.is_passive(view.parse, match.clause):
        return rule.source, rule.target
    return ("from", *(role for role in rule.source if role != "governor")), ("governor", *rule.target)


def is_mutual(view: View, match: Match, sources: Sequence[ActorMention]) -> bool:
    """Whether the sources act on one another: "pledged to consult each other on their relations with NATO" is not aimed at NATO."""
    if len({m.code for m in sources}) <= 1:
        return False
    verbs = {match.clause, match.head, *complement(view, match)}
    return any(
        t.text.lower() == second and t.i and view.lower(t.i - 1) == first and verbs & {t.head, view.parse.tokens[t.head].head}
        for t in view.parse.subtree(match.clause)
        for first, second in _EACH_OTHER
    )


def _located(view: View, match: Match, side: Sequence[ActorMention]) -> list[ActorMention]:
    """Unknown people ("demonstrators", "three civilians") belong to the country in which the clause puts them."""
    return [_with_country(view, match, m) if m.code == UNKNOWN_CODE and not _is_name(view, m) else m for m in side]


def _is_name(view: View, mention: ActorMention) -> bool:
    head = view.parse.head_of(mention.start, mention.end)
    if head is None or any(view.lower(k.i) in _OF_A_PEOPLE for k in view.parse.kids(head.i, "amod")):  # "ethnic Albanians in Serbia"
        return False
    return head.tag.startswith("NNP") and not view.is_any(head.i, view.lexicon.classes["people"])  # "Muslims in Pakistan"


def _with_country(view: View, match: Match, mention: ActorMention) -> ActorMention:
    head = view.parse.head_of(mention.start, mention.end)
    if any(view.is_any(t.i, view.lexicon.classes["insurgent"]) for t in view.parse.at(mention.start, mention.end)):
        return mention
    if head is not None and from_elsewhere(view, head.i):
        around = left_behind(view, head.i)
    else:
        around = [*([] if head is None else _below(view, head.i)), *([] if match.rule.type == "CONSULT" else places(view, match))]
    owners = [] if head is None else phrases(view, clause.preposition_objects(view.parse, head.i, "from"))
    owner = next((m for m in owners if m.code != UNKNOWN_CODE), None)
    if owner is not None:  # "warplanes from the Saudi-led coalition"
        return replace(mention, actor_id=owner.actor_id, code=owner.code, countries=owner.countries, basis="alias", reason=None)
    state = next((named for i in around if (named := _state_at(view, i)) is not None), None)
    if state is None:
        return mention
    return replace(mention, actor_id=state.actor_id, code=state.code, countries=state.countries, basis="metonym", reason=BY_PLACE)


def _state_at(view: View, i: int) -> ActorMention | None:
    """The state that a place is in, by the actor that it names or by the list of towns; "the Pakistani city of" by its adjective."""
    if i in view.mentions or not view.parse.tokens[i].tag.startswith("NNP"):
        return next((m for m in (*view.mentions.get(i, ()), *describing(view, i)) if m.code in m.countries), None)
    return _town(view, i)


def _town(view: View, head: int) -> ActorMention | None:
    """The state of a town that the list knows by this name."""
    town = view.town(head)
    if town is None:
        return None
    start, end, country = town
    return ActorMention(start, end, view.text[start:end], country, country, "metonym", countries=(country,), reason=BY_PLACE)


def _first(view: View, match: Match, roles: Sequence[str], taken: Sequence[ActorMention]) -> list[ActorMention]:
    known, means = {identity(m) for m in taken}, {identity(m) for m in _means(view, match, taken)}
    follows = "enemy" in roles and follows_attack(view, match.clause)
    for role in roles:
        for named in _readings(view, match, role, taken):
            found = [m for m in named if identity(m) not in known or _is_domestic(view, match, m, taken)]
            found = [m for m in found if identity(m) not in means and not _is_own_state(view, match, m, taken)]
            found = [m for m in found if not (follows and _is_nameless(m, taken))]
            if found:
                return [m for m in found if m.code != UNKNOWN_CODE or not _is_rest(view, m)] or found
            if named and taken and role == "object" and match.rule.type == "REQUEST":
                return []  # "urged its citizens to leave Yemen": nobody else is asked
        somebody = None if follows else _somebody(view, match, role)
        if somebody is not None:
            return _where(view, match, somebody, role)
    return []


def _is_nameless(mention: ActorMention, sources: Sequence[ActorMention]) -> bool:
    """Whether somebody is unknown, or only taken for one of the attacker's own people because nobody else is named."""
    guessed = mention.antecedent is not None and (mention.reason or "").startswith("belongs to")
    return mention.code == UNKNOWN_CODE or (guessed and mention.code in {m.code for m in sources})


def _means(view: View, match: Match, sources: Sequence[ActorMention]) -> list[ActorMention]:
    """The threatener's own people and who stands beside them in what he threatens: "Iran warned that its troops and their allies would"."""
    if match.rule.type != "THREATEN" or any(clause.is_passive(view.parse, i) for i in complement(view, match)):
        return []
    named = phrases(view, complement_subject(view, match))
    return named if {m.code for m in named} & {m.code for m in sources} else []


def _is_rest(view: View, mention: ActorMention) -> bool:
    """Who is named beside others only by their kind: "Hezbollah and other guerrillas"."""
    head = view.parse.head_of(mention.start, mention.end)
    return head is not None and any(view.lower(k.i) == "other" for k in view.parse.kids(head.i, "amod"))


def _somebody(view: View, match: Match, role: str) -> int | None:
    """Who stands in the role without any mention that tells who it is ("urged the parties to"): nobody further off is meant then."""
    told = role in ("to", "with") and match.rule.type == "ACCUSE"  # "complained to the press about Iran"
    closing = role in _NAMING_ROLES and role != "possessor" or role in _AT_WHOM and not told
    heads = heads_of(view, match, role) if closing else []
    if role == "possessor" and view.parse.tokens[match.head].dep != "dobj":  # "after its invasion": somebody's own, whoever that is
        return next((i for i in heads_of(view, match, role) if view.lower(i) in THIRD_PERSON and not phrases(view, [i])), None)
    return next((i for i in heads if i not in match.arguments and _is_somebody(view, i, role) and not phrases(view, [i])), None)


def _where(view: View, match: Match, head: int, role: str) -> list[ActorMention]:
    """The state in which people without a name are said to be: "the parties to the conflict in Iraq"; one man may come from anywhere."""
    if not view.is_any(head, view.lexicon.classes["people"]) or view.parse.tokens[head].tag != "NNS" or from_elsewhere(view, head):
        return []
    inside = [i for i in _below(view, head) if is_in_place(view, view.parse.tokens[i])]
    around = [] if role in match.rule.source or role.startswith("complement") else places(view, match)
    named = (_state_at(view, i) for i in (*inside, *around))
    return [m for m in named if m is not None][:1]


def _below(view: View, head: int) -> list[int]:
    """What the phrase's own prepositions hold, through further ones ("the parties to the conflict in Iraq"), but no clause."""
    own = [p.i for prep in view.parse.kids(head, "prep") for p in (prep, *view.parse.kids(prep.i, "conj"))]  # "in and around Miami"
    found = [k.i for i in own for k in view.parse.kids(i, "pobj")]
    return [j for i in found for j in (i, *_below(view, i))]


def _is_somebody(view: View, i: int, role: str) -> bool:
    token = view.parse.tokens[i]
    if token.tag.startswith("NNP"):
        return role in _NAMING_ROLES and _may_name_actor(view, token)
    people = view.lexicon.classes["addressed"] | view.lexicon.classes["private"]
    return view.lower(i) in _SOMEBODY or (token.is_noun and view.is_any(i, people))


def _readings(view: View, match: Match, role: str, taken: Sequence[ActorMention]) -> Iterator[list[ActorMention]]:
    """What a role names: one group of actors, or for the roles that search a stretch of text one group after the other."""
    if role in SEARCHED:
        at_home = role == "place" and match.rule.type == "ASSAULT"  # a government that bombs its own towns
        ours = set() if at_home or match.rule.type == "PROTEST" else {m.code for m in taken}
        for head in SEARCHED[role](view, match):
            named = [m for m in phrases(view, [head]) if m.code not in ours or _is_rival(match, m, taken)]
            yield [replace(m, reason=m.reason or PLACE_OF_ACT) for m in named] if role == "place" else named
    else:
        yield in_role(view, match, role)


def _is_rival(match: Match, mention: ActorMention, sources: Sequence[ActorMention]) -> bool:
    """Another politician of the same state, by name: "Miliband's refusal to back Cameron's call"."""
    persons = all((m.actor_id or "").startswith("PER:") for m in (mention, *sources))
    return persons and match.rule.type in _DOMESTIC_TYPES and identity(mention) not in {identity(s) for s in sources}


def _is_domestic(view: View, match: Match, mention: ActorMention, sources: Sequence[ActorMention]) -> bool:
    """A government that jails its own people: the same state on both sides, named twice."""
    if mention.text.lower() in THIRD_PERSON:
        return False  # who acts, once more
    people = all(any(word.islower() for word in s.text.split()) for s in sources)  # "protesters asked the government"
    institution = (people or match.rule.type in ("COERCE", "PROTEST")) and (mention.reason or "").startswith("belongs to")
    named = institution or mention.antecedent is None
    apart = named and all(mention.end <= s.start or s.end <= mention.start for s in sources)
    return match.rule.type in _DOMESTIC_TYPES and apart and mention not in speaker_of(view, match.clause)  # "he said Iran would hit them"


def _is_own_state(view: View, match: Match, mention: ActorMention, sources: Sequence[ActorMention]) -> bool:
    """The bare state of whoever speaks for it is nobody whom its words are meant for: "he vowed that Iran would", "said Iran must"."""
    own = mention.actor_id == mention.code and any(s.code == mention.code for s in sources)
    return own and (match.rule.type in _OWN_WORD_TYPES or match.rule.kind == "modal" or _is_told(view, match, mention))


def _is_own_town(mention: ActorMention, sources: Sequence[ActorMention]) -> bool:
    """A town that its own state's army takes was in somebody else's hands: "Syrian forces retook Douma"."""
    return mention.reason == BY_PLACE and any(mention.code == s.code for s in sources)


def _is_told(view: View, match: Match, mention: ActorMention) -> bool:
    """Whether the mention is the subject of the complement of a verb of claiming: "the minister claimed that Iran had proof"."""
    claimed = match.rule.type == "ACCUSE" and match.rule.mode != "investigate"  # one may investigate how one's own government acts
    heads = complement_subject(view, match) if claimed else []
    return any(view.parse.tokens[i].start < mention.end and mention.start < view.parse.tokens[i].end for i in heads)


def _unknown(view: View, match: Match, roles: Sequence[str]) -> list[ActorMention]:
    """A proper name, or a word for people, that no registry entry explains; a town that is struck is its state's."""
    for role in roles:
        if match.rule.type == "ASSAULT" and (role in _AT_TOWN or (role == "of" and match.rule.kind == "noun")):
            struck = next((town for i in heads_of(view, match, role) if (town := _town(view, i)) is not None), None)
            if struck is not None:
                return [struck]
        names = role in _NAMING_ROLES or (role in ("to", "against") and match.rule.type in _AT_PERSONS_TYPES)
        for head in heads_of(view, match, role) if names else []:
            token = view.parse.tokens[_speaking(view, head)]
            head = token.i
            above = view.parse.tokens[token.head]
            if token.dep == "pobj" and above.text.lower() in PLACE_PREPOSITIONS:
                continue
            if match.rule.type == "AGREE" and role.startswith("complement") and not token.tag.startswith("NNP"):
                continue  # "willing to hand over prisoners": nothing is promised them
            if head in view.mentions or not _may_name_actor(view, token) or (role == "object" and _is_site(view, head)):
                continue
            town = _town(view, head)
            if town is not None and role == "object" and match.rule.type in _TOWN_TYPES:  # "overran Mosul": a town is its state's
                return [town]
            if town is not None:
                continue
            first = min((k.i for k in view.parse.kids(head, "compound") if k.tag.startswith("NNP")), default=head)
            start = view.parse.tokens[first].start
            text = view.text[start : token.end]
            return [ActorMention(start, token.end, text, None, UNKNOWN_CODE, None, reason="not in the registry")]
    return []


def _is_site(view: View, head: int) -> bool:
    """Whether a name is that of a place: "Shandong Province", "eastern Ghouta"."""
    quarter = any(view.is_any(k.i, _QUARTERS) for k in view.parse.kids(head, "amod", "compound"))
    return quarter or view.is_any(head, view.lexicon.classes["site"])


def _is_place_name(view: View, mention: ActorMention) -> bool:
    """Whether an unknown name is that of a place, since the article says "in Afrin" or "the city of Afrin" elsewhere."""
    unknown = mention.code == UNKNOWN_CODE and mention.text.istitle() and mention.antecedent is None
    return unknown and any(f"{words} {mention.text}" in view.text for words in _BEFORE_PLACES)


def _speaking(view: View, i: int) -> int:
    """For a pronoun in reported speech the head of the phrase that names the speaker, else the token itself."""
    if view.lower(i) in THIRD_PERSON:
        for above in view.parse.ancestors(i):
            if reports(view, above.i):
                return next(iter(clause.logical_subject(view.parse, above.i)), i)
    return i


def _may_name_actor(view: View, token: Token) -> bool:
    if token.tag in ("NNP", "NNPS"):
        return view.lexicon.context.cue("schedule", token.text.lower()) is None
    owners = [*(k.i for k in view.parse.kids(token.i, "poss", "compound")), *clause.preposition_objects(view.parse, token.i, "of")]
    private = any(view.is_any(i, view.lexicon.classes["business"]) for i in owners)  # "the company's president"
    return token.is_noun and not private and view.is_any(token.i, view.lexicon.classes["political"])


def in_role(view: View, match: Match, role: str) -> list[ActorMention]:
    """Actors in one role of the match; see docs/events.md for the roles."""
    if role == "speaker":
        return list(speaker_of(view, match.clause))
    if role == "adjective":
        described = [m for m in describing(view, match.head) if match.rule.type not in ABOUT_TYPES or not is_topic(view, m)]
        return [m for m in described if match.rule.type not in _PLACED_TYPES or m.basis != "metonym"]  # "the Geneva talks": a place
    return phrases(view, heads_of(view, match, role))
