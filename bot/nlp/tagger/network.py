"""The encoder and its heads, run by onnxruntime on one core."""

import hashlib
import json
from functools import cache
from importlib.resources import as_file, files
from typing import Final

import numpy as np
import onnxruntime
from spacy.tokens import Doc
from tokenizers import Tokenizer

from bot.nlp.tagger.decoding import Proposal, Scores, decode
from bot.nlp.tagger.windows import Window, windows

_DATA: Final = files("bot.nlp.tagger") / "data"
# Windows that run together: more of them cost memory and win no time on one core.
_TOGETHER: Final = 4


def propose(doc: Doc) -> list[Proposal]:
    """The attributions that the tagger sees in ``doc``, which must be tagged and parsed, in the order of the text.

    Takes time in proportion to the text. Raises OSError when the weights are missing or are not those that this
    version was released with.
    """
    found: list[Proposal] = []
    pending: list[Window] = []
    for window in windows(doc, cut):
        pending.append(window)
        if len(pending) == _TOGETHER:
            found.extend(_read(pending))
            pending = []
    if pending:
        found.extend(_read(pending))
    return found


def cut(words: list[str]) -> list[list[int]]:
    """For each word the numbers of its pieces."""
    encoding = _tokenizer().encode(words, is_pretokenized=True, add_special_tokens=False)
    pieces: list[list[int]] = [[] for _ in words]
    for number, word in zip(encoding.ids, encoding.word_ids, strict=True):
        if word is not None:
            pieces[word].append(number)
    return pieces


def _read(batch: list[Window]) -> list[Proposal]:
    longest = max(len(window.ids) for window in batch)
    ids = np.zeros((len(batch), longest), dtype=np.int64)
    told = np.zeros((len(batch), longest, 4), dtype=np.int64)
    seen = np.zeros((len(batch), longest), dtype=np.float32)
    for row, window in enumerate(batch):
        length = len(window.ids)
        ids[row, :length] = window.ids
        told[row, :length] = window.features
        seen[row, :length] = 1.0
    outputs: list[Scores] = _session().run(["tags", "src", "cue"], {"ids": ids, "feats": told, "attn": seen})
    tags, sources, cues = outputs
    return [
        proposal for row, window in enumerate(batch) for proposal in decode(window, tags[row], sources[row], cues[row])
    ]


@cache
def _tokenizer() -> Tokenizer:
    tokenizer = Tokenizer.from_str((_DATA / "tokenizer.json").read_text("utf-8"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


@cache
def _session() -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # Without the arena memory is given back between stories; it cost no measurable time.
    options.enable_cpu_mem_arena = False
    with as_file(_DATA / "attribution.onnx") as path:
        weights = path.read_bytes()
    expected = json.loads((_DATA / "checksums.json").read_text("utf-8"))["attribution.onnx"]
    if hashlib.sha256(weights).hexdigest() != expected:
        raise OSError("attribution.onnx is not the file that this version of nutgraf was released with")
    return onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
