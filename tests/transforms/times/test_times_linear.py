"""Cost is linear in the length of the text: no line, however odd, costs more a kilobyte when it is longer."""

import time

import pytest

from flows import seeds
from transforms.syntax import Sentence
from transforms.times.find import find_times
from transforms.times.rules import build_time_rules

RULES = build_time_rules(seeds.rules("times"))
SMALL, LARGE = 10_000, 100_000  # characters
CEILING_SECONDS = 15.0  # several times what the slowest of these lines takes; a quadratic one would take minutes

LINES = {
    "digits": "1234567890",
    "digits and spaces": "12 ",
    "four digits": "1998 ",
    "years with hyphens": "1998-",
    "months": "May ",
    "capital months": "January ",
    "parentheses": "(",
    "nested parentheses": "((1998) ",
    "dates": "3 May 2014, ",
    "weekdays": "Monday ",
    "units": "two years ",
    "the": "the ",
    "early": "early the end of ",
    "numbers": "twenty-one hundred and ",
    "apostrophes": "'s ’98 ",
    "slashes": "1/2/",
    "colons": "1:2:3:",
    "commas": "1,234,",
    "letters": "x",
    "dots": "a.m. p.m. ",
    "names": "the battle of the fall of ",
}


def seconds(line: str) -> float:
    began = time.process_time()
    find_times(line, [Sentence(0, len(line), 0)], published="2018-02-28", rules=RULES)
    return time.process_time() - began


@pytest.mark.parametrize("unit", LINES.values(), ids=LINES)
def test_cost_is_linear(unit: str) -> None:
    line = unit * (LARGE // len(unit) + 1)
    small = min(seconds(line[:SMALL]) for _ in range(3))
    large = seconds(line[:LARGE])
    assert large < CEILING_SECONDS
    assert large / LARGE < 4 * max(small / SMALL, 2e-7)  # tenfold text, at most four times the cost a character (noise included)


def test_ten_thousand_dates_are_all_found() -> None:
    line = "3 May 2014, " * 10_000
    assert len(find_times(line, [Sentence(0, len(line), 0)], published=None, rules=RULES)) == 10_000
