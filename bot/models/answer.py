"""Answers: the words of the story, or that the story does not say."""

from typing import Literal

from bot.models.report import Model, Span
from bot.models.story import ChannelClaim

AnswerKind = Literal["who_said", "what_said", "who_is", "where", "when", "number", "condition", "why", "open", "list"]


class Answer(Model):
    """An answer to a question about one story.

    ``spans`` are the evidence, verbatim, the best first; none when ``abstained``. ``words`` are those of them that
    answer (a name, a number with what it counts), where they can be told from the rest. ``speaker`` is a name where the
    question asks for one. ``nearest`` is the passage offered when the story does not say. ``note`` is a fixed
    sentence about the search ("no statement by Mattis in this story"), never a fact of the story.
    """

    kind: AnswerKind
    spans: list[Span] = []
    words: Span | None = None
    speaker: str | None = None
    abstained: bool = False
    nearest: Span | None = None
    note: str | None = None
    score: float = 0.0


class Hit(Model):
    """A claim of the channel that matches a search, and how well (0 to 1)."""

    claim: ChannelClaim
    score: float
