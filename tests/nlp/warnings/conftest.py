"""A reader that says what a test tells it, for what warnings make of it."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest
from spacy.tokens import Doc

from bot.nlp.reader import TaggedSpan, WarningSentence
from bot.nlp.reader.predictions import Predictions, WarningKind, WarningPart
from bot.nlp.syntax.layout import DocLayout
from bot.nlp.warnings.candidate import WarningCandidate
from bot.nlp.warnings.component import claims_of, findings


class FakeReader(Predictions):
    """Takes every sentence for a warning with ``score``, of one kind, and tags the words it is given."""

    def __init__(
        self,
        doc: Doc,
        *,
        score: float = 0.0,
        kind: WarningKind = "threat",
        parts: Mapping[WarningPart, str] | None = None,
    ) -> None:
        super().__init__(len(doc))
        self.doc, self.sure, self.kind, self.parts = doc, score, kind, parts or {}
        self.sentences = np.array([[sentence.start, sentence.end] for sentence in doc.sents], dtype=np.int32)

    def warning(self, start: int, end: int) -> WarningSentence:
        """The same of every sentence and of any stretch."""
        return WarningSentence(start, end, 1 - self.sure, 0.0, self.sure, {self.kind: 1.0})

    def warning_spans(self, part: WarningPart, start: int, end: int) -> list[TaggedSpan]:
        """The words that were given for a part, where they stand in the stretch."""
        words = self.parts.get(part, "")
        at = self.doc.text.find(words) if words else -1
        span = self.doc.char_span(at, at + len(words)) if at >= 0 else None
        return [TaggedSpan(span.start, span.end, 0.9)] if span is not None and start <= span.start < end else []


@pytest.fixture
def quiet() -> type[FakeReader]:
    """A reader that sees no warning anywhere."""
    return FakeReader


@pytest.fixture
def find(reading: Callable[[str], Doc]) -> Callable[..., list[dict[str, str | None]]]:
    """The warnings of a text, by the rules and by a reader that says what the keywords tell: kind, rule and the words
    of each part; ``negated`` is "yes" where the text denies it."""

    def find_in(text: str, **says: Any) -> list[dict[str, str | None]]:
        doc = reading(text)
        return [_told(one, doc) for one in findings(DocLayout(doc), claims_of(doc), FakeReader(doc, **says))]

    return find_in


def _told(one: WarningCandidate, doc: Doc) -> dict[str, str | None]:
    parts = ("content", "cue", "actor", "recipient", "condition", "consequence", "deadline")
    told: dict[str, str | None] = {"kind": one.kind, "rule": one.rule, "negated": "yes" if one.negated else None}
    for part in parts:
        span = getattr(one, part)
        told[part] = doc[slice(*span)].text if span is not None else None
    return told
