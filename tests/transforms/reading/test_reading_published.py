"""Publication date and basis: the order of the bases, datelines, URLs, file names; never a date of the story."""

import pytest

from transforms.reading.published import Evidence, Published, date_of_dateline, date_of_file_name, date_of_url, find_published

DATELINES = [  # text, other dates, expected
    ("BAGHDAD, Iraq, Feb. 27, 1998 (AP) - The inspectors", [], "1998-02-27"),
    ("UNITED NATIONS, Aug 6, 1990 (Reuter) - The Council", [], "1990-08-06"),
    ("BEIJING, 17 March 2018 (Xinhua) — China", [], "2018-03-17"),
    ("GENEVA (17 March 2018) – The High Commissioner", [], "2018-03-17"),
    ("PARIS (AFP), March 17, 2018 - France", [], "2018-03-17"),
    ("St. Petersburg, 3 May 2004 — Leaders", [], "2004-05-03"),
    ("17 March 2018 – The Security Council met", [], "2018-03-17"),
    ("Talks fail\n\nBrussels, 17 March 2018\n\nThe ministers", [], "2018-03-17"),
    ("Talks fail\n\nBy A. Writer\n\nPARIS, March 17, 2018 -- The ministers", [], "2018-03-17"),
    ("Talks fail\n\nPublished: 2 June 2023\n\nThe", [], "2023-06-02"),
    ("First published on June 2, 2023 10:30 GMT\n\nThe", [], "2023-06-02"),
    ("Title: Talks\nDate: 2001-02-03\n\nThe", [], "2001-02-03"),
    ("MOSCOW, March 17 (Xinhua) -- The minister", ["2018-03-18"], "2018-03-17"),
    ("MOSCOW, Dec. 31 (Xinhua) -- The minister", ["2019-01-01"], "2018-12-31"),
    ("MOSCOW, March 17 (Xinhua) -- The minister", ["2018"], "2018-03-17"),
    ("MOSCOW, March 17 (Xinhua) -- The minister", [], None),  # no year
    ("MOSCOW, March 17 (Xinhua) -- The minister", ["2018-02"], None),  # contradicts
    ("MOSCOW, March 17 (Xinhua) -- The minister", ["2018-06-01"], None),
    ("BAGHDAD, Iraq (AP) -- Officials met on March 3, 1998", [], None),
    ("WASHINGTON, Feb. 30, 2004 (AP) - x", [], None),
    ("CAIRO — Egypt said on Jan. 25, 2011 - and repeated", [], None),
]
STORIES = [  # dates of what is told
    "On March 3, 1998, the two sides met - and parted.",
    "In London on March 3, 1998 - a cold day - they met.",
    "Munich, 30 September 1938: four men sign.",
    "Date palms of 2011 were sold.",
    "Released on 3 May 2011, the prisoners",
    "12 March 1990 – Lithuania declares independence\n\n14 March 1990 – Moscow rejects it",
    "How it began\n\nMay 5, 2011\n\nThe first meeting.\n\nMay 7, 2011\n\nThe second meeting.",
    "\n".join(["The talks went on."] * 9 + ["PARIS, March 17, 2018 -- far down in the text"]),
]


@pytest.mark.parametrize(("text", "others", "expected"), DATELINES)
def test_dateline(text: str, others: list[str], expected: str | None) -> None:
    assert date_of_dateline(text, others) == expected


@pytest.mark.parametrize("text", STORIES)
def test_a_date_in_the_story_is_not_the_publication_date(text: str) -> None:
    assert find_published(Evidence(None, None, text, None, None)) == Published(None, "none")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/2018/02/26/talks", "2018-02-26"),
        ("https://a.example/2018/feb/26/talks", "2018-02-26"),
        ("https://a.example/2018/2/6/talks", "2018-02-06"),
        ("https://a.example/2018/02/26", "2018-02-26"),
        ("https://a.example/2018/02/talks", "2018-02"),
        ("https://a.example/2018/13/26/talks", None),
        ("https://a.example/2018/02/30/talks", None),
        ("https://a.example/1999/the-year", None),
        ("https://a.example/x?d=/2018/02/26/", None),
    ],
)
def test_url(url: str, expected: str | None) -> None:
    assert date_of_url(url) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2018-02-26-talks.txt", "2018-02-26"),
        ("20180226.txt", "2018-02-26"),
        ("talks_2018_02_26.md", "2018-02-26"),
        ("2018-02-30.txt", None),
        ("2018-02-26_2018-02-27.txt", None),
        ("id1201802261.txt", None),
        ("2018.txt", None),
    ],
)
def test_file_name(name: str, expected: str | None) -> None:
    assert date_of_file_name(name) == expected


def test_bases_in_their_order() -> None:
    dateline = "PARIS, March 3, 2018 -- x"
    url, name = "https://a.example/2018/03/04/x", "2018-03-05.txt"
    steps = [
        (Evidence("2001", "2018-03-02", dateline, url, name), ("2001", "argument")),
        (Evidence(None, "2018-03-02", dateline, url, name), ("2018-03-02", "metadata")),
        (Evidence(None, None, dateline, url, name), ("2018-03-03", "dateline")),
        (Evidence(None, None, "x", url, name), ("2018-03-04", "url")),
        (Evidence(None, None, "x", None, name), ("2018-03-05", "file_name")),
        (Evidence(None, None, "x", None, None), (None, "none")),
    ]
    found = [find_published(evidence) for evidence, _ in steps]
    assert [(one.when, one.basis) for one in found] == [expected for _, expected in steps]


def test_a_later_basis_may_only_add_precision() -> None:
    assert find_published(Evidence(None, "2018-03", "x", "https://a.example/2018/03/04/x", None)) == Published("2018-03-04", "url")
    later = Evidence(None, "2018-02", "x", "https://a.example/2018/03/04/x", None)
    assert find_published(later) == Published("2018-02", "metadata", "url 2018-03-04")
    assert find_published(Evidence("2018", "2018-03-01", "x", None, None)) == Published("2018", "argument")


@pytest.mark.parametrize(
    ("evidence", "conflict"),
    [
        (Evidence(None, "2018-03-17", "x", "https://a.example/2018/03/18/x", "2018-03-16.txt"), None),  # a time zone, a night
        (Evidence(None, "2018-03-17", "x", "https://a.example/2018/03/x", None), None),  # the same, less precise
        (Evidence(None, "2018-03-17", "x", "https://a.example/2014/03/17/x", "2018-03-20.txt"), "url 2014-03-17; file_name 2018-03-20"),
        (Evidence(None, "2018-03-17", "PARIS, March 11, 2018 -- x", None, None), None),  # printed within the week
        (Evidence(None, "2018-03-17", "PARIS, March 1, 2018 -- x", None, None), "dateline 2018-03-01"),
        (Evidence(None, "2018-03-17", "PARIS, March 19, 2018 -- x", None, None), "dateline 2018-03-19"),  # written after it was printed
        (Evidence(None, "2018-06-01", "PARIS, March 17 (AFP) -- x", None, None), "dateline XXXX-03-17"),
        (Evidence(None, "2018-06", "PARIS, June 17 (AFP) -- x", None, None), None),
        (Evidence("2018", "2014-03-17", "x", None, None), "metadata 2014-03-17"),  # what the user says is checked too
        (Evidence(None, None, "PARIS, March 17 (AFP) -- x", None, None), None),  # nothing to disagree with
    ],
)
def test_what_disagrees_is_reported(evidence: Evidence, conflict: str | None) -> None:
    assert find_published(evidence).conflict == conflict
