"""Attributions without a verb that takes a clause: "according to X", "as X put it", "X: …" over a story, transcripts."""

from typing import Final

from spacy.tokens import Token

from bot.nlp.attribution.clauses import source_range
from bot.nlp.attribution.found import Found, Reading, Region
from bot.nlp.attribution.phrases import Range, content_range, is_mark, noun_phrase, trimmed
from bot.nlp.attribution.subjects import own_subject

_NAMES: Final = frozenset({"PERSON", "ORG", "NORP", "GPE"})
_SPEAKER_WORDS: Final = 6
_STOPS: Final = frozenset({".", "?", "!", ";"})


def according(token: Token, reading: Reading) -> Found | None:
    """ "according to X": its sentence is X's, without the phrase itself."""
    doc = reading.doc
    if token.lower_ != "according" or token.i + 1 >= len(doc) or doc[token.i + 1].lower_ != "to":
        return None
    source_head = next((child for child in doc[token.i + 1].rights if child.dep_ in ("pobj", "pcomp")), None)
    if source_head is None:
        source_head = next((child for child in token.rights if child.dep_ == "pobj"), None)
    if source_head is None or source_head.i <= token.i:
        return None
    source = noun_phrase(source_head, whole=True)
    phrase_end = max(source[1], token.right_edge.i + 1 if token.right_edge.i - source[1] < 12 else source[1])
    start, end = _clause(token, reading)
    parts = [(start, token.i), (min(max(phrase_end, source[1]), end), end)]
    contents = [content_range(doc, part, reading.quoted) for part in parts if part[1] > part[0]]
    contents = [part for part in contents if part[1] - part[0] >= 2]
    before = [part for part in contents if part[1] <= token.i]
    if len(contents) == 2 and before[0][1] - before[0][0] >= 4 and not _goes_on(reading, contents[1][0]):
        contents = before
    if not contents:
        return None
    return Found(contents, "according to", "states", 0.8, cue=(token.i, token.i + 2), source=source)


def _goes_on(reading: Reading, position: int) -> bool:
    """Whether the sentence goes on behind an inserted phrase, rather than with a new thought."""
    token = reading.doc[position]
    return token.pos_ in ("VERB", "AUX") or token.dep_ in ("aux", "auxpass", "ROOT")


def _clause(token: Token, reading: Reading) -> Range:
    """The sentence of a token, cut at semicolons."""
    doc = reading.doc
    sentence = token.sent
    start, end = sentence.start, sentence.end
    for position in range(token.i - 1, start - 1, -1):
        if doc[position].text == ";" and reading.quoted[position] < 0:
            start = position + 1
            break
    for position in range(token.i + 1, end):
        if doc[position].text == ";" and reading.quoted[position] < 0:
            end = position
            break
    return start, end


def as_put(token: Token, reading: Reading) -> Found | None:
    """ "as X put it", "as X said": the rest of the sentence is X's; ``token`` is the verb."""
    if token.dep_ != "advcl" or not any(
        child.lower_ == "as" and child.dep_ in ("mark", "advmod") for child in token.lefts
    ):
        return None
    source_head = own_subject(token)
    if source_head is None or any(child.dep_ in ("ccomp", "xcomp") for child in token.rights):
        return None
    start, end = token.left_edge.i, token.right_edge.i + 1
    sentence = token.sent
    parts = [(sentence.start, start), (end, sentence.end)]
    contents = [content_range(reading.doc, part, reading.quoted) for part in parts if part[1] > part[0]]
    contents = [part for part in contents if part[1] - part[0] >= 3]
    span, antecedent = source_range(source_head)
    if not contents or span is None:
        return None
    return Found(
        contents[:1], "as X said", "states", 0.6, cue=(token.i, token.i + 1), source=span, antecedent=antecedent
    )


def headline(region: Region, reading: Reading) -> Found | None:
    """ "X: Y", a headline's way to say that X says Y; X is a name, or a report or poll."""
    doc = reading.doc
    for position in range(region.start, min(region.end, region.start + 10)):
        token = doc[position]
        if token.text != ":" and not (token.text.endswith(":") and len(token.text) > 1):
            continue
        left = trimmed(doc, (region.start, position + (1 if len(token.text) > 1 else 0)))
        right = content_range(doc, (position + 1, region.end), reading.quoted)
        if right[1] - right[0] < 3 or left[1] <= left[0] or any(reading.quoted[i] >= 0 for i in range(*left)):
            return None
        if not _speaks(reading, left):
            return None
        return Found([right], "headline with colon", "states", 0.7, cue=(position, position + 1), source=left)
    return None


def _speaks(reading: Reading, span: Range) -> bool:
    tokens = reading.doc[slice(*span)]
    if len(tokens) > _SPEAKER_WORDS:
        return False
    if any(token.pos_ in ("VERB", "AUX") for token in tokens):
        return False
    last = tokens[-1]
    return last.ent_type_ in _NAMES or last.lower_ in ("report", "poll", "study", "survey", "police", "officials")


def transcript(region: Region, reading: Reading, following: bool) -> Found | None:
    """A paragraph "NAME: words" as in a transcript. ``following`` tells that a neighbour is of that form too."""
    doc = reading.doc
    limit = min(region.end, region.start + _SPEAKER_WORDS + 2)
    for position in range(region.start, limit):
        token = doc[position]
        if token.text == ":":
            left = trimmed(doc, (region.start, position))
            if left[1] <= left[0] or left[1] - left[0] > _SPEAKER_WORDS:
                return None
            words = doc[slice(*left)]
            loud = all(t.is_upper or is_mark(t) for t in words)
            if not ((loud and len(words.text) > 1) or (following and all(t.is_title or is_mark(t) for t in words))):
                return None
            right = trimmed_content(reading, (position + 1, region.end))
            if right[1] - right[0] < 3:
                return None
            return Found([right], "transcript", "states", 0.8, cue=(position, position + 1), source=left)
        if not (token.is_title or token.is_upper or is_mark(token)):
            return None
    return None


def trimmed_content(reading: Reading, span: Range) -> Range:
    """``span`` without blanks at its edges; its last stop stays, as in a quotation."""
    start, end = span
    while start < end and reading.doc[start].is_space:
        start += 1
    while end > start and reading.doc[end - 1].is_space:
        end -= 1
    return start, end
