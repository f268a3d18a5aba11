"""Events of an article: rules matched sentence by sentence, acts told inside other acts left out, sides and status filled in."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from transforms.events import clause
from transforms.events.confidence import confidence, is_comment
from transforms.events.context import DROP
from transforms.events.embedding import standing
from transforms.events.foes import aimed_at, still_at, with_foes
from transforms.events.lexicon import Lexicon
from transforms.events.matching import find_matches
from transforms.events.naming import is_private, phrases, speaker_of
from transforms.events.participants import fill
from transforms.events.place import place_of
from transforms.events.referring import who_meets, whose_act
from transforms.events.status import judge
from transforms.events.view import Match, View, index_mentions, opens_in_quotation
from transforms.records import UNKNOWN_CODE, ActorMention, EventMention, EventTime, mention_id
from transforms.syntax import Sentence

_MAX_TRIGGER_CHARS = 80
_UNDATED = EventTime()
_BESIDE = 50  # characters before and after a name in which its bearer may be explained
_WORD = re.compile(r"[\w-]+")
_CLAIMS = ("ACCUSE", "REQUEST", "THREATEN")
_PUBLIC_TYPES = ("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "REQUEST", "ACCUSE", "REJECT", "MOBILIZE", "RETREAT")
_NEXT = 4  # characters between a sentence and the next


def find_events(
    text: str, sentences: Sequence[Sentence], actors: Sequence[ActorMention], lexicon: Lexicon, *, article_id: str
) -> list[EventMention]:
    """Event mentions of all parsed sentences, in text order; within a sentence the main clause's act first. Their time is left undated.

    Args:
        text: The article's text.
        sentences: Its sentences; those without a parse are passed over.
        actors: Actor mentions with offsets into `text`.
        lexicon: The event rules.
        article_id: Goes into the mention ids.
    """
    found: list[EventMention] = []
    here = 0  # where the mentions of the sentence before begin
    for view in views(text, sentences, actors, lexicon):
        found[here:] = aimed_at(view, found[here:])
        here = len(found)
        found.extend(still_at(_answering(mention, found, lexicon), found) for mention in _mentions(view, article_id, found))
    return with_foes([_echoing(mention, found, lexicon) for mention in found], actors, lexicon)


def views(text: str, sentences: Sequence[Sentence], actors: Sequence[ActorMention], lexicon: Lexicon) -> Iterator[View]:
    """The parsed sentences with all that the rules look at; arguments as in `find_events`."""
    last_speaker: tuple[ActorMention, ...] = ()
    ordered = sorted(actors, key=lambda m: m.start)
    starts = [m.start for m in ordered]
    comment = is_comment(text, lexicon)
    for sentence in sentences:
        if sentence.parse is None or not sentence.parse.tokens:
            continue
        inside = _between(ordered, starts, sentence)
        mentions = index_mentions(sentence.parse, inside)
        view = View(text, sentence, sentence.parse, lexicon, mentions, last_speaker, opens_in_quotation(text, sentence), comment)
        yield view
        speaker = _speaker_after(view)
        last_speaker = last_speaker if speaker is None else speaker


def _between(ordered: Sequence[ActorMention], starts: Sequence[int], sentence: Sentence) -> list[ActorMention]:
    """The actor mentions that lie inside a sentence, found without looking at all others."""
    first, last = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
    return [m for m in ordered[first:last] if m.end <= sentence.end]


def _mentions(view: View, article_id: str, earlier: Sequence[EventMention]) -> list[EventMention]:
    matches = standing(view, find_matches(view))
    found = [mention for match in matches if (mention := _mention(view, match, article_id, earlier)) is not None]
    depth = {id(m): _depth(view, m) for m in found}
    return _distinct(sorted(found, key=lambda m: (depth[id(m)], m.start)))


def _answering(mention: EventMention, earlier: Sequence[EventMention], lexicon: Lexicon) -> EventMention:
    """An answer without an addressee goes to whoever has just accused or asked its actor ("Pakistan denied the charges")."""
    if mention.targets or lexicon.story.get(mention.rule_id) != "answer":
        return mention
    codes = {m.code for m in mention.sources}
    for before in reversed(earlier):
        if mention.sentence_start - before.sentence_end > _NEXT:
            break
        if before.type in _CLAIMS and codes & {code for m in before.targets for code in (m.code, *m.countries)}:
            asking = tuple(m for m in before.sources if m.code not in codes and m.code != UNKNOWN_CODE)
            return replace(mention, targets=asking)
    return mention


def _echoing(mention: EventMention, article: Sequence[EventMention], lexicon: Lexicon) -> EventMention:
    """A noun such as "Trump's withdrawal" is as far ahead as the article's other words for it: "announced a withdrawal", "will leave"."""
    if lexicon.story.get(mention.rule_id) != "echo" or mention.status != "actual":
        return mention
    ahead = any(_is_announcement(other, mention, lexicon) and _have_one_source(mention, other) for other in article)
    return replace(mention, status="planned") if ahead else mention


def _is_announcement(other: EventMention, mention: EventMention, lexicon: Lexicon) -> bool:
    same_act = (other.type, other.mode, other.status) == (mention.type, mention.mode, "planned")
    return same_act or lexicon.story.get(other.rule_id) == "announcement"


def _have_one_source(mention: EventMention, other: EventMention) -> bool:
    """Whether both are acts of one state, and not of two of its leaders: Obama's withdrawal is not the one that Trump announced."""
    codes = {m.code for m in mention.sources} & {m.code for m in other.sources}
    leaders = [{m.actor_id for m in one.sources if (m.actor_id or "").startswith("PER:")} for one in (mention, other)]
    return bool(codes) and (not all(leaders) or bool(leaders[0] & leaders[1]))


def _depth(view: View, mention: EventMention) -> int:
    tokens = view.parse.at(mention.start, mention.end)
    return min(sum(1 for _ in view.parse.ancestors(token.i)) for token in tokens)


def _distinct(mentions: Iterable[EventMention]) -> list[EventMention]:
    """One mention an id: two rules on the same words with the same type tell one act."""
    return list({mention.mention_id: mention for mention in mentions}.values())


def _mention(view: View, match: Match, article_id: str, earlier: Sequence[EventMention]) -> EventMention | None:
    sides = fill(view, match)
    sides = (sides[0] or who_meets(view, match, sides[1], earlier), sides[1] or whose_act(view, match, sides[0], earlier))
    if match.rule.bare and not _is_political(view, (*sides[0], *sides[1])):
        sides = ((), ())  # "a convoy reached Ghouta": told without its parties
    if not _is_political(view, (*sides[0], *sides[1])) or _is_private_matter(view, match, sides[0]):
        return None
    speaker = speaker_of(view, match.clause)
    verdict = judge(view, match, reported=_says_of_itself(view, match, sides[0], speaker))
    if verdict.status == DROP:
        return None
    start, end = _trigger(view, match)
    return EventMention(
        mention_id=mention_id(article_id, verdict.type, start, end),
        article_id=article_id,
        sentence_start=view.sentence.start,
        sentence_end=view.sentence.end,
        start=start,
        end=end,
        type=verdict.type,
        status=verdict.status,
        sources=sides[0],
        targets=sides[1],
        time=_UNDATED,
        rule_id=match.rule.id,
        confidence=confidence(view, match, verdict, sides),
        mode=match.rule.mode if verdict.type == match.rule.type else None,
        cameo=match.rule.cameo if verdict.type == match.rule.type else None,
        speaker=speaker[0] if speaker else None,
        place=place_of(view, match),
    )


def _is_political(view: View, actors: Sequence[ActorMention]) -> bool:
    """An event needs a political actor: a known one, or an unknown one whose words say so ("Gen. Avril", "rebels")."""
    words = view.lexicon.classes["political"] | view.lexicon.classes["title"]
    return not actors or any(m.code != UNKNOWN_CODE or any(view.is_any(t.i, words) for t in view.parse.at(m.start, m.end)) for m in actors)


def _is_private_matter(view: View, match: Match, sources: Sequence[ActorMention]) -> bool:
    """Words and meetings of a private person are no act of the state whose citizen that is: "the German volunteer met him"."""
    if not sources:
        return match.rule.type in _PUBLIC_TYPES and _has_private_subject(view, match)
    if match.rule.type == "THREATEN":  # strangers with a name do threaten, experts only warn
        return all(is_private(view, m) or (m.antecedent is not None and _is_stranger(view, m)) for m in sources)
    if match.rule.type not in (*_PUBLIC_TYPES, "ASSAULT"):
        return False
    own_act = match.rule.type in _PUBLIC_TYPES or match.rule.personal
    private = own_act and all(is_private(view, m) for m in sources)
    return private or all(_is_stranger(view, m) for m in sources)


def _has_private_subject(view: View, match: Match) -> bool:
    """Whether somebody without a name acts who is one private person: "her father accused the authorities"."""
    private, titles = view.lexicon.classes["private"], view.lexicon.classes["title"]
    subjects = clause.logical_subject(view.parse, match.clause)
    return any(view.parse.tokens[i].tag == "NN" and view.is_any(i, private) and not view.is_any(i, titles) for i in subjects)


def _is_stranger(view: View, mention: ActorMention) -> bool:
    """One name that nothing explains; "Karens" are many and may be a party."""
    head = view.parse.head_of(mention.start, mention.end)
    if mention.code != UNKNOWN_CODE or head is None or _is_political(view, (mention,)):
        return False
    return head.tag == "NNP" or (mention.antecedent is not None and _is_unexplained(view, *mention.antecedent))


def _is_unexplained(view: View, start: int, end: int) -> bool:
    """Whether the name that a pronoun goes back to is one word's name without a title or an office in the words beside it."""
    beside = _WORD.findall(view.text[max(0, start - _BESIDE) : end + _BESIDE].lower())
    known = view.lexicon.classes["political"] | view.lexicon.classes["title"]
    return view.text[start:end].istitle() and not any(known & view.lexicon.lemmas_of(word) for word in beside)


def _says_of_itself(view: View, match: Match, sources: Sequence[ActorMention], speaker: Sequence[ActorMention]) -> bool:
    if view.subject_is_first_person(match.clause):
        return True
    codes = {m.code for m in sources}
    return any(m.code in codes for m in speaker)


def _trigger(view: View, match: Match) -> tuple[int, int]:
    """Characters from the first to the last trigger word, with the light verb or the rule's object where that stays short."""
    tokens = view.parse.tokens
    start, end = tokens[match.head].start, tokens[match.head].end
    start = end - len(view.form(match.head)) if "-" in view.form(match.head) else start
    for i in (*match.tokens, *(a for a in match.arguments if a > match.head), match.clause):
        low, high = min(start, tokens[i].start), max(end, tokens[i].end)
        if high - low <= _MAX_TRIGGER_CHARS:
            start, end = low, high
    return start, min(end, start + _MAX_TRIGGER_CHARS)


def _speaker_after(view: View) -> tuple[ActorMention, ...] | None:
    """Who is quoted in this sentence, for "we" and "I" in the next: () for somebody unknown, None when nobody says anything."""
    cues = view.lexicon.context
    quoted = None
    for token in view.parse.tokens:
        if token.is_verb and cues.cue("report", *sorted(view.lexicon.lemmas_of(token.text.lower()))) is not None:
            subjects = clause.surface_subject(view.parse, token.i)
            found = phrases(view, subjects)
            if found:
                return tuple(found)
            quoted = () if subjects else quoted
    return quoted
