"""What states are called: names, adjectives and peoples, capitals and seats of government.

Read from data/countries.tsv (shared with the gazetteer), and data/seats.tsv, once a process.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Literal

Form = Literal["name", "adjective", "people", "seat"]

# Names of states that more often are something else in a news text; they count where the entity recogniser agrees.
_AMBIGUOUS: Final = frozenset({"Georgia", "Jordan", "Chad", "Guinea", "Jersey", "Guernsey", "Congo", "Antigua", "CAR"})
# Capitals that people are called after.
_SURNAMES: Final = frozenset(
    {"Paris", "Washington", "London", "Hamilton", "Kingston", "Stanley", "Douglas", "Victoria"}
)
# Adjectives that are also plain English words or surnames.
_NOT_PEOPLE: Final = frozenset({"Pole", "Poles", "Kiwi", "Brit", "Dane", "Finn", "Lao", "Swede", "Turkmen"})


@dataclass(frozen=True)
class StateWord:
    """A way to speak of a state: its ISO 3166-1 alpha-2 code, and what sort of word it is."""

    code: str
    form: Form


@cache
def country_names() -> dict[str, str]:
    """The usual English name of each country and territory, by its ISO 3166-1 alpha-2 code."""
    rows = (line.split("\t") for line in _lines("countries.tsv"))
    return {code: name for code, name, *_rest in rows}


@cache
def state_words() -> dict[str, StateWord]:
    """Every name, adjective, people and seat, as written in a text with its capital letter, without an article."""
    found: dict[str, StateWord] = {}
    rows = [line.split("\t") for line in _lines("countries.tsv")]
    for code, _name, capital, *_rest in rows:
        if capital:
            found[capital] = StateWord(code, "seat")
    for line in _lines("seats.tsv"):
        seat, code = line.split("\t")
        found[seat] = StateWord(code, "seat")
    for code, name, *_rest in rows:
        found[name] = StateWord(code, "name")
    for code, _name, _capital, _lat, _lon, names, adjectives in rows:
        for name in filter(None, names.split("|")):
            found[name.removeprefix("the ")] = StateWord(code, "name")
        for adjective in filter(None, adjectives.split("|")):
            found[adjective] = StateWord(code, "adjective")
            plural = adjective if adjective.endswith(("s", "sh", "ch", "ese", "men")) else adjective + "s"
            if plural not in found and plural not in _NOT_PEOPLE:
                found[plural] = StateWord(code, "people")
    return found


def state_word(words: str) -> StateWord | None:
    """What ``words`` (capitals as in the text) say of a state, or None."""
    return state_words().get(words)


def is_ambiguous(words: str) -> bool:
    """Whether this name of a state is as often something else."""
    return words in _AMBIGUOUS


def is_surname(words: str) -> bool:
    """Whether this capital is a name of persons too ("Washington")."""
    return words in _SURNAMES


def _lines(name: str) -> list[str]:
    text = (files("bot.nlp.lexicon") / "data" / name).read_text("utf-8")
    return [line.rstrip("\n") for line in text.splitlines() if line and not line.startswith("#")]
