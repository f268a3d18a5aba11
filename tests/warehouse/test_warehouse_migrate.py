"""A lake that an earlier regesta made is upgraded: then it is as one made today, and as one loaded today."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from transforms.errors import WarehouseError
from transforms.records import Rejection
from warehouse.check import run_checks
from warehouse.dimensions import load_dimensions
from warehouse.lake import Lake, open_lake
from warehouse.load import load_batch
from warehouse.maintain import maintain
from warehouse.migrate import migrations
from warehouse.publish import publish
from warehouse.query import open_published
from warehouse.tables import SCHEMA_VERSION

Contents = Callable[[Lake], dict[str, list[str]]]
FIRST = Path(__file__).resolve().parents[1] / "data" / "lake_schema_1.zip"  # made by the code of commit ff5fff4
TEXT = "Russia demanded NATO guarantees in 2014-03.\nRussia rejected Zorg.\n"
COLUMNS = (
    "SELECT table_name, column_name, data_type, is_nullable, column_default FROM duckdb_columns() WHERE database_name = 'lake' ORDER BY ALL"
)

# The first release hashed an article's rows in another way: loaded again, they are written again, equal but for that.
ARTICLES = "SELECT article_id, text, text_chars, published, published_basis FROM lake.articles ORDER BY 1"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """As the first release left it: two sources of one text, an edited article, a reject, a run that was killed before it was recorded."""
    zipfile.ZipFile(FIRST).extractall(tmp_path / "old")
    return tmp_path / "old"


def load_the_same(lake: Lake, make: SimpleNamespace) -> None:
    load_dimensions(lake, make.dimensions(), make.run("first"))
    articles = [
        make.both(TEXT * 6 + "Long.", "long.txt", "2014-04-01"),
        make.both("France accused Russia.", "edited.txt", "2015-01"),
        make.both(TEXT, "one.txt", "2014", "metadata"),
        make.both(TEXT, "two.txt", "2013", "dateline"),
        make.both("Grushko met NATO.", "killed.txt"),
    ]
    load_batch(lake, articles, [Rejection("bad.txt", "binary", "a PNG image", "convert it")], make.run("first"))


def test_a_lake_of_the_first_release_is_upgraded_and_equals_a_fresh_one(
    old: Path, lake: Lake, make: SimpleNamespace, contents: Contents
) -> None:
    load_the_same(lake, make)
    with open_lake(old, create=False) as upgraded:
        assert upgraded.rows(COLUMNS) == lake.rows(COLUMNS)
        assert contents(upgraded) | {"articles": None} == contents(lake) | {"articles": None}
        assert upgraded.rows(ARTICLES) == lake.rows(ARTICLES)
        assert upgraded.rows("SELECT schema_version FROM lake.schema_versions ORDER BY 1") == [(n + 1,) for n in range(SCHEMA_VERSION)]
        assert run_checks(upgraded) == []
        assert upgraded.rows("SELECT run_id, articles_new FROM lake.runs ORDER BY started_at") == [("first", 4), ("upgrade-to-2", 1)]
        load_the_same(upgraded, make)
        maintain(upgraded)
        assert contents(upgraded) == contents(lake)
        publish(upgraded, run_id="new")
    with open_lake(old) as again, open_published(old) as published:
        assert len(again.rows("FROM lake.schema_versions")) == SCHEMA_VERSION
        assert published.execute("SELECT count(*) FROM timeline").fetchone() == (16,)


def test_rows_are_sorted_alike_in_upgraded_and_new_lakes(old: Path, lake: Lake) -> None:
    sql = (
        "SELECT t.table_name, e.expression FROM __ducklake_metadata_lake.ducklake_sort_expression e "
        "JOIN __ducklake_metadata_lake.ducklake_table t USING (table_id) WHERE t.end_snapshot IS NULL ORDER BY ALL"
    )
    with open_lake(old) as upgraded:
        found = upgraded.rows(sql)
        assert ("events", "article_id") in found
        assert found == lake.rows(sql)


def test_every_version_has_its_migration() -> None:
    assert sorted(migrations()) == list(range(2, SCHEMA_VERSION + 1))


def test_a_migration_that_fails_leaves_the_lake_as_it_was(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = {2: migrations()[2] + "SELECT * FROM lake.nowhere;"}
    monkeypatch.setattr("warehouse.migrate.migrations", lambda: broken)
    with pytest.raises(duckdb.CatalogException):
        open_lake(old)
    monkeypatch.undo()
    with open_lake(old) as upgraded:
        assert run_checks(upgraded) == []


def test_a_lake_of_a_newer_regesta_is_refused(lake: Lake) -> None:
    with lake.transaction("upgrade", "r"):
        lake.connection.execute("INSERT INTO lake.schema_versions VALUES (?, now())", [SCHEMA_VERSION + 1])
    found = rf"schema version {SCHEMA_VERSION + 1}; allowed: {SCHEMA_VERSION} or lower; a newer regesta made it"
    with pytest.raises(WarehouseError, match=found):
        open_lake(lake.folder)


def test_the_lake_offers_the_marts_as_views(lake: Lake, make: SimpleNamespace) -> None:
    load_the_same(lake, make)
    publish(lake, run_id="r")
    marts = [name for (name,) in lake.rows("SELECT view_name FROM duckdb_views() WHERE database_name = 'lake' ORDER BY 1")]
    assert {"timeline", "timeline_participants", "dyads_monthly", "review_queue"} <= set(marts)
    with open_published(lake.folder) as published:
        for name in marts:
            rows = lake.rows(f"FROM lake.{name}")
            assert rows == published.execute(f"FROM {name}").fetchall(), name
    snapshots = len(lake.rows("FROM lake.snapshots()"))
    publish(lake, run_id="r")
    assert len(lake.rows("FROM lake.snapshots()")) == snapshots
