"""Does a place act? "Moscow warned" is a government, "in Moscow" a town; only the first is a party."""

from typing import Final

from spacy.tokens import Doc, Span, Token

from bot.nlp.document.labels import OBJECTS
from bot.nlp.lexicon.cues import speech_verbs
from bot.nlp.lexicon.load import word_list

_ADDRESSED: Final = frozenset({"to", "on", "at", "for", "of", "from", "with", "against"})


def acts(head: Token) -> bool:
    """Whether the noun that ``head`` is does something or has something done to it as a party would."""
    token = _first_of_row(head)
    verb = token.head
    lemma = verb.lemma_.lower()
    if token.dep_ == "nsubj":
        return verb.pos_ in ("VERB", "AUX") and (lemma not in word_list("standing") or _committed(verb))
    if token.dep_ == "nsubjpass":
        return lemma in word_list("affect") or lemma in speech_verbs()
    if token.dep_ in OBJECTS:
        return lemma in word_list("affect") or lemma in speech_verbs()
    if token.dep_ == "pobj" and verb.dep_ == "agent":
        return True
    if token.dep_ == "pobj" and verb.pos_ in ("ADP", "SCONJ", "VERB"):
        above = verb.head
        if verb.lower_ in ("against", "including"):
            return True
        # Nouns and verbs after which "to", "on" or "with" leads to a party, not to a place.
        if verb.lower_ in _ADDRESSED:
            return above.lemma_.lower() in word_list("towards")
        return False
    return False


def _committed(verb: Token) -> bool:
    """Whether a state that "is" or "remains" something is so as a party ("remains committed", "is a member of")."""
    for child in verb.children:
        if child.dep_ == "acomp" and child.lemma_.lower() in word_list("minded"):
            return True
        if child.dep_ == "attr" and child.lemma_.lower() in word_list("standing_with"):
            return True
    return False


def _first_of_row(token: Token) -> Token:
    """The first of a row "A, B and C", whose place in the sentence holds for all."""
    for _ in range(20):
        if token.dep_ not in ("conj", "appos") or token.head.i == token.i:
            return token
        token = token.head
    return token


def members(doc: Doc, end: int) -> int:
    """Where the phrase ends whose noun names the fighters or people of the name before ``end``; 0 where none does.

    "SDF | fighters", "Coalition | military forces", "Russian | special forces personnel".
    """
    nouns = word_list("members")
    best = 0
    for position in range(end, min(end + 4, len(doc))):
        token = doc[position]
        if token.tag_ not in ("NN", "NNS", "JJ", "NNP", "NNPS") or token.is_space:
            break
        if token.lower_ in nouns:
            best = position + 1
    if not best:
        return 0
    # The noun must close its phrase: "SDF forces commander" is one man.
    if best < len(doc) and doc[best].tag_ in ("NN", "NNP", "NNPS", "NNS", "POS"):
        return 0
    return best


def in_row(doc: Doc, entity: Span) -> bool:
    """Whether an adjective of a state stands in a row before its noun ("Syrian and Russian troops")."""
    return entity.end < len(doc) and doc[entity.end].lower_ in ("and", "or", ",")


def row_members(doc: Doc, entity: Span) -> bool:
    """Whether the row that ``entity`` opens ends in a noun for fighters: "Syrian and | Russian troops"."""
    position = entity.end
    while position < len(doc) and position - entity.end < 6:
        token = doc[position]
        if token.lower_ in ("and", "or", ",", "both") or token.ent_type_ in ("NORP", "GPE"):
            position += 1
            continue
        return bool(members(doc, position)) and position > entity.end
    return False
