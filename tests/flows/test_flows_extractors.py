"""Where extraction runs must not matter: same results, same order, a fault costs one article."""

import multiprocessing
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from flows.chunks import chunked
from flows.extractors import Extracted, InProcess, Pending, Pool, Read, _result, extract_unit, extractor
from flows.failures import Failures
from flows.pipeline import extract_in_order
from flows.settings import DEFAULT_MODEL
from transforms.errors import InvalidRequest, RegestaError
from transforms.reading import article_from_text
from transforms.records import Extraction, Rejection

ARTICLES = [
    article_from_text("0.txt", "Iran demanded guarantees from Iraq on Monday."),
    article_from_text("1.txt", "China demanded guarantees from Japan on Monday."),
]
REJECTED = Rejection("bad.txt", "empty", "0 bytes", "leave it out")


def test_one_worker_is_this_process() -> None:
    assert isinstance(extractor(DEFAULT_MODEL, 1), InProcess)
    with extractor(DEFAULT_MODEL, 2) as pool:
        assert isinstance(pool, Pool)


def test_a_pool_gives_what_this_process_gives() -> None:
    units: list[list[Read]] = [[ARTICLES[0], REJECTED], [ARTICLES[1]], [ARTICLES[0]]]
    with Pool(DEFAULT_MODEL, 2) as pool:
        found = list(extract_in_order(units, pool, Failures()))
    assert found == list(extract_in_order(units, InProcess(DEFAULT_MODEL), Failures()))
    assert [type(item) for item in found] == [Extraction, Rejection, Extraction, Extraction]


def test_an_error_of_a_worker_arrives_whole() -> None:
    with Pool("no_such_model", 1) as pool, pytest.raises(InvalidRequest, match="no_such_model") as caught:
        pool.submit([ARTICLES[0]])()
    assert "install it" in caught.value.remedy


def test_a_dead_worker_is_told_as_such() -> None:
    future: Future[list[Extracted]] = Future()
    future.set_exception(BrokenProcessPool())
    with pytest.raises(RegestaError, match="a worker process died.*fewer --workers"):
        _result(future)


def test_a_killed_worker_costs_nothing_and_no_worker_outlives_its_parent() -> None:
    units: list[list[Read]] = [[article] for article in ARTICLES * 4]
    failures = Failures()
    with Pool(DEFAULT_MODEL, 2) as pool:
        found = extract_in_order(units, pool, failures)
        first = next(found)
        for process in multiprocessing.active_children():
            process.kill()
        rest = list(found)
        again: list[Extracted] = []
        failures.try_again(again.extend, lambda: False)
    assert failures.final == []
    assert len([first, *rest, *again]) == len(units)


def test_workers_end_with_a_killed_parent(tmp_path: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    workers = [int(pid) for pid in parent.stdout.readline().split()]
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 30
    while any(map(is_running, workers)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert workers
    assert not any(map(is_running, workers))


PARENT = """
import multiprocessing, time
from flows.extractors import Pool
from flows.settings import DEFAULT_MODEL
if __name__ == "__main__":
    pool = Pool(DEFAULT_MODEL, 1)
    pool.submit([])()
    print(*(child.pid for child in multiprocessing.active_children()), flush=True)
    time.sleep(60)
"""


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_fault_in_one_article_makes_it_a_rejection(monkeypatch: pytest.MonkeyPatch) -> None:
    import transforms.extract

    right = transforms.extract.extract_article

    def fails_on_the_first(article: Any, knowledge: Any) -> Extraction:
        return right(article, knowledge) if article is not ARTICLES[0] else 1 // 0

    monkeypatch.setattr(transforms.extract, "extract_article", fails_on_the_first)
    first, second = extract_unit(ARTICLES, DEFAULT_MODEL)
    assert isinstance(first, Rejection)
    assert (first.where, first.reason) == ("0.txt", "extraction_failed")
    assert first.message.startswith("ZeroDivisionError: ")
    assert "fails_on_the_first" in first.message
    assert isinstance(second, Extraction)


def test_events_with_one_id_make_their_article_a_rejection(monkeypatch: pytest.MonkeyPatch) -> None:
    import transforms.extract

    right = transforms.extract.extract_article

    def doubled(article: Any, knowledge: Any) -> Extraction:
        found = right(article, knowledge)
        return replace(found, events=found.events * 2)

    monkeypatch.setattr(transforms.extract, "extract_article", doubled)
    (found,) = extract_unit(ARTICLES[:1], DEFAULT_MODEL)
    assert isinstance(found, Rejection)
    assert "occurs twice" in found.message


class Counting:
    """Hands units back unchanged and notes how many it was given before results were taken."""

    unit = 1

    def __init__(self, ahead: int) -> None:
        self.ahead = ahead
        self.given = 0

    def __enter__(self) -> "Counting":
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def submit(self, items: Sequence[Read]) -> Pending:
        self.given += 1
        return partial(list, items)  # type: ignore[arg-type]


@pytest.mark.parametrize("ahead", [0, 1, 5])
def test_no_more_units_wait_than_the_extractor_asks_for(ahead: int) -> None:
    counting = Counting(ahead)
    rejected = [[Rejection(str(n), "empty", "", "")] for n in range(20)]
    for number, item in enumerate(extract_in_order(rejected, counting, Failures())):
        assert isinstance(item, Rejection)
        assert item.where == str(number)
        assert counting.given <= number + 1 + ahead


def test_chunks_are_read_no_further_than_one_list() -> None:
    read: list[int] = []

    def numbers() -> Iterator[int]:
        for n in range(5):
            read.append(n)
            yield n

    chunks = chunked(numbers(), 2)
    assert next(chunks) == [0, 1]
    assert read == [0, 1]
    assert list(chunks) == [[2, 3], [4]]
