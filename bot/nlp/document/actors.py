"""Who is meant: the seam between coreference, which finds the actors, and the components that ask for them.

``actor_of(doc, span)`` answers "which actor is this noun phrase or pronoun?"; ``add_actor(doc, span)`` makes an actor
of a party without a proper name that speaks or acts ("US officials", "residents"), when a claim or warning needs one.
"""

from collections.abc import Sequence
from typing import Final

from spacy.tokens import Doc, Span, Token

from bot.models import ActorKind, MentionForm
from bot.nlp.document.spans import MENTIONS, Record
from bot.nlp.lexicon.load import word_list

# What may stand between the edge of a noun phrase and the name in it, without the name ceasing to be its head.
_LINKS: Final = frozenset({"appos", "compound", "flat", "nmod"})


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


def add_actor(doc: Doc, span: Span, *, kind: ActorKind | None = None) -> str:
    """The actor that ``span`` is, made where it was none: a party without a proper name that speaks or acts.

    The same words elsewhere in the story ("residents … the residents") are the same party, once. The name is the
    phrase without article, relative clause and trailing apposition. ``kind`` is told by the head noun where not given.
    Returns its id.
    """
    known = actor_of(doc, span)
    if known is not None:
        return known
    phrase = party_phrase(span)
    name = phrase.text
    for record in doc._.actors:
        if record["name"].casefold() == name.casefold():
            mention(doc, span, record["id"], "nominal")
            return str(record["id"])
    # Ids are given in the order of finding, and a gap would do no harm: they only tie spans together.
    actor_id = f"a{len(doc._.actors)}"
    record = {
        "id": actor_id,
        "name": name,
        "kind": kind or kind_of_head(phrase.root),
        "aliases": [],
        "role": None,
        "role_span": None,
        "affiliation": None,
    }
    doc._.actors.append(record)
    mention(doc, span, actor_id, "nominal")
    return actor_id


def mention(doc: Doc, span: Span, actor_id: str, form: MentionForm) -> None:
    """Note that ``span`` speaks of this actor."""
    at: list[str] = doc._.actor_at or [""] * len(doc)
    at[span.root.i] = actor_id
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
    while start < root.i and (doc[start].pos_ in ("DET", "PUNCT", "SPACE", "SCONJ") or doc[start].tag_ in ("PRP$",)):
        start += 1
    for token in doc[root.i + 1 : span.end]:
        clause = token.dep_ in ("relcl", "acl", "appos") and token.head.i <= root.i
        if clause or token.text in (",", "(", "—", "–", ";", ":") or token.is_space:
            end = min(end, token.left_edge.i if clause else token.i)
    return doc[start : max(end, root.i + 1)]
