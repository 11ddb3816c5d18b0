"""Read the lexicon's files, each once a process: word lists, tables of words, patterns."""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final

DATA: Final = files("bot.nlp.lexicon") / "data"


@cache
def word_list(name: str) -> frozenset[str]:
    """One list of words.toml. Raises KeyError where there is none of this name."""
    return word_set(read_table("words.toml")[name])


def word_set(value: str | list[str]) -> frozenset[str]:
    """A list as a table has it: words between blanks, or an array where a word has a blank in it."""
    return frozenset(value.split() if isinstance(value, str) else value)


@cache
def read_table(file: str) -> dict[str, Any]:
    """A TOML file of the lexicon."""
    table: dict[str, Any] = tomllib.loads((DATA / file).read_text("utf-8"))
    return table


def read_rows(file: str, folder: Traversable = DATA) -> Iterator[list[str]]:
    """The rows of a tab-separated file, less blank lines and comments."""
    for line in (folder / file).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")
