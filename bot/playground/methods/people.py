"""users.*, bots.info, team.info."""

from bot.playground.backend import Backend
from bot.playground.methods.registry import Method
from bot.playground.refusal import Refusal
from bot.playground.state import Json, User, Workspace


def user_json(workspace: Workspace, user: User) -> Json:
    """Slack's user object."""
    return {
        "id": user.id,
        "team_id": workspace.id,
        "name": user.name,
        "deleted": False,
        "real_name": user.real_name,
        "tz": "Europe/London",
        "locale": workspace.locale,
        "profile": {"real_name": user.real_name, "display_name": user.name, "title": user.title},
        "is_bot": user.is_bot,
        "is_admin": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
    }


def info(_backend: Backend, workspace: Workspace, arguments: Json) -> Json:
    """users.info."""
    user = workspace.users.get(str(arguments.get("user")))
    if user is None:
        raise Refusal("user_not_found")
    return {"user": user_json(workspace, user)}


def listing(_backend: Backend, workspace: Workspace, _arguments: Json) -> Json:
    """users.list, in one page."""
    members = [user_json(workspace, user) for user in workspace.users.values()]
    return {"members": members, "response_metadata": {"next_cursor": ""}}


def bot_info(backend: Backend, workspace: Workspace, arguments: Json) -> Json:
    """bots.info."""
    if arguments.get("bot") not in (None, workspace.bot_id):
        raise Refusal("bot_not_found")
    bot = workspace.users[workspace.bot_user_id]
    return {
        "bot": {
            "id": workspace.bot_id,
            "app_id": backend.app.id,
            "user_id": bot.id,
            "name": bot.real_name,
            "deleted": False,
            "updated": 0,
            "icons": {},
        }
    }


def team_info(backend: Backend, workspace: Workspace, _arguments: Json) -> Json:
    """team.info."""
    team = {"id": workspace.id, "name": workspace.name, "domain": workspace.domain, "url": backend.url("")}
    return {"team": {**team, "email_domain": "", "locale": workspace.locale, "icon": {}}}


METHODS = {
    "users.info": Method(info, ("users:read",)),
    "users.list": Method(listing, ("users:read",)),
    "bots.info": Method(bot_info, ("users:read",)),
    "team.info": Method(team_info, ("team:read",)),
}
