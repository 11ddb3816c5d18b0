"""Questions over the facts of a story, and search over claims. Pure: no input or output, no language model."""

from bot.answers import listing, wishes
from bot.answers.answering import answer
from bot.answers.asking import is_question
from bot.answers.candidates import passages_of
from bot.answers.listing import Listed
from bot.answers.meaning import Meaning
from bot.answers.neighbours import Neighbour, neighbours
from bot.answers.search import search
from bot.answers.wishes import Wish

__all__ = [
    "Listed",
    "Meaning",
    "Neighbour",
    "Wish",
    "answer",
    "is_question",
    "listing",
    "neighbours",
    "passages_of",
    "search",
    "wishes",
]
