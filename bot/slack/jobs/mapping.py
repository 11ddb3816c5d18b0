"""Draw the map of a story's places into its thread."""

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Final

import structlog

from bot.errors import INTERNAL, StoreUnavailable
from bot.models import Report, StoryResult, ThreadStory
from bot.presentation import sentences
from bot.slack.blocks import problem
from bot.slack.jobs.run_once import run_once
from bot.slack.parts import Parts
from bot.slack.payloads import DrawMap
from bot.slack.problems import SlackProblem

MAP: Final = "map"
_AT_ONCE: Final = 3  # resolved places, from which on the map comes without being asked for
_log = structlog.get_logger()


class MappingJob:
    """The job that draws."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def draw(self, payload: str) -> None:
        """Draw the map of a ``DrawMap`` into its thread, once. Raises what may pass."""
        job = DrawMap.model_validate_json(payload)
        async with run_once(self._parts.idempotency, job.team, job.key) as ours:
            if ours:
                await self._draw(job)

    async def given_up(self, payload: str, error: Exception) -> None:
        """The tries are over: who asked for the map reads that it is our fault; the list of places stands anyway."""
        job = DrawMap.model_validate_json(payload)
        if not isinstance(error, SlackProblem):
            await self._tell(job, INTERNAL)

    async def _draw(self, job: DrawMap) -> None:
        parts = self._parts
        if not job.asked and not await parts.desks.maps(job.team, job.channel):
            return
        report: Report | None = await parts.reader.report(job.team, job.story)
        mark = map_mark(job.channel, job.thread_ts, job.story)
        if report is None or await parts.idempotency.result(job.team, mark):
            await self._tell(job, sentences.MAP_THERE if report else sentences.STORY_GONE)
            return
        picture = await asyncio.to_thread(parts.draw, report)
        if picture is None:
            await self._tell(job, sentences.MAP_NOTHING)
            return
        try:
            file_id = await parts.poster.picture(job.team, job.channel, job.thread_ts, picture)
        except SlackProblem as refused:
            if refused.passing:
                raise
            _log.info("no map", code=refused.code, needed=refused.needed)  # the list of places stands without it
            await self._tell(job, refused.sentence)
            return
        await parts.idempotency.done(job.team, mark, file_id)
        _log.info("map", size=len(picture.png), places=len(report.locations))

    async def _tell(self, job: DrawMap, sentence: str | None) -> None:
        """Tell who asked; a map that nobody asked for fails quietly."""
        if job.asked and sentence:
            await self._parts.poster.tell(job.team, job.user, problem(sentence), respond=job.respond)


def map_mark(channel: str, thread_ts: str, story: str) -> str:
    """The mark that holds the id of the file with a story's map in a thread."""
    return f"map:{channel}:{thread_ts}:{story}"


async def map_at_once(
    parts: Parts, team: str, channel: str, thread_ts: str, readings: Sequence[StoryResult], *, key: str
) -> None:
    """Have the map drawn where a post brought one story with three or more places that could be told.

    A post with several stories gets one reply and no flood of pictures: each has its button.
    """
    [*stories] = (reading for reading in readings if reading.report and reading.card)
    if len(stories) != 1 or stories[0].report is None or stories[0].card is None:
        return
    places = {location.place for location in stories[0].report.locations if location.place}
    if len(places) < _AT_ONCE:
        return
    story = stories[0].card.story_id
    job = DrawMap(team=team, channel=channel, thread_ts=thread_ts, story=story, key=f"map:{key}:{story}")
    with suppress(StoreUnavailable):  # the reply stands, and the button
        await parts.queue.put(MAP, job.model_dump_json(), key=f"{team}:{job.key}", channel=f"{team}:{channel}")


async def take_maps_back(parts: Parts, team: str, channel: str, thread_ts: str, stories: Iterable[ThreadStory]) -> None:
    """Remove the maps of stories whose reply goes; one that is gone already is no problem."""
    for story in stories:
        if story.card is None:
            continue
        mark = map_mark(channel, thread_ts, story.card.story_id)
        file_id = await parts.idempotency.result(team, mark)
        if file_id:
            await parts.poster.remove_file(team, file_id)
            await parts.idempotency.done(team, mark, "")
