"""The encoder: close texts lie close, and nothing but the weights of this version is used."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.encoders import cosines
from bot.answers.search.vectors import vectors_version
from bot.encoder import SentenceEncoder, network

ENCODER = SentenceEncoder()


@pytest.mark.parametrize(
    ("text", "close", "other"),
    [
        ("The dam will hold.", "the dam is in no danger of giving way", "the clinic's files were stolen"),
        ("firefighters were injured", "two of our crew were burned", "the mayor will not step down"),
        ("classes get bigger", "class sizes would rise to 34 pupils", "the ferry stops at midnight"),
    ],
)
def test_what_means_the_same_lies_closer(text: str, close: str, other: str) -> None:
    """A paraphrase lies closer than a sentence on something else."""
    one, two, three = ENCODER.vectors([text, close, other])
    near, far = cosines(one, np.stack([two, three]))
    assert near > far + 0.2


def test_no_texts_are_no_rows() -> None:
    """Nothing in, nothing out, with the width of a vector."""
    assert ENCODER.vectors([]).shape == (0, 384)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300))
def test_any_text_has_a_vector(text: str) -> None:
    """Every text, however odd, gets a unit vector times 127, the same each time."""
    vector = ENCODER.vectors([text])[0]
    assert abs(float(np.linalg.norm(vector.astype(float))) - 127) < 3
    assert (vector == SentenceEncoder(kept=1).vectors([text])[0]).all() or text == ""


def test_a_long_text_is_read_to_its_126th_piece() -> None:
    """What stands behind changes nothing."""
    start = "the harbour " * 70
    one, two = ENCODER.vectors([start, start + "and a dragon ate the mayor"])
    assert (one == two).all()


def test_what_is_kept_is_bounded_and_holds_no_text() -> None:
    """The newest vectors are kept under a hash of their text."""
    small = SentenceEncoder(kept=3)
    small.vectors([f"berth {number}" for number in range(10)])
    assert len(small._kept) == 3
    assert all(isinstance(key, bytes) and len(key) == 16 for key in small._kept)


def test_several_threads_may_ask_at_once() -> None:
    """They get what one alone gets."""
    texts = [f"berth {number} stays closed" for number in range(8)]
    fresh = SentenceEncoder()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda text: fresh.vectors([text])[0], texts * 2))
    assert (np.stack(found[:8]) == ENCODER.vectors(texts)).all()
    assert (np.stack(found[8:]) == np.stack(found[:8])).all()


def test_other_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is not the one of this version is not run."""
    for name in ("tokenizer.json", "checksums.json"):
        (tmp_path / name).write_bytes((Path(str(network._DATA)) / name).read_bytes())
    (tmp_path / "encoder.onnx").write_bytes(b"something else")
    monkeypatch.setattr(network, "_DATA", tmp_path)
    with pytest.raises(OSError, match="not the file"):
        SentenceEncoder().vectors(["the dam will hold"])


def test_the_version_is_that_of_the_weights() -> None:
    """The same for every encoder of a release, and part of the version of what is stored."""
    assert SentenceEncoder().version == ENCODER.version
    assert vectors_version(ENCODER).startswith(ENCODER.version)
