"""Names to actors."""

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc

from bot.nlp.actors import add_actor


@Language.factory("nutgraf_coreference", requires=["doc.ents", "doc.spans"], assigns=["doc.spans", "doc._.actors"])
def create(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """The component ``nutgraf_coreference``."""
    return coreference


def coreference(doc: Doc) -> Doc:
    """Put every party once into ``doc._.actors``."""
    doc._.actors = []
    doc._.actor_at = [""] * len(doc)
    for entity in doc.ents:
        if entity.label_ in ("PERSON", "ORG"):
            add_actor(doc, entity, kind="person" if entity.label_ == "PERSON" else "organisation")
    return doc
