"""Warnings told by their verb: "warned of", "threatened to", "vowed to strike". Rules over the parse.

RULES says how often each was right on articles it was not written on; a rule that fires keeps its finding, whatever the
reader makes of the sentence.
"""

from typing import Final

from spacy.tokens import Token

from bot.models import WarningKind
from bot.nlp.attribution.sources import is_party
from bot.nlp.document.actors import actor_of
from bot.nlp.syntax.layout import DocLayout
from bot.nlp.syntax.phrases import LONGEST, Range, content_range, is_infinitive, stray_clause, trimmed, with_negation
from bot.nlp.syntax.voice import is_passive, own_subject
from bot.nlp.warnings.candidate import WarningCandidate
from bot.nlp.warnings.conditions import is_deterred
from bot.nlp.warnings.parties import OBJECTS, actor, addressee, short_passive
from bot.nlp.warnings.terms import PRICES, WILL
from bot.nlp.warnings.words import is_harm, is_public, mode_of

# Of the findings of each rule, the share that is a warning, on the 229 articles of the training set, none of which the
# rules were written on (optional ones not counted): warn 65 of 68, threaten 15 of 18, vow of harm 5 of 5.
RULES: Final = {"warn": 0.95, "threaten": 0.83, "vow of harm": 0.8}
_VERBS: Final = {
    "warn": "warn",
    "caution": "warn",
    "alert": "warn",
    "threaten": "threaten",
    "threate": "threaten",  # what the lemmatizer makes of "threatens" in a headline
    "vow": "vow of harm",
    "pledge": "vow of harm",
    "promise": "vow of harm",
    "swear": "vow of harm",
}
_ABOUT: Final = frozenset({"of", "about", "against", "on", "over", "with", "for"})
_OF: Final = frozenset({"about", "of"})
_WITH: Final = frozenset({"with"})
_OTHER_CLAUSES: Final = frozenset({"advcl", "conj", "ccomp", "parataxis", "cc"})
_LEAST: Final = 2
# A cue and its quotation stand within so many tokens ("he warned the council on Monday: “…”", "“…,” she warned").
_QUOTE_BEHIND: Final = 12
_QUOTE_BEFORE: Final = 6
# whatever warns without being a person or body
_OWN: Final = frozenset("it we i they he she".split())
_VOICES: Final = frozenset("who that which report statement letter study sign forecasters experts".split())


def by_cue(token: Token, layout: DocLayout) -> WarningCandidate | None:
    """What ``token`` warns of, when it is a verb of warning that somebody does; None inside a quotation.

    There the speaker may only talk of warning ("they tried to threaten us"): the reader decides.
    """
    rule = _VERBS.get(token.lemma_.lower())
    if rule is None or token.pos_ not in ("VERB", "AUX") or layout.quoted[token.i] >= 0:
        return None
    if token.tag_ in ("NN", "NNS") or token.dep_ in ("amod", "compound"):
        return None
    found = complement(token, layout, _WITH if rule == "threaten" else _ABOUT)
    if rule != "vow of harm":
        found = found or _quotation(token, layout)
    if found is None or not _says_something(layout, found[0]):
        return None
    content, head = found
    source, phrase = actor(token)
    passive = is_passive(token) or short_passive(token)
    match rule:
        case "warn":
            if phrase is None and not passive:
                return None
            if not passive and own_subject(token) is not None and not _speaks(own_subject(token)):
                return None
        case "threaten":
            bare = token.tag_ == "VBN" and token.dep_ not in ("ROOT", "conj", "ccomp", "relcl", "advcl")
            if bare or passive or phrase is None or source is None or not _threatens(source):
                return None
        case _:
            denied = any(c.dep_ == "neg" or c.lower_ == "never" for c in head.lefts)
            if passive or source is None or not _speaks(source) or denied or not is_harm(head):
                return None
    return WarningCandidate(
        content,
        rule,
        RULES[rule],
        kind=_closed_kind(token, head, source) if rule == "warn" else None,
        cue=(token.i, token.i + 1),
        actor=phrase,
        recipient=addressee(token),
    )


def _closed_kind(token: Token, head: Token, source: Token | None) -> WarningKind | None:
    """The kind of "warn" where the grammar tells it; None where the reader has to."""
    if _warns_of_itself(head, source):
        return "threat"
    told = next((c for c in token.rights if c.dep_ in OBJECTS), None)
    neutral = told is not None and any(c.lower_ in ("both", "all", "each", "either") for c in told.lefts)
    return "caution" if token.lemma_ in ("caution", "alert") or neutral else None


def _warns_of_itself(head: Token, source: Token | None) -> bool:
    """Whether who warns would do the harm: "warned that it would close the ports", "… will result in retaliation"."""
    if head.pos_ not in ("VERB", "AUX"):
        return False
    subject = own_subject(head)
    if subject is None or not any(child.dep_ == "aux" and child.lower_ in WILL for child in head.lefts):
        return False
    priced = any(word.lemma_.lower() in PRICES for word in head.subtree)
    own = subject.lower_ in _OWN and source is not None and source.i != subject.i and _is_harsh(head)
    return own or (is_deterred(subject) and (priced or is_harm(head)))


def _is_harsh(verb: Token) -> bool:
    """Whether a verb is a harm when a party warns of doing it itself ("close", "withdraw")."""
    return mode_of(verb.doc, (verb.i, verb.i + 1)) is not None or is_harm(verb)


def _speaks(subject: Token | None) -> bool:
    return subject is not None and (is_party(subject) or subject.pos_ in ("PROPN", "PRON") or subject.lower_ in _VOICES)


def _threatens(source: Token) -> bool:
    """Whether a subject can threaten: fires and deals threaten nobody, "it" or "that" only where a party is meant."""
    if is_party(source):
        return True
    if source.lower_ == "it":
        return actor_of(source.doc, source.doc[source.i : source.i + 1]) is not None
    if source.lower_ not in ("that", "which"):
        return False
    above = source.head
    while above.dep_ != "relcl" and above.head.i != above.i:
        above = above.head
    return above.dep_ == "relcl" and is_party(above.head)


def complement(token: Token, layout: DocLayout, linking: frozenset[str] = _ABOUT) -> tuple[Range, Token] | None:
    """The content of a verb of warning, with its head: a clause, an infinitive, or a phrase with of, about, against."""
    doc = layout.doc
    phrased = next((c.i for c in token.rights if c.dep_ == "prep" and c.lower_ in _OF and linking is _ABOUT), len(doc))
    for child in token.children:
        if child.left_edge.i > phrased:
            continue  # "about two frauds that …": the clause belongs to the phrase
        if child.dep_ in ("ccomp", "xcomp") or (child.dep_ == "advcl" and is_infinitive(child) and child.i > token.i):
            if child.i < token.i and child.right_edge.i > token.i:
                continue
            start, end = child.left_edge.i, child.right_edge.i + 1
            first = next((c for c in token.rights if c.dep_ in OBJECTS), None)
            if first is not None and start <= first.i:
                start = first.right_edge.i + 1
            # "warned residents to boil": the parser puts the addressee into the infinitive clause
            inner = own_subject(child)
            if inner is not None and is_infinitive(child) and inner.i < child.i and inner.i > token.i:
                start = inner.right_edge.i + 1
            if start <= token.i < end:
                end = token.i
            start, end = with_negation(doc, (start, _with_condition(token, child, end)))
            return content_range(doc, (start, end), layout.quoted), child
    stray = stray_clause(token)
    if stray is not None:
        return content_range(doc, (stray.left_edge.i, stray.right_edge.i + 1), layout.quoted), stray
    return _phrase(token, layout, linking)


def _phrase(token: Token, layout: DocLayout, linking: frozenset[str]) -> tuple[Range, Token] | None:
    """ "warned of floods", "warned residents about floods"."""
    for child in token.rights:
        holders = [child] if child.dep_ == "prep" else []
        if child.dep_ in OBJECTS and (is_party(child) or is_public(child)):
            holders = [later for later in child.rights if later.dep_ == "prep"]
        for preposition in holders:
            inner = next((c for c in preposition.rights if c.dep_ in ("pobj", "pcomp")), None)
            if preposition.lower_ not in linking or inner is None:
                continue
            clauses = [c.left_edge.i for c in token.rights if c.i > inner.i and c.dep_ in _OTHER_CLAUSES]
            end = min([(token if preposition is child else child).right_edge.i + 1, *clauses])
            return content_range(layout.doc, (inner.left_edge.i, end), layout.quoted), inner
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


def _quotation(token: Token, layout: DocLayout) -> tuple[Range, Token] | None:
    """The quotation that a verb of warning introduces or follows: nothing but its own phrase stands between."""
    for step, limit in ((1, _QUOTE_BEHIND), (-1, _QUOTE_BEFORE)):
        position = token.i + step
        while 0 <= position < len(layout.doc) and abs(position - token.i) <= limit:
            number = layout.quoted[position]
            if number >= 0:
                quote = layout.quotes[number]
                edge = layout.doc[quote.start - 1].text if quote.start else ""
                span = trimmed(layout.doc, (quote.start + 1, quote.end - 1))
                fits = step < 0 or edge in (",", ":", "that") or quote.start == token.i + 1
                if fits and span[1] - span[0] > _LEAST:
                    return span, layout.doc[span[0] : span[1]].root
                break
            if layout.doc[position].text in (".", "?", "!", ";") or layout.doc[position].is_space:
                break
            position += step
    return None


def _says_something(layout: DocLayout, content: Range) -> bool:
    """Whether a content says something: not "so", "doing so", "that"."""
    words = [token.lower_ for token in layout.doc[content[0] : min(content[1], content[0] + LONGEST + 1)]]
    return _LEAST <= len(words) <= LONGEST and words != ["doing", "so"]
