"""The learned tagger: windows, decoding, and what it proposes."""

from itertools import pairwise

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from bot.nlp.reader import network, predict
from bot.nlp.reader.decoding import best_path, spans
from bot.nlp.reader.features import features, paragraphs
from bot.nlp.reader.windows import LONGEST, windows

VOCABULARY = spacy.blank("en").vocab
STORY = (
    "The harbour master said the eastern quay would stay closed until Friday.\n\n"
    "“Nobody will be paid for a day on which nothing was loaded,” the operator's lawyer, Ines Calder, told reporters."
)


def parsed(nlp: Language, text: str) -> Doc:
    """A text through the stock pipes alone."""
    stock = [name for name in nlp.pipe_names if not name.startswith("nutgraf_")]
    with nlp.select_pipes(enable=["nutgraf_paragraphs", *stock]):
        return nlp(text)


def plain(words: list[str]) -> Doc:
    """Words without tags or a parse."""
    return Doc(VOCABULARY, words=words, spaces=[False] * len(words))


def test_contents_come_with_their_source_and_cue(nlp: Language) -> None:
    """An indirect and a direct quotation are each proposed with the one who says it and the word of saying."""
    doc = parsed(nlp, STORY)
    found = [
        tuple(doc[slice(*span)].text if span else None for span in (one.source, one.cue))
        for one in predict(doc).proposals
    ]
    assert ("The harbour master", "said") in found
    assert any(source and "Calder" in source and cue and "told" in cue for source, cue in found)


def test_marks_do_not_confuse_the_next_paragraph() -> None:
    """A quotation left open is open in the next paragraph, and a closing mark ends it."""
    doc = plain(["“", "Stay", "\n\n", "there", "”", "he", "said"])
    told = [feature[3] for feature in features(doc, paragraphs(doc))]
    assert told == [2, 1, 0, 4, 2, 0, 0]


@given(
    st.lists(
        st.sampled_from(["“", "”", '"', "’", "word", "Word", "\n\n", " ", "9", "🎈", "שלום", "\xa0"]), max_size=120
    )
)
def test_every_word_stands_in_one_window(words: list[str]) -> None:
    """Whatever the text, each word that is not blank is read once, in a window that the encoder can take."""
    doc = plain(words)
    found = list(windows(doc, network.cut, paragraphs(doc)))
    assert [token for window in found for token in window.tokens] == [t.i for t in doc if not t.is_space]
    assert all(len(window.ids) == len(window.features) <= LONGEST + 1 for window in found)


@given(st.lists(st.tuples(*[st.floats(-9, 0)] * 3), min_size=1, max_size=40))
def test_no_inside_without_a_begin(rows: list[tuple[float, float, float]]) -> None:
    """The best path never goes from outside to inside, and scores no less than any path that was tried."""
    scores = np.array(rows, dtype=np.float32)
    path = best_path(scores)
    assert len(path) == len(rows) and path[0] != 2
    assert all(after != 2 or before != 0 for before, after in pairwise(path))
    own = sum(float(scores[row, tag]) for row, tag in enumerate(path))
    assert own >= sum(float(row[0]) for row in scores) - 1e-3


def test_stretches_end_where_the_next_begins() -> None:
    """Two contents side by side stay two."""
    assert spans([0, 1, 2, 1, 2, 2, 0, 1]) == [(1, 3), (3, 6), (7, 8)]


def test_weights_that_were_changed_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Weights that are not those of this release are not run."""
    changed = type("Digest", (), {"hexdigest": lambda self: "0"})()
    monkeypatch.setattr(network.hashlib, "file_digest", lambda *_: changed)
    network._session.cache_clear()
    with pytest.raises(OSError, match="released with"):
        network._session()
