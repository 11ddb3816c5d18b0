"""All warnings of one ``Doc``: what rules and reader find, tied to claims and actors, by event, and written down."""

from bisect import bisect_right
from typing import Final

from spacy.tokens import Doc, Span, Token

from bot.nlp.attribution.rules import Attribution
from bot.nlp.attribution.sources import is_party
from bot.nlp.attribution.stances import negation
from bot.nlp.document.actors import actor_of, add_actor
from bot.nlp.document.spans import CLAIMS, WARNINGS, Record
from bot.nlp.reader import Predictions, predictions
from bot.nlp.syntax.layout import SPEAKING, DocLayout
from bot.nlp.syntax.phrases import Range
from bot.nlp.syntax.voice import hearer, is_passive
from bot.nlp.warnings import cues, events, learned, parties, terms
from bot.nlp.warnings.candidate import WarningCandidate, shared
from bot.nlp.warnings.deadlines import deadline_in
from bot.nlp.warnings.words import mode_of

# What somebody states, claims, promises, demands or confirms is a warning when most of it warns.
_TURNED: Final = frozenset({"states", "claims", "promises", "demands", "confirms"})
_MAIN_PART: Final = 0.4
# "denied that it had threatened", "withdrew its warning": the text says that it was not issued, or is no more.
_TAKEN_BACK: Final = frozenset("deny retract withdraw disavow rescind drop".split())
_WARNING_WORDS: Final = frozenset("warn threaten caution vow warning threat ultimatum alert".split())
_CLIMB: Final = 3


def find_warnings(doc: Doc) -> Doc:
    """Find the warnings: spans into ``doc.spans["warnings"]``, the rest into ``doc._.warnings``. Linear in the text."""
    note(doc, predictions(doc))
    return doc


def note(doc: Doc, seen: Predictions) -> None:
    """Write down on ``doc`` what rules and the reader find."""
    layout, claims = DocLayout(doc), claims_of(doc)
    _write(findings(layout, claims, seen), claims, layout)


def findings(layout: DocLayout, claims: list[Attribution], seen: Predictions) -> list[WarningCandidate]:
    """Every warning of a text, in order, each once, with its parts."""
    by_rule: list[WarningCandidate] = []
    for token in layout.doc:
        if token.pos_ in ("VERB", "AUX") and layout.role(token.i) in SPEAKING:
            one = cues.by_cue(token, layout) or terms.given_until(token, layout)
            if one is not None:
                by_rule.append(one)
    for number, claim in enumerate(claims):
        by_rule.extend(terms.in_claim(claim, number, layout))
    by_rule = _once(by_rule)
    found = [*by_rule, *learned.by_reader(seen, by_rule, claims, layout)]
    found.sort(key=lambda one: (one.content[0], -one.content[1]))
    starts = sorted((content[0], number) for number, claim in enumerate(claims) for content in claim.contents)
    for one in found:
        learned.describe(one, seen, layout)
        if one.claim is None:
            one.claim = _claim_of(one, claims, starts)
        _complete(one, claims, seen, layout)
    return [
        one
        for one in found
        if one.rule != "reader" or (learned.is_sure(one, seen) and _is_issued(one, claims, layout.doc))
    ]


def _is_issued(one: WarningCandidate, claims: list[Attribution], doc: Doc) -> bool:
    """Whether what the reader alone sees is a warning: what nobody says is the story's own voice, unless somebody is
    "warned"; what somebody promises is a benefit."""
    told = one.actor is not None or (one.cue is not None and doc[one.cue[0]].lemma_.lower() in _WARNING_WORDS)
    promised = one.claim is not None and claims[one.claim].stance == "promises"
    return told and not (one.kind == "commitment" and promised)


def _once(found: list[WarningCandidate]) -> list[WarningCandidate]:
    """Of two that share most of their words the surer one."""
    kept: list[WarningCandidate] = []
    for one in sorted(found, key=lambda one: -one.confidence):
        if not any(shared(one.content, other.content) > 0.5 for other in kept):
            kept.append(one)
    return kept


def _complete(one: WarningCandidate, claims: list[Attribution], seen: Predictions, layout: DocLayout) -> None:
    """Give a warning its cue, parties, deadline, and whether the text denies it."""
    doc = layout.doc
    claim = claims[one.claim] if one.claim is not None else None
    sentence = doc[one.content[0]].sent
    if one.cue is None:
        one.cue = claim.cue if claim is not None else _warning_word(one, sentence)
    verb = doc[one.cue[0]] if one.cue is not None else None
    if claim is not None:
        one.actor = one.actor or claim.source
        one.recipient = one.recipient or parties.hearer_of(claim, doc, cautions=one.cautions)
    governor = parties.by_governor(one.content, doc, cautions=one.cautions)
    if claim is None:
        one.actor = one.actor or governor[0]
    if one.actor is not None and doc[one.actor[0] : one.actor[1]].root.lemma_.lower() in _WARNING_WORDS:
        one.actor = None  # "issued a flood warning for the coast", which parsers hang in many ways
    one.actor = one.actor or learned.tagged("actor", (sentence.start, sentence.end), seen, layout)
    one.recipient = one.recipient or governor[1]
    if one.actor is not None and verb is not None and is_passive(verb):
        told = hearer(verb)
        if told is not None and one.actor[0] <= told.i < one.actor[1]:
            one.actor, one.recipient = None, one.actor
    if one.recipient is None and one.kind in ("threat", "ultimatum"):
        one.recipient = parties.sufferer(doc[slice(*one.content)].root, one.content, one.condition)
    if one.recipient is not None and one.actor is not None and shared(one.recipient, one.actor) > 0:
        one.recipient = None
    one.deadline = deadline_in(doc, (sentence.start, sentence.end)) if not one.cautions else None
    one.negated = verb is not None and _taken_back(verb)


def _warning_word(one: WarningCandidate, sentence: Span) -> Range | None:
    words = [t for t in sentence if t.lemma_.lower() in _WARNING_WORDS and not one.content[0] <= t.i < one.content[1]]
    nearest = min(words, key=lambda t: abs(t.i - one.content[0]), default=None)
    return (nearest.i, nearest.i + 1) if nearest is not None else None


def _taken_back(word: Token) -> bool:
    """Whether the text says that a warning was not issued or was taken back: a "not" on it, "denied", "withdrew"."""
    if word.lemma_.lower() in _TAKEN_BACK or (word.pos_ in ("VERB", "AUX") and negation(word) is not None):
        return True
    at = word
    for _ in range(_CLIMB):
        if at.head.i == at.i or at.dep_ in ("relcl", "advcl"):
            return False
        at = at.head
        if at.pos_ in ("VERB", "AUX") and (at.lemma_.lower() in _TAKEN_BACK or negation(at) is not None):
            return at.dep_ != "conj" or at.head.i != word.i
    return False


def claims_of(doc: Doc) -> list[Attribution]:
    """The claims on the ``Doc`` as ranges, in their order."""
    by_id: dict[str, Attribution] = {}
    for record in doc._.claims:
        by_id[record["id"]] = Attribution([], "", record["stance"], record["confidence"])
    for span in doc.spans.get(CLAIMS, []):
        claim = by_id.get(span.id_)
        if claim is None:
            continue
        own = (span.start, span.end)
        match span.label_:
            case "content":
                claim.contents.append(own)
            case "source":
                claim.source = own
            case "cue":
                claim.cue = own
            case "addressee":
                claim.addressee = own
    return list(by_id.values())


def _claim_of(one: WarningCandidate, claims: list[Attribution], starts: list[tuple[int, int]]) -> int | None:
    """The claim that carries a warning: the one whose content shares most with it."""
    best, most = None, 0.5
    at = bisect_right(starts, (one.content[1], 0))
    for _, number in starts[max(0, at - 6) : at]:
        for content in claims[number].contents:
            share = shared(one.content, content)
            if share > most:
                best, most = number, share
    return best


def _write(found: list[WarningCandidate], claims: list[Attribution], layout: DocLayout) -> None:
    doc = layout.doc
    records: list[Record] = []
    spans: list[Span] = []
    for number, one in enumerate(found):
        record = _record(f"w{number}", one, claims, layout, spans)
        records.append(record)
        if one.claim is not None and not one.negated and doc._.claims[one.claim]["stance"] in _TURNED:
            length = sum(end - start for start, end in claims[one.claim].contents)
            if one.content[1] - one.content[0] >= _MAIN_PART * length:
                doc._.claims[one.claim]["stance"] = "warns"
    for record, event in zip(records, events.group(found, records, layout), strict=True):
        record["event"] = f"e{event}"
    doc.spans[WARNINGS] = spans
    doc._.warnings = records


def _record(
    warning_id: str, one: WarningCandidate, claims: list[Attribution], layout: DocLayout, spans: list[Span]
) -> Record:
    doc = layout.doc
    threatens = one.kind in ("threat", "ultimatum")
    record: Record = {
        "id": warning_id,
        "kind": one.kind,
        "actor": None,
        "recipient": None,
        "claim": doc._.claims[one.claim]["id"] if one.claim is not None else None,
        "negated": one.negated,
        "plover": {"event": "THREATEN", "mode": mode_of(doc, one.content)} if threatens else None,
        "confidence": round(one.confidence, 3),
    }
    parts = {
        "content": one.content,
        "cue": one.cue,
        "actor": one.actor,
        "recipient": one.recipient,
        "condition": one.condition,
        "consequence": one.consequence,
        "deadline": one.deadline,
    }
    for label, span in parts.items():
        if span is None or span[1] <= span[0]:
            continue
        start, end = span if label == "cue" else layout.balanced(span)
        made = Span(doc, start, end, label=label, span_id=warning_id)
        spans.append(made)
        if label in ("actor", "recipient"):
            record[label] = actor_of(doc, made) or (add_actor(doc, made) if _nameless(made) else None)
    if record["actor"] is None and one.claim is not None and one.actor in (None, claims[one.claim].source):
        speaker = doc._.claims[one.claim]["speaker"]
        if speaker != record["recipient"]:  # nobody warns himself
            record["actor"] = speaker
    return record


def _nameless(span: Span) -> bool:
    return span.root.pos_ in ("NOUN", "PROPN") and is_party(span.root)
