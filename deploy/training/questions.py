"""Questions, the articles that they are about, and what answers them.

``questions.jsonl`` holds 1,504 questions on 188 articles of attribution_train.jsonl: offsets into the articles, and no
text of theirs. Beside them are learned from those of questions_train.jsonl whose articles ``splits.json`` does not hold
back; nothing is learned from the development sets.
"""

import json
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.models import Actor, Article, Report, Span
from bot.nlp import extract, load_pipeline

HERE = Path(__file__).parent
# A span of so many words answers where it holds the right one, or shares so much with it (F1 of words; of somebody's
# words, intersection over union): as ../shared/eval/score_questions.py counts.
LONGEST, LONGEST_QUOTE = 60, 120
F1, UNION = 0.5, 0.3
_WORD = re.compile(r"\w+(?:[.,'’:-]\w+)*")

Question = dict[str, Any]


def questions(folder: Path, *, held_back: bool = False) -> list[Question]:
    """The questions to learn from, or those of questions_train.jsonl that are held back."""
    kept = set(json.loads((HERE / "splits.json").read_text("utf-8"))["held_back"])
    own = [] if held_back else _lines(HERE / "questions.jsonl")
    return [one for one in own + _lines(folder / "questions_train.jsonl") if (one["doc_id"] in kept) == held_back]


def reports(folder: Path, wanted: Sequence[Question]) -> dict[str, Report]:
    """What the pipeline finds in the articles of these questions, by document."""
    documents = {question["doc_id"] for question in wanted}
    pipeline = load_pipeline()
    found: dict[str, Report] = {}
    for name in ("facts_train", "attribution_train"):
        for document in _lines(folder / f"{name}.jsonl"):
            if document["doc_id"] in documents - found.keys():
                found[document["doc_id"]] = extract(pipeline, Article(text=document["text"]))
    return found


def gold(question: Question) -> list[Span]:
    """The spans that answer; each is enough."""
    return [Span(start=answer["start"], end=answer["end"]) for answer in question["answers"]]


def touches(span: Span, right: Sequence[Span]) -> bool:
    """Whether a span shares a character with one that answers."""
    return any(span.start < one.end and one.start < span.end for one in right)


def right(question: Question, spans: Sequence[Span], speaker: Actor | None, report: Report) -> bool:
    """Whether these spans, and this speaker where one is asked for, answer the question."""
    said = question["type"] == "who_said"
    if not question["answerable"] or (said and not _speaks(speaker, question)):
        return False
    return any(_meets(span, answer, report.article.text, said) for span in spans for answer in gold(question))


def _meets(span: Span, answer: Span, text: str, said: bool) -> bool:
    mine = {m.start() + span.start for m in _WORD.finditer(span.of(text))}
    theirs = {m.start() + answer.start for m in _WORD.finditer(answer.of(text))}
    both, size = len(mine & theirs), len(mine)
    if both and both == len(theirs) and size <= (LONGEST_QUOTE if said else LONGEST):
        return True
    return both >= UNION * len(mine | theirs) if said else 2 * both >= F1 * (size + len(theirs)) and both > 0


def _speaks(actor: Actor | None, question: Question) -> bool:
    """Whether an actor is the one who is asked for, by the last part of the name that is shown."""
    wanted = {_last(name) for name in [question.get("speaker"), *(question.get("speaker_also") or [])] if name}
    return actor is not None and _last(actor.name) in wanted


def _last(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    parts = [part for part in re.findall(r"[a-z0-9]+", re.sub(r"['’]s\b", "", folded)) if part not in ("jr", "sr")]
    return parts[-1] if parts else ""


def asked(question: Question) -> str:
    """The question after the one that it may lean on."""
    return " ; ".join(filter(None, [question.get("previous"), question["question"]]))


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
