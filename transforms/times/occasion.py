"""Occasions that the text dates elsewhere: "the summit" of one sentence is "the summit on Monday" of another."""

from collections.abc import Callable, Iterator, Sequence

from transforms.records import EventTime
from transforms.syntax import Parse, Sentence, Token
from transforms.times.attach import SUBJECTS, Words

_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_ORDERING = frozenset({"next", "last", "previous", "first", "second", "third", "another", "other", "earlier", "later", "new"})

_STEM_CHARS = 4  # "decide" and "decision"

OwnTime = Callable[[int, tuple[int, int]], EventTime | None]


def time_of_occasion(sentences: Sequence[Sentence], number: int, event: Token, own_time: OwnTime, words: Words) -> EventTime | None:
    """The time of the occasion that the event at token `event` of sentence `number` is or takes place at; None unless all agree.

    Args:
        sentences: The article's sentences.
        number: The event's sentence, which is parsed.
        event: The event's head token.
        own_time: The time that the words of a sentence give to a span in it.
        words: The lists of `seeds/times/links.yml`.
    """
    parse = sentences[number].parse
    noun = _occasion(parse, event, words) if parse is not None else None
    if parse is None:
        return None
    mentions = (
        _taken_up(sentences, number, event, words) if noun is None else _mentions(sentences, number, noun, is_definite(parse, noun), words)
    )
    told = [own_time(n, (token.start, token.end)) for n, token in mentions]
    found = [time for time in told if time is not None and time.edtf is not None]
    return found[0] if len({time.edtf for time in found}) == 1 else None


def _occasion(parse: Parse, event: Token, words: Words) -> Token | None:
    """The event's own noun, or the one that it is said to hold or attend."""
    if event.is_noun:
        return event if event.lemma.lower() in words["occasions"] else None
    below = parse.kids(event.i, "dobj") + [noun for prep in parse.kids(event.i, "prep") for noun in parse.kids(prep.i, "pobj")]
    found = [noun for noun in below if noun.lemma.lower() in words["occasions"]]
    return found[0] if found and event.lemma in words["attending"] else None


def is_definite(parse: Parse, noun: Token) -> bool:
    """True for "the meeting", "their talks", "Saturday's vote": an occasion that the text knows."""
    return any(kid.text.lower() in _DEFINITE or kid.dep == "poss" for kid in parse.kids(noun.i))


def _mentions(sentences: Sequence[Sentence], number: int, noun: Token, definite: bool, words: Words) -> Iterator[tuple[int, Token]]:
    """Other mentions of the occasion: by the same word if it is definite here, else as "the meeting took place ..." right after."""
    here = sentences[number].parse
    for n, sentence in enumerate(sentences):
        parse = sentence.parse
        for token in parse.tokens if parse is not None else ():
            if parse is None or here is None or not token.is_noun or (n == number and token.i == noun.i):
                continue
            same = definite and token.lemma.lower() == noun.lemma.lower() and _described_alike(here, noun, parse, token)
            after = n == number + 1 and token.lemma.lower() in words["occasions"] and _takes_place(parse, token, words)
            if same or after:
                yield n, token


def _taken_up(sentences: Sequence[Sentence], number: int, event: Token, words: Words) -> Iterator[tuple[int, Token]]:
    """The act of a verb, taken up by its own noun right after: "have decided to talk. The decision was made on Sunday"."""
    parse = sentences[number + 1].parse if event.is_verb and number + 1 < len(sentences) else None
    for noun in parse.tokens if parse is not None else ():
        if parse is not None and noun.is_noun and noun.lemma[:_STEM_CHARS].lower() == event.lemma[:_STEM_CHARS].lower():
            verb = parse.tokens[noun.head]
            if noun.dep in SUBJECTS and is_definite(parse, noun) and verb.is_verb and verb.lemma in words["hosting"] | words["happening"]:
                yield number + 1, verb


def _described_alike(here: Parse, noun: Token, parse: Parse, token: Token) -> bool:
    """False when the words beside this noun tell another occasion: "the Oslo summit" is not the one in Cairo, "the next" not the last."""
    ours, theirs = _description(here, noun), _description(parse, token)
    return not (ours - theirs) and ours & _ORDERING == theirs & _ORDERING


def _description(parse: Parse, noun: Token) -> set[str]:
    return {kid.text.lower() for kid in parse.kids(noun.i, "amod", "compound", "nmod", "poss") if kid.tag not in ("CD", "PRP$")}


def _takes_place(parse: Parse, noun: Token, words: Words) -> bool:
    """True for the definite subject of "took place", "was held"."""
    above = parse.tokens[noun.head]
    if noun.dep not in ("nsubj", "nsubjpass") or not is_definite(parse, noun):
        return False
    place = above.lemma == "take" and any(kid.lemma == "place" for kid in parse.kids(above.i, "dobj"))
    return place or above.lemma in words["happening"]
