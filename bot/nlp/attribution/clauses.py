"""Contents that a cue word takes in its own sentence: clauses, infinitives, objects. Rules over the parse."""

from typing import Final

from spacy.tokens import Token

from bot.models import Stance
from bot.nlp.attribution.objects import LEAST, accused, behind_preposition, object_content, word_count
from bot.nlp.attribution.rules import MEASURED, Attribution
from bot.nlp.attribution.sources import RELATIVE, addressee, cue_range, source_of, source_range
from bot.nlp.attribution.stances import stance_of, withheld
from bot.nlp.document.labels import FINITE_OR_MODAL, OBJECTS, TIMES
from bot.nlp.lexicon.cues import Cue, cues
from bot.nlp.lexicon.load import word_list
from bot.nlp.syntax.layout import DocLayout
from bot.nlp.syntax.phrases import (
    LONGEST,
    Range,
    content_range,
    is_infinitive,
    is_that_clause,
    stray_clause,
    whole_span,
)
from bot.nlp.syntax.subjects import is_wished, was_asked
from bot.nlp.syntax.voice import agent, begins_clause, is_told, own_subject

_HEADLINE_STOPS: Final = frozenset({",", ";", ":", ".", "?", "!", "|", "–", "—", "-"})
_STOPS: Final = frozenset({".", "?", "!"})
_CUT: Final = frozenset({",", ";", ":", ".", "?", "!", "–", "—", "-"})


def clausal(token: Token, cue: Cue, layout: DocLayout) -> list[Attribution]:
    """The attributions that ``token``, a cue, carries with a clause, an infinitive or an object."""
    passive = accused(token, cue, layout)
    if passive is not None:
        return [passive]
    found = _content(token, cue, layout)
    if found is None or withheld(token) or was_asked(token) or is_wished(token):
        return []
    rule, content = found
    source_head = agent(token) if is_told(token) else source_of(token)
    if source_head is None and token.pos_ == "NOUN":
        return []
    if "d" in cue.frames and (source_head is None or source_head.lemma_.lower() not in word_list("documents")):
        return []
    if content[1] - content[0] > LONGEST:
        return []
    span, antecedent = source_range(source_head)
    stance, confidence = stance_of(token, cue)
    content = _completed(token, content, layout)
    parts = _around_source(token, content, span, layout)
    least = 1 if rule == "thing" and span is not None and _tells_enough(layout, stance, content) else LEAST
    if sum(word_count(layout, part) for part in parts) < least:
        return []
    return [
        Attribution(
            parts,
            rule,
            stance,
            min(confidence, MEASURED.get(rule, 1.0)),
            cue=cue_range(token),
            source=span,
            addressee=addressee(token, cue),
            antecedent=antecedent,
        )
    ]


def _around_source(token: Token, content: Range, source: Range | None, layout: DocLayout) -> list[Range]:
    """The content in its parts, where its source and cue are inserted in it ("A, X said, B")."""
    parts = [content]
    if source is not None and _covers(content, source):
        parts = _without(content, (min(source[0], token.i), max(source[1], token.i + 1)), layout)
    elif _covers(content, (token.i, token.i + 1)):
        parts = _without(content, (token.i, token.i + 1), layout)
    trimmed = (content_range(layout.doc, part, layout.quoted) for part in parts)
    return [part for part in trimmed if part[1] > part[0]]


def _tells_enough(layout: DocLayout, stance: Stance, content: Range) -> bool:
    """Whether one or two words say something: "criticised Norland", "admitted a mistake" (4 in 5 are annotated)."""
    last = layout.doc[content[1] - 1]
    return stance == "confirms" if not last.ent_type_ else stance == "accuses" and last.ent_type_ not in TIMES


def _completed(token: Token, content: Range, layout: DocLayout) -> Range:
    """A content with what the parser cut off: the rest of a headline, which is one sentence without stops."""
    start, end = content
    verb = next((c for c in token.rights if c.dep_ == "ccomp" and start <= c.i < end), None)
    if verb is not None:
        end = _shared_out(token, verb, end)
        for child in (*token.rights, *verb.rights):
            if child.dep_ == "conj" and child.left_edge.i >= end and is_that_clause(child):
                end = child.right_edge.i + 1
    for position in range(max(start, token.i + 1), end - 1):
        if (
            layout.doc[position].text in _STOPS
            and layout.quoted[position] < 0
            and not layout.doc[position + 1].is_lower
        ):
            end = position
            break
    region = layout.regions[layout.region_of[token.i]]
    if region.role == "headline" and start >= token.i and layout.quoted[min(end, region.end - 1)] < 0:
        stop = end
        while stop < region.end and layout.doc[stop].text not in _HEADLINE_STOPS:
            stop += 1
        return start, stop
    return start, end


def _shared_out(cue_token: Token, verb: Token, end: int) -> int:
    """Where a content ends whose verb is joined to the next cue: "she said A and insisted that B"."""
    table = cues()
    for child in verb.rights:
        like = child.tag_ == "VBD" or (child.tag_ == cue_token.tag_ == "VBG" and verb.tag_ != "VBG")
        if child.dep_ == "conj" and like and child.left_edge.i < end and own_subject(child) is None:
            cue = table.get((child.lemma_.lower(), "v"))
            if (
                cue is not None
                and cue.frames & {"c", "q"}
                and any(c.dep_ in ("ccomp", "xcomp", "dobj") for c in child.rights)
            ):
                before = child.left_edge.i
                while before > verb.i and child.doc[before - 1].dep_ in ("cc", "punct"):
                    before -= 1
                return before
    return end


def _content(token: Token, cue: Cue, layout: DocLayout) -> tuple[str, Range] | None:
    """The content that a cue takes in its sentence, with the name of the rule that found it."""
    objects = [child for child in token.rights if child.dep_ in OBJECTS]
    takes_clause = token.pos_ == "VERB" and "c" in cue.frames
    if takes_clause:
        split = _predicate_quoted(token, objects, layout)
        if split is not None:
            return "clause", split
        gap = _gap(token, layout)
        if gap is not None:
            return "gap", gap
    for child in token.children:
        found = _hung_content(child, token, cue, objects, layout)
        if found is not None:
            return found
    stray = stray_clause(token) if takes_clause else None
    if stray is not None:
        return "clause", whole_span(stray)
    found = object_content(token, cue, objects) if token.pos_ in ("VERB", "AUX") else None
    return found or (behind_preposition(token, cue) if cue.prepositions else None)


def _hung_content(
    child: Token, token: Token, cue: Cue, objects: list[Token], layout: DocLayout
) -> tuple[str, Range] | None:
    """The content that hangs on a cue as a clause, an infinitive, or the clause of a noun ("the claim that …")."""
    dep, frames = child.dep_, cue.frames
    if "c" in frames and (dep == "ccomp" or (dep == "xcomp" and _finite(child))):
        if not _stands_for_itself(child, token, layout) or (is_infinitive(child) and "x" not in frames):
            return None
        start, end = whole_span(child)
        if objects and objects[0].right_edge.i + 1 == start and begins_clause(objects[0]):
            start = objects[0].left_edge.i
        return "clause", (start, end)
    if dep in ("xcomp", "ccomp", "advcl") and "x" in frames and is_infinitive(child) and child.i > token.i:
        if dep == "advcl" and cue.stance != "promises":
            return None
        start, end = whole_span(child)
        if objects and objects[0].i < start and cue.stance in ("demands", "asks") and token.lemma_ != "tell":
            start = objects[0].left_edge.i
        return "infinitive", (start, _before_participle(child, end))
    if dep in ("acl", "relcl", "ccomp") and token.pos_ == "NOUN" and child.i > token.i:
        told = "c" in frames and is_that_clause(child)
        meant = "x" in frames and dep == "acl" and is_infinitive(child)
        return ("noun", whole_span(child)) if told or meant else None
    return None


def _before_participle(verb: Token, end: int) -> int:
    """Where an infinitive ends before a comma and a participle, which is the writer's: "…, reversing its course"."""
    for child in verb.rights:
        first = child.left_edge.i
        if child.dep_ == "advcl" and child.tag_ == "VBG" and first < end and child.doc[first - 1].text == ",":
            return first
    return end


def _predicate_quoted(token: Token, objects: list[Token], layout: DocLayout) -> Range | None:
    """'said the harbour “was closed …”': the quotation begins with the verb, its subject stands before the mark."""
    doc = layout.doc
    if not objects or objects[0].i < token.i:
        return None
    subject_end = objects[0].right_edge.i + 1
    position = max(subject_end, objects[0].i + 1)
    while position < len(doc) and layout.quoted[position] < 0 and (doc[position].is_punct or doc[position].is_space):
        position += 1
    if position >= len(doc) or layout.quoted[position] < 0:
        return None
    quote = layout.quotes[layout.quoted[position]]
    first = quote.inner[0]
    if quote.start != position or first >= quote.end or doc[first].tag_ not in FINITE_OR_MODAL:
        return None
    return objects[0].left_edge.i, quote.end


def _gap(token: Token, layout: DocLayout) -> Range | None:
    """'pictures that it claimed showed the pier': what follows the cue of a relative clause, up to the next comma.

    The parser rarely hangs the second verb on the first. What stands behind a comma is the writer's own again.
    """
    doc = layout.doc
    at = token
    while at.dep_ in ("conj", "xcomp") and at.head.i != at.i:
        at = at.head
    following = token.i + 1
    if at.dep_ != "relcl" or following >= len(doc) or doc[following].tag_ not in FINITE_OR_MODAL:
        return None
    own = own_subject(token)
    if own is None or own.i > token.i or own.lower_ in RELATIVE:
        return None
    end = following
    while end < len(doc) and not (doc[end].is_punct and doc[end].text in _CUT) and not doc[end].is_space:
        end += 1
    return following, end


def _finite(verb: Token) -> bool:
    return verb.tag_ in FINITE_OR_MODAL or any(child.tag_ in FINITE_OR_MODAL for child in verb.lefts)


def _stands_for_itself(child: Token, cue: Token, layout: DocLayout) -> bool:
    """False for a clause that is a quotation of its own right beside the cue: the quotation rules have it whole."""
    number = layout.quoted[child.i]
    if number < 0:
        return True
    quote = layout.quotes[number]
    if cue.i < quote.start:
        return not layout.blank(cue.i + 1, quote.start) and child.left_edge.i < quote.start
    return False


def _covers(outer: Range, inner: Range) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _without(content: Range, hole: Range, layout: DocLayout) -> list[Range]:
    """``content`` on both sides of an inserted "…, X said, …"; the hole reaches to the commas around it."""
    start, end = hole
    while end < content[1] and not layout.doc[end].is_punct and end - hole[1] < 12:
        end += 1
    return [part for part in ((content[0], start), (end, content[1])) if part[1] > part[0]]
