"""Whom an attack is against whose own sentence names nobody: the group that the article says its author fights, or hopes to oust.

A state that is invaded ("after the US-led invasion") is the one that the article is about.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from transforms.events import clause
from transforms.events.lexicon import Lexicon
from transforms.events.naming import THIRD_PERSON, phrases
from transforms.events.participants import PLACE_OF_ACT
from transforms.events.view import View
from transforms.records import UNKNOWN_CODE, ActorMention, EventMention

_ATTACK = "ASSAULT"
_GROUP = "GRP:"
_OFTEN = 2
_LASTING = ("SANCTION", "AID", "ASSAULT", "MOBILIZE")
_NEXT = 4  # characters between a sentence and the next


def aimed_at(view: View, before: Sequence[EventMention]) -> list[EventMention]:
    """The acts of the sentence before, with the groups that this one says they are for: "Its aim is to oust X", "Iran hopes to oust X"."""
    return [replace(m, targets=_aim(view, m) or m.targets) if lacks_enemy(m) else m for m in before]


def still_at(mention: EventMention, earlier: Sequence[EventMention]) -> EventMention:
    """A second act of one kind by one author is against whom the first was: "cut ties with Iran and froze all aid"."""
    if mention.targets or mention.type not in _LASTING:
        return mention
    codes = {m.code for m in mention.sources}
    for before in reversed(earlier):
        if mention.sentence_start - before.sentence_end > _NEXT:
            break
        if before.type == mention.type and before.targets and codes and codes == {m.code for m in before.sources}:
            return replace(mention, targets=before.targets)
    return mention


def with_foes(article: Sequence[EventMention], actors: Sequence[ActorMention], lexicon: Lexicon) -> list[EventMention]:
    """All acts of an article; an attack without a target is against the one group that its author attacks elsewhere in the article."""
    attacks = [m for m in article if m.type == _ATTACK and m.targets]
    foes: dict[frozenset[str], tuple[ActorMention, ...]] = {}  # by the attackers' codes, each found once
    states = [m for m in actors if m.actor_id == m.code and m.code in m.countries]
    open_acts = [lacks_enemy(m) and not m.targets for m in article]
    return [
        replace(m, targets=_invaded(m, states) if lexicon.story.get(m.rule_id) == "conquest" else _foe(m, attacks, foes)) if open_act else m
        for m, open_act in zip(article, open_acts, strict=True)
    ]


def _invaded(mention: EventMention, states: Sequence[ActorMention]) -> tuple[ActorMention, ...]:
    """The state that the article names most, the invader's own apart."""
    codes = {m.code for m in mention.sources}
    ranked = Counter(m.code for m in states if m.code not in codes).most_common(2)
    clear = ranked and ranked[0][1] >= _OFTEN and (len(ranked) == 1 or ranked[0][1] > ranked[1][1])
    return next(((m,) for m in states if clear and m.code == ranked[0][0]), ())


def lacks_enemy(mention: EventMention) -> bool:
    """Whether an attack by somebody known names nobody whom it is against, or only the country in which it happens."""
    known = any(m.code != UNKNOWN_CODE for m in mention.sources)
    return mention.type == _ATTACK and known and all(m.reason == PLACE_OF_ACT for m in mention.targets)


def _aim(view: View, mention: EventMention) -> tuple[ActorMention, ...]:
    codes = {m.code for m in mention.sources}
    for token in view.parse.tokens:
        if token.tag != "VB" or not view.is_any(token.i, view.lexicon.classes["combat"]):
            continue
        if clause.clause_kind(view.parse, token.i) == "infinitive" and _is_theirs(view, token.i, codes):
            return tuple(m for m in phrases(view, clause.logical_object(view.parse, token.i)) if _is_enemy(m, mention))
    return ()


def _is_theirs(view: View, verb: int, codes: set[str]) -> bool:
    subjects = clause.surface_subject(view.parse, verb)
    aims = [i for i in subjects if view.is_any(i, view.lexicon.classes["aim"])]
    owners = [k.i for i in aims for k in view.parse.kids(i, "poss")]
    return any(view.lower(i) in THIRD_PERSON for i in owners) or bool(codes & {m.code for m in phrases(view, subjects)})


def _foe(
    mention: EventMention, attacks: Sequence[EventMention], foes: dict[frozenset[str], tuple[ActorMention, ...]]
) -> tuple[ActorMention, ...]:
    codes = frozenset(m.code for m in mention.sources)
    if codes not in foes:
        theirs = [other for other in attacks if codes & {s.code for s in other.sources}]
        enemies = [m for other in theirs for m in other.targets if _is_enemy(m, mention)]
        ranked = Counter(m.code for m in enemies).most_common(2)
        alone = len(ranked) == 1 or (len(ranked) > 1 and ranked[0][1] > ranked[1][1])
        foes[codes] = next(((m,) for m in enemies if alone and m.code == ranked[0][0]), ())
    return foes[codes]


def _is_enemy(enemy: ActorMention, mention: EventMention) -> bool:
    """A group other than the attacker, of the country in which it happens, where one is named."""
    inside = all(m.code in enemy.countries for m in mention.targets)
    return enemy.code.startswith(_GROUP) and enemy.code not in {m.code for m in mention.sources} and inside
