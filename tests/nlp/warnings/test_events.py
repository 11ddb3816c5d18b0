"""Which warnings of a story are one: headline, lead and quotation of a threat, and no two threats of two parties."""

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from bot.nlp.reader import Predictions
from bot.nlp.warnings.component import note

HERON = (
    "Norland Threatens to Close the Strait\n\n"
    "Norland threatened on Friday to close the strait to all tankers. Ships waited outside the bay.\n\n"
    "“We will sink whatever passes,” General Ana Ruiz said. The general threatened to arrest the crews.\n\n"
    "Sudland threatened to boycott the summit.\n\n"
    "Doctors warned that the strait was full of mines."
)

Events = Callable[[str], list[tuple[str, str]]]


@pytest.fixture
def events(reading: Callable[[str], Doc], quiet: Callable[[Doc], Predictions]) -> Events:
    """The event and the words of each warning that the rules find."""

    def of(text: str) -> list[tuple[str, str]]:
        doc = reading(text)
        note(doc, quiet(doc))
        contents = {span.id_: span.text for span in doc.spans["warnings"] if span.label_ == "content"}
        return [(record["event"], contents[record["id"]]) for record in doc._.warnings]

    return of


def test_headline_and_lead_are_one_event(events: Events) -> None:
    """They share their words and their party."""
    found = {words: event for event, words in events(HERON)}
    assert found["to Close the Strait"] == found["to close the strait to all tankers"]


def test_another_party_is_another_event(events: Events) -> None:
    """Norland's threat, Sudland's and the doctors' caution are three."""
    found = {words: event for event, words in events(HERON)}
    others = ("to close the strait to all tankers", "to boycott the summit", "the strait was full of mines")
    assert len({found[words] for words in others}) == len(others)


def test_a_headline_is_kept_where_the_body_tells_another_warning(
    events: Events,
) -> None:
    """Only the same warning makes a headline's one a restatement; here the body's is of other people."""
    found = events(
        "Norland Threatens to Close the Strait\n\n"
        "It rained in the capital. Nobody sailed.\n\n"
        "Sudland threatened to boycott the summit over the price of herring."
    )
    assert [(int(event[1:]), words) for event, words in found] == [
        (0, "to Close the Strait"),
        (1, "to boycott the summit over the price of herring"),
    ]
