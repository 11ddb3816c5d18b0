"""nutgraf doctor."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.cli import main
from bot.cli.slack_checks import SCOPES
from bot.storage import open_store

BOT, APP = "xoxb-1-secret", "xapp-1-secret"
Answers = dict[str, tuple[dict[str, Any], dict[str, str]]]
WELL: Answers = {
    "auth.test": (
        {"ok": True, "user": "nutgraf", "team": "The Coast", "team_id": "T1"},
        {"x-oauth-scopes": ",".join(SCOPES)},
    ),
    "apps.connections.open": ({"ok": True, "url": "wss://x"}, {}),
}


@pytest.fixture
async def slack(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Answers]:
    """What Slack answers, by method; the settings point at it with both tokens."""
    answers = dict(WELL)

    async def answer(request: web.Request) -> web.Response:
        body, headers = answers[request.match_info["method"]]
        return web.json_response(body, headers=headers)

    app = web.Application()
    app.router.add_post("/api/{method}", answer)
    async with TestServer(app) as server:
        monkeypatch.setenv("SLACK_API_URL", str(server.make_url("/api/")))
        monkeypatch.setenv("SLACK_BOT_TOKEN", BOT)
        monkeypatch.setenv("SLACK_APP_TOKEN", APP)
        yield answers


@pytest.fixture
def doctor(capsys: pytest.CaptureFixture[str]) -> Callable[[], Any]:
    """A function that runs the doctor and gives its exit status and lines."""

    async def examine() -> tuple[int, list[str]]:
        status = await asyncio.to_thread(main, ["doctor"])
        captured = capsys.readouterr()
        told = captured.out + captured.err
        assert "secret" not in told
        assert "Traceback" not in told
        assert all(line.startswith(("OK    ", "Mend  ")) for line in told.splitlines())
        return status, told.splitlines()

    return examine


async def test_a_sound_set_up_is_ok_in_every_line(slack: Answers, doctor: Any) -> None:
    """Settings, tokens, scopes, the store, the model and the places are each said to be right."""
    status, lines = await doctor()
    assert (status, [line for line in lines if line.startswith("Mend")]) == (0, [])
    assert "OK    SLACK_BOT_TOKEN: works, as @nutgraf in The Coast" in lines
    assert f"OK    Scopes: all {len(SCOPES)} that are needed" in lines
    assert "OK    SLACK_APP_TOKEN: works; events come in by Socket Mode" in lines
    assert "OK    Embedded Valkey: keeps its data over a restart" in lines
    for what in ("Settings", "Embedded Valkey", "File of places", "Language model"):
        assert any(line.startswith(f"OK    {what}: ") for line in lines)


async def test_a_missing_scope_is_named_with_its_purpose(slack: Answers, doctor: Any) -> None:
    """The person learns which scope, what for, and where to add it."""
    slack["auth.test"] = (WELL["auth.test"][0], {"x-oauth-scopes": ", ".join(set(SCOPES) - {"im:history", "commands"})})
    status, lines = await doctor()
    assert status == 1
    told = [line for line in lines if line.startswith("Mend")]
    assert [line.split(" is missing")[0] for line in told] == ["Mend  Scopes: commands", "Mend  Scopes: im:history"]
    assert "(to see direct messages). Add it on your app's page" in told[1]


async def test_an_optional_scope_is_a_choice(slack: Answers, doctor: Any) -> None:
    """Without the scopes that only add something the set-up is sound, and what is left out is said."""
    slack["auth.test"] = (WELL["auth.test"][0], {"x-oauth-scopes": ", ".join(set(SCOPES) - {"files:write"})})
    status, lines = await doctor()
    assert status == 0
    assert any("files:write is not granted, which is a choice (to post maps" in line for line in lines)


@pytest.mark.parametrize("code", ["invalid_auth", "token_revoked", "account_inactive", "something_new"])
async def test_a_refused_token_is_explained(slack: Answers, doctor: Any, code: str) -> None:
    """Slack's codes become what to do, and a new code is at least named."""
    for method in WELL:
        slack[method] = ({"ok": False, "error": code}, {})
    status, lines = await doctor()
    told = [line for line in lines if line.startswith("Mend")]
    assert status == 1
    assert [line.split(": ")[0] for line in told] == ["Mend  SLACK_BOT_TOKEN", "Mend  SLACK_APP_TOKEN"]
    assert ("something_new" in told[0]) == (code == "something_new")


async def test_tokens_in_each_other_s_place_are_recognised(
    slack: Answers, doctor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commonest mistake is called by its name."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", APP)
    monkeypatch.setenv("SLACK_APP_TOKEN", BOT)
    status, lines = await doctor()
    assert status == 1
    assert sum("changed places" in line for line in lines) == 2


async def test_nothing_set_says_what_to_set(doctor: Any) -> None:
    """A fresh installation is led to its tokens."""
    status, lines = await doctor()
    assert status == 1
    assert [line.split(": ")[0] for line in lines if line.startswith("Mend")] == [
        "Mend  SLACK_BOT_TOKEN",
        "Mend  Events",
    ]


async def test_http_needs_the_signing_secret(slack: Answers, doctor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Socket Mode the signature is what keeps strangers out."""
    monkeypatch.delenv("SLACK_APP_TOKEN")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "very-secret")
    status, lines = await doctor()
    assert status == 0
    assert any(line.startswith("OK    Events: come in over HTTP") for line in lines)


async def test_slack_out_of_reach_is_said(doctor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A network that is closed is no fault of the token."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", BOT)
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:9/")
    status, lines = await doctor()
    assert status == 1
    assert any(line.startswith("Mend  SLACK_BOT_TOKEN: http://127.0.0.1:9/ cannot be reached") for line in lines)


async def test_a_redis_of_one_s_own_is_looked_at(
    slack: Answers, doctor: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Whether it keeps its data, and whether it throws any away when it is full."""
    day = timedelta(days=1)
    async with open_store(None, tmp_path, keep=day, questions=day) as store:
        monkeypatch.setenv("REDIS_URL", store.url)
        assert (await doctor())[0] == 0
        await store.redis.config_set("appendonly", "no")
        await store.redis.config_set("maxmemory", "100mb")
        await store.redis.config_set("maxmemory-policy", "allkeys-lru")
        status, lines = await doctor()
    assert status == 1
    assert [line for line in lines if line.startswith("Mend")] == [
        "Mend  Redis: keeps no log of its changes: when it fails, what is new is lost. Set appendonly yes",
        "Mend  Redis: throws data away when it is full (allkeys-lru). Set noeviction",
    ]


async def test_a_redis_that_does_not_answer_is_said(
    slack: Answers, doctor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The password in its address is never printed."""
    monkeypatch.setenv("REDIS_URL", "redis://:secret@127.0.0.1:9/0")
    status, lines = await doctor()
    assert status == 1
    assert any(line.startswith("Mend  Redis: Redis cannot be reached") for line in lines)


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_the_scopes_are_those_of_the_manifests(mode: str) -> None:
    """The doctor asks for what the manifests in deploy/ give."""
    manifest = json.loads((Path(__file__).parents[2] / f"deploy/manifest.{mode}.json").read_text(encoding="utf-8"))
    assert sorted(SCOPES) == sorted(manifest["oauth_config"]["scopes"]["bot"])
