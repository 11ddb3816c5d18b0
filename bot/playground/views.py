"""Modals and App Home: opening, stacking, changing and closing views."""

import secrets
import time
from typing import Any

from bot.playground.app import App
from bot.playground.blocks import checked_view
from bot.playground.blocks.message import walk
from bot.playground.refusal import Refusal
from bot.playground.state import Json, State, Workspace, new_id
from bot.playground.tickets import Tickets

MAX_STACK = 3


class Views:
    """Each person has one stack of modals and one home; a view is kept as Slack's JSON."""

    def __init__(self, app: App, state: State, tickets: Tickets) -> None:
        self._app = app
        self._state = state
        self._tickets = tickets

    def _new(self, workspace: Workspace, view: Json, root: str | None = None, previous: str | None = None) -> Json:
        view_id = new_id("V")
        return {
            "id": view_id,
            "team_id": workspace.id,
            "app_id": self._app.id,
            "app_installed_team_id": workspace.id,
            "bot_id": workspace.bot_id,
            "private_metadata": "",
            "callback_id": "",
            "external_id": "",
            "clear_on_close": False,
            "notify_on_close": False,
            "close": None,
            "submit": None,
            **view,
            "state": {"values": {}},
            "hash": _hash(),
            "root_view_id": root or view_id,
            "previous_view_id": previous,
        }

    def _unique(self, workspace: Workspace, view: Json, but: Json | None = None) -> None:
        external_id = view.get("external_id")
        if external_id and any(
            v["external_id"] == external_id and v is not but for stack in workspace.modals.values() for v in stack
        ):
            raise Refusal("duplicate_external_id")

    def _changed(self, workspace: Workspace, user: str) -> None:
        self._state.feed.publish("views", team=workspace.id, user=user)

    def open(self, workspace: Workspace, trigger_id: object, value: Any) -> Json:
        """Open a modal for whoever made the trigger; another open one is put away. Raises Refusal."""
        view = checked_view(value, "modal")
        self._unique(workspace, view)
        trigger = self._tickets.exchange(trigger_id, workspace)
        _fill_current(workspace, trigger.user, view)
        opened = self._new(workspace, view)
        workspace.modals[trigger.user] = [opened]
        self._changed(workspace, trigger.user)
        return opened

    def push(self, workspace: Workspace, trigger_id: object, value: Any) -> Json:
        """Put a modal over the one in which the trigger arose. Raises Refusal."""
        view = checked_view(value, "modal")
        self._unique(workspace, view)
        trigger = self._tickets.exchange(trigger_id, workspace)
        if trigger.view_id is None or not workspace.modals.get(trigger.user):
            raise Refusal("not_found")
        pushed = self.stack(workspace, trigger.user, view)
        self._changed(workspace, trigger.user)
        return pushed

    def stack(self, workspace: Workspace, user: str, view: Json) -> Json:
        """Add a checked view to the stack. Raises Refusal: push_limit_reached."""
        stack = workspace.modals[user]
        if len(stack) >= MAX_STACK:
            raise Refusal("push_limit_reached")
        _fill_current(workspace, user, view)
        pushed = self._new(workspace, view, stack[0]["id"], stack[-1]["id"])
        stack.append(pushed)
        return pushed

    def find(self, workspace: Workspace, view_id: object, external_id: object = None) -> tuple[str, Json]:
        """Whose view this is, and the view. Raises Refusal: not_found."""
        homes = [(user, [view]) for user, view in workspace.homes.items()]
        for user, stack in [*workspace.modals.items(), *homes]:
            for view in stack:
                if view["id"] == view_id or (external_id and view["external_id"] == external_id):
                    return user, view
        raise Refusal("not_found")

    def update(self, workspace: Workspace, view: Json, value: Any, version: object = None) -> Json:
        """Replace a view's content. Raises Refusal: hash_conflict among others."""
        if version and version != view["hash"]:
            raise Refusal("hash_conflict")
        new = checked_view(value, view["type"])
        self._unique(workspace, new, but=view)
        kept = {key: view[key] for key in ("id", "root_view_id", "previous_view_id", "state")}
        fresh = self._new(workspace, new)
        view.clear()
        view.update({**fresh, **kept})
        user, _view = self.find(workspace, view["id"])
        self._changed(workspace, user)
        return view

    def publish(self, workspace: Workspace, user: str, value: Any, version: object = None) -> Json:
        """Set a person's App Home. Raises Refusal."""
        view = checked_view(value, "home")
        before = workspace.homes.get(user)
        if version and before and version != before["hash"]:
            raise Refusal("hash_conflict")
        workspace.homes[user] = self._new(workspace, view)
        self._changed(workspace, user)
        return workspace.homes[user]

    def close(self, workspace: Workspace, user: str, *, everything: bool = False) -> list[Json]:
        """Take the topmost view (or all) from the stack; returns those that went."""
        stack = workspace.modals.get(user, [])
        gone = list(stack) if everything else stack[-1:]
        del stack[len(stack) - len(gone) :]
        if not stack:
            workspace.modals.pop(user, None)
        self._changed(workspace, user)
        return gone


_KINDS = {"channel": "public", "group": "private", "im": "im"}


def _fill_current(workspace: Workspace, user: str, view: Json) -> None:
    """Choose the conversation that the person is in, where a select asks for that and its filter allows it."""
    channel = workspace.channels.get(workspace.here.get(user, ""))
    for part in walk(view["blocks"]):
        if channel and part.get("default_to_current_conversation"):
            allowed = part.get("filter", {}).get("include", list(_KINDS.values()))
            if _KINDS[channel.kind] in allowed:
                part["initial_conversation"] = channel.id


def _hash() -> str:
    return f"{int(time.time())}.{secrets.token_hex(4)}"
