"""The tokenizer: ranks whole, white space plain, and no text that it chokes on."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from bot.nlp.document.tokenizer import ranks, readable


@pytest.mark.parametrize("rank", sorted(ranks()))
def test_a_rank_is_one_token(nlp: Language, rank: str) -> None:
    """An abbreviated rank or title keeps its stop."""
    assert [token.text for token in nlp.make_doc(f"{rank} Blum")] == [rank, "Blum"]


def test_a_name_with_a_no_break_space_is_two_words(nlp: Language) -> None:
    """A no-break space parts words as a space does, and is no word of its own."""
    assert [token.text for token in nlp.make_doc("by\u00a0Karl\u202fBlum")] == ["by", "Karl", "Blum"]


@pytest.mark.parametrize("text", ["“" * 5_000 + '"' * 5_000 + "he said.", "a." * 5_000, "(" * 10_000, "x" * 100_000])
def test_an_endless_word_takes_no_time(nlp: Language, text: str) -> None:
    """Ten thousand marks in a row are read in seconds, where the stock rules take minutes, and nothing is lost."""
    began = time.process_time()
    doc = nlp.make_doc(f"He said {text} on Monday.")

    assert doc.text == f"He said {text} on Monday."
    assert time.process_time() - began < 10


@given(st.text(max_size=400) | st.text(alphabet="“”\"'() \u00a0\n.a", min_size=310, max_size=700))
def test_tokens_add_up_to_the_text(nlp: Language, text: str) -> None:
    """The tokens of any text, put together, are that text as it is read."""
    assert nlp.make_doc(text).text == readable(text)
