"""Questions of our own, the articles that they are about, and what answers them.

``questions.jsonl`` holds 1,504 questions on 188 articles of attribution_train.jsonl: offsets into the articles, and no
text of theirs. Of each, ``use`` says what learns from it: the network that judges passages ("fit") or what weighs its
judgement with the rest ("weigh"), which must not have been learned from.
"""

import json
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from bot.answers.story import Story
from bot.models import Article, Report, Span
from bot.nlp import extract, load_pipeline

QUESTIONS = Path(__file__).parent / "questions.jsonl"
# A span answers where it holds the right one, or shares this much with it (intersection over union, characters).
SHARED = 0.3

Question = dict[str, Any]


def questions(use: Literal["fit", "weigh"]) -> list[Question]:
    """The questions for one use."""
    rows: list[Question] = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    return [row for row in rows if row["use"] == use]


def stories(folder: Path, wanted: Sequence[Question]) -> dict[str, Story]:
    """What the pipeline finds in the articles of these questions, by document."""
    documents = {question["doc_id"] for question in wanted}
    pipeline = load_pipeline()
    found: dict[str, Report] = {}
    for line in (folder / "attribution_train.jsonl").read_text("utf-8").splitlines():
        document = json.loads(line)
        if document["doc_id"] in documents:
            found[document["doc_id"]] = extract(pipeline, Article(text=document["text"]))
    return {document: Story(report) for document, report in found.items()}


def gold(question: Question) -> list[Span]:
    """The spans that answer; each is enough."""
    return [Span(start=answer["start"], end=answer["end"]) for answer in question["answers"]]


def touches(span: Span, right: Sequence[Span]) -> bool:
    """Whether a span shares a character with one that answers."""
    return any(span.start < one.end and one.start < span.end for one in right)


def meets(span: Span, right: Sequence[Span]) -> bool:
    """Whether a span answers."""
    for one in right:
        both = min(span.end, one.end) - max(span.start, one.start)
        union = max(span.end, one.end) - min(span.start, one.start)
        if both > 0 and (both == one.end - one.start or both >= SHARED * union):
            return True
    return False


def speaks(story: Story, actor_id: str | None, question: Question) -> bool:
    """Whether an actor is the one who is asked for, by the last part of the name."""
    actor = story.actor(actor_id)
    if actor is None:
        return False
    wanted = {_last(name) for name in [question.get("speaker"), *(question.get("speaker_also") or [])] if name}
    return bool(wanted & {_last(name) for name in (actor.name, *actor.aliases)})


def _last(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    parts = [part for part in re.findall(r"[a-z0-9]+", re.sub(r"['’]s\b", "", folded)) if part not in ("jr", "sr")]
    return parts[-1] if parts else ""
