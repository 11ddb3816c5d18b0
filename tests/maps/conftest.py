"""Reports made by hand of real places: a story's locations are all that a map is drawn from."""

from collections.abc import Callable

import pytest

from bot.models import Article, Location, Place, Report, Span

Row = tuple[str, str, float, float, str | None, int]

SYRIA: list[Row] = [
    ("Deir Ezzor", "PPLA", 35.336, 40.141, "SY", 3),
    ("Raqqa", "PPLA", 35.95, 39.01, "SY", 2),
    ("Khusham", "PPL", 35.31, 40.29, "SY", 2),
    ("Euphrates", "STM", 34.4, 40.9, None, 3),
    ("Al Udeid", "AIRB", 25.117, 51.315, "QA", 1),
    ("Syria", "PCLI", 35.0, 38.0, "SY", 6),
    ("Russia", "PCLI", 60.0, 100.0, "RU", 2),
]
OHIO: list[Row] = [
    ("Lebanon", "PPLA2", 39.435, -84.203, "US", 4),
    ("Springboro", "PPL", 39.55, -84.23, "US", 2),
    ("Mason", "PPL", 39.36, -84.31, "US", 1),
    ("Warren County", "ADM2", 39.43, -84.17, "US", 2),
]
WORLD: list[Row] = [
    ("China", "PCLI", 35.0, 105.0, "CN", 3),
    ("United States", "PCLI", 39.76, -98.5, "US", 3),
    ("Brussels", "PPLC", 50.85, 4.35, "BE", 2),
    ("Nairobi", "PPLC", -1.283, 36.817, "KE", 1),
    ("Sydney", "PPLA", -33.87, 151.2, "AU", 1),
    ("Buenos Aires", "PPLC", -34.6, -58.4, "AR", 1),
    ("Tokyo", "PPLC", 35.69, 139.69, "JP", 1),
]
CHANNEL: list[Row] = [
    ("Dover", "PPL", 51.13, 1.31, "GB", 3),
    ("Calais", "PPL", 50.95, 1.85, "FR", 3),
    ("English Channel", "CHN", 50.2, -1.0, None, 2),
    ("Dunkirk", "PPL", 51.03, 2.37, "FR", 1),
    ("Kent", "ADM2", 51.2, 0.75, "GB", 1),
    ("Rotterdam", "PPL", 51.92, 4.48, "NL", 1),
]
PACIFIC: list[Row] = [("Suva", "PPLC", -18.14, 178.44, "FJ", 3), ("Apia", "PPLC", -13.83, -171.77, "WS", 3)]
CRIMEA: list[Row] = [
    ("Kyiv", "PPLC", 50.45, 30.52, "UA", 3),
    ("Sevastopol", "PPL", 44.6, 33.53, "UA", 3),
    ("Black Sea", "SEA", 43.5, 34.0, None, 2),
]
CROWD: list[Row] = [
    (name, "PPLX", 51.5 + north, -0.12 + east, "GB", 1)
    for name, east, north in (
        ("Westminster", 0, 0), ("Lambeth", 0.01, -0.01), ("Camden", -0.02, 0.03), ("Hackney", 0.06, 0.04),
        ("Southwark", 0.04, -0.01), ("Greenwich", 0.12, -0.02), ("Islington", 0.02, 0.04), ("Brent", -0.15, 0.06),
    )
]  # fmt: skip
STORIES = {
    "syria": SYRIA, "ohio": OHIO, "world": WORLD, "channel": CHANNEL, "pacific": PACIFIC, "crimea": CRIMEA,
    "crowd": CROWD,
}  # fmt: skip


def made(rows: list[Row]) -> Report:
    """A report with these locations: name, feature code, latitude, longitude, country, times named."""
    return Report(
        article=Article(text="x" * 99),
        pipeline="test",
        locations=[
            Location(
                id=f"l{number}",
                name=name,
                mentions=[Span(start=at, end=at + 1) for at in range(times)],
                place=Place(name=name, feature_code=code, latitude=latitude, longitude=longitude, country_code=country),
            )
            for number, (name, code, latitude, longitude, country, times) in enumerate(rows)
        ],
    )


@pytest.fixture
def report() -> Callable[[str], Report]:
    """A function from the name of a story to its report."""
    return lambda name: made(STORIES[name])
