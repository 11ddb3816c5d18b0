"""Attributions without a verb that takes a clause: insertions, "according to X", "as X put it", "X: …", transcripts."""

from typing import Final

from spacy.tokens import Token

from bot.nlp.attribution.rules import MEASURED, Attribution
from bot.nlp.attribution.sources import source_range
from bot.nlp.document.labels import FINITE_OR_MODAL, OBJECTS, PARTIES, TIMES
from bot.nlp.lexicon.cues import Cue
from bot.nlp.syntax.layout import DocLayout, Region
from bot.nlp.syntax.phrases import LONGEST, Range, content_range, is_mark, noun_phrase, trimmed
from bot.nlp.syntax.voice import is_passive, own_subject

_SPEAKER_WORDS: Final = 6
_STOPS: Final = frozenset({".", "?", "!", ";", ":"})
# an inserted "…, X said at the weekend, …" reaches to its comma within so many tokens (9 in 10 within 6)
_INSERTED: Final = 12


def inserted(token: Token, cue: Cue, layout: DocLayout) -> Attribution | None:
    """ "A, X said, B" and "A, X said.": the sentence around the insertion is X's; ``token`` is the verb."""
    doc = layout.doc
    if not cue.frames & {"q", "c"} or token.tag_ not in ("VBD", "VBZ", "VBP", "VBN") or is_passive(token):
        return None
    source_head = own_subject(token)
    if source_head is None or source_head.lower_ in ("that", "which", "who", "it", "there"):
        return None
    if any(_completes(child, token) for child in token.children):
        return None
    region = layout.regions[layout.region_of[token.i]]
    first = min(source_head.left_edge.i, token.i)
    while (
        first > region.start and doc[first - 1].dep_ in ("advmod", "aux", "mark") and doc[first - 1].head.i == token.i
    ):
        first -= 1
    if first - 1 <= region.start or doc[first - 1].text not in (",", "—", "–") or layout.quoted[first - 2] >= 0:
        return None
    last = max(token.i + 1, noun_phrase(source_head, whole=True)[1])
    limit = min(region.end, last + _INSERTED)
    while last < limit and doc[last].text not in _STOPS and doc[last].text not in (",", "—", "–"):
        if doc[last].pos_ in ("VERB", "AUX", "SCONJ") or layout.quoted[last] >= 0 or doc[last].is_space:
            return None
        last += 1
    start, end = _around(token, first, last, layout)
    before, after = (start, first), (last, end)
    goes_on = last < region.end and doc[last].text in (",", "—", "–")
    if goes_on and _hangs_on(last, layout):
        goes_on = False
    if goes_on and layout.quoted[min(last + 1, end)] >= 0 and not _finite(layout, before):
        return None  # "Still, she said, “…”": the quotation stands for itself
    if not _finite(layout, before) and not (goes_on and _finite(layout, after)):
        return None
    parts = [before, after] if goes_on else [before]
    contents = [content_range(doc, part, layout.quoted) for part in parts if part[1] > part[0]]
    contents = [part for part in contents if part[1] > part[0]]
    if not contents or sum(b - a for a, b in contents) < 4:
        return None
    span, antecedent = source_range(source_head)
    return Attribution(
        contents,
        "inserted",
        cue.stance,
        MEASURED["inserted"],
        cue=(token.i, token.i + 1),
        source=span,
        antecedent=antecedent,
    )


def _completes(child: Token, verb: Token) -> bool:
    """Whether a verb has what it needs already, or stands in a clause of its own: then it inserts nothing."""
    if child.dep_ in ("mark", "prt") or child.tag_ == "WRB" or child.dep_ in ("neg", "xcomp", "attr", "acomp", "oprd"):
        return True
    if child.i > verb.i and child.dep_ in OBJECTS:
        return verb.lemma_ not in ("tell", "say", "write") and child.ent_type_ not in TIMES
    return child.i > verb.i and child.dep_ == "prep" and child.lower_ in ("for", "of", "about", "as", "into", "off")


def _finite(layout: DocLayout, span: Range) -> bool:
    return any(token.tag_ in FINITE_OR_MODAL for token in layout.doc[slice(*span)])


def _hangs_on(comma: int, layout: DocLayout) -> bool:
    """Whether what follows the comma belongs to the verb of saying itself ("he said, adding that …")."""
    if comma + 1 >= len(layout.doc):
        return True
    following = layout.doc[comma + 1]
    if following.ent_type_ in TIMES or following.tag_ == "CD":
        # "X said on Monday, hours before the talks"
        return any(t.lower_ in ("before", "after") for t in layout.doc[comma + 1 : comma + 6])
    return following.tag_ == "VBG" or following.lower_ in (
        "who",
        "which",
        "where",
        "while",
        "but",
        "and",
        "after",
        "as",
    )


def _around(token: Token, first: int, last: int, layout: DocLayout) -> Range:
    """The sentence around an insertion, by stops; a quotation that begins behind it is taken whole."""
    doc = layout.doc
    region = layout.regions[layout.region_of[token.i]]
    start = first
    while start > max(region.start, first - LONGEST) and not (
        doc[start - 1].text in _STOPS and layout.quoted[start - 1] < 0
    ):
        if doc[start - 1].is_sent_start and doc[start - 1].is_title and doc[start - 2].text in _STOPS:
            start -= 1
            break
        start -= 1
    end = last
    while end < min(region.end, last + LONGEST) and (doc[end].text not in _STOPS or layout.quoted[end] >= 0):
        end += 1
    return start, end


def according(token: Token, layout: DocLayout) -> Attribution | None:
    """ "according to X": its sentence is X's, without the phrase itself."""
    doc = layout.doc
    if token.lower_ != "according" or token.i + 1 >= len(doc) or doc[token.i + 1].lower_ != "to":
        return None
    source_head = next((child for child in doc[token.i + 1].rights if child.dep_ in ("pobj", "pcomp")), None)
    if source_head is None:
        source_head = next((child for child in token.rights if child.dep_ == "pobj"), None)
    if source_head is None or source_head.i <= token.i:
        return None
    source = noun_phrase(source_head, whole=True)
    phrase_end = max(source[1], token.right_edge.i + 1 if token.right_edge.i - source[1] < 12 else source[1])
    start, end = _clause(token, layout)
    parts = [(start, token.i), (min(max(phrase_end, source[1]), end), end)]
    contents = [content_range(doc, part, layout.quoted) for part in parts if part[1] > part[0]]
    contents = [part for part in contents if part[1] - part[0] >= 2]
    before = [part for part in contents if part[1] <= token.i]
    if token.i >= 2 and doc[token.i - 1].text == "," and doc[token.i - 2].pos_ in ("SCONJ", "CCONJ"):
        contents = [part for part in contents if part[0] > token.i]
        before = []
    if len(contents) == 2 and before and before[0][1] - before[0][0] >= 4 and not _goes_on(layout, contents[1][0]):
        contents = before
    if not contents:
        return None
    return Attribution(
        contents, "according to", "states", MEASURED["according to"], cue=(token.i, token.i + 2), source=source
    )


def _goes_on(layout: DocLayout, position: int) -> bool:
    """Whether the sentence goes on behind an inserted phrase, rather than with a new thought."""
    token = layout.doc[position]
    return token.pos_ in ("VERB", "AUX") or token.dep_ in ("aux", "auxpass", "ROOT")


def _clause(token: Token, layout: DocLayout) -> Range:
    """The sentence of a token, cut at semicolons."""
    doc = layout.doc
    sentence = token.sent
    start, end = sentence.start, sentence.end
    start, end = max(start, token.i - LONGEST), min(end, token.i + LONGEST)
    for position in range(token.i - 1, start - 1, -1):
        if doc[position].text == ";" and layout.quoted[position] < 0:
            start = position + 1
            break
    for position in range(token.i + 1, end):
        if doc[position].text == ";" and layout.quoted[position] < 0:
            end = position
            break
    return start, end


def as_put(token: Token, layout: DocLayout) -> Attribution | None:
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
    if sentence.end - sentence.start > LONGEST:
        return None
    parts = [(sentence.start, start), (end, sentence.end)]
    contents = [content_range(layout.doc, part, layout.quoted) for part in parts if part[1] > part[0]]
    contents = [part for part in contents if part[1] - part[0] >= 3]
    span, antecedent = source_range(source_head)
    if not contents or span is None:
        return None
    return Attribution(
        contents[:1],
        "as X said",
        "states",
        MEASURED["as X said"],
        cue=(token.i, token.i + 1),
        source=span,
        antecedent=antecedent,
    )


def headline(region: Region, layout: DocLayout) -> Attribution | None:
    """ "X: Y", a headline's way to say that X says Y; X is a name, or a report or poll."""
    doc = layout.doc
    for position in range(region.start, min(region.end, region.start + 10)):
        token = doc[position]
        if token.text != ":" and not (token.text.endswith(":") and len(token.text) > 1):
            continue
        left = trimmed(doc, (region.start, position + (1 if len(token.text) > 1 else 0)))
        right = content_range(doc, (position + 1, region.end), layout.quoted)
        if right[1] - right[0] < 3 or left[1] <= left[0] or any(layout.quoted[i] >= 0 for i in range(*left)):
            return None
        if not _speaks(layout, left):
            return None
        return Attribution(
            [right],
            "headline with colon",
            "states",
            MEASURED["headline with colon"],
            cue=(position, position + 1),
            source=left,
        )
    return None


def _speaks(layout: DocLayout, span: Range) -> bool:
    tokens = layout.doc[slice(*span)]
    if len(tokens) > _SPEAKER_WORDS:
        return False
    if any(token.pos_ in ("VERB", "AUX") for token in tokens):
        return False
    last = tokens[-1]
    return last.ent_type_ in PARTIES or last.lower_ in ("report", "poll", "study", "survey", "police", "officials")


def transcript(region: Region, layout: DocLayout, following: bool) -> Attribution | None:
    """A paragraph "NAME: words" as in a transcript. ``following`` tells that a neighbour is of that form too."""
    doc = layout.doc
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
            right = trimmed_content(layout, (position + 1, region.end))
            if right[1] - right[0] < 3:
                return None
            return Attribution(
                [right], "transcript", "states", MEASURED["transcript"], cue=(position, position + 1), source=left
            )
        if not (token.is_title or token.is_upper or is_mark(token)):
            return None
    return None


def trimmed_content(layout: DocLayout, span: Range) -> Range:
    """``span`` without blanks at its edges; its last stop stays, as in a quotation."""
    start, end = span
    while start < end and layout.doc[start].is_space:
        start += 1
    while end > start and layout.doc[end - 1].is_space:
        end -= 1
    return start, end
