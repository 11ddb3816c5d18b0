"""What is annotated, as windows with the labels of every head.

One text may stand in several data sets: its labels are brought together, so that it is read once. What a data set does
not mark is masked, never taken for absent.

attribution_train  contents, sources and cues; beside that weak labels: a cue that warns stands in a sentence with a
                   warning, and a name that is a source is a party
facts_train        the same for every claim; the actors by name, alias and kind, and the places
warnings_*         the warnings of an article, all of them; so do the files of ``labels``, where ``read`` says in which
                   part, with articles by hash and short passages of our own
coreference_train  every mention with its type (GUM)
"""

import hashlib
import json
import random
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span, Token

from bot.nlp.document.tokenizer import readable
from bot.nlp.pipeline import load_pipeline
from bot.nlp.reader.features import Range, paragraphs
from bot.nlp.reader.network import cut
from bot.nlp.reader.predictions import MENTION_KINDS, WARNING_KINDS, WARNING_PARTS
from bot.nlp.reader.windows import SIZE, Window, windows

IGNORED: Final = -100  # torch's index for "do not count this"
# Pieces in a window, so that a paragraph is not always seen with the same neighbours.
SIZES_AT_RANDOM: Final = (120, 230)
THINNED: Final = 0.8
LABELS: Final = Path(__file__).parent / "labels"
SPLITS: Final = Path(__file__).parent / "splits.json"
_LABELLED: Final = ("articles_unlabelled", "attribution_train", "places_lgl", "places_geovirus")
_STOCK: Final = ("nutgraf_paragraphs", "tok2vec", "tagger", "parser", "attribute_ruler", "ner")

# Classes that a label allows, as bits: a label may leave open which of several is right.
NONE, OPTIONAL, REQUIRED = 1, 2, 4
_KIND: Final = {kind: 1 << number for number, kind in enumerate(MENTION_KINDS)}
_OUTSIDE, _NO_PARTY = _KIND["outside"], _KIND["none"]
_PARTY: Final = _KIND["person"] | _KIND["organisation"] | _KIND["state"] | _KIND["group"]
_PLACE: Final = _KIND["place"]
_COUNTRY: Final = _KIND["state"] | _PLACE
_CLOSED: Final = frozenset("ADP ADV AUX CCONJ INTJ NUM PART PRON PUNCT SCONJ SPACE SYM VERB".split())
_NAMES: Final = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW"})
_GUM: Final = {
    "person": _KIND["person"],
    "organization": _KIND["organisation"] | _KIND["group"],
    "place": _COUNTRY,
    "time": _OUTSIDE,
}


@dataclass(slots=True)
class Labels:
    """All that is annotated of one text; None where a data set does not mark it."""

    text: str
    quotes: list[dict[str, Any]] | None = None
    warnings: list[dict[str, Any]] | None = None
    facts: dict[str, Any] | None = None
    chains: list[dict[str, Any]] | None = None
    read: list[Range] | None = None  # where warnings were looked for, in characters; None: everywhere
    sets: set[str] = field(default_factory=set)
    weak: bool = True  # whether a cue that warns may stand for a warning


@dataclass(slots=True)
class Sentence:
    """A sentence in a window: the places of its words, the classes and kinds that are right (bits), and its weight."""

    places: list[int]
    classes: int
    kinds: int
    weight: float


@dataclass(slots=True)
class Example:
    """A window with its labels.

    ``tags``: for each word content, source, cue, or nothing where attributions are not marked; ``links``: place of a
    content's word, of its source, of its cue (0: none); ``parts``: for each word the tags of the parts of warnings;
    ``mentions``: for each word the kinds that are right (bits, 0: not marked).
    """

    window: Window
    tags: list[tuple[int, ...]]
    links: list[tuple[int, int, int]]
    parts: list[tuple[int, ...]]
    mentions: list[int]
    sentences: list[Sentence]

    @property
    def is_marked(self) -> bool:
        """Whether anything is marked in it."""
        return self.tags[0][0] != IGNORED or bool(self.sentences) or any(self.mentions)


@cache
def held_back() -> frozenset[str]:
    """The ids of the articles that nothing learns from."""
    return frozenset(json.loads(SPLITS.read_text("utf-8"))["held_back"])


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a file."""
    with path.open(encoding="utf-8") as records:
        yield from map(json.loads, records)


def labels(folder: Path, *, back: bool = False) -> list[Labels]:
    """What is annotated in the files of ``folder``, by text; with ``back`` on only the articles that are held back."""
    found: dict[str, Labels] = {}

    def of(record: dict[str, Any], name: str) -> Labels:
        one = found.setdefault(record["text"], Labels(record["text"]))
        one.sets.add(name)
        return one

    def wanted(record: dict[str, Any]) -> bool:
        return (record["doc_id"] in held_back()) == back

    for record in filter(wanted, lines(folder / "attribution_train.jsonl")):
        of(record, "attribution").quotes = record["quotes"]
    for record in filter(wanted, lines(folder / "facts_train.jsonl")):
        one = of(record, "facts")
        one.facts, one.quotes = record, one.quotes or record["quotes"]
    for record in filter(wanted, lines(folder / "warnings_articles_train.jsonl")):
        of(record, "warnings").warnings = record["warnings"]
    texts = {
        hashlib.sha1(record["text"].encode()).hexdigest(): record["text"]
        for name in _LABELLED
        for record in lines(folder / f"{name}.jsonl")
    }
    for path in sorted(LABELS.glob("warning*.jsonl")):
        for record in filter(wanted, lines(path)):
            one = of({"text": record.get("text") or texts[record["text_sha1"]]}, "warnings")
            if one.warnings is None:
                one.warnings, one.read = record["warnings"], record.get("read")
    for record in filter(wanted, lines(folder / "coreference_train.jsonl")):
        of(record, "coreference").chains = record["chains"]
    measured = {record["text"] for record in lines(folder / "warnings_articles_dev.jsonl")}
    for text in measured & found.keys():
        found[text].weak = False
    return list(found.values())


def parsed(texts: Sequence[str], cache_file: Path | None = None) -> list[Doc]:
    """The texts through the stock pipes; ``cache_file`` keeps what was parsed for the next run."""
    nlp = load_pipeline()
    known: dict[str, Doc] = {}
    if cache_file is not None and cache_file.exists():
        known = {doc.text: doc for doc in DocBin().from_disk(cache_file).get_docs(nlp.vocab)}
    new = [text for text in texts if readable(text) not in known]
    known |= {readable(text): _parse(nlp, text) for text in new}
    if cache_file is not None and new:
        kept = DocBin(attrs=["POS", "TAG", "DEP", "HEAD", "SENT_START", "ENT_IOB", "ENT_TYPE"])
        for doc in known.values():
            kept.add(doc)
        kept.to_disk(cache_file)
    return [known[readable(text)] for text in texts]


def _parse(nlp: Language, text: str) -> Doc:
    with nlp.select_pipes(enable=[name for name in nlp.pipe_names if name in _STOCK]):
        return nlp(text)


def examples(one: Labels, doc: Doc, *, at_random: bool = False) -> Iterator[Example]:
    """The windows of a text: as the reader cuts them, or with ``at_random``, to learn from, of another size and
    without most of the labels of what is plainly outside."""
    tags, links = _attribution(one, doc)
    parts, sentences = _warnings(one, doc)
    mentions = _mentions(one, doc)
    size = random.randint(*SIZES_AT_RANDOM) if at_random else SIZE
    if at_random:
        _thin(parts, sentences, mentions)
    for window in windows(doc, cut, paragraphs(doc), size):
        place = dict(zip(window.tokens, window.places, strict=True))
        place[-1] = 0
        yield Example(
            window,
            [tags[position] for position in window.tokens],
            [
                (place[position], *(place.get(end, IGNORED) for end in links[position]))
                for position in window.tokens
                if position in links
            ],
            [parts[position] for position in window.tokens],
            [mentions[position] for position in window.tokens],
            [
                Sentence([place[p] for p in range(start, end) if p in place], *label)
                for (start, end), label in sentences.items()
                if any(p in place for p in range(start, end))
            ],
        )


def _thin(parts: list[tuple[int, ...]], sentences: Mapping[Range, tuple[int, int, float]], mentions: list[int]) -> None:
    """Take away labels of what there is most of: words outside of mentions, and words of sentences without a warning,
    in which nobody asks for its parts."""
    for (start, end), (classes, _, _) in sentences.items():
        if classes == NONE and random.random() < THINNED:
            parts[start:end] = [(IGNORED,) * len(WARNING_PARTS)] * (end - start)
    for position, allowed in enumerate(mentions):
        if allowed == _OUTSIDE and random.random() < THINNED:
            mentions[position] = 0


def tokens(doc: Doc, start: int, end: int) -> list[int]:
    """The tokens that touch a span of characters, without blanks."""
    starts = [token.idx for token in doc] if not doc.has_extension("starts") else doc._.starts
    position = max(bisect_right(starts, start) - 1, 0)
    if doc[position].idx + len(doc[position]) <= start:
        position += 1
    return [p for p in range(position, bisect_left(starts, end)) if not doc[p].is_space]


if not Doc.has_extension("starts"):
    Doc.set_extension("starts", getter=lambda doc: [token.idx for token in doc])


def _begins(span: list[int]) -> Iterator[tuple[bool, int]]:
    """Each position of a span, and whether a stretch begins there; a line break within a span begins a new one."""
    before = -2
    for position in span:
        yield position != before + 1, position
        before = position


def _attribution(one: Labels, doc: Doc) -> tuple[list[tuple[int, ...]], dict[int, tuple[int, int]]]:
    if one.quotes is None:
        return [(IGNORED,) * 3] * len(doc), {}
    tags = [[0] * len(doc) for _ in range(3)]
    links: dict[int, tuple[int, int]] = {}
    for quote in one.quotes:
        read = [[tokens(doc, *span) for span in quote[name] or []] for name in ("content", "source", "cue")]
        for head, spans in enumerate(read):
            for span in spans:
                for begins, position in _begins(span):
                    if tags[head][position] == 0:
                        tags[head][position] = 1 if begins else 2
        source, cue = (next((span[0] for span in spans if span), -1) for spans in read[1:])
        links.update({position: (source, cue) for span in read[0] for position in span})
    return list(zip(*tags, strict=True)), links


def _bounds(span: Any) -> Range | None:
    """A span of characters, written as a pair or as start and end."""
    if span is None:
        return None
    return (span["start"], span["end"]) if isinstance(span, dict) else (span[0], span[1])


def _warnings(one: Labels, doc: Doc) -> tuple[list[tuple[int, ...]], dict[Range, tuple[int, int, float]]]:
    """The tags of the parts, and for sentences the classes and kinds that are right, and their weight."""
    sentences: dict[Range, tuple[int, int, float]] = {}
    if one.warnings is None:
        parts = [(IGNORED,) * len(WARNING_PARTS)] * len(doc)
        if one.weak:
            _weak_warnings(one, doc, parts, sentences)
        return parts, sentences
    looked = set(range(len(doc)))
    if one.read is not None:
        looked = {position for span in one.read for position in tokens(doc, *span)}
    tags = [[0 if position in looked else IGNORED for position in range(len(doc))] for _ in WARNING_PARTS]
    sentences = {
        (sentence.start, sentence.end): (NONE, 0, NONE_WEIGHT)
        for sentence in doc.sents
        if sum(token.i in looked for token in sentence) > len(sentence) / 2
    }
    # The gravest label of a sentence holds, so it is written last.
    for warning in sorted(one.warnings, key=lambda each: _classes(each)[1]):
        classes, weight = _classes(warning)
        content = _bounds(warning["content"])
        if classes == NONE or content is None:
            continue
        for head, name in enumerate(WARNING_PARTS):
            span = _bounds(warning[name])
            for begins, position in _begins(tokens(doc, *span)) if span else ():
                if tags[head][position] <= 0:
                    tags[head][position] = 1 if begins else 2
        words, said = set(tokens(doc, *content)), _bounds(warning["cue"])
        cue = set(tokens(doc, *said)) if said else set()
        for start, end in sentences:
            inside = sum(position in words for position in range(start, end))
            if inside and (2 * inside >= len(words) or 2 * inside >= end - start or any(start <= p < end for p in cue)):
                sentences[start, end] = classes, 1 << WARNING_KINDS.index(warning["kind"]), weight
    return list(zip(*tags, strict=True)), sentences


# Four of five sentences hold no warning: each of them counts less.
NONE_WEIGHT: Final = 0.35


def _classes(warning: dict[str, Any]) -> tuple[int, float]:
    """The classes that are right for a warning's sentence, and how much it counts."""
    if warning.get("negated"):
        return NONE, 0.0
    if warning.get("headline"):
        return OPTIONAL | REQUIRED, 1.0
    return (OPTIONAL, 0.7) if warning.get("optional") else (REQUIRED, 2.0)


def _weak_warnings(
    one: Labels, doc: Doc, parts: list[tuple[int, ...]], sentences: dict[Range, tuple[int, int, float]]
) -> None:
    """An attribution whose cue warns, threatens or vows is a warning, required or not; the rest stays open."""
    for quote in one.quotes or []:
        if not quote["warn"] or not quote["cue"]:
            continue
        cue = tokens(doc, *quote["cue"][0])
        if not cue:
            continue
        sentence = doc[cue[0]].sent
        sentences[sentence.start, sentence.end] = OPTIONAL | REQUIRED, 0, 0.7
        for span in quote["content"]:
            for begins, position in _begins(tokens(doc, *span)):
                if sentence.start <= position < sentence.end:
                    parts[position] = (1 if begins else 2, *(IGNORED,) * (len(WARNING_PARTS) - 1))


def _mentions(one: Labels, doc: Doc) -> list[int]:
    if one.facts is not None:
        return _of_facts(one.facts, doc)
    if one.chains is not None:
        return _of_chains(one.chains, doc)
    return _of_sources(one.quotes or [], doc)


def _of_sources(quotes: list[dict[str, Any]], doc: Doc) -> list[int]:
    """A name that heads a source is a party; of which kind it is, and all else, stays open."""
    allowed = [0] * len(doc)
    for quote in quotes:
        for span in quote["source"] or []:
            words = tokens(doc, *span)
            if words:
                root = doc[words[0] : words[-1] + 1].root
                if root.pos_ == "PROPN":
                    for position in _name(root):
                        allowed[position] = _PARTY
    return allowed


def _name(root: Token) -> Iterator[int]:
    """A proper noun with those right before it."""
    position = root.i
    while position >= 0 and root.doc[position].pos_ == "PROPN":
        yield position
        position -= 1


def _of_facts(facts: dict[str, Any], doc: Doc) -> list[int]:
    """Actors and places where their names stand; every other name is none of these, every other noun phrase open."""
    allowed = [_OUTSIDE if token.pos_ in _CLOSED else 0 for token in doc]
    for token in doc:
        if token.pos_ in ("DET", "PART") or not any(letter.isalnum() for letter in token.text):
            continue
        if token.ent_type_ in _NAMES or (token.pos_ == "PROPN" and not token.ent_type_):
            allowed[token.i] = _NO_PARTY
        elif token.ent_type_ == "NORP":
            allowed[token.i] = 0
        elif token.ent_type_:
            allowed[token.i] = _OUTSIDE
    named: dict[Range, int] = {}
    for kind, record in [
        *((_KIND[actor["kind"]], actor) for actor in facts["actors"]),
        *((_COUNTRY if place["kind"] == "country" else _PLACE, place) for place in facts["locations"]),
    ]:
        for name in {record["name"], *record["aliases"]}:
            for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", doc.text):
                words = tokens(doc, *match.span())
                if words:
                    bounds = words[0], words[-1] + 1
                    named[bounds] = named.get(bounds, 0) | kind
    for (start, end), kinds in sorted(named.items(), key=lambda item: item[0][1] - item[0][0]):
        allowed[start:end] = [kinds] * (end - start)
        # Titles before a name ("Police Chief | Altomare") are part of the phrase, not of another name.
        position = start - 1
        while position >= 0 and allowed[position] == _NO_PARTY and doc[position].dep_ in ("compound", "amod"):
            allowed[position] = 0
            position -= 1
    return allowed


def _of_chains(chains: list[dict[str, Any]], doc: Doc) -> list[int]:
    """The type of the innermost mention, from its first word to its head; words of no mention are outside."""
    allowed = [_OUTSIDE] * len(doc)
    spans: list[tuple[Span, str]] = []
    for chain in chains:
        for start, end, *_ in chain["mentions"]:
            words = tokens(doc, start, end)
            if words:
                spans.append((doc[words[0] : words[-1] + 1], chain["type"]))
    for span, kind in sorted(spans, key=lambda pair: -len(pair[0])):
        root = span.root
        # "[Boston] Red Sox" is one name.
        if root.pos_ == "PRON" or (root.dep_ in ("compound", "nmod") and root.head.pos_ == "PROPN"):
            continue
        last = root.i + 1
        while last < span.end and doc[last].pos_ == "PROPN":
            last += 1
        if kind in _GUM:
            kinds = _GUM[kind]
            if kind == "person" and root.tag_ in ("NNS", "NNPS"):
                kinds |= _KIND["group"]
            if kind == "organization" and root.pos_ == "PROPN":
                kinds = _KIND["organisation"] | (_KIND["state"] if root.ent_type_ == "GPE" else 0)
        else:
            kinds = _NO_PARTY if root.pos_ == "PROPN" else _NO_PARTY | _OUTSIDE
        allowed[span.start : last] = [kinds] * (last - span.start)
    return allowed
