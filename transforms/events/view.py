"""One parsed sentence with everything the event rules look at, and the questions they ask about its words."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from transforms.events import clause
from transforms.events.lexicon import Lexicon
from transforms.events.rules import Rule
from transforms.records import ActorMention
from transforms.syntax import Parse, Sentence

ACTOR = "<actor>"
ORGANISATION = "<organisation>"
MEDIA = "<media>"
ARMED = "<armed>"
PERSON = "<person>"
PLACE = "<place>"
_PRESS = ("news", "press")
_FIRST_PERSON = frozenset(("i", "we", "me", "us", "our", "my", "ourselves", "myself"))
_QUOTATION_MARKS = ("“", "”", "``", "''", '"')
_QUOTE_LOOKBACK = 1500
_HYPHENS = ("-", "‐", "‑")
_HYPHENATED = 2  # tokens before a word that is joined to another by a hyphen
_SHARE_ARGUMENTS = 4  # how far a chain of "of" is followed: "the second round of talks"


@dataclass(frozen=True, slots=True)
class View:
    """A sentence under reading. `mentions` holds the actor mentions by token, `last_speaker` who was quoted before."""

    text: str
    sentence: Sentence
    parse: Parse
    lexicon: Lexicon
    mentions: dict[int, tuple[ActorMention, ...]] = field(repr=False)
    last_speaker: tuple[ActorMention, ...]
    quoted: bool = False  # the sentence stands inside a quotation that an earlier sentence opened
    comment: bool = False  # the article comments rather than reports
    inner_types: dict[int, str | None] = field(default_factory=dict, repr=False)  # answers of matching.inner_type, each found once

    def lower(self, i: int) -> str:
        """The token's text in lower case."""
        return self.parse.tokens[i].text.lower()

    def is_any(self, i: int, words: frozenset[str]) -> bool:
        """True when a lemma of token `i` is among the words; "<actor>", "<organisation>" and the like stand for names."""
        if not words.isdisjoint(self.lexicon.lemmas_of(self.form(i))):
            return True
        if any(_kinds(m) & words for m in self.mentions.get(i, ()) if not m.adjective):
            return True
        return PLACE in words and self._is_place(i)

    def _is_place(self, i: int) -> bool:
        """Whether the token is the name of a state, of its capital or of a town that the list knows."""
        if self.parse.tokens[i].tag != "NNP":
            return False
        state = any(m.actor_id == m.code in m.countries and m.basis in ("alias", "metonym") for m in self.mentions.get(i, ()))
        return state or (i not in self.mentions and self.town(i) is not None)

    def town(self, i: int) -> tuple[int, int, str] | None:
        """Offsets and country of the town that the list knows by the name of which token `i` is the last word."""
        if not self.parse.tokens[i].tag.startswith("NNP"):
            return None
        names = [k.i for k in self.parse.kids(i, "compound") if k.tag.startswith("NNP")]
        start, end = self.parse.tokens[min(names, default=i)].start, self.parse.tokens[i].end
        country = None if self.parse.kids(i, "det") else self.lexicon.towns.get(self.text[start:end].lower())
        return (start, end, country) if country else None

    def in_quotation(self, i: int) -> bool:
        """Whether the token stands inside quotation marks."""
        marks = [t.tag == "``" for t in self.parse.tokens[:i] if t.text in _QUOTATION_MARKS]
        return marks[-1] if marks else self.quoted

    def form(self, i: int) -> str:
        """The token in lower case, with what is hyphenated to it ("cease-fire") where the lexicon knows the whole."""
        tokens = self.parse.tokens
        if (
            i >= _HYPHENATED
            and tokens[i - 1].text in _HYPHENS
            and tokens[i - 2].end == tokens[i - 1].start
            and tokens[i - 1].end == tokens[i].start
        ):
            joined = f"{self.lower(i - 2)}-{self.lower(i)}"
            if joined in self.lexicon.lemmas:
                return joined
        return self.lower(i)

    def content(self, i: int) -> list[int]:
        """The noun itself and what it is a portion of: "a round of talks" also counts as talks."""
        found = [i]
        while len(found) < _SHARE_ARGUMENTS and self._counts(found[-1]):
            inner = clause.preposition_objects(self.parse, found[-1], "of")
            if not inner:
                break
            found.append(inner[0])
        return found

    def _counts(self, i: int) -> bool:
        """Whether a word only says how many or how much: "a round of talks", "500 of its citizens"."""
        return self.parse.tokens[i].tag == "CD" or self.is_any(i, self.lexicon.classes["portion"])

    def among(self, heads: Sequence[int], words: frozenset[str]) -> int | None:
        """The first of the phrases (or of their coordinated and contained nouns) that is headed by one of the words."""
        for head in heads:
            for noun in self.parse.conjuncts(head):
                for i in self.content(noun.i):
                    if self.is_any(i, words):
                        return i
        return None

    def is_all_quoted(self) -> bool:
        """Whether the sentence is one quotation, which then goes on with the words of who was quoted before."""
        text = self.text[self.sentence.start : self.sentence.end].strip()
        return text[:1] in ("“", '"') and text[-1:] in ("”", '"') and not any(mark in text[1:-1] for mark in ("“", "”", '"'))

    def is_for_the_press(self, noun: int) -> bool:
        """True for "a news conference", at which nobody confers."""
        return any(k.text.lower() in _PRESS for k in self.parse.kids(noun, "compound"))

    def subject_is_first_person(self, verb: int) -> bool:
        """True for "we will ..." and "I ..."."""
        return any(self.is_first_person(i) for i in clause.surface_subject(self.parse, verb))

    def is_first_person(self, i: int) -> bool:
        """True for "we" and "us", not for the "US"."""
        return self.lower(i) in _FIRST_PERSON and self.parse.tokens[i].text != "US"


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that fits the words: `head` is the trigger token, `tokens` all its tokens, `clause` the verb (or noun) whose tense counts.

    `arguments` are nouns that belong to the rule itself (the required object): they are no acts of their own.
    """

    rule: Rule
    head: int
    tokens: tuple[int, ...]
    clause: int
    arguments: tuple[int, ...] = ()
    content: int | None = None  # head of the complement clause


def _kinds(mention: ActorMention) -> frozenset[str]:
    """The words by which rules ask for a name: for any actor, international organisations, armed groups, persons, the press."""
    kinds = {ACTOR}
    if mention.code.startswith("IGO:"):
        kinds.add(ORGANISATION)
    if mention.code.startswith("GRP:"):
        kinds.add(ARMED)
    if (mention.actor_id or "").startswith("PER:"):
        kinds.add(PERSON)
    if (mention.actor_id or "").startswith("MED:"):
        kinds.add(MEDIA)
    return frozenset(kinds)


def index_mentions(parse: Parse, actors: Sequence[ActorMention]) -> dict[int, tuple[ActorMention, ...]]:
    """Mentions by every token they cover; of overlapping mentions the longer come first."""
    found: dict[int, list[ActorMention]] = {}
    for mention in sorted(actors, key=lambda m: (m.start - m.end, m.start)):
        for token in parse.at(mention.start, mention.end):
            found.setdefault(token.i, []).append(mention)
    return {i: tuple(mentions) for i, mentions in found.items()}


def opens_in_quotation(text: str, sentence: Sentence) -> bool:
    """Whether a quotation is open where the sentence begins, judged within its paragraph."""
    reach = max(0, sentence.start - _QUOTE_LOOKBACK)
    before = text[max(reach, text.rfind("\n\n", reach, sentence.start) + 1) : sentence.start]
    straight = before.count('"') % 2 == 1
    return straight or before.rfind("“") > before.rfind("”") or before.rfind("``") > before.rfind("''")
