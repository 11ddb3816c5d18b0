"""The pipeline component: candidates, recognition, choice, locations."""

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from bot.nlp.document import spans
from bot.nlp.gazetteer import Gazetteer, ensure
from bot.nlp.toponyms.candidates import candidates
from bot.nlp.toponyms.choice import accent_of, choose
from bot.nlp.toponyms.locations import Choice, settle, told
from bot.nlp.toponyms.mentions import gather, gather_peoples
from bot.nlp.toponyms.recognition import is_people, model, recognised


@Language.factory(
    "nutgraf_toponyms",
    requires=["doc.ents", "token.tag", "token.dep"],
    assigns=["doc.spans", "doc._.locations"],
    default_config={"gazetteer": None},
)
def create(nlp: Language, name: str, gazetteer: str | None) -> "Toponyms":
    """The component, reading the gazetteer at this path; at its default path, built first if need be, when None."""
    return Toponyms(Gazetteer(ensure(Path(gazetteer) if gazetteer else None)))


class Toponyms:
    """Finds the places of a story and where they are. Raises nothing on any ``Doc``."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer

    def __call__(self, doc: Doc) -> Doc:
        texts = [token.text for token in doc]
        choices = choices_of(doc, texts, self.gazetteer)
        marked, records = [], []
        for number, location in enumerate(settle(doc, texts, choices, self.gazetteer)):
            id_ = f"l{number}"
            marked += [Span(doc, m.start, m.end, label="toponym", span_id=id_) for m in location.mentions]
            records.append({"id": id_, **location.record})
        doc.spans[spans.TOPONYMS] = marked
        doc._.locations = records
        return doc


def choices_of(doc: Doc, texts: list[str], gazetteer: Gazetteer) -> list[Choice]:
    """The names of places in a story, each with the place that it means."""
    found = candidates(doc, texts, gazetteer)
    named = recognised(doc, texts, found)
    taken = {i for candidate in named for i in range(candidate.start, candidate.end)}
    peoples = [c for c in found if is_people(c) and taken.isdisjoint(range(c.start, c.end))]
    names = [*gather(texts, named, gazetteer), *gather_peoples(peoples)]
    chosen = choose(names, model(), accent_of(texts))
    return [told(name, *places) for name, places in zip(names, chosen, strict=True)]
