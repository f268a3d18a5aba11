"""Looking up fields of JSON records and front matter, which hold the same thing in many shapes."""

from collections.abc import Mapping, Sequence
from typing import Any

_NAME_KEYS = ("name", "rendered", "title", "value", "@value", "text", "$date")  # where a nested record keeps its words
_MAX_DEPTH = 4


def named_field(record: Mapping[str, Any], names: Sequence[str]) -> Any:
    """The first of these fields that is present and holds something; a dot in a name leads into a nested record."""
    for name in names:
        value = _exact(record, name)
        if value is None and "." in name:
            value = _nested(record, name.split("."))
        if value not in (None, "", [], {}):
            return value
    return None


def plain_words(value: Any, *, depth: int = 0) -> str | None:
    """A field's words: a string or number as it is, of a nested record its name, of a list its first; None when it has none."""
    if isinstance(value, bool) or depth > _MAX_DEPTH:
        return None
    if isinstance(value, str):
        return " ".join(value.split()) or None
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, Mapping):
        return plain_words(named_field(value, _NAME_KEYS), depth=depth + 1)
    if isinstance(value, list):
        return next((words for item in value if (words := plain_words(item, depth=depth + 1))), None)
    return None


def _exact(record: Mapping[str, Any], name: str) -> Any:
    if name in record:
        return record[name]
    wanted = name.casefold()
    return next((value for key, value in record.items() if key.casefold() == wanted), None)


def _nested(record: Any, path: Sequence[str]) -> Any:
    for key in path:
        if not isinstance(record, Mapping):
            return None
        record = _exact(record, key)
    return record
