"""What one party said, and who warned whom, across a channel's stories: the newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

from bot.answers.naming import Meant, meant, party
from bot.answers.search import search
from bot.answers.wishes import Wish
from bot.models import ChannelClaim, ChannelStory, ChannelWarning, StoryCard

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Listed(Generic[T]):
    """What was found. ``showing`` are names that were taken for misspelt ones; ``unknown`` are those that nobody in
    the channel has; ``stories`` is how many were looked through."""

    items: list[T]
    stories: int
    showing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def said_by(wish: Wish, stories: Sequence[ChannelStory]) -> Listed[ChannelClaim]:
    """The claims of the party ``wish.by``, about ``wish.about`` where that is given."""
    looked_at = _since(stories, wish.since)
    everybody = {
        one for story in looked_at for claim in story.claims if (one := party(claim.speaker, claim.speaker_aliases))
    }
    who = meant(wish.by, everybody)
    found = [c for s in looked_at for c in s.claims if party(c.speaker, c.speaker_aliases) in who.parties]
    if wish.about and found:
        about = {(hit.claim.story.story_id, hit.claim.claim_id) for hit in search(wish.about, looked_at, limit=None)}
        found = [claim for claim in found if (claim.story.story_id, claim.claim_id) in about]
    return Listed(found, len(looked_at), *_told((wish.by, who)))


def warnings(wish: Wish, stories: Sequence[ChannelStory]) -> Listed[ChannelWarning]:
    """The warnings, by ``wish.by`` and to ``wish.to`` where they are given."""
    looked_at = _since(stories, wish.since)
    found = [warning for story in looked_at for warning in story.warnings]
    told = []
    if wish.by:
        who = meant(wish.by, {one for w in found if (one := party(w.actor, w.actor_aliases))})
        found = [w for w in found if party(w.actor, w.actor_aliases) in who.parties]
        told.append((wish.by, who))
    if wish.to:
        whom = meant(wish.to, {one for w in found if (one := party(w.recipient, w.recipient_aliases))})
        found = [w for w in found if party(w.recipient, w.recipient_aliases) in whom.parties]
        told.append((wish.to, whom))
    return Listed(found, len(looked_at), *_told(*told))


def _told(*asked: tuple[str, Meant]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    showing = tuple(who.showing for _, who in asked if who.showing)
    return showing, tuple(name for name, who in asked if not who.parties)


def _since(stories: Sequence[ChannelStory], since: datetime | None) -> list[ChannelStory]:
    """The stories from ``since`` on, the newest first; of the same moment, the one added last."""
    kept = [story for story in stories if since is None or moment_of(story.card) >= since]
    return sorted(kept, key=lambda story: moment_of(story.card), reverse=True)


def moment_of(card: StoryCard) -> datetime:
    """When a story was published, or read where that is not known; a moment without a zone is taken for UTC."""
    moment = card.published or card.read_at
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
