"""Pronouns: who is "he", what is "it", who are "they"?"""

from collections.abc import Sequence

from spacy.tokens import Doc

from bot.nlp.parties import Party


def resolve(doc: Doc, parties: Sequence[Party], roles: Sequence[str], numbers: Sequence[int]) -> None:
    """Add pronoun mentions to ``parties``."""
