"""Artifacts: everything that happened is in them, and nothing in an article can become markup."""

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from flows.scheduled.artifacts import checks_markdown, events_markdown, rejections_markdown, types_markdown, web_link
from flows.showing.report import MAX_REJECTIONS_SHOWN, escaped
from flows.showing.show import clean
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
    "http://www.evil.example me@evil.example WWW.evil.example",
    "&lt;b&gt; &#60;b&#62;",
    "1. one",
    "- one",
    "===",
    "\\`a\\* ``b`",
    "[a]: http://evil.example",
    "> said\n\n# he",
)
OURS = {"paragraph", "inline", "text", "softbreak", "hardbreak", "strong", "code_inline", "table", "thead", "tbody", "tr", "th", "td"}


def event(**changes: str | None) -> NewEvent:
    given: dict[str, str | None] = {
        "event_id": "0123456789abcdef", "date": "2018-02-26", "undated_reason": None, "type": "REQUEST", "status": "actual",
        "who": "Russia", "to_whom": "NATO", "sentence": "Russia demanded it.", "title": "News", "source_uri": "a.txt", **changes,
    }  # fmt: skip
    return NewEvent(**given)  # type: ignore[arg-type]


def rendered(page: str) -> list[Token]:
    """The page as tokens, blocks and what is in them; anything but paragraphs, tables, bold words and code fails."""
    blocks = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(page)
    tokens = [token for block in blocks for token in (block, *(block.children or ()))]
    assert {token.type.removesuffix("_open").removesuffix("_close") for token in tokens} <= OURS
    return tokens


def shown(page: str) -> str:
    """What a reader sees of the page."""
    return "".join(token.content for token in rendered(page) if token.type in ("text", "code_inline"))


@pytest.mark.parametrize("text", HOSTILE)
def test_foreign_text_is_shown_and_is_no_markup(text: str) -> None:
    fields = ("who", "to_whom", "sentence", "source_uri", "date")
    pages = [events_markdown([event(**{name: text})]) for name in fields]
    pages.append(rejections_markdown([Rejection(text, "empty", text, text)]))
    pages.append(checks_markdown([CheckResult(text, 0)]))
    for page in pages:
        assert clean(text).strip() in shown(page)
        plain = "".join(token.content for token in rendered(page) if token.type == "text").lower()
        assert not any(trigger in plain for trigger in ("://", "www.", "@"))  # a page would make links of these
        assert page.count("\n\n") <= 2


@pytest.mark.parametrize("text", HOSTILE)
def test_a_foreign_title_is_no_markup(text: str) -> None:
    (paragraph,) = MarkdownIt("commonmark").parse(f"{web_link('https://news.example/a', text)}\n")[1:2]
    opened, *inside, closed = paragraph.children or ()
    assert (opened.type, opened.attrs, closed.type) == ("link_open", {"href": "https://news.example/a"}, "link_close")
    assert "".join(token.content for token in inside) == clean(text)
    assert {token.type for token in inside} <= {"text", "code_inline"}


def test_escaped_text_stays_readable() -> None:
    assert escaped("No date, 3.5: (a) 'b' - no_expression") == r"No date, 3.5: (a) 'b' - no\_expression"


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://news.example/a?b=1&c=2", "[a \\*title\\*](<https://news.example/a?b=1&c=2>)"),
        ("http://news.example/a)<b>[c]|`ü", "[a \\*title\\*](<http://news.example/a%29%3Cb%3E%5Bc%5D%7C%60%C3%BC>)"),
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
    assert text.startswith(
        "**2018-02-26 · Russia · REQUEST · NATO**  \n“Russia demanded it.”  \n`regesta explain 01234567` a.txt\n\n**undated: "
    )
    assert shown(text).count("undated: no_expression · Russia · REQUEST (planned) · NATO") == 1
    assert f"“{'x' * 300} ...”" in text


def test_nothing_new_is_said() -> None:
    assert (events_markdown([]), types_markdown([])) == ("No new events.\n", "No new events.\n")
    assert rejections_markdown([]) == "No file was rejected.\n"


def test_bars_are_as_long_as_the_numbers_say() -> None:
    rows = types_markdown([TypeCount("CONSULT", 100, 80), TypeCount("AID", 50, 0), TypeCount("RETREAT", 1, 1)]).splitlines()[2:]
    assert [row.count("█") for row in rows] == [40, 20, 1]
    assert rows[0].startswith("| CONSULT | 100 | 80 |")


def test_a_long_list_of_rejections_is_cut_and_says_so() -> None:
    text = rejections_markdown([Rejection("a", "empty", "b", "c")] * (MAX_REJECTIONS_SHOWN + 2))
    assert text.count("**empty · a**") == MAX_REJECTIONS_SHOWN
    assert "2 more" in text


def test_broken_checks_are_counted() -> None:
    assert checks_markdown([CheckResult("orphans", 0)]).startswith("All 1 checks hold.")
    text = checks_markdown([CheckResult("orphans", 3), CheckResult("other", 0)])
    assert text.startswith("1 of 2 checks are broken")
    assert "| orphans | 3 |" in text
