"""Exports: every format against its specification or a reader of others; undated and denied events; what lies in the way stays."""

import csv
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import jsonschema
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from flows.cli import main
from flows.commands.exporting import FORMATS as NAMED
from transforms.errors import InvalidRequest, WarehouseError
from transforms.records import EVENT_TYPES, EventTime, Extraction
from warehouse.dimensions import load_dimensions
from warehouse.export import FORMATS, MANIFEST, Exported, export
from warehouse.export.as_csv import safe
from warehouse.export.as_gdelt import COLUMNS
from warehouse.lake import open_lake
from warehouse.load import load_batch
from warehouse.publish import publish
from warehouse.query import Filters, open_published

SCHEMA = json.loads((Path(__file__).resolve().parents[1] / "data" / "plover.schema.json").read_text(encoding="utf-8"))
DAY = EventTime("2014-03-18", date(2014, 3, 18), date(2014, 3, 18), "day", "explicit", (0, 6), "time.day.1", None)
YEARS = EventTime("2013/2014", date(2013, 1, 1), date(2014, 12, 31), "interval", "explicit", (0, 6), "time.year.1", None)
OPEN = EventTime("../2014-03", None, date(2014, 3, 31), "open", "explicit", (0, 6), "time.by.1", None)


def changed(extraction: Extraction, **changes: Any) -> Extraction:
    """The extraction with its first event's mention changed."""
    event = extraction.events[0]
    mention = replace(event.best, **changes)
    return replace(extraction, events=(replace(event, best=mention, mentions=(mention,)), *extraction.events[1:]))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, empty_lake: Path, make: SimpleNamespace) -> Path:
    """A published lake with a month, a day, years, an open interval, undated, planned, denied and hostile ones."""
    place = tmp_path_factory.mktemp("exports") / "lake"
    shutil.copytree(empty_lake, place)
    met = make.both("France met Russia.", "day.txt")
    together = met.events[0].best
    batch = [
        make.both("Russia demanded NATO guarantees in 2014-03.\nRussia rejected Zorg.", "a.txt", "2014-04-01", title="=HYPERLINK(1)",
                  publisher="A\tB\nC"),
        changed(met, time=DAY, sources=(*together.sources, *together.targets), targets=(), cameo="042", mode="visit"),
        changed(make.both("France met NATO.", "years.txt"), time=YEARS),
        changed(make.both("France accused NATO.", "open.txt"), time=OPEN),
        changed(make.both("Grushko met France.", "planned.txt"), time=DAY, status="planned"),
        changed(make.both("NATO accused Russia.", "threat.txt"), time=DAY, status="hypothetical"),
        changed(make.both("NATO rejected Russia.", "denied.txt"), time=DAY, status="denied"),
    ]  # fmt: skip
    with open_lake(place) as lake:
        load_batch(lake, batch, [], make.run())
        load_dimensions(lake, all_types(make), make.run())
        publish(lake, run_id="run-1")
    return place


def all_types(make: SimpleNamespace) -> Any:
    from warehouse.dimensions import EventType

    dimensions = make.dimensions()
    more = [
        EventType("CONSULT", "planned", "AGREE", "verbal cooperation", 4.0),
        EventType("ACCUSE", "hypothetical", "ACCUSE", "verbal conflict", -2.0),
        EventType("REJECT", "denied", None, "verbal conflict", None),
    ]
    return replace(dimensions, event_types=[*dimensions.event_types, *more], cameo={"042": 1.9})


def written(folder: Path, form: str, target: Path, **more: Any) -> tuple[Exported, list[dict[str, Any]]]:
    done = export(folder, form, target, **more)
    if form in ("jsonl", "plover"):
        return done, [json.loads(line) for line in done.files[0].read_text(encoding="utf-8").splitlines()]
    with done.files[0].open(encoding="utf-8", newline="") as file:
        return done, list(csv.DictReader(file))


def timeline(folder: Path, what: str = "count(*)") -> list[tuple[Any, ...]]:
    with open_published(folder) as connection:
        return connection.execute(f"SELECT {what} FROM timeline ORDER BY sort_day NULLS LAST, article_id, salience").fetchall()


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"), ("+1", "'+1"), ("-x", "'-x"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'\t=1"), ("\r=1", "'\r=1"), ("＝1", "'＝1"),  # noqa: RUF001
        ("a=1", "a=1"), ("", ""), (-4.0, -4.0), (None, None), (date(2014, 3, 1), date(2014, 3, 1)), (["RUS", "FRA"], "RUS; FRA"),
        (["=1"], "'=1"),
    ],
)  # fmt: skip
def test_cells_that_a_spreadsheet_would_run(value: Any, cell: Any) -> None:
    assert safe(value) == cell


def test_csv_is_read_by_others(folder: Path, tmp_path: Path) -> None:
    done, rows = written(folder, "csv", tmp_path / "out")
    assert [row["event_id"] for row in rows] == [event for (event,) in timeline(folder, "event_id")]
    assert {row["title"] for row in rows} == {"'=HYPERLINK(1)", ""}
    assert done.files[0].read_bytes().count(b"\r\n") == len(rows) + 1
    by_duckdb = duckdb.sql(f"SELECT count(*), count(first_day), min(first_day) FROM read_csv('{done.files[0]}')").fetchall()
    assert by_duckdb == timeline_counts(folder)
    assert duckdb.sql(f"SELECT count(*) FROM read_csv('{done.files[1]}', header = true)").fetchall() == [(16,)]


def timeline_counts(folder: Path) -> list[tuple[Any, ...]]:
    with open_published(folder) as connection:
        return connection.execute("SELECT count(*), count(first_day), min(first_day) FROM timeline").fetchall()


def test_parquet_has_the_types_of_the_published_tables(folder: Path, tmp_path: Path) -> None:
    done = export(folder, "parquet", tmp_path / "out")
    table = pq.read_table(done.files[0])
    assert (table.num_rows, done.events) == (8, 8)
    assert [row["who_codes"] for row in table.to_pylist()] == [codes for (codes,) in timeline(folder, "who_codes")]
    assert duckdb.sql(f"SELECT typeof(first_day), typeof(who_codes) FROM '{done.files[0]}' LIMIT 1").fetchall() == [("DATE", "VARCHAR[]")]
    assert pq.read_table(done.files[1]).num_rows == 16


def test_json_lines_hold_everything_with_participants(folder: Path, tmp_path: Path) -> None:
    _, events = written(folder, "jsonl", tmp_path / "out")
    assert [event["date"] for event in events] == [day for (day,) in timeline(folder, "date")]
    demand = next(event for event in events if event["type"] == "REQUEST")
    assert [(one["role"], one["label"], one["countries"]) for one in demand["participants"]] == [
        ("source", "Russia", ["RUS"]), ("target", "NATO", []),
    ]  # fmt: skip
    assert (demand["first_day"], demand["undated_reason"], demand["title"]) == ("2014-03-01", None, "=HYPERLINK(1)")
    assert duckdb.sql(f"SELECT count(*) FROM read_json('{tmp_path}/out/timeline.jsonl')").fetchall() == [(8,)]


def test_plover_follows_its_specification(folder: Path, tmp_path: Path) -> None:
    done, events = written(folder, "plover", tmp_path / "out")
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    for event in events:
        jsonschema.validate(event, SCHEMA)
    assert (done.left_out, len(events)) == ({"denied": 1}, 7)
    by_source = {event["cite_info"]["url"]: event for event in events if event["event"] != ["REJECT"]}
    demand, met, planned = by_source["a.txt"], by_source["day.txt"], by_source["planned.txt"]
    assert (demand["date"], demand["enddate"], demand["edtf"], demand["quad_code"]) == ("2014-03-01", "2014-03-31", "2014-03", 3)
    assert demand["actor"] == [{"code": "RUS", "entity_text": "Russia", "identifier_id": "RUS", "identifier_text": "Russia",
                                "regesta_code": "RUS"}]  # fmt: skip
    assert [one["code"] for one in demand["recipient"]] == ["IGO"]
    assert ([one["code"] for one in met["actor"]], met["recipient"], met["mode"]) == (["FRA", "RUS"], [], ["visit"])
    assert (planned["event"], planned["context"]) == (["AGREE"], ["future"])
    assert by_source["open.txt"]["date"] is None
    assert by_source["open.txt"]["enddate"] == "2014-03-31"
    (undated,) = [event for event in events if "undated_reason" in event]
    assert (undated["date"], undated["undated_reason"], undated["not_after"]) == (None, "no_expression", "2014-04-01")
    assert "enddate" not in undated


def test_denied_acts_are_in_plover_when_asked_for(folder: Path, tmp_path: Path) -> None:
    done, events = written(folder, "plover", tmp_path / "out", denied=True)
    (denied,) = [event for event in events if event.get("context") == ["negation"]]
    jsonschema.validate(denied, SCHEMA)
    assert (denied["event"], done.left_out, len(events)) == (["REJECT"], {}, 8)


@pytest.mark.parametrize("fault", [{"date": "2014-3-1"}, {"event": ["DEMAND"]}, {"actor": [{}]}, {"quad_code": 5}, {"id": None}])
def test_the_specification_of_plover_refuses_what_is_wrong(fault: dict[str, Any]) -> None:
    right = {"id": "x", "date": "2014-03-01", "actor": [{"code": "RUS"}], "event": ["AGREE"]}
    jsonschema.validate(right, SCHEMA)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**right, **fault}, SCHEMA)


def gdelt_types() -> dict[str, str]:
    """The types that the codebook of GDELT 2.0 gives to its columns."""
    integers = ("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "IsRootEvent", "QuadClass", "NumMentions", "NumSources", "NumArticles",
                "Actor1Geo_Type", "Actor2Geo_Type", "ActionGeo_Type", "DATEADDED")  # fmt: skip
    reals = ("FractionDate", "GoldsteinScale", "AvgTone", *(column for column in COLUMNS if column.endswith(("_Lat", "_Long"))))
    return {name: "BIGINT" if name in integers else "DOUBLE" if name in reals else "VARCHAR" for name in COLUMNS}


def test_gdelt_has_61_columns_of_the_right_types(folder: Path, tmp_path: Path) -> None:
    done = export(folder, "gdelt", tmp_path / "out")
    columns = gdelt_types()
    assert len(columns) == 61
    assert {line.count("\t") for line in done.files[0].read_text(encoding="utf-8").splitlines()} == {60}
    options = f"delim = '\\t', header = false, quote = '', escape = '', columns = {columns}"
    cursor = duckdb.execute(f"FROM read_csv('{done.files[0]}', {options}) ORDER BY SOURCEURL, Actor1Code")
    names = [column[0] for column in cursor.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    shown = ("SOURCEURL", "SQLDATE", "MonthYear", "Year", "Actor1Code", "Actor2Code", "EventCode", "EventRootCode", "QuadClass")
    assert [tuple(row[name] for name in shown) for row in rows] == [
        ("a.txt", None, 201403, 2014, "RUS", "IGO", "100", "10", 3),
        ("day.txt", 20140318, 201403, 2014, "FRA", "RUS", "042", "04", 1),
        ("day.txt", 20140318, 201403, 2014, "RUS", "FRA", "042", "04", 1),
        ("planned.txt", 20140318, 201403, 2014, "RUSGOV", "FRA", "030", "03", 1),
    ]
    assert (rows[0]["Actor2KnownGroupCode"], rows[0]["Actor2CountryCode"], rows[0]["Actor1Name"]) == ("NATO", None, "RUSSIA")
    assert (rows[1]["GoldsteinScale"], rows[1]["ActionGeo_CountryCode"], rows[1]["FractionDate"]) == (1.9, "FR", 2014.2959)
    assert len({row["GLOBALEVENTID"] for row in rows}) == 4
    assert done.left_out == {"undated": 1, "dated no closer than a year": 2, "hypothetical": 1, "denied": 1}


@pytest.mark.parametrize(
    ("filters", "number"), [({"actor": "RUS"}, 6), ({"since": "2014-03-18"}, 7), ({"undated": True}, 1), ({"limit": 2}, 2)]
)
def test_filters_are_those_of_the_timeline(folder: Path, tmp_path: Path, filters: dict[str, Any], number: int) -> None:
    done, rows = written(folder, "csv", tmp_path / "out", filters=Filters(**filters))
    assert (done.events, len(rows)) == (number, number)
    with pq.ParquetFile(export(folder, "parquet", tmp_path / "out", Filters(**filters)).files[1]) as participants:
        assert set(participants.read(["event_id"])["event_id"].to_pylist()) == {row["event_id"] for row in rows}


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_state_gives_the_same_bytes_and_may_be_written_again(form: str, folder: Path, tmp_path: Path) -> None:
    first = {path.name: path.read_bytes() for path in export(folder, form, tmp_path / "a").files}
    again = {path.name: path.read_bytes() for path in export(folder, form, tmp_path / "a").files}
    assert first == again
    manifest = json.loads((tmp_path / "a" / MANIFEST).read_text())
    assert (set(manifest["files"]), manifest["run_id"], manifest["format"]) == (set(first), "run-1", form)
    assert {path.name for path in (tmp_path / "a").iterdir()} == {*first, MANIFEST}


def test_formats_may_share_a_folder(folder: Path, tmp_path: Path) -> None:
    for form in ("csv", "plover", "csv"):
        export(folder, form, tmp_path)
    assert set(json.loads((tmp_path / MANIFEST).read_text())["files"]) == {"timeline.csv", "participants.csv", "plover.jsonl"}


def lay_file(target: Path) -> None:
    (target / "timeline.csv").write_text("mine")


def lay_link(target: Path) -> None:
    (target.parent / "precious").write_text("mine")
    (target / "timeline.csv").symlink_to(target.parent / "precious")


@pytest.mark.parametrize("lay", [lay_file, lay_link])
def test_a_file_of_other_origin_stays(lay: Callable[[Path], None], folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    lay(target)
    with pytest.raises(InvalidRequest, match=r"timeline\.csv is there and was not written by regesta export; name an empty"):
        export(folder, "csv", target)
    assert (target / "timeline.csv").read_text() == "mine"
    assert [path.name for path in target.iterdir()] == ["timeline.csv"]


def test_what_cannot_be_done_is_told(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="no timeline was published here"):
        export(tmp_path / "nowhere", "csv", tmp_path / "out")
    with pytest.raises(InvalidRequest, match="allowed: csv, parquet, jsonl, plover, gdelt"):
        export(folder, "xls", tmp_path / "out")
    (tmp_path / "file").touch()
    with pytest.raises(WarehouseError, match="name a folder that you may write"):
        export(folder, "csv", tmp_path / "file")
    with pytest.raises(InvalidRequest, match="--since"):
        export(folder, "csv", tmp_path / "out", Filters(since="yesterday"))
    assert [path.name for path in (tmp_path / "out").iterdir()] == []


def test_the_command(folder: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["export", "plover", str(tmp_path / "out"), "--warehouse", str(folder), "--actor", "RUS"])
    assert (done.exit_code, done.output.splitlines()[1:]) == (0, ["Left out 1: denied"])
    assert done.output.startswith(f"Wrote 5 events: {tmp_path / 'out' / 'plover.jsonl'}")
    assert tuple(FORMATS) == NAMED


def test_every_type_has_a_code_of_its_own_in_gdelt() -> None:
    from warehouse.export.as_gdelt import _CAMEO

    assert set(_CAMEO) == set(EVENT_TYPES)
