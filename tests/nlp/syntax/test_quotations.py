"""Quotation marks: where quotations open and close, however badly they are set."""

import time

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from bot.nlp.syntax.layout import DocLayout
from bot.nlp.syntax.quotations import Quotation, quotations

MARKS = ["“", "”", "«", "»", "„", "‟", '"', "'", "‘", "’", "`", "``", "''", "‚"]
PIECES = [*MARKS, " ", "\n", "\n\n", ",", ".", "?", "word", "Pier", "workers", "s", "\u00a0", "🙂", "שלום", "(", "—"]


def words(text: str) -> list[str]:
    """What the quotations of ``text`` say, without their marks."""
    return [text[slice(*quotation.inner)] for quotation in quotations(text)]


@pytest.mark.parametrize(
    "text",
    [
        "She said: “The pier is shut.”",
        'She said: "The pier is shut."',
        "She said: ''The pier is shut.''",
        "She said: ``The pier is shut.''",
        "She said: «The pier is shut.»",
        "She said: »The pier is shut.«",
        "She said: „The pier is shut.“",
        "She said: ‘The pier is shut.’",
        "She said: 'The pier is shut.'",
    ],
)
def test_every_style_of_marks(text: str) -> None:
    """A quotation is found in every style of marks, without the marks."""
    assert words(text) == ["The pier is shut."]


def test_spaces_inside_guillemets() -> None:
    """French spaces belong to the marks, not against them."""
    assert words("She said: « The pier is shut. »") == [" The pier is shut. "]


def test_inner_quotation() -> None:
    """A quotation within a quotation is part of the outer one."""
    assert words("She said: “He shouted ‘Stop’ and ran.”") == ["He shouted ‘Stop’ and ran."]


def test_apostrophes_open_nothing() -> None:
    """Apostrophes, possessives and lost letters are no quotation marks."""
    assert words("The dockers’ strike didn't end in the '90s, and it wasn’t Ruiz's fault.") == []


def test_possessive_inside_single_marks() -> None:
    """A possessive plural does not close a quotation in single marks."""
    assert words("‘The dockers’ demands are fair,’ she said.") == ["The dockers’ demands are fair,"]


def test_opening_mark_that_closes() -> None:
    """A mark set the wrong way round is read by what stands beside it."""
    assert words("“The pier is shut,“ she said.") == ["The pier is shut,"]


def test_quotation_over_paragraphs() -> None:
    """A quotation that opens anew at each paragraph goes on until it is closed."""
    text = "“We waited all night.\n\n“Nobody came.”\n\nThe port was quiet."
    found = quotations(text)
    assert words(text) == ["We waited all night.", "Nobody came."]
    assert [(one.continues, one.closed) for one in found] == [(False, False), (True, True)]


def test_forgotten_closing_mark() -> None:
    """A quotation that nobody closes or takes up again ends with its sentence."""
    assert words("“We will wait. The port was quiet.\n\nNobody spoke.") == ["We will wait."]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_no_marks_raise(text: str) -> None:
    """Whatever the marks, quotations are in order, apart, inside the text, and begin with a mark."""
    end = 0
    for quotation in quotations(text):
        assert end <= quotation.start < quotation.end <= len(text)
        assert "\n" not in text[quotation.start : quotation.end]
        assert quotation.opening in (1, 2)
        assert quotation.inner[0] <= quotation.inner[1]
        end = quotation.end


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_any_text(text: str) -> None:
    """No text raises."""
    assert all(isinstance(one, Quotation) for one in quotations(text))


@pytest.mark.parametrize("mark", MARKS)
def test_ten_thousand_marks(mark: str) -> None:
    """Ten thousand marks cost time in proportion: less than a second."""
    began = time.perf_counter()
    quotations(f"{mark}word {mark}" * 5_000)
    quotations(f"{mark} " * 10_000)
    assert time.perf_counter() - began < 1.0


@pytest.mark.parametrize(
    ("text", "words", "balanced"),
    [
        ("They sold it “before the day they name.” It rained.", "sold it “before the day they name",
         "sold it “before the day they name.”"),
        ("They sold it “before the day”, he said.", "“before the day", "“before the day”"),
        ("They sold it “before the day they name”, he said.", "“before the day", "before the day"),
        ("They sold “the pier and” the boat.", "the pier and” the boat", "“the pier and” the boat"),
        ("They sold “the pier and” the boat.", "pier and”", "pier and"),
        ("They sold “the pier, ‘a ruin’, and” the boat.", "‘a ruin", "‘a ruin’"),
        ("They sold “the pier and” the boat.", "the pier", "the pier"),
        ("They sold “the pier and” the boat.", "sold “the pier", "sold “the pier"),
    ],
)  # fmt: skip
def test_spans_hold_both_marks_or_none(text: str, words: str, balanced: str) -> None:
    """A span takes in the mark right beside it, or leaves its own at the edge; no word comes in or goes."""
    doc = spacy.blank("en")(text)
    span = doc.char_span(text.index(words), text.index(words) + len(words))
    assert span is not None
    start, end = DocLayout(doc).balanced((span.start, span.end))
    assert doc[start:end].text == balanced
