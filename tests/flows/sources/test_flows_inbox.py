"""A watched inbox: young files are watched, the rest passes at once."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.sources.find import Source, SourceFile
from flows.sources.inbox import move_away, settled
from flows.tally import Tally


def files(folder: Path, **ages: float) -> list[Source]:
    """Files that changed so many seconds ago."""
    found: list[Source] = []
    for name, age in ages.items():
        path = folder / f"{name}.txt"
        path.write_text("x", encoding="utf-8")
        os.utime(path, (time.time() - age,) * 2)
        found.append(SourceFile(path.name, path))
    return found


@pytest.fixture
def asleep(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], list[float]]:
    """Sleeping takes no time, but things happen meanwhile."""

    def use(meanwhile: Callable[[], object]) -> list[float]:
        slept: list[float] = []

        def sleep(seconds: float) -> None:
            slept.append(seconds)
            meanwhile()

        monkeypatch.setattr("flows.sources.inbox.time.sleep", sleep)
        return slept

    return use


def test_old_files_pass_at_once_and_young_ones_after_a_wait(tmp_path: Path, asleep: Callable[..., list[float]]) -> None:
    slept = asleep(lambda: None)
    tally = Tally()
    found = [source.name for source in settled(files(tmp_path, young=1, old=100, future=-100), 30, tally)]
    assert found == ["old.txt", "young.txt", "future.txt"]
    assert all(0 < seconds <= 30 for seconds in slept)
    assert tally.unsettled == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path.write_text("xx", encoding="utf-8"),
        lambda path: os.utime(path, (1, 1)),
        lambda path: path.unlink(),
    ],
)
def test_files_that_change_while_watched_are_left(
    tmp_path: Path, asleep: Callable[..., list[float]], change: Callable[[Path], object]
) -> None:
    changed: list[object] = []
    asleep(lambda: changed or changed.append(change(tmp_path / "young.txt")))
    tally = Tally()
    assert list(settled(files(tmp_path, young=1), 30, tally)) == []
    assert tally.unsettled == 1


def test_nothing_is_watched_without_a_time(tmp_path: Path, asleep: Callable[..., list[float]]) -> None:
    slept = asleep(lambda: None)
    assert len(list(settled(files(tmp_path, young=0), 0, Tally()))) == 1
    assert slept == []


def test_what_is_no_regular_file_passes_and_tells_by_itself(tmp_path: Path) -> None:
    sources: list[Source] = [SourceFile("gone.txt", tmp_path / "gone.txt"), SourceFile("-", None)]
    assert list(settled(sources, 30, Tally())) == sources


def test_moved_files_keep_name_and_place_and_stay_below_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    (tmp_path / "in").mkdir()
    (source,) = files(tmp_path / "in", a=0)
    move_away(source, Path("done"))
    assert (tmp_path / "here" / "done" / "in" / "a.txt").read_text(encoding="utf-8") == "x"
    move_away(SourceFile("-", None), Path("done"))
