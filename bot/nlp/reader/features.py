"""What the reader is told of each word beside its pieces: the encoder itself sees neither case nor quotation marks."""

from typing import Final

from spacy.tokens import Doc

Range = tuple[int, int]
Feature = tuple[int, int, int, int, int, int]

PARTS_OF_SPEECH: Final = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X SPACE".split()
DEPENDENCIES: Final = (
    "ROOT acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj csubj csubjpass dative "
    "dep det dobj expl intj mark meta neg nmod npadvmod nsubj nsubjpass nummod oprd parataxis pcomp pobj poss preconj "
    "predet prep prt punct quantmod relcl xcomp"
).split()
# The recogniser's labels in groups: what a name of each is taken for.
ENTITIES: Final = (
    {"PERSON"},
    {"NORP"},
    {"ORG"},
    {"GPE"},
    {"LOC", "FAC"},
    {"EVENT", "PRODUCT", "WORK_OF_ART", "LAW", "LANGUAGE"},
    {"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"},
)
_POS: Final = {name: number for number, name in enumerate(PARTS_OF_SPEECH, 1)}
_DEP: Final = {name: number for number, name in enumerate(DEPENDENCIES, 1)}
_ENT: Final = {label: number for number, labels in enumerate(ENTITIES) for label in labels}

# How many values each feature has, 0 for what is unknown: part of speech, dependency, shape, quotation, entity, line.
SIZES: Final = (len(PARTS_OF_SPEECH) + 1, len(DEPENDENCIES) + 1, 7, 5, 2 * len(ENTITIES) + 2, 8)

_OPENING: Final = frozenset("“„«") | {"``"}
_CLOSING: Final = frozenset("”»") | {"''"}
_EITHER: Final = frozenset('"')
_SINGLE: Final = frozenset("'‘’")
_DASHES: Final = frozenset({"-", "–", "—", "--", "---"})
_STOPS: Final = frozenset(".!?…:;") | {"..."}
_DATELINE: Final = 16  # "KUALA LUMPUR, Malaysia, Nov. 20 (Agency) --" and its like have at most so many tokens


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
    """For each token: numbers of its part of speech, dependency, shape, place in a quotation, entity and line.

    ``ranges`` are the paragraphs that are read: a quotation goes on from one of them to the next. The entities have to
    be the recogniser's own.
    """
    quoted, lines = _quoted(doc, ranges), _lines(doc)
    return [
        (
            _POS.get(token.pos_, 0),
            _DEP.get(token.dep_, 0),
            _shape(token.text),
            quoted[token.i],
            _entity(token.ent_iob_, token.ent_type_),
            lines[token.i],
        )
        for token in doc
    ]


def _shape(word: str) -> int:
    """1 small letters, 2 a capital first, 3 capitals, 4 one capital, 5 with a digit, 6 other."""
    if any(letter.isdigit() for letter in word):
        return 5
    if word.isupper():
        return 3 if len(word) > 1 else 4
    if word[:1].isupper():
        return 2
    return 1 if word.isalpha() else 6


def _entity(iob: str, label: str) -> int:
    """1 outside of entities, an even number where one begins, an odd one inside; 0 for what the recogniser left out."""
    group = _ENT.get(label)
    if group is None:
        return 1 if iob else 0
    return 2 * group + (3 if iob == "I" else 2)


def _lines(doc: Doc) -> list[int]:
    """Where in the text a token stands: in the first line (1, 2), the second (3, 4) or a later one (5, 6), the second
    number where the line has no stop at its end, as headlines, credits and subheads have none; 7 in a dateline."""
    places = [0] * len(doc)
    for number, (start, end) in enumerate(paragraphs(doc)):
        words = [token.text for token in doc[start:end] if not (token.is_space or token.is_quote)]
        ended = bool(words) and (words[-1] in _STOPS or words[-1].endswith("."))
        places[start:end] = [2 * min(number, 2) + (1 if ended else 2)] * (end - start)
        dash = next((p for p in range(start, min(end, start + _DATELINE)) if doc[p].text in _DASHES), None)
        before = range(start, dash or start)
        if any(doc[p].is_upper and len(doc[p]) > 2 for p in before) or any(doc[p].text == ")" for p in before):
            places[start:dash] = [7] * len(before)
    return places


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
