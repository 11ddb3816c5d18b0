"""How sure a claim is: the likelihood that its words, its stance and its speaker as named are all right.

A logistic model over what the ranking says of content and source, what coreference says of the speaker, and the shape
of the claim (``data/confidence.json``, made by ``deploy/training/confidence.py`` from stories with named speakers).
"""

import json
import math
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final, Literal, get_args

from spacy.tokens import Doc, Span

from bot.models import Stance
from bot.nlp.attribution.ranking import logit, probability
from bot.nlp.attribution.rules import Attribution
from bot.nlp.attribution.stances import denied
from bot.nlp.document.spans import Record
from bot.nlp.lexicon.cues import cues
from bot.nlp.lexicon.load import word_list
from bot.nlp.syntax.layout import DocLayout
from bot.nlp.syntax.phrases import is_mark

Form = Literal["none", "he", "it", "they", "other pronoun", "name", "role", "nameless", "document"]
FORMS: Final[tuple[Form, ...]] = get_args(Form)
_STANCES: Final[tuple[Stance, ...]] = (
    "claims",
    "confirms",
    "denies",
    "accuses",
    "warns",
    "demands",
    "promises",
    "asks",
)
_HE: Final = frozenset({"he", "she", "his", "her", "him", "himself", "herself"})
_THEY: Final = frozenset({"they", "their", "them"})
_IT: Final = frozenset({"it", "its"})
_PLAIN: Final = frozenset({"say", "tell", "add"})
# A claim whose speaker is not told is never shown as sure.
_OPEN: Final = 0.5


def form_of(doc: Doc, source: Span | None, speaker: Record | None) -> Form:
    """In which form a source stands for its speaker."""
    if source is None:
        return "none"
    root = source.root
    word = root.lower_
    if word in _HE:
        return "he"
    if word in _IT:
        return "it"
    if word in _THEY:
        return "they"
    if root.pos_ == "PRON":
        return "other pronoun"
    if root.lemma_.lower() in word_list("documents"):
        return "document"
    if speaker is None:
        return "nameless"
    names = {word for name in (speaker["name"], *speaker["aliases"]) for word in name.split() if word[0].isupper()}
    if any(token.text in names and token.pos_ == "PROPN" for token in source):
        return "name"
    return "role" if speaker["name"].split()[-1][0].isupper() else "nameless"


def measures(
    one: Attribution, kind: str, form: Form, speaker: Record | None, who: float, layout: DocLayout
) -> list[float]:
    """What the model weighs; the first is 1."""
    doc = layout.doc
    start, end = one.contents[0][0], one.contents[-1][1]
    words = [token for span in one.contents for token in doc[slice(*span)] if not is_mark(token)]
    cue = doc[slice(*one.cue)] if one.cue is not None else None
    verb = cue is not None and any(token.pos_ in ("VERB", "AUX") for token in cue)
    known = max((cues()[key].confidence for key in _keys(cue)), default=0.0)
    finite = sum(token.tag_ in ("VBD", "VBZ", "VBP", "MD") for token in words)
    within = speaker is not None and kind != "indirect" and form in ("he", "role", "none") and _named_in(speaker, words)
    name = str(speaker["name"]) if speaker is not None else ""
    return [
        1.0,
        logit(one.content),
        logit(one.confidence),
        logit(who) if speaker is not None else -2.0,
        *(float(form == known_form) for known_form in FORMS),
        float(speaker is None),
        float(kind == "direct"),
        float(kind == "mixed"),
        *(float(one.stance == stance) for stance in _STANCES),
        float(one.cue is None),
        float(cue is not None and not verb),
        float(cue is not None and any(token.lemma_.lower() in _PLAIN for token in cue)),
        known,
        float(cue is not None and denied(cue)),
        float(one.rule == "quotation afloat"),
        float(one.rule == "reader"),
        float(one.rule == "gap"),
        math.log1p(len(words)),
        float(not finite),
        float(bool(words) and words[0].lower_ == "to"),
        float(len(words) < 5),
        float(within),
        float(layout.role(start) == "headline"),
        float(speaker is not None and speaker["kind"] == "person"),
        float(speaker is not None and speaker["kind"] == "organisation"),
        float(bool(name) and name[0].isupper() and " " not in name),
        float(speaker is not None and not name[:1].isupper()),
        float(speaker is not None and not name[:1].isupper() and " " not in name),
        float(form == "nameless" and doc[one.source[0]].lower_ in ("the", "this", "that") if one.source else False),
        float(form == "document" and who < 0.9),
        float(cue is not None and min(abs(cue.start - end), abs(start - cue.end)) > 4),
        float(cue is not None and cue[0].dep_ in ("relcl", "acl")),
        float(cue is not None and cue[0].tag_ == "VBG"),
    ]


def _keys(cue: Span | None) -> list[tuple[str, str]]:
    found = [(token.lemma_.lower(), pos) for token in cue or [] for pos in "vna"]
    return [key for key in found if key in cues()]


def _named_in(speaker: Record, words: Sequence[object]) -> bool:
    last = str(speaker["name"]).split()[-1]
    return any(str(word) == last for word in words)


def confidence(measured: Sequence[float], told: bool) -> float:
    """How likely a claim may be printed as it stands; below one in two where its speaker is not ``told``."""
    likely = probability(measured, _weights())
    return likely if told else min(likely, _OPEN)


@cache
def _weights() -> list[float]:
    weights: list[float] = json.loads((files("bot.nlp.attribution") / "data" / "confidence.json").read_text("utf-8"))
    return weights
