"""What a word of warning takes as its content: a clause, an infinitive, a phrase, a quotation beside it."""

from typing import Final

from spacy.tokens import Token

from bot.nlp.attribution.sources import is_party
from bot.nlp.syntax.layout import DocLayout
from bot.nlp.syntax.phrases import LONGEST, Range, content_range, stray_clause, trimmed, with_negation
from bot.nlp.syntax.voice import own_subject
from bot.nlp.warnings.words import is_public

OBJECTS: Final = frozenset({"dobj", "dative"})
WITH: Final = frozenset({"with"})
_ABOUT: Final = frozenset({"of", "about", "against", "on", "over", "with", "for"})
_OF: Final = frozenset({"about", "of"})
_OTHER_CLAUSES: Final = frozenset({"advcl", "conj", "ccomp", "parataxis", "cc"})
_LEAST: Final = 2
# A cue and its quotation stand within so many tokens ("he warned the council on Monday: “…”", "“…,” she warned").
_QUOTE_BEHIND: Final = 12
_QUOTE_BEFORE: Final = 6


def complement(token: Token, layout: DocLayout, linking: frozenset[str] = _ABOUT) -> tuple[Range, Token] | None:
    """The content of a verb of warning, with its head: a clause, an infinitive, or a phrase with of, about, against."""
    doc = layout.doc
    phrased = next((c.i for c in token.rights if c.dep_ == "prep" and c.lower_ in _OF and linking is _ABOUT), len(doc))
    for child in token.children:
        if child.left_edge.i > phrased:
            continue  # "about two frauds that …": the clause belongs to the phrase
        if child.dep_ in ("ccomp", "xcomp") or (child.dep_ == "advcl" and infinitive(child) and child.i > token.i):
            if child.i < token.i and child.right_edge.i > token.i:
                continue
            start, end = child.left_edge.i, child.right_edge.i + 1
            first = next((c for c in token.rights if c.dep_ in OBJECTS), None)
            if first is not None and start <= first.i:
                start = first.right_edge.i + 1
            # "warned residents to boil": the parser puts the addressee into the infinitive clause
            inner = own_subject(child)
            if inner is not None and infinitive(child) and inner.i < child.i and inner.i > token.i:
                start = inner.right_edge.i + 1
            if start <= token.i < end:
                end = token.i
            start, end = with_negation(doc, (start, _with_condition(token, child, end)))
            return content_range(doc, (start, end), layout.quoted), child
    stray = stray_clause(token)
    if stray is not None:
        return content_range(doc, (stray.left_edge.i, stray.right_edge.i + 1), layout.quoted), stray
    for child in token.rights:
        if child.dep_ == "prep" and child.lower_ in linking:
            inner_ = next((c for c in child.rights if c.dep_ in ("pobj", "pcomp")), None)
            if inner_ is not None:
                clauses = [c.left_edge.i for c in token.rights if c.i > inner_.i and c.dep_ in _OTHER_CLAUSES]
                end = min([token.right_edge.i + 1, *clauses])
                return content_range(doc, (inner_.left_edge.i, end), layout.quoted), inner_
        if child.dep_ in OBJECTS:
            for later in child.rights:
                if later.dep_ == "prep" and later.lower_ in linking:
                    inner_ = next((c for c in later.rights if c.dep_ in ("pobj", "pcomp")), None)
                    if inner_ is not None and (is_party(child) or is_public(child)):
                        end = child.right_edge.i + 1
                        return content_range(doc, (inner_.left_edge.i, end), layout.quoted), inner_
    return None


def _with_condition(token: Token, content: Token, end: int) -> int:
    """Where a content ends whose condition the parser hangs on the cue: "threatened to leave unless …"."""
    for later in token.rights:
        if later.i <= content.i or later.dep_ not in ("advcl", "ccomp") or later.left_edge.i < end:
            continue
        marked = any(c.lower_ in ("if", "unless", "until") and c.dep_ == "mark" for c in later.lefts)
        if marked or later.doc[later.left_edge.i].lower_ == "should":
            return later.right_edge.i + 1
    return end


def infinitive(verb: Token) -> bool:
    return any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.lefts)


def quotation(token: Token, layout: DocLayout) -> tuple[Range, Token] | None:
    """A quotation right behind or before a verb of warning."""
    for quote in _quotes_near(token, layout):
        start, end = quote
        span = trimmed(layout.doc, (start + 1, end - 1))
        if span[1] - span[0] > _LEAST:
            return span, layout.doc[span[0] : span[1]].root
    return None


def _quotes_near(token: Token, layout: DocLayout) -> list[Range]:
    """The quotations that a cue introduces or follows: nothing but its own phrase stands between."""
    found = []
    for step, limit in ((1, _QUOTE_BEHIND), (-1, _QUOTE_BEFORE)):
        position = token.i + step
        while 0 <= position < len(layout.doc) and abs(position - token.i) <= limit:
            between = layout.doc[position]
            number = layout.quoted[position]
            if number >= 0:
                quote = layout.quotes[number]
                edge = layout.doc[quote.start - 1].text if quote.start else ""
                if step < 0 or edge in (",", ":", "that") or quote.start == token.i + 1:
                    found.append((quote.start, quote.end))
                break
            if between.text in (".", "?", "!", ";") or between.is_space:
                break
            position += step
    return found


def long_enough(layout: DocLayout, content: Range) -> bool:
    """Whether a content says something: not "so", "doing so", "that"."""
    words = [token.lower_ for token in layout.doc[content[0] : min(content[1], content[0] + LONGEST + 1)]]
    return _LEAST <= len(words) <= LONGEST and words != ["doing", "so"]
