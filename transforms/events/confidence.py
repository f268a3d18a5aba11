"""How far a mention can be trusted: points for what speaks for and against it (seeds/events/confidence.csv), made a probability."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from transforms.events import clause
from transforms.events.found import Verdict
from transforms.events.lexicon import Lexicon
from transforms.events.points import AGAIN, BASE, LEAST
from transforms.events.view import Match, View
from transforms.records import UNKNOWN_CODE, ActorMention, Event

_POINTS_A_LOGIT = 10
_LEAST, _MOST = 0.05, 0.95
_FAR_TOKENS = 12
_LEAD_CHARS = 600
_BRIEF_CHARS = 1500
_LONG_CHARS = 7000
_WORD = re.compile(r"[^\W_]+")
_COMMENT_WORDS = 250
_INFORMANTS, _WEEKDAYS = 3 / 1000, 1.5 / 1000  # a report has more of them among its words
_DEEP = 5  # words between the trigger and the main verb
_ADDRESSED = ("REQUEST", "ACCUSE", "REJECT", "SUPPORT", "THREATEN", "SANCTION", "COERCE", "AID")  # nobody does these to nobody
_NOUN_OBJECTS = ("with", "on", "against", "to", "of")
_VERB_OBJECTS = ("with", "to", "on", "against", "from", "in", "for")

Sides = tuple[tuple[ActorMention, ...], tuple[ActorMention, ...]]


def confidence(view: View, match: Match, verdict: Verdict, sides: Sides) -> float:
    """The probability that type, status and participants of the mention are all right, as far as its sentence tells."""
    points = view.lexicon.points
    total = points.get(BASE, 0) + sum(points.get(name, 0) for name in evidence(view, match, verdict, sides))
    return _probability(total / _POINTS_A_LOGIT)


def raised(value: float, points: int) -> float:
    """A confidence after further points."""
    return _probability(math.log(value / (1 - value)) + points / _POINTS_A_LOGIT)


def sure_enough(events: Sequence[Event], text: str, points: Mapping[str, int]) -> list[Event]:
    """The events that reach the "least" percentage of the table, and the surest of a brief text."""
    least = points.get(LEAST, 0) / 100
    if len(text) < _BRIEF_CHARS:
        least = min(least, max((event.best.confidence for event in events), default=0.0))
    return [event for event in events if event.best.confidence >= least]


def told_again(event: Event, points: Mapping[str, int]) -> Event:
    """The event, surer when the article tells of it in more than one place."""
    more = points.get(AGAIN, 0) if len(event.mentions) > 1 else 0
    return replace(event, best=replace(event.best, confidence=raised(event.best.confidence, more)))


def _probability(logit: float) -> float:
    return round(min(max(1 / (1 + math.exp(-logit)), _LEAST), _MOST), 3)


def evidence(view: View, match: Match, verdict: Verdict, sides: Sides) -> Iterator[str]:
    """Names of what holds of a mention, each of which may have points."""
    yield f"type {verdict.type}"
    yield f"status {verdict.status}"
    yield f"rule {match.rule.id}"
    if verdict.certainty < 1:
        yield "claimed"
    if match.head != match.clause:
        yield "carried"
    yield from _about_sides(view, match, sides)
    if not sides[1]:
        yield from _about_lack(verdict.type, sides[0])
    yield from _about_clause(view, match)


def _about_sides(view: View, match: Match, sides: Sides) -> Iterator[str]:
    sources, targets = sides
    if not sources:
        yield "source missing"
    if sources and targets:
        yield "sides both"
    if len(sources) == 1 and len(targets) == 1:
        yield "one to one"
    if {m.code for m in sources} & {m.code for m in targets}:
        yield "sides of one state"
    yield from _about_names(sources, targets)
    if _distance(view, match, (*sources, *targets)) > _FAR_TOKENS:
        yield "participant far"
    if sources and _all_among(view, sources, _subjects(view, match)):
        yield "source in place"
    if targets and _all_among(view, targets, _objects(view, match)):
        yield "target in place"


def _about_lack(event_type: str, sources: Sequence[ActorMention]) -> Iterator[str]:
    if event_type in _ADDRESSED:
        yield "addressee missing"
    if event_type == "CONSULT" and len(sources) == 1:
        yield "counterpart missing"


def _about_names(sources: Sequence[ActorMention], targets: Sequence[ActorMention]) -> Iterator[str]:
    if any(m.code == UNKNOWN_CODE for m in sources):
        yield "source unknown"
    if any(m.basis == "title+name" for m in sources):
        yield "source titled"
    if any(m.code.startswith("GRP:") for m in sources):
        yield "source group"
    if len(sources) > 1:
        yield "sources several"
    if len(targets) > 1:
        yield "targets several"
    if any(m.code == UNKNOWN_CODE for m in targets):
        yield "target unknown"
    if any(m.basis == "coreference" for m in targets):
        yield "target by pronoun"
    if any((m.actor_id or "").startswith("PER:") for m in targets):
        yield "target person"
    if any(m.code.startswith("REG:") for m in (*sources, *targets)):
        yield "side bloc"


def _about_clause(view: View, match: Match) -> Iterator[str]:
    verb = view.parse.tokens[match.clause]
    if verb.tag == "VBG":
        yield "verb -ing"
    if verb.dep == "ROOT":
        yield "clause main"
    if verb.dep in ("advcl", "relcl", "acl", "pcomp"):
        yield "clause subordinate"
    if not clause.surface_subject(view.parse, match.clause):
        yield "subject missing"
    if sum(1 for _ in view.parse.ancestors(match.head)) >= _DEEP:
        yield "clause deep"
    if view.sentence.start < _LEAD_CHARS:
        yield "sentence lead"
    if len(view.text) < _BRIEF_CHARS:
        yield "article brief"
    if len(view.text) > _LONG_CHARS:
        yield "article long"
    if view.comment:
        yield "article comment"


def is_comment(text: str, lexicon: Lexicon) -> bool:
    """Whether an article comments rather than reports: it seldom names an informant, and hardly a day of the week. Short texts never do."""
    words = Counter(_WORD.findall(text.lower()))
    told, days = (
        sum(n for word, n in words.items() if not lexicon.lemmas_of(word).isdisjoint(lexicon.classes[name]))
        for name in ("informants", "weekdays")
    )
    length = words.total()
    return length >= _COMMENT_WORDS and told < _INFORMANTS * length and days < _WEEKDAYS * length


def _distance(view: View, match: Match, actors: Sequence[ActorMention]) -> int:
    """Tokens between the trigger and the farthest participant."""
    places = [min((abs(t.i - match.head) for t in view.parse.at(m.start, m.end)), default=_FAR_TOKENS + 1) for m in actors]
    return max(places, default=0)


def _all_among(view: View, side: Sequence[ActorMention], heads: Iterable[int]) -> bool:
    """Whether every actor of a side is named by one of the heads itself, not somewhere inside their phrases."""
    tokens = {c.i for head in heads for c in view.parse.conjuncts(head)}
    return all(any(t.i in tokens for t in view.parse.at(m.start, m.end)) for m in side)


def _subjects(view: View, match: Match) -> list[int]:
    if not _is_bare_noun(match):
        return clause.logical_subject(view.parse, match.clause)
    owners = [k.i for k in view.parse.kids(match.head, "poss")]
    return owners + [o for word in ("between", "by", "of") for o in clause.preposition_objects(view.parse, match.head, word)]


def _objects(view: View, match: Match) -> list[int]:
    if _is_bare_noun(match):
        return [o for word in _NOUN_OBJECTS for o in clause.preposition_objects(view.parse, match.head, word)]
    places = (match.clause, *match.tokens, *match.arguments)
    governed = [o for place in places for word in _VERB_OBJECTS for o in clause.preposition_objects(view.parse, place, word)]
    return clause.logical_object(view.parse, match.clause) + governed


def _is_bare_noun(match: Match) -> bool:
    return match.head == match.clause and match.rule.kind == "noun"
