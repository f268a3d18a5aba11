"""Records into tables: one transaction a batch, and loading anything again changes nothing.

What one article gives is replaced as a whole. Which source an article's date is taken from depends on the set of its sources, not on the
order in which they come; a source that now holds another text leaves its old article, which goes when no other source has it.
"""

import gc
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

import pyarrow as pa

from transforms.records import Extraction
from warehouse.dimensions import add_to_run
from warehouse.lake import Lake
from warehouse.rows import (
    ArticleRows,
    RunInfo,
    Values,
    article_rows,
    as_rows,
    provenance_values,
    source_rank,
    source_values,
    storable,
    storable_uri,
)
from warehouse.tables import BY_ARTICLE, TABLES, Table, arrow_table

Known = tuple[str, str, str | None, str]
# What `known_articles` finds; $rules, $model, $version and $stored may be NULL.
KNOWN = """
    SELECT s.source_uri, s.article_id, s.published, s.published_basis
    FROM lake.article_sources s
    JOIN lake.articles a USING (article_id)
    JOIN lake.article_sources best ON best.article_id = a.article_id AND best.is_best
    WHERE a.published IS NOT DISTINCT FROM best.published AND a.published_basis = best.published_basis
      AND ($rules IS NULL OR (a.rules_version, a.model_name, a.model_version, a.text_stored) = ($rules, $model, $version, $stored))
"""
_HELD = ("article_id", "content_hash", "published", "published_basis", "rules_version", "model_name", "model_version")


class RejectionLike(Protocol):
    """A file or line that is no article."""

    @property
    def where(self) -> str: ...  # noqa: D102
    @property
    def reason(self) -> str: ...  # noqa: D102
    @property
    def message(self) -> str: ...  # noqa: D102
    @property
    def remedy(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class LoadCounts:
    """What a batch did. new, changed and unchanged count sources; the events are those of the articles the batch brought."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    events_dated: int = 0
    events_undated: int = 0
    events_new: int = 0
    events_removed: int = 0

    def columns(self) -> dict[str, int]:
        """The counts by their names in the table `runs`."""
        return {name if name.startswith("events") else f"articles_{name}": getattr(self, name) for name in self.__slots__}

    def __add__(self, other: "LoadCounts") -> "LoadCounts":
        return LoadCounts(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class _Stored:
    """What the lake holds about the articles that a batch touches."""

    sources: dict[str, Values]  # by source_uri
    articles: dict[str, Values]  # by article_id
    events: dict[str, set[str]]  # event ids by article_id


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a batch writes: articles by id, the sources of all touched articles, articles that go."""

    articles: dict[str, ArticleRows]
    sources: list[Values]
    gone: list[str]


def load_batch(lake: Lake, extractions: Sequence[Extraction], rejections: Sequence[RejectionLike], run: RunInfo) -> LoadCounts:
    """Loads a batch in one transaction; all of it is there afterwards, or nothing.

    Extractions count in the given order: when one source comes twice, the later one holds.

    Raises:
        LakeBusy: Other writers were in the way for too long.
        WarehouseError: The disk refused, or an extraction breaks the rules of ids; nothing was written.
    """
    with _no_search_for_cycles():
        return _load(lake, extractions, rejections, run)


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Millions of tuples without a cycle come and go; Python would look through all of them again and again, a fifth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _load(lake: Lake, extractions: Sequence[Extraction], rejections: Sequence[RejectionLike], run: RunInfo) -> LoadCounts:
    batch = {storable_uri(extraction.article.source_uri): extraction for extraction in extractions}
    given = {uri: article_rows(extraction, run.store_text) for uri, extraction in batch.items()}
    sources = {uri: source_values(extraction.article) for uri, extraction in batch.items()}
    refused = {storable_uri(rejection.where): rejection for rejection in rejections}
    if not batch and not refused:
        return LoadCounts()

    def work() -> LoadCounts:
        now = datetime.now(UTC)
        stored = _read_stored(lake, sources)
        plan = _plan(given, sources, stored, run)
        _write(lake, plan, stored, run, now)
        _write_rejects(lake, list(sources), refused, run, now)
        counts = _count(given, sources, stored, plan)
        add_to_run(lake, run, **counts.columns())
        return counts

    return lake.write(f"load {len(batch)} articles, {len(refused)} rejects", run.run_id, work)


def known_articles(lake: Lake, *, made_by: RunInfo | None = None, source_uris: Sequence[str] | None = None) -> set[Known]:
    """(source_uri, article_id, published, published_basis) of all sources whose article needs no other extraction.

    Left out are articles whose stored events were computed with a date that is no longer their best one.

    Args:
        lake: An open lake.
        made_by: Only articles that were extracted with the rules and the model of this run, and stored as it would.
        source_uris: Only these sources (all by default).
    """
    sql = f"FROM ({KNOWN}) WHERE $all OR source_uri IN (FROM given_uris)"
    with lake.given(uris=[storable_uri(uri) for uri in source_uris or ()]):
        return set(lake.rows(sql, {**known_parameters(made_by), "all": source_uris is None}))


def known_parameters(run: RunInfo | None) -> dict[str, str | None]:
    """The parameters of `KNOWN`; without a run they are NULL."""
    if run is None:
        return dict.fromkeys(("rules", "model", "version", "stored"))
    return {"rules": run.rules_version, "model": run.model_name, "version": run.model_version, "stored": run.store_text}


def _read_stored(lake: Lake, sources: dict[str, Values]) -> _Stored:
    """Reads by id: the cost grows with the batch and with one column of the lake, not with its texts."""
    names = TABLES["article_sources"].names
    touched = {source["article_id"] for source in sources.values()}
    with lake.given(uris=sorted(sources)):
        touched |= {row[0] for row in lake.rows("SELECT article_id FROM lake.article_sources WHERE source_uri IN (FROM given_uris)")}
    with lake.given(ids=sorted(touched)):
        found = lake.rows(f"SELECT {', '.join(names)} FROM lake.article_sources WHERE article_id IN (FROM given_ids)")  # noqa: S608
        articles = lake.rows(f"SELECT {', '.join(_HELD)} FROM lake.articles WHERE article_id IN (FROM given_ids)")  # noqa: S608
    return _Stored(
        {row[0]: dict(zip(names, row, strict=True)) for row in found},
        {row[0]: dict(zip(_HELD, row, strict=True)) for row in articles},
        _read_events(lake, [row[0] for row in articles]),
    )


def _read_events(lake: Lake, article_ids: list[str]) -> dict[str, set[str]]:
    """Event ids by article; new articles, the common case, have none and cost no scan."""
    events: dict[str, set[str]] = {}
    if article_ids:
        with lake.given(ids=article_ids):
            for article_id, event_id in lake.rows("SELECT article_id, event_id FROM lake.events WHERE article_id IN (FROM given_ids)"):
                events.setdefault(article_id, set()).add(event_id)
    return events


def _plan(given: dict[str, ArticleRows], sources: dict[str, Values], stored: _Stored, run: RunInfo) -> _Plan:
    by_article: dict[str, list[Values]] = {article_id: [] for article_id in stored.articles}
    for source in {**stored.sources, **sources}.values():
        by_article.setdefault(source["article_id"], []).append(source)
    articles: dict[str, ArticleRows] = {}
    ranked: list[Values] = []
    for article_id, candidates in by_article.items():
        candidates.sort(key=source_rank)
        ranked.extend({**source, "is_best": number == 0} for number, source in enumerate(candidates))
        rows = _chosen(candidates, given, stored.articles.get(article_id))
        if rows is not None and not _same(rows, stored.articles.get(article_id), run):
            articles[article_id] = rows
    return _Plan(articles, ranked, [article_id for article_id, candidates in by_article.items() if not candidates])


def _chosen(candidates: list[Values], given: dict[str, ArticleRows], stored: Values | None) -> ArticleRows | None:
    """The extraction that an article's rows come from; None: the stored one stays.

    Events depend on the text and on the date of the best source. When no extraction with that date is in the batch or stored (it was lost
    with another source), the best of the batch stands in, and `known_articles` leaves the article out until the best source is read again.
    """
    in_batch = [source for source in candidates if source["source_uri"] in given]
    if not in_batch:
        return None
    with_best_date = [source for source in in_batch if _date(source) == _date(candidates[0])]
    if not with_best_date and stored is not None and _date(stored) == _date(candidates[0]):
        return None
    return given[(with_best_date or in_batch)[0]["source_uri"]]


def _date(values: Values) -> tuple[str | None, str]:
    return values["published"], values["published_basis"]


def _same(rows: ArticleRows, stored: Values | None, run: RunInfo) -> bool:
    """Whether a reload would write what is there: same rows, by the same rules and model."""
    if stored is None or run.rewrite:
        return False
    made_by = (stored["rules_version"], stored["model_name"], stored["model_version"])
    return bool(rows.content_hash == stored["content_hash"]) and made_by == (run.rules_version, run.model_name, run.model_version)


def _write(lake: Lake, plan: _Plan, stored: _Stored, run: RunInfo, now: datetime) -> None:
    provenance = provenance_values(run, now)
    replaced = sorted({*plan.gone, *plan.articles} & set(stored.articles))
    articles = [plan.articles[article_id] for article_id in sorted(plan.articles)]
    with ThreadPoolExecutor(1) as maker:  # DuckDB lets go of Python while it writes: the next table is made meanwhile
        made = {table: maker.submit(_table, table, articles, provenance) for table in BY_ARTICLE}
        for table in BY_ARTICLE:
            lake.delete(table, "article_id", replaced)
            lake.append(table, made[table].result())
    changed = [source for source in plan.sources if not _same_source(source, stored)]
    changed.sort(key=lambda source: str(source["source_uri"]))
    table = TABLES["article_sources"]
    lake.delete(table, "source_uri", [source["source_uri"] for source in changed if source["source_uri"] in stored.sources])
    lake.insert(table, as_rows(table.name, changed, provenance))


def _table(table: Table, articles: list[ArticleRows], provenance: Values) -> pa.Table:
    return arrow_table(table, [row for rows in articles for row in rows.tables[table.name]], provenance)


def _same_source(source: Values, stored: _Stored) -> bool:
    before = stored.sources.get(source["source_uri"])
    return before is not None and all(before[name] == source[name] for name in TABLES["article_sources"].content)


def _write_rejects(lake: Lake, read_well: list[str], refused: dict[str, RejectionLike], run: RunInfo, now: datetime) -> None:
    """A file's reject is replaced by its next one, and goes when the file is read well."""
    table = TABLES["rejects"]
    with lake.given(uris=sorted({*read_well, *refused})):
        there = [uri for (uri,) in lake.rows("SELECT source_uri FROM lake.rejects WHERE source_uri IN (FROM given_uris)")]
    lake.delete(table, "source_uri", there)
    rows = [
        (uri, storable(one.reason), storable(one.message), storable(one.remedy), run.run_id, now) for uri, one in sorted(refused.items())
    ]
    lake.insert(table, rows)


def _count(given: dict[str, ArticleRows], sources: dict[str, Values], stored: _Stored, plan: _Plan) -> LoadCounts:
    ranked = {source["source_uri"]: source for source in plan.sources}
    found = Counter(_fate(uri, source["article_id"], ranked[uri], stored, plan) for uri, source in sources.items())
    counts = LoadCounts(new=found["new"], changed=found["changed"], unchanged=found["unchanged"])
    return counts + _count_events(given, sources, stored, plan)


def _fate(uri: str, article_id: str, ranked: Values, stored: _Stored, plan: _Plan) -> str:
    """What became of a source: new, changed or unchanged."""
    if uri not in stored.sources:
        return "new"
    rows, held = plan.articles.get(article_id), stored.articles.get(article_id)
    same_rows = rows is None or (held is not None and rows.content_hash == held["content_hash"])
    return "unchanged" if same_rows and _same_source(ranked, stored) else "changed"


def _count_events(given: dict[str, ArticleRows], sources: dict[str, Values], stored: _Stored, plan: _Plan) -> LoadCounts:
    held = {source["article_id"]: plan.articles.get(source["article_id"], given[uri]) for uri, source in sources.items()}
    before = {event for article_id in (*plan.articles, *plan.gone) for event in stored.events.get(article_id, ())}
    after = {event for rows in plan.articles.values() for event in rows.event_ids}
    dated = sum(rows.dated for rows in held.values())
    return LoadCounts(
        events_dated=dated,
        events_undated=sum(len(rows.event_ids) for rows in held.values()) - dated,
        events_new=len(after - before),
        events_removed=len(before - after),
    )
