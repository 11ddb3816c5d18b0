"""Who warns, and whom: by the grammar of the cue, by the claim that a warning stands in, by the reader's tags."""

from typing import Final

from spacy.tokens import Doc, Token

from bot.nlp.attribution.rules import Attribution
from bot.nlp.attribution.sources import is_party, source_of, source_range
from bot.nlp.syntax.phrases import Range, is_infinitive, noun_phrase
from bot.nlp.syntax.voice import agent, hearer, is_passive, own_subject
from bot.nlp.warnings.conditions import is_demand
from bot.nlp.warnings.words import is_public

OBJECTS: Final = frozenset({"dobj", "dative"})
_OBJECT_PRONOUNS: Final = frozenset({"him", "her", "them", "us", "you", "me"})
# Who listens to a warning is not who is warned.
_AUDIENCES: Final = frozenset(
    "reporter journalist conference forum newspaper interview parliament congress senate assembly rally meeting crowd "
    "hearing briefing audience viewer reuters xinhua cnn bbc".split()
)
_WHERE: Final = frozenset("in at near across along around outside inside beyond through".split())
_PARTS: Final = frozenset("edge outskirts centre center side shore bank north south east west middle coast".split())
# how many words of a harm are looked at for whom it would hit
_SEARCHED: Final = 12
# and how far above a content the verb may be that it hangs on
_CLIMB: Final = 4


def actor(token: Token) -> tuple[Token | None, Range | None]:
    """Who does what a verb of warning says: the head, and its phrase."""
    head = agent(token) if is_passive(token) or short_passive(token) else source_of(token)
    span, _ = source_range(head)
    return head, span


def addressee(token: Token) -> Range | None:
    """Whom a verb of warning is said to."""
    if is_passive(token) or short_passive(token):
        own = hearer(token)
        if own is None or not (is_party(own) or is_public(own) or _is_actor(own)):
            return None
        start, end = noun_phrase(own, whole=True)
        return (start, min(end, token.i)) if start < token.i else (start, end)
    for child in token.rights:
        if child.dep_ in OBJECTS and (is_party(child) or is_public(child) or child.pos_ == "PRON"):
            return noun_phrase(child, whole=True)
        if child.dep_ in ("ccomp", "xcomp") and is_infinitive(child):
            inner = own_subject(child)
            if inner is not None and inner.i < child.i:
                return noun_phrase(inner, whole=True)
    return None


def _is_actor(noun: Token) -> bool:
    at = noun.doc._.actor_at
    return bool(at) and bool(at[noun.i])


def short_passive(token: Token) -> bool:
    """ "Drivers warned to stay away": a headline's passive, which the parser takes for the active."""
    own = own_subject(token)
    return (
        own is not None
        and own.i < token.i
        and is_public(own)
        and token.tag_ in ("VBD", "VBN")
        and not any(c.dep_ in OBJECTS for c in token.rights)
        and any(c.dep_ in ("xcomp", "advcl", "prep", "agent") for c in token.rights)
    )


def by_governor(content: Range, doc: Doc, *, cautions: bool) -> tuple[Range | None, Range | None]:
    """Actor and recipient by what the content hangs on: "urged residents to …", "issued a warning to … for …"."""
    source = told = None
    at = doc[slice(*content)].root
    for _ in range(_CLIMB):
        if at.head.i == at.i or at.dep_ in ("relcl", "parataxis"):
            break
        at = at.head
        if at.pos_ in ("NOUN", "PROPN"):
            owner = source_of(at)
            source = source or (owner if owner is not None and is_party(owner) else None)
            told = told or _behind_to(at)
        elif at.pos_ == "VERB":
            head, span = actor(at)
            told = told or addressee(at) or _behind_to(at) or _before_quotation(at)
            if source is None and head is not None and (is_party(head) or head.pos_ in ("PROPN", "PRON")):
                return span, None if _listens(told, doc, cautions) else told
            break
    return source_range(source)[0], None if _listens(told, doc, cautions) else told


def _listens(told: Range | None, doc: Doc, cautions: bool) -> bool:
    """Whether who is told is an audience: reporters, or the newspaper that a caution was told to."""
    if told is None:
        return False
    head = doc[told[0] : told[1]].root
    return head.lemma_.lower() in _AUDIENCES or (cautions and head.ent_type_ == "ORG")


def _before_quotation(verb: Token) -> Range | None:
    """The noun phrase before a quotation that begins with its passive verb: 'the command “was told that …”'."""
    mark = next((i for i in range(verb.i - 1, max(verb.i - 4, 0), -1) if verb.doc[i].is_quote), 0)
    if not mark or verb.tag_ != "VBN":
        return None
    for position in range(mark - 1, max(mark - _SEARCHED, -1), -1):
        token = verb.doc[position]
        if token.pos_ in ("VERB", "AUX"):
            return None
        if token.pos_ in ("NOUN", "PROPN") and token.dep_ in ("dobj", "nsubj", "nsubjpass", "attr"):
            return noun_phrase(token)
    return None


def _behind_to(word: Token) -> Range | None:
    for child in word.rights:
        if child.dep_ in ("prep", "dative") and child.lower_ in ("to", "for"):
            inner = next((c for c in child.rights if c.dep_ == "pobj"), None)
            if inner is not None and (is_party(inner) or is_public(inner)):
                return noun_phrase(inner, whole=True)
    return None


def hearer_of(claim: Attribution, doc: Doc, *, cautions: bool) -> Range | None:
    """Who is told a claim, where it is a party and not the audience."""
    if claim.addressee is None or _listens(claim.addressee, doc, cautions):
        return None
    head = doc[claim.addressee[0] : claim.addressee[1]].root
    return claim.addressee if is_party(head) or is_public(head) else None


def sufferer(head: Token, content: Range, condition: Range | None) -> Range | None:
    """The party that a harm would hit: the object of the verb, or what its phrase is "on", "against", "of".

    A demand names the party first that has to meet it ("unless Norland pays"), whomever the harm would hit.
    """
    bound = bound_by(head.doc, condition) if condition is not None else None
    if bound is not None and head.doc[bound[0]].pos_ != "PRON":
        return bound
    queue = [head]
    for _ in range(_SEARCHED):
        if not queue:
            break
        at = queue.pop(0)
        for child in at.rights:
            if not content[0] <= child.i < content[1]:
                continue
            hit = child.dep_ in ("dobj", "dative", "pobj")
            if hit and (is_party(child) or child.lower_ in _OBJECT_PRONOUNS) and child.ent_type_ != "DATE":
                return noun_phrase(child, whole=True)
            if child.dep_ == "prep" and _merely_there(child):
                continue
            if child.dep_ in ("dobj", "prep", "pobj", "agent", "xcomp", "pcomp", "prt"):
                queue.append(child)
    return bound


def _merely_there(preposition: Token) -> bool:
    """Whether a phrase says only where ("play in Bristol", "fire across the Usk", "on the edge of Paris")."""
    lower = preposition.lower_
    return lower in _WHERE or (lower == "of" and preposition.head.lemma_.lower() in _PARTS)


def bound_by(doc: Doc, condition: Range) -> Range | None:
    """The party that would have to meet a demand, its subject; never the one who sets it ("unless we …")."""
    if not is_demand(doc, condition):
        return None
    for token in doc[condition[0] + 1 : condition[1]]:
        if token.dep_ == "nsubj":
            return noun_phrase(token) if is_party(token) and token.lower_ not in ("i", "we") else None
    return None
