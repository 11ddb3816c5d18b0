"""What is remembered of stories: in a thread, in a channel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from bot.models.report import Article, Model, Note, Report, Span, Stance, WarningKind


class Origin(Model):
    """Where a story was had, and what its page says of itself: all of an ``Article`` but its words.

    It belongs to whoever had the story from there. Somebody who had the same words elsewhere has another one.
    """

    url: str | None = None
    canonical_url: str | None = None
    title: str | None = None
    authors: list[str] = []
    publisher: str | None = None
    published: datetime | None = None
    modified: datetime | None = None
    partial: bool = False
    notes: list[Note] = []

    @classmethod
    def of(cls, article: Article) -> Self:
        """The origin of ``article``."""
        return cls(**{name: getattr(article, name) for name in cls.model_fields})


class StoredReading(Model):
    """What was found in a story's words for one audience, first at ``read_at``.

    ``report.article`` holds the words alone: where they were had is kept with whoever had them (``origin`` below).
    """

    report: Report
    read_at: datetime

    @classmethod
    def of(cls, report: Report, read_at: datetime) -> Self:
        """``report`` without a word of where its story was had."""
        article = report.article
        bare = Article(text=article.text, paragraphs=article.paragraphs, language=article.language)
        return cls(report=report.model_copy(update={"article": bare}), read_at=read_at)

    def had_from(self, origin: Origin) -> Report:
        """The report as somebody sees it who had the story from ``origin``."""
        told = {name: getattr(origin, name) for name in Origin.model_fields}
        article = self.report.article.model_copy(update={**told, "retrieved": self.read_at})
        return self.report.model_copy(update={"article": article})


class StoryCard(Model):
    """A story in one line: enough to name it and to find its report again.

    ``story_id`` is the content hash, the same for the same words wherever they were found. ``url`` is where this
    channel had them; ``read_at`` when they were first read for it.
    ``group`` is the address that the page gives as its own, believed within its site alone: two stories of a channel
    with the same one are versions of one story. It never stands for where a story was had.
    """

    story_id: str
    title: str
    url: str | None = None
    publisher: str | None = None
    published: datetime | None = None
    read_at: datetime
    partial: bool = False
    group: str | None = None


class ThreadStory(Model):
    """A story read in a thread, or the one sentence that says why it could not be.

    ``post_ts`` is the post that brought it: a thread may hold several. ``map_file`` is Slack's id of the map that was
    drawn of it. ``refers_to`` is the id of a story that is spoken of here but was brought elsewhere in the channel:
    its card stays there, so that it goes with the post that brought it.
    """

    link: str | None = None
    card: StoryCard | None = None
    origin: Origin | None = None
    refers_to: str | None = None
    problem: str | None = None
    post_ts: str | None = None
    map_file: str | None = None

    @property
    def story_id(self) -> str | None:
        """The story, brought here or elsewhere; None where it could not be read."""
        return self.card.story_id if self.card else self.refers_to


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
    """What an address led to when an audience last looked, at ``at``: the story, and where it was had.

    ``change`` is what was new about it then.
    """

    address: str
    story_id: str
    at: datetime
    origin: Origin
    etag: str | None = None
    last_modified: str | None = None
    change: Change | None = None


class StoryResult(Model):
    """The outcome of reading one link, text or file: a report with its card, or ``problem``, a sentence to show.

    ``read_before`` is true when the same channel or person had these words before (``card.read_at`` says when);
    ``paste`` says that pasting the text would help; ``change`` is how the story differs from what its address gave
    before; ``visit`` is the look at the address.
    """

    link: str | None = None
    report: Report | None = None
    card: StoryCard | None = None
    problem: str | None = None
    paste: bool = False
    read_before: bool = False
    change: Change | None = None
    visit: Visit | None = None


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
    deadline: str | None = None
    due: date | None = None
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


@dataclass(frozen=True, slots=True)
class KeptStory:
    """All that a channel keeps of a story that a post brought: the reading, the look that led to it, the card, and
    the claims and warnings for searches."""

    reading: StoredReading
    visit: Visit | None
    card: StoryCard
    claims: Sequence[ChannelClaim]
    warnings: Sequence[ChannelWarning] = ()
    words: Derived | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A thread after a post's stories were kept in it; ``files`` are the maps of stories that it no longer holds."""

    thread: Thread
    files: Sequence[str] = ()


class Removed(Model):
    """What is left to take back of a post whose stories were forgotten: our reply and the maps, by Slack's ids.

    ``gone`` says that the post itself was deleted, so that nothing more is kept of it.
    """

    gone: bool
    reply_ts: str | None = None
    files: list[str] = []


class Desk(Model):
    """What the bot does in one channel. ``on`` means that it reads every link that is posted, ``maps`` that it posts
    a map without being asked. Without ``changed_by`` nobody chose whether it is on."""

    on: bool = False
    maps: bool = True
    changed_by: str | None = None
    changed_at: datetime | None = None
