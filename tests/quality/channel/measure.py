"""Questions to a channel of thirty stories: whether the right story answers, with the right words, or none does.

The stories are articles of articles_unlabelled.jsonl by their ids, the answers offsets into them; the questions are
ours. How a channel is asked was chosen with a look at every other one ("looked_at").
"""

import asyncio
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from bot.answers.search.index import packed_words
from bot.answers.search.vectors import packing
from bot.encoder import CrossEncoder, SentenceEncoder
from bot.models import Article, ChannelStory, Report, Span, StoryCard, StoryResult
from bot.nlp import extract, load_pipeline
from bot.ports import Channels, Threads
from bot.services import AskedChannel, Asking, Place, StoryReader, StoryThreads
from bot.services.threads import channel_claims

QUESTIONS = Path(__file__).parent / "questions.json"
# As ../shared/eval/score_questions.py counts: so many words may stand around the answer.
MOST_WORDS = 60
Question = dict[str, Any]


class Archive:
    """Thirty stories in one channel, as the ports give them."""

    def __init__(self, reports: dict[str, Report], encoder: SentenceEncoder) -> None:
        self._reports = reports
        self._held = [_story(name, report, encoder) for name, report in reports.items()]

    async def held(self, team: str, channel: str) -> Sequence[ChannelStory]:
        """All stories."""
        return self._held

    async def story(self, team: str, channel: str, story_id: str, *, thread_ts: str | None) -> StoryResult | None:
        """One story."""
        card = next((story.card for story in self._held if story.card.story_id == story_id), None)
        return StoryResult(report=self._reports.get(story_id), card=card)


def _story(name: str, report: Report, encoder: SentenceEncoder) -> ChannelStory:
    text = report.article.text
    card = StoryCard(story_id=name, title=text.split("\n")[0][:120], read_at=datetime(2026, 11, 2, tzinfo=UTC))
    claims = list(channel_claims(Place("T1", "C1", name, name), card, report))
    sentences = [sentence.of(text) for sentence in report.sentences]
    vectors = [made for made in packing(claims, encoder, sentences) if made][-1]
    return ChannelStory(card, name, claims, (), packed_words(claims, " ".join(sentences)), vectors)


def right(question: Question, found: AskedChannel, reports: dict[str, Report]) -> bool:
    """Whether the answer comes from the right story, with the right words and the right speaker; or there is none."""
    if not found.asked or found.asked[0].answer.abstained:
        return not question["answerable"]
    if not question["answerable"]:
        return False
    first = found.asked[0]
    places = [(question["doc_id"], answer) for answer in question["answers"]]
    places += [(other["doc_id"], other) for other in question.get("also", [])]
    speaker = question["speaker"]
    named = speaker is None or question["type"] != "who_said" or _last(first.answer.speaker) == _last(speaker)
    text = reports[first.card.story_id].article.text
    return named and any(
        first.card.story_id == story and _holds(span, answer, text)
        for story, answer in places
        for span in first.answer.spans
    )


def _holds(span: Span, answer: dict[str, int], text: str) -> bool:
    start, end = max(span.start, answer["start"]), min(span.end, answer["end"])
    shared, whole = max(0, end - start), answer["end"] - answer["start"]
    return len(span.of(text).split()) <= MOST_WORDS and 2 * shared >= whole


def _last(name: str | None) -> str:
    return (name or "").casefold().split()[-1:][0] if name else ""


async def _asked(questions: Sequence[Question], reports: dict[str, Report], say: Callable[[str], None]) -> list[bool]:
    encoder = SentenceEncoder()
    archive = Archive(reports, encoder)
    asking = Asking(
        reader=cast(StoryReader, None),
        stories=cast(StoryThreads, archive),
        threads=cast(Threads, None),
        channels=cast(Channels, archive),
        encoder=encoder,
        judge=CrossEncoder(),
    )
    found = []
    for question in questions:
        given = await asking.channel("T1", "C1", question["question"])
        found.append(right(question, given, reports))
        if question["looked_at"] and not found[-1]:
            first = given.asked[0] if given.asked else None
            told = "nothing" if first is None or first.answer.abstained else first.report.words(first.answer.spans)
            say(f"channel: {question['question']}: {told[:160]}")
    return found


def measured(shared: Path, say: Callable[[str], None]) -> dict[str, float]:
    """The shares that are right, for the floors: of all, of the answerable, and of those that were not looked at."""
    given = json.loads(QUESTIONS.read_text("utf-8"))
    lines = (shared / "data" / "articles_unlabelled.jsonl").read_text("utf-8").splitlines()
    texts = {one["doc_id"]: one["text"] for one in map(json.loads, lines) if one["doc_id"] in given["stories"]}
    pipeline = load_pipeline()
    reports = {name: extract(pipeline, Article(text=texts[name])) for name in given["stories"]}
    questions = given["questions"]
    found = asyncio.run(_asked(questions, reports, say))
    parts = {
        "right": [True] * len(questions),
        "answerable": [question["answerable"] for question in questions],
        "unseen": [not question["looked_at"] for question in questions],
    }
    return {
        f"channel.{name}": sum(hit for hit, one in zip(found, part, strict=True) if one) / sum(part)
        for name, part in parts.items()
    }
