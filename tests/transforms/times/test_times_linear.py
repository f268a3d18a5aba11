"""Cost is linear in the length of the text: no line, however odd, costs more a kilobyte when it is longer, or more than it holds."""

import gc
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from flows.knowledge import seeds
from transforms.language import segment
from transforms.reading.published import Evidence, find_published
from transforms.syntax import Sentence
from transforms.times.find import find_times
from transforms.times.rules import build_time_rules

RULES = build_time_rules(seeds.rules("times"))
SMALL, LARGE, HUGE = 5_000, 50_000, 200_000  # characters
CEILING_SECONDS = 20.0  # several times what the slowest of these lines takes; a quadratic one would take minutes

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
    "clocks and zones": "10 a.m. Moscow time ",
    "stamps": "2014-03-18T10:00+03:00 ",
    "zone offsets": "1200 GMT+",
    "quarters": "the first nine months of the third quarter of the ",
}
SPARSE = ["1234567890", "(", "()", "x", "the "]  # lines that hold no time: cheaper than prose
DENSE = ["3 May 2014, ", "January "]  # lines of nothing but times: cheaper a time than prose


MONTHS = [date(2000, month, 1).strftime("%B") for month in range(1, 13)]
FLOOR = 100_000  # characters a second: half of what an idle core must do (200 KB/s, `make bench`), for a busy machine


def dates(count: int) -> str:
    """That many different dates."""
    days = (date(1990, 1, 1) + timedelta(days=n) for n in range(count))
    return ", ".join(f"{day.day} {MONTHS[day.month - 1]} {day.year}" for day in days)


NAMED: dict[str, Callable[[int], str]] = {  # the lines that must cost no more a kilobyte when they are long, by length in characters
    "digits": lambda size: "1234567890" * (size // 10),
    "months": lambda size: " ".join(MONTHS * (size // 80)),
    "nested parentheses": lambda size: "(" * (size // 2) + ")" * (size // 2),
    "dates": lambda size: dates(size // 18),  # HUGE: more than 10,000
}


def seconds(line: str) -> float:
    """CPU seconds without the garbage collector, as timeit measures: it would count all objects of the test run."""
    gc.disable()
    began = time.process_time()
    find_times(line, [Sentence(0, len(line), 0)], published="2018-02-28", rules=RULES)
    spent = time.process_time() - began
    gc.enable()
    return spent


@pytest.mark.parametrize("unit", LINES.values(), ids=LINES)
def test_cost_is_linear(unit: str) -> None:
    line = unit * (LARGE // len(unit) + 1)
    small = min(seconds(line[:SMALL]) for _ in range(3))
    large = min(seconds(line[:LARGE]) for _ in range(3))
    assert large < CEILING_SECONDS
    assert large / LARGE < 4 * max(small / SMALL, 2e-7)  # tenfold text, at most four times the cost a character (noise included)


@pytest.mark.parametrize("line", NAMED.values(), ids=NAMED)
def test_a_long_line_costs_no_more_a_kilobyte_than_a_short_one(line: Callable[[int], str]) -> None:
    short, long = line(SMALL), line(HUGE)
    spent_short = spent_long = float("inf")
    for _ in range(8):  # a shared machine is twice as slow from one second to the next: the best of several rounds is compared
        spent_short = min(spent_short, seconds(short))
        spent_long = min(spent_long, seconds(long))
        if spent_long / len(long) < 1.5 * max(spent_short / len(short), 2e-7) and len(long) / spent_long > FLOOR:
            return
    pytest.fail(f"{spent_long:.2f} s for {len(long):,} characters, {spent_short:.4f} s for {len(short):,}")


@pytest.mark.parametrize("unit", ["3 May 2014, ", "at the end of March 2014, or ", "Tuesday, 3 June 2014; ", "3 to 5 May 2014 and then "])
def test_all_dates_of_a_long_line_are_found(unit: str) -> None:
    line = unit * 10_000
    found = find_times(line, [Sentence(0, len(line), 0)], published=None, rules=RULES)
    assert len(found) == 10_000
    assert len({time.text for time in found}) == 1


@cache
def prose() -> tuple[float, int, int]:
    """Seconds, characters and expressions of normal text, read with its sentences as articles are."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parents[3] / "seeds/articles").glob("*.txt"))]
    read = [(text, segment(text)) for text in texts]
    began = time.process_time()
    found = sum(len(find_times(text, sentences, published="2018-02-28", rules=RULES)) for text, sentences in read)
    return time.process_time() - began, sum(map(len, texts)), found


@pytest.mark.parametrize("unit", SPARSE)
def test_a_line_without_times_costs_no_more_a_character_than_prose(unit: str) -> None:
    spent, characters, _ = prose()
    assert seconds((unit * HUGE)[:HUGE]) / HUGE < 1.5 * spent / characters  # half as much again for a busy machine


@pytest.mark.parametrize("unit", DENSE)
def test_a_line_of_nothing_but_times_costs_no_more_a_time_than_prose(unit: str) -> None:
    spent, _, expressions = prose()
    assert seconds((unit * HUGE)[:HUGE]) * len(unit) / HUGE < spent / expressions


@pytest.mark.parametrize("unit", [*LINES.values(), "PARIS, ", "March 3 -- ", "A, B, C d e f, ", "Published: "])
def test_a_publication_date_is_looked_for_in_linear_time(unit: str) -> None:
    line = (unit * HUGE)[:HUGE]
    began = time.process_time()
    find_published(Evidence(None, None, line, "https://a.example/" + line, line))
    assert time.process_time() - began < 1.0
