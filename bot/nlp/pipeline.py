"""The pipeline: load it, run it over an article, and say which version it is.

tokenizer → nutgraf_paragraphs → the stock pipes → nutgraf_reader → nutgraf_entities → nutgraf_coreference →
nutgraf_attribution → nutgraf_warnings → nutgraf_toponyms. What each leaves on the Doc is written in
``bot.nlp.document.spans``.
"""

from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from bot.models import Article, Paragraph, Report
from bot.nlp.document import paragraphs, tokenizer
from bot.nlp.report import to_report
from bot.nlp.versioning import MODEL, pipeline_version

COMPONENTS: Final = (
    ("nutgraf_reader", "bot.nlp.reader"),
    ("nutgraf_entities", "bot.nlp.entities"),
    ("nutgraf_coreference", "bot.nlp.coreference"),
    ("nutgraf_attribution", "bot.nlp.attribution"),
    ("nutgraf_warnings", "bot.nlp.warnings"),
    ("nutgraf_toponyms", "bot.nlp.toponyms"),
)
# The stock pipes hold about 1 MB for each thousand characters while they run, so a long text goes through them in
# parts of whole paragraphs. 40,000 characters is longer than nearly every story.
PART: Final = 40_000


def load_pipeline(gazetteer: Path | None = None) -> Language:
    """The whole pipeline, ready to read. ``gazetteer`` is the places file (built at its default path when None).

    Loading takes about a second. Raises OSError when the language model is not installed.
    """
    nlp = spacy.load(MODEL, exclude=["senter"])
    nlp.max_length = 10**9  # long texts go through in parts
    tokenizer.install(nlp)
    nlp.add_pipe("nutgraf_paragraphs", first=True)
    for name, module in COMPONENTS:
        import_module(module)  # registers the factory, where the package's entry points are not installed
        config: dict[str, Any] = {}
        if name == "nutgraf_toponyms" and gazetteer is not None:
            config["gazetteer"] = str(gazetteer)
        nlp.add_pipe(name, config=config)
    return nlp


def read(nlp: Language, text: str, given: list[Paragraph] | None = None) -> Doc:
    """``text`` through the whole pipeline. ``given`` are its paragraphs where the page already told them.

    Takes time and memory in proportion to the length of the text.
    """
    found = given or paragraphs.split(text)
    parts = _parts(text, found)
    if len(parts) == 1:
        doc = nlp.make_doc(text)
        paragraphs.place(doc, found)
        return nlp(doc)
    own = {name for name, _ in COMPONENTS}
    stock = [name for name in nlp.pipe_names if name not in own]
    docs = []
    with nlp.select_pipes(enable=stock):
        for start, end in parts:
            doc = nlp.make_doc(text[start:end])
            inside = [
                Paragraph(start=max(p.start, start) - start, end=min(p.end, end) - start, role=p.role)
                for p in found
                if p.start < end and start < p.end
            ]
            paragraphs.place(doc, inside)
            docs.append(nlp(doc))
    whole = Doc.from_docs(docs, ensure_whitespace=False)
    if whole is None:
        raise ValueError("no parts")
    paragraphs.place(whole, found)
    for name, component in nlp.pipeline:
        if name in own:
            whole = component(whole)
    return whole


def _parts(text: str, found: list[Paragraph]) -> list[tuple[int, int]]:
    """Where to cut a long text: before a paragraph, or at a space where one paragraph is longer than a part."""
    cuts = [0]
    breaks = [paragraph.start for paragraph in found if paragraph.start > 0] + [len(text)]
    last = 0
    for position in breaks:
        if position - cuts[-1] > PART and last > cuts[-1]:
            cuts.append(last)
        while position - cuts[-1] > PART:
            space = text.rfind(" ", cuts[-1] + PART // 2, cuts[-1] + PART)
            cuts.append(space if space > 0 else cuts[-1] + PART)
        last = position
    if cuts[-1] != len(text) or len(cuts) == 1:
        cuts.append(len(text))
    return list(pairwise(cuts))


def extract(nlp: Language, article: Article) -> Report:
    """Everything that stands in ``article``; its text is left as it is, and every offset counts in it."""
    doc = read(nlp, article.text, article.paragraphs)
    return to_report(doc, article, pipeline_version())
