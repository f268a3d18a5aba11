"""Records as rows: storable text, the order of sources, hashes that depend on content alone."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from warehouse.rows import article_rows, as_rows, source_rank, source_values, storable, storable_uri
from warehouse.tables import BY_ARTICLE, TABLES

TEXT = "Russia demanded NATO guarantees in 2014-03.\nZorg met Zorg."


@pytest.mark.parametrize(
    ("text", "stored"),
    [("plain", "plain"), ("a\x00b\ud800c\udfff", "a\ufffdb\ufffdc\ufffd"), ("\x1b\u202e\U0001f600\ufffe", "\x1b\u202e\U0001f600\ufffe")],
)
def test_stored_text_has_the_same_length(text: str, stored: str) -> None:
    assert storable(text) == stored
    assert len(stored) == len(text)
    stored.encode("utf-8")


def test_addresses_that_no_encoding_knows_stay_apart() -> None:
    assert storable_uri("caf\udce9.txt") == "caf\\udce9.txt"
    assert storable_uri("caf\udce8.txt") != storable_uri("caf\udce9.txt")
    assert storable_uri("a\x00b é") == "a\\x00b é"


def test_sources_are_ranked_by_basis_then_day_then_precision_then_address(make: SimpleNamespace) -> None:
    ranked = [
        ("z", "2020", "argument"), ("y", "2013", "metadata"), ("a", "2014-01-01", "metadata"), ("b", "2014-01-01", "metadata"),
        ("a", "2014-01", "metadata"), ("a", "2014", "metadata"), ("a", "2010", "url"), ("a", None, "none"),
    ]  # fmt: skip
    values = [source_values(make.article(TEXT, *source)) for source in reversed(ranked)]
    values.sort(key=source_rank)
    assert [(v["source_uri"], v["published"], v["published_basis"]) for v in values] == ranked


def test_rows_hold_exactly_the_declared_columns(make: SimpleNamespace) -> None:
    rows = article_rows(make.both(TEXT, "a.txt", "2014"))
    provenance = dict.fromkeys(("run_id", "loaded_at", "rules_version", "model_name", "model_version"), "p")
    for table in BY_ARTICLE:
        assert len(rows[table.name]) > 0
        for values in rows[table.name]:
            assert set(values) == set(table.content)
        first = as_rows(table.name, rows[table.name], provenance)[0]
        assert len(first) == len(TABLES[table.name].columns)
        assert first.count("p") == len(provenance)


def test_the_hash_follows_content_and_not_the_source(make: SimpleNamespace) -> None:
    def digest(*arguments: str) -> str:
        return str(article_rows(make.both(*arguments))["articles"][0]["content_hash"])

    assert digest(TEXT, "a.txt", "2014") == digest(TEXT, "b.txt", "2014")
    assert len({digest(TEXT, "a", "2014"), digest(TEXT, "a", "2015"), digest(TEXT + ".", "a", "2014")}) == 3
    extraction = make.both(TEXT, "a", "2014")
    fewer = article_rows(replace(extraction, events=extraction.events[:1]))
    assert fewer["articles"][0]["content_hash"] != digest(TEXT, "a", "2014")
