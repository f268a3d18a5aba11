"""Bytes of a file -> `Article`: one reader per format, metadata, publication date with its basis."""

from transforms.reading.draft import article_id, language_of
from transforms.reading.options import FieldNames, ReadOptions, field_names
from transforms.reading.published import date_of_dateline
from transforms.reading.read import STANDARD_INPUT, SUFFIXES, read_article_file, rejection, too_large
from transforms.reading.text import article_from_text
from transforms.reading.written_date import partial_date, written_date

__all__ = [
    "STANDARD_INPUT",
    "SUFFIXES",
    "FieldNames",
    "ReadOptions",
    "article_from_text",
    "article_id",
    "date_of_dateline",
    "field_names",
    "language_of",
    "partial_date",
    "read_article_file",
    "rejection",
    "too_large",
    "written_date",
]
