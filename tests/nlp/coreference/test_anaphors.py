"""Anaphors: which words speak of a party without naming it, on a Doc built by hand."""

import pytest
import spacy
from spacy.tokens import Doc

from bot.nlp.coreference.anaphors import Anaphor, Layout, find

_VOCAB = spacy.blank("en").vocab


def layout(words: list[str], tags: list[str], heads: list[int], deps: list[str]) -> Layout:
    """A text of one sentence in one paragraph; its lemmas are its words in small letters, singular."""
    lemmas = [
        word.lower().removesuffix("s") if tag == "NNS" else word.lower() for word, tag in zip(words, tags, strict=True)
    ]
    lemmas = ["say" if word == "said" else lemma for word, lemma in zip(words, lemmas, strict=True)]
    doc = Doc(_VOCAB, words=words, tags=tags, heads=heads, deps=deps, lemmas=lemmas)
    return Layout(doc, ["body"] * len(doc), [0] * len(doc))


def only(text: Layout, taken: set[int] | None = None) -> Anaphor:
    """The one anaphor of a text."""
    found = find(text, taken or set())
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("word", "kind", "gender"),
    [("She", "he", "female"), ("He", "he", "male"), ("It", "it", None), ("They", "they", None)],
)
def test_pronouns(word: str, kind: str, gender: str | None) -> None:
    """A pronoun of the third person is an anaphor, and tells the gender of a person."""
    one = only(layout([word, "said"], ["PRP", "VBD"], [1, 1], ["nsubj", "ROOT"]))
    assert (one.kind, one.gender, one.speaks, one.pronoun) == (kind, gender, True, True)


@pytest.mark.parametrize(
    ("noun", "tag", "kind"),
    [
        ("agency", "NN", "body"),
        ("minister", "NN", "person"),
        ("officials", "NNS", "people"),
        ("report", "NN", "document"),
        ("country", "NN", "state"),
        ("carrack", "NN", "other"),
    ],
)
def test_nouns_that_speak(noun: str, tag: str, kind: str) -> None:
    """The subject of "said" is an anaphor of the kind its noun tells, with what stands before it."""
    one = only(
        layout(["The", "small", noun, "said"], ["DT", "JJ", tag, "VBD"], [2, 2, 3, 3], ["det", "amod", "nsubj", "ROOT"])
    )
    assert (one.kind, one.article, one.before, (one.start, one.head)) == (kind, "the", frozenset({"small"}), (0, 2))


def test_an_apposition_is_no_anaphor() -> None:
    """ "The mayor, Ruiz, said": the name speaks for both."""
    text = layout(
        ["The", "mayor", ",", "Ruiz", ",", "said"],
        ["DT", "NN", ",", "NNP", ",", "VBD"],
        [1, 5, 1, 1, 1, 5],
        ["det", "nsubj", "punct", "appos", "punct", "ROOT"],
    )
    assert find(text, {3}) == []


def test_a_noun_before_a_name_is_no_anaphor() -> None:
    """ "Mayor Ruiz said": the title is part of the name's phrase."""
    text = layout(["Mayor", "Ruiz", "said"], ["NN", "NNP", "VBD"], [1, 2, 2], ["compound", "nsubj", "ROOT"])
    assert find(text, {1}) == []


def test_states_before_a_noun_are_codes() -> None:
    """ "The U.S. agency" is an agency of the United States."""
    text = layout(
        ["The", "U.S.", "agency", "said"],
        ["DT", "NNP", "NN", "VBD"],
        [2, 2, 3, 3],
        ["det", "compound", "nsubj", "ROOT"],
    )
    one = only(text)
    assert (one.codes, one.before) == (frozenset({"US"}), frozenset())
