"""The map as a picture and as a plan of where everything goes."""

import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.maps import draw, inset
from bot.maps.drawing import planned
from bot.maps.framing import spots_of
from bot.maps.labels import extent, overlap
from bot.models import Report
from tests.maps.conftest import STORIES, Row, made

Stories = Callable[[str], Report]
GOLDEN = Path(__file__).parent / "golden"
FEATURES = ("PPL", "PPLC", "AIRB", "STM", "SEA", "ADM1", "MTS", "PCLI", "CONT", "RGN", "XYZ")


def fingerprint(png: bytes) -> np.ndarray:
    """The picture at a tenth of its size in shades of grey: what a glance sees of it."""
    image = Image.open(BytesIO(png)).convert("L")
    return np.asarray(image.resize((image.width // 10, image.height // 10), Image.Resampling.BOX), dtype=float)


@pytest.mark.parametrize("name", STORIES)
def test_the_map_looks_as_it_did(report: Stories, name: str) -> None:
    """Within what another release of the font library may change: a small golden picture of each story is kept."""
    picture = draw(report(name))
    assert picture is not None
    golden = np.asarray(Image.open(GOLDEN / f"{name}.png"), dtype=float)
    shown = fingerprint(picture.png)
    assert golden.shape == shown.shape
    assert np.abs(golden - shown).mean() < 2
    assert (np.abs(golden - shown) > 40).mean() < 0.01


@pytest.mark.parametrize("name", STORIES)
def test_the_picture_is_light_and_quick(report: Stories, name: str) -> None:
    """Under 150 KB, and under 0.3 s of computing once the data is loaded (twice that here, for slow machines)."""
    picture = draw(report(name))
    assert picture is not None
    assert len(picture.png) < 150_000
    assert Image.open(BytesIO(picture.png)).size == (picture.width, picture.height)
    started = time.process_time()
    draw(report(name))
    assert time.process_time() - started < 0.6


@pytest.mark.parametrize("name", STORIES)
def test_labels_do_not_overlap(report: Stories, name: str) -> None:
    """Neither each other nor the inset, and all of them stand within the map."""
    plan = planned(spots_of(report(name).locations))
    boxes = [label.box for label in (*plan.labels, *plan.faint)] + ([plan.inset] if plan.inset else [])
    assert not [(one, other) for at, one in enumerate(boxes) for other in boxes[:at] if overlap(one, other)]
    assert all(plan.frame.holds(box[0], box[1]) and plan.frame.holds(box[2], box[3]) for box in boxes)


@pytest.mark.parametrize("name", STORIES)
def test_every_place_in_the_frame_has_its_label(report: Stories, name: str) -> None:
    """And each that is not is told by an arrow, countries excepted."""
    plan = planned(spots_of(report(name).locations))
    words = " ".join(label.words.casefold() for label in plan.labels)
    shown = [*plan.inside, *(arrow.spot for arrow in plan.arrows)]
    assert [spot.location.name for spot in shown if spot.location.name.casefold() not in words] == []


def test_the_inset_covers_no_place(report: Stories) -> None:
    """It stands in a corner where the story does not happen."""
    for name in STORIES:
        plan = planned(spots_of(report(name).locations))
        if plan.inset is None:
            continue
        left, top, right, bottom = plan.inset
        points = [plan.frame.pixel(*spot.position) for spot in plan.inside if spot.kind != "country"]
        assert not [point for point in points if left <= point[0] <= right and top <= point[1] <= bottom]


def test_the_world_needs_no_inset(report: Stories) -> None:
    """Who sees all of it knows where it is, and every place is on it."""
    plan = planned(spots_of(report("world").locations))
    assert plan.inset is None
    assert not inset.needed(plan.frame)
    assert len(plan.inside) == len(STORIES["world"])


def test_no_place_no_map(report: Stories) -> None:
    """Where nothing could be told there is nothing to draw."""
    story = report("ohio")
    unclear = [location.model_copy(update={"place": None}) for location in story.locations]
    assert draw(story.model_copy(update={"locations": unclear})) is None
    assert draw(story.model_copy(update={"locations": []})) is None


ROWS = st.lists(
    st.tuples(
        st.text(max_size=40),
        st.sampled_from(FEATURES),
        st.floats(-90, 90),
        st.floats(-180, 180),
        st.sampled_from(["US", "RU", "FJ", "ZZ", None]),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=12,
)


@pytest.mark.parametrize("words", ["\r", "\t", "a\u202eb", "\u200b", "\ud800", ""])
def test_odd_names_are_measured(words: str) -> None:
    """Control characters, marks of direction and broken halves of characters have an extent like any other."""
    assert extent(words, 12)[0] >= 0


@settings(max_examples=25, deadline=None)
@given(ROWS)
def test_nothing_raises(rows: list[Row]) -> None:
    """Wherever the places lie, poles and the far meridian included, and whatever they are called."""
    picture = draw(made(rows))
    assert picture is not None
    assert len(picture.alt) <= 1_000
