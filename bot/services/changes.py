"""What is different about a story that stood at its address in other words before."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from rapidfuzz.distance import Indel

from bot.models import Article, Change

# Two paragraphs that share half of their words, in order, are one that was reworded; two of one story that have
# nothing to do with each other share a fifth (articles and prepositions).
_REWORDED: Final = 0.5
_COMPARED: Final = 100  # paragraphs on either side; where more than that is different, nothing was reworded


def change_of(before: Article, now: Article, *, since: datetime) -> Change | None:
    """How ``now`` differs from ``before``, which was seen at ``since``; None where a reader would see no difference.

    Headline and body count, white space, punctuation and the order of paragraphs do not. Nor is it a change of the
    story when the page gave away only the beginning once and all of it another time.
    """
    if before.partial != now.partial:
        return None
    old, new = _body(before), _body(now)
    gone, fresh = _without(old, new), _without(new, old)
    if "".join(map(_flat, old)) == "".join(map(_flat, new)):  # other breaks between paragraphs, the same words
        gone, fresh = [], []
    title_was = before.title if before.title and now.title and _flat(before.title) != _flat(now.title) else None
    if not (gone or fresh or title_was):
        return None
    reworded = _reworded(gone, fresh)
    return Change(
        since=since,
        title_was=title_was,
        reworded=reworded,
        added=len(fresh) - reworded,
        removed=len(gone) - reworded,
    )


def _body(article: Article) -> list[str]:
    paragraphs = [part.of(article.text) for part in article.paragraphs if part.role == "body"]
    return [text for text in paragraphs or article.text.splitlines() if _flat(text)]


def _flat(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def _without(some: Sequence[str], others: Sequence[str]) -> list[str]:
    """Those of ``some`` that do not stand among ``others``, each as often as it is missing there."""
    left, missing = Counter(map(_flat, others)), []
    for text in some:
        if left[_flat(text)]:
            left[_flat(text)] -= 1
        else:
            missing.append(text)
    return missing


def _reworded(gone: Sequence[str], fresh: Sequence[str]) -> int:
    """How many of the paragraphs that are gone stand among the fresh ones in other words."""
    if max(len(gone), len(fresh)) > _COMPARED:
        return 0
    open_, found = [_words(text) for text in fresh], 0
    for text in gone:
        words = _words(text)
        likeness = [Indel.normalized_similarity(words, other) for other in open_]
        if likeness and max(likeness) >= _REWORDED:
            open_.pop(likeness.index(max(likeness)))
            found += 1
    return found


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
