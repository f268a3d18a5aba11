"""Lines of `regesta extract --input`: what is accepted, and what a malformed one is told."""

import json

import pytest

from transforms.contract import parse_request
from transforms.errors import InvalidRequest


def test_published_absent_null_and_given_are_three_things() -> None:
    absent = parse_request('{"doc": "a", "text": "t"}')
    null = parse_request('{"doc": "a", "text": "t", "published": null}')
    given = parse_request('{"doc": "a", "text": "t", "published": "2018-02"}')
    assert (absent.find_published, null.find_published, given.find_published) == (True, False, False)
    assert (absent.published, null.published, given.published) == (None, None, "2018-02")


def test_spans() -> None:
    asked = parse_request('{"doc": "a", "text": "talks", "spans": [{"id": "e1", "start": 0, "end": 5}]}')
    assert asked.spans == (("e1", 0, 5),)
    assert parse_request('{"doc": "a", "text": "talks"}').spans is None


def test_other_keys_are_ignored() -> None:
    assert parse_request('{"doc": "a", "text": "t", "title": "T", "id": 3}').text == "t"


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("{", "no JSON"),
        ("[1]", "JSON list"),
        ('"text"', "JSON str"),
        ({"text": "t"}, "None"),
        ({"doc": 3, "text": "t"}, "3"),
        ({"doc": "a"}, "text is NoneType"),
        ({"doc": "a", "text": ["t"]}, "text is list"),
        ({"doc": "a", "text": "t", "published": "2018-02-30"}, "published '2018-02-30'"),
        ({"doc": "a", "text": "t", "published": "26 Feb 2018"}, "published '26 Feb 2018'"),
        ({"doc": "a", "text": "t", "published": 2018}, "published 2018"),
        ({"doc": "a", "text": "t", "published": "0000"}, "published '0000'"),
        ({"doc": "a", "text": "t", "spans": {}}, "spans is dict"),
        ({"doc": "a", "text": "t", "spans": [{"id": "e", "start": 0, "end": 2}]}, "span"),
        ({"doc": "a", "text": "t", "spans": [{"id": "e", "start": True, "end": 1}]}, "span"),
        ({"doc": "a", "text": "t", "spans": ["e"]}, "span 'e'"),
    ],
)
def test_malformed_lines_say_what_was_found(row: object, found: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        parse_request(row if isinstance(row, str) else json.dumps(row))
    assert found in str(caught.value)
