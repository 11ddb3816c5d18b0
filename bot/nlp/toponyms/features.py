"""What speaks for and against a candidate being a place: strings that a linear model weighs."""

from collections import Counter
from math import log10
from typing import Final

from spacy.tokens import Doc

from bot.nlp.gazetteer.lookup import Records
from bot.nlp.gazetteer.schema import ABBREVIATION, ALTERNATE, PEOPLE
from bot.nlp.toponyms.candidates import PLACE_LABELS, Candidate
from bot.nlp.toponyms.words import words

_LISTED: Final = frozenset({",", "and", "or", "(", "-", "/", "to"})


class Story:
    """What the features ask of a whole story, gathered once."""

    def __init__(self, doc: Doc, texts: list[str], candidates: list[Candidate]) -> None:
        self.doc = doc
        self.texts = texts
        self.lower = [text.lower() for text in texts]
        self.entity: dict[int, tuple[int, int, str]] = {}
        self.persons: Counter[str] = Counter()
        self.tails: set[str] = set()  # last words of longer names: "Hilton" after "Paris Hilton"
        # what the gazetteer says of the longest name that begins, or ends, at a position
        self.beginning: dict[int, str] = {}
        self.ending: dict[int, str] = {}
        for candidate in sorted(candidates, key=lambda candidate: candidate.end - candidate.start):
            if len(candidate.records):
                kind = str(int(candidate.records[0]["feature"]))
                self.beginning[candidate.start] = self.ending[candidate.end] = kind
        for entity in doc.ents:
            here = (entity.start, entity.end, entity.label_)
            for i in range(entity.start, entity.end):
                self.entity[i] = here
            if here[2] == "PERSON" and len(entity) > 1:
                self.persons.update(self.texts[entity.start : entity.end])
            if here[2] in ("PERSON", "ORG") and len(entity) > 1:
                self.tails.add(self.texts[entity.end - 1])
        self.places = Counter(
            candidate.text
            for candidate in candidates
            if self.entity.get(candidate.start, (0, 0, ""))[2] in PLACE_LABELS
        )

    def word(self, i: int) -> str:
        """The lower-case word at a position, "" outside the text."""
        return self.lower[i] if 0 <= i < len(self.lower) else ""


def _kind(name: list[str]) -> str:
    """What the first or last word of a name says of it: "last:River", "first:Mount", a road, a number, or nothing."""
    first, last = name[0], name[-1]
    if len(name) > 1 and last in words("last"):
        return "last:" + last
    if len(name) > 1 and last in words("road"):
        return "road"
    if len(name) > 1 and first in words("first"):
        return "first:" + first
    return "number" if last.isdigit() else ""


def features(story: Story, candidate: Candidate) -> list[str]:
    """The features of a candidate; each stands once."""
    start, end = candidate.start, candidate.end
    texts = story.texts
    found = _known(candidate)
    label = _label(story, start, end)
    single = "1" if end - start == 1 else "n"
    left = texts[start - 1] if start > 0 else ""
    right = texts[end] if end < len(texts) else ""
    before, after = story.word(start - 1), story.word(end)
    inside_left = start > candidate.run[0]
    inside_right = end < candidate.run[1]
    closing = story.doc[end - 1]
    kind = _kind(texts[start:end])
    shape = "caps" if candidate.text.isupper() and len(candidate.text) > 4 else ""
    listed = [
        "bias",
        "g=" + found,
        "l=" + label,
        f"lg={label}|{found[:3]}",
        f"n={single}|{found[:3]}",
        "k=" + kind.split(":")[0],
        "kw=" + kind,
        f"kl={kind.split(':')[0]}|{label}",
        "p=" + before,
        "a=" + after,
        f"pp={story.word(start - 2)}_{before}",
        f"pg={before}|{found[:1]}",
        f"ag={after}|{found[:1]}",
        f"pl={before}|{label[:3]}",
        f"il={inside_left}|{label}",
        f"ir={inside_right}|{label}",
        f"iw={inside_left}{inside_right}|{found[:3]}",
        f"t={closing.tag_}|{closing.dep_}",
        f"s={bool(story.doc[start].is_sent_start)}|{label}",
        "sh=" + shape,
    ]
    if inside_right:
        listed += ["r=" + right, f"rl={right}|{label[:5]}"]
    if inside_left:
        listed += ["lw=" + left]
    if after == ",":
        listed += [
            "ac=" + story.word(end + 1),
            f"acc={texts[end + 1][:1].isupper() if end + 1 < len(texts) else False}",
        ]
    if before == "," and start > 1:
        listed += [f"bc={texts[start - 2][:1].isupper()}|{found[:3]}"]
    if closing.dep_ in ("nsubj", "poss", "pobj"):
        listed += [f"h={closing.dep_}|{closing.head.lemma_}"]
    if after in _LISTED:
        listed += [f"nx={after}|{story.beginning.get(end + 1, '')}|{found[:1]}"]
    if before in _LISTED:
        listed += [f"pv={before}|{story.ending.get(start - 1, '')}|{found[:1]}"]
    if right[:1] in "-–—" and right:
        listed += ["dash"]
    return listed + _elsewhere(story, candidate.text, label, alone=single == "1")


def _elsewhere(story: Story, name: str, label: str, *, alone: bool) -> list[str]:
    """What the rest of the story makes of a name: a place, or, where it is one word, a person's or its last word."""
    listed = ["dp", f"dp={label[:3]}"] if name in story.places else []
    if alone:
        listed += ["w=" + name.lower()[-3:], f"len={min(len(name), 6)}"]
        if name in story.persons:
            listed += ["person", "person|" + label]
        if name in story.tails:
            listed += ["tail|" + label]
    return listed


def _label(story: Story, start: int, end: int) -> str:
    """How the tagger's entities lie to these tokens: the same, around, within, across."""
    here = story.entity.get(start) or story.entity.get(end - 1)
    if here is None:
        return "none"
    if (here[0], here[1]) == (start, end) or ((here[0] + 1, here[1]) == (start, end) and story.lower[here[0]] == "the"):
        return "is" + here[2]
    if here[0] <= start and end <= here[1]:
        return ("head" if here[1] == end else "at" if here[0] == start else "in") + here[2]
    if start <= here[0] and here[1] <= end:
        return "over" + here[2]
    return "cross" + here[2]


def _known(candidate: Candidate) -> str:
    """The likeliest place of a name: its kind, how it came by the name, its size, how many share it."""
    records: Records = candidate.records
    if not len(records):
        return "no"
    if candidate.loose:
        return "loose"
    best = records[0]
    via = int(best["via"])
    if via == PEOPLE:
        return "people"
    if via == ABBREVIATION:
        return "abbreviation"
    size = int(log10(int(best["population"]) + 1))
    return f"{int(best['feature'])}{'a' if via >= ALTERNATE else 'n'}|{size}|{min(len(records), 6)}"
