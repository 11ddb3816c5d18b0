"""The sentences of a story that may answer, each with what it would answer and what tells whether it does."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.answers.encoders import CrossEncoder, Judgement, SentenceEncoder, cosines
from bot.answers.question import Question
from bot.answers.reading.features import Features, Measures
from bot.answers.reading.replies import Replies, Reply
from bot.answers.retrieval.closest import LOOKED_AT, closest_sentences, near_sentences
from bot.answers.retrieval.story import Story
from bot.answers.retrieval.topic import topic
from bot.models import Report

# Sentences that the cross-encoder reads: the answer is among them in 98 of 100 questions.
READ: Final = 12


@dataclass(frozen=True, slots=True)
class Measured:
    """A sentence as an answer: what it would show, the cross-encoder's judgement, and its features."""

    reply: Reply
    judged: Judgement
    features: Features


def passages_of(report: Report) -> list[str]:
    """The texts whose vectors a question about the story asks for: encoded before, the first answer is quick."""
    sentences = [sentence.of(report.article.text) for sentence in report.sentences[:LOOKED_AT]]
    return [*sentences, *(report.words(claim.content) for claim in report.claims[:LOOKED_AT])]


def measure(
    question: Question,
    story: Story,
    encoder: SentenceEncoder,
    reader: CrossEncoder,
    *,
    but: frozenset[str] = frozenset(),
) -> tuple[list[Measured], Features, Replies]:
    """The sentences that may answer, the features of "the story does not say", and what the replies are made of."""
    about = topic(question.topic, story)
    replies = Replies(question, story, about, but=but)
    near = near_sentences(question.text, story, encoder, about)
    chosen = closest_sentences(near, story, about, READ)
    judged = reader.judge(question.in_thread, [story.candidate(at) for at in chosen])
    shown = [replies.to(at) for at in chosen]
    near_claims = _near_claims(question, shown, story, encoder)
    measures = Measures(question, story, about, replies)
    measured = [
        Measured(reply, judgement, measures.of(reply, near[reply.sentence], near_claim, judgement))
        for reply, judgement, near_claim in zip(shown, judged, near_claims, strict=True)
    ]
    return measured, measures.none(len(measured)), replies


def _near_claims(question: Question, shown: Sequence[Reply], story: Story, encoder: SentenceEncoder) -> Sequence[float]:
    texts = [story.report.words(reply.claim.content) if reply.claim else "" for reply in shown]
    if not any(texts):
        return [0.0] * len(texts)
    wanted = encoder.vectors([question.topic or question.text])[0]
    near = iter(cosines(wanted, encoder.vectors([text for text in texts if text])).tolist())
    return [next(near) if text else 0.0 for text in texts]
