"""The words beside a quotation that say whose it is: a cue behind it or before it, a name and a colon."""

from dataclasses import dataclass
from typing import Final

from spacy.tokens import Token

from bot.nlp.attribution.sources import source_range
from bot.nlp.document.labels import FINITE, FINITE_OR_MODAL, PARTIES
from bot.nlp.lexicon.cues import POS, Cue, cues
from bot.nlp.syntax.layout import DocLayout, QuotedRange
from bot.nlp.syntax.phrases import Range, noun_phrase
from bot.nlp.syntax.subjects import subject
from bot.nlp.syntax.voice import agent, is_passive, own_subject

# How far from the quotation its cue may stand, in tokens.
REACH: Final = 30
ENDS: Final = frozenset({".", "?", "!"})
PARTING: Final = frozenset({",", ":", "—", "–", "-", "--"})
# An unknown verb is a cue when it follows the quotation within so many tokens (its subject between them).
_UNKNOWN: Final = 6
_SPEAKER_WORDS: Final = 5
_TITLE_WORDS: Final = 6
# Marks at a quotation's end after which its sentence goes on.
_RUNNING_ON: Final = frozenset({",", "?", "!", "…", "—", "–", "-"})
_CLAUSES: Final = frozenset({"relcl", "advcl", "acl"})
_ANY: Final = Cue("", "states", frozenset("q"), 0.75)


@dataclass(slots=True)
class Link:
    """A source for a quotation, with the cue where there is one."""

    rule: str
    source: Range | None
    antecedent: Range | None
    token: Token | None = None
    cue: Cue | None = None


def link_behind(layout: DocLayout, quote: QuotedRange, free: bool) -> Link | None:
    """The cue behind the quotation: '…," she said', '…," said X', '…" was how X put it'."""
    doc = layout.doc
    start = _start_behind(layout, quote)
    last = last_mark(layout, quote)
    if start is None or (last == "." and not doc[start].is_lower):
        return None
    comma = last in _RUNNING_ON or doc[quote.end : start].text.strip() in (",", "—", "–", "-")
    end = min(_sentence_end(layout, start, layout.regions[quote.paragraph].end), start + REACH)
    for position in range(start, end):
        token = doc[position]
        if layout.quoted[position] >= 0 or token.text in (";", ":"):
            return None
        cue = _cue(token)
        if cue is None and _stands_alone(token):
            # an unknown verb behind a comma says it too ("…," she riffed); else the quotation is its subject
            if last != "," or not free or position > start + _UNKNOWN or token.lemma_ in ("be", "have", "do"):
                return None
            cue = _ANY
        if cue is None or (token.dep_ in _CLAUSES and position > start + 2 and token.tag_ != "VBD"):
            continue
        source = _beside(layout, token, start, quote)
        if source is None:
            continue
        if not comma and position > start + 6:
            return None
        span, antecedent = source_range(source)
        if span is not None and span[0] < quote.end <= span[1]:
            span = (max(span[0], quote.end), span[1])
        return Link("quotation, cue behind", span, antecedent, token, cue)
    return None


def _start_behind(layout: DocLayout, quote: QuotedRange) -> int | None:
    """The first word behind a quotation and its comma; None where its paragraph ends or another quotation follows."""
    start, end = quote.end, layout.regions[quote.paragraph].end
    while start < end and (layout.doc[start].is_space or layout.doc[start].text in (",", "—", "–", "-", "--")):
        start += 1
    return start if start < end and layout.quoted[start] < 0 else None


def _stands_alone(token: Token) -> bool:
    """Whether a token is a finite verb, and not that of a clause behind a noun or verb."""
    return token.pos_ == "VERB" and token.tag_ in FINITE and token.dep_ not in _CLAUSES


def link_before(layout: DocLayout, quote: QuotedRange) -> Link | None:
    """The cue before the quotation: 'X said, "…', 'X said: "…', 'adding: "…', 'in the words of X, "…'."""
    doc = layout.doc
    position = _edge_before(layout, quote)
    if position is None or doc[position].text in ENDS or layout.quoted[position] >= 0:
        return None
    start = layout.regions[layout.region_of[position]].start
    colon = doc[position].text.endswith(":")
    parted = colon or doc[position].text in PARTING
    first: Token | None = None
    for at in range(position, max(start - 1, position - REACH), -1):
        token = doc[at]
        if layout.quoted[at] >= 0 or (token.text in ENDS and at < position):
            break
        cue = _cue(token)
        if cue is None:
            first = first or (token if token.pos_ == "VERB" else None)
            continue
        apart = first is not None and first.head.i != at and position - at > 8
        if not parted and (position - at > 3 or not _adjoins(layout, token, quote)):
            break
        if parted and not colon and apart:
            break
        source = _beside(layout, token, start, quote) or subject(token)
        if source is None or layout.quoted[source.i] == quote.number:
            continue
        span, antecedent = source_range(source)
        return Link("quotation, cue before", span, antecedent, token, cue)
    return (_by_name(layout, position, start) or _by_colon(layout, position, start)) if colon else None


def _edge_before(layout: DocLayout, quote: QuotedRange) -> int | None:
    """The last token before a quotation that is no blank; the colon that ends the paragraph above where it opens its
    own."""
    position = quote.start - 1
    while position >= layout.regions[quote.paragraph].start and layout.doc[position].is_space:
        position -= 1
    if position < layout.regions[quote.paragraph].start:
        position = _colon_above(layout, quote.paragraph)
    return position if position >= 0 else None


def _by_name(layout: DocLayout, position: int, start: int) -> Link | None:
    """'Ruiz: "…': a name alone before the colon."""
    doc = layout.doc
    first = position
    while first > start and position - first <= _SPEAKER_WORDS and doc[first - 1].text not in (".", "?", "!", "-", "–"):
        first -= 1
    words = doc[first:position]
    if not len(words) or len(words) > _SPEAKER_WORDS or any(t.is_space or t.pos_ in ("VERB", "AUX") for t in words):
        return None
    if words[-1].ent_type_ not in ("PERSON", "ORG") or doc[position].text != ":":
        return None
    return Link("name and colon", (first, position), None)


def _by_colon(layout: DocLayout, position: int, start: int) -> Link | None:
    """'X was blunt: "…': the subject of the sentence, when it is a name or a person."""
    doc = layout.doc
    sentence = doc[position].sent if doc.has_annotation("SENT_START") else doc[start : position + 1]
    root = sentence.root
    if root.i > position or root.i < start:
        return None
    source = own_subject(root)
    if source is None or source.i >= position:
        return None
    if (
        source.ent_type_ not in PARTIES
        and source.pos_ != "PRON"
        and not any(t.ent_type_ in PARTIES for t in doc[slice(*noun_phrase(source))])
    ):
        return None
    if source.lower_ in ("it", "this", "that", "there", "which"):
        return None
    span, antecedent = source_range(source)
    return Link("quotation behind a colon", span, antecedent)


def _colon_above(layout: DocLayout, paragraph: int) -> int:
    """The last token of the paragraph above when it is a colon; -1 otherwise."""
    if paragraph == 0:
        return -1
    above = layout.regions[paragraph - 1]
    position = above.end - 1
    while position >= above.start and layout.doc[position].is_space:
        position -= 1
    return position if position >= above.start and layout.doc[position].text.endswith(":") else -1


def _beside(layout: DocLayout, token: Token, start: int, quote: QuotedRange) -> Token | None:
    """The source of a cue beside a quotation: its subject outside of the quotation, or the name behind it."""
    if is_passive(token):
        return agent(token) or _by_behind(layout, quote)
    own = own_subject(token)
    if own is not None and layout.quoted[own.i] < 0:
        return own
    # the parser may have hung the name elsewhere: '…," said Ana Ruiz', '…," Ruiz, 49, told the harbour radio'
    doc = layout.doc
    finite = token.tag_ in FINITE
    if finite and all(t.pos_ in ("ADV", "AUX", "PUNCT", "SPACE") for t in doc[start : token.i]):
        after = token.i + 1
        while after < len(doc) and after < token.i + 5 and doc[after].pos_ in ("ADV", "DET", "ADJ", "NUM"):
            after += 1
        if after < len(doc) and doc[after].pos_ in ("PROPN", "NOUN", "PRON") and layout.quoted[after] < 0:
            return _head(doc[after])
    elif finite and start >= quote.end:
        for name in doc[start : token.i]:
            if name.pos_ in ("PROPN", "NOUN", "PRON"):
                return _head(name, token.i)
    raised = subject(token)
    if raised is not None and layout.quoted[raised.i] < 0:
        return raised
    return None


def _by_behind(layout: DocLayout, quote: QuotedRange) -> Token | None:
    """'was called “a ruin” by Ana Ruiz': the head of the name behind the quotation."""
    words = layout.doc[quote.end : quote.end + 2]
    return _head(words[1]) if len(words) == 2 and words[0].lower_ == "by" else None


def _head(name: Token, before: int | None = None) -> Token:
    """The head of the name that begins with ``name``, not past ``before``."""
    while name.dep_ in ("compound", "nmod", "amod", "det", "poss") and name.head.i > name.i:
        if before is not None and name.head.i >= before:
            break
        name = name.head
    return name


def _cue(token: Token) -> Cue | None:
    kind = POS.get(token.pos_)
    if kind != "v":
        return None
    cue = cues().get((token.lemma_.lower(), "v"))
    return cue if cue is not None and "q" in cue.frames else None


def _adjoins(layout: DocLayout, token: Token, quote: QuotedRange) -> bool:
    """Whether between the cue and the quotation stand only "that", "to reporters", an adverb."""
    between = layout.doc[token.i + 1 : quote.start]
    return all(t.pos_ in ("SCONJ", "ADV", "PUNCT", "SPACE", "PART") or t.lower_ == "that" for t in between)


def last_mark(layout: DocLayout, quote: QuotedRange) -> str:
    doc = layout.doc
    start, end = quote.inner
    while end > start and doc[end - 1].is_space:
        end -= 1
    return doc[end - 1].text[-1:] if end > start else ""


def _sentence_end(layout: DocLayout, start: int, end: int) -> int:
    doc = layout.doc
    for position in range(start, min(end, start + REACH + 10)):
        if doc[position].text in ENDS:
            return position
    return min(end, start + REACH + 10)


def is_title(layout: DocLayout, quote: QuotedRange, words: int) -> bool:
    """A short quotation in capitals that stands where a noun stands is the title of a work or a name."""
    doc = layout.doc
    if words > _TITLE_WORDS or quote.start == 0:
        return False
    before = doc[quote.start - 1]
    if before.text in ENDS or before.text.endswith(":") or before.is_space:
        return False
    inner = [t for t in doc[slice(*quote.inner)] if not t.is_punct and not t.is_space]
    return all(t.text[0].isupper() or t.text[0].isdigit() or (t.is_stop and i) for i, t in enumerate(inner)) and (
        before.text != "," or words > 1
    )


def begins_freely(layout: DocLayout, quote: QuotedRange) -> bool:
    """Whether a quotation begins where a sentence may: not in the middle of the writer's own clause."""
    doc, region = layout.doc, layout.regions[quote.paragraph]
    position = quote.start - 1
    while position >= region.start and doc[position].is_space:
        position -= 1
    if position < region.start or layout.quoted[position] >= 0:
        return True
    before = doc[position]
    return before.is_punct and before.text not in (")", "%")


def clause_start(layout: DocLayout, quote: QuotedRange) -> int:
    """Where the sentence begins that a quotation ends: 'The pier was “a ruin,” she said'."""
    doc, region = layout.doc, layout.regions[quote.paragraph]
    start = quote.start
    while start > region.start and doc[start - 1].text not in ENDS and layout.quoted[start - 1] < 0:
        if quote.start - start > REACH or doc[start - 1].text in (";", ":"):
            return quote.start if quote.start - start > REACH else start
        start -= 1
    while start < quote.start and (doc[start].is_punct or doc[start].is_space):
        start += 1
    own = doc[start : quote.start]
    if any(_cue(token) is not None and own_subject(token) is not None for token in own):
        return quote.start
    return start if any(t.tag_ in FINITE_OR_MODAL for t in own) else quote.start
