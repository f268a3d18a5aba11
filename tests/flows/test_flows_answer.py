"""The extract contract over lines and files: every line answered in its place, offsets into exactly the given text."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flows.answer import Answer, answer_files, answer_lines, write_answers
from flows.knowledge.build import load_knowledge
from transforms.extract import Knowledge
from transforms.reading import ReadOptions

TEXT = "Russia demanded guarantees from NATO on Monday."


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def answer(knowledge: Knowledge, *lines: object) -> list[Answer]:
    raw = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    return list(answer_lines((line + b"\n" for line in raw), knowledge))


def test_every_line_is_answered_in_its_place(knowledge: Knowledge) -> None:
    lines = ({"doc": "a", "text": TEXT}, b"{oops", b"  ", {"doc": "b", "text": ""}, {"doc": "c"}, b"[1]", {"doc": "d", "text": "x"})
    found = answer(knowledge, *lines)
    assert [row["doc"] for row in found] == ["a", None, "b", "c", None, "d"]
    assert ["error" in row for row in found] == [False, True, False, True, True, False]


def test_an_error_names_the_line_and_says_what_is_allowed(knowledge: Knowledge) -> None:
    found = answer(knowledge, {"doc": "a", "text": "x"}, {"doc": "b", "text": "x", "published": "2018-13"})
    assert set(found[1]) == {"doc", "error"}
    assert found[1]["error"].startswith("line 2: ")
    assert "2018-13" in found[1]["error"]
    assert "2018-02-26 or null" in found[1]["error"]


@pytest.mark.parametrize(
    "line",
    [
        b"{}",
        b'"text"',
        b'{"doc": 1, "text": "x"}',
        b'{"doc": "a", "text": null}',
        b'{"doc": "a", "text": "x", "published": 2018}',
        b'{"doc": "a", "text": "x", "published": "26.02.2018"}',
        b'{"doc": "a", "text": "x", "published": ""}',
        b'{"doc": "a", "text": "x", "spans": {}}',
        b'{"doc": "a", "text": "x", "spans": [{"id": "e", "start": 0, "end": 2}]}',
        b'{"doc": "a", "text": "x", "spans": [{"id": "e", "start": 1, "end": 1}]}',
        b'{"doc": "a", "text": "x", "spans": [{"start": 0, "end": 1}]}',
        b'{"doc": "a", "text": "\xff"}',
        b"[" * 100_000,
    ],
)
def test_a_malformed_line_is_answered_with_an_error_and_nothing_else(knowledge: Knowledge, line: bytes) -> None:
    (found,) = answer(knowledge, line)
    assert set(found) == {"doc", "error"}


@pytest.mark.parametrize(
    ("given", "published", "basis"),
    [
        ({}, "2018-02-26", "dateline"),
        ({"published": None}, None, "none"),
        ({"published": "2018"}, "2018", "argument"),
        ({"published": "2018-03"}, "2018-03", "argument"),
        ({"published": "2018-03-01"}, "2018-03-01", "argument"),
    ],
)
def test_published_absent_null_and_given(knowledge: Knowledge, given: dict[str, Any], published: str | None, basis: str) -> None:
    (found,) = answer(knowledge, {"doc": "a", "text": f"MOSCOW, February 26, 2018 (Tass) -- {TEXT}", **given})
    assert (found["published"], found["published_basis"]) == (published, basis)


def test_a_date_in_the_body_is_never_the_publication_date(knowledge: Knowledge) -> None:
    (found,) = answer(knowledge, {"doc": "a", "text": f"{TEXT} The ministers met on 3 March 2018 in Moscow."})
    assert found["published"] is None


def test_offsets_point_into_exactly_the_given_text(knowledge: Knowledge) -> None:
    text = f"\n \U0001f600 e\u0301 {TEXT}\r\n\r\n{TEXT} "
    (found,) = answer(knowledge, {"doc": "a", "text": text})
    assert found["actors"]
    for mention in (*found["actors"], *found["times"]):
        assert text[mention["start"] : mention["end"]] == mention["text"]
    assert "text" not in found


def test_half_a_character_costs_neither_the_answer_nor_the_offsets(knowledge: Knowledge) -> None:
    (found,) = answer(knowledge, b'{"doc": "a\\ud800", "text": "\\ud800 \\ud83d\\ude00 Russia demanded guarantees from NATO."}')
    assert found["doc"] == "a\ud800"
    russia = next(mention for mention in found["actors"] if mention["text"] == "Russia")
    assert (russia["start"], russia["end"]) == (4, 10)


def test_spans_are_answered_in_their_order_by_anchors(knowledge: Knowledge) -> None:
    spans = [{"id": "e2", "start": 7, "end": 15}, {"id": "e1", "start": 0, "end": 6}]
    (asked, unasked) = answer(knowledge, {"doc": "a", "text": TEXT, "published": "2018-02-26", "spans": spans}, {"doc": "b", "text": TEXT})
    assert [anchor["id"] for anchor in asked["anchors"]] == ["e2", "e1"]
    assert set(asked["anchors"][0]) == {"id", "time", "basis", "eventtime"}
    assert "anchors" not in unasked


def test_the_same_line_gives_the_same_answer(knowledge: Knowledge) -> None:
    line = {"doc": "a", "text": TEXT, "published": "2018-02-26"}
    first, other, again = answer(knowledge, line, {"doc": "b", "text": "Iran met Iraq."}, line)
    assert first == again != other


def test_a_byte_order_mark_is_no_error(knowledge: Knowledge) -> None:
    (found,) = answer(knowledge, b'\xef\xbb\xbf{"doc": "a", "text": "x"}')
    assert "error" not in found


def test_a_fault_in_one_article_costs_one_answer(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.answer.extract_article", fails_on("bad"))
    found = answer(knowledge, {"doc": "a", "text": TEXT}, {"doc": "b", "text": "bad"}, {"doc": "c", "text": TEXT})
    assert ["error" in row for row in found] == [False, True, False]
    assert "ZeroDivisionError" in found[1]["error"]


def fails_on(text: str) -> Callable[..., Any]:
    from transforms.extract import extract_article

    def extract(article: Any, knowledge: Knowledge) -> Any:
        if article.text == text:
            raise ZeroDivisionError("a fault")
        return extract_article(article, knowledge)

    return extract


def test_files_are_answered_with_path_and_text(knowledge: Knowledge, tmp_path: Path) -> None:
    good, empty, two = tmp_path / "good.txt", tmp_path / "empty.txt", tmp_path / "two.jsonl"
    good.write_text(TEXT, encoding="utf-8")
    empty.write_bytes(b"")
    two.write_text('{"text": "Iran met Iraq in Baghdad.", "url": "https://a.example/1"}\n{oops\n', encoding="utf-8")
    found = list(answer_files([str(good), str(empty), str(two)], ReadOptions(), knowledge))
    assert [row["doc"] for row in found] == [str(good), str(empty), f"{two}#1", f"{two}#2"]
    assert ["error" in row for row in found] == [False, True, False, True]
    assert found[0]["text"] == TEXT
    assert found[1]["error"].startswith("empty: ")


def test_answers_are_written_one_a_line_and_flushed_as_they_come() -> None:
    out = Flushes()
    errors = write_answers(iter([{"doc": "a\u2028\x9b"}, {"doc": None, "error": "x"}, {"doc": "ü"}]), out)
    lines = out.getvalue().split("\n")
    assert errors == 1
    assert out.flushed == 3
    assert [json.loads(line) for line in lines[:-1]] == [{"doc": "a\u2028\x9b"}, {"doc": None, "error": "x"}, {"doc": "ü"}]
    assert "ü" in lines[2]
    assert lines[-1] == ""


class Flushes(io.StringIO):
    flushed = 0

    def flush(self) -> None:
        self.flushed += 1
