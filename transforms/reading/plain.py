"""Plain text: the file's text as it is; its first line is the title when it stands apart like a heading."""

import re

from transforms.reading.draft import Draft
from transforms.reading.published import is_dateline

MEDIA_TYPE = "text/plain"
_HEADING_MAX_CHARS = 160
_WRAPPED_MAX_CHARS = 120  # a longer line was not wrapped by hand: each line is a paragraph
_SENTENCE_END = re.compile(r"[.!?…:;,–—_-][\"'”’)\]]*\Z")


def read_plain(text: str) -> Draft:
    """A draft of plain text. Text that is written with one line a paragraph gets blank lines between them."""
    text = paragraphs_apart(text)
    return Draft(text, MEDIA_TYPE, title=heading_of(text))


def paragraphs_apart(text: str) -> str:
    """Doubles the line ends of a text that has no blank line and long lines; any other text comes back as it is."""
    lines = text.strip("\n").split("\n")
    if len(lines) < 2 or not all(line.strip() for line in lines) or max(map(len, lines)) <= _WRAPPED_MAX_CHARS:
        return text
    return "\n\n".join(lines) + "\n" * (len(text) - len(text.rstrip("\n")))


def heading_of(text: str) -> str | None:
    """The first line when it is short, ends no sentence, is no dateline and a blank line and more text follow."""
    first, _, rest = text.lstrip("\n").partition("\n")
    heading = first.strip()
    follows_blank = rest.split("\n", 1)[0].strip() == "" and rest.strip() != ""
    if not follows_blank or not heading or len(heading) > _HEADING_MAX_CHARS or _SENTENCE_END.search(heading):
        return None
    return None if is_dateline(heading) else heading
