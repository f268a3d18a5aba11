"""What the caller may set about reading: frozen, picklable values."""

from dataclasses import dataclass, fields, replace

from transforms.errors import InvalidRequest
from transforms.reading.written_date import partial_date

DEFAULT_SIZE_LIMIT = 20_000_000  # bytes; the longest newspaper page is a hundred times smaller


@dataclass(frozen=True, slots=True)
class FieldNames:
    """Under which keys a JSON record may hold what: the first one present wins; upper and lower case are the same.

    A dot leads into a nested record ("content.rendered").
    """

    text: tuple[str, ...] = ("text", "body", "content", "article")
    title: tuple[str, ...] = ("title", "headline")
    published: tuple[str, ...] = ("published", "date", "publish_date", "published_at", "pubDate", "datePublished", "publishedAt")
    publisher: tuple[str, ...] = ("publisher", "source")
    url: tuple[str, ...] = ("url", "link")
    language: tuple[str, ...] = ("language", "lang")
    id: tuple[str, ...] = ("id",)


def field_names(mapping: str) -> FieldNames:
    """The defaults with some fields replaced: "text=story,published=when|issued".

    Raises:
        InvalidRequest: A part is not `field=name`, or there is no such field.
    """
    known = [field.name for field in fields(FieldNames)]
    changed: dict[str, tuple[str, ...]] = {}
    for part in mapping.split(","):
        field, equals, names = (piece.strip() for piece in part.partition("="))
        if not equals or not names or field not in known:
            remedy = "write field=name pairs with commas between them, for instance text=story,published=when"
            raise InvalidRequest("field mapping", f"{part.strip()!r}", allowed=", ".join(known), remedy=remedy)
        changed[field] = tuple(name.strip() for name in names.split("|"))
    return replace(FieldNames(), **changed)


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How files are read.

    Args:
        published: Publication date of everything read, a partial date; it overrules what the files say. None: find it.
        size_limit: Larger files are rejected; bytes.
        fields: Keys of JSON records.
        encoding: Encoding of all files; None: find it.

    Raises:
        InvalidRequest: `published` is no partial date, or nobody knows `encoding`.
    """

    published: str | None = None
    size_limit: int = DEFAULT_SIZE_LIMIT
    fields: FieldNames = FieldNames()
    encoding: str | None = None

    def __post_init__(self) -> None:
        if self.published is not None and partial_date(self.published) is None:
            allowed = "a date of the calendar as YYYY, YYYY-MM or YYYY-MM-DD"
            raise InvalidRequest("--published", repr(self.published), allowed=allowed, remedy="write only as much as is known")
        if self.encoding is not None and not _known_encoding(self.encoding):
            remedy = "leave it out to have the encoding found"
            raise InvalidRequest("encoding", repr(self.encoding), allowed="utf-8, cp1252, koi8-r, gb18030 ...", remedy=remedy)


def _known_encoding(name: str) -> bool:
    try:
        b"x".decode(name)  # of no bytes Python decodes anything with any name
    except UnicodeError:  # half a character of UTF-16
        return True
    except (LookupError, ValueError):
        return False
    return True
