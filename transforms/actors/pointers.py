"""Phrases and pronouns that point back: "the two sides", "the alliance", "his country", "he", "it"; rules in actors_coreference.yml."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any

from transforms.actors.document import Document
from transforms.actors.drafts import Draft, Spans
from transforms.actors.focus import acting, rank, state_in_focus
from transforms.actors.pairs import parties
from transforms.actors.registry import Registry
from transforms.records import UNKNOWN_CODE
from transforms.syntax import Token

Rule = Mapping[str, Any]
_LINKS = frozenset({"and", ",", ", and", "and the", ", the", ", and the", "or", "with", "as well as", "and his", "&"})
_UNKNOWN_PAIR = re.compile(r"[A-Z][\w'-]+ (?:[\w'-]+ ){0,2}?[A-Z][\w'-]+ and (?:\w+ )?[A-Z][\w'-]+ [A-Z][\w'-]+")
_INTRODUCED = 2000  # characters in which a body that is called "the group" has been introduced
_ARGUMENTS = ("nsubj", "nsubjpass", "dobj", "pobj", "dative")


def find_pointers(doc: Document, registry: Registry, drafts: Sequence[Draft]) -> list[Draft]:
    """A draft for every phrase that matches a rule and does not cut through a name.

    Phrases about countries may hold a name ("the two NATO allies"); "the rebel group" before the group's name points nowhere.
    """
    names = Spans(draft for draft in drafts if draft.use != "bare role")
    found: list[Draft] = []
    for rule, pattern in zip(registry.vocabulary.coreference, registry.vocabulary.pointers, strict=True):
        holds_names = rule["to"] in ("several", "country")
        for match in pattern.finditer(doc.folded):
            start, end = match.span()
            if rule["to"] == "body" and names.start_at(end + 1):
                continue
            if all(holds_names and start <= name.start and name.end <= end for name in names.over(start, end)):
                found.append(Draft(start, end, None, UNKNOWN_CODE, "pointer", "coreference", title=match.group().casefold(), rule=rule))
    return found


def follow(doc: Document, registry: Registry, pointer: Draft, resolved: Sequence[Draft]) -> list[Draft]:
    """One mention for every antecedent, [] when there is none or more than one could be meant. `resolved` is what stands before."""
    rule = pointer.rule or {}
    before = [draft for draft in resolved if draft.end <= pointer.start]
    return _FINDERS[rule["to"]](doc, registry, pointer, before, rule)


def _copies(pointer: Draft, antecedents: Sequence[Draft], use: str) -> list[Draft]:
    span = (pointer.start, pointer.end)
    copies = []
    for to in antecedents:
        whom = to if use in ("person", "pronoun") else _employer(to)
        copies.append(
            replace(
                whom,
                start=span[0],
                end=span[1],
                core=span,
                use=use,
                via="",
                basis="coreference" if whom.actor_id else whom.basis,
                adjective=False,
                antecedent=to.antecedent if to.use == "person" and to.rule is None and to.antecedent else (to.start, to.end),
                rule=pointer.rule,
                reason=None if to.adjective else whom.reason,
                plural=len(antecedents) > 1,
            )  # fmt: skip
        )
    return copies


def _employer(draft: Draft) -> Draft:
    """The state itself where a phrase about states points back to one of its officials."""
    return replace(draft, actor_id=draft.code, person=None, gender=None, reason=None) if len(draft.code) == 3 else draft


def _several(doc: Document, registry: Registry, pointer: Draft, before: Sequence[Draft], rule: Rule) -> list[Draft]:
    """As in "the two sides", "both presidents"."""
    persons = rule.get("kind") == "person"
    if persons and _UNKNOWN_PAIR.search(doc.folded, max((d.end for d in before), default=0), pointer.start):
        return []
    return _copies(pointer, parties(doc, registry, pointer, before, rule), "person" if persons else "name")


def _named(doc: Document, registry: Registry, pointer: Draft, before: Sequence[Draft], rule: Rule) -> list[Draft]:
    """As in "the Council", "the League": the latest actor whose printed name holds that word, with its capital."""
    word = pointer.title.split()[-1]
    for draft in reversed(before):
        printed = re.findall(r"\w+", doc.folded[draft.start : draft.end])
        if draft.actor_id and draft.rule is None and len(printed) > 1 and word.capitalize() in printed:
            return _copies(pointer, [draft], "name")
    return []


def _half(doc: Document, registry: Registry, pointer: Draft, before: Sequence[Draft], rule: Rule) -> list[Draft]:
    """As in "the North" where the article is about the two states of a divided country; after "in" it is a region."""
    at = doc.word_from(pointer.start)
    if at and doc.joined(at) and doc.words[at - 1].low in registry.vocabulary.lists["place.preposition"]:
        return []
    halves: Mapping[str, str] = rule["halves"]
    for draft in reversed(before):
        if draft.code in halves:
            state = registry.actor(halves[draft.code])
            same = replace(draft, actor_id=halves[draft.code], code=halves[draft.code], countries=(halves[draft.code],))
            return _copies(pointer, [same], "name") if state else []
    return []


def _owner(doc: Document, registry: Registry, pointer: Draft, before: Sequence[Draft], rule: Rule) -> list[Draft]:
    """As in "the league, whose ministers met": whoever stands right before."""
    near = [d for d in before if d.actor_id and not d.adjective and doc.folded[d.end : pointer.start] in (" ", ", ")]
    return _copies(pointer, near[-1:], "pronoun")


def _body(doc: Document, registry: Registry, pointer: Draft, before: Sequence[Draft], rule: Rule) -> list[Draft]:
    """As in "the alliance", "the bloc", "the group": of the actors of a fitting kind in the latest sentence the subject, or the last."""
    named = [d for d in before if d.actor_id and d.use != "pronoun" and not d.is_place and not doc.folded.endswith("anti-", 0, d.start)]
    fitting = [d for d in named if _is_kind(registry, d.actor_id or "", rule)]
    if fitting and _is_introduced(doc, pointer, fitting[-1].end):
        return []
    latest = [d for d in fitting if doc.sentence_at(d.start) == doc.sentence_at(fitting[-1].start)]
    subject = next((d for d in latest if d.use != "person" and rank(doc, d) == 0), None)
    return _copies(pointer, [subject or latest[-1]], "name") if latest else []


def _is_introduced(doc: Document, pointer: Draft, since: int) -> bool:
    """Whether another such body has come up since: after "a group of refugees" they are "the group"."""
    word = re.escape(pointer.title.split()[-1])
    since = max(since, pointer.start - _INTRODUCED)
    return re.search(rf"\b[Aa]n? (?:[\w-]+ ){{0,2}}{word} of\b", doc.folded[since : pointer.start]) is not None


def _is_kind(registry: Registry, actor_id: str, rule: Rule) -> bool:
    return (
        actor_id in rule.get("actors", ())
        or registry.kind(actor_id) in rule.get("kinds", ())
        or actor_id.startswith(tuple(rule.get("ids", ())))
    )


def _country(doc: Document, registry: Registry, pointer: Draft, before: Sequence[Draft], rule: Rule) -> list[Draft]:
    """As in "his country": the person's state; "the country": the state in focus."""
    if re.search(r"\b(?:asian|african|european|american|caribbean|pacific|arab|balkan|baltic|gulf|island)\b", pointer.title):
        named = [d for d in before if acting(d) and len(d.code) == 3 and d.use != "person"]
        state = named[-1] if named else None  # "wheat from Kazakhstan ... from the central Asian nation": a description of the last
    elif pointer.title.split()[0] in ("his", "her"):
        persons = [draft for draft in before if draft.use == "person" and draft.countries]
        state = persons[-1] if persons else None
    else:
        here = doc.sentence_at(pointer.start)
        subjects = [d for d in before if doc.sentence_at(d.start) == here and acting(d) and len(d.code) == 3 and rank(doc, d) == 0]
        state = subjects[0] if len({d.code for d in subjects}) == 1 else state_in_focus(doc, before, pointer.start)
    if state is None or not state.countries:
        return []
    return _copies(pointer, [replace(state, code=state.countries[0])], "name")


def _person(doc: Document, registry: Registry, pointer: Draft, before: Sequence[Draft], rule: Rule) -> list[Draft]:
    """A personal pronoun: subjects before others, this sentence before the last two; never against gender; not inside quotations."""
    here = doc.sentence_at(pointer.start)
    if quoted(doc, pointer.start):
        before = _said_too(doc, pointer, before)
    judged = _judged(doc, registry, pointer)
    if judged:
        there = [d for d in before if d.use == "person" and d.start <= judged.start < d.end and d.gender in (rule["gender"], None)]
        return _copies(pointer, there[-1:], "person")
    acts, named, inside = _clause_subject(doc, pointer), _named_below(doc, pointer), quoted(doc, pointer.start)
    recent = takewhile(lambda d: doc.sentence_at(d.start) >= here - 2, reversed(before))
    persons = [d for d in recent if d.use == "person" and not d.plural and not (acts and d.start <= acts.start < d.end)][::-1]
    persons = [d for d in persons if not doc.folded.endswith(("anti-", "pro-"), 0, d.start)]  # an "anti-Castro lawmaker" tells of no Castro
    others = {(d.actor_id, d.person) for d in persons if _last_word(doc, d) in named}
    persons = [d for d in persons if (d.actor_id, d.person) not in others]
    for back in range(3):
        fitting = [
            d
            for d in persons
            if doc.sentence_at(d.start) == here - back and d.gender in (rule["gender"], None) and quoted(doc, d.start) == inside
        ]
        if fitting:
            best = min(rank(doc, d) for d in fitting)
            top = [d for d in fitting if rank(doc, d) == best]
            alone = len({(d.actor_id, d.person) for d in top}) == 1
            return _copies(pointer, top[:1], "person") if alone or best == 0 else []
        if _tells_of_stranger(doc, here - back, pointer.start, before):
            return []
    return []


def _tells_of_stranger(doc: Document, number: int, until: int, before: Sequence[Draft]) -> bool:
    """Whether somebody of first and last name whom the registry does not know is a sentence's subject: "he" goes no further back."""
    parse = doc.sentences[number].parse if 0 <= number < len(doc.sentences) else None
    if parse is None:
        return False
    names = [t for t in parse.tokens if t.dep in ("nsubj", "nsubjpass") and t.tag == "NNP" and t.end <= until]
    strangers = [t for t in names if any(k.tag == "NNP" for k in parse.kids(t.i, "compound"))]
    return any(not any(d.start <= t.start < d.end for d in before) for t in strangers)


def _said_too(doc: Document, pointer: Draft, before: Sequence[Draft]) -> list[Draft]:
    """Who is named in the same sentence and quotation: only they may be meant in somebody's quoted words."""
    here = doc.sentence_at(pointer.start)
    return [d for d in before if doc.sentence_at(d.start) == here and quoted(doc, d.start)]


def _judged(doc: Document, registry: Registry, pointer: Draft) -> Token | None:
    """The person blamed or thanked whose act it is: "Annan thanked Blair for his help"."""
    found = doc.head(pointer.start, pointer.end)
    if found is None or found[1].dep != "poss":
        return None
    parse, token = found
    owned = parse.tokens[token.head]
    preposition = parse.tokens[owned.head]
    verb = parse.tokens[preposition.head]
    if preposition.lemma not in ("for", "over") or verb.lemma.casefold() not in registry.vocabulary.lists["verb.judging"]:
        return None
    return next(iter(parse.kids(verb.i, "dobj", "nsubjpass")), None)


def _clause_subject(doc: Document, pointer: Draft) -> Token | None:
    """The subject of the clause in which the pronoun is an object: "Abbas called to inform him" does not inform Abbas."""
    found = doc.head(pointer.start, pointer.end)
    if found is None or found[1].dep not in ("dobj", "pobj", "dative"):
        return None
    parse, token = found
    for above in parse.ancestors(token.i):
        subjects = parse.kids(above.i, "nsubj", "nsubjpass")
        if subjects:
            return subjects[0]
        if above.dep in ("acl", "relcl"):  # "Iraq used weapons given to him": his own clause has no subject
            return None
    return None


def _last_word(doc: Document, draft: Draft) -> str:
    return doc.folded[draft.start : draft.end].split()[-1]


def _named_below(doc: Document, pointer: Draft) -> frozenset[str]:
    """Names in what the pronoun's own verb says: in "he sent fewer men than Trump asked for", "he said Trump lied" he is not Trump."""
    found = doc.head(pointer.start, pointer.end)
    if found is None or found[1].dep not in ("nsubj", "nsubjpass"):
        return frozenset()
    parse, token = found
    return frozenset(t.text for t in parse.subtree(token.head) if t.i > token.i and t.tag == "NNP" and t.dep in _ARGUMENTS)


def _subject(doc: Document, registry: Registry, pointer: Draft, before: Sequence[Draft], rule: Rule) -> list[Draft]:
    """As in "it", "its", "they": the subject of this sentence so far, else of the last; nothing when its number does not agree."""
    plural = rule.get("number") == "plural"
    if quoted(doc, pointer.start):
        return []
    here = doc.sentence_at(pointer.start)
    told = None if plural else _pointed(doc, registry, pointer, before)
    if told:
        return _copies(pointer, [told], "pronoun")
    if not (plural or _acts_or_owns(doc, pointer)):
        return []
    named = _named_below(doc, pointer)
    for back in range(2):
        subjects = [d for d in before if doc.sentence_at(d.start) == here - back and acting(d) and rank(doc, d) == 0]
        if subjects and (_another_owner(doc, pointer, before, subjects[0]) or _last_word(doc, subjects[0]) in named):
            return []
        if subjects:
            chosen = subjects[0]
            together = _coordinated(doc, subjects) if plural else [chosen]
            joined = doc.folded.startswith(" and ", chosen.end) and any(d.start == chosen.end + 5 for d in before)
            group = chosen.code.startswith("GRP:") and doc.sentences[here].start == pointer.start  # Hamas is "they" as well as "it"
            many = len(together) > 1 or _is_plural(chosen) or group
            agrees = many if plural else _is_single_body(chosen) and not joined
            return _copies(pointer, together, "pronoun") if agrees else []
    return []


def _pointed(doc: Document, registry: Registry, pointer: Draft, before: Sequence[Draft]) -> Draft | None:
    """Whom "it" or "its" must mean by its place in the sentence, whoever the sentence's subject is."""
    return (
        _teller(doc, pointer, before)
        or _sufferer(doc, pointer, before)
        or _punished(doc, registry, pointer, before)
        or _addressed(doc, registry, pointer, before)
    )


def _teller(doc: Document, pointer: Draft, before: Sequence[Draft]) -> Draft | None:
    """Whose announcement, claim or promise it is that "it" will act: "a US announcement that it would leave"."""
    found = doc.head(pointer.start, pointer.end)
    if found is None or found[1].dep not in ("nsubj", "nsubjpass"):
        return None
    parse, token = found
    verb = parse.tokens[token.head]
    noun = parse.tokens[verb.head]
    if verb.dep not in ("acl", "ccomp") or not noun.is_noun or not parse.kids(verb.i, "mark"):
        return None
    owners = [k for k in parse.kids(noun.i, "poss", "amod", "compound", "nmod") if k.i < noun.i]
    named = [d for d in before for k in owners if d.start <= k.start < d.end and d.actor_id and len(d.code) == 3]
    return replace(named[-1], adjective=False, reason=None, use="name") if named else None


def _sufferer(doc: Document, pointer: Draft, before: Sequence[Draft]) -> Draft | None:
    """Who an agentless participle falls upon owns what "its" names after it: "sanctions imposed on Iraq after its invasion"."""
    found = doc.head(pointer.start, pointer.end)
    if found is None or found[1].dep != "poss":
        return None
    parse, token = found
    verb = next((above for above in parse.ancestors(token.i) if above.is_verb), None)
    if verb is None or verb.dep != "acl" or verb.tag != "VBN" or parse.kids(verb.i, "agent"):
        return None
    inside = [d for d in before if acting(d) and _is_single_body(d) and verb.start < d.start]
    return inside[0] if len({d.code for d in inside}) == 1 else None


def _punished(doc: Document, registry: Registry, pointer: Draft, before: Sequence[Draft]) -> Draft | None:
    """Who a punishing act falls upon did what it comes after: "the UN imposed sanctions on Iraq after it invaded Kuwait"."""
    found = doc.head(pointer.start, pointer.end)
    if found is None or found[1].dep not in ("nsubj", "nsubjpass"):
        return None
    parse, token = found
    clause = parse.tokens[token.head]
    verb = parse.tokens[clause.head]
    because = clause.dep == "advcl" and any(k.lemma in ("after", "because", "since", "for") for k in parse.kids(clause.i, "mark"))
    if not because or verb.start > pointer.start or verb.lemma.casefold() not in registry.vocabulary.lists["verb.punishing"]:
        return None
    inside = [d for d in before if acting(d) and _is_single_body(d) and verb.start < d.start]
    return inside[0] if len({d.code for d in inside}) == 1 else None


def _addressed(doc: Document, registry: Registry, pointer: Draft, before: Sequence[Draft]) -> Draft | None:
    """The one body beside the subject that its sentence names before a verb of addressing: "Turkey, sponsor of the SNC, urged it to go"."""
    found = doc.head(pointer.start, pointer.end)
    if found is None or found[1].dep != "dobj":
        return None
    parse, token = found
    verb = parse.tokens[token.head]
    if verb.lemma.casefold() not in registry.vocabulary.lists["verb.addressing"]:
        return None
    here = doc.sentence_at(pointer.start)
    bodies = [d for d in before if doc.sentence_at(d.start) == here and acting(d) and _is_single_body(d)]
    others = [d for d in bodies if rank(doc, d) != 0]
    return others[-1] if len({d.code for d in others}) == 1 and len({d.code for d in bodies}) > 1 else None


def _another_owner(doc: Document, pointer: Draft, before: Sequence[Draft], subject: Draft) -> bool:
    """True when a nearer state or body may own what "its" stands before: "sanctions on Iraq after its invasion"."""
    if pointer.title != "its":
        return False
    nearer = [d for d in before if subject.end <= d.start and acting(d) and _is_single_body(d) and not _is_plural(d)]
    return any(d.code != subject.code for d in nearer)


def _coordinated(doc: Document, subjects: Sequence[Draft]) -> list[Draft]:
    """The first subject and those joined to it: "Turkey and Iran", "US and Chinese officials"."""
    together = [subjects[0]]
    for draft in subjects[1:]:
        last = together[-1]
        if (draft.start, draft.end) != (last.start, last.end) and doc.folded[last.end : draft.start].strip() not in _LINKS:
            break
        together.append(draft)
    return together


def _acts_or_owns(doc: Document, pointer: Draft) -> bool:
    """By the parse "it" is a subject or "its" a possessor; an object "it" is a thing far too often."""
    found = doc.head(pointer.start, pointer.end)
    return found is not None and found[1].dep in ("nsubj", "nsubjpass", "poss")


def _is_single_body(draft: Draft) -> bool:
    """A state, an organisation, or one of its bodies ("the German government"), no person and no plural."""
    return draft.use != "person" and not (draft.use == "role" and (not draft.plural or _is_plural(draft)))


def _is_plural(draft: Draft) -> bool:
    last = draft.title.split()[-1:] if draft.use == "role" else []
    return draft.plural and (not last or last[0].endswith(("s", "people", "men", "police", "women", "media")))


def quoted(doc: Document, at: int) -> bool:
    """True inside a quotation: a quotation mark before it in its paragraph is still open."""
    start = doc.text.rfind("\n", 0, at) + 1
    before = doc.text[start:at]
    return before.rfind("“") > before.rfind("”") or before.count('"') % 2 == 1 or before.rfind("``") > before.rfind("''")


def _fixed(doc: Document, registry: Registry, pointer: Draft, before: Sequence[Draft], rule: Rule) -> list[Draft]:
    """As in "the two Koreas": the actors are in the words themselves."""
    span = (pointer.start, pointer.end)
    return [
        Draft(
            *span, actor_id, registry.code(actor_id, doc.published), "name", "alias", registry.countries(actor_id), core=span, plural=True
        )
        for actor_id in rule["actors"]
        if registry.actor(actor_id)
    ]


_FINDERS: Mapping[str, Callable[[Document, Registry, Draft, Sequence[Draft], Rule], list[Draft]]] = {
    "several": _several, "body": _body, "country": _country, "person": _person, "subject": _subject, "fixed": _fixed,
    "named": _named, "half": _half, "owner": _owner,
}  # fmt: skip
