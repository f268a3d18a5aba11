"""Articles as the lake holds them, with the events that were found in them: what re-extraction reads and compares with."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from transforms.records import Article
from warehouse.lake import Lake
from warehouse.rows import RunInfo, Values
from warehouse.tables import TABLES

# What makes two events different for a reader. Salience is left out: one new event would change it for all others.
COMPARED = tuple(name for name in TABLES["events"].content if name not in ("article_id", "best_mention_id", "salience"))
PARTICIPANT = ("role", "ordinal", "actor_id", "code", "span_text")
_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """One article with its best source, and its events: the columns `COMPARED`, those of its best mention, and `participants`."""

    article: Article
    events: list[Values]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which articles are wanted.

    Args:
        since: Published on this day or later; articles without a date are then left out.
        other_than: Only what other rules or another model extracted, or what was computed with a date that is no longer the best.
    """

    since: date | None = None
    other_than: RunInfo | None = None


def stored_articles(lake: Lake, selection: Selection) -> Iterator[StoredArticle]:
    """The selected articles whose whole text is stored, by article_id; a few are in memory at a time, all of one snapshot."""
    with lake.connection.cursor() as cursor:
        found = cursor.execute(f"{_WANTED} SELECT {_COLUMNS} {_FROM} AND a.text IS NOT NULL ORDER BY a.article_id", _parameters(selection))
        while rows := found.fetchmany(_AT_ONCE):
            for *values, events in rows:
                yield StoredArticle(Article(*values), events)


def count_articles(lake: Lake, selection: Selection) -> tuple[int, int]:
    """How many selected articles can be extracted again, and how many cannot because their text is not stored."""
    sql = f"{_WANTED} SELECT count(*) FILTER (a.text IS NOT NULL), count(*) FILTER (a.text IS NULL) {_FROM}"
    with_text, without = lake.rows(sql, _parameters(selection))[0]
    return with_text, without


def _parameters(selection: Selection) -> dict[str, object]:
    run = selection.other_than
    rules, model, version = (run.rules_version, run.model_name, run.model_version) if run else (None, None, None)
    return {"since": selection.since, "rules": rules, "model": model, "version": version}


_PARTICIPANTS = ", ".join(f"'{name}': {name}" for name in PARTICIPANT)
_EVENT = ", ".join(f"'{name}': e.{name}" for name in COMPARED)
_MENTION = ", ".join(f"'{name}': m.{name}" for name in ("sentence_text", "trigger_start", "trigger_end", "trigger_text"))
_COLUMNS = (
    "a.article_id, s.source_uri, a.text, s.title, s.publisher, s.language, s.published, s.published_basis, s.media_type, "
    "coalesce(t.events, [])"
)
_WANTED = f"""
WITH people AS (
  SELECT event_id, list({{{_PARTICIPANTS}}} ORDER BY role, ordinal) AS participants FROM lake.event_participants GROUP BY event_id
),
told AS (
  SELECT e.article_id, list({{{_EVENT}, {_MENTION}, 'participants': coalesce(p.participants, [])}} ORDER BY e.salience) AS events
  FROM lake.events e
  JOIN lake.event_mentions m ON m.mention_id = e.best_mention_id
  LEFT JOIN people p ON p.event_id = e.event_id
  GROUP BY e.article_id
)"""  # noqa: S608 (declared names)
_FROM = """
FROM lake.articles a
JOIN lake.article_sources s ON s.article_id = a.article_id AND s.is_best
LEFT JOIN told t ON t.article_id = a.article_id
WHERE ($since IS NULL OR s.published_last_day >= $since)
  AND ($rules IS NULL OR (a.rules_version, a.model_name, a.model_version) <> ($rules, $model, $version)
    OR a.published IS DISTINCT FROM s.published OR a.published_basis <> s.published_basis)"""
