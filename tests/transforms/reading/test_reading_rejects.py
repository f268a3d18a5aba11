"""Bad input becomes a rejection with a reason and a remedy; nothing a file can hold makes reading raise."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.errors import REJECT_REASONS, InvalidRequest
from transforms.reading import SUFFIXES, ReadOptions, field_names, read_article_file
from transforms.reading.read import sniffed
from transforms.records import PUBLISHED_BASES, Article, Rejection

REJECTS = [
    ("a.txt", b"", "empty"),
    ("a.html", b" \n ", "empty"),
    ("a.json", b'{"text": " "}', "empty"),
    ("a.md", b"---\ntitle: Talks\n---\n", "empty"),
    ("a.md", b"<!-- to be written -->", "empty"),
    ("a.json", b'{"title": "Talks", "text": "<p> </p>"}', "empty"),
    ("a.txt", b"\x89PNG\r\n\x1a\n", "binary"),
    ("a.md", b"a\x00b\x00c\x00", "binary"),
    ("a.txt", "Москва отвергает предложение НАТО".encode()[:-1], "encoding"),
    ("a.txt", b"x" * 101, "too_large"),
    ("a.html", b"<html><body><nav><a href=/>Home</a></nav></body></html>", "broken_html"),
    ("a.html", b"<html><head><title>Only a title</title></head></html>", "broken_html"),
    ("a.html", b"<", "broken_html"),
    ("a.json", b'{"text": "x"', "broken_json"),
    ("a.json", b"5", "broken_json"),
    ("a.jsonl", b"nothing", "broken_json"),
    ("a.json", b"[" * 100, "broken_json"),
    ("a.json", b'{"texts": "x"}', "no_text_field"),
    ("a.pdf", b"x", "unknown_format"),
    ("a", b"x", "unknown_format"),
    ("news.txt/a", b"x", "unknown_format"),
    (".txt", b"x", "unknown_format"),
]


@pytest.mark.parametrize(("name", "data", "reason"), REJECTS)
def test_reject(name: str, data: bytes, reason: str) -> None:
    found = read_article_file(name, data, ReadOptions(size_limit=100))
    assert [type(item) for item in found] == [Rejection]
    assert found[0].reason == reason
    assert found[0].reason in REJECT_REASONS
    assert found[0].where.startswith(name)
    assert found[0].message
    assert found[0].remedy


def test_the_message_names_the_place() -> None:
    (found,) = read_article_file("a.json", b'{"text":\n  x}', ReadOptions())
    assert found.message.endswith("at line 2 column 3")


@pytest.mark.parametrize("published", ["18", "2018-13", "2018-02-30", "yesterday", "", "2018-02-26T00:00"])
def test_invalid_publication_date_argument(published: str) -> None:
    with pytest.raises(InvalidRequest, match="YYYY-MM-DD"):
        ReadOptions(published=published)


@pytest.mark.parametrize("encoding", ["klingon", "base64", "\x00"])
def test_invalid_encoding_argument(encoding: str) -> None:
    with pytest.raises(InvalidRequest):
        ReadOptions(encoding=encoding)


@pytest.mark.parametrize("mapping", ["", "text", "text=", "=x", "words=x", "text=a,,title=b"])
def test_invalid_field_mapping(mapping: str) -> None:
    with pytest.raises(InvalidRequest, match="text=story"):
        field_names(mapping)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The ministers met.", "plain"),
        ("\n<!-- x -->\n<!DOCTYPE html><p>x", "html"),
        ("<html>", "html"),
        ("---\r\ntitle: x\r\n---\r\n", "markdown"),
        ('{"text": "x"}', "json"),
        ('{\n"text": "x"}', "json"),
        ('{"text": "x"}\n{"text": "y"}\n', "jsonl"),
        ("[1]", "json"),
    ],
)
def test_standard_input_is_sniffed(text: str, kind: str) -> None:
    assert sniffed(text) == kind


def test_argument_overrules_everything() -> None:
    (article,) = read_article_file("2018-02-26.txt", b"PARIS, March 3, 2017 (AFP) -- x", ReadOptions(published="1999"))
    assert (article.published, article.published_basis) == ("1999", "argument")


PIECES = st.sampled_from(
    [b"<html><body><p>", b"</p>", b"---\n", b"title: a\n", b'{"text": "', b'"}', b"[", b"\n", b"\xff", b"\x00", b"\xef\xbb\xbf", b"# ",
     b"Paris, ",     b"2018-02-26", b"\\ud800", b"<script type='application/ld+json'>", b"<meta charset=utf-7>", b"&#xD800;", b"**",
     b"March 3, 1998 -- "]
)  # fmt: skip
NAMES = st.sampled_from(["-", *(f"x{suffix}" for suffix in SUFFIXES), "x.pdf", "2018-02-26.txt"])


@settings(max_examples=300, deadline=None)
@given(
    NAMES,
    st.one_of(st.binary(max_size=300), st.lists(PIECES, max_size=20).map(b"".join), st.text().map(lambda t: t.encode("utf-8", "replace"))),
)
def test_reading_never_raises(name: str, data: bytes) -> None:
    for found in read_article_file(name, data, ReadOptions()):
        if isinstance(found, Article):
            found.text.encode()  # nothing that a file or a database cannot hold
            assert "\x00" not in found.text
            assert found.text.strip()
            assert found.published_basis in PUBLISHED_BASES
            assert (found.published is None) == (found.published_basis == "none")
        else:
            assert found.reason in REJECT_REASONS


@settings(max_examples=50, deadline=None)
@given(NAMES, st.lists(PIECES, max_size=20).map(b"".join))
def test_reading_twice_gives_the_same(name: str, data: bytes) -> None:
    assert read_article_file(name, data, ReadOptions()) == read_article_file(name, data, ReadOptions())
