"""views.*."""

from bot.playground.backend import Backend
from bot.playground.methods.registry import Method
from bot.playground.refusal import Refusal
from bot.playground.state import Json, Workspace


def open_view(backend: Backend, workspace: Workspace, arguments: Json) -> Json:
    """views.open."""
    return {"view": backend.views.open(workspace, arguments.get("trigger_id"), arguments.get("view"))}


def push(backend: Backend, workspace: Workspace, arguments: Json) -> Json:
    """views.push."""
    return {"view": backend.views.push(workspace, arguments.get("trigger_id"), arguments.get("view"))}


def update(backend: Backend, workspace: Workspace, arguments: Json) -> Json:
    """views.update."""
    _user, view = backend.views.find(workspace, arguments.get("view_id"), arguments.get("external_id"))
    return {"view": backend.views.update(workspace, view, arguments.get("view"), arguments.get("hash"))}


def publish(backend: Backend, workspace: Workspace, arguments: Json) -> Json:
    """views.publish."""
    user = arguments.get("user_id")
    if user not in workspace.users:
        raise Refusal("invalid_arguments")
    return {"view": backend.views.publish(workspace, str(user), arguments.get("view"), arguments.get("hash"))}


METHODS = {
    "views.open": Method(open_view),
    "views.push": Method(push),
    "views.update": Method(update),
    "views.publish": Method(publish),
}
