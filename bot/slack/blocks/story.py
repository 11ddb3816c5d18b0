"""The reply to a post: what an editor wants to know of each story within ten seconds, and buttons for the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.answers import RelatedClaim
from bot.models import Article, Report, StoryCard, StoryResult
from bot.presentation import sentences
from bot.presentation.claims import select_statements
from bot.presentation.formats import Locale, count, date_time, listed
from bot.presentation.lead import find_lead
from bot.presentation.notes import changed, noted
from bot.presentation.places import describe_place, order_places
from bot.presentation.quotes import words
from bot.presentation.text import clipped, one_line
from bot.presentation.warnings import warning_cards
from bot.slack import actions
from bot.slack.blocks import rich
from bot.slack.blocks.claim_blocks import statement_lines
from bot.slack.blocks.desk import problem_blocks
from bot.slack.blocks.markup import escaped
from bot.slack.blocks.message import BUDGET, MAX_BLOCKS, MAX_TEXT, Block, Message
from bot.slack.blocks.related_lines import related_line
from bot.slack.blocks.warning_blocks import warning_blocks

# What a phone shows of a notification before it cuts.
_GLANCE: Final = 100


@dataclass(frozen=True)
class _Room:
    """How much of a story is shown: numbers of lines, and lengths in characters."""

    lead: int
    related: int
    warnings: int
    statements: int
    places: int
    clause: int
    quotation: int


# From what an editor wants to the least that is still of use; the first that fits the budget is taken.
_ONE: Final = (
    _Room(320, 4, 3, 5, 6, 90, 200),
    _Room(250, 3, 3, 4, 5, 80, 160),
    _Room(200, 2, 2, 3, 4, 60, 120),
    _Room(0, 1, 2, 2, 0, 60, 100),
)
_SEVERAL: Final = (
    _Room(200, 2, 2, 3, 4, 80, 160),
    _Room(160, 1, 1, 2, 3, 70, 120),
    _Room(0, 0, 1, 1, 0, 60, 100),
    _Room(0, 0, 1, 0, 0, 60, 80),
    _Room(0, 0, 0, 0, 0, 0, 0),
)


def story_reply(
    readings: Sequence[StoryResult],
    locale: Locale,
    *,
    related: Sequence[RelatedClaim] = (),
    paste: dict[str, object] | None = None,
) -> Message:
    """One message about every story of a post.

    ``related`` is what earlier stories of the channel say to these; ``paste`` is the value of the button that opens
    the paste modal. A story that could not be read gets its one sentence. However many stories there are, the message
    keeps within Slack's limits; those for which there is no room are counted and can be asked about in the thread.
    """
    told = [_notification(reading) for reading in readings]
    text = clipped(" · ".join(told), MAX_TEXT) or sentences.NOTHING_TO_READ
    stories: list[list[Block]] = []
    for room in _ONE if len(readings) == 1 else _SEVERAL:
        stories = [_reading(reading, related, room, locale, paste) for reading in readings]
        message = Message(text, _joined(stories))
        if _fits(message):
            return message
    for kept in range(len(stories) - 1, 0, -1):
        left_out = count(len(stories) - kept, "more story", "more stories")
        message = Message(text, [*_joined(stories[:kept]), rich.context(f"And {left_out}: ask about them here.")])
        if _fits(message):
            break
    return message


def _fits(message: Message) -> bool:
    return len(message.blocks) <= MAX_BLOCKS and message.size <= BUDGET


def _joined(stories: Sequence[list[Block]]) -> list[Block]:
    """The stories with a line between two, and under all of them what can be done with the reply."""
    blocks = [block for number, own in enumerate(stories) for block in ([rich.divider()] if number else []) + own]
    if blocks and blocks[-1]["type"] == "actions":
        blocks[-1] = rich.actions(*blocks[-1]["elements"], rich.button("Mute this thread", actions.MUTE_THREAD, {}))
    return [*blocks, rich.trash(actions.REMOVE_REPLY, "Remove this reply")]


def _reading(
    reading: StoryResult,
    related: Sequence[RelatedClaim],
    room: _Room,
    locale: Locale,
    paste: dict[str, object] | None,
) -> list[Block]:
    if reading.report is not None and reading.card is not None:
        own = [one for one in related if one.claim.story.story_id == reading.card.story_id]
        return _story(reading, reading.report, reading.card, own, room, locale)
    value = {**(paste or {}), **({"link": reading.link[:1_000]} if reading.link else {})}
    sentence = reading.problem or sentences.NOT_READ
    return problem_blocks(sentence, link=reading.link, paste=value if reading.paste else None)


def _story(
    reading: StoryResult,
    report: Report,
    card: StoryCard,
    related: Sequence[RelatedClaim],
    room: _Room,
    locale: Locale,
) -> list[Block]:
    blocks = [*_head(report, card, room, locale), *_notes(reading, report, card, locale)]
    if related[: room.related]:
        lines = [related_line(one, locale) for one in related[: room.related]]
        blocks.append(rich.rich(rich.line(rich.text("Earlier in this channel", bold=True)), rich.bullets(lines)))
    for one in warning_cards(report, room.clause, room.warnings):
        blocks += warning_blocks(one, report, locale, quotation=room.quotation)
    told = frozenset(warning.claim for warning in report.warnings if warning.claim)
    claims = select_statements(report, room.statements, told=told)
    if claims:
        blocks.append(rich.rich(rich.bullets(statement_lines(claims, report, room.quotation))))
    places = order_places(report)[: room.places]
    if places:
        more = len(report.locations) - len(places)
        names = ", ".join(map(describe_place, places)) + (f" and {more} more" if more else "")
        blocks.append(rich.rich(rich.line(rich.text("Places: ", bold=True), rich.text(names))))
    return [*blocks, *_buttons(report, card)]


def _head(report: Report, card: StoryCard, room: _Room, locale: Locale) -> list[Block]:
    """The headline with publisher and date, and the story's own first sentence."""
    about = [
        clipped(one_line(card.publisher), 100) if card.publisher else None,
        date_time(card.published, locale) if card.published else None,
    ]
    rest = "".join(f" · {fact}" for fact in about if fact)
    title = rich.link(card.url, clipped(one_line(card.title), 250), bold=True)
    parts = [rich.line(title, *([rich.text(rest)] if rest else []))]
    lead = find_lead(report) if room.lead else None
    if lead is not None:
        parts.append(rich.quote(rich.text(one_line(words(report, lead, room.lead)))))
    return [rich.rich(*parts)]


def _notes(reading: StoryResult, report: Report, card: StoryCard, locale: Locale) -> list[Block]:
    """What somebody who prints the story has to know of the page: changes, corrections, that it is only a part."""
    lines = [_updated(report.article, locale)]
    if reading.change:
        lines.append(changed(reading.change, locale))
    if reading.read_before:
        lines.append(f"First read {date_time(card.read_at, locale)}")
    lines += [clipped(note, 300) for note in noted(report.article)[:2]]
    if not (report.warnings or report.claims or report.locations):
        lines.append(sentences.NO_FACTS)
    told = [line for line in lines if line]
    blocks = [rich.context(*told)] if told else []
    if card.partial or report.article.partial:
        blocks.append(rich.alert(sentences.ONLY_BEGINNING, "warning"))
    return blocks


def _updated(article: Article, locale: Locale) -> str | None:
    """When the page was changed, where that is another moment than when it was published."""
    if article.modified is None:
        return None
    told = date_time(article.modified, locale)
    same = article.published is not None and told.startswith(date_time(article.published, locale))
    return None if same else f"Updated {told}"


def _buttons(report: Report, card: StoryCard) -> list[Block]:
    kinds = (
        ("Warnings", actions.OPEN_WARNINGS, report.events()),
        ("Claims", actions.OPEN_CLAIMS, report.claims),
        ("Actors", actions.OPEN_ACTORS, report.actors),
        ("Places", actions.OPEN_PLACES, report.locations),
    )
    buttons = [
        rich.button(f"{label} ({len(found):,})", action_id, {"story": card.story_id})
        for label, action_id, found in kinds
        if found
    ]
    if any(location.place for location in report.locations):
        buttons.append(rich.button("Map", actions.DRAW_MAP, {"story": card.story_id}))
    return [rich.actions(*buttons)] if buttons else []


def _notification(reading: StoryResult) -> str:
    """The gravest thing first, in what a phone shows of it, then the headline."""
    if reading.report is None or reading.card is None:
        return escaped(reading.problem or sentences.NOT_READ)
    title = clipped(one_line(reading.card.title), 150)
    cards = warning_cards(reading.report, most=1)
    if cards:
        return escaped(f"{clipped(cards[0].title, _GLANCE)} · {title}")
    speakers = {claim.speaker: None for claim in reading.report.claims if claim.speaker}
    names = [actor.name for actor in map(reading.report.actor, speakers) if actor]
    quoted = f" · quotes {listed([clipped(one_line(name), 40) for name in names[:2]])}" if names else ""
    return escaped(f"{title}{quoted}")
