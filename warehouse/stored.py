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
    """The selected articles whose whole text is stored, by article_id, a few at a time: maintenance may run between two questions."""
    sql = f"{_WANTED} SELECT {_COLUMNS} {_FROM} AND a.article_id IN (FROM chosen) ORDER BY a.article_id"
    after = ""
    while True:
        with lake.steady():
            rows = lake.rows(sql, {**_parameters(selection), "after": after, "limit": _AT_ONCE})
        for *values, events in rows:
            yield StoredArticle(Article(**dict(zip(_ARTICLE, values, strict=True))), events)
        if len(rows) < _AT_ONCE:
            return
        after = rows[-1][0]


def count_articles(lake: Lake, selection: Selection) -> tuple[int, int]:
    """How many selected articles can be extracted again, and how many cannot because their text is not stored."""
    sql = f"SELECT count(*) FILTER (a.text IS NOT NULL), count(*) FILTER (a.text IS NULL) {_FROM.replace(_TOLD, '')}"
    with_text, without = lake.rows(sql, _parameters(selection))[0]
    return with_text, without


def _parameters(selection: Selection) -> dict[str, object]:
    run = selection.other_than
    rules, model, version = (run.rules_version, run.model_name, run.model_version) if run else (None, None, None)
    return {"since": selection.since, "rules": rules, "model": model, "version": version}


_PARTICIPANTS = ", ".join(f"'{name}': {name}" for name in PARTICIPANT)
_EVENT = ", ".join(f"'{name}': e.{name}" for name in COMPARED)
_MENTION = ", ".join(f"'{name}': m.{name}" for name in ("sentence_text", "trigger_start", "trigger_end", "trigger_text"))
_SOURCE = ("source_uri", "title", "publisher", "language", "published", "published_basis", "published_conflict", "media_type")
_ARTICLE = ("article_id", "text", *_SOURCE)
_COLUMNS = f"a.article_id, a.text, {', '.join(f's.{name}' for name in _SOURCE)}, coalesce(t.events, [])"
_TOLD = "LEFT JOIN told t ON t.article_id = a.article_id"
_FROM = f"""
FROM lake.articles a
JOIN lake.article_sources s ON s.article_id = a.article_id AND s.is_best
{_TOLD}
WHERE ($since IS NULL OR s.published_last_day >= $since)
  AND ($rules IS NULL OR (a.rules_version, a.model_name, a.model_version) <> ($rules, $model, $version)
    OR a.published IS DISTINCT FROM s.published OR a.published_basis <> s.published_basis)"""
_WANTED = f"""
WITH chosen AS (
  SELECT a.article_id {_FROM.replace(_TOLD, "")} AND a.text IS NOT NULL AND a.article_id > $after ORDER BY a.article_id LIMIT $limit
),
people AS (
  SELECT event_id, list({{{_PARTICIPANTS}}} ORDER BY role, ordinal) AS participants
  FROM lake.event_participants WHERE article_id IN (FROM chosen) GROUP BY event_id
),
told AS (
  SELECT e.article_id, list({{{_EVENT}, {_MENTION}, 'participants': coalesce(p.participants, [])}} ORDER BY e.salience) AS events
  FROM lake.events e
  JOIN lake.event_mentions m ON m.mention_id = e.best_mention_id
  LEFT JOIN people p ON p.event_id = e.event_id
  WHERE e.article_id IN (FROM chosen)
  GROUP BY e.article_id
)"""  # noqa: S608 (declared names)
