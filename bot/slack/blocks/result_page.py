"""One page of what a search of the channel's stories found: the frame that all three commands share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, TypeVar

from bot.models import StoryCard
from bot.presentation.formats import Locale, count, date, date_time, listed
from bot.presentation.text import clipped, one_line
from bot.slack.blocks import rich
from bot.slack.blocks.markup import escaped
from bot.slack.blocks.message import BUDGET, MAX_TEXT, Block, Element, Message, size
from bot.slack.blocks.result_buttons import result_buttons, which

Command = Literal["who-said", "said-by", "warnings"]
T = TypeVar("T")

NAME: Final = 80  # characters of a name
# Quotations get shorter until the page fits; addresses, which may be thousands of characters long, go last. Without
# them eight results are under 9,000 characters.
_ROOM: Final = ((400, True), (250, True), (120, True), (120, False))


@dataclass(frozen=True)
class Looked:
    """What was looked through, and which of the results are shown.

    ``words`` is the command as it was typed, for the buttons; ``total`` is how many results there are in all;
    ``since`` is when the oldest story was read, or what was asked for; ``period`` tells that stories of a certain time
    were asked for, by their publication, and ``in_channel`` that the channel asked: then there are no buttons;
    ``showing`` are names taken for misspelt ones,
    ``unknown`` those that nobody has. ``page`` counts from 0. ``shared_by`` is the id of the person who shares the
    answer with the channel, without it there are buttons; ``chosen`` says that this person picked the results.
    """

    words: str
    total: int
    stories: int
    since: datetime | None
    showing: Sequence[str] = ()
    unknown: Sequence[str] = ()
    page: int = 0
    shared_by: str | None = None
    chosen: bool = False
    period: bool = False
    in_channel: bool = False

    @property
    def picked(self) -> str:
        """What stands after the title where a person left some of the results out; else nothing."""
        return f"chosen from {count(self.total, 'result')}" if self.chosen else ""


@dataclass(frozen=True)
class Room:
    """How much of a result is shown: the characters of its quotation, and whether its addresses go with it."""

    quote: int
    linked: bool


def result_page(
    command: Command,
    items: Sequence[T],
    looked: Looked,
    locale: Locale,
    *,
    title: str,
    order: str,
    nothing: str,
    told: str,
    row: Callable[[T, Room], list[Element]],
) -> Message:
    """A title with ``order`` ("the newest first"), a ``row`` for each item, what was searched, and the buttons.

    ``told`` is what a notification says after the title; ``nothing`` the sentence for no results.
    """
    searched = f"Searched: {searched_words(looked, locale)}"
    if not items:
        return Message(escaped(nothing), [rich.rich(rich.line(rich.text(nothing))), rich.context(searched)])
    nearest = f"Showing {listed([short(name) for name in looked.showing])}, the nearest name." if looked.showing else ""
    head = [rich.line(rich.text(title, bold=True), rich.text(f", {looked.picked or order}"))]
    if nearest:
        head.append(rich.line(rich.text(nearest, italic=True)))
    part = "" if looked.chosen else which(looked.page, len(items), looked.total)
    bottom = [rich.context(*([part] if part else []), searched)]
    if not looked.in_channel:
        bottom.append(
            result_buttons(looked.words, command, page=looked.page, total=looked.total, shared_by=looked.shared_by)
        )
    blocks: list[Block] = []
    for length, linked in _ROOM:
        room = Room(length, linked)
        blocks = [rich.rich(*head), *(rich.rich(*row(item, room)) for item in items), *bottom]
        if size(blocks) <= BUDGET:
            break
    return Message(clipped(escaped(f"{nearest} {title}: {told}".strip()), MAX_TEXT), blocks)


def story_line(story: StoryCard, locale: Locale, room: Room) -> Element:
    """A story's title, its publisher, and when it was published or, where that is not known, read."""
    publisher = clipped(one_line(story.publisher), 100) if story.publisher else ""
    when = date_time(story.published, locale) if story.published else f"read {date_time(story.read_at, locale)}"
    told = " · ".join(part for part in (publisher, when) if part)
    title = rich.link(story.url if room.linked else None, clipped(one_line(story.title), 120))
    return rich.line(title, rich.text(f" · {told}"))


def searched_words(looked: Looked, locale: Locale) -> str:
    """'12 stories read in this channel since 1 November 2026', or '… published since …' where that was asked for."""
    stories = count(looked.stories, "story", "stories")
    how = "published" if looked.period else "read in this channel"
    return f"{stories} {how}{since_words(looked, locale)}"


def since_words(looked: Looked, locale: Locale) -> str:
    """' since 1 November 2026', where any story was searched."""
    return f" since {date(looked.since, locale)}" if looked.since and looked.stories else ""


def short(name: str) -> str:
    """A name in one line, not too long."""
    return clipped(one_line(name), NAME)
