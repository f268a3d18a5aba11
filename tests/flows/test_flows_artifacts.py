"""Artifacts: everything that happened is in them, and nothing in an article can become markup."""

import re

import pytest

from flows.artifacts import checks_markdown, events_markdown, rejections_markdown, types_markdown, web_link
from flows.report import MAX_REJECTIONS_SHOWN
from transforms.records import Rejection
from warehouse.runs import CheckResult, NewEvent, TypeCount

HOSTILE = (
    "<script>alert(1)</script>",
    "[click](javascript:alert(1))",
    "![x](http://evil.example/x.png)",
    "| a | b |\n|---|---|",
    "`code` **bold** _it_ ~~s~~ # head",
    "<img src=x onerror=alert(1)>",
    "\u202egnp.exe \x1b[31m",
    "http://evil.example www.evil.example",
    "&lt;b&gt; &#60;b&#62;",
)


def event(**changes: str | None) -> NewEvent:
    given: dict[str, str | None] = {
        "event_id": "0123456789abcdef", "date": "2018-02-26", "undated_reason": None, "type": "REQUEST", "status": "actual",
        "who": "Russia", "to_whom": "NATO", "sentence": "Russia demanded it.", "title": "News", "source_uri": "a.txt", **changes,
    }  # fmt: skip
    return NewEvent(**given)  # type: ignore[arg-type]


def markup(text: str) -> str:
    """What is left when our own markup is taken out of a table."""
    text = re.sub(r"`regesta explain [0-9a-f]{8}`", "", text)
    text = re.sub(r"^\|---.*$", "", text, flags=re.M)
    return re.sub(r"\|", "", text)


@pytest.mark.parametrize("text", HOSTILE)
def test_foreign_text_is_no_markup(text: str) -> None:
    fields = ("who", "to_whom", "sentence", "title", "source_uri", "date")
    pages = [events_markdown([event(**{name: text})]) for name in fields]
    pages.append(rejections_markdown([Rejection(text, "empty", text, text)]))
    for page in pages:
        rows = page.splitlines()
        assert len(rows) == 3
        assert rows[2].count("|") == rows[0].count("|")
        rest = markup(page)
        assert not set(rest) & set("<>[]`*_~\\!\x1b\u202e") - ({"!"} if "!" in text else set())
        assert "://" not in rest
        assert "www." not in rest


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://news.example/a?b=1&c=2", "[a &#42;title&#42;](<https://news.example/a?b=1&c=2>)"),
        ("http://news.example/a)<b>[c]|`ü", "[a &#42;title&#42;](<http://news.example/a%29%3Cb%3E%5Bc%5D%7C%60%C3%BC>)"),
        ("http://news.example/a b", None),
        ("https://news.example/\udc80", None),
        ("javascript:alert(1)", None),
        ("JAVASCRIPT://x.example/%0aalert(1)", None),
        ("file:///etc/passwd", None),
        ("news/a.txt", None),
        ("http:///a", None),
        ("http://[x", None),
    ],
)
def test_only_web_addresses_become_links(address: str, link: str | None) -> None:
    assert web_link(address, "a *title*") == link


def test_an_event_tells_when_or_why_not_and_how_it_stands() -> None:
    text = events_markdown([event(), event(date=None, undated_reason="no_expression", status="planned", sentence="x" * 400)])
    dated, undated = text.splitlines()[2:]
    assert dated.startswith("| 2018-02-26 | Russia | REQUEST | NATO | Russia demanded it&#46; | a&#46;txt `regesta explain 01234567` |")
    assert undated.startswith("| undated&#58; no&#95;expression | Russia | REQUEST (planned) |")
    assert f"{'x' * 300} &#46;&#46;&#46;" in undated


def test_nothing_new_is_said() -> None:
    assert (events_markdown([]), types_markdown([])) == ("No new events.\n", "No new events.\n")
    assert rejections_markdown([]) == "No file was rejected.\n"


def test_bars_are_as_long_as_the_numbers_say() -> None:
    rows = types_markdown([TypeCount("CONSULT", 100, 80), TypeCount("AID", 50, 0), TypeCount("RETREAT", 1, 1)]).splitlines()[2:]
    assert [row.count("█") for row in rows] == [40, 20, 1]
    assert rows[0].startswith("| CONSULT | 100 | 80 |")


def test_a_long_list_of_rejections_is_cut_and_says_so() -> None:
    text = rejections_markdown([Rejection("a", "empty", "b", "c")] * (MAX_REJECTIONS_SHOWN + 2))
    assert text.count("| a |") == MAX_REJECTIONS_SHOWN
    assert "2 more" in text


def test_broken_checks_are_counted() -> None:
    assert checks_markdown([CheckResult("orphans", 0)]).startswith("All 1 checks hold.")
    text = checks_markdown([CheckResult("orphans", 3), CheckResult("other", 0)])
    assert text.startswith("1 of 2 checks are broken")
    assert "| orphans | 3 |" in text
