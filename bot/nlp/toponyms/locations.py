"""From chosen places to the locations of the report."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

from bot.nlp.gazetteer import Entry, Gazetteer
from bot.nlp.gazetteer.lookup import Records
from bot.nlp.gazetteer.schema import CAPITAL, COUNTRY, REGION1, REGION2, TOWN
from bot.nlp.toponyms import pins
from bot.nlp.toponyms.candidates import Candidate
from bot.nlp.toponyms.mentions import Name
from bot.nlp.toponyms.words import wanted

#: below this the likeliest place is not told
SURE: Final = 0.2
#: below this a located name is a party only; .1 to .6 tried: .2 costs half a point on LGL and GeoVirus, .5 five points
PIN: Final = 0.2
_RIVAL: Final = 0.15  # of the likeliest's probability
_OTHERS: Final = 3  # alternatives kept at most
_WORTH: Final = 0.05  # how likely they are at least


@dataclass(frozen=True, slots=True)
class Choice:
    """A name of the story with its places, the likeliest first; id 0 is "none of these"."""

    name: Name
    records: Records
    p: npt.NDArray[np.float64]
    row: int  # of the place that is meant; -1 where it cannot be told

    @property
    def place(self) -> int:
        """The gazetteer's id of the place that the name means; 0 where it cannot be told."""
        return int(self.records[self.row]["place"]) if self.row >= 0 else 0

    @property
    def kind(self) -> int:
        """The group of features of that place; -1 where it cannot be told."""
        return int(self.records[self.row]["feature"]) if self.place else -1


def told(name: Name, records: Records, p: npt.NDArray[np.float64]) -> Choice:
    """The choice for a name whose places, the likeliest first, have the probabilities ``p``.

    The likeliest, unless that is a province or state and the words do not ask for one: then the town or capital of
    that name, if it is not far less likely. "Fighting near X" is in the town, "X province" is not.
    """
    if not len(records) or p[0] < SURE:
        return Choice(name, records, p, -1)
    first = records[0]
    asked = sum(n for kinds, n in name.wants.items() if int(first["feature"]) in kinds)
    if int(first["feature"]) not in (REGION1, REGION2) or 2 * asked >= len(name.mentions):
        return Choice(name, records, p, 0)
    within = (records["admin1"] == first["admin1"]) & (records["feature"] == TOWN)
    town = (within | (records["feature"] == CAPITAL)) & (records["country"] == first["country"])
    town &= p >= _RIVAL * p[0]
    return Choice(name, records, p, int(town.argmax()) if town.any() else 0)


@dataclass(slots=True)
class Located:
    """A location before it has its number: its record for ``doc._.locations`` less the id, and its mentions."""

    record: dict[str, Any]
    mentions: list[Candidate]


def gather(texts: list[str], choices: list[Choice]) -> list[list[Choice]]:
    """The names that mean one place, together; a country that is only named through its people is one where that is
    said of a place ("the Syrian province") that it holds."""
    gathered: dict[object, list[Choice]] = {}
    for choice in choices:
        if not choice.name.people:
            gathered.setdefault(choice.place or ("untold", choice.name.key), []).append(choice)
    holding = holders(choices)
    for choice in choices:
        if choice.name.people and choice.place and choice.place not in gathered:
            where = [mention for mention in choice.name.mentions if _tells_where(texts, mention)]
            if where and bytes(choice.records[0]["country"]) in holding:
                gathered[choice.place] = [replace(choice, name=replace(choice.name, mentions=where))]
    return list(gathered.values())


def holders(choices: Sequence[Choice]) -> set[bytes]:
    """The countries in which a place of the story lies."""
    return {
        bytes(choice.records[choice.row]["country"])
        for choice in choices
        if choice.place and not choice.name.people and choice.kind != COUNTRY
    }


def settle(doc: Doc, texts: list[str], choices: list[Choice], gazetteer: Gazetteer) -> list[Located]:
    """The story's locations in the order of their first mention, less the names that only stand for a party."""
    peoples = {choice.place: choice.name for choice in choices if choice.name.people}
    placement, holding = pins.Placement(doc), holders(choices)
    located = [
        _located(texts, several, gazetteer, peoples.get(several[0].place))
        for several in gather(texts, choices)
        if several[0].name.people or _is_pin(several, holds(several[0], holding), placement)
    ]
    return sorted(located, key=lambda location: location.mentions[0].start)


def _is_pin(several: list[Choice], held: bool, placement: pins.Placement) -> bool:
    """Whether names of one place tell where something is.

    A state or capital that is only a party to saying or warning never does ("Moscow warned"); leaving these out costs
    17 of the 7,258 mentions of both gold sets, which count every such name as a place.
    """
    if several[0].kind in (COUNTRY, CAPITAL) and pins.only_acts(several, placement):
        return False
    return pins.likelihood(pins.measures(several, held, placement)) >= PIN


def holds(choice: Choice, holding: set[bytes]) -> bool:
    """Whether a country holds another place of the story."""
    return choice.kind == COUNTRY and bytes(choice.records[choice.row]["country"]) in holding


def _tells_where(texts: list[str], mention: Candidate) -> bool:
    """Whether a people's adjective is said of a place: "the Syrian province", "a Kenyan lakeside town"."""
    after = [text.lower() for text in texts[mention.end : mention.end + 2]]
    return any(word in wanted("after") or word in wanted("before") for word in after)


def _located(texts: list[str], choices: list[Choice], gazetteer: Gazetteer, people: Name | None) -> Located:
    mentions = sorted((mention for choice in choices for mention in choice.name.mentions), key=lambda m: m.start)
    choice = max(choices, key=lambda choice: len(choice.name.mentions))
    entry = gazetteer.entry(choice.place) if choice.place else None
    wordings = Counter(mention.text for mention in mentions)
    name = max(wordings, key=lambda text: (not text.isupper() or len(text) < 5, wordings[text]))
    if choice.name.people and entry is not None:
        name = entry.name
    others = [
        {"place": _place(gazetteer.entry(int(record["place"]))), "score": round(float(p), 3)}
        for record, p in zip(choice.records, choice.p, strict=True)
        if p >= _WORTH and int(record["place"]) not in (0, choice.place)
    ]
    read = [wording for mention in mentions for wording in _wordings(texts, mention)]
    if people is not None:
        read += [mention.text for mention in people.mentions]
    record = {
        "name": name,
        "aliases": list(dict.fromkeys(read)),
        "place": _place(entry) if entry else None,
        "alternatives": others[:_OTHERS],
    }
    return Located(record, mentions)


def _wordings(texts: list[str], mention: Candidate) -> list[str]:
    """How a mention reads: by itself, and with the words after it that say what it is ("Khabur river valley")."""
    end = mention.end
    while end < len(texts) and end < mention.end + 2 and texts[end] in wanted("after"):
        end += 1
    longer = " ".join((mention.text, *texts[mention.end : end]))
    return [mention.text] if end == mention.end else [mention.text, longer]


def _place(entry: Entry) -> dict[str, Any]:
    return {
        "name": entry.name,
        "feature_code": entry.code,
        "latitude": entry.latitude,
        "longitude": entry.longitude,
        "geonames_id": entry.geonames_id,
        "country_code": entry.country,
        "admin1": entry.admin1,
    }
