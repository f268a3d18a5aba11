"""Files that were read: known while the lake holds all their articles, forgotten with them."""

from pathlib import Path

import pytest

from flows.extractors import InProcess
from flows.pipeline import Job, Steps, load_extracted, new_run, run
from flows.settings import DEFAULT_MODEL
from flows.sources.find import SourceFile
from warehouse.forget import forget, named_article
from warehouse.lake import open_lake
from warehouse.rows import RunInfo
from warehouse.seen import ReadFile, note_files, unchanged_files
from warehouse.tables import TABLES

Noted = tuple[Path, str, str, RunInfo]


@pytest.fixture
def noted(tmp_path: Path) -> Noted:
    """A lake that has read one file, with the file's name and the version it was noted with."""
    file = tmp_path / "a.txt"
    file.write_text("Russia demanded guarantees from NATO on 5 March 2018.", encoding="utf-8")
    job = Job((str(file),), tmp_path / "lake", DEFAULT_MODEL)
    run(job, InProcess(DEFAULT_MODEL), steps=Steps(load_extracted, lambda lake, info: lake.folder))
    with open_lake(job.warehouse) as lake:
        ((version,),) = lake.rows("SELECT file_version FROM lake.source_files")
    assert version.startswith(SourceFile(str(file), file).version)
    return job.warehouse, str(file), version, new_run(job)


def test_a_file_is_known_by_name_and_version(noted: Noted) -> None:
    folder, name, version, info = noted
    with open_lake(folder) as lake:
        assert unchanged_files(lake, [(name, version), ("other", version)], info) == {name: 1}
        assert unchanged_files(lake, [(name, "other"), (name + "x", version)], info) == {}


def test_a_file_with_an_article_that_the_lake_lacks_is_not_known(noted: Noted) -> None:
    folder, name, version, info = noted
    with open_lake(folder) as lake:
        (held,) = lake.rows("SELECT source_uri, article_id, published, published_basis FROM lake.source_files")
        note_files(lake, [ReadFile(name, version, (held, ("elsewhere", "0" * 64, None, "none")))], info)
        assert unchanged_files(lake, [(name, version)], info) == {}


def test_a_forgotten_article_leaves_no_file(noted: Noted) -> None:
    folder, _, _, info = noted
    with open_lake(folder) as lake:
        ((article_id,),) = lake.rows("SELECT article_id FROM lake.articles")
        forget(lake, named_article(lake, article_id), info)
        assert lake.rows(f"FROM lake.{TABLES['source_files'].name}") == []
