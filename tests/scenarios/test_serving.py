"""The HTTP side: signatures, health, metrics; and Socket Mode that is kept alive."""

import asyncio
import io
import itertools
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from slack_sdk.signature import SignatureVerifier
from structlog.testing import capture_logs

from bot import bootstrap
from bot.errors import SettingsError
from bot.playground import Playground
from bot.slack.app import build_app
from bot.slack.jobs import register
from bot.slack.serving import SocketKeeper
from tests.scenarios.conftest import Opening
from tests.scenarios.newsroom import DESK, STRIKE, Newsroom


async def send(
    room: Newsroom, body: str, *, secret: str | None = None, age: int = 0, kind: str = "json"
) -> tuple[int, str]:
    """POST a body to /slack/events, signed; the answer's status and text."""
    at = str(int(time.time()) - age)
    signature = SignatureVerifier(secret or room.slack.signing_secret).generate_signature(timestamp=at, body=body)
    headers = {
        "X-Slack-Request-Timestamp": at,
        "X-Slack-Signature": str(signature),
        "Content-Type": "application/json" if kind == "json" else "application/x-www-form-urlencoded",
    }
    url = f"http://127.0.0.1:{room.bot.port}/slack/events"
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=io.BytesIO(body.encode()), headers=headers) as answer,
    ):
        return answer.status, await answer.text()


def event(room: Newsroom, text: str) -> str:
    """An event as Slack sends it, in JSON."""
    inner = {
        "type": "message",
        "channel": room.slack.channel(DESK).id,
        "channel_type": "channel",
        "user": room.slack.workspace.user("ana").id,
        "ts": "1700000000.000100",
        "text": text,
    }
    team = room.slack.team_id
    return json.dumps({"type": "event_callback", "team_id": team, "event_id": "Ev1", "event": inner})


async def test_a_wrong_signature_is_refused(opened: Opening) -> None:
    """Nothing is read for who does not know the secret."""
    async with opened("http") as room:
        status, _ = await send(room, event(room, f"<{room.url(STRIKE)}>"), secret="guessed")
        await room.quiet()
        assert (status, room.said()) == (401, [])


async def test_an_old_request_is_refused(opened: Opening) -> None:
    """A signature holds for five minutes."""
    async with opened("http") as room:
        status, _ = await send(room, event(room, f"<{room.url(STRIKE)}>"), age=600)
        assert status == 401


async def test_a_replayed_request_is_answered_once(opened: Opening) -> None:
    """Within the five minutes, the once-only check is the guard."""
    async with opened("http") as room:
        body = event(room, f"<@{room.slack.bot_user_id}> help")
        statuses = {(await send(room, body))[0] for _ in range(3)}
        await room.quiet(1.0)
        assert (statuses, len(room.slack.calls_to("chat.postMessage"))) == ({200}, 1)


async def test_a_rate_limited_app_is_acknowledged(opened: Opening) -> None:
    """Slack says so by a request that is no event."""
    async with opened("http") as room:
        status, _ = await send(room, json.dumps({"type": "app_rate_limited", "team_id": room.slack.team_id}))
        assert status == 200


async def test_two_megabytes_in_the_paste_modal(opened: Opening) -> None:
    """Are told at the field to be too long; a text of that size does not break the connection."""
    async with opened("http") as room:
        view = {
            "id": "V1",
            "hash": "1.abc",
            "type": "modal",
            "callback_id": "paste_modal",
            "private_metadata": json.dumps({"channel": room.slack.channel(DESK).id}),
            "state": {"values": {"story": {"story_text": {"type": "plain_text_input", "value": "quiet. " * 300_000}}}},
        }
        payload: dict[str, Any] = {
            "type": "view_submission",
            "team": {"id": room.slack.team_id},
            "user": {"id": room.slack.workspace.user("ana").id},
            "view": view,
        }
        status, text = await send(room, urlencode({"payload": json.dumps(payload)}), kind="form")
        assert status == 200
        assert "longer than 700,000 characters" in json.loads(text)["errors"]["story"]


async def test_health_readiness_and_metrics(newsroom: Newsroom) -> None:
    """Alive, ready with every part named, and numbers without a word of any story."""
    await newsroom.reply(await newsroom.post(STRIKE))
    await newsroom.quiet()
    base = f"http://127.0.0.1:{newsroom.bot.monitor_port}"
    async with aiohttp.ClientSession() as session:
        alive = await (await session.get(f"{base}/healthz")).json()
        ready = await (await session.get(f"{base}/readyz")).json()
        metrics = await (await session.get(f"{base}/metrics")).text()
    parts = {"redis", "slack", "worker"} | ({"socket"} if newsroom.settings.slack_app_token else set())
    assert (alive, ready) == ({"alive": True}, dict.fromkeys(parts, "ok"))
    assert 'nutgraf_events_total{decision="read",kind="message"}' in metrics
    assert 'nutgraf_jobs_total{outcome="done",task="read"}' in metrics


async def test_not_ready_is_503(opened: Opening) -> None:
    """For what decides where requests go; why stands in the log, and not where anybody may read it."""
    async with opened("http") as room:
        room.slack.revoke_token()
        async with aiohttp.ClientSession() as session:
            answer = await session.get(f"http://127.0.0.1:{room.bot.monitor_port}/readyz")
            assert (answer.status, (await answer.json())["slack"]) == (503, "failing")


async def test_asking_for_readiness_again_and_again(newsroom: Newsroom) -> None:
    """Slack is asked once in five seconds, however often we are."""
    before = len(newsroom.slack.calls_to("auth.test"))
    started = time.monotonic()
    async with aiohttp.ClientSession() as session:
        for _ in range(100):
            await (await session.get(f"http://127.0.0.1:{newsroom.bot.monitor_port}/readyz")).read()
    asked = len(newsroom.slack.calls_to("auth.test")) - before
    assert 1 <= asked <= 1 + (time.monotonic() - started) / 5


async def test_slacks_port_tells_nothing_about_us(opened: Opening) -> None:
    """Health and numbers are on another port, and that one takes no events."""
    async with opened("http") as room, aiohttp.ClientSession() as session:
        for path in ("healthz", "readyz", "metrics"):
            assert (await session.get(f"http://127.0.0.1:{room.bot.port}/{path}")).status == 404
        events = f"http://127.0.0.1:{room.bot.monitor_port}/slack/events"
        assert (await session.post(events, data=b"{}")).status == 404


async def test_eight_megabytes_without_a_valid_signature(opened: Opening) -> None:
    """Are refused without having been parsed: others are served meanwhile."""
    async with opened("http") as room:
        late = asyncio.create_task(lateness())
        body = "payload=" + "%7B&a=" * 1_300_000
        status, _ = await send(room, body, secret="guessed", kind="form")
        late.cancel()
        assert (status, await late < 1.5) == (401, True)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Slack-Signature": "v0=0", "X-Slack-Request-Timestamp": "soon"},
        {"X-Slack-Signature": "v0=0", "X-Slack-Request-Timestamp": "9" * 5000},
        {"X-Slack-Signature": "v0=é", "X-Slack-Request-Timestamp": "NOW"},
        {"X-Slack-Signature": "v0=0", "X-Slack-Request-Timestamp": "NOW", "Content-Encoding": "gzip"},
        {"X-Slack-Signature": "v0=0", "X-Slack-Request-Timestamp": "NOW"},
    ],
    ids=["none", "no time", "a long time", "no ASCII", "packed", "guessed"],
)
async def test_what_is_not_slacks_is_401(opened: Opening, headers: dict[str, str]) -> None:
    """Whatever it is and whatever it claims to be, and nothing of it reaches the log."""
    kinds = ["application/json", "application/x-www-form-urlencoded", "text/plain", "x"]
    bodies = [
        b"",
        b"\xff\xfe",
        b"[]",
        b'{"type": "url_verification", "challenge": ""}',
        b"ssl_check=1",
        b"payload=%7B",
    ]
    signed = {name: value.replace("NOW", str(int(time.time()))) for name, value in headers.items()}
    async with opened("http", worker=False) as room, aiohttp.ClientSession() as session:
        url = f"http://127.0.0.1:{room.bot.port}/slack/events"
        with capture_logs() as logs:
            for body, kind in itertools.product(bodies, kinds):
                data = io.BytesIO(body)
                async with session.post(url, data=data, headers=signed | {"Content-Type": kind}) as answer:
                    assert (answer.status, await answer.text()) == (401, "")
        assert logs == []


async def test_a_signed_body_that_is_none_of_slacks(opened: Opening) -> None:
    """Is a mistake of the sender: 400, and no trace."""
    async with opened("http", worker=False) as room:
        for body in ("[]", "{", "null", "[" * 100_000, "payload=[]", "payload={"):
            kind = "form" if body.startswith("payload") else "json"
            assert await send(room, body, kind=kind) == (400, "")


async def test_a_dead_socket_is_replaced(room: Newsroom) -> None:
    """slack-sdk's own tasks may die in silence; then the connection is made anew as a whole."""
    client = await client_of(room)
    work = register(room.bot.parts, Unregistered())
    keeper = SocketKeeper(
        build_app(room.bot.parts, work, client, signing_secret=None),
        room.slack.app_token,
        look_every_s=0.05,
        patience_s=0.1,
    )
    running = asyncio.create_task(keeper.run())
    try:
        await eventually(keeper.is_connected)
        first = keeper._handler
        assert first is not None
        first.client.message_receiver.cancel()
        await eventually(lambda: replaced(keeper, first))
    finally:
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running


async def test_a_refused_token_ends_the_start(opened: Opening, slack: Playground) -> None:
    """With a sentence for the operator."""
    slack.revoke_token()
    with pytest.raises(SettingsError, match="token_revoked"):
        async with opened("http"):
            pass


@pytest.mark.parametrize("missing", ["slack_bot_token", "slack_signing_secret"])
async def test_a_missing_secret_ends_the_start(opened: Opening, missing: str) -> None:
    """It is named."""
    with pytest.raises(SettingsError, match=missing.upper()):
        async with opened("http", **{missing: None}):
            pass


async def test_a_taken_port_ends_the_start(room: Newsroom) -> None:
    """It is named."""
    settings = room.settings.model_copy(update={"slack_app_token": None})
    with pytest.raises(SettingsError, match=str(room.bot.monitor_port)):
        async with bootstrap.running(settings, worker=False, port=room.bot.monitor_port):
            pass


class Unregistered:
    """A registry for a bot that only listens."""

    def register(self, task: str, handler: object, *, given_up: object) -> None:
        """Nothing is done here."""


async def lateness() -> float:
    """The longest time, in seconds, for which the event loop stood; until cancelled."""
    longest, loop = 0.0, asyncio.get_running_loop()
    try:
        while True:
            before = loop.time()
            await asyncio.sleep(0.01)
            longest = max(longest, loop.time() - before - 0.01)
    except asyncio.CancelledError:
        return longest


async def client_of(room: Newsroom) -> Any:
    """The bot's Web API client."""
    return await room.bot.parts.poster._clients(room.slack.team_id)


async def replaced(keeper: SocketKeeper, first: object) -> bool:
    """Whether another connection stands in the place of ``first``."""
    return keeper._handler is not first and await keeper.is_connected()


async def eventually(true: Callable[[], Awaitable[bool]]) -> None:
    """Wait until it is true, ten seconds at most."""
    for _ in range(500):
        if await true():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it never came")
