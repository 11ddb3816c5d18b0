"""Texts as vectors: those that mean the same lie close, whatever their words."""

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from bot.encoder.network import checksum, open_network
from bot.encoder.pieces import load_tokenizer

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Tokenizer

WIDTH: Final = 384
# Word pieces of a text, with its two ends; the encoder was trained on texts of this length, and more adds little.
LONGEST: Final = 128
# A vector with its key takes about 500 bytes, so this is 10 MB: the sentences and claims of 150 stories.
KEPT: Final = 20_000
_SCALE: Final = 127.0


class SentenceEncoder:
    """``answers.encoders.SentenceEncoder``. The weights are loaded at the first call (a fifth of a second); safe in
    several threads.

    What was encoded last is kept, ``kept`` vectors of it, by a hash of the text and not the text.
    """

    def __init__(self, kept: int = KEPT) -> None:
        self._most = kept
        self._kept: OrderedDict[bytes, NDArray[np.int8]] = OrderedDict()
        self._lock = Lock()

    @cached_property
    def version(self) -> str:
        """The version of the weights; vectors of another version must not be compared."""
        return checksum("encoder.onnx")[:12]

    def vectors(self, texts: Sequence[str]) -> NDArray[np.int8]:
        """A row for each text, (texts, 384): a unit vector times 127. A text takes about 4 ms where it is not kept.

        Rows of texts that mean the same have a product near 127², of texts on other things one near 0; of a longer
        text only the first 126 word pieces are read. Raises OSError when the weights are missing or are not those
        that this version was released with.
        """
        return np.stack([self._vector(text) for text in texts]) if texts else np.zeros((0, WIDTH), np.int8)

    def _vector(self, text: str) -> NDArray[np.int8]:
        key = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        with self._lock:
            known = self._kept.get(key)
            if known is not None:
                self._kept.move_to_end(key)
                return known
        made = self._encode(text)
        with self._lock:
            self._kept[key] = made
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made

    def _encode(self, text: str) -> NDArray[np.int8]:
        # One text at a time: four together, padded to one length, took longer than one after the other on one core.
        ids = self._tokenizer.encode(text).ids
        (rows,) = self._session.run(
            ["vectors"], {"ids": np.array([ids], np.int64), "attn": np.ones((1, len(ids)), np.float32)}
        )
        vector: NDArray[np.int8] = np.rint(rows[0] * _SCALE).astype(np.int8)
        return vector

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        tokenizer = load_tokenizer()
        tokenizer.enable_truncation(LONGEST)
        return tokenizer

    @cached_property
    def _session(self) -> "onnxruntime.InferenceSession":
        return open_network("encoder.onnx")
