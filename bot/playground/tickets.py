"""What an interaction hands to the app: a trigger for a modal, and a URL to respond to."""

import secrets
import time
from dataclasses import dataclass

from bot.playground.refusal import Refusal
from bot.playground.state import Channel, Workspace


@dataclass
class Trigger:
    """The right to open one modal for one person, for ``life`` seconds."""

    workspace: Workspace
    user: str
    expires: float
    view_id: str | None = None  # the modal in which it arose
    used: bool = False


@dataclass
class Hook:
    """A response URL: five answers in thirty minutes, to the place where the interaction happened."""

    workspace: Workspace
    channel: Channel
    user: str
    expires: float
    message_ts: str | None = None
    ephemeral: bool = False
    thread_ts: str | None = None
    left: int = 5


class Tickets:
    """Issues and takes back triggers and response URLs; times are monotonic seconds."""

    trigger_life = 3.0
    hook_life = 30 * 60.0

    def __init__(self) -> None:
        self._triggers: dict[str, Trigger] = {}
        self._hooks: dict[str, Hook] = {}

    def trigger(self, workspace: Workspace, user: str, view_id: str | None = None) -> str:
        """A new trigger id."""
        trigger_id = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._triggers[trigger_id] = Trigger(workspace, user, time.monotonic() + self.trigger_life, view_id)
        return trigger_id

    def exchange(self, trigger_id: object, workspace: Workspace) -> Trigger:
        """Use a trigger up. Raises Refusal: invalid_trigger_id, exchanged_trigger_id, expired_trigger_id."""
        trigger = self._triggers.get(trigger_id) if isinstance(trigger_id, str) else None
        if trigger is None or trigger.workspace is not workspace:
            raise Refusal("invalid_trigger_id")
        if trigger.used:
            raise Refusal("exchanged_trigger_id")
        if time.monotonic() > trigger.expires:
            raise Refusal("expired_trigger_id")
        trigger.used = True
        return trigger

    def hook(
        self,
        workspace: Workspace,
        channel: Channel,
        user: str,
        *,
        message_ts: str | None = None,
        ephemeral: bool = False,
        thread_ts: str | None = None,
    ) -> str:
        """The path of a new response URL, without a leading slash."""
        path = f"{workspace.id}/{secrets.randbelow(10**12)}/{secrets.token_urlsafe(18)}"
        expires = time.monotonic() + self.hook_life
        self._hooks[path] = Hook(workspace, channel, user, expires, message_ts, ephemeral, thread_ts)
        return path

    def use_hook(self, path: str) -> Hook:
        """Use a response URL once. Raises Refusal (404): no_such_hook, expired_url, used_url."""
        hook = self._hooks.get(path)
        if hook is None:
            raise Refusal("no_such_hook", status=404)
        if time.monotonic() > hook.expires:
            raise Refusal("expired_url", status=404)
        if not hook.left:
            raise Refusal("used_url", status=404)
        hook.left -= 1
        return hook
