"""What the three commands find in a channel's stories, in one shape for all that is done with it."""

import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, Generic, TypeVar

from bot.answers import filters
from bot.models import ChannelClaim, ChannelWarning
from bot.services import Rows
from bot.slack.blocks import (
    PAGE_SIZE,
    Command,
    Locale,
    Looked,
    Message,
    result_id,
    said_by_results,
    search_results,
    suggestions,
    warning_results,
)
from bot.slack.narrowing import narrowed
from bot.slack.parts import Parts

EVERYTHING: Final = sys.maxsize
R = TypeVar("R", ChannelClaim, ChannelWarning)


@dataclass(frozen=True)
class Finding(Generic[R]):
    """Results, what was looked through for them, and how they are shown."""

    items: Sequence[R]
    looked: Looked
    show: Callable[[Sequence[R], Looked, Locale], Message]

    def message(self, locale: Locale, *, shared_by: str | None = None, in_channel: bool = False) -> Message:
        """The results as a message, to the asker or, shared by a person or asked there, to the channel."""
        return self.show(self.items, replace(self.looked, shared_by=shared_by, in_channel=in_channel), locale)

    def only(self, ids: Collection[str]) -> "Finding[R]":
        """Those with these ids, in the search's own order."""
        kept = list({result_id(item): item for item in self.items if result_id(item) in ids}.values())
        return replace(self, items=kept, looked=replace(self.looked, chosen=len(kept) < self.looked.total))

    def suggestions(self, typed: str, locale: Locale) -> dict[str, Any]:
        """Those that fit what a person typed, the best first, as Slack takes them for a select."""
        fitting = [self.items[place] for place in narrowed(typed, [_text(item) for item in self.items])]
        return suggestions(typed, fitting, self.items, locale)


Found = Finding[ChannelClaim] | Finding[ChannelWarning]


async def find(
    parts: Parts, team: str, channel: str, command: Command, words: str, *, limit: int = PAGE_SIZE, page: int = 0
) -> Found:
    """Search the stories of this channel of this team; ``words`` is what stands behind the command.

    Raises ``StoreUnavailable``.
    """
    looking, skip = parts.searching, page * limit
    if command == "said-by":
        wanted = filters.said_by(words, parts.now())
        said = await looking.said_by(team, channel, wanted, limit=limit, skip=skip)
        looked = _looked(words, said, wanted, page)
        return Finding(said.items, looked, partial(said_by_results, by=wanted.by, about=wanted.about))
    if command == "warnings":
        wanted = filters.warnings(words, parts.now())
        warned = await looking.warnings(team, channel, wanted, limit=limit, skip=skip)
        looked = _looked(words, warned, wanted, page)
        return Finding(warned.items, looked, partial(warning_results, by=wanted.by, to=wanted.to))
    wanted = filters.who_said(words, parts.now())
    found = await looking.who_said(team, channel, wanted.words, filters=wanted, limit=limit, skip=skip)
    looked = Looked(words, found.total, found.stories, found.since, page=page, period=wanted.timed)
    return Finding([hit.claim for hit in found.hits], looked, search_results)


def _looked(words: str, rows: Rows[R], wanted: filters.SearchFilters, page: int) -> Looked:
    return Looked(words, rows.total, rows.stories, rows.since, rows.showing, rows.unknown, page, period=wanted.timed)


def _text(item: ChannelClaim | ChannelWarning) -> str:
    """Who speaks and what is said."""
    if isinstance(item, ChannelClaim):
        return " ".join((item.speaker or "", *item.speaker_aliases, item.words))
    parties = (item.actor or "", *item.actor_aliases, item.recipient or "", *item.recipient_aliases)
    return " ".join((*parties, item.words))
