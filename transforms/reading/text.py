"""A text that is no file: a line of `regesta extract --input`, whose text is used exactly as given."""

from transforms.reading.draft import Draft, article_of
from transforms.reading.plain import MEDIA_TYPE, heading_of
from transforms.records import Article


def article_from_text(doc: str, text: str, *, published: str | None = None) -> Article:
    """The article of a text, unchanged to the character; without `published` its dateline is looked for.

    Args:
        doc: What the caller calls it; becomes `source_uri`.
        text: Any text, even empty or with lone surrogates.
        published: A partial date, checked by the caller. (Known to be unknown: replace `published` in the result.)
    """
    return article_of(Draft(text, MEDIA_TYPE, title=heading_of(text)), doc, published=published)
