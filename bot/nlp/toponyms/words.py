"""The words that say what a name is, read once from ``toponym_words.tsv``."""

from functools import cache
from typing import Final

from bot.nlp.gazetteer import schema
from bot.nlp.lexicon.load import read_rows

FILE: Final = "toponym_words.tsv"
_GROUPS: Final = {
    "country": schema.COUNTRY,
    "region": schema.REGION1,
    "county": schema.REGION2,
    "town": schema.TOWN,
    "water": schema.WATER,
    "land": schema.LAND,
    "area": schema.AREA,
    "spot": schema.SPOT,
}


@cache
def words(kind: str) -> frozenset[str]:
    """The words of one list of the file."""
    return frozenset(word for row_kind, _, word in _rows() if row_kind == kind)


@cache
def wanted(kind: str) -> dict[str, frozenset[int]]:
    """For each word of a list the groups of features that a name with it stands for; none for what no gazetteer has."""
    found: dict[str, set[int]] = {}
    for row_kind, groups, word in _rows():
        if row_kind == kind:
            kinds = {_GROUPS[group] for group in groups.split("|") if group}
            found.setdefault(word, set()).update(kinds | {schema.CAPITAL} if schema.TOWN in kinds else kinds)
    return {word: frozenset(groups) for word, groups in found.items()}


@cache
def _rows() -> tuple[tuple[str, str, str], ...]:
    return tuple((kind, groups, word) for kind, groups, several in read_rows(FILE) for word in several.split("|"))
