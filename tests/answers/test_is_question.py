"""Whether somebody asks something."""

import pytest

from bot.answers import is_question


@pytest.mark.parametrize(
    "text",
    [
        "Who said that?",
        "who said the cranes stand still",
        "whos rask",
        "what did lind say about osterby",
        "whats the toll",
        "where did they march",
        "when is the deadline",
        "how many were hurt",
        "why did they walk out",
        "which minister visited",
        "by when do they have to pay",
        "did he say anything about the accounts",
        "is the port open",
        "has anyone been hurt",
        "and the director?",
        "and the director",
        "what about rask",
        "anyone else",
        "can you tell me who owns the port",
        "hey, who is Tomas Lind",
        "Rask spoke on Monday?",
        "so what happens if they go on",
    ],
)
def test_questions_with_and_without_a_mark(text: str) -> None:
    """Reporters type as they talk: a question is known by its mark or by how it begins."""
    assert is_question(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "?!",
        "👍",
        "thanks",
        "great story",
        "what a mess",
        "what a day!",
        "when I was there it was closed",
        "where there is smoke there is fire",
        "have a look at this",
        "is nice",
        "I'll call Rask",
        "who",
        "how nice",
        "and thanks for the quick help with this one today",
        "on it",
        "let's run it",
        "https://velm.example/strike",
    ],
)
def test_statements_are_none(text: str) -> None:
    """Statements, thanks and exclamations get no answer."""
    assert not is_question(text)
