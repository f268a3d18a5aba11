"""Step four: the noun phrase around a name: "Turkish forces", "Syria's deputy foreign minister", "US and Chinese officials"."""

from dataclasses import dataclass

from transforms.actors.document import Document
from transforms.actors.drafts import Draft
from transforms.actors.places import mark_modifier, mark_place
from transforms.actors.registry import Registry
from transforms.actors.vocabulary import Noun
from transforms.records import UNKNOWN_CODE

_MAX_NOUNS = 6
_MAX_NAMES = 4
_LINKS = frozenset({"and", "or", ",", "&", "-", "/", "as", "well", "both"})
_OFFICE_NOUNS = frozenset(
    {"minister", "ministers", "ministry", "secretary", "department", "chief", "committee", "commission", "office", "chairman"}
)
_NO_STATES = ("anti", "pro", "non", "ibero", "afro", "inter", "pan", "trans")  # the first half of a compound that names no state


@dataclass(frozen=True, slots=True)
class Head:
    """The noun that a name describes: number of the first word after it, the noun, and the title as printed, in lower case."""

    after: int
    noun: Noun
    title: str


def extend_phrases(doc: Document, registry: Registry, drafts: list[Draft]) -> list[Draft]:
    """Lets every name of a state or body grow to the group or office noun it belongs to; names inside the phrase are absorbed.

    What does not grow is marked where it only describes another word or only says where.
    """
    kept: list[Draft] = []
    for number, draft in enumerate(drafts):
        if kept and draft.start < kept[-1].end:
            continue
        led = _is_led(doc, draft) or _describes_group(doc, draft, drafts[number + 1 : number + 2])
        grown = draft.use not in ("person", "bare role") and not led and grow(doc, registry, draft)
        if kept and grown and _owns(doc, kept[-1], draft):
            _employ(kept[-1], draft)
            continue
        if not grown and draft.use != "bare role":
            mark_place(doc, registry, draft, kept[-1] if kept else None)
            mark_modifier(doc, registry, draft)
        kept.append(draft)
    share_heads(doc, registry, kept)
    return kept


def _describes_group(doc: Document, draft: Draft, following: list[Draft]) -> bool:
    """As in "the Arab Syrian Democratic Forces": a group's own name of several words follows."""
    named = following and following[0].code.startswith("GRP:") and following[0].start == draft.end + 1
    words = doc.folded[following[0].start : following[0].end].split() if named else []
    return draft.use == "demonym" and len(words) > 1 and words[-1][0].isupper()


def _is_led(doc: Document, draft: Draft) -> bool:
    """As in "Turkish-backed", "US-led", "pro-Russian": the noun that follows is not theirs."""
    return draft.adjective and draft.reason == "part of a compound" and not _in_pair(doc, draft)


def _in_pair(doc: Document, draft: Draft) -> bool:
    """As in "Israeli-Palestinian", "US-Russian", "Franco-German": the other half starts with a capital."""
    after, before = doc.folded[draft.end : draft.end + 2], doc.folded[max(0, draft.start - 2) : draft.start]
    if after[:1] == "-":
        return after[1:].isupper()
    start = doc.folded.rfind(" ", 0, draft.start) + 1
    return (
        before[-1:] == "-"
        and doc.folded[start : start + 1].isupper()
        and not doc.folded[start : draft.start].casefold().startswith(_NO_STATES)
    )


def _owns(doc: Document, owner: Draft, draft: Draft) -> bool:
    """As in "the UN Syria envoy", "Trump's Iran adviser": the first name is the employer, the second the field of work."""
    if draft.core[0] != draft.start or draft.via not in ("name", "acronym", "capital") or draft.plural or owner.is_place:
        return False
    between = doc.folded[owner.end : draft.start]
    if between == "'s ":
        return owner.code != draft.code and draft.noun is not None and draft.noun.kind == "envoy"
    return owner.use in ("acronym", "name", "demonym") and between == " "


def _employ(owner: Draft, draft: Draft) -> None:
    """Lets the employer's mention grow over the office; a person's own man acts for that person's state."""
    if owner.use == "person":
        owner.actor_id, owner.person, owner.gender, owner.core = owner.code, None, None, draft.core
        owner.via = "name"
    owner.end, owner.use, owner.title, owner.adjective, owner.reason = draft.end, "role", draft.title, False, None
    owner.noun, owner.plural = draft.noun, False


def grow(doc: Document, registry: Registry, draft: Draft) -> bool:
    """Extends one mention to its head noun."""
    at = doc.word_from(draft.end)
    if not (doc.joined(at) or doc.gap(at).rstrip() in ("'s", "'")):
        return False
    head = scan_head(doc, registry, at) or _past_names(doc, registry, at) or _governor(doc, registry, draft)
    if head is None or (head.noun.stands_for == "members" and len(draft.code) == 3):
        return False
    if not acts(doc, head):
        _name_rebels(doc, registry, draft, head)
        return False
    draft.end = doc.words[head.after - 1].end
    fighters = head.title.split()[-1] in registry.vocabulary.lists["role.fighters"]
    if draft.code.startswith("REG:") and (fighters or _only_described(head.noun)):
        draft.actor_id, draft.code, draft.countries, draft.core = None, UNKNOWN_CODE, (), (draft.start, draft.end)
        draft.title, draft.use, draft.plural, draft.noun = head.title, "bare role", True, head.noun
        draft.adjective, draft.reason = False, "no state is named with it"
        return True
    draft.title, draft.use, draft.plural = head.title, "role", head.noun.part == "agent"
    draft.adjective, draft.reason, draft.noun = False, None, head.noun
    if head.title.split()[-1] not in registry.vocabulary.lists["role.abroad"]:
        stand_for(registry, draft, head.noun)
    return True


def _name_rebels(doc: Document, registry: Registry, draft: Draft, head: Head) -> None:
    """As in "Syrian rebel positions": what is described is the rebels', not the state's."""
    state = draft.code
    if draft.use == "demonym" and head.noun.stands_for == "rebels" and head.title == "rebel":
        stand_for(registry, draft, head.noun)
        draft.end = draft.end if draft.code == state else doc.words[head.after - 1].end


def _only_described(noun: Noun) -> bool:
    """As in "Arab students", "western hostages": no Arab League, no West."""
    return noun.kind == "people" or noun.stands_for in ("rebels", "militants")


def scan_head(doc: Document, registry: Registry, first: int) -> Head | None:
    """The last office or group noun of the run of nouns and modifiers that starts at this word; None when there is none."""
    at, best = first, None
    for _ in range(_MAX_NOUNS):
        if at > first and not doc.joined(at):
            break
        if best is None and first < at and doc.words[at].low == "and" and doc.joined(at + 1):
            at += 1
        noun = registry.vocabulary.noun_at(doc, at, "role", "agent", "modifier")
        if (
            noun is None
            or _is_verb(doc, at, noun)
            or (best and best.noun.part == "role" and doc.words[at].capital and not doc.words[at - 1].capital)
        ):
            break
        at += len(noun.words)
        if noun.stands_for == "members" and best:
            noun = best.noun
        if noun.part != "modifier" and not _is_adjective(doc, at) and not (noun.private and doc.words[at - 1].capital):
            at = _portfolio(doc, registry, at, noun)
            best = Head(at, noun, doc.folded[doc.words[first].start : doc.words[at - 1].end].casefold())
        elif best and best.noun.part == "role":
            break
    return best and _proper_name(doc, registry, best)


def _proper_name(doc: Document, registry: Registry, head: Head) -> Head:
    """Past the rest of a body's name ("Israeli Aircraft Industries"): capitalised words after a capitalised group noun."""
    at = head.after
    if head.noun.part != "agent" or not doc.words[at - 1].capital or doc.sentence_at(doc.words[at - 1].start) in doc.title_case:
        return head
    while _goes_on(doc, registry, at) or (doc.joined(at) and doc.words[at].low in ("of", "for") and _goes_on(doc, registry, at + 1)):
        at += 1
    return Head(at, head.noun, head.title)


def _goes_on(doc: Document, registry: Registry, at: int) -> bool:
    """True for a further capitalised word that is no actor, weekday or title of its own: "House of Commons", not "Ministry of France"."""
    if not doc.joined(at) or not doc.words[at].capital or doc.words[at].low in registry.vocabulary.lists["name.calendar"]:
        return False
    noun = registry.vocabulary.noun_at(doc, at, "role", "agent")
    return not registry.names(doc.words[at].text) and (noun is None or noun.private)


def _is_adjective(doc: Document, after: int) -> bool:
    """Whether the parse takes the word before `after` for an adjective ("the official Tanjug agency")."""
    found = doc.head(doc.words[after - 1].start, doc.words[after - 1].end)
    return found is not None and found[1].tag.startswith("JJ") and found[1].dep == "amod"


def _is_verb(doc: Document, at: int, noun: Noun) -> bool:
    """Whether the parse takes the last word of the noun for a verb ("members head to Geneva")."""
    word = doc.words[min(at + len(noun.words), len(doc.words)) - 1]
    found = doc.head(word.start, word.end)
    return found is not None and found[1].tag.startswith(("VB", "MD"))


def _past_names(doc: Document, registry: Registry, first: int) -> Head | None:
    """The noun after an unknown proper name: "Yemeni National Dialogue spokesman"."""
    at = first
    while at - first < _MAX_NAMES and _goes_on(doc, registry, at) and doc.sentence_at(doc.words[at].start) not in doc.title_case:
        at += 1
    head = scan_head(doc, registry, at) if first < at and doc.joined(at) and not doc.words[at].capital else None
    return head and Head(head.after, head.noun, doc.folded[doc.words[first].start : doc.words[head.after - 1].end].casefold())


def _governor(doc: Document, registry: Registry, draft: Draft) -> Head | None:
    """By the parse: the noun of a possessor or adjective past words that no list holds ("Germany's newly installed government")."""
    found = doc.head(draft.start, draft.end)
    if found is None:
        return None
    parse, token = found
    governor = parse.tokens[token.head]
    at = doc.word_from(governor.start)
    if token.dep not in ("poss", "amod", "nmod", "compound") or not 0 < governor.i - token.i <= _MAX_NOUNS or at >= len(doc.words):
        return None
    noun = registry.vocabulary.noun_at(doc, at, "role", "agent")
    if noun is None or len(noun.words) != 1 or _LINKS & set(doc.folded[draft.end : governor.start].replace(",", " , ").split()):
        return None
    return Head(at + 1, noun, doc.folded[doc.words[doc.word_from(draft.end)].start : governor.end].casefold())


def _portfolio(doc: Document, registry: Registry, at: int, noun: Noun) -> int:
    """Past "of foreign affairs" and the like after a minister or ministry."""
    if noun.words[-1] not in _OFFICE_NOUNS or not (doc.joined(at) and doc.words[at].low in ("of", "for")):
        return at
    first = at + 2 if at + 1 < len(doc.words) and doc.words[at + 1].low == "the" else at + 1
    portfolio = registry.vocabulary.noun_at(doc, first, "portfolio") if doc.joined(first) else None
    return first + len(portfolio.words) if portfolio else at


def acts(doc: Document, head: Head) -> bool:
    """False for an abstract "opposition to", for "on the Turkish side", and where another noun is the head."""
    if head.noun.stands_for == "opposition" and doc.folded[doc.words[head.after - 1].end :].startswith((" to ", " from ")):
        return False
    start = doc.words[head.after - 1].start
    if head.title.endswith(("side", "sides")) and " on the " in doc.folded[max(0, start - 30) : start]:
        return False
    return _is_head(doc, head)


def _is_head(doc: Document, head: Head) -> bool:
    """False when the parse says that the noun only describes another one ("a military base", "the government decision")."""
    last = doc.words[head.after - 1]
    found = doc.head(last.start, last.end)
    if found is None or (doc.joined(head.after) and doc.words[head.after].capital):
        return True
    parse, token = found
    governor = parse.tokens[token.head]
    describes = token.dep in ("amod", "compound", "nmod") and governor.i > token.i and not governor.text[0].isupper()
    return not (describes and doc.joined(head.after) and governor.is_noun) or head.noun.kind == "government" and last.low == "government"


def stand_for(registry: Registry, draft: Draft, noun: Noun, further: str = "") -> None:
    """A group in arms in a state is not the state; people of a kind that the seeds name ("Kurdish fighters" in Syria) are that group.

    `further` holds words outside the title that say more: "a spokesman for the opposition Syrian Commission".
    """
    if len(draft.code) != 3:
        return
    words = {*draft.title.split(), *further.split()}
    for rule in registry.vocabulary.groups:
        if rule["country"] == draft.code and set(rule["words"]) & words:
            _become(registry, draft, rule["actor"])
            return
    stands_for = "opposition" if "opposition" in further.split() else noun.stands_for
    suffixes = {"rebels": ("OPP", "REB"), "militants": ("REB",), "opposition": ("OPP",)}.get(stands_for, ())
    for suffix in suffixes:
        if registry.actor(f"GRP:{draft.code}-{suffix}"):
            _become(registry, draft, f"GRP:{draft.code}-{suffix}")
            return


def _become(registry: Registry, draft: Draft, actor_id: str) -> None:
    group = registry.actor(actor_id)
    if group:
        draft.actor_id, draft.code, draft.basis = actor_id, group.code, "alias"
        draft.countries = registry.countries(actor_id) or draft.countries


def share_heads(doc: Document, registry: Registry, drafts: list[Draft]) -> None:
    """In "US and Chinese officials" and "Israeli-Palestinian forces" all names share the head and the span."""
    for number in range(len(drafts) - 1, 0, -1):
        left, right = drafts[number - 1], drafts[number]
        between = doc.folded[left.end : right.core[0]].replace(",", " , ").replace("-", " - ").replace("/", " / ").split()
        proper = doc.folded[right.end - 1 : right.end].isupper() or doc.words[doc.word_from(right.end) - 1].capital
        uses = ("demonym",) if proper else ("demonym", "acronym")
        people = left.adjective and left.use == "name" and left.code.startswith("GRP:")  # "Kurdish and Iraqi forces"
        alone = left.core[1] == left.end and (people or left.use in uses) and not left.is_place
        if not (alone and between and all(word in _LINKS for word in between) and _has_head(doc, registry, right)):
            continue
        left.end, left.use, left.title, left.plural = right.end, "role", right.title, True
        left.adjective, left.reason = False, None
        for other in drafts[number:]:
            if other.end == right.end and other.use == "role":
                other.start = left.start


def _has_head(doc: Document, registry: Registry, draft: Draft) -> bool:
    """True for "Chinese officials", and for a name of the seeds that ends in such a noun itself ("African leaders")."""
    if draft.use == "role":
        return draft.core[0] == draft.start or draft.core[0] - draft.start < draft.end - draft.start
    last = doc.folded[draft.start : draft.end].rfind(" ") + 1
    if not last or draft.adjective or draft.use not in ("name", "demonym"):
        return False
    if registry.vocabulary.noun_at(doc, doc.word_from(draft.start + last), "agent"):
        draft.use, draft.plural = "role", True
        return True
    return False
