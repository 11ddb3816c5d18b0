"""Our own pages, read: the figures that the reading of pages is held to."""

import pytest

from tests.quality.pages.score import Result, measure


@pytest.fixture(scope="module")
def figures() -> tuple[dict[str, float], list[Result]]:
    """Measured once."""
    return measure()


def test_enough_pages(figures: tuple[dict[str, float], list[Result]]) -> None:
    """At least forty pages with a story stand behind the figures, and twenty without."""
    kinds = [result.page.status == "ok" for result in figures[1]]
    assert (sum(kinds) >= 40, len(kinds) - sum(kinds) >= 20) == (True, True)


@pytest.mark.parametrize(
    ("figure", "floor"),
    [
        ("word_f1", 0.97),
        ("worst_f1", 0.9),
        ("title", 0.95),
        ("date", 0.95),
        ("authors", 0.9),
        ("unreadable_told", 0.95),
        ("readable_told", 1.0),
    ],
)
def test_floor(figures: tuple[dict[str, float], list[Result]], figure: str, floor: float) -> None:
    """No figure is below its floor."""
    assert figures[0][figure] >= floor


def test_no_boilerplate(figures: tuple[dict[str, float], list[Result]]) -> None:
    """Nothing that is no part of a story is taken for its body."""
    assert [line for result in figures[1] for line in result.boilerplate] == []
