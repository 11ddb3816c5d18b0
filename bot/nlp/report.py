"""``Doc`` to ``Report``: the one place where findings become models."""

import re
from datetime import datetime
from typing import Any, Final

from spacy.tokens import Doc
from spacy.tokens import Span as TokenSpan

from bot.models import Actor, Article, Claim, Deadline, IssuedWarning, Location, Mention, Paragraph, Report, Span
from bot.nlp.document.spans import CLAIMS, MENTIONS, PARAGRAPHS, TOPONYMS, WARNINGS
from bot.nlp.document.tokenizer import readable
from bot.nlp.warnings.deadlines import resolved

_STOPPED: Final = re.compile(r"[.!?…][\"”’')\]]*+\s*+$")
_BEGINS: Final = re.compile(r"(?<![\s\"“‘'(\[])\s*+[\"“‘'(\[]*+[^\W_a-z]")

Grouped = dict[str, dict[str, list[TokenSpan]]]


def to_report(doc: Doc, article: Article, pipeline: str) -> Report:
    """The findings on ``doc`` as a ``Report`` on ``article``, whose text must be what ``doc`` was made of.

    Paragraphs are the article's own where it has them, else those the pipeline saw. Raises ValueError when the
    texts differ.
    """
    if doc.text != readable(article.text):
        raise ValueError("the doc was not made of this article's text")
    paragraphs = article.paragraphs or [
        Paragraph.model_validate({"start": p.start_char, "end": p.end_char, "role": p.label_})
        for p in doc.spans.get(PARAGRAPHS, [])
    ]
    return Report(
        article=article.model_copy(update={"paragraphs": paragraphs}),
        sentences=_sentences(doc),
        actors=_actors(doc),
        claims=_claims(doc),
        warnings=_warnings(doc, article.published),
        locations=_locations(doc),
        pipeline=pipeline,
    )


def _span(span: TokenSpan) -> Span:
    return Span(start=span.start_char, end=span.end_char)


def _grouped(doc: Doc, group: str) -> Grouped:
    """The spans of a group by id and label; one pass, since a group may hold thousands."""
    by_id: Grouped = {}
    for span in doc.spans.get(group, []):
        by_id.setdefault(span.id_, {}).setdefault(span.label_, []).append(span)
    return by_id


def _one(spans: dict[str, list[TokenSpan]], label: str) -> Span | None:
    found = spans.get(label)
    return _span(found[0]) if found else None


def _sentences(doc: Doc) -> list[Span]:
    """The sentences of headline and body; none goes beyond its paragraph.

    The parser also parts a dateline from its sentence, and a closing quotation mark from its quotation: what follows
    no stop, or does not begin as a sentence begins, is joined to what it was parted from.
    """
    found: list[Span] = []
    if not doc.has_annotation("SENT_START"):
        return found
    for paragraph in doc.spans.get(PARAGRAPHS, []):
        if paragraph.label_ not in ("headline", "body"):
            continue
        start = paragraph.start_char
        for sentence in paragraph.sents:
            end = min(sentence.end_char, paragraph.end_char)
            whole, rest = doc.text[start:end], doc.text[end : paragraph.end_char]
            if rest.strip() and not (_STOPPED.search(whole) and _BEGINS.match(rest)):
                continue
            if whole.strip():
                at = start + len(whole) - len(whole.lstrip())
                found.append(Span(start=at, end=at + len(whole.strip())))
            start = end
    return found


def _actors(doc: Doc) -> list[Actor]:
    mentions = _grouped(doc, MENTIONS)
    actors = []
    for record in doc._.actors:
        own = [
            Mention.model_validate({"start": span.start_char, "end": span.end_char, "form": form})
            for form, spans in mentions.get(record["id"], {}).items()
            for span in spans
        ]
        own.sort(key=lambda mention: mention.start)
        actors.append(Actor.model_validate({**record, "mentions": own}))
    return actors


def _claims(doc: Doc) -> list[Claim]:
    spans = _grouped(doc, CLAIMS)
    claims = []
    for record in doc._.claims:
        own = spans[record["id"]]
        data: dict[str, Any] = {
            **record,
            "content": [_span(span) for span in own["content"]],
            "source": _one(own, "source"),
            "cue": _one(own, "cue"),
        }
        claims.append(Claim.model_validate(data))
    return claims


def _warnings(doc: Doc, published: datetime | None) -> list[IssuedWarning]:
    spans = _grouped(doc, WARNINGS)
    warnings = []
    for record in doc._.warnings:
        own = spans[record["id"]]
        data: dict[str, Any] = {
            **record,
            "content": _one(own, "content"),
            "cue": _one(own, "cue"),
            "actor_span": _one(own, "actor"),
            "recipient_span": _one(own, "recipient"),
            "condition": _one(own, "condition"),
            "consequence": _one(own, "consequence"),
            "deadline": _deadline(own, published),
        }
        warnings.append(IssuedWarning.model_validate(data))
    return warnings


def _deadline(spans: dict[str, list[TokenSpan]], published: datetime | None) -> Deadline | None:
    span = _one(spans, "deadline")
    if span is None:
        return None
    due, at = resolved(spans["deadline"][0].text, published) if published is not None else (None, None)
    return Deadline(start=span.start, end=span.end, due=due, at=at)


def _locations(doc: Doc) -> list[Location]:
    spans = _grouped(doc, TOPONYMS)
    return [
        Location.model_validate(
            {**record, "mentions": [_span(span) for span in spans.get(record["id"], {}).get("toponym", [])]}
        )
        for record in doc._.locations
    ]
