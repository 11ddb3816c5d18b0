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


def party_words(name: str) -> frozenset[str]:
    """One list of data/parties.json, as it is written there."""
    return party_nouns()[name]


@cache
def _ranks() -> dict[str, frozenset[str]]:
    data: dict[str, list[str]] = json.loads((files("bot.nlp") / "data" / "ranks.json").read_text("utf-8"))
    return {name: frozenset(word.lower() for word in words) for name, words in data.items()}


@cache
def titles(which: str) -> frozenset[str]:
    """Words that stand before a person's name, in small letters.

    "rank" are military ranks; "male" and "female" tell who bears them; "all" is every word that may be part of a title
    ("vice", "chief"); "before" those that alone announce a name.
    """
    lists = _ranks()
    if which == "all":
        return lists["civil"] | lists["military"] | lists["rank"] | lists["abbreviated"]
    if which == "before":
        return lists["civil"] | lists["rank"] | lists["abbreviated"]
    return lists[which]


@cache
def regions() -> tuple[str, ...]:
    """Parts of the world that are places and never parties ("Middle East"), from data/regions.txt."""
    text = (files("bot.nlp") / "data" / "regions.txt").read_text("utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def known_bodies() -> dict[str, tuple[str, ...]]:
    """Well-known organisations by name, each with its other names (data/organisations.tsv)."""
    found = {}
    for line in (files("bot.nlp") / "data" / "organisations.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, _, others = line.partition("\t")
            found[name] = tuple(word for word in others.strip().split("|") if word)
    return found


def kind_of_head(head: Token) -> ActorKind:
    """The kind of party that a noun phrase with this head names.

    A plural of persons is a group ("officials"), a body is an organisation ("the ministry"), else a person.
    """
    nouns = party_nouns()
    lemma = head.lemma_.lower()
    if lemma in nouns["states"] or head.ent_type_ == "GPE":
        return "state"
    if lemma in nouns["bodies"] or (head.ent_type_ == "ORG" and head.pos_ == "PROPN"):
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
