"""Keep what was read where it was read: the thread for questions, the channel for searches. And forget it again."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot import answers
from bot.answers.closeness import BATCH, packing
from bot.answers.index import packed_words
from bot.answers.meaning import Meaning
from bot.models import ChannelClaim, ChannelWarning, Report, StoryCard, StoryResult, Thread, ThreadStory
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
        reading: StoryReader,
        meaning: Meaning | None = None,
        now: Clock = utc_now,
    ) -> None:
        self._meaning = meaning
        # one story after the other: each takes a core while its vectors are made
        self._understanding = asyncio.Lock()
        self._threads = threads
        self._channels = channels
        self._reading = reading
        self._now = now

    async def thread(self, place: Place) -> Thread | None:
        """The thread, or None where it is not ours."""
        return await self._threads.get(place.team, place.channel, place.thread_ts)

    async def thread_of_post(self, team: str, channel: str, post_ts: str) -> Thread | None:
        """The thread whose reply answers this post, or None."""
        return await self._threads.of_post(team, channel, post_ts)

    async def keep(
        self, place: Place, readings: Sequence[StoryResult], *, user: str | None, reply_ts: str | None
    ) -> Thread:
        """Remember the outcome for one post: its thread is ours from now on, its stories are in the channel.

        Doing it again for the same post replaces what that post brought; what other posts of the thread brought stays.
        """
        before = await self.thread(place)
        others = [story for story in before.stories if story.post_ts != place.post_ts] if before else []
        own = [
            ThreadStory(link=reading.link, card=reading.card, problem=reading.problem, post_ts=place.post_ts)
            for reading in readings
        ]
        opening = before is None or before.post_ts == place.post_ts
        thread = Thread(
            team=place.team,
            channel=place.channel,
            thread_ts=place.thread_ts,
            post_ts=place.post_ts if before is None else before.post_ts,
            user=user if before is None else before.user,
            reply_ts=reply_ts if before is None or opening else before.reply_ts,
            stories=[*others, *own],
            opened_at=self._now() if before is None else before.opened_at,
            muted=before.muted if before else False,
            last_question=before.last_question if before else None,
        )
        await self._threads.save(thread)
        if before and {_id(story) for story in before.stories} - {_id(story) for story in thread.stories}:
            await self._drop_others(place, others)
        for reading in readings:
            if reading.card and reading.report:
                await self._add(place, reading.card, reading.report)
        return thread

    async def understand(self, place: Place, readings: Sequence[StoryResult]) -> None:
        """Encode what questions about stories that are kept will ask for, so that the first need not wait; then make
        the vectors of their claims and store them, for searches by meaning. Some seconds of computing, in a thread,
        16 texts at a time. Nothing without an encoder; raises OSError where its weights are missing, and
        ``StoreUnavailable``."""
        meaning = self._meaning
        if meaning is None:
            return
        for reading in readings:
            card, report = reading.card, reading.report
            if card is None or report is None:
                continue
            async with self._understanding:
                passages = await asyncio.to_thread(answers.passages_of, report)
                for start in range(0, len(passages), BATCH):
                    await asyncio.to_thread(meaning.vectors, passages[start : start + BATCH])
                batches = packing(list(channel_claims(place, card, report)), meaning)
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
        """Make a thread ours in which stories of the channel are spoken of that were read elsewhere."""
        stories = [ThreadStory(link=card.url, card=card, post_ts=place.post_ts) for card in cards]
        await self._threads.save(
            Thread(
                team=place.team,
                channel=place.channel,
                thread_ts=place.thread_ts,
                post_ts=place.post_ts,
                user=user,
                reply_ts=reply_ts,
                stories=stories,
                opened_at=self._now(),
            )
        )

    async def forget(self, place: Place) -> None:
        """Forget what a deleted post brought: the thread when it was the post that opened it, else its stories."""
        thread = await self.thread(place)
        if thread is None:
            return
        left = [story for story in thread.stories if story.post_ts != place.post_ts]
        if left and thread.post_ts != place.post_ts:
            await self._threads.save(thread.model_copy(update={"stories": left}))
            await self._drop_others(place, left)
            return
        await self._threads.forget(place.team, place.channel, place.thread_ts)
        await self._channels.drop_thread(place.team, place.channel, place.thread_ts)

    async def mute(self, place: Place) -> bool:
        """Take no more questions in this thread without a mention. False where it is not ours."""
        return await self._threads.change(place.team, place.channel, place.thread_ts, muted=True)

    async def latest(self, team: str, channel: str, limit: int) -> list[StoryCard]:
        """The channel's newest stories."""
        return (await self._channels.stories(team, channel))[:limit]

    async def _drop_others(self, place: Place, stories: Sequence[ThreadStory]) -> None:
        """Of this thread's stories the channel keeps these and no others."""
        ids = [story.card.story_id for story in stories if story.card]
        await self._channels.drop_thread(place.team, place.channel, place.thread_ts, but=ids)

    async def _add(self, place: Place, card: StoryCard, report: Report) -> None:
        claims = list(channel_claims(place, card, report))
        warnings = list(channel_warnings(place, card, report))
        words = await asyncio.to_thread(packed_words, claims)
        await self._channels.add_story(place.team, place.channel, place.thread_ts, card, claims, warnings, words)


def _id(story: ThreadStory) -> str | None:
    return story.card.story_id if story.card else None


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
    """The warnings of a story as a search of the channel sees them."""
    text = report.article.text
    for warning in report.warnings:
        actor, recipient = report.actor(warning.actor), report.actor(warning.recipient)
        yield ChannelWarning(
            warning_id=warning.id,
            story=card,
            channel=place.channel,
            thread_ts=place.thread_ts,
            kind=warning.kind,
            actor=actor.name if actor else None,
            actor_aliases=actor.aliases if actor else [],
            recipient=recipient.name if recipient else None,
            recipient_aliases=recipient.aliases if recipient else [],
            words=report.words(warning.content),
            condition=warning.condition.of(text) if warning.condition else None,
            consequence=warning.consequence.of(text) if warning.consequence else None,
            negated=warning.negated,
            confidence=warning.confidence,
        )
