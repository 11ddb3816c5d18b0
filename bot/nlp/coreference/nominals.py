"""Definite nouns that go on speaking of a party: "the spokesman", "the ministry", "the group", "the regime"."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from spacy.tokens import Doc, Token

from bot.nlp.coreference.chains import Chain, Mention
from bot.nlp.document.actors import party_phrase
from bot.nlp.document.labels import FINITE_OR_MODAL
from bot.nlp.entities.roles import is_role
from bot.nlp.lexicon.load import word_list
from bot.nlp.syntax.phrases import noun_phrase
from bot.nlp.syntax.speaking import speaks

_DEFINITE: Final = frozenset({"the", "this", "that"})
_GENERIC: Final = word_list("generic_orgs")
_FIRMS: Final = word_list("firms")
_MOUTHS: Final = word_list("mouths")
_RULERS: Final = word_list("rulers")
_COMPANIES: Final = frozenset({"company", "firm"})
# How many sentences back a generic noun ("the group") still points; measured on GUM: 2 keeps what is right.
_NEAR: Final = 2


def resolve(doc: Doc, parties: Sequence[Chain], roles: Sequence[str]) -> None:
    """Add nominal mentions to ``parties``, each to the one party that fits; where two fit the later named is meant."""
    taken = {i for party in parties for mention in party.mentions for i in range(mention.start, mention.end)}
    by_role: dict[str, list[Chain]] = {}
    by_noun: dict[str, list[Chain]] = {}
    for party in parties:
        if party.kind == "person":
            for noun in {
                token.lemma_.lower() for role in party.roles for token in role if is_role(token.lemma_.lower())
            }:
                by_role.setdefault(noun, []).append(party)
        elif party.kind == "organisation":
            for word in {word for mention in party.mentions for word in mention.name.casefold().split()[-1:]} | set(
                party.key
            ):
                if word in word_list("org_nouns"):
                    by_noun.setdefault(word, []).append(party)
    starts = {id(party): sorted(mention.start for mention in party.mentions) for party in parties}
    bodies = sorted(
        (
            (mention.start, number)
            for number, party in enumerate(parties)
            if party.kind == "organisation"
            for mention in party.mentions
        )
    )
    for token in doc:
        if token.tag_ not in ("NN", "NNP") or token.i in taken or roles[token.i] not in ("body", "headline"):
            continue
        lemma = token.lemma_.lower()
        if lemma not in by_role and lemma not in by_noun and lemma not in _RULERS and lemma not in _GENERIC:
            continue
        phrase = _definite(token)
        if phrase is None:
            named = list(dict.fromkeys(by_noun.get(lemma, [])))
            if len(named) == 1 and _opens_title(token):
                named[0].add(Mention(token.i, token.i + 1, token.i, "nominal"))
            continue
        before = {word.lower_ for word in doc[phrase[0] : token.i]} - _DEFINITE
        found = _fitting(token, lemma, before, by_role, by_noun, starts, bodies, parties)
        if found is not None:
            found.add(Mention(phrase[0], phrase[1], phrase[1] - 1, "nominal"))


def speakers(doc: Doc, parties: Sequence[Chain], roles: Sequence[str]) -> list[Chain]:
    """Persons without a name who say something ("A club spokesman denied it"): "he" in the next sentence is they.

    They are no actors by themselves: whoever needs one of them makes it (``bot.nlp.document.actors.add_actor``).
    """
    taken = {i for party in parties for mention in party.mentions for i in range(mention.start, mention.end)}
    found = []
    for token in doc:
        if token.tag_ != "NN" or token.i in taken or roles[token.i] != "body" or not _a_person(token):
            continue
        if token.dep_ == "appos" or not speaks(token) or any(child.dep_ in ("appos", "conj") for child in token.rights):
            continue
        phrase = party_phrase(doc[slice(*noun_phrase(token))])
        party = Chain("person", named_by=phrase.text)
        party.add(Mention(phrase.start, phrase.end, token.i, "nominal"))
        word = token.lemma_.lower()
        if word in word_list("female_nouns"):
            party.gender = "female"
        elif word in word_list("male_nouns"):
            party.gender = "male"
        found.append(party)
    return found


def _a_person(noun: Token) -> bool:
    """Whether a noun is somebody: by what it means, or because "a" such "said" it and it is no paper and no body."""
    lemma = noun.lemma_.lower()
    if is_role(lemma):
        return True
    spoke = noun.head.lemma_ in word_list("mouths") and any(
        child.lower_ in ("a", "an", "another") for child in noun.lefts
    )
    return spoke and lemma not in word_list("documents") and lemma not in word_list("org_nouns")


def _opens_title(token: Token) -> bool:
    """Whether a noun without article opens a title as its subject: "Union threatens to strike"."""
    doc = token.doc
    return bool(token.is_sent_start) and token.i + 1 < len(doc) and doc[token.i + 1].tag_ in FINITE_OR_MODAL


def _definite(token: Token) -> tuple[int, int] | None:
    """Where a short definite phrase with this head starts and ends; None for one that names a new party.

    "regime troops" needs no article: they are the regime's.
    """
    doc = token.doc
    if token.i + 1 < len(doc) and doc[token.i + 1].tag_ in ("NN", "NNS", "NNP", "NNPS", "POS"):
        ruler = token.lemma_.lower() in _RULERS and doc[token.i + 1].lower_ in word_list("members")
        return (token.i, token.i + 2) if ruler else None
    if token.i + 1 < len(doc) and doc[token.i + 1].lower_ in ("of", "for", "that", "which", "who"):
        return None
    start = token.i - 1
    while start >= 0 and token.i - start < 5 and doc[start].tag_ in ("NN", "NNP", "JJ", "HYPH"):
        start -= 1
    if start >= 0 and doc[start].lower_ in _DEFINITE:
        return start, token.i + 1
    # "Foreign Secretary …": an office in capitals needs no article.
    if token.text[0].isupper() and token.i - start > 1 and doc[start + 1].text[0].isupper() and is_role(token.lower_):
        return start + 1, token.i + 1
    return None


def _fitting(
    token: Token,
    lemma: str,
    before: set[str],
    by_role: dict[str, list[Chain]],
    by_noun: dict[str, list[Chain]],
    starts: dict[int, list[int]],
    bodies: list[tuple[int, int]],
    parties: Sequence[Chain],
) -> Chain | None:
    if lemma in by_role:
        # What stands before the noun must be said of the party as well: "the Foreign Secretary" is no other secretary.
        fitting = [party for party in by_role[lemma] if not before or _said(before, lemma, party)]
        return _latest(fitting, token.i, starts)
    if before and lemma in by_noun:
        by_noun = {lemma: [party for party in by_noun[lemma] if before <= party.key]}
    elif before:
        return None
    if lemma in _RULERS:
        rulers = [one for noun in _RULERS for one in by_noun.get(noun, [])]
        distinct = list(dict.fromkeys(rulers))
        return distinct[0] if len(distinct) == 1 else None
    if lemma in by_noun:
        found = _latest(by_noun[lemma], token.i, starts)
        if found is not None or lemma not in _GENERIC:
            return found
    if lemma in _GENERIC:
        limit = _sentence_back(token, _NEAR)
        if any(_introduces(other, lemma) for other in token.doc[limit : token.i]):
            return None
        near = {number for _, number in bodies[bisect_left(bodies, (limit, 0)) : bisect_left(bodies, (token.i, 0))]}
        if lemma in _COMPANIES:  # a union or a court is no company
            bodies_proper = word_list("org_nouns") - word_list("company_ends") - _FIRMS
            near = {number for number in near if not parties[number].key & bodies_proper}
        # Only where one body alone was spoken of shortly before.
        return parties[near.pop()] if len(near) == 1 else None
    return None


def _introduces(noun: Token, lemma: str) -> bool:
    """ "A group of hackers": whom "the group" then means, rather than a body named beside them."""
    return (
        noun.lemma_.lower() == lemma
        and noun.dep_ not in ("appos", "attr")
        and any(child.lower_ in ("a", "an", "another") for child in noun.lefts)
    )


def _said(before: set[str], lemma: str, party: Chain) -> bool:
    for role in party.roles:
        words = {token.lower_ for token in role}
        if before <= words and lemma in {token.lemma_.lower() for token in role}:
            return True
    return False


def _sentence_back(token: Token, count: int) -> int:
    start = token.sent.start
    for _ in range(count - 1):
        if start == 0:
            break
        start = token.doc[start - 1].sent.start
    return start


def _latest(found: Sequence[Chain], position: int, starts: dict[int, list[int]]) -> Chain | None:
    best: tuple[int, Chain] | None = None
    for party in found:
        at = bisect_left(starts[id(party)], position)
        if at and (best is None or starts[id(party)][at - 1] >= best[0]):
            best = (starts[id(party)][at - 1], party)
    return best[1] if best else None
