"""All rules over one ``Doc``, their findings settled against each other and the reader's, and written down."""

from collections.abc import Iterable

from spacy.tokens import Doc, Span

from bot.nlp.attribution.clauses import clausal
from bot.nlp.attribution.confidence import confidence, form_of, measures
from bot.nlp.attribution.constructions import according, as_put, headline, inserted, transcript
from bot.nlp.attribution.quotation_linker import Linker
from bot.nlp.attribution.ranking import rank
from bot.nlp.attribution.rules import Attribution
from bot.nlp.attribution.sources import behind_dateline, is_party
from bot.nlp.document.actors import actor, actor_of, add_actor, speaker_of
from bot.nlp.document.spans import CLAIMS
from bot.nlp.lexicon.cues import POS, cues
from bot.nlp.reader import predictions
from bot.nlp.syntax.layout import SPEAKING, DocLayout
from bot.nlp.syntax.phrases import Range, trimmed
from bot.nlp.syntax.voice import is_passive


def attribute(doc: Doc) -> Doc:
    """Find who said what: spans into ``doc.spans["claims"]``, the rest into ``doc._.claims``. Linear in the text."""
    layout = DocLayout(doc)
    write(layout, rank(findings(layout), predictions(doc), layout))
    return doc


def findings(layout: DocLayout) -> list[Attribution]:
    """Every attribution of a text that the rules find, in order, none inside another of the same words."""
    doc = layout.doc
    table = cues()
    clauses: list[Attribution] = []
    for token in doc:
        kind = POS.get(token.pos_)
        if token.lower_ == "according" and layout.role(token.i) in SPEAKING and layout.quoted[token.i] < 0:
            one = according(token, layout)
            if one is not None:
                clauses.append(one)
            continue
        if kind is None:
            continue
        cue = table.get((token.lemma_.lower(), kind))
        if cue is None or layout.role(token.i) not in SPEAKING or layout.quoted[token.i] >= 0:
            continue
        one = inserted(token, cue, layout) if kind == "v" else None
        if one is None and kind == "v" and token.dep_ == "advcl" and "q" in cue.frames:
            one = as_put(token, layout)
        clauses.extend([one] if one is not None else clausal(token, cue, layout))
    clauses = _fullest_cues([one for one in clauses if not _in_quotation(one, layout)])
    clauses = _widened(clauses, layout)
    taken = _taken(clauses, layout)
    quotes = Linker(layout).run(taken)
    titles = _titles(layout)
    return _settled(clauses, quotes + titles, layout)


def _titles(layout: DocLayout) -> list[Attribution]:
    found = []
    for region in layout.regions:
        one = headline(region, layout) if region.role == "headline" else None
        if one is None and region.role == "body":
            one = transcript(region, layout, following=False)
        if one is not None:
            found.append(one)
    return found


def _in_quotation(one: Attribution, layout: DocLayout) -> bool:
    return one.cue is not None and layout.quoted[one.cue[0]] >= 0


def _fullest_cues(clauses: list[Attribution]) -> list[Attribution]:
    """Of "refused" and "refused to confirm" only the second, which says what of."""
    ends: dict[int, int] = {}
    for one in clauses:
        if one.cue is not None:
            ends[one.cue[0]] = max(ends.get(one.cue[0], 0), one.cue[1])
    return [one for one in clauses if one.cue is None or one.cue[1] == ends[one.cue[0]]]


def _widened(clauses: list[Attribution], layout: DocLayout) -> list[Attribution]:
    """A content that ends inside a quotation takes all of it: the parser stops at the first stop in it."""
    for one in clauses:
        contents = []
        for start, end in one.contents:
            number = layout.quoted[end - 1]
            if number >= 0 and layout.quotes[number].start >= start:
                end = layout.quotes[number].end
            elif end < len(layout.doc) and layout.quoted[end] >= 0:
                quote = layout.quotes[layout.quoted[end]]
                if quote.start == end and _runs_on(layout, end):
                    end = quote.end
            contents.append((start, end))
        one.contents = contents
    return clauses


def _runs_on(layout: DocLayout, position: int) -> bool:
    """Whether a quotation goes on with the sentence before it."""
    doc = layout.doc
    return position > 0 and not doc[position - 1].is_punct and not doc[position - 1].is_space


def _taken(clauses: Iterable[Attribution], layout: DocLayout) -> list[bool]:
    taken = [False] * len(layout.quotes)
    for one in clauses:
        for start, end in one.contents:
            for position in range(start, end):
                number = layout.quoted[position]
                if number >= 0:
                    taken[number] = True
    return taken


def _settled(clauses: list[Attribution], others: list[Attribution], layout: DocLayout) -> list[Attribution]:
    """One finding for one content: where two have nearly the same words the surer one stays."""
    found = sorted([*clauses, *others], key=lambda one: (one.start, -one.contents[0][1]))
    kept: list[Attribution] = []
    for one in found:
        near = range(len(kept) - 1, max(len(kept) - 5, -1), -1)
        rival = next((at for at in near if _same(one, kept[at])), None)
        if rival is None:
            kept.append(one)
        elif one.confidence > kept[rival].confidence:
            kept[rival] = one
    return kept


def _same(one: Attribution, other: Attribution) -> bool:
    a, b = one.contents[0], other.contents[0]
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared > 0.7 * max(a[1] - a[0], b[1] - b[0])


def kind_of(contents: list[Range], layout: DocLayout) -> str:
    """direct when all of it is quoted, mixed when some is, else indirect."""
    inside = outside = 0
    for start, end in contents:
        start, end = trimmed(layout.doc, (start, end))
        for position in range(start, end):
            if layout.doc[position].is_punct or layout.doc[position].is_space:
                continue
            if layout.quoted[position] >= 0:
                inside += 1
            else:
                outside += 1
    return "indirect" if not inside else "direct" if not outside else "mixed"


def _nameless(span: Span) -> bool:
    """Whether a party without a proper name speaks or is told ("US officials"); never "he", "the report"."""
    return span.root.pos_ in ("NOUN", "PROPN") and is_party(span.root)


def _has_source(one: Attribution, layout: DocLayout) -> bool:
    """Whether a finding names who says it, or at least that it was said ("Villagers told to leave").

    A statement has a source: of 45 findings in unseen stories that had none 2 were right.
    """
    if one.source is not None or one.antecedent is not None:
        return True
    passive = one.cue is not None and any(is_passive(token) for token in layout.doc[slice(*one.cue)])
    return passive or (one.cue is not None and one.rule != "reader")


def write(layout: DocLayout, found: list[Attribution]) -> list[list[float]]:
    """Put the attributions on the ``Doc`` as claims; return what the confidence of each was weighed from."""
    doc = layout.doc
    spans: list[Span] = []
    rows: list[list[float]] = []
    records = []
    for number, one in enumerate(one for one in found if _has_source(one, layout)):
        claim_id = f"c{number}"
        contents = sorted(layout.balanced(behind_dateline(doc, content)) for content in one.contents)
        spans.extend(Span(doc, start, end, label="content", span_id=claim_id) for start, end in contents)
        ids: dict[str, str | None] = {"source": None, "addressee": None}
        who, source = 0.0, None
        for label, span in (("source", one.source), ("cue", one.cue), ("addressee", one.addressee)):
            if span is None or span[1] <= span[0]:
                continue
            first, end = span if label == "cue" else layout.balanced(behind_dateline(doc, span))
            made = Span(doc, first, end, label=label, span_id=claim_id)
            spans.append(made)
            if label == "source":
                source = made
                ids[label], who = speaker_of(doc, made)
            elif label == "addressee":
                ids[label] = actor_of(doc, made) or (add_actor(doc, made) if _nameless(made) else None)
        if ids["source"] is None and one.antecedent is not None:
            ids["source"], who = speaker_of(doc, doc[slice(*one.antecedent)])
        kind, speaker = kind_of(one.contents, layout), actor(doc, ids["source"])
        measured = measures(one, kind, form_of(doc, source, speaker), speaker, who, layout)
        records.append(
            {
                "id": claim_id,
                "kind": kind,
                "stance": one.stance,
                "speaker": ids["source"],
                "addressee": ids["addressee"],
                "confidence": round(confidence(measured, speaker is not None), 2),
            }
        )
        rows.append(measured)
    doc.spans[CLAIMS] = spans
    doc._.claims = records
    return rows
