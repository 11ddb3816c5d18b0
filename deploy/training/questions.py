"""Questions, the articles that they are about, and what answers them.

``questions.jsonl`` holds 1,504 questions on 188 articles of attribution_train.jsonl: offsets into the articles, and no
text of theirs.
"""

import json
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.answers.story import Story
from bot.models import Article, Report, Span
from bot.nlp import extract, load_pipeline

QUESTIONS = Path(__file__).parent / "questions.jsonl"
# A span answers where it holds the right one, or shares this much with it (intersection over union, characters).
SHARED = 0.3

Question = dict[str, Any]


def questions(folder: Path) -> list[Question]:
    """Our own questions, and those of questions_dev.jsonl in ``folder``."""
    texts = [path.read_text("utf-8") for path in (QUESTIONS, folder / "questions_dev.jsonl")]
    return [json.loads(line) for text in texts for line in text.splitlines()]


def stories(folder: Path, wanted: Sequence[Question]) -> dict[str, Story]:
    """What the pipeline finds in the articles of these questions, by document."""
    documents = {question["doc_id"] for question in wanted}
    pipeline = load_pipeline()
    found: dict[str, Report] = {}
    for name in ("attribution_train", "attribution_dev", "coreference_dev"):
        for line in (folder / f"{name}.jsonl").read_text("utf-8").splitlines():
            document = json.loads(line)
            if document["doc_id"] in documents - found.keys():
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
