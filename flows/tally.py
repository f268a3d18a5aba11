"""Where a run stands."""

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from flows.failures import Failures
from transforms.records import Rejection
from warehouse.load import LoadCounts


@dataclass(slots=True)
class Tally:
    """Where a run stands. Of `files` opened came `items` (articles and rejections), of which `done` have been dealt with."""

    files: int = 0
    items: int = 0
    done: int = 0
    read: int = 0
    skipped: int = 0
    conflicts: int = 0
    passed_over: Counter[str] = field(default_factory=Counter)  # files of folders that are no articles by their ending
    rejections: list[Rejection] = field(default_factory=list)
    counts: LoadCounts = field(default_factory=LoadCounts)
    unsettled: int = 0  # files left for the next run because they were still being written
    unsure: int = 0  # events that were not loaded because they are less sure than asked for
    failures: Failures = field(default_factory=Failures)
    stop: threading.Event = field(default_factory=threading.Event)  # set: deal with no further article


Progress = Callable[[Tally], None]
