"""Attribution: who said what. Source, cue and content, linked; direct, indirect and mixed; with a stance.

Rules over the parse and the quotation marks. The component is ``nutgraf_attribution``; what it leaves on the ``Doc`` is
written in ``bot.nlp.document.spans``.
"""

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc

from bot.nlp.attribution.component import attribute


@Language.factory(
    "nutgraf_attribution",
    requires=["token.dep", "token.head", "token.lemma", "token.pos", "doc.spans", "doc._.actors"],
    assigns=["doc.spans", "doc._.claims"],
)
def create(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """The component ``nutgraf_attribution``."""
    return attribute
