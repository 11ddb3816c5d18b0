"""Coreference on GUM news: CoNLL F1 over named chains of persons and bodies with their pronouns, and a baseline.

The baseline joins names of the same words and gives each third-person pronoun to the nearest subject named before it.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from spacy.tokens import Doc

from bot.models import Article
from bot.nlp import load_pipeline, read
from bot.nlp.pipeline import pipeline_version
from bot.nlp.report import to_report
from tests.quality.conll import Chain, conll

_TYPES: Final = frozenset({"person", "organization"})
_PRONOUNS: Final = frozenset(
    {"he", "him", "his", "himself", "she", "her", "hers", "herself", "it", "its", "itself"}
    | {"they", "them", "their", "theirs", "themselves", "i", "me", "my", "myself", "we", "us", "our", "ours"}
)
_THIRD: Final = frozenset({"he", "him", "his", "she", "her", "it", "its", "they", "them", "their"})
Offsets = tuple[int, int]


def figures(path: Path) -> dict[str, float]:
    """The score of the pipeline, of the baseline, and the points between, over the documents of ``path``."""
    nlp = load_pipeline()
    ours: list[float] = []
    baseline: list[float] = []
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        gold, aside = _gold(row)
        doc = read(nlp, row["text"])
        report = to_report(doc, Article(text=row["text"]), pipeline_version())
        chains = [[(m.start, m.end) for m in actor.mentions if m.form != "nominal"] for actor in report.actors]
        ours.append(conll(gold, _aligned(chains, gold, aside)))
        baseline.append(conll(gold, _aligned(_nearest_subject(doc), gold, aside)))
    own, floor = sum(ours) / len(ours), sum(baseline) / len(baseline)
    return {"coreference.conll_f1": own, "coreference.over_nearest_subject": own - floor}


def is_name(text: str) -> bool:
    """Whether a mention is a name: the noun that it closes with, before any "of" or clause, has a capital, and no word
    of what follows that "of" is a plain one but joints ("Daughters of the American Revolution")."""
    phrase = re.sub(r"['’]s?$", "", text.strip())
    front = re.split(r",| (?:of|from|for|in|to|at|on|with|who|which|that|regarding) ", phrase)[0]
    if not front or not front.split()[-1][0].isupper():
        return False
    rest = phrase[len(front) :]
    return "," in rest or not re.search(r"\b(?!(?:of|the|from|for|in|to|at|on|with|and)\b)[a-z]{3,}", rest)


def _gold(row: Mapping[str, Any]) -> tuple[list[Chain], list[Offsets]]:
    """The chains that count, and every other mention: what lies on one of those is neither right nor wrong."""
    chains, aside = [], []
    for chain in row["chains"]:
        kept = []
        for start, end, text in chain["mentions"]:
            if text.casefold() in _PRONOUNS or is_name(text):
                kept.append((start, end, text.casefold() in _PRONOUNS))
            else:
                aside.append((start, end))
        named = [one for one in kept if not one[2]]
        if chain["type"] in _TYPES and named:
            chains.append(frozenset((start, end) for start, end, _ in kept))
        else:
            aside.extend((start, end) for start, end, _ in kept)
    return chains, aside


def _aligned(chains: Iterable[Sequence[Offsets]], gold: Sequence[Chain], aside: Sequence[Offsets]) -> list[Chain]:
    """``chains`` with every mention as the gold mention that has its last words; what lies on others is left out.

    Gold mentions hold titles, appositions and possessive endings that ours may not ("Ambassador X's").
    """
    counted = {mention for chain in gold for mention in chain}
    every = sorted([*counted, *aside], key=lambda one: one[1] - one[0])
    found = []
    for chain in chains:
        mapped: set[Any] = set()
        for start, end in chain:
            match = next((one for one in every if one[0] <= start and 0 <= one[1] - end <= 2), None)
            match = match or next((one for one in every if one[0] <= start and end <= one[1]), None)
            if match is None:
                mapped.add((start, end))
            elif match in counted:
                mapped.add(match)
        if mapped:
            found.append(frozenset(mapped))
    return found


def _nearest_subject(doc: Doc) -> list[list[Offsets]]:
    chains: dict[str, list[Offsets]] = {}
    heads = {entity.root.i: entity for entity in doc.ents if entity.label_ in ("PERSON", "ORG")}
    latest: str | None = None
    for token in doc:
        if token.i in heads:
            entity = heads[token.i]
            chains.setdefault(entity.text, []).append((entity.start_char, entity.end_char))
            if token.dep_ in ("nsubj", "nsubjpass"):
                latest = entity.text
        elif token.lower_ in _THIRD and latest is not None:
            chains[latest].append((token.idx, token.idx + len(token)))
    return list(chains.values())
