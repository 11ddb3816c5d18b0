"""The lexicon's files: lists, tables and rows, read by one loader."""

import re
from importlib.resources import files
from pathlib import Path

import pytest

from bot.nlp.lexicon.load import read_rows, read_table, word_list

CODE = Path(str(files("bot.nlp")))


def test_a_list_is_a_string_of_words_or_an_array() -> None:
    """A list stands as words between blanks, or as an array where a word has a blank in it."""
    assert "air force" in word_list("state_bodies")
    assert word_list("people_nouns") == {"people", "nation", "public", "citizens"}


def test_an_unknown_list_is_an_error() -> None:
    """A list that does not exist is told at once, and not read as an empty one."""
    with pytest.raises(KeyError):
        word_list("no such list")


def test_rows_come_without_comments() -> None:
    """A row is the cells between tabs; comments and blank lines are none."""
    assert ["The Hague", "NL"] in list(read_rows("seats.tsv"))
    assert not any(row[0].startswith("#") for row in read_rows("attribution_cues.tsv"))


@pytest.mark.parametrize("name", read_table("words.toml"))
def test_every_list_is_asked_for(name: str) -> None:
    """No list stands in the file that no stage reads, and none holds a word twice."""
    code = "".join(path.read_text("utf-8") for path in CODE.rglob("*.py"))
    value = read_table("words.toml")[name]
    words = value.split() if isinstance(value, str) else value

    assert re.search(rf'"{name.removeprefix("title_")}"', code)
    assert len(words) == len(set(words))
