"""Loading: idempotent, replaced by article, the best source's date, the same whatever the order and the batches, counts, rejects."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transforms.errors import WarehouseError
from transforms.records import Event, Extraction, Rejection
from warehouse.check import run_checks
from warehouse.lake import Lake
from warehouse.load import LoadCounts, known_articles, load_batch
from warehouse.tables import BY_ARTICLE, TABLES

Contents = Callable[[Lake], dict[str, list[str]]]
TEXT = "Russia demanded NATO guarantees in 2014-03.\nRussia rejected Zorg."
OTHER = "France accused Russia.\nFrance met NATO."


def test_a_second_load_changes_nothing(lake: Lake, make: SimpleNamespace, contents: Contents) -> None:
    batch = [make.both(TEXT, "a.txt", "2014-04-01"), make.both(OTHER, "b.txt")]
    assert load_batch(lake, batch, [], make.run()) == LoadCounts(2, 0, 0, 1, 3, 4, 0)
    before, snapshots = contents(lake), lake.rows("SELECT run_id FROM lake.articles")
    assert load_batch(lake, batch, [], make.run("run-2")) == LoadCounts(0, 0, 2, 1, 3, 0, 0)
    assert contents(lake) == before
    assert lake.rows("SELECT run_id FROM lake.articles") == snapshots == [("run-1",), ("run-1",)]
    assert all(len(rows) > 0 for name, rows in before.items() if name in ("events", "event_participants", "unresolved_actors"))


def test_other_rules_rewrite_the_rows_and_say_by_which_rules(lake: Lake, make: SimpleNamespace, contents: Contents) -> None:
    batch = [make.both(TEXT, "a.txt")]
    load_batch(lake, batch, [], make.run())
    before = contents(lake)
    assert load_batch(lake, batch, [], make.run("run-2", rules="rules-2")).unchanged == 1
    assert contents(lake) == before
    made_by = lake.rows("SELECT DISTINCT run_id, rules_version, model_name, model_version FROM lake.events")
    assert made_by == [("run-2", "rules-2", "model", "1.0")]


def test_other_results_for_the_same_text_replace_the_old_ones(lake: Lake, make: SimpleNamespace) -> None:
    extraction = make.both(TEXT, "a.txt")
    load_batch(lake, [extraction], [], make.run())
    counts = load_batch(lake, [replace(extraction, events=extraction.events[:1])], [], make.run("run-2"))
    assert (counts.changed, counts.events_new, counts.events_removed) == (1, 0, 1)
    assert lake.rows("SELECT type FROM lake.events") == [("REQUEST",)]
    assert lake.rows("SELECT * FROM lake.unresolved_actors") == []
    assert run_checks(lake) == []


def test_an_edited_article_supersedes_the_old_one(lake: Lake, make: SimpleNamespace, contents: Contents) -> None:
    load_batch(lake, [make.both(TEXT, "a.txt")], [], make.run())
    counts = load_batch(lake, [make.both(OTHER, "a.txt")], [], make.run("run-2"))
    assert counts == LoadCounts(0, 1, 0, 0, 2, 2, 2)
    assert lake.rows("SELECT text FROM lake.articles") == [(OTHER,)]
    assert lake.rows("SELECT DISTINCT type FROM lake.event_mentions ORDER BY 1") == [("ACCUSE",), ("CONSULT",)]
    assert run_checks(lake) == []


def test_an_edited_article_leaves_the_old_text_to_its_other_source(lake: Lake, make: SimpleNamespace) -> None:
    load_batch(lake, [make.both(TEXT, "a.txt"), make.both(TEXT, "b.txt")], [], make.run())
    load_batch(lake, [make.both(OTHER, "a.txt")], [], make.run("run-2"))
    found = lake.rows("SELECT s.source_uri, text, is_best FROM lake.article_sources s JOIN lake.articles USING (article_id) ORDER BY 1")
    assert found == [("a.txt", OTHER, True), ("b.txt", TEXT, True)]
    assert run_checks(lake) == []


# (address, date, basis) of two sources of one text, and whose date the article has
TWO_SOURCES = [
    (("a", "2014", "metadata"), ("b", "2013", "dateline"), "a"),  # the better basis wins over the earlier date
    (("a", None, "none"), ("b", "2013", "file_name"), "b"),
    (("a", "2014-05-02", "metadata"), ("b", "2014-05-01", "metadata"), "b"),  # then the earliest
    (("a", "2014", "metadata"), ("b", "2014-01-01", "metadata"), "b"),  # then the most precise
    (("a", "2014", "metadata"), ("b", "2014", "metadata"), "a"),  # then the address
]


@pytest.mark.parametrize("arrival", ["first", "last", "together"])
def test_one_text_from_two_sources_is_one_article_with_the_best_date(lake: Lake, make: SimpleNamespace, arrival: str) -> None:
    articles = []
    for number, (*sources, best) in enumerate(TWO_SOURCES):
        both = {uri: make.both(f"{TEXT}\nCase {number}.", f"{number}{uri}", date, basis) for uri, date, basis in sources}
        articles.append((both[best], both["b" if best == "a" else "a"]))
    first, second = zip(*articles, strict=True)
    batches = {"first": [first, second], "last": [second, first], "together": [second + first]}[arrival]
    for batch in batches:
        load_batch(lake, batch, [], make.run())
    of_best = [(extraction.article, extraction.events[1].best.time.not_after) for extraction in first]
    assert sorted((article.source_uri, article.published, article.published_basis, day) for article, day in of_best) == lake.rows(
        "SELECT source_uri, a.published, a.published_basis, not_after FROM lake.articles a "
        "JOIN lake.article_sources USING (article_id) JOIN lake.events e USING (article_id) WHERE is_best AND edtf IS NULL ORDER BY 1"
    )
    assert lake.rows("SELECT count(*) FROM lake.events") == [(2 * len(TWO_SOURCES),)]
    assert len(known_articles(lake)) == 2 * len(TWO_SOURCES)
    assert run_checks(lake) == []


def test_a_text_that_lost_the_source_of_its_date_is_extracted_again(lake: Lake, make: SimpleNamespace, contents: Contents) -> None:
    remaining = make.both(TEXT, "b", "2015", "dateline")
    load_batch(lake, [make.both(TEXT, "a", "2014", "metadata"), remaining], [], make.run())
    load_batch(lake, [make.both(OTHER, "a")], [], make.run())
    assert {known[0] for known in known_articles(lake)} == {"a"}
    assert load_batch(lake, [remaining], [], make.run()).changed == 1
    assert lake.rows("SELECT published FROM lake.articles ORDER BY 1 NULLS LAST") == [("2015",), (None,)]
    assert {known[0] for known in known_articles(lake)} == {"a", "b"}


def test_known_articles_of_some_sources_and_by_some_rules(lake: Lake, make: SimpleNamespace) -> None:
    first, second = make.both(TEXT, "a", "2014"), make.both(OTHER, "b")
    load_batch(lake, [first], [], make.run())
    load_batch(lake, [second], [], make.run(rules="rules-2"))
    known_first = ("a", first.article.article_id, "2014", "metadata")
    known_second = ("b", second.article.article_id, None, "none")
    assert known_articles(lake) == {known_first, known_second}
    assert known_articles(lake, made_by=make.run(rules="rules-2")) == {known_second}
    other_model = replace(make.run(rules="rules-2"), model_version="2.0")
    assert known_articles(lake, made_by=other_model) == set()
    assert known_articles(lake, source_uris=["a", "c"]) == {known_first}
    assert known_articles(lake, source_uris=[]) == set()


def test_one_source_twice_in_a_batch_counts_as_loaded_one_after_the_other(lake: Lake, make: SimpleNamespace) -> None:
    counts = load_batch(lake, [make.both(TEXT, "a"), make.both(OTHER, "a")], [], make.run())
    assert counts.new == 1
    assert lake.rows("SELECT text FROM lake.articles") == [(OTHER,)]


LINES = ("Russia demanded NATO.", "Russia rejected Zorg in 2014-03.", "France met Grushko.", "Nothing happened here.")
TEXTS = st.lists(st.sampled_from(LINES), min_size=1, max_size=3, unique=True).map("\n".join)
DATES = st.sampled_from([(None, "none"), ("2014", "metadata"), ("2014-05-02", "dateline"), ("2013-01", "metadata")])
SOURCES = st.dictionaries(st.sampled_from("abcd"), st.tuples(TEXTS, DATES), min_size=1, max_size=4)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(sources=SOURCES, data=st.data())
def test_order_batches_and_repetition_do_not_matter(
    lake: Lake, make: SimpleNamespace, contents: Contents, sources: dict[str, tuple[str, tuple[str, str]]], data: st.DataObject
) -> None:
    articles = [make.both(text, uri, *date) for uri, (text, date) in sorted(sources.items())]
    order = data.draw(st.permutations(articles + data.draw(st.lists(st.sampled_from(articles), max_size=2))))
    size = data.draw(st.integers(1, len(order)))
    plain = loaded(lake, [articles], make, contents)
    assert loaded(lake, [order[n : n + size] for n in range(0, len(order), size)], make, contents) == plain
    assert len(plain["articles"]) == len({text for text, _ in sources.values()})


def loaded(lake: Lake, batches: list[list[Extraction]], make: SimpleNamespace, contents: Contents) -> dict[str, list[str]]:
    with lake.transaction("empty it", "test"):
        for table in (*BY_ARTICLE, TABLES["article_sources"]):
            lake.connection.execute(f"DELETE FROM lake.{table.name}")
    for number, batch in enumerate(batches):
        load_batch(lake, batch, [], make.run(f"run-{number}"))
    return contents(lake)


def test_a_text_hostile_to_storage_keeps_its_offsets(lake: Lake, make: SimpleNamespace) -> None:
    odd = "\"';DROP TABLE articles;-- \x00\ud800\x1b[31m\u202e\U0001f600e\u0301\r \\u0041 " + "x" * 100_000
    text = f"{odd}\nRussia demanded NATO.\n{odd}"
    extraction = make.both(text, "it's \udcff.txt", "2014", title="a\ud800b\x00", publisher="'; --")
    load_batch(lake, [extraction], [], make.run())
    stored = odd.replace("\x00", "\ufffd").replace("\ud800", "\ufffd")
    assert lake.rows("SELECT text FROM lake.articles") == [(f"{stored}\nRussia demanded NATO.\n{stored}",)]
    assert lake.rows("SELECT trigger_text, trigger_start FROM lake.event_mentions") == [("demanded", text.index("demanded"))]
    assert lake.rows("SELECT source_uri, title, publisher FROM lake.article_sources") == [("it's \\udcff.txt", "a\ufffdb\ufffd", "'; --")]
    assert run_checks(lake) == []
    assert load_batch(lake, [extraction], [], make.run()).unchanged == 1


def test_small_batches_which_the_catalog_holds_keep_hostile_strings(lake: Lake, make: SimpleNamespace) -> None:
    for odd in ("'", '"', "\\", "\x01", "[a, b]", "NULL", "", "{'a': 1}", "\n", "e\u0301\U0001f600"):
        extraction = make.both(TEXT, "a")
        source = replace(extraction.events[0].best.sources[0], countries=(odd, "RUS"), reason=odd)
        best = replace(extraction.events[0].best, sources=(source,))
        load_batch(lake, [replace(extraction, events=(Event(extraction.events[0].event_id, best, (best,)),))], [], make.run())
        found = lake.rows("SELECT countries, unresolved_reason FROM lake.event_participants WHERE role = 'source'")
        assert found == [([odd, "RUS"], odd)]


def test_rejects_are_kept_replaced_and_gone_when_the_file_is_read_well(lake: Lake, make: SimpleNamespace) -> None:
    load_batch(lake, [], [Rejection("a.txt", "empty", "no text", "write some"), Rejection("b'.txt", "binary", "\ud800", "x")], make.run())
    load_batch(lake, [], [Rejection("a.txt", "encoding", "byte 3", "save as UTF-8")], make.run("run-2"))
    rows = lake.rows("SELECT source_uri, reject_reason, message, remedy, run_id FROM lake.rejects ORDER BY 1")
    assert rows == [("a.txt", "encoding", "byte 3", "save as UTF-8", "run-2"), ("b'.txt", "binary", "\ufffd", "x", "run-1")]
    load_batch(lake, [make.both(TEXT, "a.txt")], [], make.run("run-3"))
    assert lake.rows("SELECT source_uri FROM lake.rejects") == [("b'.txt",)]


def test_nothing_to_load_writes_nothing(lake: Lake, make: SimpleNamespace) -> None:
    snapshots = lake.rows("SELECT count(*) FROM lake.snapshots()")
    assert load_batch(lake, [], [], make.run()) == LoadCounts()
    assert lake.rows("SELECT count(*) FROM lake.snapshots()") == snapshots


def test_an_id_given_twice_stops_the_batch_before_anything_is_written(lake: Lake, make: SimpleNamespace) -> None:
    extraction = make.both(TEXT, "bad.txt")
    doubled = replace(extraction, events=(extraction.events[0], *extraction.events))
    with pytest.raises(WarehouseError, match=r"bad\.txt: the id .* occurs twice"):
        load_batch(lake, [make.both(OTHER, "good.txt"), doubled], [], make.run())
    assert lake.rows("SELECT * FROM lake.articles") == []


def test_a_mention_of_another_article_is_refused(lake: Lake, make: SimpleNamespace) -> None:
    mixed = replace(make.both(TEXT, "a.txt"), events=make.both(OTHER, "b.txt").events)
    with pytest.raises(WarehouseError, match="belongs to another article"):
        load_batch(lake, [mixed], [], make.run())


def test_unresolved_participants_are_counted_with_their_sentence(lake: Lake, make: SimpleNamespace) -> None:
    load_batch(lake, [make.both("Russia rejected Zorg.\nZorg met Zorg.\nZorg accused France.", "a.txt")], [], make.run())
    assert lake.rows("SELECT span_text, mentions, unresolved_reason, context FROM lake.unresolved_actors") == [
        ("Zorg", 3, "unknown_name", "Russia rejected Zorg.")
    ]


def test_counts_add_up() -> None:
    one = LoadCounts(1, 2, 3, 4, 5, 6, 7)
    assert one + one == LoadCounts(2, 4, 6, 8, 10, 12, 14)
    assert list(itertools.accumulate([one, one, one]))[-1].new == 3
