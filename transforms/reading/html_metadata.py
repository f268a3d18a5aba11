"""What a page declares about itself: JSON-LD, meta elements, marked-up dates. Nothing is taken from the running text."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from transforms.reading.decode import clean
from transforms.reading.fields import named_field, plain_words

_ARTICLE_TYPES = ("article", "posting", "report", "pressrelease", "statement")
_PAGE_TYPES = ("webpage",)
# Names of meta elements (name, property or itemprop, lower case), best first. Dates of change are left out on purpose.
_DATE_NAMES = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "citation_publication_date",
    "citation_date", "parsely-pub-date", "sailthru.date", "originalpublicationdate", "publication_date", "publication-date",
    "publish-date", "publish_date", "publishdate", "published", "published_time", "pubdate", "pub_date", "date_published",
    "article.published", "article_date_original", "cxenseparse:recs:publishtime", "dcterms.issued", "dc.date.issued",
    "dcterms.created", "dc.date.created", "dc.date", "dcterms.date", "pdate", "ptime", "displaydate", "date",
)  # fmt: skip
_TITLE_NAMES = ("og:title", "headline", "citation_title", "dc.title", "dcterms.title", "hdl", "twitter:title")
_PUBLISHER_NAMES = (
    "og:site_name",
    "publisher",
    "citation_publisher",
    "dc.publisher",
    "dcterms.publisher",
    "application-name",
    "cre",
    "source",
)
_URL_NAMES = ("og:url", "canonical", "parsely-link")
_PUBLISHED_CLASSES = ("publish", "pubdate", "entry-date", "dateline", "timestamp", "posted")
_TITLE_TAIL = (" - ", " | ", " – ", " — ", " :: ")


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """Declared fields; `dates` as written, best first."""

    title: str | None
    publisher: str | None
    url: str | None
    language: str | None
    dates: tuple[str, ...]


def page_metadata(tree: Any) -> PageMetadata:
    """The metadata of a parsed page (an lxml element)."""
    metas = _metas(tree)
    linked = _linked_data(tree)
    publisher = _first(metas, _PUBLISHER_NAMES[:1]) or linked.get("publisher") or _first(metas, _PUBLISHER_NAMES)
    return PageMetadata(
        title=_without_publisher(linked.get("headline") or _first(metas, _TITLE_NAMES) or _title_in(tree), publisher),
        publisher=publisher,
        url=_canonical(tree) or _first(metas, _URL_NAMES) or linked.get("url"),
        language=_language(tree),
        dates=tuple(_dates(tree, metas, linked)),
    )


def _dates(tree: Any, metas: dict[str, str], linked: dict[str, str]) -> Iterator[str]:
    if "datePublished" in linked:
        yield linked["datePublished"]
    yield from (metas[name] for name in _DATE_NAMES if name in metas)
    for element in tree.iter("time", "abbr", "span"):
        if _marks_publication(element):
            yield (element.get("datetime") or element.get("content") or element.get("title") or element.text or "").strip()


def _marks_publication(element: Any) -> bool:
    """A `time` that says it is the publication date; a bare `time` may date anything the article tells."""
    if (element.get("itemprop") or "").casefold() == "datepublished":
        return True
    if element.tag != "time":
        return False
    classes = (element.get("class") or "").casefold()
    return element.get("pubdate") is not None or ("updated" not in classes and any(name in classes for name in _PUBLISHED_CLASSES))


def _metas(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = plain_words(clean(element.get("content") or ""))
        for attribute in ("name", "property", "itemprop"):  # http-equiv="date" is when a server answered
            name = (element.get(attribute) or "").strip().casefold()
            if name and content:
                found.setdefault(name, content)
    return found


def _first(metas: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((metas[name] for name in names if name in metas), None)


def _linked_data(tree: Any) -> dict[str, str]:
    """headline, datePublished, publisher and url of the first article (else page) that JSON-LD describes at its top."""
    things = [thing for script in tree.iter("script") if _is_linked_data(script) for thing in _things(_loaded(script.text or ""))]
    for types in (_ARTICLE_TYPES, _PAGE_TYPES):
        for thing in things:
            if _is_a(thing, types):
                keys = ("headline", "datePublished", "publisher", "url")
                words = ((key, plain_words(named_field(thing, (key,)))) for key in keys)
                return {key: clean(value) for key, value in words if value}
    return {}


def _is_linked_data(script: Any) -> bool:
    return "ld+json" in (script.get("type") or "").casefold()


def _loaded(text: str) -> Any:
    try:
        return json.loads(text.strip().removeprefix("<!--").removesuffix("-->"), strict=False)
    except (ValueError, RecursionError):
        return None


def _things(loaded: Any) -> Iterator[dict[str, Any]]:
    """The records at the top, in `@graph` and as `mainEntity`; deeper ones are other articles the page links to."""
    for thing in loaded if isinstance(loaded, list) else [loaded]:
        if isinstance(thing, dict):
            yield thing
            graph = thing.get("@graph")
            yield from (inner for inner in (graph if isinstance(graph, list) else []) if isinstance(inner, dict))
            if isinstance(main := thing.get("mainEntity"), dict):
                yield main


def _is_a(thing: dict[str, Any], types: tuple[str, ...]) -> bool:
    kind = thing.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return any(isinstance(one, str) and one.casefold().endswith(types) for one in kinds)


def _canonical(tree: Any) -> str | None:
    for element in tree.iter("link"):
        if "canonical" in (element.get("rel") or "").casefold().split():
            return (element.get("href") or "").strip() or None
    return None


def _language(tree: Any) -> str | None:
    root = tree.getroottree().getroot()
    code = (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip()
    return code or None


def _title_in(tree: Any) -> str | None:
    """The only h1, else the title element, else the first h1."""
    headings = [words for element in tree.iter("h1") if (words := _words(element))]
    if len(headings) == 1:
        return headings[0]
    title = next((words for element in tree.iter("title") if (words := _words(element))), None)
    return title or next(iter(headings), None)


def _without_publisher(title: str | None, publisher: str | None) -> str | None:
    """A title without the publisher's name that pages put behind it ("Talks fail | The Gazette")."""
    for separator in _TITLE_TAIL if title and publisher else ():
        head, _, tail = (title or "").rpartition(separator)
        if head.strip() and tail.strip().casefold() == (publisher or "").casefold():
            return head.strip()
    return title


def _words(element: Any) -> str | None:
    return plain_words(clean("".join(element.itertext())))
