"""Keep what was read where it was read: the thread for questions, the channel for searches. And forget it again."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot import answers
from bot.answers import SentenceEncoder
from bot.answers.search.index import packed_words
from bot.answers.search.vectors import BATCH, packing
from bot.models import (
    ChannelClaim,
    ChannelWarning,
    IssuedWarning,
    Kept,
    KeptStory,
    Origin,
    Removed,
    Report,
    Span,
    StoredReading,
    StoryCard,
    StoryResult,
    Thread,
    ThreadStory,
)
from bot.ports import Channels, Threads
from bot.services.clock import Clock, utc_now
from bot.services.reading import StoryReader


@dataclass(frozen=True)
class Place:
    """Where a post stands: ``thread_ts`` is the thread that answers go to, ``post_ts`` the post itself."""

    team: str
    channel: str
    thread_ts: str
    post_ts: str


class StoryThreads:
    """Threads that are ours, and what a channel's search can find."""

    def __init__(
        self,
        *,
        threads: Threads,
        channels: Channels,
        reader: StoryReader,
        encoder: SentenceEncoder | None = None,
        now: Clock = utc_now,
    ) -> None:
        self._encoder = encoder
        # one story after the other: each takes a core while its vectors are made
        self._understanding = asyncio.Lock()
        self._threads = threads
        self._channels = channels
        self._reader = reader
        self._now = now

    async def thread(self, place: Place) -> Thread | None:
        """The thread, or None where it is not ours."""
        return await self._threads.get(place.team, place.channel, place.thread_ts)

    async def thread_of_post(self, team: str, channel: str, post_ts: str) -> Thread | None:
        """The thread whose reply answers this post, or None."""
        return await self._threads.of_post(team, channel, post_ts)

    async def keep(
        self, place: Place, readings: Sequence[StoryResult], *, user: str | None, reply_ts: str | None
    ) -> Kept | None:
        """Remember the outcome for one post: its thread is ours from now on, its stories are in the channel.

        Doing it again for the same post replaces what that post brought; what other posts of the thread brought stays.
        None, and nothing is remembered, where the post was deleted meanwhile.
        """
        own = [
            ThreadStory(
                link=reading.link,
                card=reading.card,
                origin=Origin.of(reading.report.article) if reading.report else None,
                problem=reading.problem,
                post_ts=place.post_ts,
            )
            for reading in readings
        ]
        stories = [
            await self._kept(place, reading, reading.card, reading.report)
            for reading in readings
            if reading.card and reading.report
        ]
        return await self._threads.keep(self._opened(place, own, user, reply_ts), place.post_ts, stories)

    def _opened(self, place: Place, stories: list[ThreadStory], user: str | None, reply_ts: str | None) -> Thread:
        return Thread(
            team=place.team,
            channel=place.channel,
            thread_ts=place.thread_ts,
            post_ts=place.post_ts,
            user=user,
            reply_ts=reply_ts,
            stories=stories,
            opened_at=self._now(),
        )

    async def understand(self, place: Place, readings: Sequence[StoryResult]) -> None:
        """Encode what questions about stories that are kept will ask for, so that the first need not wait; then make
        the vectors of their claims and store them, for searches by meaning. Some seconds of computing, in a thread,
        16 texts at a time. Nothing without an encoder; raises OSError where its weights are missing, and
        ``StoreUnavailable``."""
        encoder = self._encoder
        if encoder is None:
            return
        for reading in readings:
            card, report = reading.card, reading.report
            if card is None or report is None:
                continue
            async with self._understanding:
                passages = await asyncio.to_thread(answers.passages_of, report)
                for start in range(0, len(passages), BATCH):
                    await asyncio.to_thread(encoder.vectors, passages[start : start + BATCH])
                sentences = [sentence.of(report.article.text) for sentence in report.sentences]
                batches = packing(list(channel_claims(place, card, report)), encoder, sentences)
                vectors = None
                while vectors is None:
                    vectors = await asyncio.to_thread(next, batches)
            await self._channels.add_vectors(place.team, place.channel, place.thread_ts, card.story_id, vectors)

    async def answered(self, place: Place, reply_ts: str) -> None:
        """Note which message answers the post that opened the thread; an answer to a later post changes nothing."""
        thread = await self.thread(place)
        if thread and thread.post_ts == place.post_ts and thread.reply_ts != reply_ts:
            await self._threads.change(place.team, place.channel, place.thread_ts, reply_ts=reply_ts)

    async def open(self, place: Place, cards: Sequence[StoryCard], *, user: str | None, reply_ts: str) -> None:
        """Make a thread ours in which stories of the channel are spoken of that were read elsewhere in it."""
        stories = [ThreadStory(refers_to=card.story_id, post_ts=place.post_ts) for card in cards]
        await self._threads.save(self._opened(place, stories, user, reply_ts))

    async def forget(self, place: Place, *, gone: bool) -> Removed:
        """Forget what a post brought; ``gone`` says that the post itself was deleted. The answer says what is left to
        take back in Slack."""
        return await self._threads.forget(place.team, place.channel, place.thread_ts, place.post_ts, gone=gone)

    async def is_gone(self, place: Place) -> bool:
        """Whether the post was deleted."""
        return await self._threads.is_gone(place.team, place.channel, place.post_ts)

    async def mute(self, place: Place) -> bool:
        """Take no more questions in this thread without a mention. False where it is not ours."""
        return await self._threads.change(place.team, place.channel, place.thread_ts, muted=True)

    async def map_drawn(self, place: Place, story_id: str, file_id: str) -> bool:
        """Note the map of a story of the thread. False where the thread or the story is gone."""
        return await self._threads.map_drawn(place.team, place.channel, place.thread_ts, story_id, file_id)

    async def story(
        self, team: str, channel: str, story_id: str, *, thread_ts: str | None = None
    ) -> StoryResult | None:
        """A story of the channel as this thread had it, or the newest thread where it is not this one's.

        None where the channel has no such story, or no longer. ``report`` is None where the pipeline changed since.
        """
        told = await self._told(team, channel, story_id, thread_ts)
        if told is None or told.card is None:
            return None
        stored = await self._reader.stored(team, channel, story_id)
        report = stored.had_from(told.origin or Origin()) if stored else None
        return StoryResult(link=told.link, report=report, card=told.card, read_before=True)

    async def _told(self, team: str, channel: str, story_id: str, thread_ts: str | None) -> ThreadStory | None:
        thread = await self._threads.get(team, channel, thread_ts) if thread_ts else None
        for one in (thread, await self._threads.of_story(team, channel, story_id)):
            for story in one.stories if one else ():
                if story.card and story.card.story_id == story_id:
                    return story
        return None

    async def latest(self, team: str, channel: str, limit: int) -> list[StoryCard]:
        """The channel's newest stories."""
        return (await self._channels.stories(team, channel))[:limit]

    async def _kept(self, place: Place, result: StoryResult, card: StoryCard, report: Report) -> KeptStory:
        claims = list(channel_claims(place, card, report))
        warnings = list(channel_warnings(place, card, report))
        words = await asyncio.to_thread(packed_words, claims, _text(report))
        return KeptStory(StoredReading.of(report, card.read_at), result.visit, card, claims, warnings, words)


def channel_claims(place: Place, card: StoryCard, report: Report) -> Iterator[ChannelClaim]:
    """The claims of a story as a search of the channel sees them."""
    for claim in report.claims:
        speaker = report.actor(claim.speaker)
        yield ChannelClaim(
            claim_id=claim.id,
            story=card,
            channel=place.channel,
            thread_ts=place.thread_ts,
            speaker=speaker.name if speaker else None,
            speaker_aliases=speaker.aliases if speaker else [],
            stance=claim.stance,
            words=report.words(claim.content),
            content=claim.content,
            confidence=claim.confidence,
        )


def channel_warnings(place: Place, card: StoryCard, report: Report) -> Iterator[ChannelWarning]:
    """The warnings of a story as a search of the channel sees them: one for each event and party, the fullest."""
    text = report.article.text
    found: dict[tuple[int, str | None], IssuedWarning] = {}
    for number, event in enumerate(report.events()):
        for one in event:
            found.setdefault((number, one.actor), one)
    for warning in found.values():
        actor, recipient = report.actor(warning.actor), report.actor(warning.recipient)
        deadline = warning.deadline
        yield ChannelWarning(
            warning_id=warning.id,
            story=card,
            channel=place.channel,
            thread_ts=place.thread_ts,
            kind=warning.kind,
            actor=actor.name if actor else _named(warning.actor_span, text),
            actor_aliases=actor.aliases if actor else [],
            recipient=recipient.name if recipient else _named(warning.recipient_span, text),
            recipient_aliases=recipient.aliases if recipient else [],
            words=report.words(report.warning_words(warning)),
            condition=warning.condition.of(text) if warning.condition else None,
            consequence=warning.consequence.of(text) if warning.consequence else None,
            deadline=deadline.of(text) if deadline else None,
            due=deadline.due if deadline else None,
            negated=warning.negated,
            confidence=warning.confidence,
        )


def _named(span: Span | None, text: str) -> str | None:
    """A party that is no actor of the story, in the story's words: "hackers" may be asked for by that name."""
    return span.of(text) if span is not None else None


def _text(report: Report) -> str:
    """What a question to the channel may find a story by: its title, and its sentences."""
    return " ".join([report.article.title or "", *(one.of(report.article.text) for one in report.sentences)])
