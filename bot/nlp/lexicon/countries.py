"""What states are called: names, adjectives and peoples, capitals and seats of government.

Read from countries.tsv, which the gazetteer shares, and seats.tsv, once a process.
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from bot.nlp.lexicon.load import read_rows, word_list

Form = Literal["name", "adjective", "people", "seat"]


@dataclass(frozen=True)
class StateWord:
    """A way to speak of a state: its ISO 3166-1 alpha-2 code, and what sort of word it is."""

    code: str
    form: Form


@cache
def country_names() -> dict[str, str]:
    """The usual English name of each country and territory, by its ISO 3166-1 alpha-2 code."""
    return {code: name for code, name, *_rest in read_rows("countries.tsv")}


@cache
def state_words() -> dict[str, StateWord]:
    """Every name, adjective, people and seat, as written in a text with its capital letter, without an article."""
    found: dict[str, StateWord] = {}
    rows = list(read_rows("countries.tsv"))
    for code, _name, capital, *_rest in rows:
        if capital:
            found[capital] = StateWord(code, "seat")
    for seat, code in read_rows("seats.tsv"):
        found[seat] = StateWord(code, "seat")
    for code, name, *_rest in rows:
        found[name] = StateWord(code, "name")
    for code, _name, _capital, _lat, _lon, names, adjectives in rows:
        for name in filter(None, names.split("|")):
            found[name.removeprefix("the ")] = StateWord(code, "name")
        for adjective in filter(None, adjectives.split("|")):
            found[adjective] = StateWord(code, "adjective")
            plural = adjective if adjective.endswith(("s", "sh", "ch", "ese", "men")) else adjective + "s"
            if plural not in found and plural not in word_list("not_peoples"):
                found[plural] = StateWord(code, "people")
    return found


def state_word(words: str) -> StateWord | None:
    """What ``words`` (capitals as in the text) say of a state, or None."""
    return state_words().get(words)


def is_ambiguous(words: str) -> bool:
    """Whether this name of a state is as often something else."""
    return words in word_list("ambiguous_states")


def is_surname(words: str) -> bool:
    """Whether this capital is a name of persons too ("Washington")."""
    return words in word_list("surname_capitals")
