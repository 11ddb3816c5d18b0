"""The annotated articles as windows with tags and links."""

import json
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from bot.nlp.pipeline import load_pipeline
from bot.nlp.tagger.features import paragraphs
from bot.nlp.tagger.network import cut
from bot.nlp.tagger.windows import Window, windows

NOT_IN_WINDOW = -100  # torch's index for "do not count this"
_BEFORE_THE_FACTS = ("nutgraf_paragraphs", "tok2vec", "tagger", "parser", "attribute_ruler")


@dataclass(slots=True)
class Example:
    """A window; for each word its three tags; for each word of a content the place of its source and cue (0: none)."""

    window: Window
    tags: list[tuple[int, int, int]]
    links: list[tuple[int, int, int]]  # place of the word, of its source, of its cue


def examples(path: Path) -> Iterator[Example]:
    """The windows of every article in a file of the attribution data."""
    nlp = load_pipeline()
    with nlp.select_pipes(enable=list(_BEFORE_THE_FACTS)), path.open(encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            yield from _of_article(nlp(article["text"]), article["quotes"])


def _of_article(doc: Doc, quotes: list[dict[str, Any]]) -> Iterator[Example]:
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
    for window in windows(doc, cut, paragraphs(doc)):
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
