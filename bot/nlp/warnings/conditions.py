"""Condition and consequence of a content by its grammar: "if …", "unless …", "pay or …", "any attempt to …".

The reader tags both; this is what stands where its tags say nothing.
"""

from typing import Final

from spacy.tokens import Doc, Token

from bot.nlp.syntax.phrases import Range, is_infinitive, trimmed
from bot.nlp.syntax.voice import own_subject

# Before "if" and "unless" the rest ("when", "until") are often no condition but a time.
_FIRM: Final = frozenset({"if", "unless", "should", "without"})
_TIMES: Final = frozenset({"until", "till", "when", "once", "before"})
_CLAUSES: Final = frozenset({"advcl", "ccomp", "relcl", "acl", "dep", "conj"})
_DETERRING: Final = frozenset("any every further another no such continued".split())
_DEEDS: Final = frozenset(
    "attempt attack move act action aggression violation breach step strike use interference provocation incursion "
    "intervention effort failure return boarding".split()
)
_CHANCES: Final = frozenset("risk danger possibility threat likelihood chance prospect".split())
_LEAST: Final = 2


def split(head: Token, content: Range, *, cautions: bool) -> tuple[Range | None, Range | None]:
    """Condition and consequence of a content with this head: each a stretch inside it, None where it has none."""
    doc = head.doc
    if content[0] and doc[content[0] - 1].lower_ == "against":
        return content, None  # what must not be done; the harm is left open
    if head.pos_ not in ("VERB", "AUX"):
        return _of_phrase(head, content)
    subject = own_subject(head)
    if subject is not None and content[0] <= subject.i < head.i and (is_deterred(subject) or subject.tag_ == "VBG"):
        return _inside(subject, (content[0], head.i)), _predicate(head, content)
    condition = _clause(head, content)
    if condition is not None and condition[0] <= head.i < condition[1]:
        return None, _predicate(head, content)
    if condition is None and head.tag_ == "VB" and subject is None:
        joint = next((c for c in head.rights if c.dep_ == "cc" and c.lower_ == "or"), None)
        if joint is not None and content[0] < joint.i < content[1] - 1:
            return trimmed(doc, (content[0], joint.i)), trimmed(doc, (joint.i + 1, content[1]))
        if cautions and (is_infinitive(head) or head.i == content[0]):
            return None, None  # advice names what to do, not what happens
    named = subject is not None and subject.pos_ != "PRON" and content[0] <= subject.i < content[1]
    if condition is not None and named:
        return condition, _less(content, condition, doc)
    return condition, _less(_predicate(head, content), condition, doc)


def is_deterred(subject: Token) -> bool:
    """Whether a subject names what must not be done: "any attempt to …", "another attack on …"."""
    return subject.lemma_.lower() in _DEEDS and any(child.lower_ in _DETERRING for child in subject.lefts)


def is_demand(doc: Doc, condition: Range) -> bool:
    """Whether a condition is what somebody must do: "unless Norland pays", "if Norland does not pay"."""
    words = doc[slice(*condition)]
    first = words[0].lower_
    return first == "unless" or (first == "if" and any(token.dep_ == "neg" for token in words))


def _of_phrase(head: Token, content: Range) -> tuple[Range | None, Range | None]:
    """Of a noun phrase it is itself what happens: "flash floods", of "the risk of flash floods" too."""
    condition = _clause(head, content)
    if head.lemma_.lower() in _CHANCES:
        of = next((c for c in head.rights if c.dep_ == "prep" and c.lower_ == "of"), None)
        if of is not None and of.i + 1 < content[1]:
            return condition, _less((of.i + 1, content[1]), condition, head.doc)
    return condition, _less(content, condition, head.doc)


def _clause(head: Token, content: Range) -> Range | None:
    best: tuple[bool, int, Range] | None = None
    for token in head.doc[content[0] : content[1]]:
        found = _head_of(token)
        if found is None or found.i == head.i or not content[0] <= found.i < content[1]:
            continue
        one = (token.lower_ not in _FIRM, token.i, _inside(found, content))
        if best is None or one < best:
            best = one
    return best[2] if best is not None else None


def _head_of(marker: Token) -> Token | None:
    """The head of the clause or phrase that this word makes a condition."""
    word, above = marker.lower_, marker.head
    if word in _FIRM | _TIMES and marker.dep_ in ("mark", "advmod") and above.dep_ in _CLAUSES:
        return above if word in _FIRM or above.dep_ == "advcl" else None
    if marker.dep_ == "prep" and (
        word == "without" or (word in _TIMES and any(c.dep_ == "pcomp" for c in marker.rights))
    ):
        return marker
    inverted = any(c.dep_.startswith("nsubj") and c.i > marker.i for c in above.lefts)  # "should they return"
    return above if word == "should" and marker.dep_ == "aux" and inverted else None


def _inside(head: Token, content: Range) -> Range:
    return trimmed(head.doc, (max(head.left_edge.i, content[0]), min(head.right_edge.i + 1, content[1])))


def _predicate(verb: Token, content: Range) -> Range:
    """``verb`` with its auxiliaries and objects, without its subject and without "to"."""
    helping = [c.i for c in verb.lefts if c.dep_ in ("aux", "auxpass", "neg") and c.lower_ != "to"]
    return trimmed(verb.doc, (max(min([verb.i, *helping]), content[0]), min(verb.right_edge.i + 1, content[1])))


def _less(whole: Range, part: Range | None, doc: Doc) -> Range:
    """``whole`` without ``part``: what stands before it, or behind it when nothing does."""
    if part is None or part[1] <= whole[0] or part[0] >= whole[1]:
        return whole
    before, after = trimmed(doc, (whole[0], part[0])), trimmed(doc, (part[1], whole[1]))
    return before if before[1] - before[0] >= _LEAST or after[1] <= after[0] else after
