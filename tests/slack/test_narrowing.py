"""What fits while a person types."""

import pytest

from bot.slack.narrowing import narrowed

TEXTS = [
    "Jonas Reed we have paid every bill since March",
    "Marta Klein the ferry will stay in port",
    "Zoë Brandt berth seven is closed",
    "harbour office the ferry is late",
]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", [0, 1, 2, 3]),
        ("ferry", [1, 3]),
        ("fer", [1, 3]),
        ("FERRY", [1, 3]),
        ("ferry klein", [1]),
        ("kl", [1]),
        ("zoe", [2]),
        ("Kleim", [1]),
        ("the ferrry", [1, 3]),
        ("harbuor", [3]),
        ("harbo", [3]),
        ("the", [0, 1, 2, 3]),
        ("hospital", []),
        ("ferry hospital", []),
        ("“port”?", [1]),
    ],
)
def test_words_typed_in_part_or_wrongly_are_found(typed: str, found: list[int]) -> None:
    """Every word must be there, begun or misspelt by a letter; case, accents and small words do not count."""
    assert narrowed(typed, TEXTS) == found


def test_the_best_come_first() -> None:
    """The whole word, then one that begins so, then one that is nearly so; equals keep the search's order."""
    assert narrowed("port", ["a portal opens", "the port closes", "ports close", "Port of Velm"]) == [1, 3, 0, 2]
    assert narrowed("clossed", ["it closed", "it crowded", "it is closed"]) == [0, 2]


def test_nothing_to_look_through() -> None:
    """No results, nothing found."""
    assert narrowed("ferry", []) == []
    assert narrowed("ferry", ["", "..."]) == []
