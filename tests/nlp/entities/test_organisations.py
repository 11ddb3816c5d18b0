"""Names of organisations told by their words: where they start, where they end, and how many there are."""

import pytest
import spacy
from spacy.tokens import Doc

from bot.nlp.entities.candidates import BODY, EntityCandidate
from bot.nlp.entities.organisations import find
from bot.nlp.entities.relabelling import relabel

VOCABULARY = spacy.blank("en").vocab


def tagged(*words: str) -> Doc:
    """A Doc with a tag for each word by its shape: a capital makes a proper noun, "of", "for" and "and" are joints."""
    joints = {"of": "IN", "for": "IN", "and": "CC", "the": "DT", "The": "DT"}
    tags = [joints.get(word, "NNP" if word[0].isupper() else "NN") for word in words]
    return Doc(VOCABULARY, words=list(words), tags=tags, sent_starts=[number == 0 for number in range(len(words))])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The Bank of Norland and Bank of Sudland agree", ["Bank of Norland", "Bank of Sudland"]),
        ("The Ministry of Health and the President agree", ["Ministry of Health"]),
        ("The Ministry of Health and Welfare agrees", ["Ministry of Health and Welfare"]),
        ("The Quarry Guild agrees", ["Quarry Guild"]),
    ],
)
def test_an_and_joins_only_one_name(text: str, names: list[str]) -> None:
    """What follows "and" belongs to a name when it is a bare noun of it, and not when it opens a name of its own."""
    doc = tagged(*text.split())

    assert [doc[one.start : one.end].text for one in find(doc, [])] == names
    assert {one.reason for one in find(doc, [])} == {BODY}


@pytest.mark.parametrize("text", ["Sel said that the charity Sel agrees", "The charity Sel said that Sel agrees"])
def test_a_name_is_introduced_by_its_kind_once(text: str) -> None:
    """ "The charity Sel", at whichever mention, makes an organisation of the name everywhere."""
    doc = tagged(*text.split())
    mentions = [EntityCandidate(token.i, token.i + 1, "PERSON", 0) for token in doc if token.text == "Sel"]

    assert [one.label for one in relabel(doc, mentions)] == ["ORG", "ORG"]
