"""Stretches of a text that could be a place's name; which of them are is decided afterwards."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from spacy.tokens import Doc

from bot.nlp.document.spans import PARAGRAPHS
from bot.nlp.gazetteer import Gazetteer
from bot.nlp.gazetteer.lookup import Records
from bot.nlp.gazetteer.schema import COUNTRY
from bot.nlp.toponyms.words import wanted, words

LONGEST: Final = 7  # tokens; "Democratic Republic of the Congo" has five, hyphens count
PLACE_LABELS: Final = frozenset({"GPE", "LOC", "FAC"})
_LONGEST_UNKNOWN: Final = 4
_COUNTRIES: Final = 3
_UNREAD: Final = frozenset({"byline", "caption", "boilerplate"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """Tokens ``start`` to ``end`` (half-open), what they read, and the gazetteer's places of that name."""

    start: int
    end: int
    text: str
    records: Records
    run: tuple[int, int]  # the run of capitalised words that it stands in
    loose: bool = False  # found by its consonants alone, in a country that the story names


def candidates(doc: Doc, texts: list[str], gazetteer: Gazetteer) -> list[Candidate]:
    """Candidates of the headline and the body, in the order of the text; they overlap. ``texts`` are the tokens'."""
    whole = doc.text  # put together anew at each access
    unread = _unread(doc)
    found: dict[tuple[int, int], Candidate] = {}

    def text_of(start: int, end: int) -> str:
        return texts[start] if end == start + 1 else whole[doc[start].idx : doc[end - 1].idx + len(texts[end - 1])]

    for run in _runs(texts):
        for start, end in _parts(texts, *run):
            if start in unread or (end < run[1] and texts[end] in words("paper")):
                continue
            text = text_of(start, end)
            if texts[end : end + 1] == ["."] and len(gazetteer.find_abbreviation(text + ".")):
                end, text = end + 1, text + "."  # the tokenizer splits it off at the end of a sentence
            records = gazetteer.find(text)
            if len(records) or _has_kind(texts, start, end) or ((start, end) == run and _is_placed(texts, start, end)):
                found[start, end] = Candidate(start, end, text, records, run)
    for entity in doc.ents:
        if entity.label_ in PLACE_LABELS and entity.start not in unread:
            start, end = _trimmed(texts, entity.start, entity.end)
            if start < end and (start, end) not in found and texts[start][:1].isalnum():
                text = text_of(start, end)
                found[start, end] = Candidate(start, end, text, gazetteer.find(text), (start, end))
    return _with_loose([found[key] for key in sorted(found)], texts, gazetteer)


def _with_loose(found: list[Candidate], texts: list[str], gazetteer: Gazetteer) -> list[Candidate]:
    """Unknown names looked for by their consonants in the countries that the story names most."""
    countries = Counter(
        bytes(candidate.records[0]["country"]).decode()
        for candidate in found
        if len(candidate.records) and int(candidate.records[0]["feature"]) == COUNTRY
    )
    if not countries:
        return found
    likely = [country for country, _ in countries.most_common(_COUNTRIES)]
    return [
        candidate if len(candidate.records) or _has_kind(texts, candidate.start, candidate.end)
        else _loosely(candidate, likely, gazetteer)
        for candidate in found
    ]  # fmt: skip


def _loosely(candidate: Candidate, countries: list[str], gazetteer: Gazetteer) -> Candidate:
    for country in countries:
        records = gazetteer.find_loosely(candidate.text, country)
        if len(records):
            return replace(candidate, records=records, loose=True)
    return candidate


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
                # "al-Tanf" begins with its article
                start = i - 2 if i > 1 and texts[i - 1] == "-" and texts[i - 2] in words("article") else i
            last = i
        elif start >= 0 and not (text in joints and i - last <= 2) and not (text.isdigit() and i - last == 1):
            yield start, last + 1 + (last + 1 < len(texts) and texts[last + 1].isdigit())
            start = -1
    if start >= 0:
        yield start, last + 1 + (last + 1 < len(texts) and texts[last + 1].isdigit())


def _parts(texts: list[str], first: int, last: int) -> Iterator[tuple[int, int]]:
    """Every stretch of a run that begins and ends with a capital or a number."""
    for start in range(first, last):
        if not texts[start][0].isupper() and start != first:
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


def _is_placed(texts: list[str], start: int, end: int) -> bool:
    """Whether the words beside a name that nobody knows make it a place: "near X", "X village"."""
    if end - start > _LONGEST_UNKNOWN:
        return False
    before = texts[start - 1].lower() if start else ""
    after = texts[end] if end < len(texts) else ""
    return before in words("locative") or after in wanted("after")


def _trimmed(texts: list[str], start: int, end: int) -> tuple[int, int]:
    """An entity without its article and its genitive; the tagger keeps both, and lower-case words at its ends."""
    while start < end and (
        texts[start].lower() == "the" or not (texts[start][:1].isupper() or texts[start][:1].isdigit())
    ):
        start += 1
    while start < end and (texts[end - 1] in ("'s", "’s", "'", "’", ".", ",") or texts[end - 1].islower()):
        end -= 1
    return start, end
