"""Which candidates are places: a linear model over ``features``, then the best that do not overlap."""

import json
from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import Any, Final

from spacy.tokens import Doc

from bot.nlp.gazetteer.schema import PEOPLE, REGION2
from bot.nlp.toponyms.candidates import Candidate
from bot.nlp.toponyms.features import Story, features

MODEL: Final = files("bot.nlp.toponyms") / "data" / "toponym_model.json"
#: log odds; swept -0.8 to 0.4 on halves of both gold sets, flat between -0.4 and 0
THRESHOLD: Final = -0.3
# How much a name's best other mention in the story counts: 0 to 1.5 tried, 1 is best on both
_ECHO: Final = 1.0


@cache
def model() -> dict[str, Any]:
    """The weights that ``deploy/training/toponyms.py`` wrote; data/MODEL.md says from what, and how well they do."""
    content: dict[str, Any] = json.loads(MODEL.read_text(encoding="utf-8"))
    return content


def is_people(candidate: Candidate) -> bool:
    """Whether a name is that of a people ("Syrian") before it is anything else."""
    return len(candidate.records) > 0 and int(candidate.records[0]["via"]) == PEOPLE


def recognised(doc: Doc, texts: list[str], found: list[Candidate]) -> list[Candidate]:
    """The candidates that are places, none overlapping another, in the order of the text; peoples are left out."""
    weights: dict[str, float] = model()["recognition"]
    named = _without_bearers(doc, [candidate for candidate in found if not is_people(candidate)])
    story = Story(doc, texts, named)
    alone = [sum(weights.get(feature, 0.0) for feature in features(story, candidate)) for candidate in named]
    return pick(named, alone)


def _without_bearers(doc: Doc, named: list[Candidate]) -> list[Candidate]:
    """The candidates less those of whoever is called by two towns' names, and by the second alone: "Paris Hilton
    declined; Hilton had said" names neither Paris nor a Hilton."""
    towns = {
        (candidate.start, candidate.text)
        for candidate in named
        if candidate.end == candidate.start + 1
        and len(candidate.records)
        and candidate.records[0]["feature"] >= REGION2
    }
    runs = {candidate.run for candidate in named}
    alone = {text for start, text in towns if (start, start + 1) in runs}
    bearers = [
        entity
        for entity in doc.ents
        if entity.label_ in ("PERSON", "ORG")
        and len(entity) == 2
        and (entity.start, entity[0].text) in towns
        and (entity.start + 1, entity[1].text) in towns
        and entity[1].text in alone
    ]
    tokens = {i for entity in bearers for i in (entity.start, entity.start + 1)}
    short = {entity[1].text for entity in bearers}
    return [candidate for candidate in named if candidate.start not in tokens and candidate.text not in short]


def pick(named: list[Candidate], alone: list[float]) -> list[Candidate]:
    """The candidates above the threshold, the surer of two that overlap. ``alone`` is each one's log odds by itself;
    a name that is surely a place in one sentence lifts its other mentions."""
    peers: dict[str, list[int]] = defaultdict(list)
    for i, candidate in enumerate(named):
        peers[candidate.text].append(i)
    score = list(alone)
    for several in peers.values():
        for i in several if len(several) > 1 else ():
            best = max(alone[j] for j in several if j != i)
            score[i] += _ECHO * max(-0.5, min(1.5, best / 2))
    taken: set[int] = set()
    chosen = []
    for i in sorted(range(len(named)), key=lambda i: (-score[i], named[i].start)):
        if score[i] < THRESHOLD:
            break
        tokens = range(named[i].start, named[i].end)
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            chosen.append(named[i])
    return sorted(chosen, key=lambda candidate: candidate.start)
