"""Look-ups in the gazetteer file."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.nlp.gazetteer.folding import fold, skeleton
from bot.nlp.gazetteer.schema import ALIAS, RECORD

Records = npt.NDArray[np.void]
_NONE: Records = np.empty(0, dtype=RECORD)
_NONE.flags.writeable = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of the gazetteer. Degrees are WGS 84; ``code`` is GeoNames' feature code; ``admin1`` a name."""

    id: int
    name: str
    code: str
    latitude: float
    longitude: float
    country: str | None
    admin1: str | None
    population: int
    geonames_id: int | None


class Gazetteer:
    """The gazetteer at ``path``, opened for reading alone; the file may be shared by any number of processes.

    Raises sqlite3.OperationalError when there is no such file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        # sqlite3 is built serialized, and nothing is ever written: threads may share the connection
        self._connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._connection.execute("pragma query_only = on")
        self._find = lru_cache(maxsize=8192)(self._read_name)

    def find(self, name: str) -> Records:
        """The places called ``name``, the likeliest first, as an array of ``schema.RECORD``; an abbreviation as it is
        printed ("Ore.") comes before the folded name. Three capitals stand for nothing but an abbreviation: "EU" is
        not the town of Eu."""
        if len(name) < 8:
            found = self._find(name)
            if len(found):
                return found
        key = fold(name)
        if len(key) < 2:
            return _NONE
        found = self._find(key)
        if len(name) < 4 and name.isupper():
            aliases: Records = found[found["via"] == ALIAS]
            return aliases
        return found

    def find_abbreviation(self, text: str) -> Records:
        """The places that ``text`` abbreviates, as it is printed, with its stops: "W.Va.", "Calif."."""
        return self._find(text) if len(text) < 8 else _NONE

    def find_loosely(self, name: str, country: str) -> Records:
        """The places of ``country`` (ISO 3166-1 alpha-2) whose consonants are those of ``name``; only countries whose
        names reach English by transliteration have any."""
        key = skeleton(name)
        if len(key) < 3:
            return _NONE
        row = self._connection.execute(
            "select places from skeleton where country = ? and key = ?", (country, key)
        ).fetchone()
        return np.frombuffer(row[0], dtype=RECORD) if row else _NONE

    def entry(self, place: int) -> Entry:
        """The place with this id of the file. Raises KeyError when there is none."""
        row = self._connection.execute(
            "select p.id, p.name, p.code, p.latitude, p.longitude, p.country, a.name, p.population, p.geonames_id"
            " from place p left join admin1 a on a.id = p.admin1 where p.id = ?",
            (place,),
        ).fetchone()
        if row is None:
            raise KeyError(place)
        return Entry(*row)

    def towns(self, people: int) -> Iterator[str]:
        """The names of all towns of so many people or more, and of all capitals."""
        rows = self._connection.execute(
            "select name from place where code = 'PPLC' or (code = 'PPL' and population >= ?)", (people,)
        )
        return (name for (name,) in rows)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def _read_name(self, key: str) -> Records:
        row: tuple[Any] | None = self._connection.execute("select places from name where key = ?", (key,)).fetchone()
        return np.frombuffer(row[0], dtype=RECORD) if row else _NONE
