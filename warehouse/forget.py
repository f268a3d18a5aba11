"""Articles removed on request: their rows at once, and with `purge` every byte of them in the lake's folder."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from transforms.errors import InvalidRequest
from warehouse.dimensions import add_to_run
from warehouse.lake import Lake
from warehouse.rows import RunInfo, Values, as_rows, provenance_values, source_rank, storable_uri
from warehouse.tables import BY_ARTICLE, TABLES

_SHORTEST_PREFIX = 8


@dataclass(frozen=True, slots=True)
class Doomed:
    """What a request names: sources, and of the articles they hold those that no other source has, with their events."""

    sources: tuple[str, ...]
    articles: tuple[str, ...]
    events: int
    rejects: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.sources or self.rejects)


def named_article(lake: Lake, article: str) -> Doomed:
    """One article with all its sources.

    Args:
        lake: An open lake.
        article: Its article_id or the first characters of it (at least eight), or the address of one of its sources.

    Raises:
        InvalidRequest: No article, or more than one, is so named.
    """
    sql = """
        SELECT DISTINCT article_id FROM lake.article_sources
        WHERE source_uri = $given OR (length($given) >= $shortest AND starts_with(article_id, lower($given))) ORDER BY 1 LIMIT 3
    """
    found = [row[0] for row in lake.rows(sql, {"given": storable_uri(article), "shortest": _SHORTEST_PREFIX})]
    if not found:
        remedy = "take article_id or source_uri from regesta sql 'FROM timeline'; of the id eight characters are enough"
        raise InvalidRequest("article", f"no article is {article!r}", remedy=remedy)
    if len(found) > 1:
        raise InvalidRequest("article", f"{article!r} fits several articles", allowed=", ".join(found), remedy="give more characters")
    sources = lake.rows("SELECT source_uri FROM lake.article_sources WHERE article_id = $article ORDER BY 1", {"article": found[0]})
    return _doomed(lake, [uri for (uri,) in sources], [])


def named_sources(lake: Lake, prefix: str) -> Doomed:
    """All sources whose address starts with the prefix, also those that were rejected.

    Raises:
        InvalidRequest: The prefix is empty.
    """
    if not prefix:
        raise InvalidRequest("--source", "an empty prefix, which is everything", remedy="name what the addresses start with")
    starting = "SELECT source_uri FROM lake.{} WHERE starts_with(source_uri, $prefix) ORDER BY 1"
    sources, rejects = (lake.rows(starting.format(name), {"prefix": storable_uri(prefix)}) for name in ("article_sources", "rejects"))
    return _doomed(lake, [uri for (uri,) in sources], [uri for (uri,) in rejects])


def forget(lake: Lake, doomed: Doomed, run: RunInfo) -> None:
    """Removes the named rows in one transaction. Older states of the lake still have them, until `maintain.purge`.

    Raises:
        LakeBusy: Other writers were in the way for too long.
        WarehouseError: The disk refused; nothing was removed.
    """

    def work() -> None:
        kept = _sources_left(lake, doomed)
        for table in BY_ARTICLE:
            lake.delete(table, "article_id", doomed.articles)
        lake.delete(TABLES["source_files"], "article_id", doomed.articles)
        lake.delete(TABLES["source_files"], "source_uri", doomed.sources)
        lake.delete(TABLES["rejects"], "source_uri", doomed.rejects)
        lake.delete(TABLES["article_sources"], "source_uri", [*doomed.sources, *(source["source_uri"] for source in kept)])
        provenance = provenance_values(run, datetime.now(UTC))
        lake.insert(TABLES["article_sources"], as_rows("article_sources", kept, provenance))
        add_to_run(lake, run, sources_forgotten=len(doomed.sources), events_removed=doomed.events)

    lake.write(f"forget {len(doomed.articles)} articles", run.run_id, work)


def _doomed(lake: Lake, sources: Sequence[str], rejects: Sequence[str]) -> Doomed:
    alone = """
        SELECT article_id FROM lake.article_sources GROUP BY article_id HAVING bool_and(source_uri IN (FROM given_sources)) ORDER BY 1
    """
    with lake.given(sources=list(sources)):
        articles = [row[0] for row in lake.rows(alone)]
    with lake.given(articles=articles):
        events: int = lake.rows("SELECT count(*) FROM lake.events WHERE article_id IN (FROM given_articles)")[0][0]
    return Doomed(tuple(sources), tuple(articles), events, tuple(rejects))


def _sources_left(lake: Lake, doomed: Doomed) -> list[Values]:
    """The other sources of articles that stay, with the best of them marked; only where the best one goes."""
    names = TABLES["article_sources"].names
    sql = f"""
        SELECT {", ".join(names)} FROM lake.article_sources WHERE source_uri NOT IN (FROM given_sources) AND article_id IN (
          SELECT article_id FROM lake.article_sources WHERE is_best AND source_uri IN (FROM given_sources)
        )
    """  # noqa: S608 (declared names)
    with lake.given(sources=list(doomed.sources)):
        left = [dict(zip(names, row, strict=True)) for row in lake.rows(sql)]
    best: dict[str, Values] = {}
    for source in sorted(left, key=source_rank):
        best.setdefault(source["article_id"], source)
    return [{**source, "is_best": source is best[source["article_id"]]} for source in left]
