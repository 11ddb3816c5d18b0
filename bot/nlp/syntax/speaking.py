"""Who says something: a noun as the subject of a verb of saying."""

from spacy.tokens import Token

from bot.nlp.document.labels import FINITE, SUBJECTS
from bot.nlp.lexicon.cues import speech_verbs


def speaks(token: Token) -> bool:
    """Whether the noun is the subject of a verb of saying, or an apposition of it ("the mayor, Ana Ruiz,")."""
    if _said_behind(token):
        return True
    for _ in range(3):
        if token.dep_ != "appos":
            break
        token = token.head
    return token.dep_ in SUBJECTS and token.head.lemma_.lower() in speech_verbs()


def _said_behind(token: Token) -> bool:
    """Whether a name is closed by a comma and a verb of saying follows, wherever the parser hung the name."""
    doc = token.doc
    if token.pos_ != "PROPN" or token.i + 2 >= len(doc) or doc[token.i + 1].text != ",":
        return False
    verb = doc[token.i + 2]
    return (
        verb.tag_ in FINITE
        and verb.lemma_.lower() in speech_verbs()
        and not any(child.dep_ in SUBJECTS for child in verb.lefts if child.i != token.i)
    )
