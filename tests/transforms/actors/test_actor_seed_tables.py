"""The actor seed tables: what a spreadsheet edit can break must fail here, with the row's place in the message."""

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator

import pytest

from flows.knowledge.seeds import Row, tables

TABLES = tables("actors")
HEADERS = {
    "states": "code label names demonyms capital metonyms valid_from valid_to successors wikidata source",
    "organisations": "actor_id label kind code names seat valid_from valid_to wikidata source",
    "memberships": "organisation member valid_from valid_to source",
    "armed_groups": "actor_id label kind code countries names valid_from valid_to wikidata source",
    "offices": "office of titles sector source",
}
KINDS = {
    "organisations": {"organisation", "bloc", "ngo", "court", "company", "media", "party"},
    "armed_groups": {"armed group", "party", "movement"},
}
LISTS = ("names", "demonyms", "capital", "metonyms", "successors", "countries", "titles")
PARTIAL_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
CODE = re.compile(r"[A-Z]{3}|(IGO|GRP|NGO|COM|REG):[A-Z0-9-]+")
SECTORS = {"GOV", "MIL", "LEG", "JUD", "COP", "SPY", "PTY", "REB", "OPP", "REL", "IGO", "NGO"}

STATES = {row["code"]: row for row in TABLES["states"]}
ACTORS = set(STATES) | {row["actor_id"] for name in ("organisations", "armed_groups") for row in TABLES[name]}
SIZES = {"states": 200, "organisations": 250, "armed_groups": 400, "memberships": 5000, "offices": 250}


def rows(*names: str) -> list[Row]:
    return [row for name in names or HEADERS for row in TABLES[name]]


def split(cell: str) -> list[str]:
    return cell.split("|") if cell else []


def bounds(row: Row) -> tuple[str, str]:
    """First and last day of a row; months have 31 days, no limit is far away."""
    start, end = row.get("valid_from", "") or "0001", row.get("valid_to", "") or "9999"
    return start + "-01-01"[len(start) - 4 :], end + "-12-31"[len(end) - 4 :]


def claims(name: str) -> Iterator[tuple[str, Row]]:
    """Every name and the row that claims it; a row claims a name once."""
    for row in TABLES[name]:
        forms = {row["label"]} | {form for column in ("names", "demonyms", "capital", "metonyms") for form in split(row.get(column, ""))}
        yield from ((form, row) for form in sorted(forms))


def members(organisation: str, on: str) -> set[str]:
    found = [row for row in TABLES["memberships"] if row["organisation"] == organisation]
    return {row["member"] for row in found if bounds(row)[0] <= on <= bounds(row)[1]}


@pytest.mark.parametrize("name", HEADERS)
def test_columns_and_size(name: str) -> None:
    assert set(HEADERS[name].split()) == set(TABLES[name][0]) - {"_where"}
    assert len(TABLES[name]) >= SIZES[name]


@pytest.mark.parametrize("name", HEADERS)
def test_cells_are_tidy(name: str) -> None:
    for row in TABLES[name]:
        assert row["source"], row["_where"]
        for column in set(row) & set(LISTS):
            values = split(row[column])
            assert all(value and value == " ".join(value.split()) for value in values), (row["_where"], column)
            assert len(values) == len(set(values)), (row["_where"], column, Counter(values).most_common(1))


@pytest.mark.parametrize("name", ["states", "organisations", "armed_groups", "memberships"])
def test_dates_are_partial_and_ordered(name: str) -> None:
    for row in TABLES[name]:
        assert all(PARTIAL_DATE.fullmatch(row[key]) for key in ("valid_from", "valid_to") if row[key]), row["_where"]
        assert bounds(row)[0] <= bounds(row)[1], f"{row['_where']}: ends before it starts"


def test_ids_are_unique_and_well_formed() -> None:
    ids = [row["code"] for row in TABLES["states"]] + [row["actor_id"] for row in rows("organisations", "armed_groups")]
    assert [actor_id for actor_id, count in Counter(ids).items() if count > 1] == []
    assert all(re.fullmatch(r"[A-Z]{3}", code) for code in STATES)
    assert all(re.fullmatch(r"[A-Z]+:[A-Z0-9-]+", row["actor_id"]) for row in rows("organisations", "armed_groups"))
    offices = [(row["office"], row["of"]) for row in TABLES["offices"]]
    assert [key for key, count in Counter(offices).items() if count > 1] == []


@pytest.mark.parametrize("name", KINDS)
def test_kinds_and_codes(name: str) -> None:
    for row in TABLES[name]:
        assert row["kind"] in KINDS[name], row["_where"]
        assert CODE.fullmatch(row["code"]), row["_where"]
        assert len(row["code"]) > 3 or row["code"] in STATES, row["_where"]


def test_references_resolve() -> None:
    for row in TABLES["states"]:
        assert set(split(row["successors"])) <= set(STATES), row["_where"]
    for row in TABLES["armed_groups"]:
        assert set(split(row["countries"])) <= set(STATES), row["_where"]
    for row in TABLES["memberships"]:
        assert row["organisation"] in ACTORS and row["organisation"] not in STATES, row["_where"]
        assert row["member"] in STATES, row["_where"]
    for row in TABLES["offices"]:
        assert not row["of"] or row["of"] in ACTORS, row["_where"]
        assert row["sector"] in SECTORS, row["_where"]


def test_a_predecessor_names_its_end_and_its_successors() -> None:
    ended = {code for code, row in STATES.items() if row["valid_to"]}
    assert ended == {code for code, row in STATES.items() if row["successors"]}
    assert {"SUN", "YUG", "SCG", "CSK", "DDR", "YMD"} <= ended


@pytest.mark.parametrize("name", ["states", "organisations", "armed_groups"])
def test_no_name_is_claimed_twice_at_a_time(name: str) -> None:
    found: dict[str, list[Row]] = defaultdict(list)
    for form, row in claims(name):
        found[form].append(row)
    for form, claimants in found.items():
        for first, second in itertools.combinations(claimants, 2):
            apart = bounds(first)[1] < bounds(second)[0] or bounds(second)[1] < bounds(first)[0]
            assert apart, f"'{form}' is claimed by {first['_where']} and {second['_where']}; keep it in one, or give dates"


def test_no_name_is_claimed_by_two_kinds() -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for name in ("states", "organisations", "armed_groups"):
        for form, _ in claims(name):
            found[form].add(name)
    assert {form: names for form, names in found.items() if len(names) > 1} == {}


def test_no_title_means_two_offices() -> None:
    titles = [(row["of"], title) for row in TABLES["offices"] for title in split(row["titles"])]
    assert [key for key, count in Counter(titles).items() if count > 1] == []
    assert [title for _, title in titles if title != title.lower() or title.startswith("the ")] == []


def test_wikidata_ids_are_ids_of_one_actor() -> None:
    ids = [row["wikidata"] for row in rows("states", "organisations", "armed_groups") if row["wikidata"]]
    assert all(re.fullmatch(r"Q[1-9]\d*", qid) for qid in ids)
    assert [qid for qid, count in Counter(ids).items() if count > 1] == []


def test_memberships_of_one_state_do_not_overlap() -> None:
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in TABLES["memberships"]:
        found[row["organisation"], row["member"]].append(row)
    for intervals in found.values():
        ordered = sorted(intervals, key=bounds)
        for first, second in itertools.pairwise(ordered):
            assert bounds(first)[1] < bounds(second)[0] or first["valid_to"][:4] == second["valid_from"][:4], second["_where"]


def test_a_membership_lies_within_the_life_of_the_organisation() -> None:
    lives = {row["actor_id"]: bounds(row) for row in rows("organisations", "armed_groups")}
    for row in TABLES["memberships"]:
        start, end = lives[row["organisation"]]
        assert not row["valid_from"] or bounds({"valid_to": row["valid_from"]})[1] >= start, row["_where"]
        assert bounds(row)[1] <= end, row["_where"]


@pytest.mark.parametrize(
    ("organisation", "on", "size", "inside", "outside"),
    [
        ("IGO:EU", "1994-12-31", 12, "GRC", "SWE"),
        ("IGO:EU", "2004-05-01", 25, "CYP", "ROU"),
        ("IGO:EU", "2020-01-31", 28, "GBR", "SRB"),
        ("IGO:EU", "2020-02-01", 27, "HRV", "GBR"),
        ("EU:EUROGROUP", "2024-01-01", 20, "HRV", "BGR"),
        ("IGO:NATO", "1999-03-11", 16, "ESP", "POL"),
        ("IGO:NATO", "2004-03-29", 26, "EST", "HRV"),
        ("IGO:NATO", "2023-04-04", 31, "FIN", "SWE"),
        ("IGO:NATO", "2024-03-07", 32, "SWE", "UKR"),
        ("REG:G7", "2016-05-26", 7, "CAN", "RUS"),
        ("REG:G8", "2006-07-15", 8, "RUS", "CHN"),
        ("REG:G8", "2015-06-07", 0, "", "RUS"),
        ("REG:G20", "2016-09-04", 19, "TUR", "ESP"),
        ("REG:BRICS", "2010-06-01", 4, "IND", "ZAF"),
        ("REG:BRICS", "2024-10-22", 9, "IRN", "IDN"),
        ("REG:E3", "2020-01-14", 3, "GBR", "ITA"),
        ("REG:P51", "2015-07-14", 6, "USA", "ITA"),
        ("REG:P51", "2018-05-09", 5, "RUS", "USA"),
        ("REG:P5", "1990-08-02", 5, "SUN", "RUS"),
        ("REG:QUAD", "2021-03-12", 4, "IND", "KOR"),
        ("REG:QUAD", "2012-01-01", 0, "", "IND"),
        ("IGO:OPEC", "1990-08-02", 13, "GAB", "AGO"),
        ("IGO:OPEC", "2018-12-31", 15, "QAT", "IDN"),
        ("IGO:OPEC", "2024-01-01", 12, "COG", "AGO"),
        ("REG:OPECPLUS", "2020-04-12", 23, "RUS", "QAT"),
        ("IGO:ASEAN", "1996-01-01", 7, "VNM", "MMR"),
        ("IGO:ASEAN", "2020-01-01", 10, "KHM", "TLS"),
        ("IGO:AU", "2016-01-01", 54, "SSD", "MAR"),
        ("IGO:AU", "2018-01-01", 55, "MAR", "PSE"),
        ("IGO:GCC", "2017-06-05", 6, "QAT", "YEM"),
        ("IGO:CSTO", "2010-01-01", 7, "UZB", "AZE"),
        ("IGO:CSTO", "2022-01-06", 6, "ARM", "UZB"),
        ("IGO:SCO", "2016-06-01", 6, "UZB", "IND"),
        ("IGO:SCO", "2024-07-04", 10, "BLR", "MNG"),
        ("REG:V4", "1992-01-01", 3, "CSK", "CZE"),
        ("REG:V4", "2015-09-01", 4, "SVK", "AUT"),
        ("REG:NORMANDY", "2015-02-12", 4, "UKR", "USA"),
        ("IGO:ARL", "2012-06-01", 21, "LBY", "SYR"),
        ("IGO:ECOWAS", "2025-02-01", 12, "NGA", "MLI"),
        ("IGO:MERCOSUR", "2014-01-01", 5, "VEN", "CHL"),
        ("IGO:WEU", "1998-01-01", 10, "GRC", "DNK"),
        ("IGO:COE", "2022-03-17", 46, "UKR", "RUS"),
        ("IGO:OECD", "2022-01-01", 38, "CHL", "BRA"),
        ("IGO:UN", "1990-08-02", 159, "SUN", "KOR"),
        ("IGO:UN", "1993-12-31", 183, "MKD", "YUG"),  # its seat stood empty
        ("IGO:UN", "2011-07-14", 193, "SSD", "PSE"),
    ],
)
def test_members_on_a_day(organisation: str, on: str, size: int, inside: str, outside: str) -> None:
    found = members(organisation, on)
    assert len(found) == size, sorted(found)
    assert not inside or inside in found
    assert outside not in found


@pytest.mark.parametrize(
    ("name", "on", "actor_id"),
    [
        ("Moscow", "1990-01-01", "SUN"),
        ("Moscow", "1999-01-01", "RUS"),
        ("Belgrade", "1998-08-01", "YUG"),
        ("Belgrade", "2005-01-01", "SCG"),
        ("Belgrade", "2010-01-01", "SRB"),
        ("Prague", "1991-01-01", "CSK"),
        ("Zaire", "1996-01-01", "COD"),
        ("Burma", "1990-01-01", "MMR"),
        ("Ivory Coast", "2011-01-01", "CIV"),
        ("U.S.", "2000-01-01", "USA"),
        ("Kiev", "2004-01-01", "UKR"),
        ("Türkiye", "2023-01-01", "TUR"),
        ("Palestinian Authority", "2000-01-01", "PSE"),
    ],
)
def test_states_by_name_and_date(name: str, on: str, actor_id: str) -> None:
    assert [row["code"] for form, row in claims("states") if form == name and bounds(row)[0] <= on <= bounds(row)[1]] == [actor_id]
