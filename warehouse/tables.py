"""Every column declared once, every table once. DDL, Arrow schemas, the page docs/warehouse.md and derived checks come from here.

A name means the same thing in all tables. *Provenance* columns say how a row came to be (which run, when, with which rules); two
loads of the same articles are equal in all other columns. Offsets are code points, 0-based, end exclusive, into `articles.text`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from operator import itemgetter
from typing import Any

import pyarrow as pa

from transforms.records import ACTOR_BASES, ACTOR_KINDS, EVENT_TYPES, PRECISIONS, PUBLISHED_BASES, STATUSES, TIME_BASES, UNDATED_REASONS

SCHEMA_VERSION = 3  # a lake of a lower one is upgraded by warehouse/migrations, one of a higher one refused

TEXT_STORED = ("full", "evidence", "none")
ROLES = ("source", "target", "speaker")
QUAD_CLASSES = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")

_ARROW: dict[str, Any] = {
    "VARCHAR": pa.string(),
    "VARCHAR[]": pa.list_(pa.string()),
    "INTEGER": pa.int32(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "TIMESTAMP WITH TIME ZONE": pa.timestamp("us", "UTC"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it holds, whether it may be NULL, which values it may take (none listed: any), whether it is provenance."""

    name: str
    type: str
    doc: str
    required: bool = False
    allowed: tuple[str, ...] = ()
    provenance: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what a row is, its columns, and the columns that identify a row.

    `by_article` marks the tables whose rows are what one article gave; they are replaced together when it is loaded again.
    """

    name: str
    doc: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    by_article: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in the order of the rows."""
        return tuple(column.name for column in self.columns)

    @property
    def content(self) -> tuple[str, ...]:
        """The columns that are not provenance."""
        return tuple(column.name for column in self.columns if not column.provenance)


def _text(name: str, doc: str, *, required: bool = False, allowed: tuple[str, ...] = ()) -> Column:
    return Column(name, "VARCHAR", doc, required, allowed)


def _number(name: str, doc: str, *, required: bool = False, provenance: bool = False) -> Column:
    return Column(name, "INTEGER", doc, required, (), provenance)


def _span(name: str, what: str, *, required: bool = False, may_lack_text: bool = False) -> list[Column]:
    absent = "; NULL when sentences are not stored" if may_lack_text else ""
    return [
        _number(f"{name}_start", f"Where {what} start: code point in articles.text, 0-based.", required=required),
        _number(f"{name}_end", f"Where {what} end, exclusive.", required=required),
        _text(
            f"{name}_text", f"The characters of the text from {name}_start to {name}_end{absent}.", required=required and not may_lack_text
        ),
    ]


_ALL = [
    # identity
    _text("article_id", "SHA-256 of exactly the text that was read, 64 hexadecimal digits.", required=True),
    _text("source_uri", "Where the text was read: path or address. It holds one article at a time.", required=True),
    _text("file_uri", "The file that was read: path or address.", required=True),
    Column(
        "file_version",
        "VARCHAR",
        "Changes with the file's bytes (size and time, or the store's mark) and with how they are read.",
        True,
        (),
        True,
    ),
    _number("file_articles", "How many articles the file holds.", required=True),
    _text("mention_id", "Hash of article, type and trigger span.", required=True),
    _text("event_id", "Hash of the smallest mention_id of the event.", required=True),
    _text("best_mention_id", "The mention that tells the event best; it gives sentence and trigger.", required=True),
    _text("actor_id", "The actor; NULL when the words could not be resolved."),
    # articles and their sources
    _text("text", "The text; lone surrogates and NUL, which no column can hold, are U+FFFD, one for one. NULL: only evidence is stored."),
    _text("text_stored", "How much of the text is stored: all, the sentences that tell of events, or neither.", allowed=TEXT_STORED),
    _number("text_chars", "Length of the text in code points.", required=True),
    _text("title", "Title as the source gives it."),
    _text("publisher", "Publisher as the source gives it."),
    _text("language", "BCP 47 tag, such as en."),
    _text("media_type", "MIME type of the file that was read.", required=True),
    _text("published", "Publication date as a partial ISO date (2018, 2018-02, 2018-02-26); NULL when unknown."),
    _text("published_basis", "Where the publication date comes from, best first.", required=True, allowed=PUBLISHED_BASES),
    _text("published_conflict", "Other evidence of the publication date that disagrees, best first: url 2014-03-17; NULL when none does."),
    Column("published_first_day", "DATE", "First day of `published`."),
    Column("published_last_day", "DATE", "Last day of `published`."),
    Column("is_best", "BOOLEAN", "The source with the best-based, then earliest publication date; one an article.", required=True),
    _text("content_hash", "Hash of everything the article gave; equal hashes mean that a reload would change nothing.", required=True),
    # events
    *_span("sentence", "the sentence that tells of the event", required=True, may_lack_text=True),
    *_span("trigger", "the words that name the act", required=True),
    _text("type", "The act that the words describe: PLOVER type, whatever the status.", required=True, allowed=EVENT_TYPES),
    _text("mode", "PLOVER mode in lower case, where the type has modes."),
    _text("cameo", "CAMEO code, where the rule knows one."),
    _text("status", "Whether the act happened.", required=True, allowed=STATUSES),
    _text("place_name", "Where it happened, as written."),
    _text("place_country", "ISO 3166-1 alpha-3 code of the place."),
    _text("rule_id", "The rule that found the act.", required=True),
    Column("confidence", "DOUBLE", "0 to 1, as the rule and its context give it.", required=True),
    _number("salience", "Rank among the article's events, 1 is the most salient.", required=True),
    _number("mentions", "How many times it is mentioned.", required=True),
    # time
    _text("edtf", "When it happened, as EDTF (ISO 8601-2), no more precise than the text; NULL when undated."),
    Column("first_day", "DATE", "First day on which it may have happened; NULL when undated or open."),
    Column("last_day", "DATE", "Last day on which it may have happened; NULL when undated or open."),
    _text("precision", "How much of the date the text states.", required=True, allowed=PRECISIONS),
    _text("time_basis", "What dates it: its words, they and the publication date, the scene.", required=True, allowed=TIME_BASES),
    *_span("expression", "the words that date it"),
    _text("time_rule_id", "The rule that linked act and date."),
    _text("undated_reason", "Why there is no date; NULL when dated.", allowed=UNDATED_REASONS),
    Column("not_before", "DATE", "Undated: not before this day, inclusive."),
    Column("not_after", "DATE", "Undated: not after this day, inclusive."),
    # participants
    _text("role", "Part in the act; the speaker is who the text attributes it to.", required=True, allowed=ROLES),
    _number("ordinal", "Place in the list of its role, from 1.", required=True),
    _text("code", "ISO code of a state and all who act for it, else IGO:, GRP:, NGO: ...; UNK: unknown.", required=True),
    Column("countries", "VARCHAR[]", "States behind the actor, ISO 3166-1 alpha-3.", required=True),
    _text("actor_basis", "How the words were resolved.", allowed=ACTOR_BASES),
    _text("unresolved_reason", "Why the words could not be resolved."),
    *_span("span", "the words that name the participant", required=True),
    *_span("antecedent", "the words that a pronoun or short form stands for"),
    _text("context", "The first sentence in which the words stand; NULL when sentences are not stored."),
    # actors
    _text("label", "Readable name.", required=True),
    _text("kind", "Kind of actor.", required=True, allowed=ACTOR_KINDS),
    _text("sector", "PLOVER sector: GOV, MIL, LEG ..."),
    _text("wikidata", "Wikidata item."),
    _text("alias", "A name of the actor.", required=True),
    _text("valid_from", "Partial date from which the row holds, inclusive; NULL: no limit."),
    _text("valid_to", "Partial date until which the row holds, inclusive; NULL: no limit."),
    _text("office", "Office held.", required=True),
    _text("organisation_id", "actor_id of the organisation, bloc or armed group.", required=True),
    _text("member_id", "actor_id of the member; of an armed group, the state it fights in.", required=True),
    _text("office_of", "actor_id of the state or organisation whose office it is.", required=True),
    # code tables
    _text("plover_type", "Type by PLOVER's rule for what is not done yet; NULL: left out of PLOVER exports (denied)."),
    _text("quad_class", "Quad class of the PLOVER type.", allowed=QUAD_CLASSES),
    Column("goldstein", "DOUBLE", "Conflict (-10) to cooperation (+10), Goldstein's scale."),
    # rejects and runs
    _text("reject_reason", "Kind of fault, a short word.", required=True),
    _text("message", "What was wrong.", required=True),
    _text("remedy", "What to do about it.", required=True),
    Column("run_id", "VARCHAR", "The run that wrote the row.", required=True, provenance=True),
    Column("loaded_at", "TIMESTAMP WITH TIME ZONE", "When the row was written.", required=True, provenance=True),
    Column(
        "rules_version",
        "VARCHAR",
        "Version of rules and code that extracted the row, and the confidence that was asked for.",
        required=True,
        provenance=True,
    ),
    Column("model_name", "VARCHAR", "Language model.", required=True, provenance=True),
    Column("model_version", "VARCHAR", "Version of the language model.", required=True, provenance=True),
    Column("command", "VARCHAR", "What was called.", required=True, provenance=True),
    Column(
        "outcome",
        "VARCHAR",
        "How the run ended: ok, rejects, failed; running: it has not ended, or was killed.",
        required=True,
        provenance=True,
    ),
    Column("started_at", "TIMESTAMP WITH TIME ZONE", "When the run started.", required=True, provenance=True),
    Column("finished_at", "TIMESTAMP WITH TIME ZONE", "When the run ended.", required=True, provenance=True),
    _number("articles_read", "Articles that were read.", required=True, provenance=True),
    _number("files_rejected", "Files or lines that could not be read.", required=True, provenance=True),
    _number("articles_skipped", "Articles skipped because the same text from the same source was there.", required=True, provenance=True),
    _number("articles_new", "Sources loaded for the first time.", required=True, provenance=True),
    _number("articles_changed", "Sources that gave other rows than before.", required=True, provenance=True),
    _number("articles_unchanged", "Sources loaded again with the same rows.", required=True, provenance=True),
    _number("events_dated", "Dated events of the loaded articles.", required=True, provenance=True),
    _number("events_undated", "Undated events of the loaded articles.", required=True, provenance=True),
    _number("events_new", "Events that were not there before.", required=True, provenance=True),
    _number("events_removed", "Events that are there no more.", required=True, provenance=True),
    _number("sources_forgotten", "Sources removed on request; NULL: none.", provenance=True),
    _number("schema_version", "Version of these tables.", required=True),
]
COLUMNS = {column.name: column for column in _ALL}

_TIME = (
    "edtf first_day last_day precision time_basis expression_start expression_end expression_text time_rule_id "
    "undated_reason not_before not_after"
)
_ACT = f"type mode cameo status place_name place_country {_TIME} rule_id confidence"
_PARTICIPANT = (
    "role ordinal actor_id code countries actor_basis unresolved_reason span_start span_end span_text "
    "antecedent_start antecedent_end antecedent_text"
)
_SENTENCE = "sentence_start sentence_end sentence_text trigger_start trigger_end trigger_text"
_MADE_BY = "run_id loaded_at rules_version model_name model_version"
_PUBLISHED = "published published_basis published_first_day published_last_day"
_COUNTS = "articles_new articles_changed articles_unchanged events_dated events_undated events_new events_removed"


def _table(name: str, doc: str, columns: str, key: str, *, by_article: bool = False) -> Table:
    return Table(name, doc, tuple(COLUMNS[column] for column in columns.split()), tuple(key.split()), by_article)


_DECLARED = (
    _table(
        "articles",
        "One text. `published` is the date that its events were computed with.",
        f"article_id text text_stored text_chars {_PUBLISHED} content_hash {_MADE_BY}",
        "article_id",
        by_article=True,
    ),
    _table(
        "article_sources",
        "One place where a text was read. The same text from two places is one article with two rows here.",
        f"source_uri article_id is_best title publisher language media_type {_PUBLISHED} published_conflict run_id loaded_at",
        "source_uri",
    ),
    _table(
        "event_mentions",
        "One mention of an act, with the sentence and the words that say so.",
        f"mention_id event_id article_id {_SENTENCE} {_ACT} {_MADE_BY}",
        "mention_id",
        by_article=True,
    ),
    _table(
        "mention_participants",
        "One participant as one mention names it.",
        f"mention_id event_id article_id {_PARTICIPANT} {_MADE_BY}",
        "mention_id role ordinal",
        by_article=True,
    ),
    _table(
        "events",
        "One act with its agreed type, time and status, completed from all its mentions.",
        f"event_id article_id best_mention_id salience mentions {_ACT} {_MADE_BY}",
        "event_id",
        by_article=True,
    ),
    _table(
        "event_participants",
        "One participant of an act, with how it was found.",
        f"event_id article_id {_PARTICIPANT} {_MADE_BY}",
        "event_id role ordinal",
        by_article=True,
    ),
    _table(
        "unresolved_actors",
        "Words that name a participant nobody could identify, counted within one article.",
        f"article_id span_text unresolved_reason mentions context {_MADE_BY}",
        "article_id span_text",
        by_article=True,
    ),
    _table("actors", "One identity, from seeds/actors.", "actor_id label kind code sector wikidata run_id loaded_at", "actor_id"),
    _table("actor_aliases", "One name of an actor.", "actor_id alias valid_from valid_to run_id loaded_at", "actor_id alias valid_from"),
    _table(
        "actor_terms",
        "One term in an office.",
        "actor_id office office_of valid_from valid_to run_id loaded_at",
        "actor_id office office_of valid_from",
    ),
    _table(
        "memberships",
        "One membership of an organisation or bloc; an armed group has the states it fights in.",
        "organisation_id member_id valid_from valid_to run_id loaded_at",
        "organisation_id member_id valid_from",
    ),
    _table("codes", "Readable name of a code or actor_id.", "code label run_id loaded_at", "code"),
    _table(
        "event_types",
        "What follows from type and status.",
        "type status plover_type quad_class goldstein run_id loaded_at",
        "type status",
    ),
    _table("cameo_codes", "Goldstein value of a CAMEO code, where finer than the type's.", "cameo goldstein run_id loaded_at", "cameo"),
    _table(
        "source_files",
        "One article of a file that was read, so that the next run need not open the file again. A file counts as read while the lake "
        "holds all its articles as they stand here.",
        "file_uri source_uri file_version file_articles article_id published published_basis run_id loaded_at",
        "file_uri source_uri",
    ),
    _table(
        "rejects",
        "A file or line that is no article. Gone when it is read well later.",
        "source_uri reject_reason message remedy run_id loaded_at",
        "source_uri",
    ),
    _table(
        "runs",
        "One run of regesta and what it did.",
        "run_id command outcome started_at finished_at rules_version model_name model_version articles_read files_rejected "
        f"articles_skipped {_COUNTS} sources_forgotten",
        "run_id",
    ),
    _table("schema_versions", "The versions that this lake has had; the highest holds.", "schema_version loaded_at", "schema_version"),
)
TABLES = {table.name: table for table in _DECLARED}
BY_ARTICLE = tuple(table for table in _DECLARED if table.by_article)
_AT_ONCE = 4096  # rows made into Arrow together: as many as stay in the processor's cache while each column is picked
DIMENSIONS = ("actors", "actor_aliases", "actor_terms", "memberships", "codes", "event_types", "cameo_codes")


def ddl(table: Table, catalog: str) -> str:
    """CREATE TABLE statement. DuckLake has neither keys nor CHECK: the derived checks stand in for them."""
    lines = [f"{column.name} {column.type}{' NOT NULL' if _not_null(table, column) else ''}" for column in table.columns]
    return f"CREATE TABLE {catalog}.{table.name} (\n  " + ",\n  ".join(lines) + "\n)"


def sorting(table: Table, catalog: str) -> str:
    """Statement that keeps the rows in each file in the order of what they are looked up by, so that a look-up reads little."""
    return f"ALTER TABLE {catalog}.{table.name} SET SORTED BY ({'article_id' if table.by_article else table.key[0]} ASC)"


def arrow_schema(table: Table) -> pa.Schema:
    """Arrow schema with the columns in the table's order."""
    return pa.schema([pa.field(c.name, _ARROW[c.type], nullable=not _not_null(table, c)) for c in table.columns])


def arrow_table(table: Table, rows: Sequence[Sequence[object]], same: Mapping[str, object]) -> pa.Table:
    """Rows as an Arrow table; `same` has the columns that the rows leave out because all have one value, by name."""
    schema = arrow_schema(table)
    batches = []
    for start in range(0, len(rows), _AT_ONCE):
        some, number = rows[start : start + _AT_ONCE], count()
        arrays = [
            pa.repeat(pa.scalar(same[field.name], field.type), len(some))
            if field.name in same
            else pa.array(list(map(itemgetter(next(number)), some)), field.type)
            for field in schema
        ]
        batches.append(pa.RecordBatch.from_arrays(arrays, schema=schema))
    return pa.Table.from_batches(batches, schema)


def docs_markdown() -> str:
    """The table reference of docs/warehouse.md; a test compares the two."""
    return "\n".join(_table_markdown(table) for table in _DECLARED)


def _not_null(table: Table, column: Column) -> bool:
    return column.required or column.name == table.key[0]


def _table_markdown(table: Table) -> str:
    head = [f"### {table.name}", "", f"{table.doc} Key: {', '.join(table.key)}.", "", "| column | type | meaning |", "|---|---|---|"]
    return "\n".join([*head, *(_column_markdown(table, column) for column in table.columns), ""])


def _column_markdown(table: Table, column: Column) -> str:
    kind = column.type if _not_null(table, column) else f"{column.type}, may be NULL"
    allowed = f" One of: {', '.join(column.allowed)}." if column.allowed else ""
    return f"| {column.name} | {kind} | {column.doc}{allowed}{' *Provenance.*' if column.provenance else ''} |"


if __name__ == "__main__":
    print(docs_markdown())
