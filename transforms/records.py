"""The data contracts between stages: frozen records, no behaviour beyond ids.

Offsets are code points, 0-based, end exclusive, into `Article.text`, which nothing normalises after reading.
A *partial date* is an ISO 8601 prefix whose length is its precision: "2018", "2018-02", "2018-02-26".
"""

import hashlib
from dataclasses import dataclass
from datetime import date

EVENT_TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
STATUSES = ("actual", "planned", "hypothetical", "denied")
PUBLISHED_BASES = ("argument", "metadata", "dateline", "url", "file_name", "none")  # best first
TIME_BASES = ("explicit", "relative", "context", "named_event", "none")
PRECISIONS = ("day", "interval", "month", "year", "decade", "century", "open", "none")
UNDATED_REASONS = ("no_expression", "no_publication_date", "vague_expression", "conflicting", "out_of_range")
ACTOR_BASES = ("alias", "title+name", "role at date", "metonym", "coreference")
ACTOR_KINDS = ("state", "office", "person", "organisation", "armed group", "bloc")
UNKNOWN_CODE = "UNK"  # a participant is named but nobody knows it


def content_id(*parts: str | int) -> str:
    """16 hexadecimal digits that depend on the parts and nothing else."""
    joined = "\x1f".join(str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Article:
    """One text as it is stored and shown, with where it came from.

    `article_id` is the SHA-256 of exactly `text` (64 hexadecimal digits). `published` is a partial date or None;
    `published_basis` says where that came from and is "none" when it is None; `published_conflict` names evidence that says another
    date ("url 2014-03-17; file_name 2014-03-20").
    """

    article_id: str
    source_uri: str
    text: str
    title: str | None = None
    publisher: str | None = None
    language: str | None = None  # BCP 47, "en"
    published: str | None = None
    published_basis: str = "none"
    published_conflict: str | None = None
    media_type: str = "text/plain"


@dataclass(frozen=True, slots=True)
class Rejection:
    """A file, or one record of it, that could not be read: a row of the table `rejects`.

    `where` is the file's name as given, with `#` and the line or record number for one record of several;
    `reason` is one of `errors.REJECT_REASONS`.
    """

    where: str
    reason: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A TIMEX3: `type` is DATE, TIME, DURATION or SET, `value` its TIMEX3 value ("" when unresolved).

    `edtf`, `first_day`, `last_day` are None for durations, sets, vague references and unresolved expressions;
    an open end ("since 2014") has a None day on that side. `basis` is `explicit` when the words alone give the value, `relative`
    when the publication date was needed, `context` when another expression was, `named_event`, or `none`. `value` and days are those
    of the place that the text tells of; `zone` is the time zone that the words name: an offset from UTC ("+03:00"), an IANA name
    ("Europe/Moscow"), "local", or None.
    """

    start: int
    end: int
    text: str
    type: str
    value: str
    rule_id: str
    basis: str = "none"
    edtf: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """One identity (DESIGN section 3): `code` is the state's ISO 3166-1 alpha-3 code for a state and all who act for it."""

    actor_id: str
    label: str
    kind: str  # one of ACTOR_KINDS
    code: str
    sector: str | None = None  # PLOVER: GOV, MIL, LEG ...
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class ActorAlias:
    """A name of an actor and the partial dates between which it means that actor (None: no limit)."""

    actor_id: str
    alias: str
    valid_from: str | None = None
    valid_to: str | None = None


@dataclass(frozen=True, slots=True)
class ActorTerm:
    """A person's term in an office of a state or organisation (`of` is that actor's id); inclusive partial dates."""

    actor_id: str
    office: str
    of: str
    valid_from: str | None = None
    valid_to: str | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """An actor's membership of an organisation or bloc; inclusive partial dates, None for no limit.

    An armed group's rows are the states it fights in: there the group is the `organisation`.
    """

    organisation: str
    member: str
    valid_from: str | None = None
    valid_to: str | None = None


@dataclass(frozen=True, slots=True)
class ActorMention:
    """Words that name an actor. Unresolved: `actor_id` None, `code` "UNK", and `reason` says why.

    `countries` are the states behind the actor (ISO 3166-1 alpha-3): itself for a state, the country it fights in for an armed
    group, none for an international organisation. `basis` is one of ACTOR_BASES; `antecedent` is the span a coreference points at.
    `adjective` marks a demonym that only describes another word ("Russian gas").
    """

    start: int
    end: int
    text: str
    actor_id: str | None
    code: str
    basis: str | None
    countries: tuple[str, ...] = ()
    adjective: bool = False
    antecedent: tuple[int, int] | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class EventTime:
    """When an event happened, or why that is not known.

    Dated: `edtf` set, `first_day`/`last_day` its inclusive days (None on an open side), `undated_reason` None.
    Undated: `edtf` None, `undated_reason` set, `not_before`/`not_after` inclusive bounds where something bounds it.
    `expression` is the span of the words that date it; `rule_id` names the linking rule.
    """

    edtf: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    precision: str = "none"
    basis: str = "none"
    expression: tuple[int, int] | None = None
    rule_id: str = ""
    undated_reason: str | None = "no_expression"
    not_before: date | None = None
    not_after: date | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event happened: the name as written and the country's code when known."""

    name: str
    country: str | None = None


@dataclass(frozen=True, slots=True)
class EventMention:
    """One mention of an act: trigger words, type, status, participants, time. `start`/`end` span the trigger (at most 80 characters)."""

    mention_id: str
    article_id: str
    sentence_start: int
    sentence_end: int
    start: int
    end: int
    type: str
    status: str
    sources: tuple[ActorMention, ...]
    targets: tuple[ActorMention, ...]
    time: EventTime
    rule_id: str
    confidence: float
    mode: str | None = None
    cameo: str | None = None
    speaker: ActorMention | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One act: the mention that tells it best, completed from the others (`best`), and all its mentions in text order."""

    event_id: str
    best: EventMention
    mentions: tuple[EventMention, ...]


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything found in one article; `events` most salient first."""

    article: Article
    events: tuple[Event, ...]
    times: tuple[TimeExpression, ...]
    actors: tuple[ActorMention, ...]


def mention_id(article_id: str, event_type: str, start: int, end: int) -> str:
    """The id of an event mention (DESIGN section 3)."""
    return content_id(article_id, event_type, start, end)


def event_id(mention_ids: list[str]) -> str:
    """The id of an event: a hash of the smallest id among its mentions."""
    return content_id(min(mention_ids))
