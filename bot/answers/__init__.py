"""Questions over the facts of a story, and search over claims. Pure: no input or output, no language model."""

from bot.answers.answering import answer
from bot.answers.asking import is_question
from bot.answers.search import search

__all__ = ["answer", "is_question", "search"]
