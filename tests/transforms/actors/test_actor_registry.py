"""The registry: names, codes and offices at a date, and what it refuses."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from flows.knowledge import seeds
from transforms.actors.checks import COLUMNS
from transforms.actors.lookup import lookup
from transforms.actors.registry import Registry, build_registry
from transforms.actors.validity import first_day, last_day, may_hold, overlap, surely_holds
from transforms.errors import SeedError

Tables = dict[str, list[dict[str, str]]]
RULES = {file: rules for file, rules in seeds.rules("context").items() if file.startswith("actors")}


def row(table: str, **cells: str) -> dict[str, str]:
    return {column: cells.get(column, "") for column in COLUMNS[table]}


def tables() -> Tables:
    """Two states with a predecessor, an alliance, a group, three persons of whom two share a last name."""
    return {
        "states": [
            row(
                "states",
                code="RUS",
                label="Russia",
                demonyms="Russian|Russians",
                capital="Moscow",
                metonyms="Kremlin",
                valid_from="1991-12-26",
            ),
            row("states", code="SUN", label="Soviet Union", names="USSR", capital="Moscow", valid_to="1991-12-25", successors="RUS"),
            row("states", code="FRA", label="France", demonyms="French", capital="Paris", wikidata="Q142"),
        ],
        "organisations": [row("organisations", actor_id="IGO:NATO", label="NATO", kind="organisation", code="IGO:NATO")],
        "armed_groups": [
            row("armed_groups", actor_id="GRP:X", label="X Front", kind="armed group", code="GRP:X", countries="RUS|FRA", names="XF")
        ],
        "memberships": [row("memberships", organisation="IGO:NATO", member="FRA", valid_from="1949-08-24")],
        "offices": [
            row("offices", office="head_of_state", titles="president", sector="GOV"),
            row("offices", office="foreign_minister", titles="foreign minister", sector="GOV"),
            row("offices", office="secretary_general", of="IGO:NATO", titles="secretary general", sector="IGO"),
        ],
        "persons": [
            row("persons", actor_id="PER:a", label="Anna Berg", gender="f", country="FRA"),
            row("persons", actor_id="PER:b", label="Boris Berg", gender="m", country="RUS"),
            row("persons", actor_id="PER:c", label="Émile Cardin", country="FRA"),
        ],
        "terms": [
            row("terms", actor_id="PER:a", office="head_of_state", of="FRA", valid_from="2000-05-10", valid_to="2005-06-01"),
            row("terms", actor_id="PER:c", office="head_of_state", of="FRA", valid_from="2005-06-01", valid_to="2010"),
            row("terms", actor_id="PER:a", office="secretary_general", of="IGO:NATO", valid_from="2006", valid_to="2009-03"),
            row("terms", actor_id="PER:b", office="foreign_minister", of="RUS", valid_from="2001-01"),
        ],
        "ambiguous_names": [],
    }


def build(changed: Mapping[str, Sequence[Mapping[str, str]]] | None = None) -> Registry:
    return build_registry({**tables(), **(changed or {})}, RULES)


@pytest.fixture(scope="module")
def registry() -> Registry:
    return build()


@pytest.mark.parametrize(
    ("office", "of", "on", "holder"),
    [
        ("head_of_state", "FRA", "2003-01-01", "PER:a"),
        ("head_of_state", "FRA", "2000-05-10", "PER:a"),
        ("head_of_state", "FRA", "2000-05-09", None),
        ("head_of_state", "FRA", "2005-06-01", None),  # both may hold it on the day of change
        ("head_of_state", "FRA", "2005-06-02", "PER:c"),
        ("head_of_state", "FRA", "2004", "PER:a"),
        ("head_of_state", "FRA", "2005", None),
        ("head_of_state", "FRA", "2010-12-31", "PER:c"),
        ("head_of_state", "FRA", "2011", None),
        ("foreign_minister", "RUS", "2030-01-01", "PER:b"),
        ("foreign_minister", "FRA", "2003", None),
        ("secretary_general", "IGO:NATO", "2009-03-31", "PER:a"),
    ],
)
def test_who_held_an_office(registry: Registry, office: str, of: str, on: str, holder: str | None) -> None:
    assert registry.holder([office], of, on) == holder


@pytest.mark.parametrize(
    ("actor_id", "on", "code", "countries"),
    [
        ("PER:a", "2003", "FRA", ("FRA",)),
        ("PER:a", "2007-05", "IGO:NATO", ("FRA",)),  # in the service of the alliance
        ("PER:a", "2012", "FRA", ("FRA",)),
        ("PER:a", None, "FRA", ("FRA",)),
        ("RUS", None, "RUS", ("RUS",)),
        ("IGO:NATO", None, "IGO:NATO", ()),
        ("GRP:X", None, "GRP:X", ("RUS", "FRA")),
        ("GRP:FRA-REB", None, "GRP:FRA-REB", ("FRA",)),
    ],
)
def test_code_and_countries(registry: Registry, actor_id: str, on: str | None, code: str, countries: tuple[str, ...]) -> None:
    assert registry.code(actor_id, on) == code
    assert registry.countries(actor_id) == countries


def test_members_at_a_date(registry: Registry) -> None:
    assert registry.members("IGO:NATO", "2000") == ("FRA",)
    assert registry.members("IGO:NATO", "1948") == ()


def test_dimension_rows_are_complete_and_sorted(registry: Registry) -> None:
    ids = [actor.actor_id for actor in registry.actors()]
    assert ids == sorted(ids)
    assert {"RUS", "SUN", "IGO:NATO", "GRP:X", "PER:a"} <= set(ids)
    aliases = {(row.actor_id, row.alias, row.valid_from) for row in registry.aliases()}
    assert ("RUS", "Kremlin", "1991-12-26") in aliases
    assert ("GRP:X", "XF", None) in aliases
    assert [term.actor_id for term in registry.terms()] == ["PER:a", "PER:a", "PER:b", "PER:c"]
    assert {row.actor_id for row in registry.aliases()} | {term.of for term in registry.terms()} <= set(ids)


def test_label_of_an_unknown_id_is_the_id(registry: Registry) -> None:
    assert registry.label("FRA") == "France"
    assert registry.label("ZZZ") == "ZZZ"
    assert registry.actor("ZZZ") is None


BROKEN: list[tuple[str, dict[str, Any], str]] = [
    ("states", {"code": "DEU", "label": "Germany", "nickname": "x"}, "unknown column 'nickname'"),
    ("states", {"code": "FRA", "label": "France again"}, "id 'FRA' is taken"),
    ("states", {"code": "", "label": "Nowhere"}, "code is empty"),
    ("states", {"code": "AAA", "label": "A", "successors": "BBB"}, "successors 'BBB' is not known"),
    ("states", {"code": "AAA", "label": "A", "valid_from": "2001", "valid_to": "2000-12"}, "valid_to 2000-12 is before valid_from 2001"),
    ("states", {"code": "AAA", "label": "A", "valid_from": "spring 2001"}, "valid_from 'spring 2001'"),
    ("states", {"code": "AAA", "label": "A", "names": "French"}, "the name 'French' is also claimed by FRA"),
    ("organisations", {"actor_id": "FRA", "label": "A", "code": "NGO:A", "kind": "ngo"}, "id 'FRA' is taken"),
    ("armed_groups", {"actor_id": "GRP:Y", "label": "Y", "code": "GRP:Y", "countries": "QQQ"}, "countries 'QQQ' is not known"),
    ("persons", {"actor_id": "PER:d", "label": "D E", "country": "QQQ"}, "country 'QQQ' is not known"),
    ("terms", {"actor_id": "PER:z", "office": "head_of_state", "of": "FRA"}, "actor_id 'PER:z' is not known"),
    ("terms", {"actor_id": "PER:a", "office": "juggler", "of": "FRA"}, "office 'juggler' is not known"),
    ("terms", {"actor_id": "PER:a", "office": "head_of_state", "of": "QQQ"}, "of 'QQQ' is not known"),
    ("memberships", {"organisation": "IGO:NATO", "member": "QQQ"}, "member 'QQQ' is not known"),
    ("ambiguous_names", {"name": "Paris", "actor_id": "FRA", "rule": "no.such.rule"}, "rule 'no.such.rule' is not known"),
]


@pytest.mark.parametrize(("table", "cells", "found"), BROKEN)
def test_a_wrong_row_is_refused_with_its_place(table: str, cells: dict[str, str], found: str) -> None:
    wrong = {**row(table), **cells, "_where": f"seeds/actors/{table}.csv line 9"}
    with pytest.raises(SeedError) as caught:
        build({table: [*tables()[table], wrong]})
    assert caught.value.where == f"seeds/actors/{table}.csv line 9"
    assert found in caught.value.found


def test_a_missing_column_and_an_unknown_table_are_refused() -> None:
    short = {column: "x" for column in COLUMNS["states"] if column != "wikidata"}
    with pytest.raises(SeedError, match="no column 'wikidata'"):
        build({"states": [short]})
    with pytest.raises(SeedError, match="unknown table"):
        build({"planets": []})


def test_a_name_may_change_hands_and_be_settled() -> None:
    dated = [*tables()["states"][:2], row("states", code="AAA", label="A", names="Russia", valid_to="1991-12-26")]
    assert build({"states": [*dated, tables()["states"][2]]}).names("Russia")[1].actor_id == "AAA"
    settled = [row("ambiguous_names", name="Russia", actor_id="RUS", rule="homonym.default")]
    twice = [*tables()["states"], row("states", code="AAA", label="A", names="Russia")]
    assert len(build({"states": twice, "ambiguous_names": settled}).names("Russia")) == 2


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"id": "noun.minister"}, "no key 'class'"),
        ({"id": "x", "class": "verb", "words": []}, "class 'verb'"),
        ({"id": "x", "class": "role", "words": [], "colour": "red"}, "unknown key 'colour'"),
        ({"id": "noun.minister", "class": "role", "words": []}, "id 'noun.minister' is taken"),
    ],
)
def test_a_wrong_rule_is_refused(change: dict[str, Any], found: str) -> None:
    with pytest.raises(SeedError, match=found):
        build_registry(tables(), {**RULES, "actors_nouns": [*RULES["actors_nouns"], change]})


def test_a_broken_pattern_and_an_unknown_file_are_refused() -> None:
    broken = [*RULES["actors_coreference"], {"id": "x", "pattern": "(", "to": "body"}]
    with pytest.raises(SeedError, match="regular expression"):
        build_registry(tables(), {**RULES, "actors_coreference": broken})
    with pytest.raises(SeedError, match="unknown file"):
        build_registry(tables(), {**RULES, "actors_moods": []})
    with pytest.raises(SeedError, match="no rule 'alike.monarch'"):
        build_registry(tables(), {**RULES, "actors_context": []})


def test_lookup_explains_names_and_titles(registry: Registry) -> None:
    found = lookup(registry, "Moscow", on="1980-01-01")
    assert [(r.actor_id, r.valid) for r in found.readings] == [("RUS", False), ("SUN", True)]
    assert found.chosen is not None
    assert found.chosen.actor_id == "SUN"
    title = lookup(registry, "French president", on="2007-05")
    assert title.chosen is not None
    assert (title.chosen.actor_id, title.chosen.basis) == ("PER:c", "role at date")
    person = lookup(registry, "Berg", on="2003-01-01")
    assert {(r.actor_id, r.offices) for r in person.readings} == {
        ("PER:a", ("head_of_state of FRA",)),
        ("PER:b", ("foreign_minister of RUS",)),
    }
    assert [reading.actor_id for reading in lookup(registry, "the Moscow").readings] == [reading.actor_id for reading in found.readings]
    assert lookup(registry, "Nobody").readings == ()


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "on", "may", "surely"),
    [
        (None, None, "2018", True, True),
        ("2018", None, "2018-05", True, False),
        ("2018-05-02", "2018-05-09", "2018-05", True, False),
        ("2018-05-02", "2018-05-09", "2018-05-09", True, True),
        ("2018-05-02", "2018-05-09", "2018-05-10", False, False),
        (None, "2018", "2019-01-01", False, False),
        ("2017", "2019", "2018", True, True),
    ],
)
def test_validity_of_partial_dates(valid_from: str | None, valid_to: str | None, on: str, may: bool, surely: bool) -> None:
    assert may_hold(valid_from, valid_to, on) is may
    assert surely_holds(valid_from, valid_to, on) is surely


def test_bounds_of_partial_dates_and_overlap() -> None:
    assert (first_day("2018"), first_day("2018-05"), first_day("2018-05-06")) == ("2018-01-01", "2018-05-01", "2018-05-06")
    assert (last_day("2018"), last_day("2018-05")) == ("2018-12-31", "2018-05-31")
    assert overlap(("2001", ""), ("", "2003"))
    assert not overlap(("2001-01-01", "2002-01-01"), ("2002-01-01", ""))  # a handover day


def test_the_shipped_seeds_build() -> None:
    registry = build_registry(seeds.tables("actors"), seeds.rules("context"))
    assert sum(actor.kind == "state" for actor in registry.actors()) >= 195
    assert registry.holder(["head_of_state"], "FRA", "2018-02-26") is not None
