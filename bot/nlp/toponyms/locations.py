"""From chosen places to the locations of the report."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

from bot.nlp.gazetteer import Entry, Gazetteer
from bot.nlp.gazetteer.lookup import Records
from bot.nlp.gazetteer.schema import CAPITAL, COUNTRY, REGION1, REGION2, TOWN
from bot.nlp.toponyms.candidates import Candidate
from bot.nlp.toponyms.governments import only_acts
from bot.nlp.toponyms.mentions import Name
from bot.nlp.toponyms.words import wanted

#: below this the likeliest place is not told
SURE: Final = 0.2
_RIVAL: Final = 0.4  # of the likeliest's probability
_OTHERS: Final = 3  # alternatives kept at most
_WORTH: Final = 0.05  # how likely they are at least


@dataclass(frozen=True, slots=True)
class Choice:
    """A name of the story with its places, the likeliest first; id 0 is "none of these"."""

    name: Name
    records: Records
    p: npt.NDArray[np.float64]

    @property
    def place(self) -> int:
        """The gazetteer's id of the place that the name means; 0 where it cannot be told."""
        if not len(self.records) or self.p[0] < SURE:
            return 0
        return int(self.records[self._told()]["place"])

    def _told(self) -> int:
        """The likeliest row, or that of the town where a province of the same name is hardly likelier and the words
        do not ask for it: "fighting near X" is the town, "X province" is not."""
        first = self.records[0]
        if int(first["feature"]) not in (REGION1, REGION2):
            return 0
        asked = sum(n for kinds, n in self.name.wants.items() if int(first["feature"]) in kinds)
        if 2 * asked >= len(self.name.mentions):
            return 0
        town = np.isin(self.records["feature"], (TOWN, CAPITAL)) & (self.p >= _RIVAL * self.p[0])
        town &= (self.records["country"] == first["country"]) & (self.records["admin1"] == first["admin1"])
        return int(town.argmax()) if town.any() else 0


@dataclass(slots=True)
class Located:
    """A location before it has its number: its record for ``doc._.locations`` less the id, and its mentions."""

    record: dict[str, Any]
    mentions: list[Candidate]


def settle(doc: Doc, texts: list[str], choices: list[Choice], gazetteer: Gazetteer) -> list[Located]:
    """The story's locations in the order of their first mention. Names of one place are one location; a country that
    is only named through its people is one where that is said of a place ("the Syrian province") that it holds; a
    state or capital that is only a government is none."""
    gathered: dict[object, list[Choice]] = {}
    for choice in choices:
        if not choice.name.people:
            gathered.setdefault(choice.place or ("untold", choice.name.key), []).append(choice)
    holding = {
        bytes(choice.records[0]["country"])
        for choice in choices
        if choice.place and not choice.name.people and int(choice.records[0]["feature"]) != COUNTRY
    }
    for choice in choices:
        if choice.name.people and choice.place and choice.place not in gathered:
            told = [mention for mention in choice.name.mentions if _tells_where(texts, mention)]
            if told and bytes(choice.records[0]["country"]) in holding:
                gathered[choice.place] = [replace(choice, name=replace(choice.name, mentions=told))]
    peoples = {choice.place: choice.name for choice in choices if choice.name.people}
    located = [
        _located(texts, several, gazetteer, peoples.get(several[0].place))
        for several in gathered.values()
        if not _is_government(doc, several)
    ]
    return sorted(located, key=lambda location: location.mentions[0].start)


def _tells_where(texts: list[str], mention: Candidate) -> bool:
    """Whether a people's adjective is said of a place: "the Syrian province", "a Kenyan lakeside town"."""
    after = [text.lower() for text in texts[mention.end : mention.end + 2]]
    return any(word in wanted("after") or word in wanted("before") for word in after)


def _is_government(doc: Doc, choices: list[Choice]) -> bool:
    choice = choices[0]
    if not choice.place or choice.name.people or int(choice.records[0]["feature"]) not in (COUNTRY, CAPITAL):
        return False
    return only_acts(doc, [mention for choice in choices for mention in choice.name.mentions])


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
