"""Meetings at which something is said, dated where it is told when that was: "France said on Friday ... . In talks with Iran it said"."""

from transforms.syntax import Parse, Token
from transforms.times.attach import SUBJECTS, Words

_SAYING = ("reporting", "about", "comment", "deciding", "speaking")
_AT = ("in", "during", "at")
_AS = ("when", "while")
_CALLS = frozenset({"call", "conversation"})


def teller_at(parse: Parse, event: Token, words: Words) -> Token | None:
    """The main verb of saying at the meeting, visit or call that the event is: "said in a call", "said when meeting him"."""
    occasion = event.is_noun and event.lemma.lower() in words["occasions"] | _CALLS
    scene = event if event.is_verb else next((token for token in parse.ancestors(event.i) if token.is_verb), event)
    above = parse.tokens[event.head]
    if occasion and event.dep == "pobj" and above.text.lower() in _AT:
        verb = parse.tokens[above.head]
    elif (occasion or scene.i == event.i) and scene.dep == "advcl" and scene.lemma in words["meeting"] and _at_once(parse, scene):
        verb = parse.tokens[scene.head]
    else:
        return None
    said = any(verb.lemma in words[list_] for list_ in _SAYING) or (verb.lemma == "make" and _says(parse, verb, words))
    return verb if said and verb.tag == "VBD" and verb.dep in ("ROOT", "conj") else None


def _at_once(parse: Parse, verb: Token) -> bool:
    return verb.tag in ("VBG", "VBD") and any(kid.text.lower() in _AS for kid in parse.kids(verb.i, "mark", "advmod"))


def _says(parse: Parse, verb: Token, words: Words) -> bool:
    return any(noun.lemma in words["remarks"] for noun in parse.kids(verb.i, "dobj"))


def same_teller(here: Parse, verb: Token, before: Parse, earlier: Token) -> bool:
    """Whether the subject of a verb is that of an earlier sentence's: by name, by title or as a pronoun."""
    subjects, known = here.kids(verb.i, *SUBJECTS), before.kids(earlier.i, *SUBJECTS)
    if not subjects or not known:
        return False
    words = {token.text.lower() for token in before.subtree(known[0].i)}
    return subjects[0].tag == "PRP" or subjects[0].text.lower() in words
