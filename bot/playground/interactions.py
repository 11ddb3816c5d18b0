"""What people do with the app: commands, shortcuts, buttons, modals; each is one request, to be answered in 3 s."""

from typing import Any

from bot.playground import posting
from bot.playground.answers import acted, choice_state, find_element, view_state
from bot.playground.backend import Backend
from bot.playground.blocks import checked_options, checked_view
from bot.playground.outbox import NotDelivered
from bot.playground.refusal import Refusal
from bot.playground.state import Channel, Json, Workspace


class Interactions:
    """Builds the payloads, sends them and carries out what the app answers.

    Every method raises ``NotDelivered`` when the app does not acknowledge in time; what an app answers wrongly
    raises ``Refusal``.
    """

    def __init__(self, backend: Backend) -> None:
        self._backend = backend

    def _common(self, workspace: Workspace, user: str, view_id: str | None = None) -> Json:
        backend = self._backend
        person = workspace.users[user]
        return {
            "user": {"id": user, "username": person.name, "name": person.name, "team_id": workspace.id},
            "api_app_id": backend.app.id,
            "token": backend.app.verification_token,
            "trigger_id": backend.tickets.trigger(workspace, user, view_id),
            "team": {"id": workspace.id, "domain": workspace.domain},
            "enterprise": None,
            "is_enterprise_install": False,
        }

    async def command(self, workspace: Workspace, channel: Channel, user: str, command: str, text: str) -> Json | None:
        """A slash command; returns what the app answered in its acknowledgement."""
        backend = self._backend
        backend.app.command(command)
        workspace.here[user] = channel.id
        names = {"im": "directmessage", "group": "privategroup"}
        payload = {
            "token": backend.app.verification_token,
            "team_id": workspace.id,
            "team_domain": workspace.domain,
            "channel_id": channel.id,
            "channel_name": names.get(channel.kind, channel.name),
            "user_id": user,
            "user_name": workspace.users[user].name,
            "command": command,
            "text": text,
            "api_app_id": backend.app.id,
            "is_enterprise_install": "false",
            "response_url": backend.url(f"hooks/{backend.tickets.hook(workspace, channel, user)}"),
            "trigger_id": backend.tickets.trigger(workspace, user),
        }
        try:
            answer = await backend.outbox.ask("slash_commands", payload)
        except NotDelivered as problem:
            error = "operation_timeout" if problem.reason == "http_timeout" else "dispatch_failed"
            self._slackbot(workspace, channel, user, f'{command} failed with the error "{error}"')
            raise
        if answer and (answer.get("text") or answer.get("blocks")):
            posting.answer(backend, workspace, channel, user, answer)
        return answer

    def _slackbot(self, workspace: Workspace, channel: Channel, user: str, text: str) -> None:
        self._backend.conversations.whisper(workspace, channel, user, {"user": "USLACKBOT", "text": text})

    async def press(
        self, workspace: Workspace, channel: Channel, user: str, ts: str, action_id: str, chosen: Any = None
    ) -> None:
        """Something in a message: a button, a select … ``chosen`` says what was chosen in it.

        Raises KeyError when the message or the element is not there.
        """
        backend = self._backend
        workspace.here[user] = channel.id
        whispered = next((m for m in channel.ephemerals if m["ts"] == ts and m["for_user"] == user), None)
        message = whispered or channel.messages[ts]
        block_id, element = find_element(message.get("blocks", []), action_id)
        thread_ts = message.get("thread_ts")
        container: Json = {
            "type": "message",
            "message_ts": ts,
            "channel_id": channel.id,
            "is_ephemeral": whispered is not None,
            **({"thread_ts": thread_ts} if thread_ts else {}),
        }
        hook = backend.tickets.hook(
            workspace, channel, user, message_ts=ts, ephemeral=whispered is not None, thread_ts=thread_ts
        )
        payload = {
            "type": "block_actions",
            **self._common(workspace, user),
            "container": container,
            "channel": {"id": channel.id, "name": channel.name or "directmessage"},
            **({} if whispered else {"message": message}),
            "state": {"values": choice_state(block_id, element, chosen)},
            "response_url": backend.url(f"hooks/{hook}"),
            "actions": [acted(element, block_id, chosen, backend.state.clock.ts())],
        }
        await backend.outbox.ask("interactive", payload)

    async def press_in_view(
        self, workspace: Workspace, user: str, view: Json, action_id: str, chosen: Any, values: Json
    ) -> None:
        """Something in a modal or in App Home; ``values`` is what stands in its other fields."""
        block_id, element = find_element(view["blocks"], action_id)
        view["state"] = {"values": view_state(view["blocks"], {**values, action_id: chosen}, strict=False)}
        payload = {
            "type": "block_actions",
            **self._common(workspace, user, view["id"]),
            "container": {"type": "view", "view_id": view["id"]},
            "view": view,
            "actions": [acted(element, block_id, chosen, self._backend.state.clock.ts())],
        }
        await self._backend.outbox.ask("interactive", payload)

    async def submit(self, workspace: Workspace, user: str, view: Json, values: Json) -> Json | None:
        """Submit a modal; ``values`` by block id or action id. Returns the app's answer ("errors" …) and obeys it.

        Raises ValueError when the form itself would not let it pass.
        """
        backend = self._backend
        view["state"] = {"values": view_state(view["blocks"], values, strict=True)}
        payload = {
            "type": "view_submission",
            **self._common(workspace, user, view["id"]),
            "view": view,
            "response_urls": [],
        }
        answer = await backend.outbox.ask("interactive", payload)
        action = (answer or {}).get("response_action")
        if not action:
            self._finish(workspace, user, view)
        elif action == "clear":
            backend.views.close(workspace, user, everything=True)
        elif action == "update" and answer:
            backend.views.update(workspace, view, answer.get("view"))
        elif action == "push" and answer:
            backend.views.stack(workspace, user, checked_view(answer.get("view"), "modal"))
            backend.state.feed.publish("views", team=workspace.id, user=user)
        elif action == "errors" and answer:
            known = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
            if not answer.get("errors") or set(answer["errors"]) - known:
                raise Refusal("invalid_errors")
        else:
            raise Refusal("invalid_response_action")
        return answer

    def _finish(self, workspace: Workspace, user: str, view: Json) -> None:
        stack = workspace.modals.get(user, [])
        if stack and stack[-1] is view:
            self._backend.views.close(workspace, user)

    async def close(self, workspace: Workspace, user: str, *, everything: bool = False) -> None:
        """Close the topmost modal, or all of them; the app hears of those that asked for it."""
        for view in reversed(self._backend.views.close(workspace, user, everything=everything)):
            if view["notify_on_close"]:
                payload = {
                    "type": "view_closed",
                    **self._common(workspace, user),
                    "view": view,
                    "is_cleared": everything,
                }
                del payload["trigger_id"]
                await self._backend.outbox.ask("interactive", payload)

    async def shortcut(self, workspace: Workspace, user: str, callback_id: str) -> None:
        """A global shortcut. Raises KeyError when the app has none of this id."""
        self._backend.app.shortcut(callback_id, "global")
        payload = {
            "type": "shortcut",
            **self._common(workspace, user),
            "callback_id": callback_id,
            "action_ts": self._backend.state.clock.ts(),
        }
        await self._backend.outbox.ask("interactive", payload)

    async def message_shortcut(
        self, workspace: Workspace, channel: Channel, user: str, ts: str, callback_id: str
    ) -> None:
        """A shortcut of a message's menu. Raises KeyError."""
        backend = self._backend
        backend.app.shortcut(callback_id, "message")
        workspace.here[user] = channel.id
        message = channel.messages[ts]
        hook = backend.tickets.hook(workspace, channel, user, thread_ts=message.get("thread_ts"))
        payload = {
            "type": "message_action",
            **self._common(workspace, user),
            "callback_id": callback_id,
            "action_ts": backend.state.clock.ts(),
            "message_ts": ts,
            "channel": {"id": channel.id, "name": channel.name or "directmessage"},
            "message": message,
            "response_url": backend.url(f"hooks/{hook}"),
        }
        await backend.outbox.ask("interactive", payload)

    async def suggest(self, workspace: Workspace, user: str, view: Json, action_id: str, words: str) -> list[Json]:
        """The options that the app offers in an external select of a view, in groups: ``{"label", "options"}``.

        Raises ``Refusal`` for an answer that Slack would not show.
        """
        block_id, element = find_element(view["blocks"], action_id)
        payload = {
            "type": "block_suggestion",
            **self._common(workspace, user, view["id"]),
            "container": {"type": "view", "view_id": view["id"]},
            "view": view,
            "action_id": element["action_id"],
            "block_id": block_id,
            "value": words,
        }
        del payload["trigger_id"]
        return checked_options(await self._backend.outbox.ask("interactive", payload) or {})
