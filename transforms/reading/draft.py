"""What a reader found in one file or record, and how it becomes an `Article`."""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from transforms.reading.published import Evidence, find_published
from transforms.reading.written_date import written_date
from transforms.records import Article

_LANGUAGE_MIN_CHARS = 150  # py3langid takes a short English sentence for Dutch
_LANGUAGE_MAX_CHARS = 4000
_TITLE_MAX_CHARS = 400
_LANGUAGE_CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")


@dataclass(frozen=True, slots=True)
class Draft:
    """One article as its file gives it.

    `dates` are the date fields as written, best first; `declared_language` is what the record says, `fallback_language` what
    a page's markup says (templates often say it wrongly, so the text is asked first).
    """

    text: str
    media_type: str
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    dates: tuple[str, ...] = ()
    declared_language: str | None = None
    fallback_language: str | None = None


def article_of(draft: Draft, source_uri: str, *, published: str | None = None, file_name: str | None = None) -> Article:
    """The article record of a draft.

    Args:
        draft: What was read.
        source_uri: Where it came from.
        published: A partial date that overrules everything found.
        file_name: Name of a file that holds only this article; its date may be used.
    """
    metadata = next((date for date in map(written_date, draft.dates) if date), None)
    found = find_published(Evidence(published, metadata, draft.text, draft.url, file_name))
    return Article(
        article_id=article_id(draft.text),
        source_uri=source_uri,
        text=draft.text,
        title=draft.title[:_TITLE_MAX_CHARS] if draft.title else None,
        publisher=draft.publisher or None,
        language=_code(draft.declared_language) or language_of(draft.text) or _code(draft.fallback_language),
        published=found.when,
        published_basis=found.basis,
        published_conflict=found.conflict,
        media_type=draft.media_type,
    )


def article_id(text: str) -> str:
    """SHA-256 of exactly this text, 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def with_title(title: str | None, body: str) -> str:
    """The body, opened by its title and a blank line unless its first line is that title already; no body stays none."""
    first_line = body.lstrip("\n").partition("\n")[0]
    alone = not title or not body.strip() or _letters(first_line) == _letters(title)
    return body if alone else f"{title}\n\n{body}"


def language_of(text: str) -> str | None:
    """ISO 639-1 code of the language a text is written in; None when it is too short to tell."""
    if len(text.strip()) < _LANGUAGE_MIN_CHARS:
        return None
    sample = text[:_LANGUAGE_MAX_CHARS].encode("utf-8", "replace").decode("utf-8")
    return str(_classifier()(sample)[0])


def _code(declared: str | None) -> str | None:
    """A declared language as BCP 47 writes it ("en", "pt-BR"); None for anything else ("English")."""
    if not declared or not _LANGUAGE_CODE.fullmatch(declared):
        return None
    language, *rest = declared.replace("_", "-").split("-")
    return "-".join([language.lower(), *rest])


@cache
def _classifier() -> Any:
    from py3langid import classify

    return classify


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
