"""From a text to its actor mentions: names, then phrases around them, then persons, then coreference."""

from collections.abc import Sequence

from transforms.actors.acronyms import find_acronyms
from transforms.actors.corefer import corefer
from transforms.actors.document import Document
from transforms.actors.drafts import Draft
from transforms.actors.find import find_names
from transforms.actors.people import attach_names
from transforms.actors.phrases import extend_phrases
from transforms.actors.readings import countries_named, read_hit
from transforms.actors.registry import Registry
from transforms.actors.roles import find_roles
from transforms.actors.surnames import find_surnames
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
    drafts = _named(doc, registry)
    drafts = find_roles(doc, registry, drafts)
    drafts = attach_names(doc, registry, drafts)
    drafts = find_surnames(doc, registry, drafts)
    drafts = find_acronyms(doc, registry, drafts)
    drafts = corefer(doc, registry, drafts)
    drafts.sort(key=lambda draft: (draft.start, draft.end, draft.code, draft.actor_id or ""))
    return [draft.mention(text) for draft in drafts]


def _named(doc: Document, registry: Registry) -> list[Draft]:
    hits = find_names(doc, registry)
    named = countries_named(hits, registry)
    read = (read_hit(hit, doc, registry, named) for hit in hits)
    return extend_phrases(doc, registry, [draft for draft in read if draft])
