"""What a warning is made of: its condition and its consequence, found over the parse of its content."""

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from bot.models import WarningKind
from bot.nlp.syntax.phrases import Range, trimmed
from bot.nlp.warnings.words import CONDITIONS, is_word, phrase_of


@dataclass(slots=True)
class WarningCandidate:
    """A warning in tokens; ``actor`` and ``recipient`` are noun phrases, None where the text does not name them.

    ``speaker`` and ``hearer`` are ids of actors where the phrase itself stands in another sentence.
    """

    kind: WarningKind
    content: Range
    rule: str
    confidence: float
    cue: Range | None = None
    actor: Range | None = None
    recipient: Range | None = None
    condition: Range | None = None
    consequence: Range | None = None
    claim: int | None = None
    negated: bool = False
    mode: str | None = None
    threatens: bool = True
    speaker: str | None = None
    hearer: str | None = None


def condition_of(verb: Token, content: Range) -> Token | None:
    """The head of the condition of ``verb``: "if …", "unless …", "should …", "without …"."""
    best: Token | None = None
    for token in verb.doc[content[0] : content[1]]:
        if token.lower_ not in CONDITIONS:
            continue
        head = token.head
        if token.dep_ in ("mark", "advmod") and head.dep_ in ("advcl", "ccomp", "relcl", "acl", "dep", "conj"):
            if token.lower_ in ("when", "once", "until", "before", "till") and head.dep_ != "advcl":
                continue
            found = head
        elif (token.lower_ == "without" and token.dep_ == "prep") or (
            token.lower_ in ("until", "before", "till")
            and token.dep_ == "prep"
            and any(c.dep_ == "pcomp" for c in token.children)
        ):
            found = token
        elif token.lower_ == "should" and token.dep_ == "aux" and token.i < _subject_of(head) and head.i != verb.i:
            found = head
        else:
            continue
        if found.i == verb.i or not content[0] <= found.i < content[1]:
            continue
        if _rank(token) > (0 if best is None else _rank(_mark(best))):
            best = found
    return best


def _mark(head: Token) -> Token:
    return next((t for t in phrase_of(head) if t.lower_ in CONDITIONS), head)


def _rank(token: Token) -> int:
    """ "if" and "unless" before "when" and "until"."""
    return 2 if token.lower_ in ("if", "unless", "should", "without") else 1


def _subject_of(verb: Token) -> int:
    return next((child.i for child in verb.lefts if child.dep_.startswith("nsubj")), -1)


def span_of(head: Token, content: Range) -> Range:
    """The subtree of ``head`` inside ``content``, without punctuation at its edges."""
    return trimmed(head.doc, (max(head.left_edge.i, content[0]), min(head.right_edge.i + 1, content[1])))


def verb_phrase(verb: Token, content: Range) -> Range:
    """``verb`` with its auxiliaries and objects, without its subject and without "to"."""
    start = verb.i
    for child in verb.lefts:
        if (child.dep_ in ("aux", "auxpass", "neg") and child.lower_ != "to") or (
            child.dep_ == "advmod" and child.i >= start
        ):
            start = min(start, child.i)
    start = max(start, content[0])
    return trimmed(verb.doc, (start, min(verb.right_edge.i + 1, content[1])))


def without(whole: Range, part: Range | None, doc: Doc) -> Range:
    """``whole`` less ``part``: what stands before it, or behind it when nothing does."""
    if part is None or part[1] <= whole[0] or part[0] >= whole[1]:
        return whole
    before, after = trimmed(doc, (whole[0], part[0])), trimmed(doc, (part[1], whole[1]))
    return before if before[1] - before[0] >= 2 or after[1] <= after[0] else after


def conditions(verb: Token, content: Range, subject_is_condition: bool = False) -> tuple[Range | None, Range]:
    """Condition and consequence of a content whose main verb is ``verb``."""
    doc = verb.doc
    consequence = verb_phrase(verb, content)
    if subject_is_condition:
        subject = next((c for c in verb.lefts if c.dep_ in ("nsubj", "nsubjpass", "csubj")), None)
        if subject is not None:
            return span_of(subject, (content[0], verb.i)), consequence
    head = condition_of(verb, content)
    if head is None:
        return None, consequence
    condition = span_of(head, content)
    if condition[0] <= verb.i < condition[1]:
        return None, consequence
    return condition, without(consequence, condition, doc)


def deterred(subject: Token) -> bool:
    """Whether a subject names what must not be done: "any attempt to …", "an attack on …"."""
    return is_word(subject, "act") and any(
        child.lower_ in ("any", "every", "further", "another", "no", "such", "continued") for child in subject.lefts
    )
