"""What a page says of its own text: that it was corrected, that it is live. No facts of the story come from these."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml.html import HtmlElement

from bot.fetch.decoding import flat, tidy
from bot.fetch.jsonld import Described
from bot.fetch.roles import Part
from bot.models import Note

_DAY = r"(?:\w{3,9}\.? \d{1,2}(?:, \d{4})?|\d{1,2} \w{3,9}(?: \d{4})?)"
_WORK = r"(?:article|story|report|post|piece|page|headline|caption|item|column)"
_CORRECTION = re.compile(
    rf"(?:corrections?|clarifications?)(?: (?:and|&) (?:corrections?|clarifications?))?"
    rf"(?:\s?\([^()]{{1,40}}\)|,? (?:on )?{_DAY}| appended)?\s?[:–—]\s.+|"
    rf"(?:(?:editor|publisher)['’]?s?['’]? note\s?[:–—-]\s*)?\(?(?:"
    rf"(?:this|the headline of this) {_WORK}\b[^.]{{0,60}}\b(?:was|has been|were|have been)\b[^.]{{0,40}}"
    rf"\b(?:corrected|amended|clarified|to correct|to clarify)\b.*|"
    rf"(?:an?|the|in an?) (?:earlier|original|previous) versions? of this {_WORK}\b[^.]{{0,60}}"
    rf"\b(?:said|stated|misstated|misidentified|misspelled|incorrectly|wrongly|mistakenly|erroneously|gave|contained|"
    rf"referred|reported|had|included|omitted|attributed)\b.*)",
    re.IGNORECASE | re.DOTALL,
)
_LIVE = re.compile(r"\blive ?(?:updates?|blog|coverage|reporting)\b|\bas it happened\b", re.IGNORECASE)
_LONGEST = 900  # characters; who corrects more than that writes a new story
_SHORTEST = 25


def is_correction(text: str) -> bool:
    """Whether a paragraph says what was wrong in an earlier version of the page it stands on."""
    return _SHORTEST <= len(text) <= _LONGEST and _CORRECTION.match(text) is not None


def without_notes(parts: Sequence[Part]) -> list[Part]:
    """``parts`` with corrections taken for boilerplate: they repeat what was wrong."""
    return [replace(part, role="boilerplate") if is_correction(part.text) else part for part in parts]


def notes_of(parts: Sequence[Part], tree: HtmlElement, said: Described, *, live: bool) -> list[Note]:
    """The notes of a page, each once: from its paragraphs, its markup where extractors leave them out, its JSON-LD."""
    found: dict[str, str] = {}
    for text in [*(part.text for part in parts if part.role == "body"), *_paragraphs(tree)]:
        if is_correction(text):
            found.setdefault(flat(text), text)
    if said.correction and not any(flat(said.correction) in known for known in found):
        found[flat(said.correction)] = tidy(said.correction)[:_LONGEST]
    notes = [Note(kind="correction", text=text) for text in found.values()]
    window = " ".join(tree.xpath("string(//title)").split())
    return [*([Note(kind="live")] if live or _LIVE.search(window) else []), *notes]


def _paragraphs(tree: HtmlElement) -> Iterator[str]:
    """The paragraphs that are not mostly links to other stories, whose corrections those may be."""
    for element in tree.iter("p"):
        text = tidy(element.text_content()[: 2 * _LONGEST])
        linked = sum(len(link.text_content()) for link in element.iter("a"))
        if linked < 0.5 * len(text):
            yield text
