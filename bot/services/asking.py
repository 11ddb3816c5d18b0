"""Answer a question from stories that were read, in their own words or not at all."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot import answers
from bot.errors import SourceError
from bot.models import Answer, Report, StoryCard, Thread
from bot.ports import Threads
from bot.services.reading import StoryReader
from bot.services.threads import StoryThreads


@dataclass(frozen=True)
class Asked:
    """The answer, and the story that it was looked for in (of several: the one that answers best)."""

    answer: Answer
    report: Report
    card: StoryCard


class Asking:
    """Questions about the stories of a thread, or about given stories."""

    def __init__(
        self, *, reader: StoryReader, stories: StoryThreads, threads: Threads, meaning: answers.Meaning
    ) -> None:
        self._reader = reader
        self._stories = stories
        self._threads = threads
        self._meaning = meaning

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
            found = await self._story(team, channel, story_id, thread_ts)
            if found is None:
                continue
            report, card = found
            answer = await asyncio.to_thread(answers.answer, question, report, self._meaning, previous=previous)
            asked = Asked(answer, report, card)
            if best is None or _rank(answer) > _rank(best.answer):
                best = asked
        return best

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


def _rank(answer: Answer) -> tuple[bool, float]:
    return (not answer.abstained, answer.score)
