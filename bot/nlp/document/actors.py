"""Who is meant: the seam between coreference, which finds the actors, and the components that ask for them.

``actor_of(doc, span)`` answers "which actor is this noun phrase or pronoun?"; ``add_actor(doc, span)`` makes an actor
of a party without a proper name that speaks or acts ("US officials", "residents"), when a claim or warning needs one.
"""

from collections.abc import Sequence
from typing import Final

from spacy.tokens import Doc, Span, Token

from bot.models import ActorKind, MentionForm
from bot.nlp.document.labels import FINITE_OR_MODAL
from bot.nlp.document.spans import MENTIONS, Record
from bot.nlp.lexicon.load import word_list
from bot.nlp.lexicon.names import distinct

# What may stand between the edge of a noun phrase and the name in it, without the name ceasing to be its head.
_LINKS: Final = frozenset({"appos", "compound", "flat", "nmod"})
# A party of so many words is called by its noun alone.
_LONGEST: Final = 14


def actor_of(doc: Doc, span: Span) -> str | None:
    """The id of the actor that ``span`` speaks of, or None where that cannot be told.

    ``span`` is a noun phrase or pronoun, with or without its article, titles and appositions: what counts is its head,
    then an apposition of the head ("the spokesman, Ana Ruiz"). An actor merely named inside ("the lawyer of X") is not
    the answer.
    """
    at: Sequence[str] | None = doc._.actor_at
    if not at or not len(span):
        return None
    root = span.root
    if at[root.i]:
        return at[root.i]
    for child in root.children:
        if child.dep_ in _LINKS and span.start <= child.i < span.end and child.dep_ == "appos" and at[child.i]:
            return at[child.i]
    # A title that the parser took for the head ("Minister Ana Ruiz"): the name closes the phrase.
    last = doc[span.end - 1]
    if at[last.i] and last.pos_ == "PROPN" and all(t.pos_ in {"PROPN", "NOUN", "ADJ", "DET", "PUNCT"} for t in span):
        return at[last.i]
    return None


def actor(doc: Doc, actor_id: str | None) -> Record | None:
    """The record of this actor (keys in ``bot.nlp.document.spans``), or None."""
    return next((record for record in doc._.actors if record["id"] == actor_id), None)


def speaker_of(doc: Doc, span: Span) -> tuple[str | None, float]:
    """The actor that ``span``, a claim's source, is, and how likely it is that one; made where it was none.

    Any noun phrase will do: a document or a person without a name is called by its own words. None for a pronoun whose
    party cannot be told.
    """
    joint = _joint(doc, span)
    if joint is not None:
        return joint, 1.0
    known = actor_of(doc, span)
    root = span.root
    if known is not None:
        return known, float(doc._.actor_sure[root.i]) if doc._.actor_sure else 1.0
    counted = len(span) > 1 and root.pos_ in ("NUM", "DET")  # "one of the sources", "some close to the chairman"
    if counted or root.pos_ in ("NOUN", "PROPN") or root.tag_ in ("NN", "NNS") or _nameless(doc, root.i) is not None:
        return add_actor(doc, span), float(doc._.actor_sure[root.i]) if doc._.actor_sure else 1.0
    return None, 0.0


def _joint(doc: Doc, span: Span) -> str | None:
    """ "Ruiz and Blum said": two actors as one subject speak together, as a group of their names."""
    at: Sequence[str] | None = doc._.actor_at
    root = span.root
    others = [child for child in root.children if child.dep_ == "conj" and span.start <= child.i < span.end]
    if not at or len(others) != 1 or not at[root.i] or not at[others[0].i] or at[root.i] == at[others[0].i]:
        return None
    both = [actor(doc, at[root.i]), actor(doc, at[others[0].i])]
    name = " and ".join(str(record["name"]) for record in both if record is not None)
    known = next((record for record in doc._.actors if record["name"] == name), None)
    if known is None:
        known = _record(doc, name, "group")
    doc.spans[MENTIONS].append(Span(doc, span.start, span.end, label="nominal", span_id=known["id"]))
    return str(known["id"])


def _nameless(doc: Doc, head: int) -> Record | None:
    """The party without a name that is spoken of at a token, or None."""
    for record in doc._.nameless:
        if any(mention[2] == head for mention in record["mentions"]):
            found: Record = record
            return found
    return None


def _record(doc: Doc, name: str, kind: ActorKind) -> Record:
    # Ids are given in the order of finding, and a gap would do no harm: they only tie spans together.
    record: Record = {
        "id": f"a{len(doc._.actors)}", "name": name, "kind": kind, "aliases": [], "role": None, "role_span": None,
        "affiliation": None,
    }  # fmt: skip
    doc._.actors.append(record)
    return record


def add_actor(doc: Doc, span: Span, *, kind: ActorKind | None = None) -> str:
    """The actor that ``span`` is, made where it was none: a party without a proper name that speaks or acts.

    The same words elsewhere in the story ("residents … the residents") are the same party, once, and so is what goes on
    speaking of it ("a spokesman … he"). The name is the phrase without article, relative clause and trailing
    apposition. ``kind`` is told by the head noun where not given. Returns its id.
    """
    known = actor_of(doc, span)
    if known is not None:
        return known
    chain = _nameless(doc, span.root.i)
    phrase = party_phrase(span)
    name = str(chain["name"]) if chain is not None else phrase.text
    for record in doc._.actors:
        if record["name"].casefold() == name.casefold():
            mention(doc, span, record["id"], "nominal")
            return str(record["id"])
    record = _record(doc, name, kind or (chain["kind"] if chain is not None else kind_of_head(phrase.root)))
    forms = []
    for start, end, head, form in chain["mentions"] if chain is not None else ():
        mention(doc, doc[start:end], record["id"], form, head)
        if form == "nominal":
            forms.append(party_phrase(doc[start:end]).text)
    if chain is None:
        mention(doc, span, record["id"], "nominal")
    record["aliases"] = distinct(forms, name)
    return str(record["id"])


def mention(doc: Doc, span: Span, actor_id: str, form: MentionForm, head: int | None = None) -> None:
    """Note that ``span`` speaks of this actor."""
    at: list[str] = doc._.actor_at or [""] * len(doc)
    at[span.root.i if head is None else head] = actor_id
    doc._.actor_at = at
    doc.spans[MENTIONS].append(Span(doc, span.start, span.end, label=form, span_id=actor_id))


def kind_of_head(head: Token) -> ActorKind:
    """The kind of party that a noun phrase with this head names.

    A plural of persons is a group ("officials"), a body is an organisation ("the ministry"), else a person.
    """
    lemma = head.lemma_.lower()
    if lemma in word_list("states") or head.ent_type_ == "GPE":
        return "state"
    if lemma in word_list("bodies") or (head.ent_type_ == "ORG" and head.pos_ == "PROPN"):
        return "organisation"
    if head.tag_ in ("NNS", "NNPS") or lemma in word_list("groups"):
        return "group"
    return "person"


def party_phrase(span: Span) -> Span:
    """``span`` as a name: without article, relative clause, and what follows a comma."""
    doc, root = span.doc, span.root
    start, end = span.start, span.end
    while start < root.i and (
        doc[start].pos_ in ("DET", "PUNCT", "SPACE", "SCONJ", "ADP") or doc[start].tag_ in ("PRP$",)
    ):
        start += 1
    for token in doc[root.i + 1 : span.end]:
        clause = token.dep_ in ("relcl", "acl", "appos") and token.head.i <= root.i
        if token.tag_ in FINITE_OR_MODAL and not clause:
            end = min(end, token.i)  # the parser took the noun for the head of a sentence
        if clause or token.text in (",", "(", "—", "–", ";", ":") or token.is_space:
            end = min(end, token.left_edge.i if clause else token.i)
    end = max(end, root.i + 1)
    if end - start > _LONGEST:
        end = root.i + 1
    return doc[start : end - 1 if end - 1 > root.i and doc[end - 1].tag_ == "POS" else end]
