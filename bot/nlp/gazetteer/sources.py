"""What the gazetteer is made from: packed tables and this project's own lists, read as one stream of ``Source``."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Final

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
from bot.nlp.gazetteer.tables import DATA, STEPS, Tables
from bot.nlp.lexicon.load import read_rows

WORDS: Final = Path(str(resources.files("bot.nlp.lexicon"))) / "data"
COUNTRIES: Final = "countries.tsv"  # the lexicon's, which the gazetteer shares
LISTS: Final = (COUNTRIES, "regions.tsv", "cities.tsv", "subdivisions.tsv")

# what stands in a subdivision's name and is left out when a story speaks of it
_KINDS: Final = (
    " Governorate", " Oblast", " Province", " oblast", " Region", " District", " Municipality", " Krai", " Prefecture",
    " Department", " Voivodeship", " Canton", " Republic", " State", " Parish", " County", " Raion",
)  # fmt: skip
_BASES: Final = (" Air Force Base", " Air Base", " Airbase", " Naval Air Station")
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


def located(file: str) -> Path:
    """Where one of ``LISTS`` lies."""
    return (WORDS if file == COUNTRIES else DATA) / file


def rows(file: str) -> Iterator[list[str]]:
    """The rows of one of the project's own tab-separated files, less comments."""
    return read_rows(file, located(file).parent)


def _parts(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]


def _peoples(cell: str) -> Iterator[tuple[str, int]]:
    """An adjective as it stands and, where it takes one, with the s of a people."""
    for word in _parts(cell):
        yield word, PEOPLE
        if not word.endswith(("ese", "ish", "ch", "s", "men", "x")):
            yield word + "s", PEOPLE


def countries(tables: Tables) -> Iterator[Source]:
    """Countries and territories (names, centroids and further names from countries.tsv), then continents."""
    known = {code: rest for code, *rest in tables.rows("countries", "code", "formal", "population", "geonames_id")}
    for code, name, _, latitude, longitude, others, peoples in rows(COUNTRIES):
        formal, population, geonames_id = known[code]
        names = [(name, NAME), *((other, ALIAS) for other in _parts(others)), *_peoples(peoples)]
        names += [(other, ALIAS) for other in _parts(formal)]
        yield Source(
            name.removeprefix("The "), "PCLI", float(latitude), float(longitude), code, None, population, geonames_id,
            None, names,
        )  # fmt: skip
    columns = ("name", "latitude", "longitude", "population", "geonames_id")
    for name, latitude, longitude, population, geonames_id in tables.rows("continents", *columns):
        peoples = {"Africa": "African", "Asia": "Asian", "Europe": "European"}.get(name, "")
        yield Source(
            name, "CONT", latitude / STEPS, longitude / STEPS, None, None, population, geonames_id, None,
            [(name, NAME), *_peoples(peoples)], _WEIGHTS[AREA],
        )  # fmt: skip


def regions() -> Iterator[Source]:
    """Rivers, seas, lakes, mountains, straits, deserts, regions, bases: regions.tsv, written by hand."""
    for name, code, latitude, longitude, country, others in rows("regions.tsv"):
        names = [(name, NAME), *((other, ALIAS) for other in _parts(others))]
        yield Source(
            name, code, float(latitude), float(longitude), country or None, names=names,
            weight=_WEIGHTS[FEATURES[code]],
        )  # fmt: skip


def towns(tables: Tables) -> Iterator[Source]:
    """Places of 500 people and more with alternate names, one after the other so that memory stays small."""
    nicknames = {(code, name): _parts(others) for code, name, others in rows("cities.tsv")}
    columns = (
        "name", "others", "latitude", "longitude", "country", "admin1", "population", "geonames_id", "capital",
    )  # fmt: skip
    for name, others, latitude, longitude, country, admin1, population, number, capital in tables.rows(
        "towns", *columns
    ):
        names = [(name, NAME), *((other, ALTERNATE) for other in _parts(others))]
        names += [(other, ALIAS) for other in nicknames.get((country, name), ()) if population > _LARGE]
        yield Source(
            name, "PPLC" if capital else "PPL", latitude / STEPS, longitude / STEPS, country, f"{country}.{admin1}",
            population, number, None, names,
        )  # fmt: skip


def subdivisions(tables: Tables) -> Iterator[Source]:
    """First and second level subdivisions that hold a place, at the point that subdivisions.tsv gives or else at the
    mean of where their people live. Population is that of the places."""
    given = {
        code: (float(a), float(b), _parts(short), peoples) for code, a, b, short, peoples in rows("subdivisions.tsv")
    }
    columns = ("name", "others", "code", "level", "latitude", "longitude", "country", "population", "geonames_id")
    for name, others, code, level, south, west, country, population, number in tables.rows("subdivisions", *columns):
        if code in given:
            latitude, longitude, short, peoples = given[code]
        elif south is not None:
            latitude, longitude, short, peoples = south / STEPS, west / STEPS, [], ""
        else:
            continue
        aliases = _parts(others)
        names = [(name, NAME), *((alias, ALIAS) for alias in aliases)]
        for each in (name, *aliases):
            bare = next((each.removesuffix(kind) for kind in _KINDS if each.endswith(kind)), None)
            names += [(bare, ALIAS)] if bare else []
        names += [
            (each, ABBREVIATION if (len(each) < 8 and "." in each) or each.isupper() or len(each) < 5 else ALIAS)
            for each in short
        ]
        if code.startswith("US.") and len(code) == 5:
            names.append((code[3:], ABBREVIATION))
        names += _peoples(peoples)
        yield Source(
            name, f"ADM{level}", latitude, longitude, country, ".".join(code.split(".")[:2]), population, number, code,
            names,
        )  # fmt: skip


def airfields(tables: Tables) -> Iterator[Source]:
    """Air bases under their name with and without its kind, airports with a code under their full name."""
    for name, latitude, longitude, country in tables.rows("airfields", "name", "latitude", "longitude", "country"):
        base = next((kind for kind in _BASES if kind in name), "")
        names = [(name, NAME)]
        bare = name.split(base)[0] if base else ""
        if bare:
            names += [
                (bare, AIRFIELD),
                (f"{bare} Air Base", ALIAS),
                (f"{bare} Airbase", ALIAS),
                (f"{bare} base", ALIAS),
            ]
        yield Source(name, "AIRB" if base else "AIRP", latitude / STEPS, longitude / STEPS, country, names=names)
