"""Names and titles of parties: well-known organisations, and what stands before a person's name."""

from functools import cache
from typing import Final

from bot.nlp.lexicon.load import read_rows, word_list

_PARTY_LISTS: Final = (
    "states", "bodies", "groups", "members", "roles", "male_nouns", "female_nouns", "org_nouns", "people_nouns",
    "speakers",
)  # fmt: skip


@cache
def party_nouns() -> frozenset[str]:
    """Nouns of those who can speak or act, as lower-case lemmas."""
    return frozenset[str]().union(*map(word_list, _PARTY_LISTS))


@cache
def titles(which: str) -> frozenset[str]:
    """Words that stand before a person's name, in small letters.

    "rank" are military ranks; "male" and "female" tell who bears them; "all" is every word that may be part of a title
    ("vice", "chief"); "before" those that alone announce a name.
    """
    parts = {"all": ("civil", "military", "rank", "abbreviated"), "before": ("civil", "rank", "abbreviated")}
    return frozenset(word.lower() for part in parts.get(which, (which,)) for word in word_list(f"title_{part}"))


@cache
def known_organisations() -> dict[str, tuple[str, ...]]:
    """Well-known organisations by name, each with its other names (organisations.tsv)."""
    return {
        name: tuple(word for others in rest for word in others.split("|") if word)
        for name, *rest in read_rows("organisations.tsv")
    }
