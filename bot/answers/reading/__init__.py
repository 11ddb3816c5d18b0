"""Which sentence answers, how likely, and which of its words do."""

from bot.answers.reading.answering import answer
from bot.answers.reading.disagreement import disagree
from bot.answers.reading.measuring import passages_of

__all__ = ["answer", "disagree", "passages_of"]
