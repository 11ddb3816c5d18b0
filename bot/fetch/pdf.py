"""PDF statements and reports: the words in reading order, without running heads, with broken words joined."""

import io
import re
from collections import Counter
from collections.abc import Iterable

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from bot.errors import NotReadable, UnsupportedFile
from bot.fetch.decoding import tidy
from bot.fetch.pdf_lines import lines_of

PAGES = 300  # the longest document that is read
_LIST_ITEM = re.compile(r"^(?:[•·▪◦–*-]\s|\(?\d{1,2}[.)]\s|\(?[a-z][.)]\s)")
_PAGE_NUMBER = re.compile(r"\W{0,20}(?:page )?#(?: ?(?:of|/) ?#)?\W{0,20}")
_DIGITS = re.compile(r"\d+")
_BROKEN = re.compile(r"[a-z]-$")
_EDGE = 2  # lines at the top and foot of a page where running heads stand
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"})


def paragraphs_of(data: bytes) -> tuple[str | None, list[str], bool]:
    """The title and the paragraphs of a PDF, and whether that is all of it. Raises UnsupportedFile or NotReadable."""
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnsupportedFile("This PDF is locked with a password. Paste the text instead.", kind="locked")
        whole = len(reader.pages) <= PAGES
        pages = [lines_of(page) for page in reader.pages[:PAGES]]
        title = tidy((reader.metadata.title if reader.metadata else None) or "") or None
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        IndexError,
        AttributeError,
        OSError,
        RecursionError,
        ArithmeticError,
    ):
        raise UnsupportedFile("This PDF is damaged and could not be read. Paste the text instead.") from None
    paragraphs = rejoined([[_plain(line) for line in page] for page in pages])
    if not paragraphs:
        raise NotReadable("This PDF holds pictures of pages and no text. Paste the text instead.", kind="picture")
    return title, paragraphs, whole


def _plain(line: str) -> str:
    return line.translate(_LIGATURES).replace("\x00", "").rstrip()


def rejoined(pages: Iterable[list[str]]) -> list[str]:
    """The paragraphs of pages given as lines: running heads and page numbers gone, lines joined, hyphens undone."""
    lines = _without_running_heads([list(page) for page in pages])
    width = _usual_width(lines)
    paragraphs: list[str] = []
    current: list[str] = []
    for line in [*lines, ""]:
        text = line.strip()
        if current and (not text or _ends(current[-1], text, width)):
            paragraphs.append(_joined(current))
            current = []
        if text:
            current.append(text)
    return _over_page_breaks([tidy(paragraph) for paragraph in paragraphs if paragraph])


def _without_running_heads(pages: list[list[str]]) -> list[str]:
    """All lines but those at the edges of a page that stand, numbers aside, at the edges of other pages too."""
    edges: Counter[str] = Counter()
    for page in pages:
        filled = [line for line in page if line.strip()]
        edges.update({_shape(line) for line in [*filled[:_EDGE], *filled[-_EDGE:]]})
    often = max(2, len(pages) // 3)
    kept: list[str] = []
    for page in pages:
        filled_at = [at for at, line in enumerate(page) if line.strip()]
        edge = {*filled_at[:_EDGE], *filled_at[-_EDGE:]}
        for at, line in enumerate(page):
            shape = _shape(line)
            running = len(pages) > 1 and edges[shape] >= often
            if at in edge and (running or _PAGE_NUMBER.fullmatch(shape)):
                continue
            kept.append(line)
        kept.append("\f")
    return kept


def _shape(line: str) -> str:
    return _DIGITS.sub("#", line.strip().lower())


def _usual_width(lines: list[str]) -> int:
    """How long a full line is: the 80th percentile of the lengths of lines."""
    lengths = sorted(len(line.strip()) for line in lines if line.strip())
    return lengths[int(len(lengths) * 0.8)] if lengths else 0


def _ends(line: str, following: str, width: int) -> bool:
    """Whether a paragraph ends with ``line``: it is short and closed, or what follows begins an item or heading."""
    if _LIST_ITEM.match(following):
        return True
    short = len(line) < 0.75 * width
    closed = line.rstrip("”\"')’").endswith((".", "!", "?", ":"))
    return short and (closed or (following[:1].isupper() and not line.endswith((",", "-"))))


def _joined(lines: list[str]) -> str:
    """Lines as one; a word broken at a line's end is whole again when its rest begins in lower case."""
    text = lines[0]
    for line in lines[1:]:
        broken = _BROKEN.search(text[-2:]) and line[:1].islower()
        text = text[:-1] + line if broken else f"{text} {line}"
    return text


def _over_page_breaks(paragraphs: list[str]) -> list[str]:
    """A paragraph that a page break cut in two is one again."""
    whole: list[str] = []
    for paragraph in paragraphs:
        if not paragraph:
            continue
        if whole and paragraph[:1].islower() and not whole[-1].endswith((".", "!", "?", ":", "”", '"')):
            whole[-1] = _joined([whole[-1], paragraph])
        else:
            whole.append(paragraph)
    return whole
