"""Records as rows: storable text, the order of sources, hashes that depend on content alone."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from transforms.records import ActorMention, Article, Event, EventMention, EventTime, Extraction, Place
from warehouse.rows import article_rows, source_rank, source_values, storable, storable_uri
from warehouse.tables import BY_ARTICLE

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
    for table in BY_ARTICLE:
        assert len(rows.tables[table.name]) > 0
        assert {len(row) for row in rows.tables[table.name]} == {len(table.content)}


def test_each_value_stands_in_its_column() -> None:
    """All values of this event differ, so that none can stand in another's place."""
    text = "In Bonn, on 1 May, Reds met Blues; they of Bonn said so."
    days = [date(2014, 5, number) for number in range(1, 5)]
    time = EventTime("2014-05-01", days[0], days[1], "day", "explicit", (12, 17), "time.1", "vague_expression", days[2], days[3])
    reds = ActorMention(19, 23, "Reds", "RED", "RRR", "alias", ("R1", "R2"), antecedent=(28, 33), reason="reason")
    blues = ActorMention(28, 33, "Blues", "BLU", "BBB", None)
    they = ActorMention(35, 39, "they", None, "UNK", None, reason="unknown_name")
    mention = EventMention("m1", "a1", 0, 56, 24, 27, "CONSULT", "actual", (reds,), (blues,), time, "rule.1", 0.75, "mode", "042", they,
                           Place("Bonn", "DEU"))  # fmt: skip
    rows = article_rows(Extraction(Article("a1", "a.txt", text), (Event("e1", mention, (mention,)),), (), ()))
    act = {
        "type": "CONSULT", "mode": "mode", "cameo": "042", "status": "actual", "place_name": "Bonn", "place_country": "DEU",
        "edtf": "2014-05-01", "first_day": days[0], "last_day": days[1], "precision": "day", "time_basis": "explicit",
        "expression_start": 12, "expression_end": 17, "expression_text": "1 May", "time_rule_id": "time.1",
        "undated_reason": "vague_expression", "not_before": days[2], "not_after": days[3], "rule_id": "rule.1", "confidence": 0.75,
    }  # fmt: skip
    ids = {"event_id": "e1", "article_id": "a1"}
    assert rows.values("events") == [{**ids, "best_mention_id": "m1", "salience": 1, "mentions": 1, **act}]
    sentence = {"sentence_start": 0, "sentence_end": 56, "sentence_text": text}
    trigger = {"trigger_start": 24, "trigger_end": 27, "trigger_text": "met"}
    assert rows.values("event_mentions") == [{"mention_id": "m1", **ids, **sentence, **trigger, **act}]
    red = {
        "role": "source", "ordinal": 1, "actor_id": "RED", "code": "RRR", "countries": ("R1", "R2"), "actor_basis": "alias",
        "unresolved_reason": "reason", "span_start": 19, "span_end": 23, "span_text": "Reds", "antecedent_start": 28,
        "antecedent_end": 33, "antecedent_text": "Blues",
    }  # fmt: skip
    assert rows.values("event_participants")[0] == {**ids, **red}
    assert [(row["role"], row["span_text"]) for row in rows.values("event_participants")] == [
        ("source", "Reds"), ("target", "Blues"), ("speaker", "they"),
    ]  # fmt: skip
    assert rows.values("mention_participants") == [{"mention_id": "m1", **row} for row in rows.values("event_participants")]
    unresolved = {"span_text": "they", "unresolved_reason": "unknown_name", "mentions": 1, "context": text}
    assert rows.values("unresolved_actors") == [{"article_id": "a1", **unresolved}]
    assert (rows.event_ids, rows.dated) == ({"e1"}, 1)


def test_the_hash_follows_content_and_not_the_source(make: SimpleNamespace) -> None:
    def digest(*arguments: str) -> str:
        rows = article_rows(make.both(*arguments))
        assert rows.values("articles")[0]["content_hash"] == rows.content_hash
        return rows.content_hash

    assert digest(TEXT, "a.txt", "2014") == digest(TEXT, "b.txt", "2014")
    assert len({digest(TEXT, "a", "2014"), digest(TEXT, "a", "2015"), digest(TEXT + ".", "a", "2014")}) == 3
    extraction = make.both(TEXT, "a", "2014")
    fewer = article_rows(replace(extraction, events=extraction.events[:1]))
    assert fewer.content_hash != digest(TEXT, "a", "2014")


def test_the_hash_follows_each_value_of_an_event(make: SimpleNamespace) -> None:
    """And is the same with each Python: what one wrote, another need not load again."""
    extraction = make.both(TEXT, "a", "2014")
    assert article_rows(extraction).content_hash == "add3320c1778f971742f899ac7e8d5c7298aad6cfd5dd3cb89defacdd58857db"
    event = extraction.events[0]
    best = event.best
    others = [
        replace(best, status="planned"), replace(best, place=None), replace(best, sentence_end=best.sentence_end - 1),
        replace(best, end=best.end - 1), replace(best, time=replace(best.time, not_after=date(2020, 1, 1))), replace(best, targets=()),
        replace(best, sources=(replace(best.sources[0], countries=("RUS", "BLR")),)),
    ]  # fmt: skip
    told = [Event(event.event_id, one, (one,)) for one in (best, *others)]
    told += [Event(event.event_id, others[0], (best,)), Event(event.event_id, best, (others[0],))]
    assert len({article_rows(replace(extraction, events=(one,))).content_hash for one in told}) == len(told)
    same = Event(event.event_id, replace(best), (replace(best),))  # equal, and not the same object
    assert article_rows(replace(extraction, events=(same,))).content_hash == article_rows(replace(extraction, events=(event,))).content_hash
