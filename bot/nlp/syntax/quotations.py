"""Quotations: where quotation marks open and close, in every style and however badly they are set.

News breaks quotations over paragraphs (an opening mark at each, a closing one at the last), mixes styles, and forgets
to close them. The marks are read once, from left to right, each taken for an opening or a closing one by what stands
beside it and, where that does not tell, by its own shape and by what is open. Linear in the length of the text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

OPENING: Final = "“«„‟``"
CLOSING: Final = "”»"
_DOUBLE: Final = re.compile(r"``|''|[“”«»„‟\"]")
_SINGLE: Final = re.compile(r"(?<!['`])['`](?!['`])|[‘’‚‛]")
# an apostrophe that stands for lost letters opens nothing
_ELISION: Final = re.compile(r"['’‘](?:\d0s|em|tis|twas|til|cause|round|bout|n)\b", re.IGNORECASE)
_PARAGRAPH: Final = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation within one paragraph, in characters of the text, the marks included.

    ``continues`` is true when it takes up the quotation that the paragraph before left open. ``closed`` is false when
    no mark ends it: it then runs to the end of its paragraph.
    """

    start: int
    end: int
    opening: int
    closing: int
    continues: bool = False
    closed: bool = True

    @property
    def inner(self) -> tuple[int, int]:
        """Start and end of the words without their marks."""
        return self.start + self.opening, self.end - self.closing


def quotations(text: str, paragraphs: Sequence[tuple[int, int]] | None = None) -> list[Quotation]:
    """The outermost quotations of ``text`` in order; none overlaps another. Never raises.

    ``paragraphs`` are starts and ends in characters; without them every line is one.
    """
    found: list[Quotation] = []
    carried = False
    if paragraphs is None:
        paragraphs = [match.span() for match in _PARAGRAPH.finditer(text) if not match.group().isspace()]
    for start, end in paragraphs:
        own, open_at_end = _in_paragraph(text, start, end, carried)
        found.extend(own)
        carried = open_at_end
    return _settle(found, text)


def _in_paragraph(text: str, start: int, end: int, carried: bool) -> tuple[list[Quotation], bool]:
    """Quotations of one paragraph, and whether the last is left open in the manner of one that goes on."""
    doubles, open_at_end = _matched(text, start, end, carried, list(_DOUBLE.finditer(text, start, end)))
    singles = list(_single(text, start, end, doubles))
    inside_single = [q for q in doubles if any(s.start <= q.start and q.end <= s.end for s in singles)]
    outer = sorted({*doubles, *singles} - set(inside_single), key=lambda q: q.start)
    return outer, open_at_end


def _opens(text: str, start: int, end: int, lower: int, upper: int) -> bool | None:
    """Whether the mark at ``start:end`` opens (True) or closes (False) by what stands beside it; None: cannot tell."""
    before = text[start - 1] if start > lower else " "
    after = text[end] if end < upper else " "
    free_before = before.isspace() or before in "([—–-/"
    free_after = after.isspace() or after in ".,;:!?)]—–-/"
    if free_before and not free_after:
        return True
    if free_after and not free_before:
        return False
    return None


def _matched(
    text: str, lower: int, upper: int, carried: bool, marks: list[re.Match[str]]
) -> tuple[list[Quotation], bool]:
    stack: list[re.Match[str]] = []
    pairs: list[tuple[re.Match[str], re.Match[str]]] = []
    first = marks[0] if marks else None
    at_start = first is not None and not text[lower : first.start()].strip()
    for mark in marks:
        opens = _opens(text, mark.start(), mark.end(), lower, upper)
        if opens is None:
            shape = mark.group()
            opens = True if shape in OPENING else False if shape in CLOSING else not stack
        if opens:
            # a second opening mark of the same straight kind cannot nest: the first was never closed
            if stack and mark.group() in ('"', "''", "``"):
                stack.clear()
            stack.append(mark)
        elif stack:
            pairs.append((stack.pop(), mark))
    continues = carried and at_start
    found: list[Quotation] = []
    outermost = -1
    for opening, closing in sorted(pairs, key=lambda pair: pair[0].start()):
        if opening.start() >= outermost:
            outermost = closing.end()
            found.append(
                Quotation(
                    opening.start(),
                    closing.end(),
                    len(opening.group()),
                    len(closing.group()),
                    continues and opening is first,
                )
            )
    if not stack:
        return found, False
    # the last mark left open: it may go on in the next paragraph (decided by _settle)
    left = stack[0]
    if found and found[-1].start > left.start() and not (continues and left is first):
        return found, False  # what follows is well set: the odd mark is a slip
    kept = [q for q in found if q.end <= left.start()]
    kept.append(Quotation(left.start(), upper, len(left.group()), 0, continues and left is first, closed=False))
    return kept, True


def _single(text: str, lower: int, upper: int, doubles: list[Quotation]) -> Iterator[Quotation]:
    """Quotations in single marks outside of double ones; "s'" closes only where nothing better does."""
    inside = 0
    opening: re.Match[str] | None = None
    weak: re.Match[str] | None = None
    for mark in _SINGLE.finditer(text, lower, upper):
        while inside < len(doubles) and doubles[inside].end <= mark.start():
            inside += 1
        if inside < len(doubles) and doubles[inside].start <= mark.start() and doubles[inside].closed:
            continue
        opens = _opens(text, mark.start(), mark.end(), lower, upper)
        if opens is True and mark.group() != "’" and not _ELISION.match(text, mark.start()):
            if opening is not None and weak is not None:
                yield Quotation(opening.start(), weak.end(), 1, 1)
            opening, weak = mark, None
        elif opens is False and opening is not None and mark.group() not in "‘‚":
            if text[mark.start() - 1] == "s":  # "the workers’ …" more often than the end of a quotation
                weak = weak or mark
                continue
            yield Quotation(opening.start(), mark.end(), 1, 1)
            opening = weak = None
    if opening is not None and weak is not None:
        yield Quotation(opening.start(), weak.end(), 1, 1)


def _settle(found: list[Quotation], text: str) -> list[Quotation]:
    """An unclosed quotation stands only when the next one continues it; otherwise it ends with its own sentence."""
    settled: list[Quotation] = []
    for index, quotation in enumerate(found):
        if not quotation.closed:
            following = found[index + 1] if index + 1 < len(found) else None
            if following is None or not following.continues:
                stop = re.compile(r"[.!?](?=\s|$)|\n").search(text, quotation.start, quotation.end)
                end = stop.end() if stop else quotation.end
                quotation = Quotation(quotation.start, end, quotation.opening, 0, quotation.continues, closed=False)
        if quotation.end > quotation.start and (not settled or settled[-1].end <= quotation.start):
            settled.append(quotation)
    return settled
