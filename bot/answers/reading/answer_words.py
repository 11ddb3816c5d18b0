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
_SMALL: Final = "and|or|in|on|at|to|by|for|from|who|that|were|was|are|is|have|had|has|as|with|after"
_COUNTED: Final = re.compile(rf"(?:\s?(?:%|per\s?cent)|[\s-](?:of )?(?!(?:{_SMALL})\b)[\w’'-]+){{0,3}}")
_REASONS: Final = re.compile(
    r"\b(?:because|since|due to|owing to|as a result of|in order to|so that|to avoid|to prevent|after|amid|over)\b"
)


def words_that_answer(question: Question, reply: Reply, judged: Judgement, story: Story) -> Span | None:
    """The words of the reply's sentence that answer, or None where they cannot be told from the rest.

    The cross-encoder points at them; the kind of the question says how far they reach.
    """
    if reply.role is not None:
        return reply.role
    if question.kind in ("who_said", "what_said", "condition") or judged.sure < SURE:
        return None
    sentence = story.sentences[reply.sentence].span
    start, end = sentence.start + judged.words[0], sentence.start + judged.words[1]
    text = sentence.of(story.text)
    if question.kind == "number":
        found = [m for m in NUMBER.finditer(text) if m.start() < judged.words[1] and judged.words[0] < m.end()]
        if not found:
            return None
        counted = _COUNTED.match(text, max(found[-1].end(), 0))
        end = max(end, sentence.start + (counted.end() if counted else found[-1].end()))
    elif question.kind == "when" and TIME.search(story.text[start:end]) is None:
        return None
    elif question.kind == "why":
        before = [m.start() for m in _REASONS.finditer(text, 0, judged.words[0] + 1)]
        if before and judged.words[0] - before[-1] < 40 and not re.search(r"[,;]", text[before[-1] : judged.words[0]]):
            start = sentence.start + before[-1]
    return Span(start=start, end=end) if end - start < len(text) else None
