"""Links to the very words in a page: text fragments (``#:~:text=``).

Source: the text directive of the URL Fragment Text Directives draft (WICG),
``[prefix-,]textStart[,textEnd][,-suffix]``. A browser takes the first place that fits; each term must stand within
one block of the page and begin and end at word boundaries; case and the width of white space do not matter. So a
directive is tried on the story's text before it is used, and gets context until the first place that fits is ours.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final
from urllib.parse import quote

from bot.models import Span
from bot.presentation.text import web_url

# Longer quotations are given by their first and last words: shorter links, and a small difference between the page
# and the text that was taken out of it, somewhere in the middle, does no harm.
_EXACT: Final = 120
_EDGE_WORDS: Final = (5, 8, 12)
_CONTEXT_WORDS: Final = (2, 4, 8, 16)

# A word as a browser sees it (UAX 29, on the safe side): "Lindqvist's", "U.S", "3.5", "1,000" are one.
_WORD: Final = re.compile(r"\w+(?:[.,:;'’·]\w+)*")

# As long as a link in Slack may be, in characters.
MAX_URL: Final = 3_000

_Place = tuple[int, int]


@dataclass(frozen=True)
class _Directive:
    start: str
    end: str = ""
    prefix: str = ""
    suffix: str = ""

    def encoded(self) -> str:
        terms = [
            f"{_encoded(self.prefix)}-" if self.prefix else "",
            _encoded(self.start),
            _encoded(self.end),
            f"-{_encoded(self.suffix)}" if self.suffix else "",
        ]
        return ",".join(term for term in terms if term)


def text_fragment(url: str, text: str, span: Span) -> str:
    """``url`` with a fragment that leads a browser to ``text[span.start:span.end]``, at most 3,000 characters.

    Half words are made whole. Where there is no word in the span, or the link would grow too long, it is ``url`` alone.
    """
    words = [word.span() for word in _WORD.finditer(text, *_widened(text, span)) if word.end() > span.start]
    base = url.split(":~:", 1)[0].removesuffix("#")
    if not words or web_url(url, MAX_URL) is None:
        return url
    target = (words[0][0], words[-1][1])
    fallback = None
    for directive in _candidates(text, words):
        fallback = fallback or directive
        if _leads_to(text, directive) == target:
            fallback = directive
            break
    assert fallback is not None
    joined = f"{base}{'' if '#' in base else '#'}:~:text={fallback.encoded()}"
    return joined if len(joined) <= MAX_URL else url


def _encoded(term: str) -> str:
    return quote(" ".join(term.split()), safe="").replace("-", "%2D")


def _widened(text: str, span: Span) -> tuple[int, int]:
    """The span with the words whole that it cuts; only the lines that it touches are looked at."""
    line_start = text.rfind("\n", 0, span.start) + 1
    start, end = span.start, span.end
    for word in _WORD.finditer(text, line_start):
        if word.start() >= span.end:
            break
        if word.end() > span.start:
            start, end = min(start, word.start()), max(end, word.end())
    return start, end


def _candidates(text: str, words: list[_Place]) -> Iterator[_Directive]:
    """Directives for these words, the plainest first: alone, with what follows, with what precedes, with both.

    Context from a neighbouring paragraph comes last: on the page an advertisement may stand between the two.
    """
    first, last = words[0][0], words[-1][1]
    line_start, line_end = text.rfind("\n", 0, first) + 1, text.find("\n", last) % (len(text) + 1)
    for start, end in _terms(text, words):
        yield _Directive(start, end)
        for low, high in ((line_start, line_end), (0, len(text))):
            after = [_following(text, last, high, number) for number in _CONTEXT_WORDS]
            before = [_preceding(text, low, first, number) for number in _CONTEXT_WORDS]
            yield from (_Directive(start, end, suffix=suffix) for suffix in after if suffix)
            yield from (_Directive(start, end, prefix=prefix) for prefix in before if prefix)
            for prefix, suffix in zip(before, after, strict=True):
                if prefix and suffix:
                    yield _Directive(start, end, prefix=prefix, suffix=suffix)


def _terms(text: str, words: list[_Place]) -> Iterator[tuple[str, str]]:
    """What to look for: all the words, or the first of them and the last, never across a line break."""
    first, last = words[0][0], words[-1][1]
    whole = text[first:last]
    if "\n" not in whole and len(whole) <= _EXACT:
        yield whole, ""
        return
    for number in _EDGE_WORDS:
        head = _same_line(text, words, forward=True)[:number]
        tail = _same_line(text, words, forward=False)[:number]
        if head[-1][1] <= tail[-1][0]:
            yield text[first : head[-1][1]], text[tail[-1][0] : last]
    if "\n" not in whole:
        yield whole, ""


def _same_line(text: str, words: list[_Place], *, forward: bool) -> list[_Place]:
    ordered = words if forward else words[::-1]
    line: list[_Place] = []
    for word in ordered:
        low, high = sorted((ordered[0][0], word[0]))
        if "\n" in text[low:high]:
            break
        line.append(word)
        if len(line) == _EDGE_WORDS[-1]:
            break
    return line


def _following(text: str, begin: int, end: int, number: int) -> str:
    """The first words of ``text[begin:end]`` that stand on one line, with the punctuation before them."""
    begin += len(text[begin:end]) - len(text[begin:end].lstrip())
    line_end = text.find("\n", begin, end)
    words = list(islice(_WORD.finditer(text, begin, end if line_end < 0 else line_end), number))
    return text[begin : words[-1].end()] if words else ""


def _preceding(text: str, begin: int, end: int, number: int) -> str:
    """The last words of ``text[begin:end]`` that stand on one line, with the punctuation after them."""
    end = begin + len(text[begin:end].rstrip())
    words = list(_WORD.finditer(text, max(begin, text.rfind("\n", begin, end) + 1), end))[-number:]
    return text[words[0].start() : end] if words else ""


def _pattern(term: str) -> str:
    return r"[^\S\n]+".join(re.escape(word) for word in term.split())


def _leads_to(text: str, directive: _Directive) -> tuple[int, int] | None:
    """The first place of ``text`` that fits, as a browser would look for it."""
    before = rf"(?<!\w){_pattern(directive.prefix)}\s*" if directive.prefix else r"(?<!\w)"
    after = rf"\s*{_pattern(directive.suffix)}(?!\w)" if directive.suffix else r"(?!\w)"
    if not directive.end:
        found = re.search(rf"{before}({_pattern(directive.start)}){after}", text, re.IGNORECASE)
        return found.span(1) if found else None
    head = re.search(rf"{before}({_pattern(directive.start)})(?!\w)", text, re.IGNORECASE)
    if head is None:
        return None
    tail = re.compile(rf"(?<!\w)({_pattern(directive.end)}){after}", re.IGNORECASE).search(text, head.end(1))
    return (head.start(1), tail.end(1)) if tail else None
