"""Paragraphs and their roles, by rules that say what a line means."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from bot.nlp.document.paragraphs import split
from bot.nlp.document.tokenizer import readable

STORY = """Harbour Union Calls Off Strike After Night of Talks

By Ana Ruiz

Port, Harbour UnionPort, Harbour Union

Cranes at the container terminal of Porto Velho

The harbour union called off its strike on Monday, its chairwoman said.

“We have what we came for,” said Ruiz.

“We have what we came for,” said Ruiz.

Reporting by Lee Marsh; editing by Jo Frank

Read more: What the dockers want

Related stories

© 2026 The Porto Herald. All rights reserved.
"""


def roles(text: str) -> list[str]:
    """The roles of the paragraphs of ``text``, in order."""
    return [paragraph.role for paragraph in split(text)]


def test_every_line_of_a_news_page_has_its_role() -> None:
    """Headline, by-lines, doubled tags, a caption without a verb, body and page furniture are told apart."""
    expected = ["headline", "byline", "boilerplate", "caption", "body", "body", "body", "byline"]

    assert roles(STORY) == [*expected, "boilerplate", "boilerplate", "boilerplate"]


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Additional reporting by Kim Park and Sue Long", "byline"),
        ("Jo Frank contributed to this report.", "byline"),
        ("Follow @porto on Twitter", "boilerplate"),
        ("Photo: Ana Ruiz/Harbour Pictures", "caption"),
        ("Dockers wait outside the gate. (Photo by Lee Marsh)", "caption"),
        ("This story was first published in the evening edition.", "boilerplate"),
        ("Subscribe to our newsletter", "boilerplate"),
        ("Tags: harbour, strike", "boilerplate"),
        ("Monday, May 4, 2026", "boilerplate"),
        ("The reporting by the commission was wrong, the minister said.", "body"),
        ("He shared the photo with the court.", "body"),
        ("Read the law, the judge told them, and went home.", "body"),
    ],
)
def test_the_role_of_one_line(line: str, role: str) -> None:
    """A line in the middle of a story gets the role that its words mean."""
    text = f"The port is closed, the mayor said on Monday.\n\n{line}\n\nIt opens again on Friday, she said."

    assert roles(text)[1] == role


@pytest.mark.parametrize(
    "first",
    [
        "Harbour strike ends after night of talks",
        "Harbour Strike Ends After Night of Talks.",
        "Will the harbour open again?",
    ],
)
def test_a_short_first_line_without_a_stop_is_the_headline(first: str) -> None:
    """A headline has no full stop, or is in title case, or asks."""
    assert (
        roles(f"{first}\n\nThe port of Porto Velho opened again on Monday after a week, the mayor said.")[0]
        == "headline"
    )


def test_a_first_sentence_is_no_headline() -> None:
    """A first paragraph with a full stop in plain case is body."""
    assert (
        roles("The port opened on Monday.\n\nIt had been closed for a week, the mayor of the town said.")[0] == "body"
    )


def test_a_hard_wrapped_sentence_is_one_paragraph() -> None:
    """A line break inside a sentence, as PDF and mail have them, ends no paragraph."""
    text = "The harbour union of the town called off the strike that had closed\nthe port for a week.\nShe was glad."

    assert [paragraph.of(text) for paragraph in split(text)] == [text[: text.index("\nShe")], "She was glad."]


def test_windows_line_ends_are_line_ends() -> None:
    """CRLF breaks paragraphs as LF does, and offsets count in the text as it is."""
    text = "One line here.\r\n\r\nAnother line there."

    assert [paragraph.of(text) for paragraph in split(text)] == ["One line here.", "Another line there."]


def test_sentences_start_with_paragraphs(reading: Callable[[str], Doc]) -> None:
    """A quotation's reporting clause stays with it, whatever the paragraph before looks like."""
    doc = reading("The port is closed\n\n“We are ready,” she said.\n\nNobody came to the gate")
    starts = {sentence.start_char for sentence in doc.sents}

    assert {paragraph.start for paragraph in split(doc.text)} <= starts


def test_a_rank_ends_no_sentence(reading: Callable[[str], Doc]) -> None:
    """ "Maj. Gen." is two words of one sentence."""
    doc = reading("The order came from Maj. Gen. Rosa Blum of the Porto garrison. It was late.")

    assert [sentence.text for sentence in doc.sents] == [
        "The order came from Maj. Gen. Rosa Blum of the Porto garrison.",
        "It was late.",
    ]


def test_a_headline_is_one_sentence(reading: Callable[[str], Doc]) -> None:
    """A headline is not cut where a small word has a capital."""
    text = "Porto Says It Will Close Harbour Near Old Town if Strike Goes On\n\nThe mayor of Porto said so on Monday."

    assert next(iter(reading(text).sents)).text.strip() == text.split("\n")[0]


@given(st.text(alphabet=st.sampled_from("aB .,\n\r\t\u00a0\u2028“”\"'’🙂א-"), max_size=200))
def test_any_text_splits_into_paragraphs_in_order(text: str) -> None:
    """Paragraphs never overlap, stay inside the text and leave out nothing but white space."""
    found = split(text)
    left = readable(text)
    for paragraph in reversed(found):
        assert paragraph.start < paragraph.end
        left = left[: paragraph.start] + left[paragraph.end :]

    assert left.strip(" \n") == ""
    assert [p.start for p in found] == sorted(p.start for p in found)


@given(st.text(max_size=300))
def test_reading_changes_no_offset(text: str) -> None:
    """The text as the pipeline reads it is as long as the text that was given."""
    assert len(readable(text)) == len(text)
