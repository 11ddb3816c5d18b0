"""Answer a question from stories that were read, in their own words or not at all."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot import answers
from bot.answers import CrossEncoder, SentenceEncoder
from bot.errors import SourceError
from bot.models import Answer, Report, StoryCard, Thread
from bot.ports import Channels, Threads
from bot.services.reading import StoryReader
from bot.services.threads import StoryThreads

# Stories of a channel that are read for a question, the closest: of 83 questions to thirty stories the right one was
# the closest 81 times and among the closest three always. On one core a story takes some 70 ms, and where its sentences
# have no vectors any more 200.
STORIES_READ: Final = 3
# What a story's closeness counts beside the likelihood of its answer, and what both together must come to. Chosen on
# every other one of those questions; on the rest .75 are right.
CLOSENESS: Final = 0.5
ENOUGH: Final = 1.0
# Another story's answer stands beside the best where it is nearly as likely and says something else.
BESIDE: Final = 0.8


@dataclass(frozen=True)
class Asked:
    """The answer, and the story that it was looked for in (of several: the one that answers best)."""

    answer: Answer
    report: Report
    card: StoryCard


@dataclass(frozen=True)
class AskedChannel:
    """The answers of a channel's stories, the best first: one, or two that disagree. ``stories`` is how many there are
    in the channel."""

    asked: Sequence[Asked]
    stories: int


class Asking:
    """Questions about the stories of a thread, about given stories, or about all of a channel."""

    def __init__(
        self,
        *,
        reader: StoryReader,
        stories: StoryThreads,
        threads: Threads,
        channels: Channels,
        encoder: SentenceEncoder,
        judge: CrossEncoder,
    ) -> None:
        self._reader = reader
        self._stories = stories
        self._threads = threads
        self._channels = channels
        self._encoder, self._judge = encoder, judge

    async def thread(self, thread: Thread, question: str) -> Asked | None:
        """Ask the thread's stories; None when none of them can be had any more. Remembers the question, so that
        the next one may lean on it. Raises ``StoreUnavailable``."""
        ids = [story.story_id for story in thread.stories if story.story_id]
        asked = await self.stories(
            thread.team, thread.channel, ids, question, thread_ts=thread.thread_ts, previous=thread.last_question
        )
        if asked:
            # One field only: the thread may have been deleted or muted while the answer was looked for.
            await self._threads.change(thread.team, thread.channel, thread.thread_ts, last_question=question)
        return asked

    async def stories(
        self,
        team: str,
        channel: str,
        stories: Sequence[str],
        question: str,
        *,
        thread_ts: str | None = None,
        previous: str | None = None,
    ) -> Asked | None:
        """Ask every one of the channel's stories with these ids, as the thread had them, and give the best answer;
        one that a story gives beats every abstention."""
        best: Asked | None = None
        for story_id in stories:
            asked = await self._ask(team, channel, story_id, question, thread_ts=thread_ts, previous=previous)
            if asked is not None and (best is None or _rank(asked.answer) > _rank(best.answer)):
                best = asked
        return best

    async def channel(self, team: str, channel: str, question: str) -> AskedChannel:
        """Ask all stories of a channel: the closest to the question are read. Raises ``StoreUnavailable``."""
        held = await self._channels.held(team, channel)
        close = await asyncio.to_thread(answers.closest_stories, question, held, self._encoder, limit=STORIES_READ)
        found: list[tuple[float, Asked]] = []
        for story, closeness in close:
            asked = await self._ask(team, channel, story.card.story_id, question)
            if asked is not None:
                found.append((asked.answer.score + CLOSENESS * closeness, asked))
        found.sort(key=lambda one: (one[1].answer.abstained, -one[0]))
        if found and found[0][0] < ENOUGH:
            return AskedChannel([_withheld(found[0][1])], len(held))
        best = [asked for _, asked in found[:1]]
        for score, other in found[1:]:
            if other.answer.abstained or score < BESIDE * found[0][0]:
                break
            if answers.disagree(best[0].answer, best[0].report, other.answer, other.report):
                best.append(other)
                break
        return AskedChannel(best, len(held))

    async def _ask(
        self,
        team: str,
        channel: str,
        story_id: str,
        question: str,
        *,
        thread_ts: str | None = None,
        previous: str | None = None,
    ) -> Asked | None:
        found = await self._story(team, channel, story_id, thread_ts)
        if found is None:
            return None
        report, card = found
        answer = await asyncio.to_thread(
            answers.answer, question, report, self._encoder, self._judge, previous=previous
        )
        return Asked(answer, report, card)

    async def _story(
        self, team: str, channel: str, story_id: str, thread_ts: str | None
    ) -> tuple[Report, StoryCard] | None:
        """The story's report and card; read again from its address when it was made by an older release."""
        known = await self._stories.story(team, channel, story_id, thread_ts=thread_ts)
        if known is None or known.card is None:
            return None
        if known.report is None and known.link and known.card.url:
            try:
                known = await self._reader.link(team, channel, known.link)
            except SourceError:
                return None
        return (known.report, known.card) if known.report and known.card else None


def _withheld(asked: Asked) -> Asked:
    """The story with its answer as the closest passage, since the answer is too unlikely."""
    answer = asked.answer
    nearest = answer.nearest or next(iter(answer.spans), None)
    silent = Answer(kind=answer.kind, abstained=True, nearest=nearest, note=answer.note if answer.abstained else None)
    return Asked(silent, asked.report, asked.card)


def _rank(answer: Answer) -> tuple[bool, float]:
    return (not answer.abstained, answer.score)
