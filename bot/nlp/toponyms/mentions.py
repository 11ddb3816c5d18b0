"""Mentions of places, gathered under their names, with what the words beside them say."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from bot.nlp.gazetteer import Gazetteer, fold
from bot.nlp.gazetteer.lookup import Records
from bot.nlp.gazetteer.schema import CAPITAL, COUNTRY, REGION1, REGION2, TOWN
from bot.nlp.toponyms.candidates import Candidate
from bot.nlp.toponyms.words import wanted, words

# kilometres from a county's or town's point that still count as inside
_NEAR: Final = {REGION2: 90.0, TOWN: 40.0, CAPITAL: 40.0}


@dataclass(slots=True)
class Name:
    """One name of the story, and every mention of it that means the same place.

    ``wants`` counts the groups of features that the words ask for; ``within`` are the places of the names that follow
    a mention after a comma and hold one of its places ("X, Texas"), by their keys. ``people`` marks an adjective or a
    people ("Syrian"), which says where the story is but is no place's name.
    """

    key: str
    text: str
    records: Records
    mentions: list[Candidate] = field(default_factory=list)
    wants: Counter[frozenset[int]] = field(default_factory=Counter)
    within: dict[str, Records] = field(default_factory=dict)
    people: bool = False


def gather(texts: list[str], found: list[Candidate], gazetteer: Gazetteer) -> list[Name]:
    """The names among recognised mentions, in the order of their first.

    "Springfield, Ill." and "Springfield, Mo." are two names; a bare "Springfield" goes with the one before it.
    """
    names: dict[tuple[str, str], Name] = {}
    latest: dict[str, Name] = {}
    starts = {candidate.start: candidate for candidate in found}
    for candidate in found:
        records, key, wants = _stripped(texts, candidate, gazetteer)
        holder = _holder(texts, candidate, starts)
        if holder is not None and not _holds(texts, records, holder, starts):
            holder = None
        qualifier = fold(holder.text) if holder is not None else ""
        if key in latest and not (qualifier and latest[key].within):
            name = latest[key]
        else:
            name = names.setdefault((key, qualifier), Name(key, candidate.text, records))
        latest[key] = name
        name.mentions.append(candidate)
        if holder is not None:
            name.within[qualifier] = holder.records
        name.wants[wants] += 1
    return list(names.values())


def gather_peoples(found: list[Candidate]) -> list[Name]:
    """The peoples and adjectives among candidates, one name for each country or region they belong to."""
    names: dict[int, Name] = {}
    for candidate in found:
        if candidate.text.startswith("The "):
            continue  # "Syrian" is a candidate too
        place = int(candidate.records[0]["place"])
        name = names.setdefault(place, Name(f"people:{place}", candidate.text, candidate.records[:1], people=True))
        name.mentions.append(candidate)
    return list(names.values())


def _stripped(texts: list[str], candidate: Candidate, gazetteer: Gazetteer) -> tuple[Records, str, frozenset[int]]:
    """A mention's places, its key, and the groups of features asked for by the words in it and beside it."""
    start, end = candidate.start, candidate.end
    records, key = candidate.records, fold(candidate.text)
    last, first = texts[end - 1], texts[start]
    kinds = wanted("last").get(last) if end - start > 1 else None
    if kinds and not len(records):
        bare = candidate.text.removesuffix(last).rstrip(" -")
        records = _of(gazetteer.find(bare), kinds)
        if len(records):
            key = fold(bare)
    if not kinds and end - start > 1 and first in wanted("first"):
        kinds = wanted("first")[first]
    if not len(records) and end - start > 1 and first.lower() in words("compass"):
        bare = candidate.text.removeprefix(first).lstrip(" -")
        records, key = gazetteer.find(bare), fold(bare)
    if not kinds and end < len(texts):
        kinds = wanted("after").get(texts[end])
    if not kinds and start > 1 and texts[start - 1] == "of":
        kinds = wanted("before").get(texts[start - 2].lower())
    return records, key, kinds or frozenset()


def _of(records: Records, kinds: frozenset[int]) -> Records:
    return records[np.isin(records["feature"], list(kinds))]


def _holder(texts: list[str], candidate: Candidate, starts: dict[int, Candidate]) -> Candidate | None:
    """The place named right after a mention, as one that may hold it: "X, Texas", "X (Texas)", "X, in Texas"."""
    at = candidate.end
    if at + 1 >= len(texts) or texts[at] not in (",", "("):
        return None
    at += 1
    while at < len(texts) and texts[at].lower() in words("between"):
        at += 1
    holder = starts.get(at)
    return holder if holder is not None and len(holder.records) else None


def _holds(texts: list[str], records: Records, holder: Candidate, starts: dict[int, Candidate]) -> bool:
    """Whether a name after a comma says where the one before it is; else the two stand in a list."""
    inside = held(records, holder.records)
    if (records["feature"] == COUNTRY).any() and int(holder.records[0]["feature"]) == COUNTRY:
        # "Georgia, U.S." is the state; "China, Japan" is not the village of China in Japan
        inside &= records["feature"] == REGION1
    if np.isin(records["feature"], (COUNTRY, REGION1)).any() and _goes_on(texts, holder, starts):
        return False  # "Washington, Virginia and Maryland", though there is a Washington in Virginia
    return bool(inside.any())


def _goes_on(texts: list[str], holder: Candidate, starts: dict[int, Candidate]) -> bool:
    """Whether a name after a comma is followed by another: then it is one of a list, and holds nothing."""
    after = texts[holder.end] if holder.end < len(texts) else ""
    return after in words("link") and holder.end + 1 in starts


def held(records: Records, holder: Records) -> npt.NDArray[np.bool_]:
    """Which of ``records`` lie in one of the holder's places: in its country or region, or near its county or town."""
    inside = np.zeros(len(records), dtype=np.bool_)
    for place in holder[:6]:
        same = (records["country"] == place["country"]) & (records["place"] != place["place"])
        kind = int(place["feature"])
        if kind == COUNTRY:
            inside |= same & (records["feature"] != COUNTRY)
        elif kind == REGION1:
            inside |= same & (records["admin1"] == place["admin1"]) & (records["feature"] > REGION1)
        elif kind in _NEAR:
            inside |= same & (records["feature"] > REGION1) & (kilometres(records, place) < _NEAR[kind])
    return inside


def kilometres(records: Records, place: np.void) -> npt.NDArray[np.float64]:
    """Great-circle distances from each of ``records`` to ``place``."""
    phi, theta = np.radians(records["latitude"], dtype=np.float64), np.radians(records["longitude"], dtype=np.float64)
    phi0, theta0 = np.radians(float(place["latitude"])), np.radians(float(place["longitude"]))
    haversine = np.sin((phi - phi0) / 2) ** 2 + np.cos(phi) * np.cos(phi0) * np.sin((theta - theta0) / 2) ** 2
    distance: npt.NDArray[np.float64] = 2 * 6371.0088 * np.arcsin(np.sqrt(np.minimum(1, haversine)))
    return distance
