"""Every rule of seeds/times finds what its examples mark and leaves its counter-examples alone; bad seeds are refused."""

import re
from datetime import date
from typing import Any

import pytest

from flows.knowledge import seeds
from transforms.errors import SeedError
from transforms.language import Language, segment
from transforms.records import TimeExpression
from transforms.times.anchor import Anchorer
from transforms.times.edtf import Edtf
from transforms.times.find import find_times
from transforms.times.labels import eventtime_labels
from transforms.times.rules import TimeRules, build_time_rules

PUBLISHED = "2018-02-28"  # a Wednesday
MARKED = re.compile(r"\[([^|\]]+)\|([^\]]*)\]")
RULES = build_time_rules(seeds.rules("times"))
HOLIDAY_IDS = [("holiday." + holiday.id, holiday) for holiday in RULES.holidays.values()]
ENTRIES = [(rule.id, rule) for rule in RULES.rules] + HOLIDAY_IDS
EXAMPLES = [(name, example) for name, entry in ENTRIES for example in entry.examples]
COUNTEREXAMPLES = [(name, example) for name, entry in ENTRIES for example in entry.counterexamples]


def found_in(text: str, rules: TimeRules = RULES) -> list[TimeExpression]:
    return find_times(text, segment(text), published=PUBLISHED, rules=rules)


def unmarked(example: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The text without marks, and the marked spans with their values."""
    text, spans, at = "", [], 0
    for mark in MARKED.finditer(example):
        text += example[at : mark.start()]
        spans.append((len(text), len(text) + len(mark[1]), mark[2]))
        text += mark[1]
        at = mark.end()
    text += example[at:]
    if "[" in text or "|" in text:
        raise ValueError(f"stray mark in {example!r}; write [words|value]")
    return text, spans


@pytest.mark.parametrize(("rule_id", "example"), EXAMPLES, ids=[f"{name}-{n}" for n, (name, _) in enumerate(EXAMPLES)])
def test_example_is_found(rule_id: str, example: str) -> None:
    text, spans = unmarked(example)
    found = {(time.start, time.end): (time.value, time.rule_id) for time in found_in(text)}
    assert spans
    for start, end, value in spans:
        assert found.get((start, end)) == (value, rule_id), found


@pytest.mark.parametrize(("rule_id", "example"), COUNTEREXAMPLES, ids=[f"{name}-{n}" for n, (name, _) in enumerate(COUNTEREXAMPLES)])
def test_counterexample_is_left_alone(rule_id: str, example: str) -> None:
    assert rule_id not in [time.rule_id for time in found_in(example)]


@pytest.mark.parametrize("published", ["0001-01-01", "0001", "9999-12-31", "9999-12", "2023-02-28"])
def test_no_example_fails_at_the_ends_of_the_calendar(language: Language, published: str) -> None:
    found = []
    for example in {unmarked(example)[0] for _, example in EXAMPLES} | {"They met on Feb. 29 and will meet on Friday."}:
        sentences = language.parse(example, segment(example))
        times = find_times(example, sentences, published=published, rules=RULES)
        dates = Anchorer(sentences, times, published=published, rules=RULES)
        verbs = [(token.start, token.end) for sentence in sentences if sentence.parse for token in sentence.parse.tokens if token.is_verb]
        found += [dates.time(verb, status) for verb in verbs for status in ("actual", "planned", "hypothetical", "denied")]
        assert len(eventtime_labels(dates, verbs)) == len(verbs)
    assert all(date.min <= time.first_day <= date.max for time in found if time.first_day)
    assert all(time.undated_reason for time in found if not time.edtf)


def test_every_rule_has_a_living_example_and_a_counterexample() -> None:
    assert all(entry.examples and entry.counterexamples for _, entry in ENTRIES)


@pytest.mark.parametrize("event", RULES.named_events.values(), ids=lambda event: event.id)
def test_named_event_counts_only_after_a_preposition_of_time(event: Any) -> None:
    for name in event.names:
        [after] = [time for time in found_in(f"Relations have been bad since the {name}.") if time.rule_id.startswith("named.")]
        assert (after.rule_id, after.basis, after.edtf) == (f"named.{event.id}", "named_event", str(event.edtf))
        assert not [time for time in found_in(f"They spoke of the {name}.") if time.rule_id.startswith("named.")]


def test_named_events_are_many_and_of_the_period() -> None:
    times = [event.edtf for event in RULES.named_events.values()]
    assert len(times) >= 150
    assert all(time.first_day is not None and 1945 <= time.first_day.year <= 2026 for time in times)
    assert all(event.source for event in RULES.named_events.values())


def test_movable_feasts_reach_from_1980_to_2035() -> None:
    for name in ("ramadan", "eid_al_fitr", "eid_al_adha", "lunar_new_year", "passover", "yom_kippur", "easter"):
        assert all(RULES.holidays[name].starts(year) for year in range(1980, 2036)), name


@pytest.mark.parametrize(
    ("feast", "year", "days"),
    [
        ("easter", 2018, ["2018-04-01"]),
        ("orthodox_easter", 2022, ["2022-04-24"]),
        ("lunar_new_year", 2023, ["2023-01-22"]),
        ("passover", 2024, ["2024-04-23"]),
        ("yom_kippur", 2023, ["2023-09-25"]),
        ("thanksgiving", 2021, ["2021-11-25"]),
        ("memorial_day", 2024, ["2024-05-27"]),
        ("ramadan", 2030, ["2030-01-06", "2030-12-26"]),
        ("ramadan", 1970, []),
    ],
)
def test_feasts_fall_on_their_days(feast: str, year: int, days: list[str]) -> None:
    assert [day.isoformat() for day in RULES.holidays[feast].starts(year)] == days


def test_a_feast_moved_by_the_moon_is_approximate() -> None:
    [time] = found_in("A truce will hold in Ramadan.")
    assert time.edtf == "2018-05-16~/2018-06-14~"
    assert Edtf.parse(time.edtf).precision == "interval"


def with_file(name: str, entries: list[dict[str, Any]]) -> dict[str, Any]:
    return {**seeds.rules("times"), name: entries}


GOOD = {
    "id": "x.y",
    "pattern": "gestern",
    "make": "vague",
    "value": "PAST_REF",
    "examples": ["a"],
    "counterexamples": ["b"],
    "_where": "x.yml entry 1",
}


@pytest.mark.parametrize(
    ("file", "entry", "message"),
    [
        ("rules_x", {**GOOD, "make": "magic"}, "make 'magic'; allowed:"),
        ("rules_x", {**GOOD, "pattern": "{moonth}"}, "role {moonth} has no words"),
        ("rules_x", {**GOOD, "pattern": "<nope>"}, "macro <nope> is not defined"),
        ("rules_x", {**GOOD, "pattern": "(gestern"}, "does not compile"),
        ("rules_x", {**GOOD, "pattern": "gestern*2"}, "means nothing"),
        ("rules_x", {**GOOD, "colour": "red"}, "unknown key 'colour'"),
        ("rules_x", {**GOOD, "examples": []}, "no 'examples'"),
        ("rules_x", {**GOOD, "preceded": ["two words"]}, "context 'two words'"),
        ("rules_x", {**GOOD, "id": "date.iso"}, "is used twice"),
        ("holidays", {"id": "h", "names": ["h"], "_where": "h"}, "exactly one of fixed"),
        ("holidays", {"id": "h", "names": ["h"], "fixed": "13-40", "easter": 1, "_where": "h"}, "exactly one of fixed"),
        ("holidays", {"id": "h", "names": ["h"], "table": "2018-02-30", "_where": "h"}, "not a calendar"),
        ("holidays", {"id": "h", "names": ["Big Day"], "fixed": "01-01", "_where": "h"}, "has capitals"),
        ("named_events", {"id": "e", "names": ["e"], "time": "2014-13", "source": "s", "_where": "e"}, "time '2014-13'; allowed: EDTF"),
        ("named_events", {"id": "e", "names": ["e"], "time": "2014", "_where": "e"}, "no source"),
        ("cues", {"id": "tense_past", "words": [True], "_where": "c"}, "True is no text"),
    ],
)
def test_bad_seeds_are_refused_with_place_and_remedy(file: str, entry: dict[str, Any], message: str) -> None:
    with pytest.raises(SeedError) as caught:
        build_time_rules(with_file(file, [entry]))
    assert message in str(caught.value)
    assert caught.value.where


def test_a_name_claimed_twice_is_refused() -> None:
    entry = {"names": ["e"], "time": "2014", "source": "s", "_where": "e"}
    with pytest.raises(SeedError, match="also claimed by 'one'"):
        build_time_rules(with_file("named_events", [{"id": "one", **entry}, {"id": "two", **entry}]))


def test_missing_and_unknown_files_are_refused() -> None:
    without = {name: entries for name, entries in seeds.rules("times").items() if name != "macros"}
    with pytest.raises(SeedError, match="no file macros.yml"):
        build_time_rules(without)
    with pytest.raises(SeedError, match="unknown file"):
        build_time_rules(with_file("extra", []))
