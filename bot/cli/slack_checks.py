"""The doctor's look at Slack: tokens, what they may do, and how events come in."""

from collections.abc import AsyncIterator
from typing import Final

import aiohttp
from pydantic import SecretStr
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.cli.verdict import Verdict, mend, ok
from bot.settings import Settings

# What each scope is for, in the words of whoever asks why it is needed. The manifests in deploy/ hold the same list.
SCOPES: Final = {
    "app_mentions:read": "to see when it is mentioned",
    "channels:history": "to see links in public channels",
    "channels:read": "to know who is in a public channel, before a button or form shows or posts something there",
    "chat:write": "to answer",
    "commands": "for the slash commands and the shortcuts",
    "files:read": "to read files that are posted",
    "files:write": "to post maps; without it, places are listed only",
    "groups:history": "to see links in private channels",
    "groups:read": "to know who is in a private channel",
    "im:history": "to see direct messages",
    "im:read": "to know whose direct messages a form was sent from",
    "users:read": "to write dates the way the reader does",
}
# Without these something is left out, and the bot says what.
OPTIONAL: Final = frozenset({"channels:read", "files:read", "files:write", "groups:read", "im:read", "users:read"})
_WHERE: Final = "on your app's page at api.slack.com/apps"
_REASONS: Final = {
    "invalid_auth": "Slack does not know this token. Copy it anew from your app's page at api.slack.com/apps",
    "not_authed": "Slack does not know this token. Copy it anew from your app's page at api.slack.com/apps",
    "token_revoked": f"the token was revoked. Install the app again {_WHERE}",
    "token_expired": f"the token has expired. Turn token rotation off {_WHERE} and install the app again",
    "account_inactive": f"the app was removed from the workspace. Install it again {_WHERE}",
    "missing_scope": f"the token may not do this. Give it connections:write {_WHERE}, under App-Level Tokens",
    "not_allowed_token_type": "this is another kind of token. The app token begins with xapp-",
    "forbidden_team": "Socket Mode is not allowed in this workspace. Ask its administrators, or use HTTP",
}
_TIMEOUT_S: Final = 10


async def bot_token(settings: Settings) -> AsyncIterator[Verdict]:
    """Whether the bot token works, for which workspace, and which scopes it lacks."""
    what = "SLACK_BOT_TOKEN"
    token = settings.slack_bot_token
    if token is None:
        yield mend(what, "not set. Copy the Bot User OAuth Token (xoxb-…) from your app's page at api.slack.com/apps")
        return
    if _prefix(token) == "xapp":
        yield mend(what, "this is an app token. The bot token begins with xoxb-; has it changed places with the other?")
        return
    try:
        told = await _client(settings, token).auth_test()
    except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as error:
        yield mend(what, _reason(error, settings))
        return
    yield ok(what, f"works, as @{told.get('user')} in {told.get('team')}")
    held = {name.casefold(): value for name, value in told.headers.items()}.get("x-oauth-scopes")
    if held is None:
        yield mend("Scopes", "Slack did not say which the token has. Compare them with the manifest in deploy/")
        return
    missing = [scope for scope in SCOPES if scope not in {part.strip() for part in str(held).split(",")}]
    for scope in missing:
        if scope in OPTIONAL:
            yield ok("Scopes", f"{scope} is not granted, which is a choice ({SCOPES[scope]})")
            continue
        yield mend("Scopes", f"{scope} is missing ({SCOPES[scope]}). Add it {_WHERE}, then install the app again")
    if not missing:
        yield ok("Scopes", f"all {len(SCOPES)} that are needed")


async def app_token(settings: Settings) -> AsyncIterator[Verdict]:
    """Whether the app token opens a socket; nothing where none is set."""
    what = "SLACK_APP_TOKEN"
    token = settings.slack_app_token
    if token is None:
        return
    if _prefix(token) == "xoxb":
        yield mend(what, "this is a bot token. The app token begins with xapp-; has it changed places with the other?")
        return
    try:
        await _client(settings, token).apps_connections_open(app_token=token.get_secret_value())
    except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as error:
        yield mend(what, _reason(error, settings))
        return
    yield ok(what, "works; events come in by Socket Mode")


async def delivery(settings: Settings) -> AsyncIterator[Verdict]:
    """How events come in, where it is not by Socket Mode."""
    if settings.slack_app_token is not None:
        return
    if settings.slack_signing_secret is None:
        yield mend(
            "Events",
            "neither SLACK_APP_TOKEN (Socket Mode, the simplest) nor SLACK_SIGNING_SECRET (HTTP) is set. "
            f"Both are {_WHERE}",
        )
    else:
        yield ok("Events", "come in over HTTP, their signature is checked; Slack must reach this machine")


def _client(settings: Settings, token: SecretStr) -> AsyncWebClient:
    return AsyncWebClient(
        token=token.get_secret_value(), base_url=settings.slack_api_url.rstrip("/") + "/", timeout=_TIMEOUT_S
    )


def _prefix(token: SecretStr) -> str:
    return token.get_secret_value().split("-", 1)[0]


def _reason(error: Exception, settings: Settings) -> str:
    if isinstance(error, SlackApiError):
        code = str(error.response.get("error"))
        return _REASONS.get(code, f"Slack answers {code}")
    place = settings.slack_api_url
    return f"{place} cannot be reached ({type(error).__name__}). Check the network, a proxy, or SLACK_API_URL"
