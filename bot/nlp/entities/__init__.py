"""Entities: which words name a person, an organisation, a state, a group or a place.

The component is ``nutgraf_entities``; it corrects ``doc.ents``.
"""

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc

from bot.nlp.entities.component import Entities


@Language.factory("nutgraf_entities", requires=["doc.ents", "token.tag", "token.dep"], assigns=["doc.ents"])
def create(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """The component ``nutgraf_entities``."""
    return Entities(nlp)
