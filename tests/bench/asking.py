"""What one question takes on a story that was read."""

import time

from bot.answers import answer, passages_of
from bot.encoder import CrossEncoder, SentenceEncoder
from bot.models import Report

QUESTIONS = (
    "who warned whom",
    "who said it would happen again",
    "who thinks this was a mistake and wants it stopped",
    "what did the minister say about the deadline",
    "what did they promise",
    "where did it happen",
    "when does it start",
    "how many people were hurt",
    "why did they refuse",
    "what happens if nobody agrees",
    "has anybody resigned",
    "who is in charge",
)
ROUNDS = 5


def milliseconds(report: Report) -> tuple[float, float]:
    """The 95th percentile and the median of one question, in milliseconds, with the story's passages at hand as the bot
    has them behind its reply; the questions are new to the encoder in each round."""
    took = []
    for number in range(ROUNDS):
        encoder, reader = SentenceEncoder(), CrossEncoder()
        encoder.vectors(passages_of(report))
        for question in QUESTIONS:
            started = time.perf_counter()
            answer(f"{question} {'?' * number}", report, encoder, reader)
            took.append(1000 * (time.perf_counter() - started))
    took.sort()
    return took[int(0.95 * len(took))], took[len(took) // 2]
