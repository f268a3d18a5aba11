"""The `extract` contract over files and streams (DESIGN section 6): one JSON line an article, in input order, flushed as it goes."""

import json
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import IO, Any

from flows.showing.show import to_json
from flows.sources.find import discover
from flows.sources.read import read_source
from transforms.contract import Request, parse_request, to_contract
from transforms.errors import InvalidRequest
from transforms.extract import Knowledge, extract_article, extract_with_spans
from transforms.reading import ReadOptions, article_from_text
from transforms.records import Article, Rejection

log = logging.getLogger("regesta.extract")
Answer = dict[str, Any]  # the contract's object, or {"doc", "error"}


def answer_lines(lines: Iterable[bytes], knowledge: Knowledge) -> Iterator[Answer]:
    """One answer for every line that is not blank; a line that cannot be answered is answered with `{"doc", "error"}` in its place."""
    for number, raw in enumerate(lines, 1):
        if raw.strip():
            yield _answer_line(raw if number > 1 else raw.removeprefix(b"\xef\xbb\xbf"), number, knowledge)


def answer_files(paths: Sequence[str], options: ReadOptions, knowledge: Knowledge) -> Iterator[Answer]:
    """One answer for every article in the files; a file that is no article is answered with `{"doc", "error"}` in its place.

    `doc` is the path as given; each of several articles in one file has `#` and its id or number behind it.
    """
    for source in discover(paths):
        found = read_source(source, options)
        for number, read in enumerate(found, 1):
            if isinstance(read, Rejection):
                yield {"doc": read.where, "error": f"{read.reason}: {read.message}; {read.remedy}"}
            else:
                doc = source.name if len(found) == 1 else _doc_in(source.name, number, read.source_uri)
                yield _guarded(doc, partial(_answer_article, read, doc, knowledge))


def _doc_in(name: str, number: int, source_uri: str) -> str:
    """A record's own address stands in the lake; here it must be told which file it is in."""
    return source_uri if source_uri.startswith(f"{name}#") else f"{name}#{number}"


def write_answers(answers: Iterable[Answer], out: IO[str]) -> int:
    """Writes one line an answer, flushed at once, and returns how many of them are errors."""
    errors = 0
    for answer in answers:
        errors += "error" in answer
        out.write(to_json(answer) + "\n")
        out.flush()
    return errors


def _answer_line(raw: bytes, number: int, knowledge: Knowledge) -> Answer:
    try:
        request = parse_request(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        return {"doc": None, "error": f"line {number}: byte {error.start} is no UTF-8; write the input in UTF-8"}
    except InvalidRequest as error:
        return {"doc": _doc_of(raw), "error": f"line {number}: {str(error).removeprefix('line: ')}"}
    return _guarded(request.doc, partial(_answer_request, request, knowledge))


def _answer_request(request: Request, knowledge: Knowledge) -> Answer:
    article = _article(request)
    if request.spans is None:
        return to_contract(extract_article(article, knowledge), knowledge.lexicon, doc=request.doc)
    extraction, anchors = extract_with_spans(article, request.spans, knowledge)
    return to_contract(extraction, knowledge.lexicon, doc=request.doc, anchors=anchors)


def _answer_article(article: Article, doc: str, knowledge: Knowledge) -> Answer:
    return to_contract(extract_article(article, knowledge), knowledge.lexicon, doc=doc, with_text=True)


def _article(request: Request) -> Article:
    """The line as an article. Only a line without the key `published` has its dateline looked for."""
    article = article_from_text(request.doc, request.text, published=request.published)
    if request.published is None and not request.find_published:
        return replace(article, published=None, published_basis="none", published_conflict=None)
    return article


def _guarded(doc: str, answer: Callable[[], Answer]) -> Answer:
    """A fault of regesta's own costs one article, not the rest of the stream; its traceback goes to the log."""
    try:
        return answer()
    except Exception as error:
        log.exception("extraction of %r failed", doc)
        return {"doc": doc, "error": f"regesta failed on this article: {type(error).__name__}: {error}; please report it with the article"}


def _doc_of(raw: bytes) -> str | None:
    """The document's name in a line that is otherwise wrong, so that its answer can be matched."""
    try:
        row = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    doc = row.get("doc") if isinstance(row, dict) else None
    return doc if isinstance(doc, str) else None
