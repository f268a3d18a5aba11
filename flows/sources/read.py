"""A file that a run found -> its articles."""

from flows.sources.find import Source
from transforms.errors import UnreadableArticle
from transforms.reading import ReadOptions, read_article_file, rejection
from transforms.records import Article, Rejection


def read_source(source: Source, options: ReadOptions) -> list[Article | Rejection]:
    """The articles of one file, in its order; what cannot be read comes as a `Rejection` in its place."""
    try:
        return read_article_file(source.name, source.read(options.size_limit), options)
    except UnreadableArticle as error:
        return [rejection(error)]
