"""Sentences of plain text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.sentences import sentences
from bot.models import Paragraph


def split(text: str) -> list[str]:
    """The sentences of a text."""
    return [sentence.of(text) for sentence in sentences(text)]


@pytest.mark.parametrize(
    "parts",
    [
        ["The port is shut.", "Nobody works."],
        ["Maj. Gen. A. Rask spoke to Dr. Holm at 9 p.m. in the U.S. capital.", "He left."],
        ['"We stay," she said.', '"Nobody goes."', "The rest is silence…", "Is it?", "It is!"],
        ["“Not one crane moves.”", "‘Never.’", "(They laughed.)", "Then it was over."],
        ["Prices rose 1.6 percent to $2.50 a crate.", "No. 7 was shut."],
        ["A heading without a stop", "A line after it."],
        ["The board (Velm Inc.) met on Jan. 3, e.g. for lunch.", "I am here and so am I.", "It ended."],
    ],
)
def test_sentences_end_where_they_end(parts: list[str]) -> None:
    """Stops of abbreviations, initials and numbers end nothing; quotation marks stay with their sentence."""
    joined = parts[0]
    for before, part in pairwise(parts):
        joined += ("\n" if before == "A heading without a stop" else " ") + part
    assert split(joined) == parts


def test_only_body_and_headline_are_read() -> None:
    """Where paragraphs are known, bylines and boilerplate are no sentences."""
    text = "Port shut\nBy Somebody\nNobody works.\nSubscribe now."
    roles = [(0, 9, "headline"), (10, 21, "byline"), (22, 35, "body"), (36, 50, "boilerplate")]
    paragraphs = [Paragraph.model_validate({"start": a, "end": b, "role": role}) for a, b, role in roles]
    assert [sentence.of(text) for sentence in sentences(text, paragraphs)] == ["Port shut", "Nobody works."]


@given(st.text(max_size=300))
def test_nothing_is_lost_or_doubled(text: str) -> None:
    """The sentences are all of the text but its white space, in order."""
    found = sentences(text)
    assert "".join("".join(sentence.of(text) for sentence in found).split()) == "".join(text.split())
    assert all(before.end <= after.start for before, after in pairwise(found))
