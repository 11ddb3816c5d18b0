"""Readings of a stretch of text as a name: which of several holds, and what the whole story says of one."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from spacy.tokens import Doc

from bot.nlp.document.switches import applies
from bot.nlp.entities import roles
from bot.nlp.lexicon.load import word_list
from bot.nlp.lexicon.parties import titles
from bot.nlp.reader import Predictions, predictions

NAMES: Final = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW"})
# How good the reason for a reading is; of two as long the better holds.
STOCK, TITLED, BODY, KNOWN = 0, 1, 2, 3
# Prepositions after which a lone unknown name is a place; "in" and "from" only where nothing else is known of it.
# From what likelihood on the reader's word for a person joins two words to a name.
_PERSON: Final = 0.5
_LOCATIVE: Final = frozenset({"in", "near", "outside", "around", "into", "across", "throughout", "inside", "within"})


class EntityCandidate(NamedTuple):
    """A candidate: tokens ``start`` to ``end``, what it is, how good the reason is, what is known of it."""

    start: int
    end: int
    label: str
    reason: int
    known: str = ""


def resolve_overlaps(doc: Doc, found: list[EntityCandidate]) -> list[EntityCandidate]:
    """One reading for every stretch: the longest, then the best reason; a person's name beats a state inside it."""
    taken = [False] * len(doc)
    chosen = []
    for one in sorted(found, key=lambda one: (one.start - one.end, -one.reason, one.start)):
        if not any(taken[one.start : one.end]):
            taken[one.start : one.end] = [True] * (one.end - one.start)
            chosen.append(one)
    chosen.sort()
    return chosen


def join_town_surnames(doc: Doc, chosen: list[EntityCandidate]) -> list[EntityCandidate]:
    """The same readings, with one person where the recogniser saw a town at the end of a name.

    A town's name is a surname where capitals nobody knows stand right before it and an apposition says what the person
    is ("Valeska Paris, an Australian woman").
    """
    whole: list[EntityCandidate] = []
    for one in chosen:
        before = whole[-1] if whole else None
        if (
            one.end - one.start == 1
            and one.label == "GPE"
            and one.start
            and doc[one.start - 1].tag_ == "NNP"
            and doc[one.start - 1].text[0].isupper()
            and (before is None or before.end < one.start or (before.end - before.start == 1 and not before.known))
            and roles.of_person(doc, doc[one.start - 1 : one.end]) is not None
        ):
            if before is not None and before.end == one.start:
                whole.pop()
            whole.append(EntityCandidate(one.start - 1, one.end, "PERSON", TITLED))
        else:
            whole.append(one)
    return whole


def join_given_names(doc: Doc, chosen: list[EntityCandidate]) -> list[EntityCandidate]:
    """The same readings, with one person where the recogniser took a given name for something else, or for nothing.

    The word right before a surname is part of the name where it hangs on it, has a capital, and the reader holds both
    for a person ("Marta Klein": GPE and PERSON).
    """
    read = predictions(doc)
    whole: list[EntityCandidate] = []
    for one in chosen:
        before = whole[-1] if whole else None
        apart = before is None or before.end < one.start or (before.end - before.start == 1 and not before.known)
        if one.label == "PERSON" and one.end - one.start == 1 and one.start and apart and _is_given(doc, one, read):
            if before is not None and before.end == one.start:
                whole.pop()
            whole.append(EntityCandidate(one.start - 1, one.end, "PERSON", TITLED))
        else:
            whole.append(one)
    return whole


def _is_given(doc: Doc, surname: EntityCandidate, read: Predictions) -> bool:
    word = doc[surname.start - 1]
    return (
        word.dep_ == "compound"
        and word.head.i == surname.start
        and word.is_title
        and word.is_alpha
        and word.lower_ not in titles("all")
        and not roles.is_role(word.lower_)
        and min(read.mention(at, at + 1)["person"] for at in (word.i, surname.start)) >= _PERSON
    )


def find_repeated(doc: Doc, chosen: list[EntityCandidate]) -> Iterator[EntityCandidate]:
    """Other places where a name of a person or body stands in the same words, with capitals, and was not seen."""
    by_first: dict[str, dict[tuple[str, ...], EntityCandidate]] = {}
    taken = [False] * len(doc)
    for one in chosen:
        taken[one.start : one.end] = [True] * (one.end - one.start)
        if one.label in ("PERSON", "ORG"):
            words = tuple(token.text for token in doc[one.start : one.end])
            if words[0][0].isupper() and not (one.label == "PERSON" and placed(doc, one)):
                by_first.setdefault(words[0], {})[words] = one
                if one.label == "PERSON" and len(words) > 1 and len(words[-1]) > 2:
                    by_first.setdefault(words[-1], {}).setdefault(words[-1:], one)
    for token in doc:
        for words, one in by_first.get(token.text, {}).items():
            end = token.i + len(words)
            if not any(taken[token.i : end]) and tuple(t.text for t in doc[token.i : end]) == words:
                if (
                    len(words) == 1
                    and token.tag_ not in ("NNP", "NNPS")
                    and (one.label == "PERSON" or token.is_sent_start)
                ):
                    continue
                yield EntityCandidate(token.i, end, one.label, STOCK, one.known)


def harmonise_labels(doc: Doc, chosen: list[EntityCandidate]) -> Iterator[EntityCandidate]:
    """The same readings, agreed over the whole text.

    A single name that is part of a person's full name is that person, whatever the recogniser called it there; one
    that is only ever a place ("in Al Udeid, Qatar") is no person; a repeated name takes the label it has most often.
    """
    full: dict[str, str] = {}
    for one in chosen:
        if one.label == "PERSON" and one.end - one.start > 1 and not placed(doc, one):
            full[doc[one.end - 1].text] = "PERSON"
    votes: dict[str, dict[str, int]] = {}
    for one in chosen:
        if one.label in NAMES and not one.known:
            label = "GPE" if one.label == "PERSON" and placed(doc, one) else one.label
            weight = 3 if one.reason else 2 if one.label == "PERSON" else 1
            by_label = votes.setdefault(doc[one.start : one.end].text, {})
            by_label[label] = by_label.get(label, 0) + weight
    for one in chosen:
        words = doc[one.start : one.end].text
        if words in full and one.known.startswith("seat:") and not placed(doc, one._replace(reason=STOCK)):
            yield one._replace(label="PERSON", known="")
            continue
        if one.label not in NAMES or one.known:
            yield one
            continue
        label = max(votes[words], key=lambda name: votes[words][name])
        if one.end - one.start == 1 and words in full and not placed(doc, one):
            label = "PERSON"
        yield one._replace(label=label)


def placed(doc: Doc, one: EntityCandidate) -> bool:
    """Whether a name stands as a place does: after "in" or "near", and with nothing that a person has."""
    before = doc[one.start - 1] if one.start else None
    if before is None or before.lower_ not in _LOCATIVE or one.reason:
        return False
    if before.i and doc[before.i - 1].lemma_.lower() in word_list("felt"):
        return False
    return not (one.end < len(doc) and doc[one.end].tag_ in ("POS", "VBD", "VBZ"))


def mark_dateline(doc: Doc, one: EntityCandidate) -> EntityCandidate:
    """The town that opens a paragraph in capitals before a dash ("PORTO VELHO (HWN) —") is a place, and no party."""
    opening = (
        applies("dateline") and doc[one.start].is_sent_start and one.label in ("GPE", "ORG", "PERSON", "NORP", "FAC")
    )
    if not opening or not doc[one.start : one.end].text.isupper():
        return one
    if any(token.text in ("—", "–", "-", "--") for token in doc[one.end : one.end + 7]):
        return one._replace(label="LOC" if one.label != "GPE" else "GPE", known="dateline:")
    return one
