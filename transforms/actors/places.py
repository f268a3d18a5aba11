"""Step three: a capital as a place ("in Moscow") or as the government that sits there ("Moscow warned"); state names that only describe."""

from transforms.actors.document import Document
from transforms.actors.drafts import PLACE, Draft
from transforms.actors.registry import Registry

_COMPOUND = ("amod", "compound", "nmod")


def mark_place(doc: Document, registry: Registry, draft: Draft, earlier: Draft | None) -> None:
    """Sets `adjective` and a reason on a capital that only says where; `earlier` is the mention before it."""
    if draft.use != "capital" or draft.adjective:
        return
    cue = _dateline(doc, draft) or _after(doc, registry, draft) or _before(doc, registry, draft) or _shared(doc, draft, earlier)
    if cue:
        draft.adjective, draft.reason = True, f"{PLACE}: {cue}"


def _dateline(doc: Document, draft: Draft) -> str:
    """As in "MOSCOW (AP)" and "BEIJING, Nov. 5 (Xinhua)" open a paragraph."""
    opens = draft.start == 0 or doc.folded[: draft.start].rstrip(" ").endswith(("\n", ")")) or doc.text[draft.start - 1] == "\n"
    line = doc.folded[draft.end : draft.end + 45]
    printed = doc.folded[draft.start : draft.end].isupper() and opens
    return "dateline" if printed and ("(" in line or "-" in line or "_" in line) else ""


def _before(doc: Document, registry: Registry, draft: Draft) -> str:
    lists = registry.vocabulary.lists
    at = doc.word_from(draft.start) - 1
    if at >= 0 and doc.words[at].low == "the" and doc.joined(at + 1):
        return ""
    if at < 0 or not (doc.joined(at + 1) or doc.gap(at + 1) == ", "):
        return ""
    word = doc.words[at].low
    if doc.joined(at + 1) and (word in lists["place.preposition"] or word in lists["place.adjectives"]):
        return f"after '{word}'"
    if word in ("capital", "city"):
        return f"after '{word}'"
    around = {other.low for other in doc.words[max(0, at - 6) : at]}
    if word == "from" and not around & lists["place.from_government_nouns"]:
        return "after 'from'"
    if word in ("to", "towards", "toward", "for"):
        return _direction(doc, registry, at)
    if word == "of" and doc.words[at - 1].low in lists["place.of_nouns"]:
        return f"after '{doc.words[at - 1].low} of'"
    return ""


def _direction(doc: Document, registry: Registry, at: int) -> str:
    """As in "to Moscow" is a direction after words of travel, a recipient after words of giving and telling; the nearer word decides."""
    lists = registry.vocabulary.lists
    for word in reversed(doc.words[max(0, at - 8) : at]):
        if word.low in lists["place.travel_words"]:
            return f"'{word.low}' before '{doc.words[at].low}'"
        if word.low in lists["place.to_government_words"]:
            return ""
    return ""


def _after(doc: Document, registry: Registry, draft: Draft) -> str:
    at = doc.word_from(draft.end)
    if not doc.joined(at):
        return ""
    word = doc.words[at]
    if word.low in registry.vocabulary.lists["place.nouns_after"]:
        return f"before '{word.low}'"
    return ""


def _shared(doc: Document, draft: Draft, earlier: Draft | None) -> str:
    """As in "in Moscow and Kiev": the second name shares the preposition of the first."""
    if (
        earlier
        and earlier.is_place
        and earlier.use == "capital"
        and doc.folded[earlier.end : draft.start].strip() in ("and", "or", ",", "to", "and in")
    ):
        return "coordinated with a place"
    return ""


def mark_modifier(doc: Document, registry: Registry, draft: Draft) -> None:
    """Marks a state or organisation name that only describes the next noun ("NATO expansion", "Iraq war"), where the parse shows it."""
    if (
        draft.adjective
        or draft.use not in ("name", "acronym", "capital", "metonym", "demonym")
        or doc.sentence_at(draft.start) in doc.title_case
    ):
        return
    found = doc.head(draft.start, draft.end)
    if found is None:
        if draft.use == "demonym" and doc.joined(doc.word_from(draft.end)) and not _ends_phrase(doc, registry, draft):
            draft.adjective, draft.reason = True, "describes another word"
        return
    parse, head = found
    noun = parse.tokens[head.head]
    if (
        (
            head.dep in _COMPOUND
            and noun.i > head.i
            and noun.text.casefold() not in registry.vocabulary.lists["name.calendar"]
            and noun.is_noun
        )
        or head.tag.startswith("JJ")
        and draft.use == "demonym"
        and noun.i > head.i
        and doc.joined(doc.word_from(draft.end))
        and noun.is_noun
    ):
        draft.adjective, draft.reason = True, f"describes '{noun.text}'"


def _ends_phrase(doc: Document, registry: Registry, draft: Draft) -> bool:
    """Without a parse: a plural demonym, or a function word or calendar word after the name."""
    form = doc.folded[draft.start : draft.end]
    lists = registry.vocabulary.lists
    word = doc.words[doc.word_from(draft.end)].low
    return (form.endswith("s") and not form.endswith("ss")) or word in lists["name.function_words"] or word in lists["name.calendar"]
