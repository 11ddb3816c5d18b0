"""States and capitals that stand for a government and for nothing else in a story.

"Russia warned the United States" names two parties and no place. On both gold sets, which count every such name as a
place, leaving them out costs 17 of 7,258 mentions.
"""

from typing import Final

from spacy.tokens import Doc, Token

from bot.nlp.lexicon.cues import speech_verbs
from bot.nlp.lexicon.load import word_list
from bot.nlp.toponyms.candidates import Candidate
from bot.nlp.toponyms.words import words

_PARTY: Final = frozenset({"nsubj", "nsubjpass", "dobj", "dative"})
# Verbs of what one government says or does to another.
_DEALING: Final = speech_verbs() | word_list("affect")
_JOINED: Final = frozenset({"conj", "appos"})


def only_acts(doc: Doc, mentions: list[Candidate]) -> bool:
    """Whether these mentions of a state or capital all are a government's: one at least says, warns or is told
    something, and none tells where something is."""
    heads = [doc[mention.start : mention.end].root for mention in mentions]
    return any(_speaks(head) for head in heads) and not any(
        _locates(doc, mention, head) for mention, head in zip(mentions, heads, strict=True)
    )


def _speaks(head: Token) -> bool:
    return head.dep_ in _PARTY and head.head.lemma_.lower() in _DEALING


def _locates(doc: Doc, mention: Candidate, head: Token) -> bool:
    """Whether a mention is where: after a preposition of place, after a comma ("Al Udeid, Qatar"), as an adverb."""
    if head.dep_ == "npadvmod" or (mention.start > 0 and doc[mention.start - 1].text == ","):
        return True
    while head.dep_ in _JOINED and head.head.i != head.i:
        head = head.head
    return head.dep_ == "pobj" and head.head.lower_ in words("locative")
