"""Markdown with or without front matter: markers are taken off, the words stay where they were."""

import re
from typing import Any

import yaml

from transforms.reading.draft import Draft, with_title
from transforms.reading.fields import named_field, plain_words
from transforms.reading.options import FieldNames
from transforms.reading.plain import heading_of, paragraphs_apart

MEDIA_TYPE = "text/markdown"
_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)
_FIELD_LINE = re.compile(r"^([\w-]+):[ \t]*(\S.*?)[ \t]*$", re.M)
_REMOVED = (
    re.compile(r"<!--(?:(?!<!--).){0,5000}?-->", re.S),
    re.compile(r"^ {0,3}\[[^\]\n]{1,500}\]:[ \t]*\S+.*$", re.M),  # definition of a reference link
    re.compile(r"!\[[^\]\n]{0,500}\]\([^)\n]{0,2000}\)"),  # image
    re.compile(r"^ {0,3}(?:[*_-][ \t]*){3,}$", re.M),  # rule between sections
    re.compile(r"^ {0,3}(?:```|~~~).*$", re.M),
    re.compile(r"^(?: {0,3}>[ \t]?)+", re.M),
    re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>"),
)
_ATX_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$", re.M)
_UNDERLINED_HEADING = re.compile(r"^(\S.*)\n {0,3}(?:=+|-{2,})[ \t]*$", re.M)
_REPLACED = (
    (re.compile(r"\[([^\]\n]{1,500})\](?:\([^)\n]{0,2000}\)|\[[^\]\n]{0,200}\])"), r"\1"),  # a link to its text
    (re.compile(r"<(https?://[^>\s]{1,2000})>"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)(.{1,500}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,500}?)(?<=[^\s*])\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<!\w)_(?=[^\s_])([^_\n]{1,500}?)(?<=[^\s_])_(?!\w)"), r"\1"),
    (re.compile(r"`([^`\n]{1,500})`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!>~|])"), r"\1"),
    (re.compile(r"\n{3,}"), "\n\n"),
)


def read_markdown(text: str, names: FieldNames) -> Draft:
    """A draft of a Markdown file; front matter gives title, date, publisher, link and language under the names of JSON fields."""
    found = _FRONT_MATTER.match(text)
    matter = _front_matter(found[1]) if found else {}
    body = unmarked(text[found.end() :] if found else text)
    title = plain_words(named_field(matter, names.title)) or heading_of(body)
    dates = (plain_words(named_field(matter, (name,))) for name in names.published)
    return Draft(
        text=with_title(title, body),
        media_type=MEDIA_TYPE,
        title=title,
        publisher=plain_words(named_field(matter, names.publisher)),
        url=plain_words(named_field(matter, names.url)),
        dates=tuple(date for date in dates if date),
        declared_language=plain_words(named_field(matter, names.language)),
    )


def unmarked(text: str) -> str:
    """Markdown as readable text: headings and paragraphs apart, links as their words; list markers stay."""
    for pattern in _REMOVED:
        text = pattern.sub("", text)
    for pattern in (_ATX_HEADING, _UNDERLINED_HEADING):
        text = pattern.sub(r"\n\1\n", text)
    for pattern, words in _REPLACED:
        text = pattern.sub(words, text)
    return paragraphs_apart(text.strip("\n"))


def _front_matter(block: str) -> dict[str, Any]:
    """The fields as written: BaseLoader makes no dates or numbers of them. Invalid YAML ("title: Talks: day two") is read by lines."""
    try:
        loaded = yaml.load(block, Loader=yaml.BaseLoader)  # noqa: S506  BaseLoader builds strings, lists and mappings only
    except (yaml.YAMLError, RecursionError, ValueError):
        loaded = None
    if isinstance(loaded, dict):
        return {str(key): value for key, value in loaded.items()}
    return {found[1]: found[2].strip("\"'") for found in _FIELD_LINE.finditer(block)}
