"""Stretches of a text that could be a place's name; which of them are is decided afterwards."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc

from bot.nlp.gazetteer import Gazetteer
from bot.nlp.gazetteer.lookup import Records
from bot.nlp.spans import PARAGRAPHS
from bot.nlp.toponyms.words import words

LONGEST: Final = 7  # tokens; "Democratic Republic of the Congo" has five, hyphens count
PLACE_LABELS: Final = frozenset({"GPE", "LOC", "FAC"})
_UNREAD: Final = frozenset({"byline", "caption", "boilerplate"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """Tokens ``start`` to ``end`` (half-open), what they read, and the gazetteer's places of that name."""

    start: int
    end: int
    text: str
    records: Records
    run: tuple[int, int]  # the run of capitalised words that it stands in


def candidates(doc: Doc, gazetteer: Gazetteer) -> list[Candidate]:
    """Candidates of the headline and the body, in the order of the text; they overlap."""
    entities = {(entity.start, entity.end): entity.label_ for entity in doc.ents}
    texts = [token.text for token in doc]
    unread = _unread(doc)
    found: dict[tuple[int, int], Candidate] = {}
    for run in _runs(texts):
        for start, end in _parts(texts, *run):
            if start in unread:
                continue
            text = doc.text[doc[start].idx : doc[end - 1].idx + len(texts[end - 1])]
            records = gazetteer.find(text)
            if len(records) or _has_kind(texts, start, end):
                found[start, end] = Candidate(start, end, text, records, run)
    for (start, end), label in entities.items():
        if label not in PLACE_LABELS or start in unread:
            continue
        start, end = _trimmed(texts, start, end)
        if start < end and (start, end) not in found and texts[start][:1].isalnum():
            text = doc.text[doc[start].idx : doc[end - 1].idx + len(texts[end - 1])]
            found[start, end] = Candidate(start, end, text, gazetteer.find(text), (start, end))
    return [found[key] for key in sorted(found)]


def _unread(doc: Doc) -> frozenset[int]:
    """Tokens of paragraphs that no fact may come from."""
    return frozenset(
        i for span in doc.spans.get(PARAGRAPHS, []) if span.label_ in _UNREAD for i in range(span.start, span.end)
    )


def _runs(texts: list[str]) -> Iterator[tuple[int, int]]:
    """Capitalised words and what joins them ("of", "de", a hyphen), from the first capital to the last."""
    joints = words("joint")
    start = last = -1
    for i, text in enumerate(texts):
        if text[:1].isupper():
            if start < 0:
                start = i
            last = i
        elif start >= 0 and not (text in joints and i - last <= 2) and not (text.isdigit() and i - last == 1):
            yield start, last + 1 + (last + 1 < len(texts) and texts[last + 1].isdigit())
            start = -1
    if start >= 0:
        yield start, last + 1 + (last + 1 < len(texts) and texts[last + 1].isdigit())


def _parts(texts: list[str], first: int, last: int) -> Iterator[tuple[int, int]]:
    """Every stretch of a run that begins and ends with a capital or a number."""
    for start in range(first, last):
        if not texts[start][0].isupper():
            continue
        for end in range(start + 1, min(last, start + LONGEST) + 1):
            if texts[end - 1][0].isupper() or texts[end - 1].isdigit():
                yield start, end


def _has_kind(texts: list[str], start: int, end: int) -> bool:
    """Whether a name of two words or more says what it is: a county, a river, a street, a numbered road."""
    if end - start < 2:
        return False
    last = texts[end - 1]
    if last.isdigit():
        return texts[end - 2] in words("numbered") or texts[end - 2] == "-" or "." in texts[end - 2]
    return last in words("last") or last in words("road") or texts[start] in words("first")


def _trimmed(texts: list[str], start: int, end: int) -> tuple[int, int]:
    """An entity without its article and its genitive; the tagger keeps both, and lower-case words at its ends."""
    while start < end and (
        texts[start].lower() == "the" or not texts[start][:1].isupper() and not texts[start][:1].isdigit()
    ):
        start += 1
    while start < end and (texts[end - 1] in ("'s", "’s", "'", "’", ".", ",") or texts[end - 1].islower()):
        end -= 1
    return start, end
