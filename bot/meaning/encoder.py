"""The networks, run by onnxruntime on one core."""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Sequence
from functools import cached_property
from importlib.resources import as_file, files
from threading import Lock
from typing import Final

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

WIDTH: Final = 384
# Word pieces of a text without its two ends; the encoder was trained on texts of this length, and more adds little.
LONGEST: Final = 126
# Word pieces of a question and of a passage that are read together, as the judging half was trained.
LONGEST_QUESTION: Final = 40
LONGEST_PASSAGE: Final = 100
# A vector with its key takes about 500 bytes, so this is 10 MB: the sentences and claims of 150 stories.
KEPT: Final = 20_000
_SCALE: Final = 127.0
_CLASSIFY: Final = 101  # [CLS]
_SEPARATE: Final = 102  # [SEP]
_DATA: Final = files("bot.meaning") / "data"

States = NDArray[np.float32]
# The numbers of the pieces, and 1 for those of the passage.
Pieces = tuple[list[int], list[int]]


class Encoder:
    """``answers.Meaning``. The weights are loaded at the first call (a fifth of a second); safe in several threads.

    What was encoded last is kept, ``kept`` vectors of it, by a hash of the text and not the text. Every method raises
    OSError when the weights are missing or are not those that this version was released with.
    """

    def __init__(self, kept: int = KEPT) -> None:
        self._most = kept
        self._kept: OrderedDict[bytes, NDArray[np.int8]] = OrderedDict()
        self._lock = Lock()

    @cached_property
    def version(self) -> str:
        """The version of the encoder; vectors of another version must not be compared."""
        return "-".join(_checksums()[name][:8] for name in ("lower.onnx", "upper.onnx"))

    def vectors(self, texts: Sequence[str]) -> NDArray[np.int8]:
        """A row for each text, (texts, 384): a unit vector times 127. A text takes about 4 ms where it is not kept.

        Rows of texts that mean the same have a product near 127², of texts on other things one near 0; of a longer
        text only the first ``LONGEST`` word pieces are read.
        """
        return np.stack([self._vector(text) for text in texts]) if texts else np.zeros((0, WIDTH), np.int8)

    def fits(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
        """For each passage how well it answers the question: above 0 it rather does, below it rather does not.

        A passage takes about 5 ms; question and passage are cut at ``LONGEST_QUESTION`` and ``LONGEST_PASSAGE``.
        """
        return np.array([self._fit(question, passage) for passage in passages], np.float32)

    def pieces(self, question: str, passage: str) -> Pieces:
        """A question with a passage behind it, as the judging half reads them."""
        first, second = self._cut(question)[:LONGEST_QUESTION], self._cut(passage)[:LONGEST_PASSAGE]
        ids = [_CLASSIFY, *first, _SEPARATE, *second, _SEPARATE]
        return ids, [0] * (len(first) + 2) + [1] * (len(second) + 1)

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
        ids = [_CLASSIFY, *self._cut(text)[:LONGEST], _SEPARATE]
        row = self._upper.run(["vectors"], self._states(ids, [0] * len(ids)))[0][0]
        vector: NDArray[np.int8] = np.rint(row * _SCALE).astype(np.int8)
        return vector

    def _fit(self, question: str, passage: str) -> float:
        scores = self._judge.run(["scores"], self._states(*self.pieces(question, passage)))[0]
        return float(scores[0])

    def _states(self, ids: list[int], second: list[int]) -> dict[str, States]:
        """What the upper halves read."""
        attn = np.ones((1, len(ids)), np.float32)
        given = {"ids": np.array([ids], np.int64), "attn": attn, "second": np.array([second], np.float32)}
        return {"states": self._lower.run(["states"], given)[0], "attn": attn}

    def _cut(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return ids

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        tokenizer = Tokenizer.from_str((_DATA / "tokenizer.json").read_text("utf-8"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return tokenizer

    @cached_property
    def _lower(self) -> onnxruntime.InferenceSession:
        return _session("lower.onnx")

    @cached_property
    def _upper(self) -> onnxruntime.InferenceSession:
        return _session("upper.onnx")

    @cached_property
    def _judge(self) -> onnxruntime.InferenceSession:
        return _session("judge.onnx")


def _session(name: str) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # With the arena off a run takes as long, and its memory is given back between stories.
    options.enable_cpu_mem_arena = False
    with as_file(_DATA / name) as path:
        with path.open("rb") as weights:
            found = hashlib.file_digest(weights, "sha256").hexdigest()
        if found != _checksums()[name]:
            raise OSError(f"{name} is not the file that this version of nutgraf was released with")
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _checksums() -> dict[str, str]:
    checksums: dict[str, str] = json.loads((_DATA / "checksums.json").read_text("utf-8"))
    return checksums
