"""What the three commands find in a channel's stories, in one shape for all that is done with it."""

import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, Generic, TypeVar

from bot.answers import wishes
from bot.models import ChannelClaim, ChannelWarning
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

    def message(self, locale: Locale, *, shared_by: str | None = None) -> Message:
        """The results as a message, to the asker or, shared by a person, to the channel."""
        return self.show(self.items, replace(self.looked, shared_by=shared_by), locale)

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
        wish = wishes.said_by(words, parts.now())
        said = await looking.said_by(team, channel, wish, limit=limit, skip=skip)
        looked = Looked(words, said.total, said.stories, said.since, said.showing, said.unknown, page)
        return Finding(said.items, looked, partial(said_by_results, by=wish.by, about=wish.about))
    if command == "warnings":
        wish = wishes.warnings(words, parts.now())
        warned = await looking.warnings(team, channel, wish, limit=limit, skip=skip)
        looked = Looked(words, warned.total, warned.stories, warned.since, warned.showing, warned.unknown, page)
        return Finding(warned.items, looked, partial(warning_results, by=wish.by, to=wish.to))
    found = await looking.who_said(team, channel, words, limit=limit, skip=skip)
    looked = Looked(words, found.total, found.stories, found.since, page=page)
    return Finding([hit.claim for hit in found.hits], looked, search_results)


def _text(item: ChannelClaim | ChannelWarning) -> str:
    """Who speaks and what is said."""
    if isinstance(item, ChannelClaim):
        return " ".join((item.speaker or "", *item.speaker_aliases, item.words))
    parties = (item.actor or "", *item.actor_aliases, item.recipient or "", *item.recipient_aliases)
    return " ".join((*parties, item.words))
