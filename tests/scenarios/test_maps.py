"""The map of a story's places, in its thread."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from PIL import Image

from bot.playground.server import Playground
from tests.scenarios.newsroom import BRIDGE, DESK, Newsroom
from tests.slack_messages import text_of

ONE_PLACE = (
    "Tram line to close for a week\n\nThe tram line in Gothenburg will close on Monday, the operator said.\n\n"
    '"The rails are worn and must be laid anew," said Karin Holm, who runs the depot.\n\n'
    "Buses will take passengers until the work is done, she said. The depot expects no further closures this year."
)


def allow(slack: Playground) -> None:
    """Grant files:write as the manifest does."""
    slack.grant(*slack.backend.app.scopes, "files:write")


def maps(room: Newsroom, ts: str) -> Callable[[], list[dict[str, Any]]]:
    """A function that gives the files which the bot posted in the thread."""
    return lambda: [file for reply in room.slack.replies(DESK, ts) for file in reply.get("files") or []]


async def test_a_story_with_several_places_gets_its_map_at_once(newsroom: Newsroom) -> None:
    """Once, as a PNG in the thread, with an alt text and a note on whose borders are drawn."""
    allow(newsroom.slack)
    ts = await newsroom.post(BRIDGE)
    await newsroom.reply(ts)
    files = await newsroom.slack.until(maps(newsroom, ts), 20)
    await newsroom.quiet()
    assert len(maps(newsroom, ts)()) == 1
    assert files[0]["mimetype"] == "image/png"
    data = newsroom.slack.workspace.files[files[0]["id"]].data
    assert Image.open(BytesIO(data)).size[0] == 1080
    asked = newsroom.slack.calls_to("files.getUploadURLExternal")[0].arguments
    assert asked["alt_txt"].startswith("Map of the story's places.")
    assert "Natural Earth" in text_of(newsroom.slack.replies(DESK, ts)[1])


async def test_without_the_permission_the_list_of_places_stands_alone(room: Newsroom) -> None:
    """Nothing is said about it unasked; who presses the button reads which permission is missing."""
    ts = await room.post(BRIDGE)
    assert "Places: " in (await room.reply(ts)).replace("\n", "")
    await room.slack.until(lambda: room.slack.calls_to("files.getUploadURLExternal"), 20)
    await room.quiet()
    assert len(room.slack.replies(DESK, ts)) == 1
    await room.slack.press(DESK, "ana", room.slack.replies(DESK, ts)[0]["ts"], "draw_map")
    assert "files:write" in await room.whisper()


async def test_the_button_draws_a_map_and_only_one(room: Newsroom) -> None:
    """A story with one place gets a map when asked; asked again, the person is told that it is there."""
    allow(room.slack)
    ts = await room.upload(ONE_PLACE)
    await room.reply(ts)
    await room.quiet()
    assert maps(room, ts)() == []
    reply = room.slack.replies(DESK, ts)[0]["ts"]
    await room.slack.press(DESK, "ana", reply, "draw_map")
    await room.slack.until(maps(room, ts), 20)
    await room.slack.press(DESK, "ana", reply, "draw_map")
    assert "already" in await room.whisper()
    assert len(maps(room, ts)()) == 1


async def test_a_channel_switches_the_map_off(room: Newsroom) -> None:
    """By /desk map off; the reading of links stays on, and the button still draws."""
    allow(room.slack)
    await room.slack.command(DESK, "ana", "/desk", "map off")
    assert "won’t post maps automatically" in await room.whisper()
    ts = await room.post(BRIDGE)
    await room.reply(ts)
    await room.quiet()
    assert maps(room, ts)() == []
    await room.slack.press(DESK, "ana", room.slack.replies(DESK, ts)[0]["ts"], "draw_map")
    await room.slack.until(maps(room, ts), 20)
    await room.slack.command(DESK, "ana", "/desk", "map on")
    assert "post a map" in await room.whisper(number=2)


async def test_a_removed_reply_takes_its_map_along(room: Newsroom) -> None:
    """So does a deleted post; the file is gone from Slack."""
    allow(room.slack)
    ts = await room.post(BRIDGE)
    await room.reply(ts)
    files = await room.slack.until(maps(room, ts), 20)
    await room.slack.until(lambda: room.slack.calls_to("files.completeUploadExternal"), 5)
    await room.quiet()
    await room.slack.press(DESK, "ana", room.slack.replies(DESK, ts)[0]["ts"], "remove_reply")
    await room.slack.until(lambda: files[0]["id"] not in room.slack.workspace.files, 10)
