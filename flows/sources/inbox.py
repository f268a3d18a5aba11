"""A watched inbox: files that are still being written are left for later; what is loaded may be moved out of the way."""

import os
import shutil
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from flows.sources.find import Source, SourceFile
from flows.tally import Tally


@dataclass(frozen=True, slots=True)
class _Seen:
    source: SourceFile
    size: int
    changed: int  # nanoseconds
    at: float  # seconds of the clock that only goes forward


def settled(sources: Iterable[Source], seconds: float, tally: Tally) -> Iterator[Source]:
    """Files whose size and time of change have stood still for so many seconds; those that changed lately come last, after a wait.

    A file system's clock is not believed: a file that claims to come from the future is watched like any young one.

    Args:
        sources: In any order; what is no local file passes.
        seconds: 0 lets everything pass.
        tally: Counts the files that are still changing after the wait, which are left out.
    """
    young = []
    for source in sources:
        seen = _seen(source) if seconds > 0 and isinstance(source, SourceFile) else None
        if seen is None or time.time() - seen.changed / 1e9 >= seconds:
            yield source
        else:
            young.append(seen)
    for before in young:
        time.sleep(max(0.0, before.at + seconds - time.monotonic()))
        now = _seen(before.source)
        if now is not None and (now.size, now.changed) == (before.size, before.changed):
            yield before.source
        else:
            tally.unsettled += 1


def _seen(source: SourceFile) -> _Seen | None:
    """None: no regular file, or gone; reading it tells why."""
    if source.path is None:
        return None
    try:
        stat = source.path.stat()
    except OSError:
        return None
    return _Seen(source, stat.st_size, stat.st_mtime_ns, time.monotonic())


def move_away(source: Source, folder: Path) -> None:
    """Moves a local file into `folder`, under its own name and place; one that lies there under that name is replaced.

    Raises:
        OSError: The file or the folder cannot be written.
    """
    if isinstance(source, SourceFile) and source.path is not None:
        inside = Path(*[part for part in Path(os.path.relpath(source.path)).parts if part not in ("..", os.sep)])
        target = folder / inside
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(source.path, target)  # also to another disk
