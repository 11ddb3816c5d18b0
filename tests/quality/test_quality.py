"""The quality gate itself, and its coreference scorer against examples worked out by others."""

from pathlib import Path

import pytest

from tests.quality.conll import assigned, b_cubed, ceaf_e, conll, muc
from tests.quality.floors import Floors

# The example of Luo (2005) and of the reference scorer's documentation: gold {a,b,c}, {d,e,f,g}; found {a,b}, {c,d},
# {f,g,h,i}, worked through in Pradhan et al. (2014), figures 1 to 4.
GOLD = [frozenset("abc"), frozenset("defg")]
FOUND = [frozenset("ab"), frozenset("cd"), frozenset("fghi")]


def test_scores_of_the_known_example() -> None:
    """MUC, B³ and CEAFe of the published example are the published ones."""
    assert muc(GOLD, FOUND) == pytest.approx(0.4, abs=1e-4)
    assert b_cubed(GOLD, FOUND) == pytest.approx(0.4547, abs=1e-3)
    assert ceaf_e(GOLD, FOUND) == pytest.approx(0.52, abs=1e-3)


def test_the_gold_scores_one() -> None:
    """A partition scores 1 against itself."""
    assert conll(GOLD, GOLD) == 1.0


def test_nothing_found_scores_nothing() -> None:
    """No chains score 0, and nothing raises."""
    assert conll(GOLD, []) == 0.0


def test_the_best_pairing_is_found() -> None:
    """The pairing is the best over all, not the best row by row."""
    assert assigned([[9.0, 8.0], [8.0, 1.0]]) == 16.0


@pytest.fixture
def floors(tmp_path: Path) -> Floors:
    """Two floors, one of them a ceiling."""
    return Floors(tmp_path / "floors.json", {"actors.f1": 0.8, "warnings.false_alarms": 0.2})


LESS = frozenset({"warnings.false_alarms"})


def test_a_fallen_figure_is_named(floors: Floors) -> None:
    """A figure below its floor, or above its ceiling, is told with both numbers."""
    fallen = floors.below({"actors.f1": 0.7, "warnings.false_alarms": 0.3, "new.figure": 0.1}, LESS)

    assert fallen == ["actors.f1 is 0.700, its floor 0.800", "warnings.false_alarms is 0.300, its floor 0.200"]


def test_a_figure_on_its_floor_stands(floors: Floors) -> None:
    """A figure on its floor has not fallen."""
    assert floors.below({"actors.f1": 0.8, "warnings.false_alarms": 0.2}, LESS) == []


def test_raising_never_lowers(floors: Floors) -> None:
    """Raising moves floors to better figures only, and sets those that are missing."""
    moved = floors.raise_to({"actors.f1": 0.7, "warnings.false_alarms": 0.1, "new.figure": 0.5}, LESS)

    assert moved == ["warnings.false_alarms", "new.figure"]
    assert floors.floors == {"actors.f1": 0.8, "warnings.false_alarms": 0.1, "new.figure": 0.5}


def test_lowering_needs_a_reason(floors: Floors) -> None:
    """A floor is lowered only with a reason, and the reason stays in the file."""
    with pytest.raises(ValueError, match="reason"):
        floors.lower("actors.f1", 0.7, " ")
    floors.lower("actors.f1", 0.7, "the data was corrected")
    floors.write()

    assert Floors.read(floors.path).lowered == [
        {"name": "actors.f1", "from": 0.8, "to": 0.7, "reason": "the data was corrected"}
    ]
