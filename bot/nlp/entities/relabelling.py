"""What a whole story says of an unknown name that the entity recogniser took for the wrong kind.

The recogniser labels names that it has never seen nearly at random. The story itself tells more: an apposition with
an office or "Ms" makes a person, "'s foreign ministry" or an adjective ("Veskian") a state, "in" before the name of a
town a place.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from spacy.tokens import Doc

from bot.nlp.document.switches import applies
from bot.nlp.entities import roles
from bot.nlp.entities.candidates import TITLED, EntityCandidate
from bot.nlp.gazetteer import Gazetteer, ensure
from bot.nlp.lexicon import names
from bot.nlp.lexicon.load import word_list
from bot.nlp.lexicon.parties import titles
from bot.nlp.syntax.subjects import speaks

_INTRODUCING: Final = word_list("org_nouns") | word_list("services")
_NOT_PERSONS: Final = word_list("not_persons")
_UNSURE: Final = frozenset({"ORG", "GPE", "LOC", "FAC", "PRODUCT", "EVENT", "WORK_OF_ART", "NORP", "PERSON"})
_LOCATIVE: Final = frozenset({"in", "at", "to", "from", "near", "outside", "through", "around"})
_ADJECTIVES: Final = ("n", "an", "ian", "ese", "ish", "ic")


def relabel(doc: Doc, chosen: Sequence[EntityCandidate]) -> Iterator[EntityCandidate]:
    """The same readings; names of which nothing is known take the kind that the story gives them. Linear."""
    places: dict[str, list[EntityCandidate]] = {}
    for one in chosen:
        if one.label in _UNSURE and not one.known:
            places.setdefault(doc[one.start : one.end].text, []).append(one)
    full = _full_names(doc, chosen)
    titled = {doc[one.start].text for one in chosen if one.label == "PERSON" and _has_title(doc, one.start)}
    bodies = {doc[one.start].text for one in chosen if one.label == "ORG" and _opens_with_own_word(doc, one)}
    words = {token.text for token in doc if token.text[0].isupper()}
    kinds: dict[str, str] = {}
    for name, found in places.items():
        label = _label(doc, name, found, full, titled, bodies, words)
        if label is not None:
            kinds[name] = label
    for one in chosen:
        label = kinds.get(doc[one.start : one.end].text) if one.label in _UNSURE and not one.known else None
        yield one if label is None else one._replace(label=label, reason=TITLED)


def _label(
    doc: Doc,
    name: str,
    found: Sequence[EntityCandidate],
    full: set[str],
    titled: set[str],
    bodies: set[str],
    words: set[str],
) -> str | None:
    length = found[0].end - found[0].start
    if length > 1:
        if found[0].label == "PERSON":
            return None
        return "PERSON" if length < 4 and applies("office beside") and _personal(doc, found, titled) else None
    if name in full or name in titled or len(name) < 3 or name.isupper():
        return None
    if applies("state's office") and _stately(doc, name, found, words):
        return "GPE"
    if applies("first word of an organisation") and name in bodies:
        return "ORG"
    return _by_word_before(doc, found) or _as_town(doc, name, found)


def _by_word_before(doc: Doc, found: Sequence[EntityCandidate]) -> str | None:
    """What the word before each mention of a name makes of it: "the river X", "the charity X"."""
    before = {doc[one.start - 1].lower_ if one.start else "" for one in found}
    if applies("kind of place before") and before <= word_list("before_places"):
        return "LOC"
    return "ORG" if applies("kind of organisation before") and before & _INTRODUCING else None


def _as_town(doc: Doc, name: str, found: Sequence[EntityCandidate]) -> str | None:
    """A known town taken for a person, or for an organisation though something is "in" it."""
    if not applies("known town") or found[0].label not in ("PERSON", "ORG") or _folded(name) not in _towns():
        return None
    if names.gender_of((name.lower(), "x")):
        return None
    located = any(one.start and doc[one.start - 1].lower_ in _LOCATIVE for one in found)
    return "GPE" if located or found[0].label == "PERSON" else None


def _personal(doc: Doc, found: Sequence[EntityCandidate], titled: set[str]) -> bool:
    """Whether two or three capitals are a person's name: an office beside them, "who", or "Ms" elsewhere."""
    first = found[0]
    tokens = list(doc[first.start : first.end])
    nouns = word_list("org_nouns") | word_list("company_ends") | word_list("not_bodies")
    if any(
        not token.text[0].isupper()
        or (token.text.isupper() and len(token) > 2)
        or token.lower_ in nouns
        or token.text in word_list("name_heads")
        or not token.text.replace("-", "").replace("’", "").replace("'", "").replace(".", "").isalpha()
        for token in tokens
    ):
        return False
    if tokens[-1].text in titled:
        return True
    given = names.gender_of(tuple(token.lower_ for token in tokens)) is not None
    for one in found:
        role = roles.of_person(doc, doc[one.start : one.end])
        if role is not None and role.root.lemma_.lower() not in _NOT_PERSONS and _apposed(doc, one, role.start):
            return True
        after = doc[one.end] if one.end < len(doc) else None
        if after is not None and after.text == "," and one.end + 1 < len(doc):
            after = doc[one.end + 1]
        if after is not None and after.lower_ == "who":
            return True
        if given and one.label != "GPE" and speaks(doc[one.end - 1]):
            return True
    return False


def _bodily(word: str) -> bool:
    """Whether a word closes names of bodies or companies ("Union", "Group", "Lines")."""
    nouns = word_list("org_nouns") | word_list("company_ends") | word_list("not_bodies")
    return word.lower() in nouns or word in word_list("name_heads") or names.deals_in(word.lower())


def _apposed(doc: Doc, one: EntityCandidate, role: int) -> bool:
    """Whether a comma parts a name from the role beside it ("the mayor, Ana Ruiz", "Ana Ruiz, the mayor")."""
    if role > one.start:
        return doc[one.end].text == ","
    return doc[one.start - 1].text == ","


def _full_names(doc: Doc, chosen: Sequence[EntityCandidate]) -> set[str]:
    return {
        token.text
        for one in chosen
        if one.label == "PERSON" and one.end - one.start > 1
        for token in doc[one.start : one.end]
    }


def _has_title(doc: Doc, start: int) -> bool:
    return start > 0 and doc[start - 1].lower_ in titles("before") and doc[start - 1].text[0].isupper()


def _opens_with_own_word(doc: Doc, one: EntityCandidate) -> bool:
    """Whether an organisation's name opens with a word of its own ("Calder Chemicals", not "Ministry of …")."""
    first = doc[one.start]
    return (
        one.end - one.start > 1
        and not one.known
        and first.tag_ in ("NNP", "NNPS")
        and not _bodily(first.text)
        and names.gender_of((first.lower_, "x")) is None
    )


def _stately(doc: Doc, name: str, found: Sequence[EntityCandidate], words: set[str]) -> bool:
    if any(name + ending in words or (name[-1] in "aeiou" and name[:-1] + ending in words) for ending in _ADJECTIVES):
        return True
    for one in found:
        owned = doc[one.end + 1 : one.end + 3] if one.end < len(doc) and doc[one.end].tag_ == "POS" else doc[:0]
        if {owned[:1].text.lower(), owned.text.lower()} & word_list("state_offices"):
            return True
    return False


@cache
def _towns() -> frozenset[str]:
    """Towns of 15,000 people or more, and capitals, whose name is one word, folded."""
    gazetteer = Gazetteer(ensure())
    names = [name for name in gazetteer.towns(15_000) if " " not in name and len(name) > 3]
    gazetteer.close()
    return frozenset(map(_folded, names))


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
