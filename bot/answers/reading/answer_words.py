"""The words of a sentence that answer: a name, a number with what it counts, a time, a clause that gives the reason."""

import re
from typing import Final

from bot.answers.encoders import Judgement
from bot.answers.question import Question
from bot.answers.reading.answer_patterns import NUMBER, TIME
from bot.answers.reading.replies import Reply
from bot.answers.retrieval.story import Story
from bot.models import Span

# From what likelihood on the cross-encoder's words are shown.
SURE: Final = 0.25
# A number with the words before and behind that belong to it: "about 1,400 crane drivers", "40 percent".
_SMALL: Final = (
    "and|or|in|on|at|to|by|for|from|who|that|were|was|are|is|have|had|has|as|with|after|since|the|an?|this|than|before"
    "|when|while|but|until|over|if|because|during|its|their|his|her|into|ago|will|would|could|may"
)
_COUNTED: Final = re.compile(rf"(?:\s?(?:%|per\s?cent)|[\s-](?:of )?(?!(?:{_SMALL})\b)[\w’'-]{{1,40}}){{0,2}}")
_REASON: Final = re.compile(
    r"\b(?:because|due to|owing to|as a result of|in order to|so that|to avoid|to prevent)\b[^,;.]{3,200}"
)


def words_that_answer(question: Question, reply: Reply, judged: Judgement, story: Story) -> Span | None:
    """The words of the reply's sentence that answer, or None where they cannot be told from the rest.

    The cross-encoder points at them; the kind of the question says how far they reach.
    """
    if reply.role is not None:
        return reply.role
    if question.yes_no or question.kind in ("who_said", "what_said", "condition"):
        return None
    sentence = story.sentences[reply.sentence].span
    found = _found(question, sentence.of(story.text), judged)
    if found is None:
        return None
    span = Span(start=sentence.start + found[0], end=sentence.start + found[1])
    denied = any(one.stance == "denies" and span.start < part.end and part.start < span.end for one, part in story.said)
    # what was denied does not stand by itself
    return None if denied or span == sentence else span


def _found(question: Question, text: str, judged: Judgement) -> tuple[int, int] | None:
    start, end = judged.words
    if question.kind == "why" and (reason := _REASON.search(text)):
        return reason.start(), reason.end()
    if judged.sure < SURE:
        return None
    if question.kind == "number":
        numbers = [m for m in NUMBER.finditer(text) if m.start() < end and start < m.end()]
        if not numbers:
            return None
        counted = _COUNTED.match(text, numbers[-1].end())
        return min(start, numbers[0].start()), max(end, counted.end() if counted else 0)
    return (start, end) if question.kind != "when" or TIME.search(text[start:end]) else None
