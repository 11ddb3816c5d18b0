"""Which of its namesakes each name means: all names of a story are chosen together.

A log-linear model over what is known of a place (its kind, its size, how it came by the name), over the words beside
the name, and over how the other names of the story support it: by country, by first-level region, by nearness. The
support is that of the other names' likely places, so the choice is made in rounds, each with the probabilities of the
one before. Every name has one more possibility, that it is none of its namesakes: then it stays untold.

Context as in Lieberman and Samet, "Adaptive context features for toponym resolution in streaming news" (2012).
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from bot.nlp.gazetteer.lookup import Records
from bot.nlp.gazetteer.schema import ALTERNATE, CAPITAL, COUNTRY, RECORD, REGION1, REGION2, TOWN
from bot.nlp.toponyms.mentions import Name, held
from bot.nlp.toponyms.words import words

Floats = npt.NDArray[np.float64]
_FEATURES: Final = 9
_VIAS: Final = 6
_OWN: Final = 1 + _FEATURES + _VIAS
BASE: Final = _OWN + 18
SUPPORT: Final = 8
_MOST: Final = 900  # places of one story that are compared with one another
_BRITISH: Final = (b"GB", b"IE", b"AU", b"NZ", b"CA", b"ZA")
_EARTH: Final = 6371.0088  # kilometres
_NOWHERE: Final = np.zeros(1, dtype=RECORD)  # stands for "none of these"; no place of the gazetteer has the id 0


@dataclass(frozen=True, slots=True)
class Field:
    """The places that are in question in a story: one array, the stretch of each name, and the fixed features."""

    records: Records
    starts: npt.NDArray[np.int64]
    groups: npt.NDArray[np.int64]  # the stretch that each place is in
    names: list[int]  # which name each stretch belongs to
    base: Floats


def lay_out(names: list[Name], accent: float) -> Field | None:
    """The field of a story's names; None when no name is known to the gazetteer."""
    known = [i for i, name in enumerate(names) if len(name.records)]
    if not known:
        return None
    share = max(5, _MOST // len(known))
    parts = [np.concatenate((_shortened(names[i], share), _NOWHERE)) for i in known]
    lengths = np.array([len(part) for part in parts])
    starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
    base = np.concatenate([_base(names[i], part, accent) for i, part in zip(known, parts, strict=True)])
    return Field(np.concatenate(parts), starts, np.repeat(np.arange(len(known)), lengths), known, base)


def _shortened(name: Name, most: int) -> Records:
    """A name's places: those in the place that it is said to be in ("X, Texas"), and the likeliest where many."""
    records = name.records
    if name.within:
        inside = np.zeros(len(records), dtype=np.bool_)
        for holder in name.within.values():
            inside |= held(records, holder)
        records = records[inside] if inside.any() else records
    return records[:most]


def _base(name: Name, records: Records, accent: float) -> Floats:
    """The features of a name's places that do not depend on the rest of the story; the last row is "none of these"."""
    out = np.zeros((len(records), BASE))
    feature, via, people = records["feature"].astype(np.int64), records["via"], records["population"]
    rows = np.arange(len(records))
    size = np.log10(people + 1.0) / 7
    out[:, 0] = size
    out[rows, 1 + feature] = 1
    out[rows, 1 + _FEATURES + via] = 1
    region = np.isin(feature, (REGION1, REGION2))
    town = np.isin(feature, (TOWN, CAPITAL))
    out[0, _OWN] = 1
    out[:, _OWN + 1] = size == size.max()
    total = sum(name.wants.values()) or 1
    for kinds, count in name.wants.items():
        if kinds:
            fits = np.isin(feature, list(kinds))
            out[:, _OWN + 2] += fits * (count / total)
            out[:, _OWN + 3] += ~fits * (count / total)
        else:
            # nothing is said: is there a town and a province of this name?
            out[:, _OWN + 4] += region * (count / total)
            out[:, _OWN + 5] += region * town.any() * (count / total)
            if town.any():
                # "Deir Ezzor" is the town unless the region is far larger, as New York State's is not
                out[:, _OWN + 13] += region * (size - size[town].max()) * (count / total)
    for holder in name.within.values():
        out[:, _OWN + 6] = np.maximum(out[:, _OWN + 6], held(records, holder))
    out[:, _OWN + 7] = people == 0
    out[:, _OWN + 8] = (people > 0) * (people < 5000)
    # "Washington" is the capital before it is the state
    capital = records["country"][feature == CAPITAL]
    out[:, _OWN + 17] = region * np.isin(records["country"], capital) * (1.0 if len(capital) else 0.0)
    american = (records["country"] == b"US").astype(np.float64)
    out[:, _OWN + 14] = american * max(0.0, accent)
    out[:, _OWN + 15] = american * max(0.0, -accent)
    out[:, _OWN + 16] = np.isin(records["country"], _BRITISH) * max(0.0, -accent)
    out[-1] = 0
    out[-1, _OWN + 9] = 1
    out[-1, _OWN + 10] = via[:-1].min() >= ALTERNATE
    out[-1, _OWN + 11] = size[:-1].max()
    out[-1, _OWN + 12] = len(records) > 6
    return out


def supported(field: Field, p: Floats, weight: Floats) -> Floats:
    """How the other names' likely places (``p``) support each place; ``weight`` is each name's, of its mentions."""
    records = field.records
    feature, country, region = records["feature"], records["country"], records["admin1"]
    phi, theta = np.radians(records["latitude"]), np.radians(records["longitude"])
    points = np.stack((np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)), axis=1).astype(
        np.float32
    )
    chord = np.minimum(points @ points.T - 1, 0)  # minus half the squared chord, in earth radii
    real = (records["place"] > 0).astype(np.float32)
    likely = p.astype(np.float32) * real
    local = (feature >= REGION2).astype(np.float32) * likely
    same_country = (country[:, None] == country[None, :]) & (country != b"")[:, None]
    same_region = (region[:, None] == region[None, :]) & (region > 0)[:, None] & same_country
    other = field.groups[:, None] != np.arange(len(field.starts))[None, :]
    share = weight / max(1.0, weight.sum())

    def best(kernel: npt.NDArray[Any], of: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """For each place and each other name, the best of that name's places."""
        found: npt.NDArray[np.float32] = np.maximum.reduceat(kernel * of[None, :], field.starts, axis=1) * other
        return found

    out = np.zeros((len(records), SUPPORT))
    near = best(np.exp(chord * np.float32((_EARTH / 60) ** 2)), local)
    out[:, 0] = np.minimum(2.0, near.sum(axis=1)) / 2
    out[:, 1] = best(np.exp(chord * np.float32((_EARTH / 300) ** 2)), local) @ share
    out[:, 2] = best(same_region, local) @ share
    out[:, 3] = np.minimum(2.0, best(same_region, likely * (feature == REGION1)).sum(axis=1)) / 2
    out[:, 4] = best(same_country, likely * (feature != COUNTRY)) @ share
    out[:, 5] = np.minimum(2.0, best(same_country, likely * (feature == COUNTRY)).sum(axis=1)) / 2
    out[:, 6] = out[:, 0] * np.isin(feature, (TOWN, CAPITAL))
    out[:, 7] = out[:, 4] * (feature == COUNTRY)
    return out * real[:, None]


def softmax(score: Floats, field: Field) -> Floats:
    """Probabilities within each name's stretch."""
    raised = np.exp(score - np.maximum.reduceat(score, field.starts)[field.groups])
    probability: Floats = raised / np.add.reduceat(raised, field.starts)[field.groups]
    return probability


def weigh(field: Field, names: list[Name], model: dict[str, list[list[float]]]) -> Floats:
    """The probability of each place of the field: first by itself, then round by round with the others' support."""
    weight = np.array([float(len(names[i].mentions)) for i in field.names])
    first, *rounds = (np.array(weights) for weights in model["choice"])
    p = softmax(field.base @ first, field)
    for weights in rounds:
        p = softmax(np.concatenate((field.base, supported(field, p, weight)), axis=1) @ weights, field)
    return p


def accent_of(texts: list[str]) -> float:
    """Whose English a story is written in: towards 1 American, towards -1 British, 0 where nothing tells."""
    american = sum(text in words("american") for text in texts)
    british = sum(text in words("british") for text in texts)
    return float(np.tanh((american - 1.5 * british) / 3))


def choose(names: list[Name], model: dict[str, Any], accent: float) -> list[tuple[Records, Floats]]:
    """For each name its places, the likeliest first, and their probabilities; one whose id is 0 is "none of these".
    Empty for a name that the gazetteer does not know."""
    chosen: list[tuple[Records, Floats]] = [(name.records[:0], np.zeros(0)) for name in names]
    field = lay_out(names, accent)
    if field is None:
        return chosen
    p = weigh(field, names, model)
    ends = np.append(field.starts[1:], len(field.records))
    for i, start, end in zip(field.names, field.starts, ends, strict=True):
        order = np.argsort(-p[start:end], kind="stable")
        chosen[i] = field.records[start:end][order], p[start:end][order]
    return chosen
