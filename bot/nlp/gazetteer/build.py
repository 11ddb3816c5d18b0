"""The gazetteer file: built once, whole or not at all."""

import fcntl
import hashlib
import os
import sqlite3
import struct
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Final

from bot.nlp.gazetteer import schema, sources
from bot.nlp.gazetteer.folding import fold, skeleton
from bot.nlp.gazetteer.schema import ABBREVIATION, ALTERNATE, FEATURES, MOST
from bot.nlp.gazetteer.sources import Source
from bot.nlp.gazetteer.tables import DATA, SHA256, Tables

FILE: Final = f"gazetteer-{schema.VERSION}.sqlite"
_RECORD: Final = struct.Struct("<IffIH2sBB")  # one item of ``schema.RECORD``
_Item = tuple[int, float, float, int, int, bytes, int, int]

# languages not written in Latin letters: there a name has as many spellings as transliterators
_TRANSLITERATED: Final = frozenset(
    "aa am ar be bg bn dv dz el fa he hi hy ja ka kk km ko ku ky lo mk mn my ne ps ru si so sr ta tg th ti uk ur"
    " zh".split()
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
    """The path of a gazetteer that can be read: built first where there is none, or one made from something else."""
    path = path or default_path()
    if not _is_current(path):
        with _alone(path):
            if not _is_current(path):  # another process built it while this one waited
                _build(path, progress)
    return path


def build(path: Path, progress: Callable[[str], None]) -> None:
    """Build the gazetteer at ``path`` (about ten seconds), replacing what is there only when it is whole.

    ``progress`` is called with a short line as each part begins. The same tables give the same content.
    Raises DamagedTables where the packed tables are not this release's, OSError when the folder cannot be written.
    """
    with _alone(path):
        _build(path, progress)


@cache
def edition() -> str:
    """What a gazetteer of this release is made from: the shape of the file, the packed tables, the project's lists."""
    digest = hashlib.sha256(f"{schema.VERSION} {SHA256}".encode())
    for name in sources.LISTS:
        digest.update(sources.located(name).read_bytes())
    return digest.hexdigest()[:16]


def _is_current(path: Path) -> bool:
    if not path.is_file():
        return False
    try:
        with sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True) as connection:
            row = connection.execute("select value from meta where key = 'edition'").fetchone()
        connection.close()
    except sqlite3.DatabaseError:
        return False
    return row is not None and row[0] == edition()


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
    tables = Tables()
    large = [*sources.countries(tables), *sources.regions(), *sources.subdivisions(tables)]
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
    loose = _transliterated(tables)
    names: dict[str, list[_Item]] = defaultdict(list)
    bones: dict[tuple[str, str], list[_Item]] = defaultdict(list)
    progress("towns and villages")
    everything = chain(large, sources.airfields(tables), sources.towns(tables))
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
    connection.execute("insert into meta values ('edition', ?)", (edition(),))
    connection.commit()
    connection.execute("vacuum")


def _transliterated(tables: Tables) -> set[str]:
    return {code for code, language in tables.rows("countries", "code", "language") if language in _TRANSLITERATED}


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
    if len(items) > 1:
        items.sort(
            key=lambda item: (item[6] != schema.COUNTRY, item[7] == ALTERNATE and item[3] < 100_000, -item[3], item[0])
        )
    return b"".join(_RECORD.pack(*item) for item in items[:MOST])
