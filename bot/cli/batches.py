"""``--jsonl``: many texts through one pipeline in this process; no Slack, no Redis, no network."""

import json
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from bot.cli.lines import Line, answered, run_batch, say
from bot.models import Article, Report
from bot.presentation.sentences import NOT_FOUND

# Questions about one story mostly stand side by side; a report is some hundred kilobytes.
_REMEMBERED: Final = 32


class TextLine(Line):
    """A text to extract from."""

    doc_id: str
    text: str


class QuestionLine(Line):
    """A question about a text, with the one before it in the thread."""

    id: str
    question: str
    text: str
    previous: str | None = None


def extract(file: str) -> int:
    """``nutgraf extract --jsonl``. Returns the exit status."""
    read = _pipeline()

    def one(line: TextLine) -> str:
        return f'{{"doc_id": {json.dumps(line.doc_id)}, "report": {read(line.text).model_dump_json()}}}'

    return run_batch(file, TextLine, answered(one))


def ask(file: str) -> int:
    """``nutgraf ask --jsonl``. A text that many questions are about is read once. Returns the exit status."""
    from bot.answers import answer, passages_of
    from bot.encoder import CrossEncoder, SentenceEncoder

    read, encoder, reader = _pipeline(), SentenceEncoder(), CrossEncoder()
    known: OrderedDict[str, Report] = OrderedDict()

    def one(line: QuestionLine) -> str:
        report = known.get(line.text)
        if report is None:
            report = known[line.text] = read(line.text)
            encoder.vectors(passages_of(report))
        known.move_to_end(line.text)
        if len(known) > _REMEMBERED:
            known.popitem(last=False)
        found = answer(line.question, report, encoder, reader, previous=line.previous)
        shown = NOT_FOUND if found.abstained else " … ".join(span.of(line.text) for span in found.spans)
        result: dict[str, Any] = {
            "id": line.id,
            "answer": shown,
            "spans": [[span.start, span.end] for span in found.spans],
            "speaker": found.speaker,
            "abstained": found.abstained,
        }
        return json.dumps(result, ensure_ascii=False)

    return run_batch(file, QuestionLine, answered(one))


def _pipeline() -> Callable[[str], Report]:
    """A function from a text to its report; ``report.article.text`` is the text, character for character."""
    say("Loading the pipeline")
    from bot import nlp
    from bot.nlp import gazetteer

    places: Path = gazetteer.ensure(progress=lambda part: say(f"Building the file of places: {part}"))
    loaded = nlp.load_pipeline(places)
    return lambda text: nlp.extract(loaded, Article(text=text))
