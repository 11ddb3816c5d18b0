"""A tiny bolt app: enough listeners to see what the pretend Slack sends and takes."""

import asyncio
from typing import Any

from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import Playground
from bot.playground.app import own_manifest

MORE_SCOPES = ["channels:read", "files:write", "im:write", "reactions:read", "reactions:write", "team:read"]
MORE_EVENTS = ["app_home_opened", "channel_archive", "member_joined_channel", "reaction_added"]


def generous() -> Playground:
    """A playground that grants the app more than nutgraf asks for, and does not wait minutes before it retries."""
    manifest = own_manifest()
    manifest["features"]["app_home"]["home_tab_enabled"] = True
    manifest["oauth_config"]["scopes"]["bot"] += MORE_SCOPES
    manifest["settings"]["event_subscriptions"]["bot_events"] += MORE_EVENTS
    return Playground(manifest=manifest, retry_delays=(0.05, 0.1, 0.2), slow_page_seconds=0.2)


class TinyApp:
    """Notes what it gets, and answers a few things; ``delay`` seconds before each acknowledgement."""

    def __init__(self, playground: Playground) -> None:
        self.got: list[dict[str, Any]] = []
        self.delay = 0.0
        self.playground = playground
        self.client = AsyncWebClient(token=playground.bot_token, base_url=playground.api_url)
        self.app = AsyncApp(client=self.client, signing_secret=playground.signing_secret)
        self._listen()

    def events(self, kind: str) -> list[dict[str, Any]]:
        """The bodies received whose event or interaction is of this type."""
        return [body for body in self.got if (body.get("event") or body).get("type") == kind]

    def _listen(self) -> None:
        app = self.app

        @app.middleware
        async def note(body: dict[str, Any], next_: Any) -> None:
            self.got.append(body)
            await asyncio.sleep(self.delay)
            await next_()

        @app.event("message")
        async def message(event: dict[str, Any], say: Any) -> None:
            if event.get("subtype") is None and not event.get("bot_id") and "hello" in event["text"]:
                await say("hello back", thread_ts=event.get("thread_ts", event["ts"]))

        for name in ("app_mention", "reaction_added", "member_joined_channel", "app_home_opened", "channel_archive"):
            app.event(name)(_nothing)

        @app.command("/desk")
        async def desk(ack: Any, command: dict[str, Any]) -> None:
            await ack(f"desk is {command['text']}")

        @app.command("/who-said")
        async def who_said(ack: Any, respond: Any) -> None:
            await ack()
            await respond("found it", response_type="in_channel")

        @app.action("open")
        async def opened(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
            await ack()
            await client.views_open(trigger_id=body["trigger_id"], view=modal("Open"))

        @app.action("push")
        async def pushed(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
            await ack()
            await client.views_push(trigger_id=body["trigger_id"], view=modal("Pushed"))

        @app.action("replace")
        async def replaced(ack: Any, respond: Any) -> None:
            await ack()
            await respond("replaced", replace_original=True)

        @app.action("pick")
        async def picked(ack: Any) -> None:
            await ack()

        @app.action("choose")
        async def choose(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
            await ack()
            await client.views_open(trigger_id=body["trigger_id"], view=choosing())

        @app.options("fruit")
        async def fruit(ack: Any, payload: dict[str, Any]) -> None:
            found = [name for name in FRUIT if name.startswith(payload["value"].lower())]
            if payload["value"] == "none":
                await ack(options=[])
            elif found:
                await ack(options=[option(name) for name in found])
            else:
                label = {"type": "plain_text", "text": f"No {payload['value']}. All fruit:"}
                await ack(option_groups=[{"label": label, "options": [option(name) for name in FRUIT]}])

        @app.view("choosing")
        async def chosen(ack: Any) -> None:
            await ack()

        @app.view("modal")
        async def submitted(ack: Any, view: dict[str, Any]) -> None:
            text = view["state"]["values"]["story"]["text"]["value"]
            if text == "wrong":
                await ack(response_action="errors", errors={"story": "That is no story."})
            elif text == "more":
                await ack(response_action="update", view=modal("More"))
            elif text == "all":
                await ack(response_action="clear")
            else:
                await ack()

        @app.view_closed("modal")
        async def closed(ack: Any) -> None:
            await ack()

        @app.shortcut("paste_story")
        async def paste(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
            await ack()
            await client.views_open(trigger_id=body["trigger_id"], view=modal("Paste a story"))

        @app.shortcut("read_message")
        async def read(ack: Any, respond: Any) -> None:
            await ack()
            await respond("reading")

        @app.options("search")
        async def options(ack: Any, payload: dict[str, Any]) -> None:
            word = payload["value"]
            await ack(options=[{"text": {"type": "plain_text", "text": f"{word} one"}, "value": "1"}])

    async def listen_on_socket(self) -> AsyncSocketModeHandler:
        """Connect in Socket Mode."""
        handler = AsyncSocketModeHandler(self.app, self.playground.app_token, ping_interval=1)
        handler.client.web_client = AsyncWebClient(base_url=self.playground.api_url)
        await handler.connect_async()
        await self.playground.connected()
        return handler

    async def listen_on_http(self) -> web.AppRunner:
        """Serve the request URL and have it called."""
        server = self.app.server(port=0, path="/slack/events", host="127.0.0.1")
        runner = web.AppRunner(server.web_app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        await self.playground.deliver_to(f"http://127.0.0.1:{port}/slack/events")
        return runner


async def _nothing() -> None:
    """Take the event and do nothing."""


def modal(title: str) -> dict[str, Any]:
    """A modal with one text field, a button that pushes another and a select that searches."""
    return {
        "type": "modal",
        "callback_id": "modal",
        "notify_on_close": True,
        "title": {"type": "plain_text", "text": title},
        "submit": {"type": "plain_text", "text": "Read"},
        "blocks": [
            {
                "type": "input",
                "block_id": "story",
                "label": {"type": "plain_text", "text": "The story"},
                "element": {"type": "plain_text_input", "action_id": "text", "multiline": True},
            },
            {
                "type": "section",
                "text": {"type": "mrkdwn", "text": "Find"},
                "accessory": {"type": "external_select", "action_id": "search", "min_query_length": 1},
            },
            {"type": "actions", "elements": [button("push", "Another")]},
        ],
    }


FRUIT = ("apple", "apricot", "banana", "cherry")


def option(text: str) -> dict[str, Any]:
    """An option with a line under it."""
    return {
        "text": {"type": "plain_text", "text": text},
        "value": text.upper(),
        "description": {"type": "plain_text", "text": f"one {text}"},
    }


def choosing() -> dict[str, Any]:
    """A modal in which up to two kinds of fruit are chosen by typing."""
    return {
        "type": "modal",
        "callback_id": "choosing",
        "title": {"type": "plain_text", "text": "Fruit"},
        "submit": {"type": "plain_text", "text": "Take"},
        "blocks": [
            {
                "type": "input",
                "block_id": "basket",
                "label": {"type": "plain_text", "text": "Which fruit"},
                "element": {
                    "type": "multi_external_select",
                    "action_id": "fruit",
                    "min_query_length": 0,
                    "max_selected_items": 2,
                },
            }
        ],
    }


def button(action_id: str, text: str, value: str = "") -> dict[str, Any]:
    """A button."""
    return {
        "type": "button",
        "action_id": action_id,
        "text": {"type": "plain_text", "text": text},
        "value": value or action_id,
    }
