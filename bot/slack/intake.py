"""What to do about a message: a pure function from an event to a decision.

Quiet is the rule. A message is acted on when its channel is switched on and it brings a story, when it mentions the
bot, when it is a direct message, or when it asks a question in a thread that is ours.
"""

from collections.abc import Collection
from dataclasses import dataclass

from bot.answers import is_question
from bot.models import Thread
from bot.slack.events import Content, Deleted, Edited, Event, Other, Post, Posted
from bot.slack.payloads import FileRef

_OVERHEARD = frozenset({"not for us", "no question", "muted", "too old", "for somebody else"})
_MUTE = frozenset({"mute", "stop"})
_COURTESY = frozenset(
    [
        *("thanks", "thank you", "thx", "ty", "cheers", "ta", "great", "nice", "perfect", "ok", "okay", "got it"),
        *("thanks a lot", "thank you very much", "many thanks", "much appreciated", "great thanks", "ok thanks"),
    ]
)
_HELP = frozenset({"", "help", "hi", "hello", "hey"})
LONGEST_QUESTION = 1_000  # characters; what goes beyond is not looked at, since this runs on the event loop
_PASTE_WORDS = 60  # a question is shorter, a story's first paragraphs are longer


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
class Read:
    """Read these links, files or this text, and answer with one reply; ``edited`` replaces an earlier reply."""

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


def decide(event: Event, scene: Scene) -> Decision:
    """What to do about an event in ``scene``."""
    match event:
        case Posted(post, content):
            return _decide_on_post(post, content, scene)
        case Edited(post, content, before):
            return _decide_on_edit(post, content, before, scene)
        case Deleted(post, before):
            return _forget(post, before, scene, gone=True)
        case Other():
            return Ignore("subtype")


def _decide_on_post(post: Post, content: Content, scene: Scene) -> Decision:
    if content.ours:
        return Ignore("own message")
    if content.bots:
        if not content.bots & set(scene.read_bots):
            return Ignore("bot")
        if post.in_thread:
            return Ignore("bot in thread")
    elif not content.ordinary:
        return Ignore("subtype")
    addressed = not content.bots and (content.mentions_us or post.direct)
    story = _story(post, content, any_file=addressed)
    if story and (addressed or (scene.desk_on and (not post.in_thread or content.broadcast))):
        return story
    if content.bots:
        return Ignore("bot without story")
    return _addressed(post, content, scene) if addressed else _overheard(post, content, scene)


def _addressed(post: Post, content: Content, scene: Scene) -> Decision:
    text = content.text
    word = text.strip(" .!?").casefold()
    if post.in_thread and scene.thread and word in _MUTE:
        return Mute(post)
    if len(text.split()) >= _PASTE_WORDS:
        return Read(post, text=text)
    if word.replace(",", "").replace("!", "") in _COURTESY:
        return Ignore("courtesy")
    if word in _HELP and not (post.in_thread and not scene.thread):
        return Help(post)
    return Ask(post, text[:LONGEST_QUESTION], addressed=True)


def _overheard(post: Post, content: Content, scene: Scene) -> Decision:
    """A message in a channel that is not meant for us, unless it asks about our story."""
    if scene.thread is None or not post.in_thread:
        return Ignore("not for us")
    if content.text.strip(" .!?").casefold() in _MUTE:
        return Mute(post)
    if scene.thread.muted:
        return Ignore("muted")
    if not scene.open:
        return Ignore("too old")
    if content.mentions:
        return Ignore("for somebody else")
    question = content.text[:LONGEST_QUESTION]
    if not is_question(question):
        return Ignore("no question")
    return Ask(post, question, addressed=False)


def _decide_on_edit(post: Post, content: Content, before: Content, scene: Scene) -> Decision:
    """Only a change of what is to be read matters: Slack sends an edit for every link that it unfurls."""
    if content.sources == before.sources:
        return Ignore("links unchanged")
    ours = scene.thread is not None and any(story.post_ts == post.post_ts for story in scene.thread.stories)
    story = _story(post, content, any_file=ours)
    if story is None:
        return _forget(post, before, scene, gone=False)
    decision = _decide_on_post(post, content, scene)
    if isinstance(decision, Ignore) and ours and decision.why in _OVERHEARD:
        return story
    return decision if isinstance(decision, Read | Ignore) else Ignore("edit")


def _forget(post: Post, before: Content, scene: Scene, *, gone: bool) -> Decision:
    if not post.post_ts or not (scene.thread or before.links or before.files or before.mentions_us):
        return Ignore("nothing of ours")
    return Forget(post.channel, post.post_ts, post.thread_ts, gone)


def _story(post: Post, content: Content, *, any_file: bool) -> Read | None:
    files = tuple(file.ref for file in content.files if any_file or file.readable)
    return Read(post, links=content.links, files=files) if content.links or files else None
