"""Words of warnings: harms with PLOVER's mode of each, and the nouns of the public."""

from functools import cache

from spacy.tokens import Doc, Token

from bot.nlp.lexicon.load import read_rows
from bot.nlp.syntax.phrases import Range


@cache
def _table() -> dict[tuple[str, str], tuple[str, str]]:
    """Class and mode of each lemma and part of speech."""
    return {(lemma, pos): (group, mode) for lemma, pos, group, mode in read_rows("warning_words.tsv")}


def _entry(token: Token) -> tuple[str, str]:
    pos = "v" if token.pos_ in ("VERB", "AUX") else "n" if token.pos_ in ("NOUN", "PROPN") else ""
    return _table().get((token.lemma_.lower(), pos), ("", "-"))


def is_harm(token: Token) -> bool:
    """Whether a verb does a harm to somebody by itself ("attack", "deport")."""
    return _entry(token)[0] == "harm"


def is_public(token: Token) -> bool:
    """Whether a noun names the public, whom one cautions rather than threatens."""
    return not token.ent_type_ and _entry(token)[0] == "public"


def mode_of(doc: Doc, content: Range) -> str | None:
    """PLOVER's mode of the first harm in a content; None where it names none of the seven."""
    modes = (_entry(token)[1] for token in doc[slice(*content)])
    return next((mode for mode in modes if mode != "-"), None)
