"""What others control, be it text, names, addresses, ids or links, neither breaks the warehouse nor gets out of its folder."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transforms.errors import InvalidRequest
from transforms.records import Rejection
from warehouse.check import run_checks
from warehouse.dimensions import load_dimensions
from warehouse.export import FORMATS, export
from warehouse.forget import named_article, named_sources
from warehouse.lake import Lake, open_lake
from warehouse.load import known_articles, load_batch
from warehouse.maintain import NOW, maintain, purge
from warehouse.past import event_history
from warehouse.publish import publish
from warehouse.query import open_published, timeline_rows
from warehouse.rows import storable, storable_uri
from warehouse.storage import Storage
from warehouse.tables import BY_ARTICLE, TABLES

Contents = Callable[[Lake], dict[str, list[str]]]
TEXT = "Russia demanded NATO guarantees in 2014-03.\nRussia rejected Zorg."
INJECTIONS = ("' OR '1'='1", "'; DROP TABLE lake.events; --", '" OR 1=1 --', "$actor", "%", "x') UNION SELECT 1; --", "\x00", "\ud800")
ADDRESSES = (
    "../../etc/passwd",
    "/etc/../etc/passwd",
    "a/../../b.txt",
    "..\\..\\b.txt",
    "s3://x/../y",
    "a\nb\x00\x1b[2J\udcff.txt",
    "'; --",
    " ",
    "",
)
# Of every kind: control characters, lone surrogates, what changes the direction of writing, what has no character, letters and marks.
ODD = st.text(st.characters(), max_size=40)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(before=ODD, after=ODD, uri=ODD, title=ODD)
def test_any_text_is_stored_as_it_is(lake: Lake, make: SimpleNamespace, before: str, after: str, uri: str, title: str) -> None:
    text = f"{before}\nRussia demanded NATO.\n{after}"
    extraction = make.both(text, uri, "2014", title=title, publisher=title)
    refused = Rejection(f"{uri}/refused", title, before, after)
    load_batch(lake, [extraction], [refused], make.run())
    wanted = [(storable_uri(uri), storable(title), storable(text))]
    found = "SELECT source_uri, title, text FROM lake.article_sources JOIN lake.articles USING (article_id) WHERE article_id = $id"
    assert lake.rows(found, {"id": extraction.article.article_id}) == wanted
    assert load_batch(lake, [extraction], [], make.run()).unchanged == 1
    assert run_checks(lake) == []
    with lake.transaction("empty it", "test"):
        for table in (*BY_ARTICLE, *(TABLES[name] for name in ("article_sources", "rejects", "runs"))):
            lake.connection.execute(f"DELETE FROM lake.{table.name}")


def test_a_word_of_a_megabyte_goes_all_the_way(lake: Lake, make: SimpleNamespace, tmp_path: Path) -> None:
    word = "\U0001f600e\u0301x" * 250_000
    load_dimensions(lake, make.dimensions(), make.run())
    load_batch(lake, [make.both(f"Russia demanded NATO {word}.\n{word}", "long.txt", title=word)], [], make.run())
    publish(lake, run_id="r")
    with open_published(lake.folder) as reader:
        assert reader.execute("SELECT length(sentence), length(title) FROM timeline").fetchone() == (len(word) + 22, len(word))
    for form in FORMATS:
        done = export(lake.folder, form, tmp_path / form)
        assert done.events + sum(done.left_out.values()) == 1


@pytest.mark.parametrize("given_text", INJECTIONS)
def test_what_a_user_gives_is_a_value_and_never_sql(lake: Lake, make: SimpleNamespace, contents: Contents, given_text: str) -> None:
    load_batch(lake, [make.both(TEXT, "a.txt", "2014-04-01")], [], make.run(storable(given_text)))
    publish(lake, run_id=storable(given_text))
    before = contents(lake)
    with open_published(lake.folder) as reader:
        for name in ("actor", "with_"):
            assert timeline_rows(reader, **{name: given_text}).rows == ()
        for name in ("type_", "since", "until"):
            with pytest.raises(InvalidRequest):
                timeline_rows(reader, **{name: given_text})
    with pytest.raises(InvalidRequest):
        named_article(lake, given_text)
    with pytest.raises(InvalidRequest):
        event_history(lake, given_text)
    assert named_sources(lake, given_text).articles == ()
    assert known_articles(lake, source_uris=[given_text]) == set()
    assert contents(lake) == before
    assert run_checks(lake) == []


def everything_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        yield str(path), path.read_bytes() if path.is_file() else b""


def test_addresses_and_ids_of_runs_name_no_files(lake: Lake, make: SimpleNamespace, tmp_path: Path) -> None:
    """Whatever they look like, files are made in the lake's folder and in that of the export alone."""
    (tmp_path / "precious.txt").write_text("precious")
    load_dimensions(lake, make.dimensions(), make.run())
    batch = [make.both(f"{TEXT}\n{number}", address) for number, address in enumerate(ADDRESSES)]
    load_batch(lake, batch, [Rejection(f"{address}!", "binary", address, address) for address in ADDRESSES], make.run("../../../run"))
    publish(lake, run_id="../../../run")
    for form in FORMATS:
        export(lake.folder, form, tmp_path / "out" / form)
    maintain(lake, NOW)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lake", "out", "precious.txt"]
    assert {path.suffix for path in (lake.folder / "published").rglob("*") if path.is_file()} == {".json", ".parquet"}
    sources = {uri for (uri,) in lake.rows("SELECT source_uri FROM lake.article_sources")}
    assert sources == {storable_uri(address) for address in ADDRESSES}


def test_links_out_of_the_lake_are_not_followed(lake: Lake, make: SimpleNamespace, tmp_path: Path) -> None:
    """Maintenance, which removes what no commit knows, takes nothing that lies behind a link, and publishing writes through none."""
    outside = tmp_path / "outside"
    (outside / "deep").mkdir(parents=True)
    for name in ("a.parquet", "deep/b.parquet", "timeline.duckdb", "manifest.json"):
        (outside / name).write_bytes(b"precious")
    before = list(everything_in(outside))
    load_batch(lake, [make.both("\n".join([TEXT] * 6), "a.txt")], [], make.run())
    events = lake.folder / "data" / "main" / "events"
    (events / "link").symlink_to(outside, target_is_directory=True)
    (events / "link.parquet").symlink_to(outside / "a.parquet")
    (lake.folder / "published").mkdir()
    (lake.folder / "published" / "old-version").symlink_to(outside, target_is_directory=True)
    (lake.folder / "published" / "stray.parquet").symlink_to(outside / "a.parquet")
    (lake.folder / "published" / "manifest.json").symlink_to(outside / "manifest.json")
    (lake.folder / "timeline.duckdb").symlink_to(outside / "timeline.duckdb")
    for _ in range(2):
        publish(lake, run_id="r", keep_versions=1)
        maintain(lake, NOW)
    purge(lake)
    assert list(everything_in(outside)) == before
    assert run_checks(lake) == []
    assert not (lake.folder / "timeline.duckdb").is_symlink()


def test_settings_of_a_store_are_values_too(tmp_path: Path) -> None:
    odd = Storage(None, str(tmp_path / "it's; DROP TABLE x; --"))
    with open_lake(tmp_path / "la'ke", odd) as lake:
        assert lake.rows("SELECT count(*) FROM lake.events") == [(0,)]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["it's; DROP TABLE x; --", "la'ke"]
