"""What kind of party a noun names: person, organisation, state or group; read from data/parties.json."""

import json
from functools import cache
from importlib.resources import files


@cache
def party_nouns() -> dict[str, frozenset[str]]:
    """Nouns that name parties, by what they name: roles, members, bodies, forces, companies …, as lower-case lemmas."""
    data: dict[str, list[str]] = json.loads((files("bot.nlp.lexicon") / "data" / "parties.json").read_text("utf-8"))
    return {name: frozenset(nouns) for name, nouns in data.items()}


def party_words(name: str) -> frozenset[str]:
    """One list of data/parties.json, as it is written there."""
    return party_nouns()[name]


@cache
def _ranks() -> dict[str, frozenset[str]]:
    data: dict[str, list[str]] = json.loads((files("bot.nlp.lexicon") / "data" / "ranks.json").read_text("utf-8"))
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
    text = (files("bot.nlp.lexicon") / "data" / "regions.txt").read_text("utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def known_bodies() -> dict[str, tuple[str, ...]]:
    """Well-known organisations by name, each with its other names (data/organisations.tsv)."""
    found = {}
    for line in (files("bot.nlp.lexicon") / "data" / "organisations.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, _, others = line.partition("\t")
            found[name] = tuple(word for word in others.strip().split("|") if word)
    return found
