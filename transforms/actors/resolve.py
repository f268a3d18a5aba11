"""From a text to its actor mentions: names, then phrases around them, then persons, then coreference."""

from collections.abc import Sequence

from transforms.actors.document import Document
from transforms.actors.drafts import Draft
from transforms.actors.find import Hit, find_names
from transforms.actors.names import Name
from transforms.actors.people import attach_names, find_surnames
from transforms.actors.phrases import extend_phrases
from transforms.actors.registry import Registry
from transforms.actors.validity import may_hold
from transforms.records import ActorMention
from transforms.syntax import Sentence


def resolve_actors(text: str, sentences: Sequence[Sentence], registry: Registry, *, published: str | None) -> list[ActorMention]:
    """Who is named in a text: one mention for every participant phrase, in text order.

    A phrase that names one participant is one mention that covers its syntactic head ("Russian Deputy Foreign Minister Alexander
    Grushko", "Turkish forces"). Several mentions may share a span or overlap when one phrase names several participants ("US and
    Chinese officials", "the two countries"): read all that cover a head. Names that do not act are kept with `adjective` set: demonyms
    that only describe ("Russian gas", "US-led"), and capitals that only say where (`reason` then starts with "place").

    Args:
        text: The article's text; offsets count its code points.
        sentences: Its sentences in text order, with or without a parse; with one, places, pronouns and homonyms are told apart better.
        registry: From `build_registry`.
        published: The article's date as a partial date, None when unknown: roles then give the state and leave the person open.
    """
    doc = Document(text, sentences, published)
    drafts = [draft for hit in find_names(doc, registry) if (draft := _first_reading(hit, doc, registry))]
    drafts = extend_phrases(doc, registry, drafts)
    drafts = attach_names(doc, registry, drafts)
    drafts = find_surnames(doc, registry, drafts)
    drafts.sort(key=lambda draft: (draft.start, draft.end, draft.code))
    return [draft.mention(text) for draft in drafts]


def _first_reading(hit: Hit, doc: Document, registry: Registry) -> Draft | None:
    name = choose(hit.names, doc.published)
    actor = registry.actor(name.actor_id)
    if actor is None:
        return None
    basis = "metonym" if name.use in ("capital", "metonym") else "alias"
    person = registry.persons.get(name.actor_id)
    return Draft(
        hit.start, hit.end, name.actor_id, registry.code(name.actor_id, doc.published), name.use, basis, registry.countries(name.actor_id),
        adjective=hit.hyphen, gender=person.gender if person else None, core=(hit.start, hit.end),
        reason="part of a compound" if hit.hyphen else None,
    )  # fmt: skip


def choose(names: Sequence[Name], on: str | None) -> Name:
    """The reading that is valid on the date; among several, or when none is or no date is known, the one without an end, then the first."""
    valid = [name for name in names if on and may_hold(name.valid_from, name.valid_to, on)]
    return min(valid or names, key=lambda name: bool(name.valid_to) and not valid)
