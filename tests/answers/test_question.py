"""What a question asks for."""

import pytest

from bot.answers.question import parse


@pytest.mark.parametrize(
    ("typed", "kind", "party", "topic"),
    [
        ("who said the cranes stand still?", "who_said", None, "the cranes stand still"),
        ("what did Ina Rask say about the cranes", "what_said", "Ina Rask", "the cranes"),
        ("whos per aalto", "who_is", "per aalto", "per aalto"),
        ("how many drivers walked out", "number", None, " drivers walked out"),
        ("why did takings fall", "why", None, "why did takings fall"),
        ("what happens if the strike goes on", "condition", None, "what happens if the strike goes on"),
        ("where did they march", "where", None, "where did they march"),
        ("by when do they have to pay", "when", None, "by when do they have to pay"),
        ("is the port open", "open", None, "is the port open"),
    ],
)
def test_what_is_asked_for(typed: str, kind: str, party: str | None, topic: str) -> None:
    """The kind, whose words or who, and about what, in the question's own words."""
    asked = parse(typed)
    assert (asked.kind, asked.party, asked.topic) == (kind, party, topic)


@pytest.mark.parametrize("typed", ["who is sending in troops", "who's insulted by it", "who is the man who fled"])
def test_somebody_who_is_described_has_no_name(typed: str) -> None:
    """What somebody does is no name to look up."""
    asked = parse(typed)
    assert (asked.kind, asked.asks_someone, asked.party) == ("who_is", True, None)


def test_whether_something_is_so() -> None:
    """With a verb of speech it asks for words, without one for a sentence; both may be answered by a denial."""
    assert parse("did rask say anything about the cranes").yes_no
    assert parse("did the company keep a list").yes_no
    assert not parse("what did rask say").yes_no


@pytest.mark.parametrize("name", ["who is", "who is ?!", "who is ...", "what is '"])
def test_who_is_nobody(name: str) -> None:
    """Words beside "who is" that are none raise nothing."""
    assert parse(name).party is None or parse(name).kind != "who_said"


def test_the_question_before_goes_along() -> None:
    """A question that leans on another takes its kind, its party or its topic; the reader gets both."""
    asked = parse("and the director?", "what did rask say about the accounts?")
    assert (asked.kind, asked.party, asked.topic) == ("what_said", "the director", "the accounts")
    assert asked.in_thread == "what did the director say about the accounts"
    assert parse("when was it", "who left?").in_thread == "who left? ; when was it"
    assert parse("when was that?", "did people march").kind == "when"
    assert parse("anyone else?", "who said it").someone_else
