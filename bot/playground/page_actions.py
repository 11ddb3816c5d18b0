"""What people do on the page, by name; whatever goes wrong is told in one sentence."""

from collections.abc import Awaitable, Callable

from bot.playground.driver import Driver
from bot.playground.outbox import NotDelivered
from bot.playground.refusal import Refusal
from bot.playground.state import Json

Action = Callable[[str, Json], Awaitable[Json | None]]
_REASONS = {
    "http_timeout": "nutgraf did not answer within three seconds.",
    "connection_failed": "nutgraf cannot be reached. Is it running?",
    "http_error": "nutgraf answered with an error.",
}


class ActionFailed(Exception):
    """It could not be done; the text is a sentence for the person."""


class PageActions:
    """Carries out what the page asks for."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self._actions: dict[str, Action] = {
            "post": self._post,
            "edit": self._edit,
            "delete": self._delete,
            "react": self._react,
            "command": self._command,
            "press": self._press,
            "press_in_view": self._press_in_view,
            "submit": self._submit,
            "close": self._close,
            "suggest": self._suggest,
            "shortcut": self._shortcut,
            "message_shortcut": self._message_shortcut,
            "open_home": self._open_home,
        }

    async def do(self, user: str, body: Json) -> Json | None:
        """Do it; returns what the page wants to know. Raises ActionFailed."""
        action = self._actions.get(str(body.get("action")))
        if action is None:
            raise ActionFailed("The playground does not know how to do that.")
        try:
            return await action(user, body)
        except NotDelivered as problem:
            raise ActionFailed(_REASONS.get(problem.reason, "nutgraf did not answer.")) from problem
        except Refusal as problem:
            raise ActionFailed(f"nutgraf's answer was refused: {problem.error}.") from problem
        except (ValueError, PermissionError) as problem:
            sentence = str(problem)
            raise ActionFailed(f"{sentence[:1].upper()}{sentence[1:]}.") from problem
        except KeyError as problem:
            raise ActionFailed(f"That is no longer there: {problem.args[0]}.") from problem

    async def _post(self, user: str, body: Json) -> Json:
        ts = await self._driver.post(
            body["channel"],
            user,
            body.get("text", ""),
            thread_ts=body.get("thread_ts") or None,
            broadcast=bool(body.get("broadcast")),
            files=body.get("files", ()),
        )
        return {"ts": ts}

    async def _edit(self, user: str, body: Json) -> None:
        await self._driver.edit(body["channel"], user, body["ts"], body["text"])

    async def _delete(self, user: str, body: Json) -> None:
        await self._driver.delete(body["channel"], user, body["ts"])

    async def _react(self, user: str, body: Json) -> None:
        driver, name = self._driver, body["name"].strip(":")
        reactions = driver.message(body["channel"], body["ts"]).get("reactions", [])
        mine = any(reaction["name"] == name and user in reaction["users"] for reaction in reactions)
        await (driver.unreact if mine else driver.react)(body["channel"], user, body["ts"], name)

    async def _command(self, user: str, body: Json) -> None:
        await self._driver.command(body["channel"], user, body["command"], body.get("text", ""))

    async def _press(self, user: str, body: Json) -> None:
        await self._driver.press(body["channel"], user, body["ts"], body["action_id"], body.get("chosen"))

    async def _press_in_view(self, user: str, body: Json) -> None:
        driver = self._driver
        values, chosen = body.get("values", {}), body.get("chosen")
        if body.get("home"):
            view = driver.home(user)
            if view is None:
                raise ActionFailed("There is no home to act in.")
            await driver.interactions.press_in_view(driver.workspace, user, view, body["action_id"], chosen, values)
        else:
            await driver.press_in_view(user, body["action_id"], chosen, values)

    async def _submit(self, user: str, body: Json) -> Json:
        answer = await self._driver.submit(user, body.get("values", {})) or {}
        return {"errors": answer.get("errors", {})}

    async def _close(self, user: str, body: Json) -> None:
        await self._driver.close(user, everything=bool(body.get("everything")))

    async def _suggest(self, user: str, body: Json) -> Json:
        return {"groups": await self._driver.suggest(user, body["action_id"], body.get("words", ""))}

    async def _shortcut(self, user: str, body: Json) -> None:
        await self._driver.shortcut(user, body["callback_id"], channel=body.get("channel"))

    async def _message_shortcut(self, user: str, body: Json) -> None:
        await self._driver.message_shortcut(body["channel"], user, body["ts"], body["callback_id"])

    async def _open_home(self, user: str, body: Json) -> None:
        await self._driver.open_home(user, body.get("tab", "home"))
