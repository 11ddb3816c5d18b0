"""Whose a claim is where the sentence is long, and what is claimed behind a preposition or in the passive."""

from collections.abc import Callable

import numpy as np
import pytest
from spacy.language import Language

from bot.models import Report
from bot.nlp.attribution.ranking import candidates
from bot.nlp.attribution.rules import Attribution
from bot.nlp.reader import Predictions, Proposal
from bot.nlp.reader.windows import Window
from bot.nlp.syntax.layout import DocLayout

Reader = Callable[[str], Report]


def said(report: Report) -> list[tuple[str | None, str]]:
    """Source and content of each claim, as they stand in the text."""
    text = report.article.text
    return [(one.source and one.source.of(text), report.words(one.content)) for one in report.claims]


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        (
            "The operator announced on Monday that it had filed the plan, saying the repairs would cost nothing.",
            ("The operator", "the repairs would cost nothing"),
        ),
        (
            "Mayor Ana Ruiz held a meeting on Monday to say that the bridge was safe.",
            ("Mayor Ana Ruiz", "the bridge was safe"),
        ),
        (
            "Ana Ruiz has said she wants a new pier and has expressed support for the plan of the dockers.",
            ("Ana Ruiz", "support for the plan of the dockers"),
        ),
        (
            "Ana Ruiz said that she was tired of the delays and noted that the cranes had been promised for May.",
            ("Ana Ruiz", "the cranes had been promised for May"),
        ),
        (
            "In addition to stating that the cranes are old, Ana Ruiz has vowed to replace them.",
            ("Ana Ruiz", "the cranes are old"),
        ),
        (
            "The harbour master is likely to stress that the cranes are old.",
            ("The harbour master", "the cranes are old"),
        ),
        (
            "Addressing the dockers, the branch secretary, Ana Ruiz, bluntly suggested that the strike was over.",
            ("the branch secretary, Ana Ruiz", "the strike was over"),
        ),
        (
            "The operator has faced criticism for claiming that the cranes were safe.",
            ("The operator", "the cranes were safe"),
        ),
        (
            "HARBOUR ISLAND ― Ana Ruiz said on Monday that the pier was closed.",
            ("Ana Ruiz", "the pier was closed"),
        ),
    ],
)
def test_source(report: Reader, sentence: str, claim: tuple[str, str]) -> None:
    """A second verb, a participle or an infinitive has the speaker of its sentence, not the noun beside it."""
    assert claim in said(report(sentence))


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        (
            "The harbour master warned of a second collapse at the eastern quay.",
            ("The harbour master", "a second collapse at the eastern quay"),
        ),
        (
            "The dockers criticized the operator for closing the eastern quay.",
            ("The dockers", "the operator for closing the eastern quay"),
        ),
        (
            "The minister referred to the closed quay as a necessary sacrifice.",
            ("The minister", "the closed quay as a necessary sacrifice"),
        ),
        (
            "Ana Ruiz praised the patience of the crews who had waited outside the port.",
            ("Ana Ruiz", "the patience of the crews who had waited outside the port"),
        ),
        (
            "The operator was accused of hiding the crack in the northern crane.",
            (None, "The operator … of hiding the crack in the northern crane"),
        ),
        (
            "The operator was accused by the dockers' union of hiding the crack in the northern crane.",
            ("the dockers' union", "The operator … of hiding the crack in the northern crane"),
        ),
    ],
)
def test_content_without_a_clause(report: Reader, sentence: str, claim: tuple[str | None, str]) -> None:
    """Objects, what a preposition brings and both parts of a passive are contents."""
    assert claim in said(report(sentence))


def test_short_admission(report: Reader) -> None:
    """What an admission admits is a content, however short."""
    found = report("The dockers went home at noon, and the operator admitted a mistake.")
    assert said(found) == [("the operator", "a mistake")]


def test_who_is_blamed_for_saying_it(report: Reader) -> None:
    """What the minister is criticised for saying is never said by the critics."""
    found = said(report("The dockers criticized the minister for stating that the cranes were safe."))
    assert found
    assert ("The dockers", "the cranes were safe") not in found


def test_warned_of(report: Reader) -> None:
    """ "warned of" is a warning like "warned that"."""
    found = report("The harbour master warned of a second collapse at the eastern quay.")
    assert [one.stance for one in found.claims] == ["warns"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The union urged the mayor to condemn the closure of the eastern quay.",
        "The union demands that the mayor condemn the closure of the eastern quay.",
    ],
)
def test_what_is_asked_for_has_not_been_said(report: Reader, sentence: str) -> None:
    """Who is urged to condemn something has not condemned it."""
    assert [source for source, _ in said(report(sentence))] == ["The union"]


def test_passive_with_quotation(report: Reader) -> None:
    """'was called “…” by X' is X's, never the thing's."""
    found = report("The eastern pier was called “a ruin of the worst kind” by Ana Ruiz, the harbour master.")
    quoted = [(source, content) for source, content in said(found) if "ruin" in content]
    assert quoted == [("Ana Ruiz, the harbour master", "“a ruin of the worst kind”")]


def seen_by(doc_words: int, linked: int, sure: float) -> Predictions:
    """A reader that reads so many words and links each to the word at ``linked`` with probability ``sure``.

    Three blanks after them are not read.
    """
    pieces = doc_words + 1
    window = Window(ids=[0] * pieces, places=list(range(1, pieces)), tokens=list(range(doc_words)))
    links = np.full((pieces, pieces), np.log((1 - sure) / doc_words), dtype=np.float32)
    links[:, linked + 1] = np.log(sure)
    widths = {"tags": 9, "warning_parts": 15, "mentions": 7, "warnings": 8}
    zeros = {name: np.zeros((pieces, width), dtype=np.float32) for name, width in widths.items()}
    predictions = Predictions(doc_words + 3)
    predictions.add(window, {**zeros, "sources": links, "cues": links})
    return predictions


@pytest.mark.parametrize(("sure", "source"), [(0.95, (2, 3)), (0.6, (0, 1))])
def test_a_sure_reader_corrects_the_source_of_a_rule(nlp: Language, sure: float, source: tuple[int, int]) -> None:
    """Another source of the reader replaces the rule's only where the reader is sure and gives the rule's no chance."""
    doc = nlp.make_doc("Ruiz told Calder the old cranes were safe")
    predictions = seen_by(len(doc), linked=2, sure=sure)
    predictions.proposals = [Proposal(content=(3, 8), source=(2, 3), cue=(1, 2), sure=0.9, linked=sure)]
    rule = Attribution([(3, 8)], "clause", "states", 0.8, cue=(1, 2), source=(0, 1))
    (candidate,) = candidates([rule], predictions, DocLayout(doc))
    assert candidate.rule is not None
    assert candidate.rule.source == source


def test_share_of_a_source(nlp: Language) -> None:
    """The reader's view of any source can be asked for, also of one that it did not propose; blanks are unknown."""
    predictions = seen_by(6, linked=2, sure=0.9)
    assert predictions.share([(3, 6)], (1, 3)) == pytest.approx(0.9 + 0.1 / 6, abs=0.01)
    assert predictions.share([(3, 6)], None) == pytest.approx(0.1 / 6, abs=0.01)
    assert predictions.share([(6, 9)], (1, 3)) == 0.5


def test_the_same_words_are_one_claim(report: Reader) -> None:
    """Where rules and reader cut the same words in two ways, one of them stands."""
    cut = report(
        "The Northern Rebel Brigade posted a video that it claimed showed its fighters near Ostrow, close to where "
        "government troops were shelled last week."
    )
    assert len(cut.claims) == 1
