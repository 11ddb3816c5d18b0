"""The seams, as Protocols. Services know these; adapters fulfil them; bootstrap joins the two.

Every method that touches Redis may raise ``StoreUnavailable``. ``team`` is Slack's ``enterprise_id or team_id``;
nothing stored for one team can be reached with another's.
"""

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Any, Literal, Protocol

from bot.models import (
    Article,
    ChannelClaim,
    ChannelStory,
    ChannelWarning,
    Derived,
    Desk,
    Kept,
    KeptStory,
    LocatorMap,
    Look,
    Removed,
    Report,
    StoredReading,
    StoryCard,
    Thread,
    Visit,
)

Waiting = Callable[[], AbstractAsyncContextManager[None]]
"""While a block of this lasts, whatever job is running there waits for somebody else and computes nothing
(``bot.jobs.slot_released``); ``contextlib.nullcontext`` where nobody counts."""


class Articles(Protocol):
    """Where stories come from (``bot.fetch``). Every method raises ``SourceError``."""

    async def from_url(self, url: str) -> Article:
        """Fetch the page at ``url`` and take the story out of it."""
        ...

    async def look(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Look:
        """As ``from_url``, unless the site says that the page did not change since ``etag`` or ``last_modified``."""
        ...

    async def from_file(self, data: bytes, *, name: str, content_type: str | None = None) -> Article:
        """Take the story out of an uploaded HTML, text or PDF file."""
        ...

    async def from_text(self, text: str) -> Article:
        """Make an article of pasted text; ``article.text`` is ``text``, character for character."""
        ...

    def key(self, url: str) -> str:
        """The address that ``url`` names, under which a look at it is remembered: without its fragment.

        Scheme, path and query stay as they are: another spelling may be another page.
        """
        ...


class Extractor(Protocol):
    """What finds the facts (``bot.nlp``)."""

    @property
    def version(self) -> str:
        """The version of everything that shapes a report; part of the cache key."""
        ...

    async def extract(self, article: Article) -> Report:
        """Read ``article`` and report what stands in it. Raises ``ExtractionFailed``, and ``TookTooLong``
        where it hung."""
        ...


class Draw(Protocol):
    """What draws the map of a story's places (``bot.maps.draw``): pure, about a tenth of a second of computing."""

    def __call__(self, report: Report) -> LocatorMap | None:
        """The map, or None where no place could be told."""
        ...


class Readings(Protocol):
    """What was read, each audience's own: a channel's, by its id, or a person's, to whom a story was shown alone.

    Nothing here is found with another audience's id.
    """

    async def get(self, team: str, audience: str, story_id: str) -> StoredReading | None:
        """What was found in the story, or None when the audience never had it or its time is over."""
        ...

    async def hold(self, team: str, audience: str, story_id: str, reading: StoredReading) -> None:
        """Store a reading for some hours; ``Threads.keep`` makes it the channel's for as long as stories are kept."""
        ...

    async def visit(self, team: str, audience: str, address: str) -> Visit | None:
        """The audience's last look at this address, or None."""
        ...

    async def visit_to(self, team: str, audience: str, story_id: str) -> Visit | None:
        """A look of the audience that led to this story, or None."""
        ...

    async def note_visit(self, team: str, audience: str, visit: Visit) -> None:
        """Store a look, for as long as the reading that it led to."""
        ...

    async def discard(self, team: str, audience: str, story_id: str) -> None:
        """Drop a reading that no thread uses, with the looks that led to it."""
        ...


class Threads(Protocol):
    """The threads that are ours, and with them what their posts brought to the channel."""

    async def save(self, thread: Thread) -> None:
        """Keep or replace the thread (by team, channel and ``thread_ts``)."""
        ...

    async def get(self, team: str, channel: str, thread_ts: str) -> Thread | None:
        """The thread, or None where it is not ours."""
        ...

    async def change(self, team: str, channel: str, thread_ts: str, **fields: Any) -> bool:
        """Replace these fields of the thread in one step, whoever else saves it. False where it is not ours."""
        ...

    async def keep(self, new: Thread, post_ts: str, stories: Sequence[KeptStory]) -> Kept | None:
        """Keep in one step what the post brought: its part of the thread, readings, looks, claims and warnings.

        ``new`` is the thread as the post alone would make it; what other posts brought to it stays, and so do mute
        and last question. None, and nothing is kept, where the post was deleted meanwhile.
        """
        ...

    async def forget(self, team: str, channel: str, thread_ts: str, post_ts: str, *, gone: bool) -> Removed:
        """Forget in one step what the post brought: claims, warnings, its part of the thread, and each story that no
        other thread of the channel uses. ``gone`` says that the post itself was deleted: nothing is kept of it after
        this. Doing it again gives the same answer for a week."""
        ...

    async def is_gone(self, team: str, channel: str, post_ts: str) -> bool:
        """Whether ``forget`` was told that this post is gone."""
        ...

    async def map_drawn(self, team: str, channel: str, thread_ts: str, story_id: str, file_id: str) -> bool:
        """Note the map of a story of the thread. False where the thread or the story is gone."""
        ...

    async def of_story(self, team: str, channel: str, story_id: str) -> Thread | None:
        """The newest thread of the channel whose post brought this story, or None."""
        ...

    async def of_post(self, team: str, channel: str, post_ts: str) -> Thread | None:
        """The thread whose reply answers this post, or None."""
        ...


class Channels(Protocol):
    """What a channel holds: its switch, its stories, their claims."""

    async def desk(self, team: str, channel: str) -> Desk | None:
        """What the channel chose, or None where nobody chose."""
        ...

    async def set_desk(self, team: str, channel: str, desk: Desk) -> None:
        """Keep the channel's choice."""
        ...

    async def add_story(
        self,
        team: str,
        channel: str,
        thread_ts: str,
        card: StoryCard,
        claims: Sequence[ChannelClaim],
        warnings: Sequence[ChannelWarning] = (),
        words: Derived | None = None,
    ) -> None:
        """Add a story with its claims and warnings, and ``answers.packed_words`` of the claims; adding it again
        replaces it."""
        ...

    async def add_vectors(self, team: str, channel: str, thread_ts: str, story_id: str, vectors: Derived) -> bool:
        """Store the vectors of a story's claims with it. False where the story is gone, or was added anew meanwhile."""
        ...

    async def drop_thread(self, team: str, channel: str, thread_ts: str, *, but: Collection[str] = ()) -> None:
        """Remove the stories of a thread, except those of the ids in ``but``."""
        ...

    async def stories(self, team: str, channel: str) -> list[StoryCard]:
        """The channel's stories, newest first."""
        ...

    def claims(self, team: str, channel: str) -> AsyncIterator[ChannelClaim]:
        """The channel's claims, newest story first."""
        ...

    async def held(self, team: str, channel: str) -> Sequence[ChannelStory]:
        """The channel's stories with their claims and warnings, newest first, each story once.

        The same object comes back as long as its story did not change, and did not get its vectors.
        """
        ...


class Idempotency(Protocol):
    """Once-only marks with an owner, so that what a dead worker began can be taken up again."""

    async def claim(self, team: str, what: str, owner: str, *, lease: timedelta) -> bool:
        """Take ``what`` for ``owner``. False when it is done, or held by another whose lease still runs."""
        ...

    async def done(self, team: str, what: str, result: str = "") -> None:
        """Mark ``what`` as done for good (its time to live), with a short result such as a message's ts."""
        ...

    async def result(self, team: str, what: str) -> str | None:
        """The result of what is done, or None while it is not."""
        ...

    async def release(self, team: str, what: str, owner: str) -> None:
        """Let go of ``what`` undone."""
        ...


Verdict = Literal["admitted", "refused", "refused again"]


class Limits(Protocol):
    """How much one person, and one channel, may ask for."""

    async def admit(self, team: str, whose: str, act: str, *, most: int, window: timedelta) -> Verdict:
        """Count ``act`` against the limit of ``whose`` (a person, a channel): ``most`` within ``window``.

        An act that was admitted stays so. The first that is refused in a window is "refused", the next ones are
        "refused again": whoever is over the limit is told once."""
        ...


class SingleFlight(Protocol):
    """One flight at a time for one story."""

    def one(self, team: str, key: str, *, patience: timedelta) -> AbstractAsyncContextManager[bool]:
        """Wait for our turn on ``key``, at most ``patience``. True when nobody flew before us while we waited;
        False when somebody did, so that the cache is worth another look. Whoever dies in flight is soon forgotten."""
        ...


class Queue(Protocol):
    """Work that outlives the request (``bot.jobs``). Payloads are JSON strings, never objects."""

    async def put(
        self, task: str, payload: str, *, key: str, after: timedelta | None = None, channel: str = "", person: str = ""
    ) -> None:
        """Enqueue ``payload`` for ``task``; a key that is already waiting or running is not added twice.

        Turns go round by ``channel``, and within it by ``person``."""
        ...
