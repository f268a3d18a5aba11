"""Step one: where the text names an actor, and which readings the name has. Nothing is decided here."""

import re
from dataclasses import dataclass

from transforms.actors.document import Document
from transforms.actors.names import Name
from transforms.actors.registry import Registry

_OPPOSED = re.compile(r"\b(?:[Aa]nti|[Pp]ro|[Nn]on)-\s*$")


@dataclass(frozen=True, slots=True)
class Hit:
    """A name in the text with all its readings; `hyphen` when it is part of a compound such as "US-led" or "anti-Syrian"."""

    start: int
    end: int
    names: tuple[Name, ...]
    hyphen: bool = False


def find_names(doc: Document, registry: Registry) -> list[Hit]:
    """All names of the registry in the text, in text order, leftmost-longest, whole words, spelled with their capitals.

    Accents, kinds of apostrophes and line breaks do not matter; "Nato", "NATO" and "UN security council" are found, "us" is not.
    """
    return [Hit(start, end, names, _in_compound(doc.folded, start, end)) for start, end, names in registry.index.matches(doc.folded)]


def _in_compound(text: str, start: int, end: int) -> bool:
    after = end + 1 < len(text) and text[end] == "-" and text[end + 1].isalpha()
    if _OPPOSED.search(text, max(0, start - 8), start):
        return True
    before = start > 1 and text[start - 1] == "-" and text[start - 2].isalpha() and not text[:start].endswith(("al-", "Al-", "el-", "El-"))
    return after or before
