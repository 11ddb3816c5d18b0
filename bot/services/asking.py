"""Answer a question from stories that were read, in their own words or not at all."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot import answers
from bot.errors import SourceError
from bot.models import Answer, Report, StoryCard, Thread
from bot.ports import Threads
from bot.services.reading import StoryReader


@dataclass(frozen=True)
class Asked:
    """The answer, and the story that it was looked for in (of several: the one that answers best)."""

    answer: Answer
    report: Report
    card: StoryCard


class Asking:
    """Questions about the stories of a thread, or about given stories."""

    def __init__(self, *, reading: StoryReader, threads: Threads, meaning: answers.Meaning) -> None:
        self._reading = reading
        self._threads = threads
        self._meaning = meaning

    async def thread(self, thread: Thread, question: str) -> Asked | None:
        """Ask the thread's stories; None when none of them can be had any more. Remembers the question, so that
        the next one may lean on it. Raises ``StoreUnavailable``."""
        cards = [story.card for story in thread.stories if story.card]
        asked = await self.stories(thread.team, cards, question, previous=thread.last_question)
        if asked:
            # One field only: the thread may have been deleted or muted while the answer was looked for.
            await self._threads.change(thread.team, thread.channel, thread.thread_ts, last_question=question)
        return asked

    async def stories(
        self, team: str, cards: Sequence[StoryCard], question: str, *, previous: str | None = None
    ) -> Asked | None:
        """Ask every one of the stories and give the best answer; one that the story gives beats every abstention."""
        best: Asked | None = None
        for card in cards:
            report = await self.report(team, card)
            if report is None:
                continue
            answer = await asyncio.to_thread(answers.answer, question, report, self._meaning, previous=previous)
            asked = Asked(answer, report, card)
            if best is None or _rank(answer) > _rank(best.answer):
                best = asked
        return best

    async def report(self, team: str, card: StoryCard) -> Report | None:
        """The story's report; read again from its address when it was made by an older release."""
        report = await self._reading.report(team, card.story_id)
        if report is None and card.url:
            try:
                report = (await self._reading.link(team, card.url)).report
            except SourceError:
                return None
        return report


def _rank(answer: Answer) -> tuple[bool, float]:
    return (not answer.abstained, answer.score)
