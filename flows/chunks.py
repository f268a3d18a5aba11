"""Streams in pieces."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def chunked(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of `size` items, the last one shorter; reads no further ahead than one list."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk
