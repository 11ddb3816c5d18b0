"""Two columns that a PDF's file holds row by row, put back into reading order.

Most files hold one column after the other, which is left as it is. What is told apart here are rows of which each
side is a text object of its own.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import mean, median

ROWS = 5  # from which on two columns are believed in
SHARE = 0.8  # of the lines from the first row to the last; words in another font begin at one place by chance only
PROSE = 20  # characters that the sides of a row have on average; a table's cells have fewer
WIDE = 1.5  # times the usual length of a left side; a longer line stands across both columns
_NEAR = 3.0  # points by which the lines of one column begin beside each other


@dataclass
class Cell:
    """Words of a line that stand in the file in one piece."""

    text: str
    x: float


@dataclass
class Line:
    """A line of a page: its pieces, where it begins, in points from the lower left corner, and its font's size."""

    cells: list[Cell] = field(default_factory=list)
    y: float = 0.0
    size: float = 0.0

    @property
    def text(self) -> str:
        """The words of the line."""
        return "".join(cell.text for cell in self.cells)

    @property
    def x(self) -> float:
        """Where it begins."""
        return next((cell.x for cell in self.cells if cell.text.strip()), 0.0)

    def beside(self, right: float) -> tuple["Line", "Line"]:
        """What stands left of ``right``, and what stands there and beyond."""
        sides = Line([], self.y, self.size), Line([], self.y, self.size)
        for cell in self.cells:
            sides[cell.x >= right - _NEAR].cells.append(cell)
        return sides


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """``lines`` with the left column before the right one, where rows of both follow each other."""
    right = _right_column(lines)
    if right is None:
        return list(lines)
    ordered: list[Line] = []
    waiting: list[Line] = []
    usual = median(len(line.beside(right)[0].text) for line in lines if all(_filled(line, right)))
    for line in lines:
        left, other = line.beside(right)
        if not other.text.strip() and len(left.text) > WIDE * usual:  # across both columns
            ordered += waiting
            waiting = []
        ordered += [left] if left.text.strip() else []
        waiting += [other] if other.text.strip() else []
    return ordered + waiting


def _filled(line: Line, right: float) -> tuple[bool, bool]:
    left, other = line.beside(right)
    return bool(left.text.strip()), bool(other.text.strip())


def _begins(line: Line, right: float) -> bool:
    """Whether a piece of ``line`` begins where the right column does."""
    return any(abs(cell.x - right) <= _NEAR for cell in line.cells if cell.text.strip())


def _right_column(lines: Sequence[Line]) -> float | None:
    """Where the right column begins; None where the page is no row of two columns of prose."""
    starts = Counter(
        round(cell.x / _NEAR)
        for line in lines
        for before, cell in pairwise(line.cells)
        if cell.text.strip() and before.text.strip()
    )
    if not starts or max(starts.values()) < ROWS:
        return None
    right = starts.most_common(1)[0][0] * _NEAR
    at = [number for number, line in enumerate(lines) if all(_filled(line, right)) and _begins(line, right)]
    rows = [lines[number].beside(right) for number in at]
    if len(rows) < ROWS or len(rows) < SHARE * (at[-1] - at[0] + 1):
        return None
    if any(mean(len(row[side].text.strip()) for row in rows) < PROSE for side in (0, 1)):
        return None
    return right
