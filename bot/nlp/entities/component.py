"""The names of a story and their kinds: facts and rules over the stock recogniser, which misses half of them.

Four sources; of several readings of the same words the longest wins, and of two of one length the one with the better
reason:

known           names of states and well-known organisations, as the lexicon has them
organisations   capitals that a word for an organisation closes or opens ("… Ministry", "Bank of …"), and a state with
                one of its own ("Syrian government", "U.S. command in …")
speakers        capitals that nobody knows and that say something
stock           the recogniser's entities, trimmed

What is known of an entity stands in its ``kb_id_``: "state:SY" for a name, "adjective:SY", "people:SY", "seat:SY", and
"body:Islamic State" for an organisation with several names.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, Token

from bot.nlp.document.switches import applies
from bot.nlp.entities import candidates, organisations, relabelling, roles
from bot.nlp.entities.candidates import KNOWN, NAMES, STOCK, EntityCandidate
from bot.nlp.lexicon import countries
from bot.nlp.lexicon.cues import speech_verbs
from bot.nlp.lexicon.load import word_list
from bot.nlp.lexicon.parties import known_organisations, titles

_PARTICLES: Final = word_list("particles")
# What may stand before a name inside a stock entity and does not belong to it.
_BEFORE: Final = frozenset({"DT", "PRP$", "POS", "``", "''", ",", ":", "RB", "RBR", "IN", "CC", "-LRB-"})


class Entities:
    """Corrects ``doc.ents``."""

    def __init__(self, nlp: Language) -> None:
        """Build the matcher of known names once."""
        self._matcher = PhraseMatcher(nlp.vocab, attr="ORTH")
        self._known: dict[str, tuple[str, str]] = {}
        for words, state in countries.state_words().items():
            label = {"name": "GPE", "seat": "GPE", "adjective": "NORP", "people": "NORP"}[state.form]
            kind = "state" if state.form == "name" else state.form
            self._known[words] = (label, f"{kind}:{state.code}")
        for name, others in known_organisations().items():
            for words in (name, *others):
                self._known[words] = ("ORG", f"body:{name}")
        for words in word_list("regions"):
            self._known[words] = ("LOC", "")
        self._matcher.add("known", [nlp.make_doc(words) for words in self._known])

    def __call__(self, doc: Doc) -> Doc:
        """Put the better reading of every name into ``doc.ents``; other entities (dates, numbers) stay."""
        stock = list(_stock(doc))
        known = list(self._found(doc)) if applies("known name") else []
        found = [*stock, *known, *organisations.find(doc, [*stock, *known])]
        found += _speakers(doc, found) if applies("subject of saying") else ()
        chosen = candidates.resolve_overlaps(doc, found)
        chosen = candidates.join_town_surnames(doc, chosen) if applies("town as surname") else chosen
        chosen = candidates.join_given_names(doc, chosen) if applies("given name before") else chosen
        if applies("repeated name"):
            chosen = candidates.resolve_overlaps(doc, [*chosen, *candidates.find_repeated(doc, chosen)])
        agreed = list(candidates.harmonise_labels(doc, chosen)) if applies("one label a name") else chosen
        agreed = [candidates.mark_dateline(doc, one) for one in relabelling.relabel(doc, agreed)]
        doc.set_ents([_span(doc, one) for one in agreed])
        return doc

    def _found(self, doc: Doc) -> Iterator[EntityCandidate]:
        stock = {(entity.start, entity.end): entity.label_ for entity in doc.ents}
        for _, start, end in self._matcher(doc):
            words = doc[start:end].text
            label, known = self._known[words]
            if end - start == 1 and countries.is_ambiguous(words) and stock.get((start, end)) not in ("GPE", "LOC"):
                continue
            if doc[start].tag_ in ("PRP", "WP") or (words == "US" and doc[start].tag_ == "PRP"):
                continue
            if known.startswith("seat:") and stock.get((start, end)) == "PERSON" and countries.is_surname(words):
                continue
            yield EntityCandidate(start, end, label, KNOWN, known)


def _span(doc: Doc, one: EntityCandidate) -> Span:
    return Span(doc, one.start, one.end, label=one.label, kb_id=one.known)


def _stock(doc: Doc) -> Iterator[EntityCandidate]:
    """The stock entities without what does not belong to a name: articles, possessives, line breaks, titles."""
    # A word that the story also writes in small letters is shouted, not a name.
    small = {token.text for token in doc if token.text.islower()}
    for entity in doc.ents:
        if entity.label_ not in NAMES:
            yield EntityCandidate(entity.start, entity.end, entity.label_, STOCK)
            continue
        start, end = _trimmed(doc, entity) if applies("trimmed") else (entity.start, entity.end)
        if start >= end or (applies("no name") and not _is_name(doc, start, end, entity.label_)):
            continue
        if end - start == 1 and doc[start].text.isupper() and doc[start].text.lower() in small:
            continue
        if any(token.text[0].isupper() or token.text[0].isdigit() for token in doc[start:end]):
            label = "PRODUCT" if doc[start].text in word_list("ships") else entity.label_
            yield EntityCandidate(start, end, label, STOCK)


def _trimmed(doc: Doc, entity: Span) -> tuple[int, int]:
    """Where the name in a stock entity starts and ends."""
    start, end, label = entity.start, entity.end, entity.label_
    # A name does not run over a line break: what follows it is another one.
    for token in entity:
        owner = label == "PERSON" and token.lower_ in ("'s", "’s")  # "Ruiz's Norland lawyer"
        if (token.is_space and "\n" in token.text) or ((token.text == "(" or owner) and token.i > start):
            end = token.i
            break
    named_the = doc[start].text == "The" and start > 0 and not doc[start].is_sent_start and label == "ORG"
    while start < end and not named_the and (doc[start].tag_ in _BEFORE or doc[start].is_space):
        start += 1
    while end > start and _closes_no_name(doc[end - 1]):
        end -= 1
    if label in ("ORG", "GPE", "PERSON"):
        while end - 1 > start and (doc[end - 1].like_num or doc[end - 1].tag_ == "POS"):
            end -= 1
    if label == "PERSON":
        if end - start > 2 and end < len(doc) and doc[end].text == ":":
            end -= 1  # a credit that runs into the next word ("Karl Blum Image: …")
        while start < end - 1 and doc[start].text.lower() in titles("all") and doc[start].text[0].isupper():
            start += 1
        while start < end and not doc[start].text[0].isupper() and doc[start].text.lower() not in _PARTICLES:
            start += 1
    return start, end


def _closes_no_name(token: Token) -> bool:
    """Whether a token behind a name is none of it: a mark, a blank, a possessive; the stop of "Corp." belongs to it."""
    if token.tag_ == "." and len(token) > 1:
        return False
    return token.tag_ in ("POS", "``", "''", ",", ":", ".") or token.is_space


def _is_name(doc: Doc, start: int, end: int, label: str) -> bool:
    """Whether a stock entity can be what it is said to be.

    No person has digits in the name or is a label in capitals before a colon ("QUESTION:"); no body is a lone title, or
    closes with an office ("… Minister") or with what bodies only agree on ("… Resolution").
    """
    words = [token.text for token in doc[start:end]]
    if label == "PERSON":
        if any(word[0].isdigit() for word in words) or words[-1].lower() in word_list("not_bodies"):
            return False
        return not (len(words) == 1 and words[0].isupper() and end < len(doc) and doc[end].text == ":")
    if label in ("ORG", "PRODUCT", "FAC"):
        # "Secretary of | State", "Minister for | Education": part of an office.
        office = start > 1 and doc[start - 1].lower_ in ("of", "for") and doc[start - 2].text[0].isupper()
        if (
            office
            and len(words) < 3
            and roles.is_role(doc[start - 2].lower_)
            and words[-1] not in organisations.heads()
        ):
            return False
        head = next((n - 1 for n, word in enumerate(words) if n and word in ("of", "for", "on")), len(words) - 1)
        last = words[head].lower()
        holder = words[head][0].isupper() and roles.is_role(last) and last not in word_list("org_nouns")
        if (holder and len(words) > 1) or (last in titles("all") and last != "general"):
            return False
        if len(words) == 1 and last in word_list("acronyms_not"):
            return False
        return last not in word_list("not_bodies") and words[0].lower() not in word_list("not_bodies")
    return True


def _speakers(doc: Doc, found: Sequence[EntityCandidate]) -> list[EntityCandidate]:
    """Capitals nobody knows that are the subject of "said": a person, whom the recogniser missed."""
    taken = {i for one in found for i in range(one.start, one.end)}
    speech = speech_verbs()
    speakers = []
    for token in doc:
        if token.dep_ not in ("nsubj", "nsubjpass") or token.tag_ != "NNP" or token.i in taken:
            continue
        if (
            token.head.lemma_.lower() not in speech
            or not token.text[0].isupper()
            or len(token) < 3
            or token.text.isupper()
        ):
            continue
        start = token.i
        while start and token.i - start < 2 and doc[start - 1].tag_ == "NNP" and start - 1 not in taken:
            start -= 1
        while start < token.i and doc[start].lower_ in titles("all"):
            start += 1
        whole = not (start and start - 1 in taken and doc[start - 1].tag_ in ("NNP", "NNPS"))
        if whole and token.text not in organisations.heads() and not roles.is_role(token.lower_):
            speakers.append(EntityCandidate(start, token.i + 1, "PERSON", STOCK))
    return speakers
