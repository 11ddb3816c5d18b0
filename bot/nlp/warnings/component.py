"""All rules of warnings over one ``Doc``, settled against each other, tied to claims and actors, and written down."""

from bisect import bisect_right
from typing import Final

from spacy.tokens import Doc, Span, Token

from bot.nlp.attribution.rules import Attribution
from bot.nlp.attribution.sources import is_party
from bot.nlp.document.actors import actor_of, add_actor
from bot.nlp.document.spans import CLAIMS, WARNINGS, Record
from bot.nlp.syntax.layout import SPEAKING, DocLayout
from bot.nlp.syntax.phrases import Range, trimmed
from bot.nlp.warnings.implied import in_claim
from bot.nlp.warnings.nouns import NOUNS, by_noun
from bot.nlp.warnings.parts import WarningCandidate
from bot.nlp.warnings.risks import advice
from bot.nlp.warnings.terms import given_until
from bot.nlp.warnings.verbs import by_verb
from bot.nlp.warnings.words import is_word

_VERBS: Final = frozenset(
    [
        "warn",
        "caution",
        "alert",
        "threaten",
        "threate",
        "vow",
        "pledge",
        "promise",
        "swear",
        "advise",
        "urge",
        "ask",
        "tell",
        "order",
    ]
)
_TURNED: Final = frozenset({"states", "claims", "promises", "demands", "confirms"})


def find_warnings(doc: Doc) -> Doc:
    """Find the warnings: spans into ``doc.spans["warnings"]``, the rest into ``doc._.warnings``. Linear in the text."""
    layout = DocLayout(doc)
    claims = _claims(doc)
    found = findings(layout, claims)
    _write(doc, found, claims, layout)
    return doc


def findings(layout: DocLayout, claims: list[Attribution]) -> list[WarningCandidate]:
    """Every warning of a text, in order, each once."""
    found: list[WarningCandidate] = []
    for token in layout.doc:
        lemma = token.lemma_.lower()
        if lemma in _VERBS and token.pos_ in ("VERB", "AUX") and layout.role(token.i) in SPEAKING:
            one = by_verb(token, layout) or _cautioned(token, claims, layout)
        elif lemma == "give" and token.pos_ == "VERB" and layout.role(token.i) in SPEAKING:
            one = given_until(token, layout)
        elif lemma in NOUNS and token.pos_ in ("NOUN", "PROPN") and layout.role(token.i) in SPEAKING:
            one = by_noun(token, layout)
        elif token.pos_ == "VERB" and is_word(token, "care") and layout.role(token.i) == "body":
            one = advice(token, layout)
        else:
            continue
        if one is not None:
            found.append(one)
    for number, claim in enumerate(claims):
        found.extend(in_claim(claim, number, layout))
    return _once(found, layout)


def _cautioned(token: Token, claims: list[Attribution], layout: DocLayout) -> WarningCandidate | None:
    """'“…,” warned its director': a quotation whose claim tells the speaker that the parse of the cue does not."""
    if token.lemma_ not in ("warn", "caution"):
        return None
    for number, claim in enumerate(claims):
        if claim.cue is None or claim.source is None or not claim.cue[0] <= token.i < claim.cue[1]:
            continue
        start, end = claim.contents[0]
        if layout.quoted[start] < 0 or layout.quoted[token.i] >= 0:
            return None
        content = trimmed(layout.doc, (start, end))
        return WarningCandidate(
            "caution",
            content,
            "warn",
            0.8,
            cue=claim.cue,
            actor=claim.source,
            recipient=claim.addressee,
            claim=number,
            threatens=False,
        )
    return None


def _once(found: list[WarningCandidate], layout: DocLayout) -> list[WarningCandidate]:
    """Of two that share most of their words the surer one."""
    found.sort(key=lambda one: (one.content[0], -one.content[1]))
    kept: list[WarningCandidate] = []
    for one in found:
        near = range(len(kept) - 1, max(len(kept) - 5, -1), -1)
        rival = next((at for at in near if _shared(one.content, kept[at].content) > 0.5), None)
        if rival is None:
            kept.append(one)
        elif one.confidence > kept[rival].confidence:
            kept[rival] = one
    return kept


def _shared(a: Range, b: Range) -> float:
    both = min(a[1], b[1]) - max(a[0], b[0])
    return both / min(a[1] - a[0], b[1] - b[0]) if both > 0 else 0.0


def _claims(doc: Doc) -> list[Attribution]:
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


def _write(doc: Doc, found: list[WarningCandidate], claims: list[Attribution], layout: DocLayout) -> None:
    records: list[Record] = []
    spans: list[Span] = []
    starts = sorted((content[0], number) for number, claim in enumerate(claims) for content in claim.contents)
    told = [
        one for one in found if not (layout.role(one.content[0]) == "headline" and _restated(one, found, layout, doc))
    ]
    for one in found:
        claim = one.claim if one.claim is not None else _claim_of(one, claims, starts)
        one.claim = claim
        turned = claim is not None and doc._.claims[claim]["stance"] in _TURNED and not one.negated
        if claim is not None and turned and _main_part(one, claims[claim]):
            doc._.claims[claim]["stance"] = "warns"
    for one in told:
        warning_id = f"w{len(records)}"
        record: Record = {
            "id": warning_id,
            "kind": one.kind,
            "actor": None,
            "recipient": None,
            "claim": doc._.claims[one.claim]["id"] if one.claim is not None else None,
            "negated": one.negated,
            "plover": {"event": "THREATEN", "mode": one.mode} if one.threatens else None,
            "confidence": one.confidence,
        }
        parts = (
            ("content", one.content),
            ("cue", one.cue),
            ("actor", one.actor),
            ("recipient", one.recipient),
            ("condition", one.condition),
            ("consequence", one.consequence),
        )
        for label, span in parts:
            if span is None or span[1] <= span[0]:
                continue
            start, end = span if label == "cue" else layout.balanced(span)
            made = Span(doc, start, end, label=label, span_id=warning_id)
            spans.append(made)
            if label in ("actor", "recipient"):
                record[label] = actor_of(doc, made) or (add_actor(doc, made) if _nameless(made) else None)
        if record["actor"] is None and one.claim is not None:
            claim_record = doc._.claims[one.claim]
            named = one.actor is None or one.actor == claims[one.claim].source
            if named and claim_record["speaker"] != record["recipient"]:  # nobody warns himself
                record["actor"] = claim_record["speaker"]
        records.append(record)
    doc.spans[WARNINGS] = spans
    doc._.warnings = records


def _nameless(span: Span) -> bool:
    return span.root.pos_ in ("NOUN", "PROPN") and is_party(span.root)


def _claim_of(one: WarningCandidate, claims: list[Attribution], starts: list[tuple[int, int]]) -> int | None:
    """The claim that carries a warning: the one whose content shares most with it."""
    best, most = None, 0.0
    at = bisect_right(starts, (one.content[1], 0))
    for _, number in starts[max(0, at - 6) : at]:
        for content in claims[number].contents:
            share = _shared(one.content, content)
            if share > most:
                best, most = number, share
    return best if most > 0.5 else None


def _main_part(one: WarningCandidate, claim: Attribution) -> bool:
    """Whether a warning is at least two fifths of what its claim says."""
    length = sum(end - start for start, end in claim.contents)
    return (one.content[1] - one.content[0]) >= 0.4 * length


def _restated(one: WarningCandidate, found: list[WarningCandidate], layout: DocLayout, doc: Doc) -> bool:
    """Whether the text below a headline reports a warning too: the headline's is then the same one told shorter."""
    return any(
        other is not one and other.threatens == one.threatens and layout.role(other.content[0]) == "body"
        for other in found
    )
