"""Which located names are places of the story, by a logistic model over how they stand in it.

"Russia warned the United States" names two parties and no place; a club, a company or a currency named for a town is no
town. The weights are in ``data/pins.json``; ``deploy/training/pins.py`` makes them.
"""

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from math import exp, log1p
from typing import TYPE_CHECKING, Final

from spacy.tokens import Doc, Token

from bot.nlp.document.labels import OBJECTS, SUBJECTS
from bot.nlp.document.spans import PARAGRAPHS, Record
from bot.nlp.gazetteer.schema import AREA, CAPITAL, COUNTRY, LAND, REGION1, REGION2, TOWN, WATER
from bot.nlp.lexicon.cues import speech_verbs
from bot.nlp.lexicon.load import word_list
from bot.nlp.reader import MENTION_KINDS, predictions
from bot.nlp.toponyms.candidates import Candidate
from bot.nlp.toponyms.words import words

if TYPE_CHECKING:
    from bot.nlp.toponyms.locations import Choice

_KINDS: Final = (COUNTRY, CAPITAL, REGION1, REGION2, TOWN, WATER, LAND, AREA)
_LABELS: Final = ("GPE", "LOC", "FAC", "ORG", "PERSON", "NORP")
# So many mentions of a place are looked at in the reader's heads.
_READ: Final = 8
_PARTS: Final = frozenset({"compound", "amod", "nmod"})
_PARTY: Final = frozenset({"nsubj", "nsubjpass", "dobj", "dative"})
# Verbs of what one government says or does to another.
_DEALING: Final = speech_verbs() | word_list("affect")
_JOINED: Final = frozenset({"conj", "appos"})


class Placement:
    """What is looked up of a whole story once: the role of each token's paragraph, and the actors by id."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.predictions = predictions(doc)
        self.roles = ["body"] * len(doc)
        for span in doc.spans.get(PARAGRAPHS, []):
            self.roles[span.start : span.end] = [span.label_] * (span.end - span.start)
        self.actors: dict[str, Record] = {record["id"]: record for record in doc._.actors}
        self.at: Sequence[str] = doc._.actor_at or [""] * len(doc)


def measures(choices: Sequence["Choice"], holds: bool, placement: Placement) -> list[float]:
    """What the model weighs of a location; the first is 1. ``holds`` says that another one of the story lies in it."""
    doc, choice = placement.doc, choices[0]
    mentions = [mention for one in choices for mention in one.name.mentions]
    heads = [doc[mention.start : mention.end].root for mention in mentions]
    count = len(mentions)
    acting = [placement.actors.get(placement.at[head.i]) for head in heads]
    told = [one for one in acting if one is not None]
    longer = [
        one is not None and len(one["name"]) > len(mention.text) for mention, one in zip(mentions, acting, strict=True)
    ]

    def share(hits: Sequence[bool]) -> float:
        return sum(hits) / count

    located = [_locates(doc, mention, head) for mention, head in zip(mentions, heads, strict=True)]
    dealing = any(head.dep_ in _PARTY and head.head.lemma_.lower() in _DEALING for head in heads)
    first = mentions[0]
    read = [placement.predictions.mention(mention.start, mention.end) for mention in mentions[:_READ]]
    after = doc[first.end : first.end + 5]
    return [
        1.0,
        *(float(choice.kind == kind) for kind in _KINDS),
        log1p(count),
        share(located),
        float(any(located)),
        share([head.dep_ in SUBJECTS for head in heads]),
        share([head.dep_ in OBJECTS for head in heads]),
        share([head.dep_ in _PARTS for head in heads]),
        share([head.dep_ == "poss" for head in heads]),
        share([head.dep_ == "pobj" for head in heads]),
        share([head.dep_ in _JOINED for head in heads]),
        float(dealing),
        float(dealing and not any(located)),
        float(dealing and not any(located) and choice.kind in (COUNTRY, CAPITAL, REGION1)),
        share([placement.roles[head.i] == "headline" for head in heads]),
        share([placement.roles[head.i] in ("caption", "boilerplate", "byline") for head in heads]),
        share([one is not None for one in acting]),
        float(any(one["kind"] == "state" for one in told)),
        float(any(one["kind"] in ("organisation", "group") for one in told)),
        float(any(one["kind"] == "person" for one in told)),
        share(longer),
        *(share([head.ent_type_ == label for head in heads]) for label in _LABELS),
        share([not _whole(doc, mention) for mention in mentions]),
        share([mention.text.isupper() and len(mention.text) > 4 for mention in mentions]),
        float(bool(doc[first.start].is_sent_start) and any(token.text in ("(", "--", "—", "–") for token in after)),
        float(holds),
        float(choice.name.people),
        float(choice.p[choice.row]) if choice.row >= 0 else 0.0,
        log1p(float(choice.records[choice.row]["population"])) / 16 if choice.row >= 0 else 0.0,
        share([mention.start > 0 and doc[mention.start - 1].lower_ == "the" for mention in mentions]),
        share([mention.end < len(doc) and doc[mention.end].tag_ in ("NNP", "NNPS") for mention in mentions]),
        share([mention.start > 0 and doc[mention.start - 1].tag_ in ("NNP", "NNPS") for mention in mentions]),
        share([mention.end < len(doc) and doc[mention.end].tag_ in ("NN", "NNS") for mention in mentions]),
        float(" " not in first.text),
        *(sum(one[kind] for one in read) / len(read) for kind in MENTION_KINDS),
    ]  # fmt: skip


def only_acts(choices: Sequence["Choice"], placement: Placement) -> bool:
    """Whether one of these names says, warns or is told something, and none tells where something is."""
    doc = placement.doc
    mentions = [mention for one in choices for mention in one.name.mentions]
    heads = [doc[mention.start : mention.end].root for mention in mentions]
    return any(head.dep_ in _PARTY and head.head.lemma_.lower() in _DEALING for head in heads) and not any(
        _locates(doc, mention, head) for mention, head in zip(mentions, heads, strict=True)
    )


def _whole(doc: Doc, mention: Candidate) -> bool:
    """Whether a mention is all of a name, not a part of a longer one."""
    before = mention.start > 0 and doc[mention.start].ent_iob_ == "I"
    return not before and not (mention.end < len(doc) and doc[mention.end].ent_iob_ == "I")


def _locates(doc: Doc, mention: Candidate, head: Token) -> bool:
    """Whether a mention is where: after a preposition of place, after a comma ("Al Udeid, Qatar"), as an adverb."""
    if head.dep_ == "npadvmod" or (mention.start > 0 and doc[mention.start - 1].text == ","):
        return True
    while head.dep_ in _JOINED and head.head.i != head.i:
        head = head.head
    return head.dep_ == "pobj" and head.head.lower_ in words("locative")


def likelihood(measured: Sequence[float]) -> float:
    """How likely a location is a place of the story."""
    score = sum(value * weight for value, weight in zip(measured, weights(), strict=True))
    return 1 / (1 + exp(-max(-30.0, min(30.0, score))))


@cache
def weights() -> list[float]:
    """What ``deploy/training/pins.py`` wrote."""
    found: list[float] = json.loads((files("bot.nlp.toponyms") / "data" / "pins.json").read_text("utf-8"))
    return found
