"""An invented story with its report, made by hand, and a judge of blocks."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot.models import (
    Actor,
    Article,
    Claim,
    IssuedWarning,
    Location,
    Mention,
    Place,
    Report,
    Span,
    StoryCard,
    StoryResult,
)
from bot.playground.blocks import checked_blocks, checked_text, checked_view
from bot.slack.blocks import Message, View

URL = "https://coast.example/ferries?id=7&page=2"
TEXT = """Varby dockers threaten to stop island ferries

The dockers’ union warned the Norlund government on Tuesday that every ferry will stop if the wage talks do not \
resume by Friday.

“We have waited for nine months,” union president Ida Lindqvist said.

Transport Minister Per Olander denied that the ministry had left the talks, a long and costly round. “We never \
walked out,” he told Radio Varby.

Someone on the quay claimed that the boats – old, rust-eaten & slow – were unsafe.

Reporting by Mona Ek
"""


def span_of(words: str, text: str = TEXT) -> Span:
    """The first place of these words."""
    start = text.index(words)
    return Span(start=start, end=start + len(words))


@pytest.fixture
def span() -> Callable[..., Span]:
    """A function from words to their first place in the story."""
    return span_of


@pytest.fixture
def report() -> Report:
    """The report of the ferry story: one threat, four claims, four actors, three places."""
    return Report(
        article=Article(
            text=TEXT,
            url=URL,
            title="Varby dockers threaten to stop island ferries",
            authors=["Mona Ek"],
            publisher="The Coast",
            published=datetime(2026, 11, 22, 14, 5, tzinfo=UTC),
        ),
        actors=[
            Actor(
                id="a0",
                name="dockers’ union",
                kind="organisation",
                aliases=["The dockers’ union"],
                mentions=[Mention(**span_of("The dockers’ union").model_dump(), form="nominal")],
            ),
            Actor(id="a1", name="Norlund government", kind="organisation"),
            Actor(
                id="a2",
                name="Ida Lindqvist",
                kind="person",
                aliases=["Lindqvist", "Ida Lindqvist"],
                role="union president",
                affiliation="a0",
            ),
            Actor(id="a3", name="Per Olander", kind="person", role="Transport Minister", aliases=["Olander"]),
        ],
        claims=[
            Claim(
                id="c0",
                kind="indirect",
                stance="warns",
                content=[span_of("every ferry will stop if the wage talks do not resume by Friday")],
                source=span_of("The dockers’ union"),
                cue=span_of("warned"),
                speaker="a0",
                addressee="a1",
                confidence=0.9,
            ),
            Claim(
                id="c1",
                kind="direct",
                stance="states",
                content=[span_of("“We have waited for nine months,”")],
                source=span_of("union president Ida Lindqvist"),
                speaker="a2",
                confidence=0.95,
            ),
            Claim(
                id="c2",
                kind="indirect",
                stance="denies",
                content=[span_of("the ministry had left the talks, a long and costly round")],
                speaker="a3",
                confidence=0.9,
            ),
            Claim(
                id="c3",
                kind="direct",
                stance="states",
                content=[span_of("“We never walked out,”")],
                source=span_of("he told", TEXT),
                speaker="a3",
                confidence=0.9,
            ),
            Claim(
                id="c4",
                kind="indirect",
                stance="claims",
                content=[span_of("the boats – old, rust-eaten & slow – were unsafe")],
                source=span_of("Someone on the quay"),
                confidence=0.4,
            ),
        ],
        warnings=[
            IssuedWarning(
                id="w0",
                kind="threat",
                content=span_of("every ferry will stop if the wage talks do not resume by Friday"),
                cue=span_of("warned"),
                actor="a0",
                recipient="a1",
                condition=span_of("if the wage talks do not resume by Friday"),
                consequence=span_of("every ferry will stop"),
                claim="c0",
            )
        ],
        locations=[
            Location(
                id="l0",
                name="Varby",
                mentions=[span_of("Varby")],
                place=Place(name="Varby", feature_code="PPL", latitude=55.5, longitude=-12.25, country_code="DK"),
            ),
            Location(
                id="l1",
                name="Rhine",
                place=Place(name="Rhine", feature_code="STM", latitude=51.8, longitude=6.1),
            ),
            Location(id="l2", name="Norlund", mentions=[span_of("Norlund")]),
        ],
        pipeline="test",
    )


@pytest.fixture
def card() -> StoryCard:
    """The ferry story in one line."""
    return StoryCard(
        story_id="5e" * 16,
        title="Varby dockers threaten to stop island ferries",
        url=URL,
        publisher="The Coast",
        published=datetime(2026, 11, 22, 14, 5, tzinfo=UTC),
        read_at=datetime(2026, 11, 22, 15, 30, tzinfo=UTC),
    )


@pytest.fixture
def reading(report: Report, card: StoryCard) -> StoryResult:
    """The ferry story as it is read for the first time."""
    return StoryResult(link=URL, report=report, card=card)


@pytest.fixture(scope="session")
def schema() -> jsonschema.Draft7Validator:
    """The schema made of Slack's own types."""
    path = Path(__file__).parents[2] / "schemas" / "blocks.schema.json"
    return jsonschema.Draft7Validator(json.loads(path.read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def accept(schema: jsonschema.Draft7Validator) -> Callable[..., None]:
    """A function that fails unless Slack would take the message or view: by schema, by limits, by our own budget.

    The schema takes a tenth of a second; with ``typed`` false it is left out, for tests with many examples.
    """

    def judge(sent: Message | View, *, typed: bool = True) -> None:
        blocks = sent.blocks if isinstance(sent, Message) else sent["blocks"]
        if typed:
            assert [error.message for error in schema.iter_errors(blocks)] == []
        if isinstance(sent, Message):
            checked_blocks(sent.blocks)
            assert checked_text(sent.text, 4_000) == sent.text
            assert sent.text.strip()
            assert sent.blocks
            assert sent.size <= 10_000
        else:
            checked_view(sent, "modal")

    return judge


@pytest.fixture(scope="session")
def words() -> Callable[[Any], str]:
    """A function that gives everything a reader sees in some blocks, element by element, a line each."""

    def read(value: Any) -> list[str]:
        if isinstance(value, list):
            return [line for item in value for line in read(item)]
        if isinstance(value, dict):
            return [
                line
                for key, item in value.items()
                for line in ([item] if key == "text" and isinstance(item, str) else read(item))
            ]
        return []

    return lambda value: "\n".join(read(value.blocks if isinstance(value, Message) else value))
