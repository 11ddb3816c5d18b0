"""What one party said, and who warned whom, across a channel's stories: the newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

from bot.answers.encoders import SentenceEncoder
from bot.answers.search.claims import search
from bot.answers.search.filters import SearchFilters
from bot.answers.search.name_resolution import Meant, Party, meant, party
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


def said_by(
    filters: SearchFilters, stories: Sequence[ChannelStory], encoder: SentenceEncoder | None = None
) -> Listed[ChannelClaim]:
    """The claims of the party ``filters.by``; with ``filters.about`` those about it, in meaning where an encoder is
    at hand."""
    looked_at = in_time(filters, stories)
    who = meant(filters.by, everybody(looked_at))
    found = [c for s in looked_at for c in s.claims if party(c.speaker, c.speaker_aliases) in who.parties]
    if filters.about and found:
        hits = search(filters.about, looked_at, limit=None, encoder=encoder)
        about = {(hit.claim.story.story_id, hit.claim.claim_id) for hit in hits}
        found = [claim for claim in found if (claim.story.story_id, claim.claim_id) in about]
    return Listed(found, len(looked_at), *_told((filters.by, who)))


def warnings(filters: SearchFilters, stories: Sequence[ChannelStory]) -> Listed[ChannelWarning]:
    """The warnings, by ``filters.by`` and to ``filters.to`` where they are given."""
    looked_at = in_time(filters, stories)
    found = [warning for story in looked_at for warning in story.warnings]
    told = []
    if filters.by:
        who = meant(filters.by, everybody(looked_at))
        found = [w for w in found if party(w.actor, w.actor_aliases) in who.parties]
        told.append((filters.by, who))
    if filters.to:
        whom = meant(filters.to, everybody(looked_at))
        found = [w for w in found if party(w.recipient, w.recipient_aliases) in whom.parties]
        told.append((filters.to, whom))
    return Listed(found, len(looked_at), *_told(*told))


def everybody(stories: Sequence[ChannelStory]) -> set[Party]:
    """Whoever speaks, warns or is warned: a name means the same party in every command."""
    parties = {party(claim.speaker, claim.speaker_aliases) for story in stories for claim in story.claims}
    for warning in (warning for story in stories for warning in story.warnings):
        parties.add(party(warning.actor, warning.actor_aliases))
        parties.add(party(warning.recipient, warning.recipient_aliases))
    return {one for one in parties if one is not None}


def _told(*asked: tuple[str, Meant]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    showing = tuple(who.showing for _, who in asked if who.showing)
    return showing, tuple(name for name, who in asked if not who.parties)


def in_time(filters: SearchFilters, stories: Sequence[ChannelStory]) -> list[ChannelStory]:
    """The stories of the time that is asked for, the newest first; of the same moment, the one added last."""
    kept = [story for story in stories if filters.holds(moment_of(story.card))]
    return sorted(kept, key=lambda story: moment_of(story.card), reverse=True)


def moment_of(card: StoryCard) -> datetime:
    """When a story was published, or read where that is not known; a moment without a zone is taken for UTC."""
    moment = card.published or card.read_at
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
