"""Batches that fail: the others go on, and each failed one is tried once more, alone, when they are done."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from flows.extractors import Extracted, Pending, Read
from transforms.errors import InvalidRequest, LakeBusy, SeedError, WarehouseError
from transforms.records import Extraction, Rejection

log = logging.getLogger("regesta.pipeline")
MOST = 20  # batches set aside; when more fail, it is not for what is in them


@dataclass(frozen=True, slots=True)
class Failed:
    """A batch that is not loaded. `sources` are the addresses of its articles, `again` makes what is to be loaded once more."""

    sources: tuple[str, ...]
    again: Pending
    error: Exception

    def __str__(self) -> str:
        more = f" and {len(self.sources) - 1} more" if len(self.sources) > 1 else ""
        return f"{self.sources[0]}{more}: {type(self.error).__name__}: {self.error}"


@dataclass(slots=True)
class Failures:
    """The failed batches of a run: `waiting` for their second try, `final` after it."""

    waiting: list[Failed] = field(default_factory=list)
    final: list[Failed] = field(default_factory=list)

    @contextmanager
    def set_aside(self, items: Sequence[Read | Extracted], again: Pending) -> Iterator[None]:
        """Whatever fails inside is noted for a second try, except what would fail for every batch alike."""
        try:
            yield
        except Exception as error:
            if is_fatal(error) or len(self.waiting) >= MOST:
                raise
            failed = Failed(tuple(map(source_of, items)), again, error)
            log.warning("a batch failed and is tried again at the end: %s", failed)
            self.waiting.append(failed)

    def try_again(self, load: Callable[[list[Extracted]], None], stopped: Callable[[], bool]) -> None:
        """Gives each waiting batch its second try, unless the run is stopped."""
        while self.waiting and not stopped():
            failed = self.waiting.pop(0)
            try:
                load(failed.again())
            except Exception as error:
                if is_fatal(error):
                    raise
                self.final.append(Failed(failed.sources, failed.again, error))
                log.error("a batch failed twice: %s", self.final[-1])


def is_fatal(error: Exception) -> bool:
    """Whether every batch would fail alike: wrong settings, broken seeds, a disk that refuses; a busy lake may be free later."""
    return isinstance(error, SeedError | InvalidRequest | WarehouseError) and not isinstance(error, LakeBusy)


def source_of(item: Read | Extracted) -> str:
    """Where an article or a rejection was read."""
    if isinstance(item, Rejection):
        return item.where
    return item.article.source_uri if isinstance(item, Extraction) else item.source_uri
