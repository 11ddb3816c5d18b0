"""Slack's message events, read once: ``parse(event) → Posted | Edited | Deleted | Other``.

Behind this module nothing looks into the JSON of an event again: a ``Content`` holds what a message brought, a ``Post``
where it stands. What Slack calls a change may be a deletion, and what it sends under two events (``app_mention`` and
``message``) is one post.
"""

from dataclasses import dataclass
from typing import Any, Final

from bot.slack.links import links, mentions, words
from bot.slack.payloads import FileRef

Json = dict[str, Any]

_ORDINARY: Final = frozenset({None, "file_share", "thread_broadcast"})
_READABLE: Final = frozenset({"html", "htm", "txt", "text", "pdf"})
_READABLE_TYPES: Final = frozenset({"text/html", "text/plain", "application/pdf", "application/xhtml+xml"})
_SLACKBOT: Final = "USLACKBOT"


@dataclass(frozen=True)
class Bot:
    """Who we are in one workspace; ``team`` is ``enterprise_id or team_id``."""

    team: str
    user_id: str
    bot_id: str | None = None


@dataclass(frozen=True)
class Post:
    """Where a message stands; answers go to the thread ``thread_ts``. ``edited_ts`` tells one version from another."""

    channel: str
    post_ts: str
    thread_ts: str
    user: str | None
    direct: bool
    edited_ts: str | None = None

    @property
    def in_thread(self) -> bool:
        """Whether it answers another post."""
        return self.thread_ts != self.post_ts


@dataclass(frozen=True)
class SharedFile:
    """A file under a post, and whether it looks like one that holds a story."""

    ref: FileRef
    readable: bool


@dataclass(frozen=True)
class Content:
    """What a message brought: its words without markup and without a mention of us, links, files, people mentioned.

    ``bots`` are the ids under which a bot posted it, nothing for a person's; ``ours`` says that it is our own or
    Slackbot's, ``mentions_us`` that it calls us, ``broadcast`` that a thread's message went to the channel too,
    ``ordinary`` that it is a message as people write them, not a notice of Slack's.
    """

    text: str = ""
    links: tuple[str, ...] = ()
    files: tuple[SharedFile, ...] = ()
    mentions: frozenset[str] = frozenset()
    mentions_us: bool = False
    bots: frozenset[str] = frozenset()
    ours: bool = False
    broadcast: bool = False
    ordinary: bool = True

    @property
    def sources(self) -> frozenset[str]:
        """The links and the ids of the files."""
        return frozenset({*self.links, *(file.ref.id for file in self.files)})


@dataclass(frozen=True)
class Posted:
    """A new message."""

    post: Post
    content: Content


@dataclass(frozen=True)
class Edited:
    """A message that was changed, and what it brought before."""

    post: Post
    content: Content
    before: Content


@dataclass(frozen=True)
class Deleted:
    """A message that is gone, and what it brought."""

    post: Post
    before: Content


@dataclass(frozen=True)
class Other:
    """A message event that is none of these, such as a change of a notice of Slack's."""

    post: Post


Event = Posted | Edited | Deleted | Other


def parse(event: Json, bot: Bot) -> Event:
    """Read a ``message`` or ``app_mention`` event. Missing fields are empty, never an error."""
    match event.get("subtype"):
        case "message_deleted":
            before = event.get("previous_message") or {}
            return Deleted(_post_of(event, before, ts=event.get("deleted_ts")), _content(before, bot))
        case "message_changed":
            return _changed(event, bot)
        case _:
            return Posted(_post(event), _content(event, bot))


def _changed(event: Json, bot: Bot) -> Event:
    after, before = event.get("message") or {}, event.get("previous_message") or {}
    if after.get("subtype") == "tombstone":  # what Slack sends when the first post of a thread is deleted
        return Deleted(_post_of(event, before, ts=after.get("ts")), _content(before, bot))
    post = _post_of(event, after, edited=str((after.get("edited") or {}).get("ts") or event.get("ts") or ""))
    if after.get("subtype") in {"message_changed", "message_deleted"}:
        return Other(post)
    return Edited(post, _content(after, bot), _content(before, bot))


def _post_of(event: Json, message: Json, *, ts: str | None = None, edited: str | None = None) -> Post:
    """The post that an event about a ``message`` is about; the event alone says in which channel it stands."""
    about = {"channel": event.get("channel"), "channel_type": event.get("channel_type")}
    return _post({**message, **about, **({"ts": ts} if ts else {})}, edited)


def _post(message: Json, edited: str | None = None) -> Post:
    ts = str(message.get("ts") or "")
    channel, kind = str(message.get("channel") or ""), message.get("channel_type")
    changed = message.get("edited")
    return Post(
        channel=channel,
        post_ts=ts,
        thread_ts=str(message.get("thread_ts") or ts),
        user=message.get("user"),
        direct=kind == "im" or (not kind and channel.startswith("D")),
        edited_ts=edited or (str(changed["ts"]) if changed else None),
    )


def _content(message: Json, bot: Bot) -> Content:
    subtype, bot_id, called = message.get("subtype"), message.get("bot_id"), mentions(message)
    by_bot = bool(bot_id) or subtype == "bot_message"
    ids = {bot_id, message.get("app_id"), message.get("user")} - {None} if by_bot else set()
    return Content(
        text=words(message, bot.user_id),
        links=links(message),
        files=tuple(_shared_file(file) for file in message.get("files") or []),
        mentions=called,
        mentions_us=message.get("type") == "app_mention" or bot.user_id in called,
        bots=frozenset(map(str, ids)) or (frozenset({""}) if by_bot else frozenset()),
        ours=message.get("user") in {bot.user_id, _SLACKBOT} or bool(bot.bot_id and bot_id == bot.bot_id),
        broadcast=subtype == "thread_broadcast",
        ordinary=by_bot or subtype in _ORDINARY,
    )


def _shared_file(file: Json) -> SharedFile:
    name = str(file.get("name") or "")
    readable = (
        str(file.get("mimetype") or "").partition(";")[0] in _READABLE_TYPES
        or str(file.get("filetype") or "") in _READABLE
        or name.rpartition(".")[2].lower() in _READABLE
        or file.get("file_access") == "check_file_info"
    )
    return SharedFile(file_ref(file), readable)


def file_ref(file: Json) -> FileRef:
    """What is needed to fetch a file that Slack holds."""
    return FileRef(
        id=str(file.get("id") or ""),
        name=str(file.get("name") or file.get("title") or "file"),
        content_type=file.get("mimetype"),
        url=file.get("url_private_download") or file.get("url_private"),
        size=int(file.get("size") or 0),
    )
