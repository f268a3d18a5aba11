"""Which files were read, so that a run need not open those again that have not changed.

A file counts as dealt with only as long as the lake holds each of its articles as today's rules would write it: what was noted before its
articles were loaded, or has been forgotten or replaced since, is read again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from warehouse.lake import Lake
from warehouse.load import KNOWN, Known, known_parameters
from warehouse.rows import RunInfo, as_rows, storable_uri
from warehouse.tables import TABLES


@dataclass(frozen=True, slots=True)
class ReadFile:
    """One file that was read: `version` changes with its bytes and with how they are read; `articles` is all that it holds."""

    uri: str
    version: str
    articles: tuple[Known, ...]


def unchanged_files(lake: Lake, files: Sequence[tuple[str, str]], made_by: RunInfo) -> dict[str, int]:
    """How many articles a file (uri, version) holds, for those files of which the lake holds all as `made_by` would make them."""
    sql = f"""
        WITH known AS ({KNOWN})
        SELECT f.file_uri, f.file_articles
        FROM lake.source_files f
        JOIN known k USING (source_uri, article_id, published_basis)
        WHERE f.published IS NOT DISTINCT FROM k.published AND f.file_version || ' ' || f.file_uri IN (FROM given_files)
        GROUP BY f.file_uri, f.file_articles
        HAVING count(*) = f.file_articles
    """  # noqa: S608 (a query of this package)
    names = {storable_uri(uri): uri for uri, _ in files}
    with lake.given(files=[f"{version} {storable_uri(uri)}" for uri, version in files]):
        return {names[uri]: articles for uri, articles in lake.rows(sql, known_parameters(made_by))}


def note_files(lake: Lake, files: Sequence[ReadFile], run: RunInfo) -> None:
    """Notes files as read; what was noted of them before goes. A source that a file names twice counts once, so the file is read again.

    Raises:
        LakeBusy: Other writers were in the way for too long.
        WarehouseError: The disk refused; nothing was written.
    """
    rows = {
        (storable_uri(file.uri), storable_uri(source_uri)): {
            "file_uri": storable_uri(file.uri),
            "source_uri": storable_uri(source_uri),
            "file_version": file.version,
            "file_articles": len(file.articles),
            "article_id": article_id,
            "published": published,
            "published_basis": basis,
        }
        for file in files
        for source_uri, article_id, published, basis in file.articles
    }

    def work() -> None:
        lake.delete(TABLES["source_files"], "file_uri", sorted({uri for uri, _ in rows}))
        lake.insert(
            TABLES["source_files"], as_rows("source_files", list(rows.values()), {"run_id": run.run_id, "loaded_at": datetime.now(UTC)})
        )

    if rows:
        lake.write(f"note {len(files)} files", run.run_id, work)
