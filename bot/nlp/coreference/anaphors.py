"""Words that speak of a party without naming it: pronouns, and noun phrases such as "the agency" or "a local judge"."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from spacy.tokens import Doc, Token

from bot.nlp.coreference.chains import Chain, Mention
from bot.nlp.document.labels import SUBJECTS
from bot.nlp.entities.roles import is_role
from bot.nlp.lexicon.countries import state_word
from bot.nlp.lexicon.load import word_list
from bot.nlp.lexicon.names import Gender
from bot.nlp.lexicon.parties import party_nouns
from bot.nlp.reader import Predictions, predictions
from bot.nlp.syntax.phrases import noun_phrase
from bot.nlp.syntax.subjects import speaks

Kind = Literal["he", "it", "they", "person", "body", "people", "state", "document", "other"]
KINDS: Final[tuple[Kind, ...]] = ("he", "it", "they", "person", "body", "people", "state", "document", "other")
Article = Literal["the", "a", "possessive", "bare"]
ARTICLES: Final[tuple[Article, ...]] = ("the", "a", "possessive", "bare")

PERSONAL: Final[dict[str, Gender]] = {
    "he": "male", "him": "male", "his": "male", "himself": "male",
    "she": "female", "her": "female", "hers": "female", "herself": "female",
}  # fmt: skip
_NEUTRAL: Final = frozenset({"it", "its", "itself"})
_PLURAL: Final = frozenset({"they", "them", "their", "theirs", "themselves"})
_POSSESSIVE: Final = frozenset({"PRP$", "POS"})
_NOUNS: Final = frozenset({"NN", "NNS", "NNP", "NNPS"})
_RUN: Final = frozenset({"NN", "NNP", "NNS", "NNPS", "JJ", "JJS", "JJR", "HYPH", "VBN", "CD", "POS"})
# Nouns that hang so on another word speak of nobody by themselves ("police chief": the chief).
_PARTS: Final = frozenset({"compound", "nmod", "amod", "attr", "npadvmod"})
_LONGEST: Final = 16


@dataclass(slots=True)
class Anaphor:
    """A pronoun or noun phrase, tokens ``start`` to ``end`` around ``head``; ``before`` are its modifiers as lemmas.

    ``heavy`` says that a clause or preposition follows and tells who is meant ("people familiar with the matter").
    """

    start: int
    end: int
    head: int
    kind: Kind
    lemma: str
    article: Article
    before: frozenset[str]
    codes: frozenset[str]
    gender: Gender | None
    subject: bool
    speaks: bool
    possessive: bool
    plural: bool
    heavy: bool

    @property
    def pronoun(self) -> bool:
        """Whether it is a pronoun."""
        return self.kind in ("he", "it", "they")


@dataclass
class Layout:
    """Where each token of a ``Doc`` stands: role and number of its paragraph, its sentence, inside quotation marks."""

    doc: Doc
    roles: Sequence[str]
    numbers: Sequence[int]

    @cached_property
    def predictions(self) -> Predictions:
        """What the reader says of the text."""
        return predictions(self.doc)

    @cached_property
    def sentences(self) -> list[int]:
        """For each token the number of its sentence."""
        numbers = [0] * len(self.doc)
        for number, sentence in enumerate(self.doc.sents):
            numbers[sentence.start : sentence.end] = [number] * (sentence.end - sentence.start)
        return numbers

    @cached_property
    def quoted(self) -> list[int]:
        """For each token 1 inside double quotation marks, else 0; a quotation ends with its paragraph at the latest."""
        inside = [0] * len(self.doc)
        depth, paragraph = 0, -1
        for token in self.doc:
            if self.numbers[token.i] != paragraph:
                paragraph, depth = self.numbers[token.i], 0
            text = token.text
            if text in ("“", "``", "«", "„"):
                depth = 1
            elif text in ("”", "''", "»"):
                depth = 0
            elif text == '"':
                depth = 1 - depth
            else:
                inside[token.i] = depth
        return inside


def is_subject(token: Token) -> bool:
    """Whether a noun is the subject of a verb, alone or in a row or apposition."""
    if speaks(token):
        return True
    for _ in range(10):
        if token.dep_ in SUBJECTS:
            return True
        if token.dep_ not in ("conj", "compound", "appos", "flat"):
            return False
        token = token.head
    return False


def find(layout: Layout, taken: set[int]) -> list[Anaphor]:
    """The anaphors of a text in order; ``taken`` are the tokens of names. Linear."""
    found = []
    for token in layout.doc:
        if token.i in taken or layout.roles[token.i] not in ("body", "headline"):
            continue
        if token.tag_ in ("PRP", "PRP$"):
            one = _pronoun(token)
        elif token.tag_ in _NOUNS and token.dep_ not in _PARTS:
            one = _nominal(token, taken)
        else:
            continue
        if one is not None:
            found.append(one)
    return found


def _pronoun(token: Token) -> Anaphor | None:
    word = token.lower_
    kind: Kind
    if word in PERSONAL:
        kind = "he"
    elif word in _NEUTRAL:
        kind = "it"
    elif word in _PLURAL:
        kind = "they"
    else:
        return None
    return Anaphor(
        token.i, token.i + 1, token.i, kind, word, "bare", frozenset(), frozenset(), PERSONAL.get(word),
        is_subject(token), speaks(token), token.tag_ == "PRP$", kind == "they", False,
    )  # fmt: skip


def _nominal(token: Token, taken: set[int]) -> Anaphor | None:
    lemma = token.lemma_.lower()
    said = speaks(token) or _told_by(token)
    if not (said or lemma in party_nouns() or lemma in word_list("documents") or is_role(lemma)):
        return None
    if token.tag_ in ("NNP", "NNPS") and not (is_role(lemma) or lemma in party_nouns()):
        return None
    # "the mayor, Ana Ruiz", and "Ana Ruiz, the mayor": the name speaks for both.
    if token.dep_ == "appos" and token.head.i in taken:
        return None
    if any(child.dep_ == "appos" and child.i in taken for child in token.rights):
        return None
    start = token.i
    while start > 0 and token.i - start < _LONGEST and _belongs(token.doc[start - 1], taken):
        start -= 1
    opening = token.doc[start - 1] if start else None
    article: Article = "bare"
    if opening is not None and opening.tag_ in ("DT", "PDT") and not opening.is_space:
        article = "a" if opening.lower_ in ("a", "an", "another", "some") else "the"
        start -= 1
    elif (opening is not None and opening.tag_ == "PRP$") or any(
        inner.tag_ == "POS" for inner in token.doc[start : token.i]
    ):
        article = "possessive"
        start -= int(opening is not None and opening.tag_ == "PRP$")
    if token.i + 1 < len(token.doc) and token.doc[token.i + 1].tag_ in _NOUNS:
        return None  # a name or noun follows: what stands here says more of it
    words = [word for word in token.doc[start : token.i] if word.tag_ not in ("DT", "PRP$", "HYPH", "POS", "PDT")]
    codes = frozenset(code for word in words if (code := _code(word.text)))
    _, end = noun_phrase(token)
    heavy = any(child.dep_ in ("relcl", "acl", "prep") and child.i == token.i + 1 for child in token.rights)
    gender: Gender | None = None
    if lemma in word_list("female_nouns"):
        gender = "female"
    elif lemma in word_list("male_nouns"):
        gender = "male"
    plural = token.tag_ in ("NNS", "NNPS")
    return Anaphor(
        start, max(end, token.i + 1), token.i, _kind(lemma, plural), lemma, article,
        frozenset(word.lemma_.lower() for word in words if not _code(word.text)), codes, gender,
        is_subject(token), said, token.i + 1 < len(token.doc) and token.doc[token.i + 1].tag_ == "POS", plural, heavy,
    )  # fmt: skip


def _belongs(token: Token, taken: set[int]) -> bool:
    return token.tag_ in _RUN and not token.is_space and not (token.tag_ == "POS" and token.i - 1 not in taken)


def _told_by(token: Token) -> bool:
    """Whether a noun stands in "according to X" or "by X" of a passive."""
    if token.dep_ != "pobj":
        return False
    return token.head.dep_ == "agent" or (token.head.lower_ == "to" and token.head.head.lower_ == "according")


def _code(word: str) -> str | None:
    state = state_word(word)
    return state.code if state is not None and state.form != "seat" else None


def _kind(lemma: str, plural: bool) -> Kind:
    if lemma in word_list("documents"):
        return "document"
    if lemma in word_list("states"):
        return "state"
    if lemma in word_list("bodies") or lemma in word_list("org_nouns"):
        return "people" if plural else "body"
    if plural or lemma in word_list("groups"):
        return "people"
    # "the automaker", "the junta", "the detainee": nobody knows what it is, but it spoke.
    return "person" if is_role(lemma) or lemma in party_nouns() else "other"


def first_person(layout: Layout, parties: Sequence[Chain]) -> None:
    """ "I" inside a quotation is its speaker: the one person in the paragraph who says something outside the marks.

    "We" is left alone: it is the speaker and others, and the words seldom tell which.
    """
    speakers: dict[int, list[Chain]] = {}
    heads = {mention.head for party in parties for mention in party.mentions}
    for party in parties:
        for mention in party.mentions if party.kind == "person" else ():
            if not layout.quoted[mention.head] and speaks(layout.doc[mention.head]):
                here = speakers.setdefault(layout.numbers[mention.head], [])
                if party not in here:
                    here.append(party)
    for token in layout.doc:
        if layout.quoted[token.i] and token.lower_ in ("i", "me", "my", "myself") and token.i not in heads:
            here = speakers.get(layout.numbers[token.i], [])
            if len(here) == 1:
                here[0].add(Mention(token.i, token.i + 1, token.i, "pronoun"))
