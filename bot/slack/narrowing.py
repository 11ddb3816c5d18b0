"""Which of some results fit what a person has typed so far, the best first."""

from collections.abc import Sequence
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.answers.stems import WORD, plain, stem, stopwords

# One letter of four, one more than in names (``search.name_resolution``): who chooses sees what is offered. The first
# letter must be right.
_TYPO: Final = 0.75
_SHORTEST_TYPO: Final = 4
_BEGUN: Final = 0.95  # a word that is typed in part, against one that is typed in full


def narrowed(typed: str, texts: Sequence[str]) -> list[int]:
    """The places in ``texts`` of those that hold every word ``typed``, best first, then in their own order.

    A word may be typed in part, or with a typo; case and accents do not count. All are given where nothing but small
    words is typed.
    """
    wanted = [word for word in _forms(typed) if stem(word) not in stopwords()]
    if not wanted:
        return list(range(len(texts)))
    held = [frozenset(_forms(text)) for text in texts]
    vocabulary = sorted(frozenset().union(*held))
    likeness = [_likeness(word, vocabulary) for word in wanted]
    scored = []
    for place, own in enumerate(held):
        best = [max((like[word] for word in own & like.keys()), default=0.0) for like in likeness]
        if all(best):
            scored.append((-sum(best), place))
    return [place for _, place in sorted(scored)]


def _forms(text: str) -> list[str]:
    """The words of a text, in lower case and without accents."""
    return WORD.findall(text.lower() if text.isascii() else plain(text))


def _likeness(typed: str, vocabulary: Sequence[str]) -> dict[str, float]:
    """The words that ``typed`` may be or become, with how well it fits them, over 0 to 1."""
    found = {word: 1.0 if word == typed else _BEGUN for word in vocabulary if word.startswith(typed)}
    if found or len(typed) < _SHORTEST_TYPO:
        return found
    same = [word for word in vocabulary if word[0] == typed[0]]
    # a misspelt word may be typed in part, too: it is held against as many letters of each word
    begun = [word[: len(typed)] for word in same]
    for row in (same, begun):
        for _, score, at in process.extract(
            typed, row, scorer=OSA.normalized_similarity, score_cutoff=_TYPO, limit=None
        ):
            found[same[at]] = max(found.get(same[at], 0.0), score)
    return found
