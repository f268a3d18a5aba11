"""One test or table for each format: what becomes the text, what the metadata."""

import json
from pathlib import Path

import pytest

from flows.knowledge.seeds import SEEDS_DIR
from transforms.language import segment
from transforms.reading import FieldNames, ReadOptions, article_from_text, article_id, field_names, read_article_file
from transforms.reading.html import fragment_text
from transforms.reading.markdown import unmarked
from transforms.records import Article, Rejection

OPTIONS = ReadOptions()
SAMPLES = SEEDS_DIR / "articles"
BODY = (
    "The foreign ministers of both countries met in Geneva on Monday and agreed to reopen their embassies. "
    "They rejected a proposal that the mediators had made last week, and asked for more time to study it."
)


def read_one(name: str, data: bytes | str, options: ReadOptions = OPTIONS) -> Article:
    found = read_article_file(name, data.encode() if isinstance(data, str) else data, options)
    assert len(found) == 1
    assert isinstance(found[0], Article), found[0]
    return found[0]


# --- plain text ---------------------------------------------------------------------------------------------------------


def test_plain_text_is_the_file() -> None:
    article = read_one("dir/a.txt", f"Ministers meet\r\n\r\n{BODY}\r\n")
    assert article.text == f"Ministers meet\n\n{BODY}\n"
    assert (article.title, article.language, article.source_uri) == ("Ministers meet", "en", "dir/a.txt")
    assert (article.published, article.published_basis, article.media_type) == (None, "none", "text/plain")
    assert article.article_id == article_id(article.text)


@pytest.mark.parametrize(
    "text",
    [
        "The ministers met on Monday.\n\nThey agreed.",  # a sentence
        "The ministers met on Monday in Geneva and\nagreed to meet again.",  # wrapped lines
        "GENEVA, March 3, 1998 (AP) -\n\nThe ministers met.",  # datelines
        "GENEVA, March 3 (AP) -- Ministers meet\n\nThe ministers met.",
        "GENEVA (AP) --\n\nThe ministers met.",
        "Geneva, 3 March 1998\n\nThe ministers met.",
        "Ministers meet",  # nothing follows
    ],
)
def test_no_heading_no_title(text: str) -> None:
    assert read_one("a.txt", text).title is None


def test_lines_that_are_paragraphs_are_parted() -> None:
    article = read_one("a.txt", f"Ministers meet\n{BODY}\n{BODY}\n")
    assert article.text == f"Ministers meet\n\n{BODY}\n\n{BODY}\n"
    assert article.title == "Ministers meet"
    assert [s.heading for s in segment(article.text)][:2] == [True, False]


def test_short_text_has_no_language() -> None:
    assert read_one("a.txt", "The minister met.").language is None


@pytest.mark.parametrize("name", ["A.TXT", "news/2018.d/a.text", "news\\a.txt"])
def test_ending_names_the_format(name: str) -> None:
    assert read_one(name, BODY).media_type == "text/plain"


# --- Markdown -----------------------------------------------------------------------------------------------------------


def test_front_matter() -> None:
    matter = 'title: "Talks: day two"\ndate: 2018-02-26T23:30:00-05:00\nsource: Gazette\nlang: en_GB\nurl: https://a.example/x'
    article = read_one("a.md", f"---\n{matter}\n---\n\n## Embassies\n\n{BODY}\n")
    assert article.text == f"Talks: day two\n\nEmbassies\n\n{BODY}"
    assert (article.title, article.publisher, article.language) == ("Talks: day two", "Gazette", "en-GB")
    assert (article.published, article.published_basis) == ("2018-02-26", "metadata")


@pytest.mark.parametrize(
    ("date", "expected"), [("2018", "2018"), ("2018-02", "2018-02"), ("26 février 2018", "2018-02-26"), ("soon", None)]
)
def test_front_matter_dates_stay_partial(date: str, expected: str | None) -> None:
    assert read_one("a.md", f"---\ndate: {date}\n---\n{BODY}").published == expected


def test_front_matter_that_is_no_yaml_is_read_by_lines() -> None:
    article = read_one("a.md", f"---\ntitle: Talks: day two\ndate: 2018-02-26\n---\n{BODY}")
    assert (article.title, article.published) == ("Talks: day two", "2018-02-26")


def test_title_is_not_doubled() -> None:
    assert read_one("a.md", f"---\ntitle: Talks fail\n---\n# Talks fail\n\n{BODY}").text == f"Talks fail\n\n{BODY}"


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("# Head #\nBody", "Head\n\nBody"),
        ("Head\n====\n\nBody", "Head\n\nBody"),
        ("Body\n\n---\n\nMore", "Body\n\nMore"),
        ("a [link](https://a.example 'x') and ![image](i.png) here", "a link and  here"),
        ("a [link][1] here\n\n[1]: https://a.example", "a link here"),
        ("**bold** and *slanted* and __bold__ and _slanted_ and `code`", "bold and slanted and bold and slanted and code"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        ("> quoted\n> twice", "quoted\ntwice"),
        ("<!-- note\nover lines -->text", "text"),
        ("- one\n- two", "- one\n- two"),
        (r"1\. escaped \*", "1. escaped *"),
        ("an <em>element</em> here", "an element here"),
        ("5 < 6 and 7 > 2", "5 < 6 and 7 > 2"),
    ],
)
def test_markup_is_taken_off(markdown: str, text: str) -> None:
    assert unmarked(markdown) == text


# --- HTML ---------------------------------------------------------------------------------------------------------------


def page(head: str = "", body: str = "") -> str:
    story = f"<article><p>{BODY}</p><h2>What comes next</h2><p>{BODY[:80]} in spring.</p></article>"
    start = f"<!doctype html><html lang=en><head>{head}</head><body><nav><a href=/>Home</a></nav>"
    return f"{start}{body or story}<footer>© 2001</footer></body></html>"


def test_page_text_has_title_paragraphs_and_headings_apart() -> None:
    article = read_one("a.html", page("<title>Talks fail | Gazette</title><meta property=og:site_name content=Gazette>"))
    assert article.text == f"Talks fail\n\n{BODY}\n\nWhat comes next\n\n{BODY[:80]} in spring."
    assert (article.title, article.publisher, article.published, article.published_basis) == ("Talks fail", "Gazette", None, "none")


def ld(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(fields)}</script>'


@pytest.mark.parametrize(
    ("head", "published", "basis"),
    [
        (
            ld(**{"@type": "NewsArticle", "datePublished": "2018-02-26T23:00:00-05:00", "dateModified": "2019-01-01"}),
            "2018-02-26",
            "metadata",
        ),
        (ld(**{"@graph": [{"@type": "WebSite"}, {"@type": ["ReportageNewsArticle"], "datePublished": "2018-02"}]}), "2018-02", "metadata"),
        (ld(**{"@type": "WebPage", "mainEntity": {"@type": "BlogPosting", "datePublished": "2018"}}), "2018", "metadata"),
        (ld(**{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "datePublished": "2018-02-26"}]}), None, "none"),
        (ld(**{"@type": "NewsArticle", "dateModified": "2019-01-01"}), None, "none"),
        ('<script type="application/ld+json">{broken</script>', None, "none"),
        ('<meta property="article:published_time" content="2018-02-26T10:00:00Z">', "2018-02-26", "metadata"),
        ('<meta property="article:modified_time" content="2018-02-26T10:00:00Z">', None, "none"),
        ('<meta name="pubdate" content="February 26, 2018">', "2018-02-26", "metadata"),
        ('<meta name="DC.date.issued" content="2018-02">', "2018-02", "metadata"),
        ('<meta http-equiv="date" content="2018-02-26">', None, "none"),
        ('<meta name="date" content="soon"><link rel=canonical href="https://a.example/2018/02/26/x">', "2018-02-26", "url"),
    ],
)
def test_page_dates(head: str, published: str | None, basis: str) -> None:
    article = read_one("a.html", page(head))
    assert (article.published, article.published_basis) == (published, basis)


@pytest.mark.parametrize(
    ("time", "published"),
    [
        ('<time itemprop="datePublished" datetime="2018-02-26">yesterday</time>', "2018-02-26"),
        ('<time class="entry-date published" datetime="2018-02-26T10:00">26 Feb</time>', "2018-02-26"),
        ('<time class="published updated" datetime="2018-02-26">26 Feb</time>', None),
        ('<time datetime="1998-02-26">26 February 1998</time>', None),  # may date anything that the story tells
        ("<p>The treaty was signed on 26 February 1998 in Geneva by both ministers.</p>", None),
    ],
)
def test_dates_in_the_page(time: str, published: str | None) -> None:
    assert read_one("a.html", page(body=f"<article><h1>Talks</h1>{time}<p>{BODY}</p><p>{BODY}</p></article>")).published == published


def test_line_breaks_in_old_pages() -> None:
    body = f"<h1>Talks</h1>{BODY}<br>\n<br>They <del>met</del><ins>left</ins><br>on <i>Monday</i>.<br><br><br>{BODY[:90]} again."
    article = read_one("a.html", f"<html><body>{body}</body></html>")
    assert article.text == f"Talks\n\n{BODY}\n\nThey left\non Monday.\n\n{BODY[:90]} again."


def test_a_title_is_not_taken_for_the_words_that_open_the_body() -> None:
    assert read_one("a.json", json.dumps({"title": "The foreign ministers", "text": BODY})).text == f"The foreign ministers\n\n{BODY}"


def test_html_fragment() -> None:
    assert (
        fragment_text("<p>One <b>two</b></p><script>x</script><ul><li>three<br>four</ul>five &amp; six")
        == "One two\n\nthree\n\nfour\n\nfive & six"
    )


# --- JSON ---------------------------------------------------------------------------------------------------------------


def test_json_record() -> None:
    record = {
        "Headline": "Talks fail", "body": [BODY, "They left."], "publish_date": "26 Feb 2018", "source": {"id": 1, "name": "Gazette"},
        "link": "https://a.example/x", "lang": "fr", "id": 7,
    }  # fmt: skip
    article = read_one("a.json", json.dumps(record))
    assert article.text == f"Talks fail\n\n{BODY}\n\nThey left."
    assert (article.title, article.publisher, article.published, article.published_basis) == (
        "Talks fail",
        "Gazette",
        "2018-02-26",
        "metadata",
    )
    assert (article.source_uri, article.language, article.media_type) == ("https://a.example/x", "fr", "application/json")


@pytest.mark.parametrize("wrap", [lambda records: records, lambda records: {"status": "ok", "articles": records}])
def test_json_list_of_records(wrap) -> None:
    records = [{"text": BODY}, {"text": BODY + " x", "id": "k"}, {"no": 1}, 5]
    found = read_article_file("2018-02-26.json", json.dumps(wrap(records)).encode(), OPTIONS)
    assert [getattr(a, "source_uri", None) for a in found] == ["2018-02-26.json#1", "2018-02-26.json#k", None, None]
    assert [(r.where, r.reason) for r in found[2:]] == [("2018-02-26.json#3", "no_text_field"), ("2018-02-26.json#4", "broken_json")]
    assert found[0].published is None  # the date of a collection is not that of its articles


def test_json_file_of_one_record_may_take_its_name_date() -> None:
    assert read_one("2018-02-26.json", json.dumps({"text": BODY})).published_basis == "file_name"


def test_json_lines_reject_only_the_bad_line() -> None:
    lines = [
        json.dumps({"text": BODY, "date": 2018}),
        "",
        "{broken",
        '{"text": ""}',
        json.dumps({"text": f"{BODY}\u2028x"}, ensure_ascii=False),
    ]
    found = read_article_file("a.jsonl", "\r\n".join(lines).encode(), OPTIONS)
    assert [getattr(f, "source_uri", getattr(f, "where", None)) for f in found] == ["a.jsonl#1", "a.jsonl#3", "a.jsonl#4", "a.jsonl#5"]
    assert [getattr(f, "reason", "read") for f in found] == ["read", "broken_json", "empty", "read"]
    assert found[0].published == "2018"
    assert found[3].text == f"{BODY}\n\nx"


def test_an_unreadable_date_leaves_the_article_undated() -> None:
    article = read_one("a.json", json.dumps({"text": BODY, "published": "soon"}))
    assert (article.published, article.published_basis) == (None, "none")


def test_later_date_fields_are_tried() -> None:
    assert read_one("a.json", json.dumps({"text": BODY, "published": "soon", "date": "2018-02-26"})).published == "2018-02-26"


def test_field_mapping() -> None:
    options = ReadOptions(fields=field_names("text=story.rendered,published=when|issued"))
    record = {"story": {"rendered": f"<p>{BODY}</p><p>More.</p>"}, "issued": 1519603200, "title": {"rendered": "Talks"}}
    article = read_one("a.json", json.dumps(record), options)
    assert (article.text, article.published) == (f"Talks\n\n{BODY}\n\nMore.", "2018-02-26")
    assert options.fields.title == FieldNames().title


def test_lone_surrogates_become_replacement_characters() -> None:
    article = read_one("a.json", '{"text": "a \\ud800 b", "title": "\\udfff"}')
    assert "\ud800" not in article.text
    article.text.encode()


# --- texts without a file -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", " a\r\nb\x00 ", "\ud800"])
def test_given_text_is_used_exactly(text: str) -> None:
    article = article_from_text("d", text, published="2018-02")
    assert (article.text, article.source_uri, article.published, article.published_basis) == (text, "d", "2018-02", "argument")


def test_given_text_may_have_a_dateline() -> None:
    article = article_from_text("d", "PARIS, March 17, 2018 (AFP) -- The ministers met.")
    assert (article.published, article.published_basis) == ("2018-03-17", "dateline")


# --- samples ------------------------------------------------------------------------------------------------------------

EXPECTED = {  # where it came from: published, basis
    "1990-08-06_un_sanctions_iraq.txt": ("1990-08-06", "dateline"),
    "20180509-iran-nuclear-deal.txt": ("2018-05-09", "file_name"),
    "black_sea_grain.md": ("2023-07-18", "dateline"),
    "https://antilles-monitor.example/2014/12/18/cuba-united-states": ("2014-12-18", "metadata"),
    "briefs.jsonl#libya-2011": ("2011-03-18", "metadata"),
    "briefs.jsonl#venezuela-colombia": ("2010-08-11", "metadata"),
    "briefs.jsonl#sahel-exit": (None, "none"),
    "https://straits-courier.example/asia/sri-lanka-ceasefire": ("2002-02-23", "metadata"),
    "caucasus_washington_summit.html": ("2025-08-10", "metadata"),
    "cenepa_border_peace.html": (None, "none"),
    "dayton_accord.txt": ("1995-11-22", "dateline"),
    "ethiopia_eritrea_peace.html": ("2018-07-10", "metadata"),
    "india_pakistan_release.md": ("2019-03", "metadata"),
    "korea_summit.json": ("2000-06-20", "metadata"),
    "minsk_agreement.html": ("2015-02-12", "metadata"),
    "oslo_signing.md": ("1993-09-14", "metadata"),
    "pretoria_accord.txt": (None, "none"),
    "qatar_rift.md": ("2017-06-26", "metadata"),
    "russia_guarantees.txt": (None, "none"),
    "south_china_sea_ruling.html": ("2016-07-13", "url"),
    "sudan_jeddah_talks.txt": ("2023-06-02", "dateline"),
}
CLUTTER = (
    "cookies",
    "Log in",
    "Most read",
    "Share",
    "Related",
    "Trending",
    "2 comments",
    "All rights reserved",
    "Contents",
    "Written for regesta",
)


def samples() -> list[Article | Rejection]:
    return [found for path in sorted(SAMPLES.iterdir()) for found in read_article_file(path.name, path.read_bytes(), OPTIONS)]


def test_samples_are_read_as_documented() -> None:
    assert {a.source_uri: (a.published, a.published_basis) for a in samples()} == EXPECTED


def test_samples_are_clean() -> None:
    for article in samples():
        assert isinstance(article, Article)
        assert article.title, article.source_uri
        assert article.language == "en"
        assert 150 <= len(article.text.split()) <= 450
        assert not [word for word in CLUTTER if word in article.text], article.source_uri


def test_the_seed_article_is_taken_as_it_is() -> None:
    path = Path(SAMPLES, "russia_guarantees.txt")
    article = read_one(path.name, path.read_bytes())
    assert article.text == path.read_text(encoding="utf-8")
    assert article.article_id == "347260f0452b37b8d62033e78973f38a3be6fdf5dd020ed1d78ca0dafb85b6dd"
    assert (article.published, article.published_basis) == (None, "none")
