"""Queries on the published file: filters, one event with its evidence, and what SQL must not be able to do."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from transforms.errors import InvalidRequest, WarehouseError
from warehouse.dimensions import load_dimensions
from warehouse.lake import open_lake
from warehouse.load import load_batch
from warehouse.publish import publish
from warehouse.query import event_detail, highlight, open_published, run_sql, timeline_rows

TEXT = "Russia demanded NATO guarantees in 2014-03.\nFrance met Grushko.\nRussia rejected Zorg."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, empty_lake: Path, make: SimpleNamespace) -> Path:
    place = tmp_path_factory.mktemp("query") / "lake"
    shutil.copytree(empty_lake, place)
    with open_lake(place) as lake:
        load_batch(lake, [make.both(TEXT, "a.txt", "2014-04-01", title="T")], [], make.run())
        load_dimensions(lake, make.dimensions(), make.run())
        publish(lake, run_id="r")
    return place


@pytest.fixture
def published(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_published(folder) as connection:
        yield connection


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["REQUEST", "CONSULT", "REJECT"]),
        ({"actor": "RUS"}, ["REQUEST", "CONSULT", "REJECT"]),  # the code holds for all who act for the state
        ({"actor": "russia"}, ["REQUEST", "CONSULT", "REJECT"]),
        ({"actor": "per:Grushko-Alexander"}, ["CONSULT"]),
        ({"actor": "alexander grushko"}, ["CONSULT"]),
        ({"actor": "FRA", "with_": "RUS"}, ["CONSULT"]),
        ({"actor": "FRA", "with_": "IGO:NATO"}, []),
        ({"actor": "zorg"}, ["REJECT"]),
        ({"actor": "' OR 1=1 --"}, []),
        ({"actor": "\ud800"}, []),
        ({"type_": "reject"}, ["REJECT"]),
        ({"since": "2014-03-31"}, ["REQUEST"]),  # the month may be its last day
        ({"until": "2014-03-01"}, ["REQUEST"]),
        ({"since": "2014-04"}, []),
        ({"until": "2014-02"}, []),
        ({"since": "2014", "until": "2014"}, ["REQUEST"]),
        ({"undated": True}, ["CONSULT", "REJECT"]),
        ({"undated": True, "until": "2013"}, ["CONSULT", "REJECT"]),  # nothing says that they were later
        ({"undated": True, "since": "2015"}, []),  # they were reported in 2014
        ({"limit": 2}, ["REQUEST", "CONSULT"]),
    ],
)
def test_filters(published: duckdb.DuckDBPyConnection, filters: dict[str, object], expected: list[str]) -> None:
    assert [row["type"] for row in timeline_rows(published, **filters).records] == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"since": "March"}, r"--since: 'March' is no partial date; .*write it as 2018"),
        ({"until": "2014-02-30"}, "--until: "),
        ({"type_": "WAR"}, "--type: 'WAR'; allowed: AGREE, .*ASSAULT"),
        ({"limit": 0}, "--limit: 0; allowed: 1 or more"),
    ],
)
def test_a_filter_out_of_form_is_told(published: duckdb.DuckDBPyConnection, filters: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidRequest, match=message):
        timeline_rows(published, **filters)  # type: ignore[arg-type]


def test_an_event_shows_where_it_is_written_and_how_it_was_found(folder: Path, published: duckdb.DuckDBPyConnection) -> None:
    event_id = timeline_rows(published, type_="REQUEST").records[0]["event_id"]
    detail = event_detail(published, event_id[:6].upper())
    assert detail.event["event_id"] == event_id
    assert [(p["role"], p["label"], p["words"], p["found_by"]) for p in detail.participants] == [
        ("source", "Russia", "Russia", "alias"),
        ("target", "NATO", "NATO", "alias"),
    ]
    best = detail.evidence[0]
    assert highlight(best) == ("Russia ", "demanded", " NATO guarantees in 2014-03.")
    assert (best["rule"], best["date_rule"], best["date_basis"], best["expression_text"]) == (
        "rule.demanded", "time.month.1", "explicit", "2014-03",
    )  # fmt: skip
    assert "in 2014-03." in best["expression_context"]
    published.close()
    assert event_detail(folder, event_id).event == detail.event


def test_the_second_sentence_is_highlighted_in_its_place(published: duckdb.DuckDBPyConnection) -> None:
    event_id = timeline_rows(published, type_="CONSULT").records[0]["event_id"]
    assert highlight(event_detail(published, event_id).evidence[0]) == ("France ", "met", " Grushko.")


@pytest.mark.parametrize("event", ["", "abc", "zzzz", "%%%%", "____", "' OR '1'='1"])
def test_an_unknown_event_is_told(published: duckdb.DuckDBPyConnection, event: str) -> None:
    with pytest.raises(InvalidRequest, match="no event has the id .*at least four"):
        event_detail(published, event)


def test_an_ambiguous_prefix_names_the_events(empty_lake: Path, tmp_path: Path, make: SimpleNamespace) -> None:
    shutil.copytree(empty_lake, tmp_path / "lake")
    text = "\n".join(f"Russia demanded NATO {n}." for n in range(900))  # 4 hexadecimal digits: 65 536 beginnings
    with open_lake(tmp_path / "lake") as lake:
        load_batch(lake, [make.both(text)], [], make.run())
        ids = sorted(event for (event,) in lake.rows("SELECT event_id FROM lake.events"))
        publish(lake, run_id="r")
    twins = [(a, b) for a, b in zip(ids, ids[1:], strict=False) if a[:4] == b[:4]]
    with pytest.raises(InvalidRequest, match=f"fits several events; allowed: {twins[0][0]}, {twins[0][1]}"):
        event_detail(tmp_path / "lake", twins[0][0][:4])


FORBIDDEN = (
    "CREATE TABLE x (a INTEGER)",
    "DELETE FROM timeline",
    "SELECT 1; DROP TABLE timeline",
    "COPY timeline TO '{folder}/out.csv'",
    "EXPORT DATABASE '{folder}/out'",
    "SELECT * FROM read_text('{folder}/secret.txt')",
    "SELECT * FROM read_csv('{folder}/secret.txt')",
    "FROM '{folder}/secret.txt'",
    "SELECT * FROM glob('{folder}/*')",
    "ATTACH '{folder}/other.db'",
    "ATTACH '{folder}/catalog.sqlite' (TYPE sqlite)",
    "SET enable_external_access = true",
    "SET lock_configuration = false",
    "RESET enable_external_access",
    "SET temp_directory = '{folder}/out'",
    "INSTALL httpfs",
    "LOAD ducklake",
    "FROM python_variable",
    "SELEC 1",
    "SELECT '\ud800' FROM nowhere",
)


@pytest.mark.parametrize("sql", FORBIDDEN)
def test_sql_can_neither_write_nor_reach_files(published: duckdb.DuckDBPyConnection, tmp_path: Path, sql: str) -> None:
    python_variable = published.execute("SELECT 1").to_arrow_table()
    (tmp_path / "secret.txt").write_text("secret")
    with pytest.raises(InvalidRequest, match=r"(?s)^sql: .*SHOW TABLES"):
        run_sql(published, sql.replace("{folder}", str(tmp_path)))
    assert [path.name for path in tmp_path.iterdir()] == ["secret.txt"]
    assert python_variable.num_rows == 1
    assert run_sql(published, "SELECT count(*) FROM timeline").rows == ((3,),)


def test_sql_gives_columns_and_rows(published: duckdb.DuckDBPyConnection) -> None:
    result = run_sql(published, "SELECT who, date FROM timeline WHERE date IS NOT NULL")
    assert (result.columns, result.rows) == (("who", "date"), (("Russia", "2014-03"),))
    assert result.records == [{"who": "Russia", "date": "2014-03"}]


def test_nothing_published_is_told(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match=r"no timeline was published here; run regesta ingest"):
        open_published(tmp_path)


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "timeline.duckdb").write_bytes(b"no database " * 1000)
    with pytest.raises(WarehouseError, match=r"cannot be opened: (?s:.*)make it anew"):
        open_published(tmp_path)
