"""What tells whether a sentence answers a question: how close it is, what the cross-encoder says, how it is shaped."""

import math
import re
from collections.abc import Mapping
from typing import Final

from bot.answers.encoders import Judgement
from bot.answers.question import Question
from bot.answers.reading.answer_patterns import NUMBER, TIME
from bot.answers.reading.replies import Replies, Reply
from bot.answers.retrieval.story import Passage, Story
from bot.answers.retrieval.topic import Topic

Features = Mapping[str, float]
# The score of a cross-encoder that is as sure as it gets: beyond, more tells nothing.
_MOST: Final = 8.0


class Measures:
    """Measures the sentences of a story under one question."""

    def __init__(self, question: Question, story: Story, about: Topic, replies: Replies) -> None:
        self._question, self._story, self._about, self._replies = question, story, about, replies

    def of(self, reply: Reply, near: float, near_claim: float, judged: Judgement) -> Features:
        """The features of one sentence. ``near`` and ``near_claim`` are cosines of the sentence, and of the claim in
        it (0 without one), with the question."""
        question, story = self._question, self._story
        sentence = story.sentences[reply.sentence]
        text = sentence.span.of(story.text)
        said = question.kind in ("who_said", "what_said")
        family = "said" if said else "open" if question.kind == "condition" else question.kind
        score = max(-_MOST, min(_MOST, judged.score))
        cover = self._about.cover(sentence, story.neighbours(reply.sentence))
        found: dict[str, float] = {
            "judged": score,
            "near": near,
            "cover": cover,
            "position": math.log1p(reply.sentence),
            "headline": float(reply.sentence == 0),
            "length": min(2.0, len(text) / 200),
            f"judged_{family}": score,
            f"near_{family}": near,
        }
        if question.kind == "where" or question.kind in SHAPES:
            found[f"shaped_{question.kind}"] = float(self._shaped(sentence, text))
        if said or question.asks_someone:
            found |= self._said(reply, near_claim)
        if question.party is not None:
            found["role"] = float(reply.role is not None)
            found[f"owner_{question.kind}"] = float(bool(self._replies.owners & sentence.actors))
        return found

    def _said(self, reply: Reply, near_claim: float) -> Features:
        question, claim = self._question, reply.claim
        kind = "what" if question.kind == "what_said" else "who"
        speaker = reply.speaker.id if reply.speaker else None
        found = {f"{kind}_speaker": float(speaker is not None)}
        if kind == "who":
            # "who said Rask is wrong" is hardly Rask
            found["asked"] = float(speaker in self._replies.asked)
        else:
            found["owned"] = float(claim is not None)
        if claim is not None and reply.around is not None:
            found |= {
                "near_claim": near_claim,
                "cover_claim": self._about.cover(reply.around),
                "confidence": claim.confidence,
                "stance": float(question.stance is not None and claim.stance == question.stance),
            }
        return found

    def none(self, measured: int) -> Features:
        """The features of "the story does not say"."""
        question, about = self._question, self._about
        unknown = sum(term.weight for term in about.terms if not term.known)
        said = question.kind in ("who_said", "what_said")
        return {
            "none": 1.0,
            f"none_{question.kind}": 1.0,
            "unknown": unknown / about.weight if about.terms else 0.0,
            "measured": math.log1p(measured),
            "no_speaker": float(said and question.party is not None and not self._replies.owned),
            "no_owner": float(question.kind == "who_is" and not question.asks_someone and not self._replies.owners),
        }

    def _shaped(self, sentence: Passage, text: str) -> bool:
        if self._question.kind == "where":
            return self._story.places_in(sentence.span)
        return SHAPES[self._question.kind].search(text) is not None


# What a sentence looks like that tells this; questions of other kinds have no shape.
SHAPES: Final[Mapping[str, re.Pattern[str]]] = {"when": TIME, "number": NUMBER}
