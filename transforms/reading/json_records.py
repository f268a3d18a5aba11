"""JSON (a record, a list of records, or a record around such a list) and JSON lines (a record a line)."""

import json
import re
from collections.abc import Iterator
from typing import Any

from transforms.errors import UnreadableArticle
from transforms.reading.decode import clean
from transforms.reading.draft import Draft, with_title
from transforms.reading.fields import named_field, plain_words
from transforms.reading.html import fragment_text
from transforms.reading.options import FieldNames
from transforms.reading.plain import heading_of, paragraphs_apart

MEDIA_TYPE = "application/json"
LINES_MEDIA_TYPE = "application/jsonl"
_MARKUP = re.compile(r"</(?:p|div|h\d|li)\s*>|<br\s*/?>|<p[ >]", re.I)


def json_records(where: str, text: str, names: FieldNames) -> list[tuple[str, Any]]:
    """The records of a JSON file, each with its place: the file's name, and `#1`, `#2` ... when there are several.

    Raises:
        UnreadableArticle: No JSON (`broken_json`).
    """
    loaded = _parsed(where, text)
    if isinstance(loaded, dict) and _body(loaded, names) is None:
        lists = [value for value in loaded.values() if isinstance(value, list) and any(isinstance(item, dict) for item in value)]
        loaded = lists[0] if len(lists) == 1 else loaded
    if isinstance(loaded, list):
        return [(f"{where}#{number}", record) for number, record in enumerate(loaded, 1)]
    return [(where, loaded)]


def json_lines(where: str, text: str) -> Iterator[tuple[str, Any]]:
    """The records of JSON lines, each with its place (`name#LINE`); a line that is no JSON comes as its `UnreadableArticle`."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        place = f"{where}#{number}"
        try:
            yield place, _parsed(place, line)
        except UnreadableArticle as error:
            yield place, error


def read_record(where: str, record: Any, names: FieldNames, media_type: str) -> Draft:
    """A draft of one record.

    Raises:
        UnreadableArticle: It is no record (`broken_json`), has no text field (`no_text_field`) or only white space in it (`empty`).
    """
    if not isinstance(record, dict):
        raise UnreadableArticle(where, "broken_json", f"a {type(record).__name__} where a record was expected", remedy="put {...} there")
    body = _body(record, names)
    if body is None:
        found = ", ".join(sorted(map(repr, record))[:8]) or "nothing"
        remedy = f"name the field with --field text=NAME; looked for {', '.join(names.text)}"
        raise UnreadableArticle(where, "no_text_field", f"no text field among {found}", remedy=remedy)
    if not body.strip():
        raise UnreadableArticle(where, "empty", "the text field holds only white space", remedy="leave the record out, or fill it")
    body = paragraphs_apart(body)
    title = _words(record, names.title)
    dates = (_words(record, (name,)) for name in names.published)
    return Draft(
        text=with_title(title, body),
        media_type=media_type,
        title=title or heading_of(body),
        publisher=_words(record, names.publisher),
        url=_words(record, names.url),
        dates=tuple(date for date in dates if date),
        declared_language=_words(record, names.language),
    )


def record_uri(where: str, file: str, record: Any, names: FieldNames) -> str:
    """Where a record came from: its own link, else the file, with the id or the number of a record that is not alone in it."""
    if not isinstance(record, dict):
        return where
    own_id = _words(record, names.id) if where != file else None
    return _words(record, names.url) or (f"{file}#{own_id}" if own_id else where)


def _parsed(where: str, text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno} column {error.colno}" if "\n" in text else f"column {error.colno}"
        raise UnreadableArticle(where, "broken_json", f"{error.msg} at {place}", remedy="mend that place, or fetch it again") from error
    except (RecursionError, ValueError) as error:  # nested a thousand deep; a number of five thousand digits
        raise UnreadableArticle(where, "broken_json", str(error), remedy="give a record with a text field") from error


def _body(record: dict[str, Any], names: FieldNames) -> str | None:
    """The text as given; a list of paragraphs is joined by blank lines, markup in it is taken off."""
    value = named_field(record, names.text)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = "\n\n".join(value)
    if not isinstance(value, str):
        value = plain_words(value) if isinstance(value, dict) else None
    if value is None:
        return "" if any(name in record for name in names.text) else None
    value = clean(value)
    return fragment_text(value) if _MARKUP.search(value) else value


def _words(record: dict[str, Any], names: tuple[str, ...]) -> str | None:
    words = plain_words(named_field(record, names))
    return clean(words) if words else None
