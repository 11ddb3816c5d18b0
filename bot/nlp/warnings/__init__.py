"""Warnings: threats, ultimatums, cautions and commitments, as who, whom, if what, then what.

Rules over the parse and over the claims that attribution found. The component is ``nutgraf_warnings``; what it leaves
on the ``Doc`` is written in ``bot.nlp.document.spans``.
"""

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc

from bot.nlp.warnings.component import find_warnings


@Language.factory(
    "nutgraf_warnings",
    requires=["token.dep", "token.head", "token.lemma", "token.pos", "doc.spans", "doc._.actors", "doc._.claims"],
    assigns=["doc.spans", "doc._.warnings", "doc._.claims"],
)
def create(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """The component ``nutgraf_warnings``."""
    return find_warnings
