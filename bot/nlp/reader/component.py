"""The component ``nutgraf_reader``: runs the network once and stores what it says on the ``Doc``."""

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc

from bot.nlp.reader.network import predict
from bot.nlp.reader.predictions import Predictions

if not Doc.has_extension("predictions"):
    Doc.set_extension("predictions", default=None)


@Language.factory(
    "nutgraf_reader",
    requires=["doc.ents", "token.pos", "token.dep"],
    assigns=["doc._.predictions"],
)
def create(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """The component ``nutgraf_reader``. It has to come before whatever changes ``doc.ents``."""
    return read


def read(doc: Doc) -> Doc:
    """Store the reader's predictions in ``doc._.predictions`` as plain arrays, which go through ``to_bytes``.

    Takes time in proportion to the text. Raises OSError when the weights are not those of this release.
    """
    doc._.predictions = predict(doc).as_record()
    return doc


def predictions(doc: Doc) -> Predictions:
    """What the reader says of ``doc``. Raises ValueError where ``nutgraf_reader`` did not run."""
    record = doc._.predictions
    if record is None:
        raise ValueError("nutgraf_reader did not run on this Doc")
    return Predictions.from_record(record)
