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

from bot.nlp.reader.decoding import Scores
from bot.nlp.reader.predictions import Predictions
from bot.nlp.reader.windows import Window, read_paragraphs, windows

_DATA: Final = files("bot.nlp.reader") / "data"
_WEIGHTS: Final = "reader.onnx"
OUTPUTS: Final = ("tags", "sources", "cues", "warning_parts", "mentions", "warnings")


def predict(doc: Doc) -> Predictions:
    """What the network says of ``doc``, which must be tagged and parsed, with the recogniser's entities.

    Takes time in proportion to the text. Raises OSError when the weights are missing or are not those that this
    version was released with.
    """
    # One window at a time: four together, padded to one length, took 1.5 times as long on one core.
    predictions = Predictions(len(doc))
    for window in windows(doc, cut, read_paragraphs(doc)):
        predictions.add(window, _run(window))
    sentences = [(one.start, one.end) for one in doc.sents if predictions.read[one.start : one.end].any()]
    predictions.sentences = np.array(sentences, dtype=np.int32).reshape(-1, 2)
    return predictions


def cut(words: list[str]) -> list[list[int]]:
    """For each word the numbers of its pieces."""
    encoding = _tokenizer().encode(words, is_pretokenized=True, add_special_tokens=False)
    pieces: list[list[int]] = [[] for _ in words]
    for number, word in zip(encoding.ids, encoding.word_ids, strict=True):
        if word is not None:
            pieces[word].append(number)
    return pieces


def _run(window: Window) -> dict[str, Scores]:
    outputs = _session().run(
        OUTPUTS,
        {
            "ids": np.array([window.ids], dtype=np.int64),
            "feats": np.array([window.features], dtype=np.int64),
            "attn": np.ones((1, len(window.ids)), dtype=np.float32),
        },
    )
    return {name: output[0] for name, output in zip(OUTPUTS, outputs, strict=True)}


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
    # With the arena off a run takes as long, and its memory is given back between stories.
    options.enable_cpu_mem_arena = False
    expected = json.loads((_DATA / "checksums.json").read_text("utf-8"))[_WEIGHTS]
    with as_file(_DATA / _WEIGHTS) as path:
        with path.open("rb") as weights:
            found = hashlib.file_digest(weights, "sha256").hexdigest()
        if found != expected:
            raise OSError(f"{_WEIGHTS} is not the file that this version of nutgraf was released with")
        # Fusing the sum with the normalisation after it made a run 1.2 times as slow (onnxruntime 1.32, x86-64).
        return onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
        )
