"""Coreference: which mentions are one actor, and under which name, aliases and role.

The component is ``nutgraf_coreference``; what it leaves on the ``Doc`` is written in ``bot.nlp.document.spans``.
"""

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc

from bot.nlp.coreference.component import build_actors


@Language.factory(
    "nutgraf_coreference",
    requires=["doc.ents", "doc.spans", "token.dep"],
    assigns=["doc.spans", "doc._.actors", "doc._.actor_at"],
)
def create(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """The component ``nutgraf_coreference``."""
    return build_actors
