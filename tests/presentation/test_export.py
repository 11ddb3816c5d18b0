"""A story's facts as tables, as a note, and as JSON."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.models import Actor, Article, Claim, IssuedWarning, Location, Place, Report, Span
from bot.presentation.export import build_tables, export_story, to_csv

TEXT = "Zoë Ek said the mill burns. =SUM(A1) warned Varby."
URL = "https://a.example/mill"


def span(words: str, text: str = TEXT) -> Span:
    """Where these words stand."""
    return Span(start=text.index(words), end=text.index(words) + len(words))


def story(name: str = "Zoë Ek", text: str = TEXT) -> Report:
    """A story with one fact of each kind."""
    return Report(
        article=Article(
            text=text,
            url=URL,
            title="Mill *burns*",
            publisher="The Coast",
            published=datetime(2026, 11, 22, tzinfo=UTC),
        ),
        actors=[Actor(id="a0", name=name, kind="person", role="miller", aliases=["Ek", name])],
        claims=[
            Claim(
                id="c0", kind="indirect", stance="states", content=[Span(start=12, end=26)], speaker="a0",
                source=Span(start=0, end=6), confidence=0.6,
            )
        ],
        warnings=[IssuedWarning(id="w0", kind="caution", content=Span(start=28, end=37), actor="a0")],
        locations=[
            Location(
                id="l0", name="Varby", mentions=[Span(start=45, end=50)],
                place=Place(name="Varby", feature_code="PPL", latitude=55.5, longitude=-12.25, country_code="DK"),
            )
        ],
        pipeline="p",
    )  # fmt: skip


def rows(table: bytes) -> list[dict[str, str]]:
    """A table as a spreadsheet reads it."""
    return list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))


def test_a_claim_brings_its_words_its_name_and_its_place_in_the_text() -> None:
    """Whoever has the row needs nothing else."""
    (claim,) = rows(to_csv(story())["claims.csv"])
    assert (
        claim["speaker"], claim["role"], claim["stance"], claim["words"], claim["check"], claim["start"], claim["end"]
    ) == ("Zoë Ek", "miller", "states", "the mill burns", "yes", "12", "26")  # fmt: skip
    assert f"{URL}#:~:text=the%20mill%20burns" == claim["link"]


def test_a_place_brings_its_position() -> None:
    """In degrees, so that a map program takes it."""
    (place,) = rows(to_csv(story())["places.csv"])
    assert (place["place"], place["latitude"], place["longitude"]) == ("Varby (Denmark)", "55.5", "-12.25")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(start: str) -> None:
    """A story's words that look like a formula are text in a spreadsheet."""
    (actor,) = rows(to_csv(story(f"{start}cmd|' /C calc'!A0"))["actors.csv"])
    assert actor["name"][0] not in "=+-@\t\r"


@given(st.text(min_size=60, max_size=90))
def test_whatever_the_story_says_the_table_has_its_columns_and_one_row(text: str) -> None:
    """Commas, quotation marks and line breaks of a story do not break a row."""
    for name, table in to_csv(story(text=text)).items():
        parsed = list(csv.reader(io.StringIO(table.decode("utf-8-sig"))))
        assert [len(parsed[0])] == sorted({len(row) for row in parsed}), name
        assert len(parsed) == 2


def test_a_note_shows_the_words_and_no_markup_of_the_story() -> None:
    """Headings, a line for each fact, and what looks like Markdown in the story is only text."""
    note = export_story(story(), "md", "en-GB")["story.md"].decode()
    assert note.startswith(f"# [Mill \\*burns\\*](<{URL}>)\nThe Coast · 22 November 2026\n")
    assert f"- **Zoë Ek** (miller) said: [the mill burns](<{URL}#:~:text=the%20mill%20burns>) *(check)*" in note
    assert "- **Caution: Zoë Ek**:" in note


def test_json_holds_the_head_and_the_same_tables() -> None:
    """One object: the story, and what the tables hold."""
    found = json.loads(export_story(story(), "json", "en-GB")["story.json"])
    assert (
        found["story"]["title"], found["story"]["url"], found["story"]["published"]
    ) == ("Mill *burns*", URL, "2026-11-22T00:00:00+00:00")  # fmt: skip
    assert json.loads(json.dumps(build_tables(story()))) == {key: found[key] for key in build_tables(story())}
