"""Draw the map of a story's places into its thread."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

import structlog

from bot.errors import INTERNAL, StoreUnavailable
from bot.models import StoryResult
from bot.presentation import sentences
from bot.services import Place
from bot.slack.blocks import problem
from bot.slack.jobs.run_once import run_once
from bot.slack.jobs.telling import tell_in_thread
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
        if job.pressed and not await parts.members.has(job.team, job.channel, job.user, vouched=job.vouched):
            await self._tell(job, sentences.STORY_GONE)
            return
        place = Place(job.team, job.channel, job.thread_ts, job.thread_ts)
        thread = await parts.threads.thread(place)
        here = [story for story in thread.stories if story.story_id == job.story] if thread else []
        told = await parts.threads.story(job.team, job.channel, job.story, thread_ts=job.thread_ts) if here else None
        if told is None or told.report is None or here[0].map_file:
            await self._tell(job, sentences.MAP_THERE if told and told.report else sentences.STORY_GONE)
            return
        report = told.report
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
        if not await parts.threads.map_drawn(place, job.story, file_id):  # its post was deleted meanwhile
            await parts.poster.remove_file(job.team, file_id)
        _log.info("map", size=len(picture.png), places=len(report.locations))

    async def _tell(self, job: DrawMap, sentence: str | None) -> None:
        """Tell who asked; a map that nobody asked for fails quietly."""
        if job.asked and job.user and sentence:
            await tell_in_thread(self._parts.poster, job, problem(sentence), thread_ts=job.thread_ts)


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
