"""The events that the app is told of, in the shapes of Slack's own types."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bot.playground import Playground
from bot.playground.app import own_manifest

SCHEMAS = Path(__file__).parent.parent / "schemas"


def opened(schema: Any) -> Any:
    """The schema without its ban on further fields: Slack sends more than its types name."""
    if isinstance(schema, dict):
        return {key: opened(value) for key, value in schema.items() if key != "additionalProperties"}
    return [opened(item) for item in schema] if isinstance(schema, list) else schema


def validator(name: str) -> jsonschema.Draft7Validator:
    """A validator for one of Slack's types."""
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    return jsonschema.Draft7Validator(opened(schema))


EVENTS = validator("events")
COMMAND = validator("slash_command")


class Ear:
    """A transport that keeps what it is given and acknowledges it."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, dict[str, Any]]] = []

    async def send(self, kind: str, payload: dict[str, Any], retry: object) -> None:
        self.heard.append((kind, payload))

    def events(self) -> list[dict[str, Any]]:
        """The events heard."""
        return [payload["event"] for kind, payload in self.heard if kind == "events_api"]


@pytest.fixture
def ear(playground: Playground) -> Ear:
    """Listens in the app's place."""
    ear = Ear()
    playground.backend.outbox.transport = ear
    return ear


async def last(playground: Playground, ear: Ear) -> dict[str, Any]:
    """The last event, once all are delivered, found to fit Slack's types.

    The types ask for the channel in the message inside an edit too, where Slack does not send it.
    """
    await playground.delivered()
    event: dict[str, Any] = json.loads(json.dumps(ear.events()[-1]))
    where = {key: event.get(key) for key in ("channel", "channel_type", "event_ts")}
    inner = {key: {**where, **event[key]} for key in ("message", "previous_message", "root") if key in event}
    EVENTS.validate({**event, **inner})
    return event


async def test_a_post_with_links(playground: Playground, ear: Ear) -> None:
    """A post has its rich text, its client's id and the type of its channel."""
    await playground.post("#city-desk", "ana", "two: https://example.org/a and <https://example.org/b|b>")
    event = await last(playground, ear)

    assert (event["type"], event["channel_type"]) == ("message", "group")
    links = [e for e in event["blocks"][0]["elements"][0]["elements"] if e["type"] == "link"]
    assert [link["url"] for link in links] == ["https://example.org/a", "https://example.org/b"]


async def test_a_direct_message(playground: Playground, ear: Ear) -> None:
    """In a direct message nothing is doubled as a mention."""
    await playground.post(playground.direct("ana").id, "ana", "@nutgraf hello")

    assert (await last(playground, ear))["channel_type"] == "im"
    assert len(ear.events()) == 1


async def test_an_edit_has_both_messages(playground: Playground, ear: Ear) -> None:
    """message_changed has the message as it is and as it was."""
    ts = await playground.post("#world-desk", "ana", "old")
    await playground.edit("#world-desk", "ana", ts, "new")
    event = await last(playground, ear)

    assert (event["message"]["text"], event["previous_message"]["text"]) == ("new", "old")
    assert "edited" in event["message"]


async def test_an_unfurl_is_an_edit_by_nobody(playground: Playground, ear: Ear) -> None:
    """The preview that Slack adds to a link comes as message_changed without an editor."""
    ts = await playground.post("#world-desk", "ana", "https://example.org/")
    await playground.unfurl("#world-desk", ts, "https://example.org/", "Example")
    event = await last(playground, ear)

    assert event["subtype"] == "message_changed"
    assert "edited" not in event["message"]
    assert event["message"]["text"] == event["previous_message"]["text"]


async def test_a_mention_added_by_an_edit_is_told(playground: Playground, ear: Ear) -> None:
    """Who edits the bot's name into a message calls it."""
    ts = await playground.post("#world-desk", "ana", "look")
    await playground.edit("#world-desk", "ana", ts, "@nutgraf look")

    assert (await last(playground, ear))["type"] == "app_mention"


async def test_a_deleted_post_is_told(playground: Playground, ear: Ear) -> None:
    """A post without replies goes as message_deleted."""
    ts = await playground.post("#world-desk", "ana", "oops")
    await playground.delete("#world-desk", "ana", ts)

    assert ("message_deleted", ts) == ((event := await last(playground, ear))["subtype"], event["deleted_ts"])


async def test_a_deleted_post_with_replies_leaves_a_tombstone(playground: Playground, ear: Ear) -> None:
    """A thread's opening is told as changed to a tombstone, and as deleted when its last reply is gone too."""
    ts = await playground.post("#world-desk", "ana", "story")
    reply = await playground.post("#world-desk", "ben", "thanks", thread_ts=ts)
    await playground.delete("#world-desk", "ana", ts)
    await playground.delivered()
    event = ear.events()[-1]  # Slack's types do not know tombstones
    assert (event["subtype"], event["message"]["subtype"]) == ("message_changed", "tombstone")

    await playground.delete("#world-desk", "ben", reply)
    await playground.delivered()
    assert [e["subtype"] for e in ear.events()[-2:]] == ["message_deleted"] * 2
    assert playground.messages("#world-desk") == []


async def test_a_file_is_shared(playground: Playground, ear: Ear) -> None:
    """A post with a file is a file_share with the file's private address."""
    await playground.post("#world-desk", "ana", "read this", files=[("story.txt", b"A story.")])
    event = await last(playground, ear)

    assert event["subtype"] == "file_share"
    assert event["files"][0]["url_private"].startswith(f"http://{playground.origin}/")


async def test_a_reply_is_broadcast(playground: Playground, ear: Ear) -> None:
    """A reply that is also sent to the channel carries the thread's opening."""
    ts = await playground.post("#world-desk", "ana", "story")
    await playground.post("#world-desk", "ben", "all look", thread_ts=ts, broadcast=True)
    event = await last(playground, ear)

    assert ("thread_broadcast", ts) == (event["subtype"], event["root"]["ts"])


async def test_another_bot_posts(playground: Playground, ear: Ear) -> None:
    """A wire's bot posts with its own bot id."""
    await playground.post_as_bot("#world-desk", "Wire", "https://example.org/")

    assert (await last(playground, ear))["subtype"] == "bot_message"


@pytest.mark.parametrize("kind", ["reaction_added", "member_joined_channel", "app_home_opened", "channel_archive"])
async def test_other_events_have_their_fields(playground: Playground, ear: Ear, kind: str) -> None:
    """Reactions, members, the app's home and archived channels are told."""
    ts = await playground.post("#world-desk", "ana", "x")
    await playground.leave("#world-desk", "ben")
    await {
        "reaction_added": lambda: playground.react("#world-desk", "ana", ts, "mag_right"),
        "member_joined_channel": lambda: playground.join("#world-desk", "ben", inviter="ana"),
        "app_home_opened": lambda: playground.open_home("ana"),
        "channel_archive": lambda: playground.archive("#world-desk", "ana"),
    }[kind]()
    await playground.delivered()

    assert kind == ear.events()[-1]["type"]
    assert ear.events()[-1]["user"] in playground.workspace.users


async def test_nothing_is_told_of_where_the_bot_is_not(playground: Playground, ear: Ear) -> None:
    """Channels without the bot, events without a subscription and scopes that are missing stay silent."""
    await playground.post("#canteen", "ana", "lunch")
    playground.grant("chat:write")
    await playground.post("#world-desk", "ana", "x")
    await playground.delivered()

    assert ear.heard == []


async def test_a_command_has_slacks_fields(playground: Playground, ear: Ear) -> None:
    """A slash command's body fits Slack's type."""
    await playground.command("#city-desk", "ana", "/who-said", "they stay")
    [(kind, payload)] = ear.heard

    COMMAND.validate(payload)
    assert (kind, payload["text"], payload["channel_name"]) == ("slash_commands", "they stay", "privategroup")


async def test_an_app_that_is_away_is_tried_four_times(playground: Playground) -> None:
    """Without an app an event is tried, retried three times, and given up."""
    playground.backend.outbox.limit = 0.02
    await playground.post("#world-desk", "ana", "anybody?")
    await playground.delivered()

    [delivery] = playground.deliveries
    assert (delivery.failures, delivery.given_up) == (["http_timeout"] * 4, True)


def test_the_app_is_installed_as_it_is_deployed() -> None:
    """The playground grants just what the manifest in deploy/ asks for in a real workspace."""
    deployed = Path(__file__).parent.parent.parent / "deploy/manifest.socket.json"

    assert json.loads(deployed.read_text(encoding="utf-8")) == own_manifest()
