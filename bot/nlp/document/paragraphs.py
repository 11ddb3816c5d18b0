"""Paragraphs of a text and what each is for, before anything is parsed.

A paragraph ends at a line break; a break inside a hard-wrapped sentence (a long line without a stop, and a small
letter after it) is none. Roles follow what a line means on a news page: see ``_role``. Facts are taken from headline
and body alone.

Sentences start where paragraphs start: over the whole text the stock parser hangs '"…," he said' on the sentence
before. They never start inside a headline (it has no stops), nor after a rank ("Maj. Gen.").
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc, Span

from bot.models import Paragraph, ParagraphRole
from bot.nlp.document.spans import PARAGRAPHS
from bot.nlp.document.tokenizer import ranks, readable
from bot.nlp.lexicon.load import read_table, word_set

_LINE: Final = re.compile(r"[^\n]+")
_STOP: Final = re.compile(r"[.!?…:;][\"'”’)\]]*$")
_INNER_STOP: Final = re.compile(r"[a-z0-9)\"”’][.!?][\"”’]?\s+[\"“‘]?[A-Z]")
_WORD: Final = re.compile(r"[^\W\d_][\w'’-]*")
# A line shorter than this is broken on purpose; wrapped lines in plain-text mail and PDF run to 60 characters or more.
_WRAPPED: Final = 45
# Headlines of the attribution data have 4 to 21 words; one of 25 or more is a lead paragraph.
_HEADLINE_WORDS: Final = 24
_CAPTION_WORDS: Final = 60
_NOTE_WORDS: Final = 45


@cache
def _rules() -> dict[str, list[re.Pattern[str]]]:
    table = read_table("paragraphs.toml")
    return {name: [_compiled(pattern) for pattern in table[name]] for name in table if name != "small"}


def _compiled(pattern: str) -> re.Pattern[str]:
    # \p{Lu} asks for a capital, where all else is read without regard to case.
    return re.compile(pattern.replace(r"\p{Lu}", "(?-i:[A-Z])"), re.IGNORECASE)


def split(text: str) -> list[Paragraph]:
    """The paragraphs of ``text`` with their roles, in order; offsets count in ``text``. Raises nothing."""
    plain = readable(text)
    bounds = _bounds(plain)
    blocks = [plain[start:end] for start, end in bounds]
    headline = _headline(blocks)
    seen = Counter(block.casefold() for block in blocks)
    found = []
    for number, (start, end) in enumerate(bounds):
        role: ParagraphRole
        if number == headline:
            role = "headline"
        else:
            role = _role(blocks[number], first=number == 0, last=number == len(blocks) - 1)
            if role == "body" and seen[blocks[number].casefold()] > 1 and not _STOP.search(blocks[number]):
                role = "boilerplate"
        found.append(Paragraph(start=start, end=end, role=role))
    return found


def _bounds(plain: str) -> list[tuple[int, int]]:
    bounds: list[tuple[int, int]] = []
    for line in _LINE.finditer(plain):
        words = line.group()
        start = line.start() + len(words) - len(words.lstrip())
        end = line.start() + len(words.rstrip())
        if end <= start:
            continue
        if bounds and line.start() - 1 == _line_end(plain, bounds[-1][1]) and _wrapped(plain, bounds[-1], start):
            bounds[-1] = (bounds[-1][0], end)
        else:
            bounds.append((start, end))
    return bounds


def _line_end(plain: str, end: int) -> int:
    """Where the line that ends at ``end`` is broken, past its trailing blanks."""
    while end < len(plain) and plain[end] == " ":
        end += 1
    return end


def _wrapped(plain: str, before: tuple[int, int], start: int) -> bool:
    last_line = plain[max(before[0], plain.rfind("\n", 0, before[1]) + 1) : before[1]]
    return len(last_line) >= _WRAPPED and not _STOP.search(last_line) and plain[start].islower()


def _headline(blocks: Sequence[str]) -> int | None:
    """The number of the block that is the headline: the first with words, short, one sentence, more text below.

    One that ends in a full stop counts only when it is written in title case.
    """
    for number, block in enumerate(blocks[:3]):
        words = _WORD.findall(block)
        if not words or _matches("byline", block) or _matches("dateline_only", block) or _matches("boilerplate", block):
            continue
        rest = sum(len(other) for other in blocks[number + 1 :])
        if len(words) > _HEADLINE_WORDS or rest <= len(block) or _INNER_STOP.search(block):
            return None
        if block[-1] in "!?…" or not _STOP.search(block) or (block[-1] == "." and _title_case(words)):
            return number
        if block[-1] in "\"'”’)" and not _ENDS_QUOTED.search(block[-_END:]):
            return number
        return None
    return None


@cache
def _small() -> frozenset[str]:
    return word_set(read_table("paragraphs.toml")["small"])


def _title_case(words: Sequence[str]) -> bool:
    large = [word for word in words if word.lower() not in _small()]
    return len(large) > 2 and sum(word[0].isupper() for word in large) >= 0.8 * len(large)


def _role(block: str, *, first: bool, last: bool) -> ParagraphRole:
    """What a block other than the headline is for.

    byline       who wrote, reported, edited
    boilerplate  what the page says about itself: links to other stories, tags, sharing, rights; and a line that says
                 the same twice over (tags drawn once for the eye and once for a machine)
    caption      a credit, or a noun phrase without a verb or stop, as stands below a picture
    """
    words = _WORD.findall(block)
    if not words:
        return "body" if first and last else "boilerplate"
    if len(words) <= _NOTE_WORDS and _matches("byline", block):
        return "byline"
    if len(words) <= _NOTE_WORDS and (_matches("boilerplate", block) or _matches("dateline_only", block)):
        return "boilerplate"
    if _doubled(block):
        return "boilerplate"
    if len(words) <= _CAPTION_WORDS and _matches("caption", block):
        return "caption"
    if not (first or last) and _phrase(block, words):
        return "caption"
    return "body"


def _matches(name: str, block: str) -> bool:
    return any(rule.search(block) for rule in _rules()[name])


def _doubled(block: str) -> bool:
    half = len(block) // 2
    left, right = block[:half].strip(), block[half:].strip()
    return len(left) > 3 and left == right


def _phrase(block: str, words: Sequence[str]) -> bool:
    """Whether a block is a bare noun phrase such as stands below a picture ("Flag of the port authority").

    Without a parse the sign is its shape: no stop, no quotation mark, a few words, an "of" or "at" between names, and
    no word that looks like a finite verb. Subheadings share the shape; they hold no facts either.
    """
    if _STOP.search(block) or len(words) > 14 or len(words) < 2 or re.search('["“”]', block):
        return False
    return not any(_VERB.fullmatch(word) for word in words)


_END: Final = 20  # characters at the end of a block in which its full stop and what closes it stand
_ENDS_QUOTED: Final = re.compile(r"[.!?]\W+$")
_VERB: Final = re.compile(
    r"(?<!\w)(?:is|are|was|were|be|been|has|have|had|will|would|can|could|may|might|must|shall|should|do|does|did|said|says|"
    r"say|told|tells|\w+n['’]t|\w+['’](?:s|re|ve|ll|d))",
    re.IGNORECASE,
)


@Language.factory("nutgraf_paragraphs", assigns=["doc.spans", "token.is_sent_start"])
def create(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """The component ``nutgraf_paragraphs``."""
    return paragraphs


def paragraphs(doc: Doc) -> Doc:
    """Put paragraphs into ``doc.spans["paragraphs"]``, unless they stand there, and set sentence starts."""
    if PARAGRAPHS not in doc.spans:
        place(doc, split(doc.text))
    _set_sentence_starts(doc)
    return doc


def place(doc: Doc, found: Sequence[Paragraph]) -> None:
    """Put ``found`` into ``doc.spans["paragraphs"]``; a paragraph that holds no whole token is left out.

    Offsets in the middle of a token are widened to it.
    """
    spans = []
    for paragraph in found:
        span = doc.char_span(paragraph.start, paragraph.end, label=paragraph.role, alignment_mode="expand")
        if span is not None and len(span):
            spans.append(span)
    doc.spans[PARAGRAPHS] = spans


def _set_sentence_starts(doc: Doc) -> None:
    spans = list(doc.spans[PARAGRAPHS])
    short = ranks()
    for token in doc[:-1]:
        if token.text in short:
            doc[token.i + 1].is_sent_start = False
    for span in spans:
        titled = span.label_ == "headline" or not _stopped(span)
        for token in doc[span.start + 1 : span.end]:
            if titled and doc[token.i - 1].text == ";":
                token.is_sent_start = True  # "Union threatens strike; owner says …": two who speak
            elif span.label_ == "headline":
                token.is_sent_start = False
    for span in spans:
        doc[span.start].is_sent_start = True


def _stopped(span: Span) -> bool:
    """Whether a paragraph ends as a sentence does: titles and the line below them have no stop."""
    words = [token for token in span if not token.is_space]
    return bool(words) and (words[-1].text[-1] in ".?!…:" or any(t.text in (".", "?", "!") for t in words[-2:]))


def body(doc: Doc) -> list[Span]:
    """The paragraphs that facts may be taken from: headline and body, in order. The whole text where none stand."""
    spans = doc.spans.get(PARAGRAPHS)
    if spans is None:
        return [doc[:]] if len(doc) else []
    return [span for span in spans if span.label_ in ("headline", "body")]
