"""What the page shows, as JSON: the newsroom, a channel, a thread, the modals of one person."""

from bot.playground.driver import Driver
from bot.playground.state import Channel, Json


def newsroom_snapshot(driver: Driver, user: str) -> Json:
    """Who is here, which channels this person sees, and what can be done."""
    workspace, backend = driver.workspace, driver.backend
    return {
        "team": workspace.name,
        "me": user,
        "bot": workspace.bot_user_id,
        "connected": backend.outbox.transport is not backend.sockets or backend.sockets.connections > 0,
        "users": [
            {"id": u.id, "name": u.name, "real_name": u.real_name, "title": u.title, "is_bot": u.is_bot}
            for u in workspace.users.values()
        ],
        "channels": [
            {
                "id": channel.id,
                "name": channel.name or workspace.users[workspace.bot_user_id].real_name,
                "kind": channel.kind,
                "topic": channel.topic,
                "archived": channel.archived,
                "with_bot": workspace.bot_user_id in channel.members,
                "latest": next((m["ts"] for m in reversed(driver.messages(channel.id))), None),
            }
            for channel in workspace.channels.values()
            if user in channel.members
        ],
        "commands": list(backend.app.commands),
        "shortcuts": list(backend.app.shortcuts),
        "app": backend.app.name,
        "home_tab": backend.app.home_tab,
    }


def _seen(driver: Driver, user: str, which: str) -> Channel:
    channel = driver.channel(which)
    if user not in channel.members:
        raise KeyError(which)
    return channel


def _whispers(channel: Channel, user: str, thread_ts: str | None) -> list[Json]:
    return [m for m in channel.ephemerals if m["for_user"] == user and m.get("thread_ts") == thread_ts]


def channel_snapshot(driver: Driver, user: str, which: str) -> Json:
    """The channel's messages without replies, what only this person sees, and the status lines by thread."""
    channel = _seen(driver, user, which)
    messages = [*driver.messages(channel.id), *_whispers(channel, user, None)]
    statuses = {ts: text for (where, ts), text in driver.workspace.statuses.items() if where == channel.id}
    return {
        "channel": channel.id,
        "messages": sorted(messages, key=lambda message: str(message["ts"])),
        "statuses": statuses,
    }


def thread_snapshot(driver: Driver, user: str, which: str, ts: str) -> Json:
    """A thread's messages, the opening one first, and its status line."""
    channel = _seen(driver, user, which)
    messages = driver.thread(channel.id, ts)
    if not messages:
        raise KeyError(ts)
    whispers = _whispers(channel, user, ts)
    return {
        "channel": channel.id,
        "ts": ts,
        "messages": sorted([*messages, *whispers], key=lambda message: str(message["ts"])),
        "status": driver.status(channel.id, ts),
    }


def view_snapshot(driver: Driver, user: str) -> Json:
    """This person's open modals, the topmost last, and App Home."""
    return {"stack": driver.workspace.modals.get(user, []), "home": driver.workspace.homes.get(user)}
