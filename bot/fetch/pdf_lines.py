"""The lines of a PDF's page, with an empty one where the space between them or an indent begins a paragraph."""

import re
from collections.abc import Sequence
from itertools import pairwise

from pypdf import PageObject

from bot.fetch.pdf_columns import Cell, Line, in_reading_order

_LIST_ITEM = re.compile(r"^(?:[•·▪◦–*-]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s")
_CLOSED = (".", "!", "?", ":", "”", '"')
GAP = 1.35  # times the usual distance of lines, from which on it is the space between paragraphs
INDENT = (0.8, 5.0)  # times the font's size, between which a first line is indented
_LEAST = 0.8  # times the font's size; what stands closer is a raised or lowered sign
_LEFT = 0.25  # the share of narrower distances; most pages have more lines than paragraphs, short statements do not


def lines_of(page: PageObject) -> list[str]:
    """The lines of ``page`` in reading order, with empty ones between paragraphs. Raises what pypdf does."""
    lines = [Line()]

    def see(text: str, cm: Sequence[float], tm: Sequence[float], _font: object, size: float) -> None:
        x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        for number, words in enumerate(text.split("\n")):
            if number:
                lines.append(Line())
            if words.strip() and not lines[-1].text.strip():
                lines[-1].y, lines[-1].size = y, abs(size * tm[3] * cm[3]) or size
            if words:
                lines[-1].cells.append(Cell(words, x))

    page.extract_text(visitor_text=see)
    return spaced(in_reading_order([line for line in lines if line.text.strip()]))


def spaced(lines: Sequence[Line]) -> list[str]:
    """The texts of ``lines``, with an empty one before each that begins a paragraph by space or by indent."""
    usual = _usual_distance(lines)
    texts: list[str] = []
    for at, line in enumerate(lines):
        if at and (_stands_apart(lines[at - 1], line, usual) or _is_indented(lines[at - 1], line)):
            texts.append("")
        texts.append(line.text)
    return texts


def _usual_distance(lines: Sequence[Line]) -> float:
    """From one line to the next below it; 0 where no two stand below each other."""
    distances = sorted(
        above.y - below.y for above, below in pairwise(lines) if above.y - below.y > _LEAST * below.size > 0
    )
    return distances[int(len(distances) * _LEFT)] if distances else 0.0


def _stands_apart(above: Line, below: Line, usual: float) -> bool:
    return usual > 0 and above.y - below.y > GAP * usual


def _is_indented(above: Line, below: Line) -> bool:
    """Whether ``below`` begins a paragraph by its indent; the second line of a list's item does not."""
    least, most = INDENT
    indent = below.x - above.x
    lower = above.y - below.y > _LEAST * below.size
    closed = above.text.rstrip().rstrip("’')").endswith(_CLOSED)
    return lower and closed and least * below.size < indent < most * below.size and not _LIST_ITEM.match(above.text)
