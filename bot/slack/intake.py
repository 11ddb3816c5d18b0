"""What to do about a message: a pure function from Slack's event to a decision.

Quiet is the rule. A message is acted on when its channel is switched on and it brings a story, when it mentions the
bot, when it is a direct message, or when it asks a question in a thread that is ours.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.answers import is_question
from bot.models import Thread
from bot.slack import links as said
from bot.slack.links import Json
from bot.slack.payloads import FileRef

_ACTED_ON = frozenset({None, "file_share", "thread_broadcast"})
_OVERHEARD = frozenset({"not for us", "no question", "muted", "too old", "for somebody else"})
_MUTE = frozenset({"mute", "stop"})
_HELP = frozenset({"", "help", "hi", "hello", "hey"})
LONGEST_QUESTION = 1_000  # characters; what goes beyond is not looked at, since this runs on the event loop
_PASTE_WORDS = 60  # a question is shorter, a story's first paragraphs are longer
_READABLE = frozenset({"html", "htm", "txt", "text", "pdf"})
_READABLE_TYPES = frozenset({"text/html", "text/plain", "application/pdf", "application/xhtml+xml"})


@dataclass(frozen=True)
class Bot:
    """Who we are in one workspace; ``team`` is ``enterprise_id or team_id``."""

    team: str
    user_id: str
    bot_id: str | None = None


@dataclass(frozen=True)
class Scene:
    """What is known beforehand: the channel's switch, and the thread when it is ours.

    ``open`` says whether the thread is young enough for questions that do not mention us.
    """

    desk_on: bool
    thread: Thread | None = None
    open: bool = True
    read_bots: Collection[str] = ()


@dataclass(frozen=True)
class Post:
    """Where the message stands; answers go to the thread ``thread_ts``."""

    channel: str
    post_ts: str
    thread_ts: str
    user: str | None
    direct: bool
    edited_ts: str | None = None


@dataclass(frozen=True)
class Read:
    """Read these links, files or this text, and answer with one reply."""

    post: Post
    links: tuple[str, ...] = ()
    files: tuple[FileRef, ...] = ()
    text: str | None = None


@dataclass(frozen=True)
class Ask:
    """Answer this question; ``addressed`` when the bot was mentioned or written to directly."""

    post: Post
    question: str
    addressed: bool


@dataclass(frozen=True)
class Mute:
    """Take no more questions in this thread unless mentioned."""

    post: Post


@dataclass(frozen=True)
class Help:
    """Say shortly what can be done."""

    post: Post


@dataclass(frozen=True)
class Forget:
    """The post, or our reply, is ``gone``, or the post has lost all that was read: take the reply back and forget."""

    channel: str
    post_ts: str
    thread_ts: str
    gone: bool = True


@dataclass(frozen=True)
class Ignore:
    """Do nothing; ``why`` is a fixed word for logs and metrics."""

    why: str


Decision = Read | Ask | Mute | Help | Forget | Ignore


def thread_of(event: Json) -> tuple[str, str]:
    """The channel and the thread that the event is about, for looking up the scene."""
    message = event.get("message") or event.get("previous_message") or event
    ts = str(message.get("ts") or event.get("deleted_ts") or "")
    return str(event.get("channel") or ""), str(message.get("thread_ts") or ts)


def decide(event: Json, bot: Bot, scene: Scene) -> Decision:
    """What to do about a ``message`` or ``app_mention`` event."""
    match event.get("subtype"):
        case "message_deleted":
            return _deleted(event, bot, scene)
        case "message_changed":
            return _changed(event, bot, scene)
        case _:
            return _posted(event, bot, scene)


def _posted(event: Json, bot: Bot, scene: Scene) -> Decision:
    post = _post(event)
    in_thread = post.thread_ts != post.post_ts
    if event.get("user") in {bot.user_id, "USLACKBOT"} or (bot.bot_id and event.get("bot_id") == bot.bot_id):
        return Ignore("own message")
    by_bot = bool(event.get("bot_id")) or event.get("subtype") == "bot_message"
    if by_bot:
        known = {event.get("bot_id"), event.get("app_id"), event.get("user")} - {None}
        if not known & set(scene.read_bots):
            return Ignore("bot")
        if in_thread:
            return Ignore("bot in thread")
    elif event.get("subtype") not in _ACTED_ON:
        return Ignore("subtype")
    mentioned = event.get("type") == "app_mention" or bot.user_id in said.mentions(event)
    addressed = not by_bot and (mentioned or post.direct)
    brought = _story(event, post, any_file=addressed)
    if brought and (addressed or (scene.desk_on and (not in_thread or event.get("subtype") == "thread_broadcast"))):
        return brought
    if by_bot:
        return Ignore("bot without story")
    text = said.words(event, bot.user_id)
    if addressed:
        return _addressed(text, post, scene, in_thread=in_thread)
    return _overheard(event, text, post, scene)


def _addressed(text: str, post: Post, scene: Scene, *, in_thread: bool) -> Decision:
    word = text.strip(" .!?").casefold()
    if in_thread and scene.thread and word in _MUTE:
        return Mute(post)
    if len(text.split()) >= _PASTE_WORDS:
        return Read(post, text=text)
    if word in _HELP and not (in_thread and not scene.thread):
        return Help(post)
    return Ask(post, text[:LONGEST_QUESTION], addressed=True)


def _overheard(event: Json, text: str, post: Post, scene: Scene) -> Decision:
    """A message in a channel that is not meant for us, unless it asks about our story."""
    if scene.thread is None or post.thread_ts == post.post_ts:
        return Ignore("not for us")
    if text.strip(" .!?").casefold() in _MUTE:
        return Mute(post)
    if scene.thread.muted:
        return Ignore("muted")
    if not scene.open:
        return Ignore("too old")
    if said.mentions(event):
        return Ignore("for somebody else")
    question = text[:LONGEST_QUESTION]
    if not is_question(question):
        return Ignore("no question")
    return Ask(post, question, addressed=False)


def _changed(event: Json, bot: Bot, scene: Scene) -> Decision:
    message, before = event.get("message") or {}, event.get("previous_message") or {}
    if message.get("subtype") == "tombstone":  # what Slack sends when the first post of a thread is deleted
        return _deleted({**event, "previous_message": {**before, "ts": message.get("ts")}}, bot, scene)
    if _brought(message) == _brought(before):
        return Ignore("links unchanged")
    inner = {**message, "type": "message", "channel": event.get("channel"), "channel_type": event.get("channel_type")}
    if inner.get("subtype") in {"message_changed", "message_deleted"}:
        return Ignore("subtype")
    ours = scene.thread is not None and any(s.post_ts == message.get("ts") for s in scene.thread.stories)
    brought = _story(inner, _post(inner), any_file=ours)
    if brought is None:
        emptied = _deleted({**event, "previous_message": before}, bot, scene)
        return replace(emptied, gone=False) if isinstance(emptied, Forget) else emptied
    decision = _posted(inner, bot, scene)
    if isinstance(decision, Ignore) and ours and decision.why in _OVERHEARD:
        decision = brought
    if not isinstance(decision, Read):
        return decision if isinstance(decision, Ignore) else Ignore("edit")
    edited = str((message.get("edited") or {}).get("ts") or event.get("ts") or "")
    return replace(decision, post=replace(decision.post, edited_ts=edited))


def _brought(message: Json) -> set[str]:
    """The links and the ids of the files of a message."""
    return {*said.links(message), *(str(file.get("id")) for file in message.get("files") or [])}


def _deleted(event: Json, bot: Bot, scene: Scene) -> Decision:
    before = event.get("previous_message") or {}
    ts = str(event.get("deleted_ts") or before.get("ts") or "")
    mattered = scene.thread or said.links(before) or before.get("files") or bot.user_id in said.mentions(before)
    if not ts or not mattered:
        return Ignore("nothing of ours")
    return Forget(str(event.get("channel") or ""), ts, str(before.get("thread_ts") or ts))


def _post(event: Json) -> Post:
    ts = str(event.get("ts") or "")
    channel = str(event.get("channel") or "")
    return Post(
        channel=channel,
        post_ts=ts,
        thread_ts=str(event.get("thread_ts") or ts),
        user=event.get("user"),
        direct=event.get("channel_type") == "im" or (not event.get("channel_type") and channel.startswith("D")),
        edited_ts=str(event["edited"]["ts"]) if event.get("edited") else None,
    )


def _story(event: Json, post: Post, *, any_file: bool) -> Read | None:
    found = said.links(event)
    files = tuple(file_ref(file) for file in event.get("files") or [] if any_file or _readable(file))
    return Read(post, links=found, files=files) if found or files else None


def file_ref(file: Json) -> FileRef:
    """What is needed to fetch a file that Slack holds."""
    return FileRef(
        id=str(file.get("id") or ""),
        name=str(file.get("name") or file.get("title") or "file"),
        content_type=file.get("mimetype"),
        url=file.get("url_private_download") or file.get("url_private"),
        size=int(file.get("size") or 0),
    )


def _readable(file: Json) -> bool:
    name = str(file.get("name") or "")
    return (
        str(file.get("mimetype") or "").partition(";")[0] in _READABLE_TYPES
        or str(file.get("filetype") or "") in _READABLE
        or name.rpartition(".")[2].lower() in _READABLE
        or file.get("file_access") == "check_file_info"
    )
