"""The button Map, and ``/desk map on|off``."""

import json
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncBoltContext

from bot.errors import StoreUnavailable
from bot.presentation import sentences
from bot.slack.blocks import problem
from bot.slack.dispatch import Dispatcher
from bot.slack.jobs import MAP
from bot.slack.listeners.identity import bot_in, place_in
from bot.slack.parts import Parts
from bot.slack.payloads import DrawMap


async def is_about_maps(body: dict[str, Any]) -> bool:
    """Whether this is ``/desk map …``."""
    return str(body.get("text") or "")[:100].casefold().split()[:1] in (["map"], ["maps"])


class Maps:
    """Acknowledged first; the drawing is a job."""

    def __init__(self, parts: Parts, dispatcher: Dispatcher) -> None:
        self._parts = parts
        self._dispatcher = dispatcher

    async def draw(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Have the story's map drawn into the thread."""
        await ack()
        place, container = place_in(body, context), body.get("container") or {}
        user, respond = body["user"]["id"], body.get("response_url")
        if container.get("is_ephemeral"):
            telling = self._parts.poster.tell(place.team, user, problem(sentences.MAP_ALONE), respond=respond)
            self._parts.background.start(telling, name="map for one")
            return
        job = DrawMap(
            team=place.team,
            channel=place.channel,
            user=user,
            respond=respond,
            pressed=True,
            thread_ts=place.thread_ts,
            story=str(json.loads(body["actions"][0].get("value") or "{}").get("story")),
            key=f"map:{place.channel}:{body.get('trigger_id')}",
            asked=True,
        )
        await self._dispatcher.put(MAP, job, f"{job.team}:{job.key}")

    async def desk(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Switch the map that comes unasked on or off in this channel, or say how it is."""
        bot, channel = bot_in(context), body["channel_id"]
        wish = " ".join(str(body.get("text") or "")[:100].casefold().split()[1:])
        try:
            if wish in {"on", "off"}:
                await self._parts.desks.switch_maps(bot.team, channel, on=wish == "on")
            on = await self._parts.desks.maps(bot.team, channel)
        except StoreUnavailable:
            answer = problem(sentences.STORE_AWAY)
        else:
            answer = problem(sentences.MAP_AUTOMATIC if on else sentences.MAP_ON_REQUEST)
        await ack(response_type="ephemeral", text=answer.text, blocks=answer.blocks)
