"""The modals that open the rest."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.models import Location, Report
from bot.slack import actions
from bot.slack.blocks import Locale, View, all_actors, all_claims, all_places, all_warnings

Builder = Callable[..., View]
BUILDERS: list[tuple[str, str, Builder]] = [
    ("Warnings", actions.OPEN_WARNINGS, all_warnings),
    ("Claims", actions.OPEN_CLAIMS, all_claims),
    ("Actors", actions.OPEN_ACTORS, all_actors),
    ("Places", actions.OPEN_PLACES, all_places),
]
FIELDS = {"Warnings": "warnings", "Claims": "claims", "Actors": "actors", "Places": "locations"}


def many(report: Report, number: int) -> Report:
    """The report with ``number`` of everything, each with an id of its own."""
    return report.model_copy(
        update={
            field: [
                getattr(report, field)[i % len(getattr(report, field))].model_copy(update={"id": f"x{i}"})
                for i in range(number)
            ]
            for field in FIELDS.values()
        }
    )


def page_buttons(view: View) -> dict[str, dict[str, Any]]:
    """The value of each page button by its label."""
    return {
        element["text"]["text"]: {"action": element["action_id"], **json.loads(element["value"])}
        for block in view["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    }


@pytest.mark.parametrize(("name", "view", "build"), BUILDERS)
@pytest.mark.parametrize("number", [1, 9, 1_500])
def test_every_page_is_taken_by_slack(
    report: Report, accept: Callable[[View], None], name: str, view: str, build: Builder, number: int
) -> None:
    """First, middle and last page keep within the limits of a modal."""
    whole = many(report, number)
    for page in (0, 1, number // 20, 10_000):
        modal = build(whole, "en-GB", page, story="5e" * 16)
        accept(modal)
        assert f"{name} ({number:,})" == modal["title"]["text"]


@pytest.mark.parametrize(("name", "view", "build"), BUILDERS)
def test_pages_lead_to_each_other(report: Report, name: str, view: str, build: Builder) -> None:
    """The first page leads on, the last leads back, one between leads both ways."""
    whole = many(report, 60)
    first, second = (page_buttons(build(whole, "en-GB", page, story="s1")) for page in (0, 1))
    last = page_buttons(build(whole, "en-GB", 999, story="s1"))
    assert {"Next": {"action": "turn_page", "story": "s1", "view": view, "page": 1}} == first
    assert {"Previous", "Next"} == set(second)
    assert {"action": "turn_page_back", "story": "s1", "view": view, "page": 0} == second["Previous"]
    assert list(last) == ["Previous"]


@pytest.mark.parametrize(("name", "view", "build"), BUILDERS)
def test_one_page_has_no_page_buttons(report: Report, name: str, view: str, build: Builder) -> None:
    """Where everything is in sight there is nothing to turn."""
    assert page_buttons(build(report, "en-GB", story="s1")) == {}


def test_all_pages_together_hold_every_claim_once(report: Report, words: Callable[[Any], str]) -> None:
    """Nothing is lost or shown twice between two pages."""
    text = " ".join(f"word{i}x" for i in range(35))
    claims = [
        report.claims[1].model_copy(
            update={"id": f"c{i}", "content": [{"start": text.index(f"word{i}x"), "end": text.index(f"word{i}x") + 5}]}
        )
        for i in range(35)
    ]
    whole = Report.model_validate(
        {**report.model_dump(), "article": {"text": text}, "claims": [c.model_dump(warnings=False) for c in claims],
         "warnings": [], "locations": []}
    )  # fmt: skip
    pages = [words(all_claims(whole, "en-GB", page, story="s")["blocks"]) for page in range(4)]
    assert [page.count("word") for page in pages] == [10, 10, 10, 5]


@pytest.mark.parametrize("locale", ["en-GB", "en-US"])
def test_a_place_has_its_country_and_position(report: Report, words: Callable[[Any], str], locale: Locale) -> None:
    """Degrees say their direction in letters; a place that is not told apart has none."""
    shown = words(all_places(report, locale, story="s")["blocks"]).replace("\n", "")
    assert "Varby (Denmark) · 55.50° N, 12.25° W · named 1 time  show in story" in shown
    assert "Rhine (river) · 51.80° N, 6.10° E" in shown
    assert "Norlund (which one is not clear) · named 1 time" in shown


def test_a_warning_stands_in_full(report: Report, words: Callable[[Any], str]) -> None:
    """Its parties, its clauses and its words, uncut, in blocks that a modal is known to take."""
    view = all_warnings(report, "en-GB", story="s")
    assert words(view["blocks"]).endswith(
        "Threat: dockers’ union → Norlund government\n"
        "If \n“the wage talks do not resume by Friday”\n, then \n“every ferry will stop”\n  \nshow in story"
    )
    assert {block["type"] for block in view["blocks"]} == {"context", "rich_text"}


def test_nothing_found_is_said(report: Report, words: Callable[[Any], str]) -> None:
    """A modal without findings says so instead of being empty."""
    empty = Report(article=report.article, pipeline="test")
    assert "No places found in this story." in words(all_places(empty, "en-GB", story="s")["blocks"])


def test_a_place_named_like_its_country_is_not_said_twice(report: Report, words: Callable[[Any], str]) -> None:
    """Denmark is not shown as Denmark (Denmark)."""
    own = Location.model_validate(
        {
            "id": "l9",
            "name": "Denmark",
            "place": {"name": "Denmark", "feature_code": "PCLI", "latitude": 56, "longitude": 10, "country_code": "DK"},
        }
    )
    shown = words(all_places(report.model_copy(update={"locations": [own]}), "en-GB", story="s")["blocks"])
    assert "Denmark" in shown
    assert "(Denmark)" not in shown


def test_a_place_that_could_be_another_says_so(report: Report, words: Callable[[Any], str]) -> None:
    """The nearest rivals stand beside the choice, with region and country."""
    rival = {
        "name": "Varby",
        "feature_code": "PPL",
        "latitude": 59,
        "longitude": 18,
        "country_code": "SE",
        "admin1": "Skåne",
    }
    location = Location.model_validate(
        {**report.locations[0].model_dump(), "alternatives": [{"place": rival, "score": 0.4}]}
    )
    shown = words(all_places(report.model_copy(update={"locations": [location]}), "en-GB", story="s")["blocks"])
    assert " · could also be Varby (Skåne, Sweden)" in shown


def test_a_place_leads_to_an_open_map(report: Report) -> None:
    """At a zoom that fits its kind; a place that could not be told has no map and stands last."""
    items = all_places(report, "en-GB", story="s")["blocks"]
    urls = [part for part in str(items).split("'") if part.startswith("https://www.openstreetmap.org/")]
    assert urls == [
        "https://www.openstreetmap.org/#map=12/55.5000/-12.2500",
        "https://www.openstreetmap.org/#map=7/51.8000/6.1000",
    ]
    first = report.model_copy(update={"locations": report.locations[::-1]})
    shown = str(all_places(first, "en-GB", story="s")["blocks"])
    assert shown.index("Rhine (") < shown.index("Varby (") < shown.index("Norlund (which")
