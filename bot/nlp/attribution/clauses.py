"""Contents that a cue word takes in its own sentence: clauses, infinitives, objects. Rules over the parse."""

from collections.abc import Iterator
from typing import Final

from spacy.tokens import Token

from bot.nlp.attribution.found import MEASURED, Found, Reading
from bot.nlp.attribution.lexicon import Cue, cues, documents
from bot.nlp.attribution.parties import OBJECTS, RELATIVE, addressee, cue_range, source_of, source_range
from bot.nlp.attribution.phrases import LONGEST, Range, content_range, noun_phrase, trimmed
from bot.nlp.attribution.stances import negation, stance_of, withheld
from bot.nlp.attribution.subjects import agent, is_passive, is_told, is_wished, own_subject, was_asked

# "accused X of", "praised X for", "described X as", "blamed X on": what these bring belongs to the content.
_TYING: Final = frozenset({"of", "for", "as", "on", "with"})
_HEADLINE_STOPS: Final = frozenset({",", ";", ":", ".", "?", "!", "|", "–", "—", "-"})
_STOPS: Final = frozenset({".", "?", "!"})
_CUT: Final = frozenset({",", ";", ":", ".", "?", "!", "–", "—", "-"})
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP", "MD"})
# How far behind a passive stands what it is about, "was accused by the union, on Monday, of", in tokens.
_NEAR: Final = 12
# A content shorter than this many words says nothing ("said so", "called him").
_LEAST: Final = 3


def clausal(token: Token, cue: Cue, reading: Reading) -> list[Found]:
    """The attributions that ``token``, a cue, carries with a clause, an infinitive or an object."""
    passive = _accused(token, cue, reading)
    if passive is not None:
        return [passive]
    contents = _contents(token, cue, reading)
    if not contents or withheld(token) or was_asked(token) or is_wished(token):
        return []
    source_head = None if "t" in cue.frames and is_told(token) else source_of(token)
    if source_head is None and token.pos_ == "NOUN":
        return []
    if "d" in cue.frames and (source_head is None or source_head.lemma_.lower() not in documents()):
        return []
    span, antecedent = source_range(source_head)
    stance, confidence = stance_of(token, cue)
    found = []
    for rule, content in contents:
        if content[1] - content[0] > LONGEST:
            continue
        content = _completed(token, content, reading)
        if span is not None and _covers(content, span):
            content_parts = _without(content, (min(span[0], token.i), max(span[1], token.i + 1)), reading)
        elif _covers(content, (token.i, token.i + 1)):
            content_parts = _without(content, (token.i, token.i + 1), reading)
        else:
            content_parts = [content]
        content_parts = [
            part for part in (content_range(reading.doc, p, reading.quoted) for p in content_parts) if part[1] > part[0]
        ]
        if sum(_words(reading, part) for part in content_parts) < _LEAST:
            continue
        found.append(
            Found(
                content_parts,
                rule,
                stance,
                min(confidence, MEASURED.get(rule, 1.0)),
                cue=cue_range(token),
                source=span,
                addressee=addressee(token, cue),
                antecedent=antecedent,
            )
        )
    return found


def _accused(token: Token, cue: Cue, reading: Reading) -> Found | None:
    """ "the crew was accused of theft", "a docker accused of theft": who, and of what; by whom, if it is said."""
    if "o" not in cue.frames or token.lemma_ == "call" or token.tag_ != "VBN" or token.dep_ == "amod":
        return None
    if is_passive(token):
        head = own_subject(token)
    else:
        head = token.head if token.dep_ == "acl" and token.head.i < token.i else None
    tie = next((child for child in token.rights if child.dep_ == "prep" and _ties(child)), None)
    if head is None or tie is None or tie.i > token.i + _NEAR or negation(token) is not None:
        return None
    who = noun_phrase(head)
    who = (who[0], min(who[1], token.i)) if head.i < token.i else who
    what = content_range(reading.doc, (tie.i, tie.right_edge.i + 1), reading.quoted)
    by = agent(token)
    if by is not None and what[0] <= by.i < what[1]:
        what = (what[0], by.left_edge.i - 1)
    if _words(reading, who) + _words(reading, what) < _LEAST or what[1] <= what[0] or head.lower_ in RELATIVE:
        return None
    span, antecedent = source_range(by)
    return Found(
        [who, what],
        "accused",
        cue.stance,
        MEASURED["accused"],
        cue=cue_range(token),
        source=span,
        antecedent=antecedent,
    )


def _completed(token: Token, content: Range, reading: Reading) -> Range:
    """A content with what the parser cut off: the rest of a headline, which is one sentence without stops."""
    start, end = content
    verb = next((c for c in token.rights if c.dep_ == "ccomp" and start <= c.i < end), None)
    if verb is not None:
        end = _shared_out(verb, end)
        for child in (*token.rights, *verb.rights):
            if child.dep_ == "conj" and child.left_edge.i >= end and _that(child):
                end = child.right_edge.i + 1
    for position in range(max(start, token.i + 1), end - 1):
        if (
            reading.doc[position].text in _STOPS
            and reading.quoted[position] < 0
            and not reading.doc[position + 1].is_lower
        ):
            end = position
            break
    region = reading.regions[reading.region_of[token.i]]
    if region.role == "headline" and start >= token.i and reading.quoted[min(end, region.end - 1)] < 0:
        stop = end
        while stop < region.end and reading.doc[stop].text not in _HEADLINE_STOPS:
            stop += 1
        return start, stop
    return start, end


def _that(verb: Token) -> bool:
    return any(child.dep_ == "mark" and child.lower_ == "that" for child in verb.lefts)


def _shared_out(verb: Token, end: int) -> int:
    """Where a content ends whose verb is joined to the next cue: "she said A and insisted that B"."""
    table = cues()
    for child in verb.rights:
        if child.dep_ == "conj" and child.tag_ == "VBD" and child.left_edge.i < end and own_subject(child) is None:
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


def _contents(token: Token, cue: Cue, reading: Reading) -> list[tuple[str, Range]]:
    frames = cue.frames
    found: list[tuple[str, Range]] = []
    objects = [child for child in token.rights if child.dep_ in OBJECTS]
    for child in token.children:
        dep = child.dep_
        if (dep == "ccomp" and "c" in frames) or (dep == "xcomp" and "c" in frames and _finite(child)):
            if not _stands_for_itself(child, token, reading):
                continue
            if _infinitive(child) and "x" not in frames:
                continue
            found.append(("clause", _span(child)))
        elif dep in ("xcomp", "ccomp", "advcl") and "x" in frames and _infinitive(child) and child.i > token.i:
            if dep == "advcl" and cue.stance != "promises":
                continue
            start, end = _span(child)
            if objects and objects[0].i < start and cue.stance in ("demands", "asks") and token.lemma_ != "tell":
                start = objects[0].left_edge.i
            elif start - 1 > token.i and child.doc[start - 1].lower_ in ("not", "never"):
                start -= 1  # the parser hangs the "not" of "told not to drink" on the cue
            found.append(("infinitive", (start, _before_participle(child, end))))
        elif dep in ("acl", "relcl", "ccomp") and token.pos_ == "NOUN" and child.i > token.i:
            told = "c" in frames and _that(child)
            meant = "x" in frames and dep == "acl" and _infinitive(child)
            if told or meant:
                found.append(("noun", _span(child)))
    if not found and token.pos_ == "VERB" and "c" in frames:
        stray = stray_clause(token)
        if stray is not None:
            found.append(("clause", _span(stray)))
    if token.pos_ == "VERB" and "c" in frames:
        split = _predicate_quoted(token, objects, reading) or _gap(token, reading)
        if split is not None:
            return [("clause", split)]
    if not found and token.pos_ in ("VERB", "AUX"):
        found.extend(_objects(token, cue, objects))
    if not found and cue.prepositions and not objects:
        found.extend(_behind_preposition(token, cue))
    return found[:1]


def _behind_preposition(token: Token, cue: Cue) -> Iterator[tuple[str, Range]]:
    """ "warned of a storm", "spoke about the strike", "his call for talks": what the preposition brings."""
    for child in token.rights:
        if child.dep_ != "prep" or child.lower_ not in cue.prepositions:
            continue
        for inner in child.rights:
            if inner.dep_ in ("pobj", "pcomp") and inner.ent_type_ not in ("DATE", "TIME"):
                end = inner.right_edge.i + 1
                for later in token.rights:  # "referred to the plan as a ruin"
                    if later.i > inner.i and later.dep_ == "prep" and later.lower_ in ("as", "for"):
                        end = max(end, later.right_edge.i + 1)
                yield "about", (inner.left_edge.i, end)
                return


def _before_participle(verb: Token, end: int) -> int:
    """Where an infinitive ends before a comma and a participle, which is the writer's: "…, reversing its course"."""
    for child in verb.rights:
        first = child.left_edge.i
        if child.dep_ == "advcl" and child.tag_ == "VBG" and first < end and child.doc[first - 1].text == ",":
            return first
    return end


def stray_clause(token: Token) -> Token | None:
    """'said in a letter that …': the "that" clause of a cue, which the parser hangs on the noun before it."""
    for child in token.rights:
        if child.dep_ == "prep" and child.lower_ in ("in", "at", "on", "during"):
            for noun in child.rights:
                for clause in noun.rights if noun.dep_ == "pobj" else ():
                    if clause.dep_ in ("relcl", "acl", "ccomp") and _that(clause):
                        return clause
    return None


def _predicate_quoted(token: Token, objects: list[Token], reading: Reading) -> Range | None:
    """'said the harbour “was closed …”': the quotation begins with the verb, its subject stands before the mark."""
    doc = reading.doc
    if not objects or objects[0].i < token.i:
        return None
    subject_end = objects[0].right_edge.i + 1
    position = max(subject_end, objects[0].i + 1)
    while position < len(doc) and reading.quoted[position] < 0 and (doc[position].is_punct or doc[position].is_space):
        position += 1
    if position >= len(doc) or reading.quoted[position] < 0:
        return None
    quote = reading.quotes[reading.quoted[position]]
    first = quote.inner[0]
    if quote.start != position or first >= quote.end or doc[first].tag_ not in _FINITE:
        return None
    return objects[0].left_edge.i, quote.end


def _gap(token: Token, reading: Reading) -> Range | None:
    """'pictures that it claimed showed the pier': what follows the cue of a relative clause, up to the next comma.

    The parser rarely hangs the second verb on the first. What stands behind a comma is the writer's own again.
    """
    doc = reading.doc
    at = token
    while at.dep_ in ("conj", "xcomp") and at.head.i != at.i:
        at = at.head
    following = token.i + 1
    if at.dep_ != "relcl" or following >= len(doc) or doc[following].tag_ not in _FINITE:
        return None
    own = own_subject(token)
    if own is None or own.i > token.i or own.lower_ in RELATIVE:
        return None
    end = following
    while end < len(doc) and not (doc[end].is_punct and doc[end].text in _CUT) and not doc[end].is_space:
        end += 1
    return following, end


def _objects(token: Token, cue: Cue, objects: list[Token]) -> list[tuple[str, Range]]:
    if is_passive(token) or (token.tag_ == "VBN" and token.dep_ in ("acl", "amod")):
        return []
    if "o" in cue.frames and objects and not (token.lemma_ == "call" and len(list(token.rights)) < 2):
        first = objects[0]
        end = first.right_edge.i + 1
        tied = False
        for child in token.rights:
            if child.i <= first.i:
                continue
            if child.dep_ == "oprd" or child.dep_ == "xcomp" or (child.dep_ == "prep" and _ties(child)):
                end, tied = max(end, child.right_edge.i + 1), True
        inner = any(x.dep_ == "prep" and x.lower_ in _TYING for x in first.rights)
        if tied or inner:
            return [("object", (first.left_edge.i, end))]
        if "g" not in cue.frames:
            return []
    if token.lemma_ == "call":
        for child in token.rights:
            if child.dep_ in ("prep", "prt") and child.lower_ in ("for", "on", "upon"):
                for called in child.rights:
                    if called.dep_ in ("pobj", "pcomp"):
                        end = called.right_edge.i + 1
                        for later in token.rights:
                            if later.dep_ in ("xcomp", "advcl") and _infinitive(later) and later.i > called.i:
                                end = max(end, later.right_edge.i + 1)
                        return [("called", (called.left_edge.i, end))]
    if "g" in cue.frames:
        for child in token.rights:
            if child.dep_ in OBJECTS and child.pos_ in ("NOUN", "PROPN") and child.ent_type_ not in ("DATE", "TIME"):
                return [("thing", (child.left_edge.i, child.right_edge.i + 1))]
            if child.dep_ in ("xcomp", "pcomp") and child.tag_ == "VBG":
                return [("thing", _span(child))]
    return []


def _ties(preposition: Token) -> bool:
    """Whether what a preposition brings belongs to the object: "blamed it on the crew", not "blamed it on Monday"."""
    return preposition.lower_ in _TYING and not any(child.ent_type_ in ("DATE", "TIME") for child in preposition.rights)


def _span(head: Token) -> Range:
    return head.left_edge.i, head.right_edge.i + 1


def _finite(verb: Token) -> bool:
    return verb.tag_ in ("VBD", "VBZ", "VBP", "MD") or any(
        child.tag_ in ("VBD", "VBZ", "VBP", "MD") for child in verb.lefts
    )


def _infinitive(verb: Token) -> bool:
    return any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.lefts)


def _stands_for_itself(child: Token, cue: Token, reading: Reading) -> bool:
    """False for a clause that is a quotation of its own right beside the cue: the quotation rules have it whole."""
    number = reading.quoted[child.i]
    if number < 0:
        return True
    quote = reading.quotes[number]
    if cue.i < quote.start:
        return not reading.blank(cue.i + 1, quote.start) and child.left_edge.i < quote.start
    return False


def _covers(outer: Range, inner: Range) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _without(content: Range, hole: Range, reading: Reading) -> list[Range]:
    """``content`` on both sides of an inserted "…, X said, …"; the hole reaches to the commas around it."""
    start, end = hole
    while end < content[1] and not reading.doc[end].is_punct and end - hole[1] < 12:
        end += 1
    return [part for part in ((content[0], start), (end, content[1])) if part[1] > part[0]]


def _words(reading: Reading, span: Range) -> int:
    start, end = trimmed(reading.doc, span)
    return sum(not token.is_punct and not token.is_space for token in reading.doc[start:end])
