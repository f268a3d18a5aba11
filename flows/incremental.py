"""What a run has to do: which files it opens, and which of their articles it extracts."""

import hashlib
from collections.abc import Iterable, Iterator

from flows.chunks import chunked
from flows.extractors import Read
from flows.sources.find import Source
from flows.sources.read import read_source
from flows.tally import Tally
from transforms.reading import ReadOptions
from transforms.records import Article
from warehouse.lake import Lake
from warehouse.load import known_articles
from warehouse.rows import RunInfo
from warehouse.seen import ReadFile, note_files, unchanged_files

_LOOKED_UP = 64  # articles a question to the lake; they are read before the first of them is extracted
_FILES = 1024  # files a question to the lake, and a note in it


class Incremental:
    """Reads what is new. Files that have not changed since all their articles were loaded are not opened."""

    def __init__(self, lake: Lake, info: RunInfo, options: ReadOptions, tally: Tally, *, again: bool) -> None:
        self._lake = lake
        self._info = info
        self._options = options
        self._tally = tally
        self._again = again
        self._how = hashlib.sha256(repr(options).encode("utf-8", "backslashreplace")).hexdigest()[:8]
        self._noted: list[ReadFile] = []

    def articles(self, sources: Iterable[Source]) -> Iterator[Read]:
        """The articles to extract, in the order of the files; what is no article comes as a `Rejection` in its place."""
        if self._again:
            return self._read((source, self._version(source)) for source in sources)
        return self._unknown(self._read(self._unread(sources)))

    def note(self) -> None:
        """Notes in the lake which files were read; that may be before they are loaded.

        Raises:
            WarehouseError: The disk refused.
        """
        note_files(self._lake, self._noted, self._info)
        self._noted.clear()

    def dealt_with(self, sources: Iterable[Source]) -> Iterator[Source]:
        """Those of the sources whose articles are all in the lake."""
        for chunk in chunked(sources, _FILES):
            done = self._unchanged(chunk)
            yield from (source for source in chunk if source.name in done)

    def _version(self, source: Source) -> str:
        return f"{source.version.replace(' ', '_')}/{self._how}" if source.version else ""

    def _unchanged(self, sources: list[Source]) -> dict[str, int]:
        versions = [(source.name, self._version(source)) for source in sources]
        return unchanged_files(self._lake, [(name, version) for name, version in versions if version], self._info)

    def _unread(self, sources: Iterable[Source]) -> Iterator[tuple[Source, str]]:
        for chunk in chunked(sources, _FILES):
            unchanged = self._unchanged(chunk)
            for source in chunk:
                if source.name in unchanged:
                    self._count_unopened(unchanged[source.name])
                else:
                    yield source, self._version(source)

    def _count_unopened(self, articles: int) -> None:
        self._tally.files += 1
        self._tally.items += articles
        self._tally.read += articles
        self._tally.skipped += articles
        self._tally.done += articles

    def _read(self, sources: Iterable[tuple[Source, str]]) -> Iterator[Read]:
        for source, version in sources:  # the version is older than the bytes: a change in between is seen by the next run
            if self._tally.stop.is_set():
                return
            found = read_source(source, self._options)
            articles = [item for item in found if isinstance(item, Article)]
            self._tally.files += 1
            self._tally.items += len(found)
            self._tally.read += len(articles)
            self._tally.conflicts += sum(article.published_conflict is not None for article in articles)
            if version and len(articles) == len(found):
                known = tuple((a.source_uri, a.article_id, a.published, a.published_basis) for a in articles)
                self._noted.append(ReadFile(source.name, version, known))
            yield from found
            if len(self._noted) >= _FILES:
                self.note()

    def _unknown(self, items: Iterable[Read]) -> Iterator[Read]:
        """Leaves out the articles that the lake holds from the same source, with the same text and date, by the same rules and model."""
        for chunk in chunked(items, _LOOKED_UP):
            uris = [item.source_uri for item in chunk if isinstance(item, Article)]
            known = known_articles(self._lake, made_by=self._info, source_uris=uris)
            for item in chunk:
                if isinstance(item, Article) and (item.source_uri, item.article_id, item.published, item.published_basis) in known:
                    self._tally.skipped += 1
                    self._tally.done += 1
                else:
                    yield item
