"""What is remembered of stories: in a thread, in a channel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.models.report import Article, Model, Report, Span, Stance, WarningKind


class StoryCard(Model):
    """A story in one line: enough to name it and to find its report again.

    ``story_id`` is the content hash, the same for the same words wherever they were found.
    """

    story_id: str
    title: str
    url: str | None = None
    publisher: str | None = None
    published: datetime | None = None
    read_at: datetime
    partial: bool = False


class ThreadStory(Model):
    """A story read in a thread, or the one sentence that says why it could not be.

    ``post_ts`` is the post that brought it: a thread may hold several.
    """

    link: str | None = None
    card: StoryCard | None = None
    problem: str | None = None
    post_ts: str | None = None


class Change(Model):
    """How a story differs from what stood at its address before.

    ``since`` is when those earlier words were last seen, ``title_was`` the earlier headline where there is another
    one now; the rest counts paragraphs of the body.
    """

    since: datetime
    title_was: str | None = None
    reworded: int = 0
    added: int = 0
    removed: int = 0


class Look(Model):
    """A look at a page: its ``article``, or None where the site says that it did not change since the last look.

    ``etag`` and ``last_modified`` are what the site wants to hear at the next one.
    """

    article: Article | None = None
    etag: str | None = None
    last_modified: str | None = None


class Visit(Model):
    """What an address led to when somebody last looked, at ``at``: the story, and the ``url`` where the way ended.

    ``change`` is what was new about it then.
    """

    story_id: str
    at: datetime
    url: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    change: Change | None = None


class StoryResult(Model):
    """The outcome of reading one link, text or file: a report with its card, or ``problem``, a sentence to show.

    ``read_before`` is true when the report came from the cache (``card.read_at`` says when it was made); ``paste``
    says that pasting the text would help; ``change`` is how the story differs from what its address gave before.
    """

    link: str | None = None
    report: Report | None = None
    card: StoryCard | None = None
    problem: str | None = None
    paste: bool = False
    read_before: bool = False
    change: Change | None = None


class Thread(Model):
    """A thread that is ours: the post that opened it, our reply, and the stories in it."""

    team: str
    channel: str
    thread_ts: str
    post_ts: str
    user: str | None = None
    reply_ts: str | None = None
    stories: list[ThreadStory] = []
    opened_at: datetime
    muted: bool = False
    last_question: str | None = None


class ChannelClaim(Model):
    """A claim as a channel's search sees it, with the words and the story beside it."""

    claim_id: str
    story: StoryCard
    channel: str
    thread_ts: str
    speaker: str | None
    speaker_aliases: list[str] = []
    stance: Stance
    words: str
    content: list[Span]
    confidence: float


class ChannelWarning(Model):
    """A warning as a channel's search sees it: its parties by name, its parts in the words of the story."""

    warning_id: str
    story: StoryCard
    channel: str
    thread_ts: str
    kind: WarningKind
    actor: str | None = None
    actor_aliases: list[str] = []
    recipient: str | None = None
    recipient_aliases: list[str] = []
    words: str
    condition: str | None = None
    consequence: str | None = None
    negated: bool = False
    confidence: float


@dataclass(frozen=True, slots=True)
class Derived:
    """What was worked out from a story's claims once (``bot.answers`` knows how to read it), with the version of what
    worked it out: data of another version is not read."""

    version: str
    data: bytes


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class ChannelStory:
    """A story of a channel with its claims and warnings; ``words`` and ``vectors`` are what a search needs of them.

    As long as the story does not change in the channel, a store may give the same object again and again, so that
    what is worked out from it once can be kept beside it. A store may decode claims and warnings when they are first
    looked at.
    """

    card: StoryCard
    thread_ts: str
    claims: Sequence[ChannelClaim]
    warnings: Sequence[ChannelWarning] = ()
    words: Derived | None = None
    vectors: Derived | None = None


class Desk(Model):
    """What the bot does in one channel. ``on`` means that it reads every link that is posted, ``maps`` that it posts
    a map without being asked. Without ``changed_by`` nobody chose whether it is on."""

    on: bool = False
    maps: bool = True
    changed_by: str | None = None
    changed_at: datetime | None = None
