"""Stretches of tokens: a noun phrase with what belongs to it, and a content without what does not."""

from typing import Final

from spacy.tokens import Doc, Token

Range = tuple[int, int]  # first token, and the one past the last

# No content is longer, in tokens (the longest clause annotated in PolNeAR's training part has 141); it also keeps the
# cost of a text without any stops in proportion to its length.
LONGEST: Final = 200
SPACE_OR_STOP: Final = frozenset(".,;:!?…-–—―/|•")
_NEGATIONS: Final = frozenset({"not", "never"})
_LEADING: Final = frozenset({"that", "and", "but"})


def is_mark(token: Token) -> bool:
    """Whether a token is made of nothing but punctuation or blanks."""
    return token.is_space or token.is_punct or token.text in SPACE_OR_STOP


def noun_phrase(head: Token, *, whole: bool = False) -> Range:
    """The phrase of ``head`` with its titles, roles and appositions; without a clause after its comma.

    With ``whole`` what is joined by "and" belongs to it too.
    """
    start, end = head.left_edge.i, head.i + 1
    for child in head.rights:
        if child.dep_ in ("relcl", "ccomp", "advcl", "parataxis", "dep") or child.dep_.startswith("nsubj"):
            break
        if child.dep_ == "acl" and child.i > 0 and head.doc[child.left_edge.i - 1].text in (",", "—", "–", "-"):
            break
        if child.dep_ in ("cc", "conj") and not whole:
            break
        if child.dep_ == "punct":
            continue
        end = max(end, child.right_edge.i + 1)
    # an apposition brings its own clauses; they end at its comma
    for child in head.rights:
        if child.dep_ == "appos" and child.right_edge.i < end:
            for inner in head.doc[child.left_edge.i : min(end, child.i + LONGEST)]:
                if inner.dep_ == "relcl" and head.i < inner.left_edge.i < end:
                    end = inner.left_edge.i
                    break
    return trimmed(head.doc, (start, max(end, head.i + 1)))


def trimmed(doc: Doc, span: Range) -> Range:
    """``span`` without punctuation and blanks at its edges."""
    start, end = span
    while start < end and is_mark(doc[start]):
        start += 1
    while end > start and is_mark(doc[end - 1]):
        end -= 1
    return start, end


def content_range(doc: Doc, span: Range, quoted: list[int]) -> Range:
    """``span`` as a content: without a leading "that", outer punctuation and blanks, with its quotation marks.

    ``quoted`` has for each token the number of the quotation it stands in, or -1. A mark at an edge stays when its
    quotation lies in the span.
    """
    start, end = span
    while start < end:
        token = doc[start]
        if quoted[start] >= 0 and not token.is_space:
            break
        if is_mark(token) or token.lower_ in _LEADING:
            start += 1
        else:
            break
    while end > start:
        token = doc[end - 1]
        if token.is_space:
            end -= 1
        elif quoted[end - 1] >= 0:
            if quoted[start] != quoted[end - 1] and _opens_before(quoted, end - 1, start) and is_mark(token):
                end -= 1
            else:
                break
        elif is_mark(token) and token.text not in ")]%":
            end -= 1
        else:
            break
    return start, end


def _opens_before(quoted: list[int], position: int, start: int) -> bool:
    """Whether the quotation at ``position`` began before ``start``."""
    return start > 0 and quoted[start - 1] == quoted[position] and quoted[start] == quoted[position]


def with_negation(doc: Doc, span: Range) -> Range:
    """``span`` with the "not" or "never" before its leading "to", which the parser may hang on the cue."""
    start, end = span
    if 0 < start < end and doc[start].lower_ == "to" and doc[start - 1].lower_ in _NEGATIONS:
        return start - 1, end
    return span


def whole_span(head: Token) -> Range:
    """A head with everything that hangs on it."""
    return head.left_edge.i, head.right_edge.i + 1


def is_infinitive(verb: Token) -> bool:
    """Whether a verb stands behind "to"."""
    return any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.lefts)


def is_that_clause(verb: Token) -> bool:
    """Whether a verb stands in a clause that "that" opens."""
    return any(child.dep_ == "mark" and child.lower_ == "that" for child in verb.lefts)


def stray_clause(token: Token) -> Token | None:
    """'said in a letter that …': the "that" clause of a cue, which the parser hangs on the noun before it."""
    for child in token.rights:
        if child.dep_ == "prep" and child.lower_ in ("in", "at", "on", "during"):
            for noun in child.rights:
                for clause in noun.rights if noun.dep_ == "pobj" else ():
                    if clause.dep_ in ("relcl", "acl", "ccomp") and is_that_clause(clause):
                        return clause
    return None
