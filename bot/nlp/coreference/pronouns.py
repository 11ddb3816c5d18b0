"""Pronouns: who is "he", what is "it"?

Each pronoun is weighed against the parties spoken of shortly before it; weights below were swept on pronouns_dev and
GUM news. What is not clearly one party's stays unresolved: a wrong speaker costs more than a missing one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Final

from spacy.tokens import Doc, Token

from bot.nlp.coreference.chains import Chain, Mention
from bot.nlp.document.labels import SUBJECTS
from bot.nlp.lexicon.load import word_list
from bot.nlp.lexicon.names import Gender
from bot.nlp.lexicon.parties import titles
from bot.nlp.syntax.speaking import speaks

_PERSONAL: Final[dict[str, Gender]] = {
    "he": "male", "him": "male", "his": "male", "himself": "male",
    "she": "female", "her": "female", "hers": "female", "herself": "female",
}  # fmt: skip
_NEUTRAL: Final = frozenset({"it", "its", "itself"})
# How far back, in sentences, a person may have been named; beyond it nobody is meant.
_REACH: Final = 8


@dataclass
class _Seen:
    """The latest place where a party was spoken of."""

    party: Chain
    token: Token
    sentence: int
    paragraph: int
    count: int = 0
    spoke: int = -1


def resolve(doc: Doc, parties: Sequence[Chain], roles: Sequence[str], numbers: Sequence[int]) -> None:
    """Add pronoun mentions to ``parties``, in one pass over the text, each pronoun seeing those before it."""
    sentences = _sentence_numbers(doc)
    quoted = quotation_marks(doc, numbers)
    for party in parties:
        if party.kind == "person" and party.gender is None:
            party.gender = _by_role(party)
    starts: dict[int, tuple[Chain, Mention]] = {
        mention.head: (party, mention) for party in parties for mention in party.mentions
    }
    seen: dict[int, _Seen] = {}
    for token in doc:
        if token.i in starts:
            party, _ = starts[token.i]
            if roles[token.i] in ("body", "headline"):
                _note(seen, party, token, sentences, numbers, quoted)
            continue
        if token.tag_ not in ("PRP", "PRP$") or roles[token.i] != "body":
            continue
        word = token.lower_
        if word in _PERSONAL:
            found = _person(token, _PERSONAL[word], seen, sentences, numbers, quoted)
        elif word in _NEUTRAL:
            found = _body(token, seen, sentences, quoted)
        elif word in ("they", "their", "them"):
            found = _several(token, seen, sentences, quoted)
        else:
            continue
        if found is not None:
            found.add(Mention(token.i, token.i + 1, token.i, "pronoun"))
            # One that was "she" once is not "he" the next time.
            found.gender = found.gender or _PERSONAL.get(word)
            _note(seen, found, token, sentences, numbers, quoted)
            starts[token.i] = (found, found.mentions[-1])
    _first_person(doc, starts, numbers, quoted)


def _first_person(
    doc: Doc, starts: dict[int, tuple[Chain, Mention]], numbers: Sequence[int], quoted: Sequence[int]
) -> None:
    """ "I" inside a quotation is its speaker: the one person in the paragraph who says something outside the marks.

    "We" is left alone: it is the speaker and others, and the words seldom tell which.
    """
    speakers: dict[int, list[Chain]] = {}
    for position in sorted(starts):
        party = starts[position][0]
        token = doc[position]
        if party.kind == "person" and not quoted[position] and speaks(token):
            here = speakers.setdefault(numbers[position], [])
            if party not in here:
                here.append(party)
    for token in doc:
        if quoted[token.i] and token.lower_ in ("i", "me", "my", "myself") and token.i not in starts:
            here = speakers.get(numbers[token.i], [])
            if len(here) == 1:
                here[0].add(Mention(token.i, token.i + 1, token.i, "pronoun"))


def _note(
    seen: dict[int, _Seen], party: Chain, token: Token, sentences: list[int], numbers: Sequence[int], quoted: list[int]
) -> None:
    before = seen.get(id(party))
    now = _Seen(party, token, sentences[token.i], numbers[token.i], 1 if before is None else before.count + 1)
    if before is not None:
        now.spoke = before.spoke
        # A mention as subject earlier in this sentence stays the one that counts ("Ruiz said Ruiz's union …").
        if before.sentence == now.sentence and _subject(before.token) and not _subject(token):
            before.count, before.spoke = now.count, now.spoke
            return
    if not quoted[token.i] and speaks(token):
        now.spoke = numbers[token.i]
    # The latest stands last, so that a look back ends early.
    seen.pop(id(party), None)
    seen[id(party)] = now


def _subject(token: Token) -> bool:
    if speaks(token):
        return True
    for _ in range(10):
        if token.dep_ in SUBJECTS:
            return True
        if token.dep_ not in ("conj", "compound", "appos", "flat"):
            return False
        token = token.head
    return False


def _person(
    token: Token,
    gender: Gender,
    seen: dict[int, _Seen],
    sentences: list[int],
    numbers: Sequence[int],
    quoted: list[int],
) -> Chain | None:
    here, paragraph = sentences[token.i], numbers[token.i]
    weighed = []
    for one in reversed(seen.values()):
        back = here - one.sentence
        if back > _REACH:
            break
        if one.party.kind != "person" or one.party.gender not in (None, gender) or _bound(token, one.token):
            continue
        if quoted[token.i] and not quoted[one.token.i] and one.spoke == paragraph and speaks(one.token):
            continue
        weight = -1.0 * min(back, 3) - 0.35 * max(0, back - 3)
        weight += 0.9 if _subject(one.token) else 0.0
        weight += 0.35 * log(one.count)
        weight += 0.6 if one.party.gender == gender else 0.0
        weight -= 0.6 if one.token.dep_ == "poss" else 0.0
        weight -= 0.5 if quoted[one.token.i] and not quoted[token.i] else 0.0
        if speaks(token) and not quoted[token.i]:
            weight += 1.2 if one.spoke >= paragraph - 2 and one.spoke >= 0 else 0.0
        weighed.append((weight, one.token.i, one.party))
    if not weighed:
        return None
    weighed.sort(key=lambda pair: pair[:2], reverse=True)
    return weighed[0][2]


def _bound(pronoun: Token, other: Token) -> bool:
    """Whether grammar forbids the pronoun to mean ``other``: subject and object of one verb ("Ruiz told her")."""
    if pronoun.tag_ == "PRP$" or pronoun.lower_.endswith("self"):
        return False
    if pronoun.head.i == other.head.i and other.dep_ in SUBJECTS and pronoun.dep_ not in SUBJECTS:
        return True
    above = pronoun.head
    return above.dep_ in ("prep", "dative") and above.head.i == other.head.i and other.dep_ in SUBJECTS


def _body(token: Token, seen: dict[int, _Seen], sentences: list[int], quoted: list[int]) -> Chain | None:
    """What "it" and "its" mean: the body or state that is subject of this sentence or, failing that, of the last."""
    if token.dep_ not in ("nsubj", "nsubjpass", "poss") or quoted[token.i] or _empty(token):
        return None
    here = sentences[token.i]
    best = None
    for one in reversed(seen.values()):
        if here - one.sentence > 1:
            break
        if one.party.kind not in ("organisation", "state") or not _subject(one.token):
            continue
        if quoted[one.token.i]:
            continue
        if best is None or one.token.i > best.token.i:
            best = one
    if best is None:
        return None
    if best.sentence != here and _other_singular(token, best.token):
        return None
    return best.party


def _empty(token: Token) -> bool:
    """Whether "it" stands for nothing or for a clause: "it is clear that …", "it seems", "it was raining"."""
    verb = token.head
    if token.dep_ == "poss":
        return False
    return verb.lemma_ in ("be", "seem", "appear", "happen", "take", "turn", "rain", "matter", "make")


def _other_singular(pronoun: Token, subject: Token) -> bool:
    """Whether a thing is the subject of a sentence in between, which "it" means more likely."""
    for token in pronoun.doc[subject.i + 1 : pronoun.i]:
        if token.dep_ in SUBJECTS and token.tag_ in ("NN", "DT", "NNP") and token.i != subject.i:
            return True
    return False


def _several(token: Token, seen: dict[int, _Seen], sentences: list[int], quoted: list[int]) -> Chain | None:
    """Whom "they" means: a group or body that is the subject of this sentence or the last, with no plural between."""
    if token.dep_ not in ("nsubj", "nsubjpass", "poss") or quoted[token.i]:
        return None
    here = sentences[token.i]
    near = []
    for one in reversed(seen.values()):
        if here - one.sentence > 1:
            break
        if one.party.kind in ("group", "organisation") and _subject(one.token):
            near.append(one)
    if not near:
        return None
    best = max(near, key=lambda one: one.token.i)
    between = token.doc[best.token.i + 1 : token.i]
    if any(other.tag_ in ("NNS", "NNPS") or other.lower_ in ("people", "police") for other in between):
        return None
    return best.party


def _by_role(party: Chain) -> Gender | None:
    words = {token.lemma_.lower() for role in party.roles for token in role}
    if words & word_list("female_nouns") or words & titles("female"):
        return "female"
    if words & word_list("male_nouns"):
        return "male"
    return None


def _sentence_numbers(doc: Doc) -> list[int]:
    numbers = [0] * len(doc)
    for number, sentence in enumerate(doc.sents):
        numbers[sentence.start : sentence.end] = [number] * (sentence.end - sentence.start)
    return numbers


def quotation_marks(doc: Doc, numbers: Sequence[int]) -> list[int]:
    """For each token 1 inside double quotation marks, else 0; a quotation ends with its paragraph at the latest."""
    inside = [0] * len(doc)
    depth, paragraph = 0, -1
    for token in doc:
        if numbers[token.i] != paragraph:
            paragraph, depth = numbers[token.i], 0
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
