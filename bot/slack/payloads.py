"""What a job needs to know, as JSON: nothing but plain values travels through the queue."""

from typing import Literal

from bot.models import Model


class FileRef(Model):
    """A file that Slack holds; ``url`` is fetched with the bot's token, ``size`` is in bytes."""

    id: str
    name: str
    content_type: str | None = None
    url: str | None = None
    size: int = 0


class Job(Model):
    """What every job carries: the workspace, the conversation and the person who can act on a problem.

    ``respond`` is Slack's response URL where the person used a command, a shortcut or a button. ``pressed`` says that
    the act came from a button or a form, which may outlive the person's membership: it is looked up before anything
    is shown or posted. ``vouched`` is false where not Slack but the form named the conversation.
    """

    team: str
    channel: str
    user: str | None = None
    respond: str | None = None
    pressed: bool = False
    vouched: bool = True


class ReadPost(Job):
    """Read what a post brought and answer in its thread.

    ``thread_ts`` is None for a paste that opens a thread of its own. ``key`` names the act once and for all.
    """

    key: str
    post_ts: str | None = None
    thread_ts: str | None = None
    links: list[str] = []
    files: list[FileRef] = []
    text: str | None = None
    edited: bool = False
    direct: bool = False


class AnswerPost(Job):
    """Answer a question that was asked in a thread or a direct message; ``help`` asks what can be done."""

    key: str
    post_ts: str
    thread_ts: str
    question: str
    addressed: bool
    direct: bool = False
    help: bool = False


class DrawMap(Job):
    """Draw the map of a story's places into the thread; ``asked`` says that ``user`` pressed the button for it."""

    key: str
    thread_ts: str
    story: str
    asked: bool = False


class ForgetPost(Job):
    """A post is ``gone``, or has lost all that was read: take back what answered it."""

    post_ts: str
    thread_ts: str
    gone: bool = True


class SearchChannel(Job):
    """Look through the channel's stories; ``share`` posts the result for all to see.

    ``words`` is what stands behind the command; ``page`` counts from 0; ``replace`` puts the answer in the place of
    the message whose button was pressed. ``chosen`` are the ids of the results to share, where a person picked them.
    """

    words: str
    key: str
    share: bool = False
    command: Literal["who-said", "said-by", "warnings"] = "who-said"
    page: int = 0
    replace: bool = False
    chosen: list[str] = []


class ShowStory(Job):
    """Read the story at ``link`` and show it to the person alone; the channel keeps nothing of it."""

    link: str
    key: str
