"""What the tagger is told of each word beside its pieces: the encoder itself sees neither case nor quotation marks."""

from typing import Final

from spacy.tokens import Doc

Range = tuple[int, int]

PARTS_OF_SPEECH: Final = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X SPACE".split()
DEPENDENCIES: Final = (
    "ROOT acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj csubj csubjpass dative "
    "dep det dobj expl intj mark meta neg nmod npadvmod nsubj nsubjpass nummod oprd parataxis pcomp pobj poss preconj "
    "predet prep prt punct quantmod relcl xcomp"
).split()
_POS: Final = {name: number for number, name in enumerate(PARTS_OF_SPEECH, 1)}
_DEP: Final = {name: number for number, name in enumerate(DEPENDENCIES, 1)}

# How many values each feature has, 0 for what is unknown: part of speech, dependency, shape, quotation.
SIZES: Final = (len(PARTS_OF_SPEECH) + 1, len(DEPENDENCIES) + 1, 7, 5)

_OPENING: Final = frozenset("“„«") | {"``"}
_CLOSING: Final = frozenset("”»") | {"''"}
_EITHER: Final = frozenset('"')
_SINGLE: Final = frozenset("'‘’")

Feature = tuple[int, int, int, int]


def paragraphs(doc: Doc) -> list[Range]:
    """The token ranges between line breaks."""
    found: list[Range] = []
    start = 0
    for token in doc:
        if "\n" in token.text:
            if token.i > start:
                found.append((start, token.i))
            start = token.i + 1
    if start < len(doc):
        found.append((start, len(doc)))
    return found


def features(doc: Doc, ranges: list[Range]) -> list[Feature]:
    """For each token: numbers of its part of speech, dependency, shape and place in a quotation."""
    quoted = _quoted(doc, ranges)
    return [(_POS.get(token.pos_, 0), _DEP.get(token.dep_, 0), _shape(token.text), quoted[token.i]) for token in doc]


def _shape(word: str) -> int:
    """1 small letters, 2 a capital first, 3 capitals, 4 one capital, 5 with a digit, 6 other."""
    if any(letter.isdigit() for letter in word):
        return 5
    if word.isupper():
        return 3 if len(word) > 1 else 4
    if word[:1].isupper():
        return 2
    return 1 if word.isalpha() else 6


def _quoted(doc: Doc, ranges: list[Range]) -> list[int]:
    """1 within a double quotation, 2 a double mark, 3 a single mark, 4 within one left open by an earlier paragraph."""
    states = [0] * len(doc)
    carried = False
    for start, end in ranges:
        inside = False
        for position in range(start, end):
            word = doc[position].text
            if word in _OPENING or word in _CLOSING or word in _EITHER:
                inside = word in _OPENING or (word in _EITHER and not inside)
                carried = False
                states[position] = 2
            elif word in _SINGLE:
                states[position] = 3
            elif inside:
                states[position] = 1
            elif carried:
                states[position] = 4
        carried = inside
    return states
