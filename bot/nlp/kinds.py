"""What kind of party a noun names: person, organisation, state or group; read from data/parties.json."""

import json
from functools import cache
from importlib.resources import files

from spacy.tokens import Span, Token

from bot.models import ActorKind


@cache
def party_nouns() -> dict[str, frozenset[str]]:
    """Nouns that name parties, by what they name: roles, members, bodies, forces, companies …, as lower-case lemmas."""
    data: dict[str, list[str]] = json.loads((files("bot.nlp") / "data" / "parties.json").read_text("utf-8"))
    return {name: frozenset(nouns) for name, nouns in data.items()}


def kind_of_head(head: Token) -> ActorKind:
    """The kind of party that a noun phrase with this head names.

    A plural of persons is a group ("officials"), a body is an organisation ("the ministry"), else a person.
    """
    nouns = party_nouns()
    lemma = head.lemma_.lower()
    if lemma in nouns["states"]:
        return "state"
    if lemma in nouns["bodies"]:
        return "organisation"
    if head.tag_ in ("NNS", "NNPS") or lemma in nouns["groups"]:
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
