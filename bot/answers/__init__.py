"""Questions over the facts of a story, and search over claims. Pure: no input or output, no language model."""

from bot.answers.encoders import CrossEncoder, SentenceEncoder
from bot.answers.question import Request, is_question, parse_request
from bot.answers.reading import answer, disagree, passages_of
from bot.answers.related_claims import RelatedClaim, find_related
from bot.answers.search import filters, listing
from bot.answers.search.claims import search
from bot.answers.search.filters import SearchFilters
from bot.answers.search.listing import Listed
from bot.answers.search.stories import closest_stories

__all__ = [
    "CrossEncoder",
    "Listed",
    "RelatedClaim",
    "Request",
    "SearchFilters",
    "SentenceEncoder",
    "answer",
    "closest_stories",
    "disagree",
    "filters",
    "find_related",
    "is_question",
    "listing",
    "parse_request",
    "passages_of",
    "search",
]
