"""api.test, auth.test, apps.connections.open and what else concerns the app itself."""

from bot.playground.backend import Backend
from bot.playground.methods.registry import Method
from bot.playground.refusal import Refusal
from bot.playground.state import Json, Workspace


def api_test(_backend: Backend, _workspace: Workspace, arguments: Json) -> Json:
    """Echo the arguments, or fail as asked."""
    if error := arguments.get("error"):
        raise Refusal(str(error), args=arguments)
    return {"args": arguments}


def auth_test(backend: Backend, workspace: Workspace, _arguments: Json) -> Json:
    """Who the token speaks for."""
    return {
        "url": backend.url(""),
        "team": workspace.name,
        "team_id": workspace.id,
        "user": workspace.users[workspace.bot_user_id].name,
        "user_id": workspace.bot_user_id,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


def auth_revoke(_backend: Backend, workspace: Workspace, _arguments: Json) -> Json:
    """End the token's life."""
    workspace.revoked = "token_revoked"
    return {"revoked": True}


def connections_open(backend: Backend, _workspace: Workspace, _arguments: Json) -> Json:
    """A WebSocket address for Socket Mode."""
    return {"url": f"ws://{backend.origin}/link/?ticket={backend.sockets.ticket()}&app_id={backend.app.id}"}


METHODS = {
    "api.test": Method(api_test, token="none"),
    "auth.test": Method(auth_test),
    "auth.revoke": Method(auth_revoke),
    "apps.connections.open": Method(connections_open, ("connections:write",), token="app"),
}
