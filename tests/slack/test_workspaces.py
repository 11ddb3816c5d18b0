"""Whom a request comes from, and whether that is where our token is from."""

from typing import Any

import pytest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse

from bot.slack.workspaces import from_here, named_in

BUTTON = {"type": "block_actions", "team": {"id": "T2"}, "user": {"id": "U9", "team_id": "T2"}}


async def passes(body: dict[str, Any], *, team: str = "T1", enterprise: str | None = None) -> bool:
    """Whether a request comes through to the bot of this workspace or enterprise."""
    context, through = AsyncBoltContext(), []
    context["authorize_result"] = AuthorizeResult(team_id=team, enterprise_id=enterprise)

    async def next_() -> BoltResponse:
        through.append(True)
        return BoltResponse(status=200)

    refused = await from_here(body, context, next_)
    assert (refused is None) == bool(through)
    return bool(through)


@pytest.mark.parametrize(
    "body",
    [
        {"team_id": "T1", "event": {"type": "message", "team": "T2", "user_team": "T2"}},
        {"command": "/desk", "team_id": "T1", "enterprise_id": "E1"},
        {"type": "view_submission", "team": {"id": "T2"}, "view": {"app_installed_team_id": "T1", "team_id": "T2"}},
        {**BUTTON, "message": {"ts": "1.0", "team": "T1"}},
    ],
    ids=["a guest's post", "a command", "a guest's form", "a guest's press on our message"],
)
async def test_what_is_ours_comes_through(body: dict[str, Any]) -> None:
    """Also where a guest from another organisation has a hand in it."""
    assert await passes(body)


@pytest.mark.parametrize(
    "body",
    [
        {"team_id": "T2", "event": {"type": "message", "team": "T1", "user": "T1", "text": "T1"}},
        {"command": "/desk", "team_id": "T2", "enterprise_id": "E2", "channel_id": "T1", "text": "T1"},
        {"type": "message_action", "team": {"id": "T2"}, "message": {"ts": "1.0", "team": "T1"}},
        {**BUTTON, "message": {"ts": "1.0", "team": "T2"}, "enterprise": {"id": "E2"}},
        {"type": "block_actions", "team": None, "enterprise": None, "actions": [{"value": "T1"}]},
        {"type": "event_callback", "authorizations": [], "event": {"type": "message"}},
    ],
    ids=["a post", "a command", "our post quoted there", "a press", "nobody's press", "nobody's post"],
)
async def test_what_is_not_ours_does_not(body: dict[str, Any]) -> None:
    """Whatever it says elsewhere than where Slack names the workspace."""
    assert not await passes(body)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"type": "block_actions", "team": None, "enterprise": {"id": "E1"}, "user": {"team_id": "T7"}}, True),
        ({"team_id": "T7", "authorizations": [{"enterprise_id": "E1", "team_id": None}]}, True),
        ({"command": "/story", "team_id": "T7", "enterprise_id": "E1"}, True),
        ({"command": "/story", "team_id": "T7", "enterprise_id": "E2"}, False),
    ],
)
async def test_an_enterprise_is_one(body: dict[str, Any], *, expected: bool) -> None:
    """All of its workspaces share what is stored, since a token may be all of theirs."""
    assert expected == await passes(body, enterprise="E1")


def test_no_enterprise_is_nobodys_name() -> None:
    """A token without an enterprise does not match a request without one."""
    assert list(named_in({"team_id": None, "enterprise": None, "enterprise_id": ""})) == []
