"""HTML pages: main text by trafilatura, metadata from the fields that pages declare.

trafilatura's own date finder is not used: without metadata it takes a date in the body for the publication date, it rounds
"2018-02" to a day, and what it accepts depends on the day of asking.
"""

import logging
import re
from collections.abc import Iterator
from typing import Any

from transforms.errors import UnreadableArticle
from transforms.reading.draft import Draft, with_title
from transforms.reading.html_metadata import PageMetadata, page_metadata

MEDIA_TYPE = "text/html"
_SPACE = re.compile(r"\s+")
_DOUBLE_SPACE = re.compile(r"  +")
_BLANK_LINES = re.compile(r"\n{2,}")
_BLOCKS = frozenset({"p", "head", "item", "quote", "row", "code", "div", "ab", "fw"})
_TAG = re.compile(r"<[^<>]*>")
_MIN_LETTERS = 20
_TITLE_WITHIN = 10  # blocks; old pages open with a menu
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_REMEDY = "save the article's own page, or its text as .txt"


def read_html(where: str, text: str) -> Draft:
    """A draft of a page: title, blank line, main text with paragraphs and headings apart.

    Raises:
        UnreadableArticle: The page holds no main text (`broken_html`).
    """
    tree = _tree(text)
    if tree is None:
        raise UnreadableArticle(where, "broken_html", "this is no HTML page", remedy=_REMEDY)
    metadata = page_metadata(tree)
    body = "\n\n".join(_story(_main_text(tree), metadata.title, _links(tree)))
    if sum(map(str.isalpha, body)) < _MIN_LETTERS:
        raise UnreadableArticle(where, "broken_html", "no main text found in the page", remedy=_REMEDY)
    return _draft(body, metadata)


def fragment_text(markup: str) -> str:
    """The text of an HTML fragment (the body field of a content system), its blocks separated by blank lines."""
    root = _tree(f"<html><body>{markup}</body></html>")
    if root is None:
        return _TAG.sub(" ", markup)
    for element in root.iter("script", "style"):
        element.text = ""
    for element in root.iter("br"):
        element.tail = "\n\n" + (element.tail or "")
    for element in root.iter("p", "div", "h1", "h2", "h3", "h4", "li", "blockquote", "tr", "ul", "ol"):
        element.tail = "\n\n" + (element.tail or "")
        element.text = "\n\n" + (element.text or "")
    pieces = (_spaced(piece).strip() for piece in str(root.text_content()).split("\n\n"))
    return "\n\n".join(piece for piece in pieces if piece)


def _draft(body: str, metadata: PageMetadata) -> Draft:
    return Draft(
        text=with_title(metadata.title, body),
        media_type=MEDIA_TYPE,
        title=metadata.title,
        publisher=metadata.publisher,
        url=metadata.url,
        dates=metadata.dates,
        fallback_language=metadata.language,
    )


def _tree(text: str) -> Any:
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it warns of becomes a row in `rejects`
    try:
        return trafilatura.load_html(text)
    except Exception:  # a page made to break parsers is a reject, whatever the parser raises
        return None


def _main_text(tree: Any) -> list[str]:
    import trafilatura

    try:
        found = trafilatura.bare_extraction(tree, include_comments=False, deduplicate=False, with_metadata=False)
    except Exception:  # as above
        return []
    body = getattr(found, "body", None)
    return [] if body is None else list(_blocks(body))


def _links(tree: Any) -> set[str]:
    """The words of all links but those that are headings."""
    links = (link for link in tree.iter("a") if not any(above.tag in _HEADINGS for above in link.iterancestors()))
    return {_spaced("".join(link.itertext())).strip() for link in links}


def _story(blocks: list[str], title: str | None, links: set[str]) -> list[str]:
    """The blocks without those that are one link, beginning with the title where that is among the first of them."""
    kept = [block for block in blocks if block not in links]
    for number, block in enumerate(kept[:_TITLE_WITHIN]):
        if title and block.casefold() == title.casefold():
            return kept[number:]
    return kept


def _blocks(element: Any) -> Iterator[str]:
    """Texts of the innermost blocks in order, and of what stands between them; two line breaks part blocks too."""
    run = [_spaced(element.text)]
    for child in element:
        if _holds_blocks(child):
            yield from _flushed(run)
            yield from _blocks(child)
            run = []
        else:
            run.append(_inline(child))
        run.append(_spaced(child.tail))
    yield from _flushed(run)


def _holds_blocks(element: Any) -> bool:
    return any(inner.tag in _BLOCKS for inner in element.iter())


def _inline(element: Any) -> str:
    """Words of an element inside a block: a line feed for `lb`, nothing for a comment or words that were struck out."""
    if element.tag == "lb":
        return "\n"
    if element.tag == "del" or not isinstance(element.tag, str):
        return ""
    return _spaced(element.text) + "".join(_inline(child) + _spaced(child.tail) for child in element)


def _flushed(run: list[str]) -> Iterator[str]:
    lines = (line.strip() for line in _DOUBLE_SPACE.sub(" ", "".join(run)).split("\n"))
    yield from (block for block in _BLANK_LINES.split("\n".join(lines).strip("\n")) if block)


def _spaced(text: str | None) -> str:
    return _SPACE.sub(" ", text or "")
