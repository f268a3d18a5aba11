"""Step one: where the text names an actor, and which readings the name has. Nothing is decided here."""

import re
from dataclasses import dataclass

from transforms.actors.document import Document
from transforms.actors.names import Name
from transforms.actors.registry import Registry

_PREFIX = 12  # characters before a name that are looked at
_ARTICLES = ("al", "Al", "el", "El")
_HYPHENED = re.compile(r"([^\W\d_]+)-$")
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
    former = registry.vocabulary.lists["role.former"]
    return [
        Hit(start, end, names, _in_compound(doc.folded, start, end, former)) for start, end, names in registry.index.matches(doc.folded)
    ]


def _in_compound(text: str, start: int, end: int, former: frozenset[str]) -> bool:
    if _OPPOSED.search(text, max(0, start - _PREFIX), start):
        return True
    after = end + 1 < len(text) and text[end] == "-" and text[end + 1].isalpha()
    prefix = _HYPHENED.search(text, max(0, start - _PREFIX), start)
    return after or (prefix is not None and prefix.group(1).casefold() not in former and prefix.group(1) not in _ARTICLES)
