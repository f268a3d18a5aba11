"""The run: the same rows however it is batched or interrupted, nothing twice, a fault costs one article."""

import json
import os
import shutil
import signal
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from flows.extractors import InProcess, Pending, Read
from flows.pipeline import Job, Steps, load_extracted, record_failure, run
from flows.settings import DEFAULT_MODEL
from flows.showing.report import RunSummary
from flows.sources.find import SourceFile
from flows.tally import Tally
from transforms.errors import InvalidRequest, LakeBusy, SeedError, WarehouseError
from transforms.reading import ReadOptions
from transforms.records import Extraction
from warehouse.lake import open_lake
from warehouse.publish import PUBLISHED_FILE
from warehouse.tables import TABLES

STORIES = {
    "a.txt": "Russia demanded guarantees from NATO on Monday.",
    "b.md": "---\ndate: 2018-02-26\npublisher: Example News\n---\nIran met Iraq in Baghdad on Sunday.",
    "c.json": json.dumps({"text": "China condemned Japan.", "date": "2019-03-01"}),
    "d.jsonl": "\n".join(
        json.dumps(record)
        for record in (
            {"text": "China condemned Japan.", "date": "2018"},
            {"text": "France and Germany signed an agreement in Paris."},
            {"text": "Egypt rejected the proposal of Ethiopia.", "date": "2020-07-01"},
        )
    ),
    "empty.txt": "",
}
Contents = dict[str, list[Any]]
UNPUBLISHED = Steps(load_extracted, lambda lake, info: lake.folder)  # publishing takes longer than all the rest of these small runs


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two lakes made once: `bare` has the tables of the seeds, `full` the stories as well."""
    folder = tmp_path_factory.mktemp("kept")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        Path("nothing").mkdir()
        ingest(Path("nothing"), "bare")
        shutil.copytree("bare", "full")
        ingest(written(), "full")
    return folder


@pytest.fixture
def stories(tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with the stories in `news/`, so that every test gives them the same names, and bare lakes."""
    monkeypatch.chdir(tmp_path)
    for lake in ("lake", "other"):
        shutil.copytree(kept / "bare", lake)
    return written()


@pytest.fixture
def loaded(stories: Path, kept: Path) -> Path:
    """As `stories`, but loaded into `lake`."""
    shutil.rmtree("lake")
    shutil.copytree(kept / "full", "lake")
    return stories


def written() -> Path:
    folder = Path("news")
    folder.mkdir()
    for name, text in STORIES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def job(folder: Path, lake: str = "lake", **changes: Any) -> Job:
    return replace(Job((str(folder),), Path(lake), DEFAULT_MODEL), **changes)


def ingest(folder: Path, lake: str = "lake", **changes: Any) -> RunSummary:
    return run(job(folder, lake, **changes), InProcess(DEFAULT_MODEL), steps=UNPUBLISHED)


def contents(lake: str = "lake") -> Contents:
    """All rows of a lake in the columns that are not provenance."""
    with open_lake(Path(lake), create=False) as opened:
        return {
            name: sorted(opened.rows(f"SELECT {', '.join(table.content)} FROM lake.{name}"), key=repr)
            for name, table in TABLES.items()
            if name not in ("runs", "schema_versions")
        }


def runs(lake: str = "lake") -> list[Any]:
    with open_lake(Path(lake), create=False) as opened:
        columns = "outcome, articles_read, files_rejected, articles_skipped, articles_new"
        return opened.rows(f"SELECT {columns} FROM lake.runs ORDER BY started_at")


def test_events_less_sure_than_asked_for_are_not_loaded(stories: Path) -> None:
    def confidences(lake: str) -> list[float]:
        with open_lake(Path(lake), create=False) as opened:
            return sorted(row[0] for row in opened.rows("SELECT confidence FROM lake.events"))

    assert ingest(stories).unsure == 0
    sure = ingest(stories, "other", min_confidence=0.7)
    assert confidences("other") == [value for value in confidences("lake") if value >= 0.7]
    assert sure.unsure == len(confidences("lake")) - len(confidences("other")) > 0


def test_another_confidence_loads_what_is_known_again(stories: Path) -> None:
    ingest(stories)
    everything = contents()
    ingest(stories, "other", min_confidence=0.7)

    assert ingest(stories, min_confidence=0.7).skipped == 0
    assert contents() == contents("other") != everything
    assert ingest(stories, min_confidence=0.7).skipped == 6
    assert ingest(stories).skipped == 0
    assert contents() == everything


def test_a_run_loads_publishes_and_reports(stories: Path) -> None:
    summary = run(job(stories), InProcess(DEFAULT_MODEL))
    assert (summary.read, summary.skipped, summary.counts.new) == (6, 0, 6)
    assert [(r.where, r.reason) for r in summary.rejections] == [("news/empty.txt", "empty")]
    assert summary.outcome == "rejects"
    assert summary.counts.events_dated + summary.counts.events_undated == len(contents()["events"]) > 0
    assert Path("lake", PUBLISHED_FILE).is_file()
    assert runs()[-1] == ("rejects", 6, 1, 0, 6)


def test_a_second_run_skips_everything_and_changes_nothing(loaded: Path) -> None:
    before = contents()
    summary = ingest(loaded)
    assert (summary.read, summary.skipped) == (6, 6)
    assert (summary.counts.new, summary.counts.changed, summary.counts.events_new) == (0, 0, 0)
    assert contents() == before


def test_again_extracts_everything_and_changes_nothing(loaded: Path) -> None:
    before = contents()
    summary = ingest(loaded, again=True)
    assert (summary.skipped, summary.counts.unchanged) == (0, 6)
    assert contents() == before


def test_batches_change_no_row(loaded: Path) -> None:
    grouped = InProcess(DEFAULT_MODEL)
    grouped.unit, grouped.ahead = 2, 3
    run(job(loaded, "other", batch=3), grouped, steps=UNPUBLISHED)
    assert contents("other") == contents()


def test_a_changed_file_alone_is_loaded_again(loaded: Path) -> None:
    (loaded / "a.txt").write_text("Russia threatened NATO.", encoding="utf-8")
    summary = ingest(loaded)
    assert (summary.skipped, summary.counts.new, summary.counts.changed) == (5, 0, 1)
    ingest(loaded, "other")
    assert contents() == contents("other")


def test_another_publication_date_is_a_change(loaded: Path) -> None:
    summary = ingest(loaded, options=ReadOptions(published="2018-03-01"))
    assert (summary.skipped, summary.counts.new) == (0, 0)
    assert summary.counts.changed > 0


class Stopping(InProcess):
    """Does something after so many articles."""

    def __init__(self, after: int, what: Callable[[], object]) -> None:
        super().__init__(DEFAULT_MODEL)
        self.left = after
        self.what = what

    def submit(self, items: Sequence[Read]) -> Pending:
        self.left -= 1
        if self.left == 0:
            self.what()
        return super().submit(items)


def interrupt() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_an_interrupted_run_keeps_what_is_extracted_and_the_next_one_goes_on(stories: Path, kept: Path) -> None:
    summary = run(job(stories, batch=2), Stopping(3, interrupt))
    assert summary.interrupted
    assert (summary.counts.new, summary.outcome) == (3, "failed")
    assert len(contents()["article_sources"]) == 3
    assert not Path("lake", PUBLISHED_FILE).exists()
    assert ingest(stories).skipped == 3
    assert contents() == contents(str(kept / "full"))


def test_a_second_interrupt_ends_the_run_at_once(stories: Path) -> None:
    def twice() -> None:
        interrupt()
        interrupt()

    with pytest.raises(KeyboardInterrupt):
        run(job(stories), Stopping(1, twice))


def test_a_failed_batch_is_tried_again_alone_and_leaves_the_others_loaded(stories: Path, kept: Path) -> None:
    summary = run(job(stories, batch=2), Stopping(4, lambda: 1 // 0), steps=UNPUBLISHED)
    assert summary.failures == ()
    assert contents() == contents(str(kept / "full"))


def loading(fails: Callable[[list[Any]], None]) -> Steps:
    def load(lake: Any, batch: list[Any], info: Any) -> Any:
        fails(batch)
        return load_extracted(lake, batch, info)

    return Steps(load, UNPUBLISHED.publish)


def test_a_batch_that_fails_twice_is_named_and_the_next_run_loads_it(stories: Path, kept: Path) -> None:
    def fails_with_b(batch: list[Any]) -> None:
        if any(item.article.source_uri == "news/b.md" for item in batch if isinstance(item, Extraction)):
            raise LakeBusy("lake", "another run writes")

    summary = run(job(stories, batch=2), InProcess(DEFAULT_MODEL), steps=loading(fails_with_b))
    assert len(summary.failures) == 1
    assert summary.failures[0].startswith("news/a.txt and 1 more: LakeBusy: ")
    assert (runs()[-1][0], len(contents()["article_sources"])) == ("failed", 4)
    assert ingest(stories).skipped == 4
    assert contents() == contents(str(kept / "full"))


@pytest.mark.parametrize("error", [WarehouseError("lake", "disk full"), InvalidRequest("model", "missing"), SeedError("a.yml", "broken")])
def test_what_would_fail_for_every_batch_ends_the_run_and_is_recorded(stories: Path, error: Exception) -> None:
    calls = []

    def fails(batch: list[Any]) -> None:
        calls.append(batch)
        if len(calls) == 2:
            raise error

    with pytest.raises(type(error)):
        run(job(stories, batch=2), InProcess(DEFAULT_MODEL), steps=loading(fails))
    assert len(calls) == 2
    assert runs()[-1][0] == "failed"
    assert len(contents()["article_sources"]) == 2


def test_a_run_gives_up_when_everything_fails(stories: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: list[Any]) -> None:
        raise LakeBusy("lake", "another run writes")

    monkeypatch.setattr("flows.failures.MOST", 2)
    with pytest.raises(LakeBusy):
        run(job(stories, batch=1), InProcess(DEFAULT_MODEL), steps=loading(fails))


def test_a_run_that_ended_without_its_row_gets_one(loaded: Path) -> None:
    before = runs()
    with open_lake(Path("lake"), create=False) as lake:
        record_failure(lake, "gone", "ingest flow")
        record_failure(lake, "gone", "ingest flow")
    assert runs() == [*before, ("failed", 0, 0, 0, 0)]


def test_metrics_are_those_of_the_runs_in_the_lake(stories: Path) -> None:
    file = Path("regesta.prom")
    run(job(stories, metrics=file), InProcess(DEFAULT_MODEL), steps=UNPUBLISHED)
    run(job(stories, metrics=file), InProcess(DEFAULT_MODEL), steps=UNPUBLISHED)
    found = {
        (sample.name, sample.labels.get("outcome")): sample.value
        for family in text_string_to_metric_families(file.read_text(encoding="utf-8"))
        for sample in family.samples
    }
    assert found["regesta_runs_total", "rejects"] == 2
    assert found["regesta_articles_loaded_total", "rejects"] == 6
    assert found["regesta_files_rejected_total", "rejects"] == 2
    assert found["regesta_last_run_duration_seconds", None] > 0


def test_metrics_that_cannot_be_written_are_an_error_after_the_run(stories: Path) -> None:
    with pytest.raises(InvalidRequest, match="REGESTA_METRICS"):
        run(job(stories, metrics=Path("nowhere/regesta.prom")), InProcess(DEFAULT_MODEL), steps=UNPUBLISHED)
    assert runs()[-1][0] == "rejects"


def test_a_fault_in_one_article_is_a_rejection_until_it_is_mended(stories: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import transforms.extract

    right = transforms.extract.extract_article

    def fails_on_iran(article: Any, knowledge: Any) -> Any:
        return 1 // 0 if "Iran" in article.text else right(article, knowledge)

    monkeypatch.setattr(transforms.extract, "extract_article", fails_on_iran)
    summary = ingest(stories)
    assert (summary.counts.new, sorted(r.reason for r in summary.rejections)) == (5, ["empty", "extraction_failed"])
    monkeypatch.setattr(transforms.extract, "extract_article", right)
    assert [r.reason for r in ingest(stories).rejections] == ["empty"]
    assert [row[1] for row in contents()["rejects"]] == ["empty"]


def test_progress_counts_every_article_once(stories: Path) -> None:
    seen: list[tuple[int, int, int]] = []

    def note(tally: Tally) -> None:
        seen.append((tally.done, tally.items, tally.files))

    run(job(stories), InProcess(DEFAULT_MODEL), note, UNPUBLISHED)
    assert [done for done, _, _ in seen] == [1, 2, 3, 4, 5, 6, 7]
    assert seen[-1] == (7, 7, 5)


def test_a_missing_path_stops_the_run_before_a_lake_is_made(stories: Path) -> None:
    with pytest.raises(InvalidRequest, match="nowhere"):
        run(Job(("nowhere",), Path("new"), DEFAULT_MODEL), InProcess(DEFAULT_MODEL))
    assert not Path("new").exists()


def test_a_folder_with_other_things_is_no_lake(stories: Path) -> None:
    with pytest.raises(WarehouseError, match="--warehouse"):
        ingest(stories, "news")


class Opened:
    """Notes which files are opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.names: list[str] = []
        right = SourceFile.read

        def noting(source: SourceFile, size_limit: int) -> bytes:
            self.names.append(Path(source.name).name)
            return right(source, size_limit)

        monkeypatch.setattr(SourceFile, "read", noting)


def test_unchanged_files_are_not_opened_again(loaded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ingest(loaded)  # the fixture's files are younger than its lake
    opened = Opened(monkeypatch)
    summary = ingest(loaded)
    assert opened.names == ["empty.txt"]  # a rejected file may be mended by a new release
    assert (summary.read, summary.skipped) == (6, 6)
    os.utime(loaded / "d.jsonl", ns=(1, 1))
    ingest(loaded, options=ReadOptions())
    assert opened.names == ["empty.txt", "d.jsonl", "empty.txt"]
    ingest(loaded, options=ReadOptions(published="2018"))
    assert sorted(set(opened.names[3:])) == sorted(STORIES)


def test_a_file_is_opened_while_the_lake_lacks_one_of_its_articles(stories: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(batch: list[Any]) -> None:
        raise LakeBusy("lake", "another run writes")

    run(job(stories, batch=64), InProcess(DEFAULT_MODEL), steps=loading(fails))
    assert contents()["source_files"]
    opened = Opened(monkeypatch)
    assert ingest(stories).counts.new == 6
    assert len(opened.names) == len(STORIES)
    assert contents() == contents(str(kept / "full"))


def test_a_file_is_opened_when_its_article_hangs_on_a_source_that_has_gone(stories: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "China condemned Japan on Monday."
    (stories / "dated.json").write_text(json.dumps({"text": text, "date": "2019-03-01"}), encoding="utf-8")
    (stories / "other.json").write_text(json.dumps({"text": text, "date": "2020-03-02"}), encoding="utf-8")
    ingest(stories)
    (stories / "dated.json").write_text(json.dumps({"text": "Egypt met Sudan.", "date": "2019-03-01"}), encoding="utf-8")
    ingest(stories)
    ingest(stories)
    ingest(stories, "other")
    assert contents() == contents("other")


def test_loaded_files_are_moved_when_that_is_asked_for(loaded: Path) -> None:
    before = contents()
    ingest(loaded, move_to=Path("done"))
    assert sorted(path.name for path in loaded.iterdir()) == ["empty.txt"]
    assert sorted(path.name for path in Path("done", "news").iterdir()) == ["a.txt", "b.md", "c.json", "d.jsonl"]
    ingest(loaded)
    assert contents() == before


def test_a_file_that_is_still_written_waits_for_the_next_run(loaded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    growing = loaded / "growing.txt"
    growing.write_text("Russia threat", encoding="utf-8")

    def slept(seconds: float) -> None:
        if 0 < seconds <= 30:
            growing.write_text("Russia threatened NATO.", encoding="utf-8")

    monkeypatch.setattr("flows.sources.inbox.time.sleep", slept)
    for name in STORIES:
        os.utime(loaded / name, (1, 1))
    summary = ingest(loaded, settle=30)
    assert (summary.unsettled, summary.counts.new) == (1, 0)
    os.utime(growing, (1, 1))
    summary = ingest(loaded, settle=30)
    assert (summary.unsettled, summary.counts.new) == (0, 1)
