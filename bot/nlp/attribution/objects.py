"""What a cue takes without a clause: objects, what a preposition brings, and the two parts of "X was accused of Y"."""

from typing import Final

from spacy.tokens import Token

from bot.nlp.attribution.rules import MEASURED, Attribution
from bot.nlp.attribution.sources import RELATIVE, cue_range, source_range
from bot.nlp.attribution.stances import negation
from bot.nlp.document.labels import OBJECTS, TIMES
from bot.nlp.lexicon.cues import Cue
from bot.nlp.syntax.layout import DocLayout
from bot.nlp.syntax.phrases import Range, content_range, is_infinitive, noun_phrase, trimmed, whole_span
from bot.nlp.syntax.voice import agent, hearer, is_passive

# "accused X of", "praised X for", "described X as", "blamed X on": what these bring belongs to the content.
_TYING: Final = frozenset({"of", "for", "as", "on", "with"})
# How far behind a passive stands what it is about, "was accused by the union, on Monday, of", in tokens.
_NEAR: Final = 12
# A content shorter than this many words says nothing ("said so", "called him").
LEAST: Final = 3


def object_content(token: Token, cue: Cue, objects: list[Token]) -> tuple[str, Range] | None:
    """What a cue takes as its object: "called it a ruin", "called for talks", "praised the plan"."""
    if is_passive(token) or (token.tag_ == "VBN" and token.dep_ in ("acl", "amod")):
        return None
    if "o" in cue.frames and objects and not (token.lemma_ == "call" and len(list(token.rights)) < 2):
        end = _complement_end(token, objects[0])
        if end is not None:
            return "object", (objects[0].left_edge.i, end)
        if "g" not in cue.frames:
            return None
    called = _called_for(token) if token.lemma_ == "call" else None
    if called is not None:
        return "called", called
    thing = _thing(token) if "g" in cue.frames else None
    return ("thing", thing) if thing is not None else None


def _complement_end(token: Token, first: Token) -> int | None:
    """Where the complement of a cue's object ends ("accused X of …", "called it …"); None where it has none."""
    end = first.right_edge.i + 1
    tied = any(child.dep_ == "prep" and child.lower_ in _TYING for child in first.rights)
    for child in token.rights:
        if child.i > first.i and (child.dep_ in ("oprd", "xcomp") or (child.dep_ == "prep" and _ties(child))):
            end, tied = max(end, child.right_edge.i + 1), True
    return end if tied else None


def _called_for(token: Token) -> Range | None:
    """ "called for talks", "called on the mayor to resign"."""
    for child in token.rights:
        if child.dep_ not in ("prep", "prt") or child.lower_ not in ("for", "on", "upon"):
            continue
        called = next((inner for inner in child.rights if inner.dep_ in ("pobj", "pcomp")), None)
        if called is not None:
            errands = [
                later.right_edge.i + 1
                for later in token.rights
                if later.dep_ in ("xcomp", "advcl") and is_infinitive(later) and later.i > called.i
            ]
            return called.left_edge.i, max([called.right_edge.i + 1, *errands])
    return None


def _thing(token: Token) -> Range | None:
    """ "announced a strike", "regretted leaving": a noun or a gerund."""
    for child in token.rights:
        if child.dep_ in OBJECTS and child.pos_ in ("NOUN", "PROPN") and child.ent_type_ not in TIMES:
            return child.left_edge.i, child.right_edge.i + 1
        if child.dep_ in ("xcomp", "pcomp") and child.tag_ == "VBG":
            return whole_span(child)
    return None


def behind_preposition(token: Token, cue: Cue) -> tuple[str, Range] | None:
    """ "warned of a storm", "spoke about the strike", "his call for talks": what the preposition brings."""
    for child in token.rights:
        if child.dep_ in OBJECTS and "t" not in cue.frames:
            return None  # "spoke a word about it"; who is warned of something is only the hearer
        if child.dep_ != "prep" or child.lower_ not in cue.prepositions:
            continue
        for inner in child.rights:
            if inner.dep_ in ("pobj", "pcomp") and inner.ent_type_ not in TIMES:
                compared = [  # "referred to the plan as a ruin"
                    later.right_edge.i + 1
                    for later in token.rights
                    if later.i > inner.i and later.dep_ == "prep" and later.lower_ in ("as", "for")
                ]
                return "about", (inner.left_edge.i, max([inner.right_edge.i + 1, *compared]))
    return None


def accused(token: Token, cue: Cue, layout: DocLayout) -> Attribution | None:
    """ "the crew was accused of theft", "a docker accused of theft": who, and of what; by whom, if it is said."""
    if "o" not in cue.frames or token.lemma_ == "call" or token.tag_ != "VBN" or token.dep_ == "amod":
        return None
    if is_passive(token):
        head = hearer(token)
    else:
        head = token.head if token.dep_ == "acl" and token.head.i < token.i else None
    by = agent(token)
    beside = [*token.rights, *(by.rights if by is not None else ())]  # "by the union of theft": hung on the union
    tie = next((child for child in beside if child.dep_ == "prep" and child.lower_ != "by" and _ties(child)), None)
    if head is None or tie is None or tie.i > token.i + _NEAR or negation(token) is not None:
        return None
    who = noun_phrase(head)
    who = (who[0], min(who[1], token.i)) if head.i < token.i else who
    what = content_range(layout.doc, (tie.i, tie.right_edge.i + 1), layout.quoted)
    if by is not None and what[0] <= by.i < what[1]:
        what = (what[0], by.left_edge.i - 1)
    if word_count(layout, who) + word_count(layout, what) < LEAST or what[1] <= what[0] or head.lower_ in RELATIVE:
        return None
    span, antecedent = source_range(by)
    if by is not None and span is not None and by.i < tie.i:
        span = (span[0], min(span[1], tie.i))
    sure = MEASURED["accused"]
    return Attribution(
        [who, what], "accused", cue.stance, sure, cue=cue_range(token), source=span, antecedent=antecedent
    )


def _ties(preposition: Token) -> bool:
    """Whether what a preposition brings belongs to the object: "blamed it on the crew", not "blamed it on Monday"."""
    return preposition.lower_ in _TYING and not any(child.ent_type_ in TIMES for child in preposition.rights)


def word_count(layout: DocLayout, span: Range) -> int:
    """The words of a span, without punctuation and blanks."""
    start, end = trimmed(layout.doc, span)
    return sum(not token.is_punct and not token.is_space for token in layout.doc[start:end])
