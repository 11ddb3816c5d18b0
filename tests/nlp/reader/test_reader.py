"""The learned reader: what it is told, how it cuts a text, and what its predictions say."""

from itertools import pairwise

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, Span

from bot.nlp.reader import MENTION_KINDS, WARNING_PARTS, Predictions, network, predictions
from bot.nlp.reader.decoding import best_path, pooled, softmax, spans
from bot.nlp.reader.features import SIZES, features, paragraphs
from bot.nlp.reader.windows import LONGEST, Window, windows

VOCABULARY = spacy.blank("en").vocab
STORY = (
    "The harbour master said the eastern quay would stay closed until Friday.\n\n"
    "“Nobody will be paid for a day without any loading,” the operator's lawyer, Ines Calder, told reporters.\n\n"
    "The transport union warned that it would block the port from Monday unless the back pay arrives."
)


@pytest.fixture(scope="module")
def story(nlp: Language) -> Doc:
    """The story through the stock pipes and the reader."""
    own = [name for name in nlp.pipe_names if name.startswith("nutgraf_")]
    with nlp.select_pipes(disable=[name for name in own if name not in ("nutgraf_paragraphs", "nutgraf_reader")]):
        return nlp(STORY)


def plain(words: list[str]) -> Doc:
    """Words without tags or a parse."""
    return Doc(VOCABULARY, words=words, spaces=[False] * len(words))


def scored(words: int, **outputs: np.ndarray) -> Predictions:
    """Predictions of a text that stands in one window, a piece a word, with these scores and all others 0."""
    pieces = words + 1
    window = Window(ids=[0] * pieces, places=list(range(1, pieces)), tokens=list(range(words)))
    shapes = {"tags": 9, "sources": pieces, "cues": pieces, "warning_parts": 15, "mentions": 7, "warnings": 8}
    zeros = {name: np.zeros((pieces, width), dtype=np.float32) for name, width in shapes.items()}
    made = Predictions(words)
    made.add(window, {**zeros, **outputs})
    return made


def test_contents_come_with_their_source_and_cue(story: Doc) -> None:
    """An indirect and a direct quotation are each proposed with the one who says it and the word of saying."""
    found = [
        tuple(story[slice(*span)].text if span else None for span in (one.source, one.cue))
        for one in predictions(story).proposals
    ]
    assert ("The harbour master", "said") in found
    assert any(source and "Calder" in source and cue and "told" in cue for source, cue in found)


def test_a_warning_scores_above_other_sentences(story: Doc) -> None:
    """The sentence that holds the warning is the likeliest, and its kind no caution."""
    sentences = predictions(story).warning_sentences
    likeliest = max(sentences, key=lambda sentence: sentence.score)
    assert story[likeliest.start : likeliest.end].text.startswith("The transport union warned")
    assert likeliest.score > 0.8
    assert likeliest.kinds["caution"] < 0.5


def test_parts_of_a_warning_are_tagged(story: Doc) -> None:
    """What is warned of, and on which condition, are found within the sentence."""
    seen = predictions(story)
    last = seen.warning_sentences[-1]
    (content,) = seen.warning_spans("content", last.start, last.end)
    assert "block the port" in story[content.start : content.end].text
    (condition,) = seen.warning_spans("condition", last.start, last.end)
    assert "the back pay arrives" in story[condition.start : condition.end].text


def test_a_person_is_a_person(story: Doc) -> None:
    """A name is told by its kind, and a verb is outside of mentions."""
    seen = predictions(story)
    name = next(token.i for token in story if token.text == "Ines")
    kinds = seen.mention(name, name + 2)
    assert max(kinds, key=kinds.__getitem__) == "person"
    verb = next(token.i for token in story if token.text == "warned")
    assert seen.mention(verb, verb + 1)["outside"] > 0.5


def test_predictions_go_through_bytes(nlp: Language, story: Doc) -> None:
    """What the reader says survives the storing of a Doc."""
    before, after = predictions(story), predictions(Doc(nlp.vocab).from_bytes(story.to_bytes()))
    assert after.proposals == before.proposals
    assert after.warning_sentences == before.warning_sentences
    assert np.array_equal(after.mentions, before.mentions)
    assert after.share([(4, 12)], (0, 3)) == before.share([(4, 12)], (0, 3))


def test_without_the_component_there_are_no_predictions() -> None:
    """Asking a Doc that the reader did not read is an error that says so."""
    with pytest.raises(ValueError, match="did not run"):
        predictions(plain(["Word"]))


def test_what_is_boilerplate_is_not_read(nlp: Language) -> None:
    """Lines that no facts are taken from have no predictions."""
    doc = nlp("Karl Blum spoke on Monday.\n\nRead more: the port in pictures")
    seen = predictions(doc)
    assert seen.read[:5].all() and not seen.read[-4:].any()
    assert not seen.mentions[-4:].any()
    assert seen.mention(len(doc) - 2, len(doc)) == dict.fromkeys(MENTION_KINDS, 0.0)


def test_tagged_spans_of_a_part() -> None:
    """A part's spans are the likeliest tags within the range asked for, with their mean probability."""
    parts = np.zeros((6, 15), dtype=np.float32)
    condition = 3 * WARNING_PARTS.index("condition")
    parts[:, condition] = 9
    parts[2, condition : condition + 3] = [0, 9, 0]
    parts[3, condition : condition + 3] = [0, 0, 9]
    seen = scored(5, warning_parts=parts)
    (span,) = seen.warning_spans("condition", 0, 5)
    assert (span.start, span.end) == (1, 3) and span.probability > 0.99
    assert seen.warning_spans("condition", 3, 5) == []


def test_spans_of_a_part_that_touch_are_one() -> None:
    """A part that begins anew right behind itself goes on."""
    parts = np.zeros((5, 15), dtype=np.float32)
    parts[1:3, :3] = parts[4, :3] = [0, 9, 0]
    parts[3, :3] = [0, 0, 9]
    assert [(span.start, span.end) for span in scored(4, warning_parts=parts).warning_spans("content", 0, 4)] == [
        (0, 4)
    ]


def test_optional_warnings_are_neutral() -> None:
    """A sentence's score is required against none, whatever is optional; all three sum to 1."""
    values = np.zeros((4, 8), dtype=np.float32)
    values[1:, 1:4] = np.log([0.1, 0.6, 0.3])
    sentence = scored(3, warnings=values).warning(0, 3)
    assert sentence.score == pytest.approx(0.75)
    assert sentence.none + sentence.optional + sentence.required == pytest.approx(1)


def test_attention_weighs_the_words() -> None:
    """A word of high attention decides; no words give no values."""
    scores = np.array([[5, 1, 0], [-5, 0, 1]], dtype=np.float32)
    assert pooled(scores) == pytest.approx([1, 0], abs=1e-3)
    assert pooled(scores[:0]).tolist() == [0, 0]


def test_marks_do_not_confuse_the_next_paragraph() -> None:
    """A quotation left open is open in the next paragraph, and a closing mark ends it."""
    doc = plain(["“", "Stay", "\n\n", "there", "”", "he", "said"])
    told = [feature[3] for feature in features(doc, paragraphs(doc))]
    assert told == [2, 1, 0, 4, 2, 0, 0]


def test_the_reader_is_told_the_line() -> None:
    """The first line, lines without a stop and datelines are told apart."""
    doc = plain(["Port", "Shut", "\n\n", "VELMAR", "–", "Closed", ".", "\n\n", "More", "\n\n", "Open", "."])
    told = [feature[5] for feature in features(doc, paragraphs(doc))]
    assert told == [2, 2, 0, 7, 3, 3, 3, 0, 6, 0, 5, 5]


def test_the_reader_is_told_the_recognisers_guess() -> None:
    """An entity's group and where it begins are told, and what is none apart from what is not known."""
    doc = plain(["Ines", "Calder", "left", "Velmar"])
    assert [feature[4] for feature in features(doc, paragraphs(doc))] == [0, 0, 0, 0]
    doc.set_ents([Span(doc, 0, 2, "PERSON"), Span(doc, 3, 4, "GPE")])
    assert [feature[4] for feature in features(doc, paragraphs(doc))] == [2, 3, 1, 8]


@given(
    st.lists(
        st.sampled_from(["“", "”", '"', "’", "word", "Word", "\n\n", " ", "9", "🎈", "שלום", "\xa0", "-", "."]),
        max_size=120,
    )
)
def test_every_word_stands_in_one_window(words: list[str]) -> None:
    """Whatever the text, each word that is not blank is read once, in a window that the encoder can take."""
    doc = plain(words)
    found = list(windows(doc, network.cut, paragraphs(doc)))
    assert [token for window in found for token in window.tokens] == [t.i for t in doc if not t.is_space]
    assert all(len(window.ids) == len(window.features) <= LONGEST + 1 for window in found)
    told = {feature for window in found for feature in window.features}
    assert all(0 <= value < size for feature in told for value, size in zip(feature, SIZES, strict=True))


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


def test_probabilities_sum_to_one() -> None:
    """Scores of any size become probabilities."""
    assert softmax(np.array([[1000.0, 0.0], [-1000.0, -1000.0]], dtype=np.float32)).tolist() == [[1, 0], [0.5, 0.5]]


def test_weights_that_were_changed_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Weights that are not those of this release are not run."""
    changed = type("Digest", (), {"hexdigest": lambda self: "0"})()
    monkeypatch.setattr(network.hashlib, "file_digest", lambda *_: changed)
    network._session.cache_clear()
    with pytest.raises(OSError, match="released with"):
        network._session()
