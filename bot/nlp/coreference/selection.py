"""Which of the parties that a story names are its actors, by a logistic model over how they are named.

A name in a dateline or credit, a town in capitals, a law, a storm or a share index is none. The weights are in
``data/selection.json``; ``deploy/training/selection.py`` makes them.
"""

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from math import exp, log1p
from typing import Final

from bot.nlp.coreference.anaphors import Layout, is_subject
from bot.nlp.coreference.chains import Chain, Mention
from bot.nlp.document.labels import OBJECTS
from bot.nlp.entities.roles import is_role
from bot.nlp.lexicon import names
from bot.nlp.lexicon.load import word_list
from bot.nlp.lexicon.parties import titles
from bot.nlp.reader import MENTION_KINDS
from bot.nlp.reader.predictions import MentionKind
from bot.nlp.syntax.subjects import speaks

_LOCATIVE: Final = frozenset({"in", "at", "near", "from", "to", "outside", "around", "across", "into", "through"})
_TOGETHER: Final = frozenset({"with", "by", "against", "between", "among", "including", "for", "of"})
# So many names of a party are looked at in the reader's heads.
_READ: Final = 8
_DASHES: Final = frozenset({"-", "--", "–", "—"})


def measures(party: Chain, layout: Layout) -> list[float]:
    """What the model weighs of a named party; the first is 1."""
    doc = layout.doc
    named = [mention for mention in party.mentions if mention.form == "name"]
    heads = [doc[mention.head] for mention in named]
    before = [doc[mention.start - 1].lower_ if mention.start else "" for mention in named]
    bare = [mention.name or doc[mention.start : mention.end].text for mention in named]
    words = max(bare, key=len, default="").split()
    count = len(named) or 1

    def share(hits: Sequence[bool]) -> float:
        return sum(hits) / count

    first = min((layout.sentences[head.i] for head in heads), default=0)
    return [
        1.0,
        *(float(party.kind == kind) for kind in ("person", "organisation", "state")),
        log1p(len(named)),
        float(len(named) == 1),
        log1p(sum(mention.form != "name" for mention in party.mentions)),
        float(any(speaks(head) for head in heads)),
        float(any(is_subject(head) for head in heads)),
        share([is_subject(head) for head in heads]),
        share([head.dep_ in OBJECTS for head in heads]),
        share([head.dep_ in ("compound", "amod", "nmod") for head in heads]),
        share([head.dep_ == "poss" for head in heads]),
        share([head.dep_ in ("appos", "conj") for head in heads]),
        share([head.dep_ == "pobj" for head in heads]),
        share([word in _LOCATIVE for word in before]),
        share([word in _TOGETHER for word in before]),
        share([word == "the" for word in before]),
        share([word == "(" for word in before]),
        share([_credited(mention, layout) for mention in named]),
        share([layout.roles[head.i] == "caption" for head in heads]),
        share([layout.roles[head.i] == "boilerplate" for head in heads]),
        float(bool(heads) and all(layout.roles[head.i] == "headline" for head in heads)),
        float(any("/" in name for name in bare)),
        float(all(name.isupper() for name in bare)),
        float(all(name.isupper() for name in bare) and max(map(len, bare), default=0) > 5),
        float(len(words) == 1),
        min(len(words), 5) / 5,
        float(bool(words) and words[-1] in word_list("name_heads")),
        float(bool(words) and words[-1].lower() in word_list("company_ends")),
        float(bool(words) and names.acronym(words[0]) is not None and len(words) == 1),
        float(party.known is not None),
        float(party.gender is not None),
        float(party.role is not None),
        float(any(_introduced(mention, layout) for mention in named)),
        float(party.kind == "person" and len(words) > 1),
        log1p(first),
        float(any(name[:1].islower() or name[:1].isdigit() for name in bare)),
        float(any(word.lower() in word_list("not_bodies") for word in words)),
        *kinds_of(party, layout).values(),
    ]


def kinds_of(party: Chain, layout: Layout) -> dict[MentionKind, float]:
    """How likely the reader holds the names of a party for each kind of mention, on average over the first few."""
    named = [mention for mention in party.mentions if mention.form == "name"][:_READ]
    read = [layout.predictions.mention(mention.start, mention.end) for mention in named]
    return {kind: sum(one[kind] for one in read) / max(1, len(read)) for kind in MENTION_KINDS}


def _credited(mention: Mention, layout: Layout) -> bool:
    """Whether a name stands in a dateline or credit: "(HWN) --", "Karl Blum/HWN", "via HWN", "HWN Photo"."""
    doc = layout.doc
    after = doc[mention.end : mention.end + 3]
    if len(after) > 1 and after[0].text == ")" and after[1].text in _DASHES:
        return True
    before = doc[mention.start - 1] if mention.start else None
    if before is not None and before.lower_ in ("via", "/"):
        return True
    return any("/" in token.text for token in after[:1])


def _introduced(mention: Mention, layout: Layout) -> bool:
    """Whether a title or a noun that says what one is stands before a name."""
    before = layout.doc[mention.start - 1] if mention.start else None
    return before is not None and (
        before.lower_ in titles("all") or is_role(before.lower_) or before.lower_ in word_list("org_nouns")
    )


def likelihood(party: Chain, layout: Layout) -> float:
    """How likely a named party is an actor of the story."""
    score = sum(value * weight for value, weight in zip(measures(party, layout), weights(), strict=True))
    return 1 / (1 + exp(-max(-30.0, min(30.0, score))))


@cache
def weights() -> list[float]:
    """What ``deploy/training/selection.py`` wrote."""
    found: list[float] = json.loads((files("bot.nlp.coreference") / "data" / "selection.json").read_text("utf-8"))
    return found
