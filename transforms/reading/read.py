"""One file -> articles and rejections. Nothing a file can hold makes this raise."""

import json
import re
from collections.abc import Callable, Iterator

from transforms.errors import UnreadableArticle
from transforms.reading.decode import clean, decode
from transforms.reading.draft import Draft, article_of
from transforms.reading.html import read_html
from transforms.reading.json_records import LINES_MEDIA_TYPE, MEDIA_TYPE, json_lines, json_records, read_record, record_uri
from transforms.reading.markdown import read_markdown
from transforms.reading.options import ReadOptions
from transforms.reading.plain import read_plain
from transforms.records import Article, Rejection

FORMATS = {
    ".txt": "plain", ".text": "plain", ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl",
}  # fmt: skip
SUFFIXES = tuple(FORMATS)
STANDARD_INPUT = "-"
_PAGE = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|\?xml)\b", re.I | re.S)
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n")

Result = list[Article | Rejection]


def read_article_file(name: str, data: bytes, options: ReadOptions) -> Result:
    """The articles of one file, in file order; what cannot be read comes as a `Rejection` in its place. Never raises for bad data.

    Args:
        name: The file's name as the user gave it; its ending names the format, "-" (standard input) has it found by content.
        data: The whole file.
        options: How to read.
    """
    try:
        return _read(name, data, options)
    except UnreadableArticle as error:
        return [rejection(error)]


def rejection(error: UnreadableArticle) -> Rejection:
    """The `rejects` row of an error."""
    return Rejection(error.where, error.reason, error.found, error.remedy)


def _read(name: str, data: bytes, options: ReadOptions) -> Result:
    if len(data) > options.size_limit:
        raise too_large(name, len(data), options.size_limit)
    kind = None if name == STANDARD_INPUT else _format_of(name)
    text = decode(name, data, encoding=options.encoding, html=kind in ("html", None))
    kind = kind or sniffed(text)
    return _READERS[kind](name, text if kind in ("json", "jsonl") else clean(text), options)


def too_large(name: str, size: int, limit: int) -> UnreadableArticle:
    """The error for a file of `size` bytes, to be raised by whoever notices first."""
    return UnreadableArticle(
        name, "too_large", f"{size} bytes, the limit is {limit}", remedy="split the file, or raise the limit with REGESTA_MAX_BYTES"
    )


def sniffed(text: str) -> str:
    """The format of a text whose file has no name: "plain", "markdown" (front matter), "html", "json" or "jsonl"."""
    start = text.lstrip()
    if _PAGE.match(start):
        return "html"
    if _FRONT_MATTER.match(start):
        return "markdown"
    if start[:1] not in ("{", "["):
        return "plain"
    first_line, _, rest = start.partition("\n")
    return "jsonl" if start[0] == "{" and rest.strip() and _is_json(first_line) else "json"


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _format_of(name: str) -> str:
    stem, dot, last = _base(name).rpartition(".")
    ending = (dot + last).lower() if stem else ""
    if ending not in FORMATS:
        remedy = f"rename it to end in one of {', '.join(SUFFIXES)}"
        raise UnreadableArticle(name, "unknown_format", f"no reader for files ending in {ending!r}", remedy=remedy)
    return FORMATS[ending]


def _base(name: str) -> str:
    """The last part of a path, as both families of systems write paths."""
    return name.replace("\\", "/").rpartition("/")[2]


def _single(read: Callable[[str, str, ReadOptions], Draft]) -> Callable[[str, str, ReadOptions], Result]:
    def run(name: str, text: str, options: ReadOptions) -> Result:
        draft = read(name, text, options)
        if not draft.text.strip():
            raise UnreadableArticle(name, "empty", "no text but front matter or comments", remedy="leave it out, or write its text")
        return [article_of(draft, name, published=options.published, file_name=_base(name))]

    return run


def _json(name: str, text: str, options: ReadOptions) -> Result:
    records = json_records(name, text, options.fields)
    alone = _base(name) if len(records) == 1 else None
    return list(_articles(name, iter(records), options, MEDIA_TYPE, alone))


def _jsonl(name: str, text: str, options: ReadOptions) -> Result:
    return list(_articles(name, json_lines(name, text), options, LINES_MEDIA_TYPE, None))


def _articles(
    name: str, records: Iterator[tuple[str, object]], options: ReadOptions, media_type: str, file_name: str | None
) -> Iterator[Article | Rejection]:
    for where, record in records:
        try:
            if isinstance(record, UnreadableArticle):
                raise record
            draft = read_record(where, record, options.fields, media_type)
            uri = record_uri(where, name, record, options.fields)
            yield article_of(draft, uri, published=options.published, file_name=file_name)
        except UnreadableArticle as error:
            yield rejection(error)


_READERS: dict[str, Callable[[str, str, ReadOptions], Result]] = {
    "plain": _single(lambda _, text, __: read_plain(text)),
    "markdown": _single(lambda _, text, options: read_markdown(text, options.fields)),
    "html": _single(lambda name, text, _: read_html(name, text)),
    "json": _json,
    "jsonl": _jsonl,
}
