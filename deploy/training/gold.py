"""The annotated articles as windows with tags and links."""

import json
import random
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from bot.nlp.pipeline import load_pipeline
from bot.nlp.reader.features import paragraphs
from bot.nlp.reader.network import cut
from bot.nlp.reader.windows import SIZE, Window, windows

NOT_IN_WINDOW = -100  # torch's index for "do not count this"
SIZES_AT_RANDOM = (120, 230)  # pieces in a window, so that a paragraph is not always seen with the same neighbours
_BEFORE_THE_FACTS = ("nutgraf_paragraphs", "tok2vec", "tagger", "parser", "attribute_ruler")


@dataclass(slots=True)
class Example:
    """A window; for each word its three tags; for each word of a content the place of its source and cue (0: none)."""

    window: Window
    tags: list[tuple[int, int, int]]
    links: list[tuple[int, int, int]]  # place of the word, of its source, of its cue


def held_back(number: int) -> bool:
    """Whether the training article with this number is kept for looking at errors and for settling."""
    return number % 14 == 3


def articles(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The articles of a file of the attribution data, numbered."""
    with path.open(encoding="utf-8") as lines:
        yield from enumerate(map(json.loads, lines))


def examples(path: Path, rounds: int = 1, *, whole: bool = True) -> list[list[Example]]:
    """The windows of the articles in a file, cut anew for each round: the first as the tagger reads, others at random.

    With ``whole`` off the articles that are held back are left out.
    """
    nlp = load_pipeline()
    found: list[list[Example]] = [[] for _ in range(rounds)]
    with nlp.select_pipes(enable=list(_BEFORE_THE_FACTS)):
        for number, article in articles(path):
            if whole or not held_back(number):
                doc = nlp(article["text"])
                for round_number, windows_of_it in enumerate(found):
                    size = random.randint(*SIZES_AT_RANDOM) if round_number else SIZE
                    windows_of_it.extend(_of_article(doc, article["quotes"], size))
    return found


def _of_article(doc: Doc, quotes: list[dict[str, Any]], size: int) -> Iterator[Example]:
    starts = [token.idx for token in doc]

    def tokens(span: list[int]) -> list[int]:
        position = max(bisect_right(starts, span[0]) - 1, 0)
        if doc[position].idx + len(doc[position]) <= span[0]:
            position += 1
        found = []
        while position < len(doc) and doc[position].idx < span[1]:
            if not doc[position].is_space:
                found.append(position)
            position += 1
        return found

    tags = [[0] * len(doc) for _ in range(3)]
    links: dict[int, tuple[int, int]] = {}
    for quote in quotes:
        parts = [[tokens(span) for span in quote[name] or []] for name in ("content", "source", "cue")]
        for head, spans in enumerate(parts):
            for span in spans:
                for begins, position in _begins(span):
                    if tags[head][position] == 0:
                        tags[head][position] = 1 if begins else 2
        source, cue = (next((span[0] for span in spans if span), -1) for spans in parts[1:])
        links.update({position: (source, cue) for span in parts[0] for position in span})
    for window in windows(doc, cut, paragraphs(doc), size):
        place = dict(zip(window.tokens, window.places, strict=True))
        place[-1] = 0
        yield Example(
            window,
            [(tags[0][position], tags[1][position], tags[2][position]) for position in window.tokens],
            [
                (place[position], *(place.get(end, NOT_IN_WINDOW) for end in links[position]))
                for position in window.tokens
                if position in links
            ],
        )


def _begins(span: list[int]) -> Iterator[tuple[bool, int]]:
    """Each position of a span, and whether a stretch begins there; a line break within a span begins a new one."""
    before = -2
    for position in span:
        yield position != before + 1, position
        before = position
