"""Which part of the world is drawn, and what is said about the rest."""

from collections.abc import Callable

from bot.maps import atlas
from bot.maps.framing import framed, spots_of, together
from bot.maps.projection import kilometres
from bot.maps.words import alt_text, caption
from bot.models import Report
from tests.maps.conftest import made

Stories = Callable[[str], Report]


def wide_km(report: Report) -> float:
    """Kilometres from the western to the eastern edge of the report's map."""
    frame = framed(spots_of(report.locations))
    return frame.km_a_pixel * frame.width


def test_a_town_is_shown_with_its_surroundings() -> None:
    """Some hundred kilometres, not a street and not the world."""
    assert 250 < wide_km(made([("Varberg", "PPL", 57.1, 12.25, "SE", 1)])) < 400


def test_places_of_one_town_are_shown_nearer(report: Stories) -> None:
    """Boroughs need room, and the frame still shows where they lie."""
    assert 100 < wide_km(report("crowd")) < 250


def test_what_is_far_away_does_not_widen_the_frame(report: Stories) -> None:
    """The air base in Qatar lies beyond the edge of a map of eastern Syria."""
    spots = spots_of(report("syria").locations)
    narrow = [spot for spot in spots if spot.kind != "country"]
    assert {"Deir Ezzor", "Raqqa", "Khusham", "Euphrates"} == {spot.location.name for spot in together(narrow)}
    assert wide_km(report("syria")) < 800


def test_two_distant_places_share_the_map() -> None:
    """Where neither is the exception, both are shown."""
    frame = framed(
        spots_of(made([("Łódź", "PPL", 51.8, 19.5, "PL", 1), ("Perth", "PPL", -32, 115.9, "AU", 1)]).locations)
    )
    assert frame.holds(*frame.pixel(19.5, 51.8), 20)
    assert frame.holds(*frame.pixel(115.9, -32.0), 20)


def test_the_far_meridian_does_not_part_neighbours(report: Stories) -> None:
    """Suva and Apia lie 1,100 km apart, on both sides of 180°."""
    frame = framed(spots_of(report("pacific").locations))
    assert frame.degrees_wide < 40
    assert frame.holds(*frame.pixel(178.44, -18.14), 20)
    assert frame.holds(*frame.pixel(-171.77, -13.83), 20)


def test_a_country_alone_is_shown_whole() -> None:
    """By its outline, since its middle says nothing of its extent."""
    frame = framed(spots_of(made([("Chad", "PCLI", 15, 19, "TD", 1)]).locations))
    west, south, east, north = atlas.main_box("TD") or (0, 0, 0, 0)
    assert frame.holds(*frame.pixel(west, south))
    assert frame.holds(*frame.pixel(east, north))


def test_the_alt_text_lists_the_places(report: Stories) -> None:
    """With kind and country, and how far off what lies beyond the edge is."""
    words = alt_text(report("syria"))
    assert "Deir Ezzor (town, Syria)" in words
    assert "Euphrates (river)" in words
    inside, beyond = words.split("Beyond its edge:")
    assert "Al Udeid" not in inside
    assert "Al Udeid (site, Qatar), 1,5" in beyond
    assert "km to the south-east of its middle" in beyond


def test_the_note_names_what_is_disputed(report: Stories) -> None:
    """On a map of the Black Sea it names Crimea; on one of Ohio it says only whose borders these are."""
    assert "Disputed here: " in caption(framed(spots_of(report("crimea").locations)))
    assert "Crimea" in caption(framed(spots_of(report("crimea").locations)))
    ohio = caption(framed(spots_of(report("ohio").locations)))
    assert "Natural Earth" in ohio
    assert "isputed" not in ohio


def test_distances_are_great_circles() -> None:
    """A quarter of the way round the world is 10,008 km."""
    assert round(kilometres((0, 0), (90, 0)), -1) == 10_010
    assert round(kilometres((10, 90), (50, 0)), -1) == 10_010


def test_the_atlas_holds_the_world() -> None:
    """Every level has its coasts; nearly every country has its code; disputed borders are marked as such."""
    for detail in ("near", "middle", "far"):
        level = atlas.level(detail)
        assert set(level.kinds) >= {atlas.COAST, atlas.BORDER, atlas.DISPUTED}
        assert max(abs(arc[1:, 0] - arc[:-1, 0]).max() for arc in level.arcs) < 60  # none jumps round the world
    assert sum(1 for country in atlas.countries() if country.code) > 230
    assert atlas.country_name("SY") == "Syria"
    assert atlas.country_name(None) is None
    assert all(-90 < latitude < 90 and -180 < longitude < 180 for _, latitude, longitude in atlas.disputed())
