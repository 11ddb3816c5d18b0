"""The reply to a post: each story short, warnings first, and buttons that open the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.models import Article, Report, StoryCard, StoryResult
from bot.presentation import sentences
from bot.presentation.actors import order_actors
from bot.presentation.claims import select_statements
from bot.presentation.formats import Locale, count, date_time, listed
from bot.presentation.notes import changed, noted
from bot.presentation.places import describe_place, order_places
from bot.presentation.text import clipped, one_line
from bot.presentation.warnings import order_warnings, warning_title
from bot.slack import actions
from bot.slack.blocks import rich
from bot.slack.blocks.actor_blocks import actor_line
from bot.slack.blocks.claim_blocks import claim_groups
from bot.slack.blocks.desk import problem_blocks
from bot.slack.blocks.markup import escaped
from bot.slack.blocks.message import BUDGET, MAX_BLOCKS, MAX_TEXT, Block, Message
from bot.slack.blocks.warning_blocks import warning_blocks


@dataclass(frozen=True)
class _Room:
    """How much of a story is shown: numbers of findings, and lengths in characters."""

    warnings: int
    claims: int
    actors: int
    places: int
    clause: int
    quotation: int


# From what an editor wants to the least that is still of use; the first that fits the budget is taken.
_ONE: Final = (_Room(3, 5, 4, 6, 90, 240), _Room(3, 4, 3, 5, 80, 180), _Room(2, 3, 2, 4, 60, 120))
_SEVERAL: Final = (
    _Room(2, 3, 2, 4, 80, 160),
    _Room(1, 2, 0, 3, 70, 120),
    _Room(1, 1, 0, 0, 60, 100),
    _Room(1, 0, 0, 0, 60, 80),
    _Room(0, 0, 0, 0, 0, 0),
)


def story_reply(readings: Sequence[StoryResult], locale: Locale, *, paste: dict[str, object] | None = None) -> Message:
    """One message about every story of a post; ``paste`` is the value of the button that opens the paste modal.

    A story that could not be read gets its one sentence. However many stories there are, the message keeps within
    Slack's limits; those for which there is no room are counted and can be asked about in the thread.
    """
    text = clipped(" · ".join(_notification(reading) for reading in readings), MAX_TEXT) or sentences.NOTHING_TO_READ
    stories: list[list[Block]] = []
    for room in _ONE if len(readings) == 1 else _SEVERAL:
        stories = [_reading(reading, room, locale, paste) for reading in readings]
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


def _reading(reading: StoryResult, room: _Room, locale: Locale, paste: dict[str, object] | None) -> list[Block]:
    if reading.report is not None and reading.card is not None:
        return _story(reading, reading.report, reading.card, room, locale)
    value = {**(paste or {}), **({"link": reading.link[:1_000]} if reading.link else {})}
    sentence = reading.problem or sentences.NOT_READ
    return problem_blocks(sentence, link=reading.link, paste=value if reading.paste else None)


def _story(reading: StoryResult, report: Report, card: StoryCard, room: _Room, locale: Locale) -> list[Block]:
    top = order_warnings(report)[: room.warnings]
    blocks = [rich.rich(rich.line(rich.link(card.url, clipped(one_line(card.title), 250), bold=True)))]
    blocks += _about(reading, report, card, locale)
    for warning in top:
        blocks += warning_blocks(warning, report, clause=room.clause, quotation=room.quotation)
    told = {warning.claim for warning in top}
    claims = select_statements(report, room.claims, told=frozenset(claim for claim in told if claim))
    if claims:
        blocks.append(rich.rich(*claim_groups(claims, report, room.quotation)))
    actors = order_actors(report)[: room.actors]
    if actors:
        lines = [actor_line(actor, claims, report, locale, aliases=2) for actor, claims in actors]
        blocks.append(rich.rich(rich.line(rich.text("Actors", bold=True)), rich.bullets(lines)))
    if report.locations[: room.places]:
        names = ", ".join(describe_place(location) for location in order_places(report)[: room.places])
        more = len(report.locations) - room.places
        rest = f" and {more} more" if more > 0 else ""
        blocks.append(rich.rich(rich.line(rich.text("Places: ", bold=True), rich.text(names + rest))))
    return [*blocks, *_buttons(report, card)]


def _about(reading: StoryResult, report: Report, card: StoryCard, locale: Locale) -> list[Block]:
    """Who published it, when, who wrote it; what was found; whether it was read before; whether it is only a part."""
    article = report.article
    facts = [
        clipped(one_line(card.publisher), 100) if card.publisher else None,
        date_time(card.published, locale) if card.published else None,
        _updated(article, locale),
        f"by {listed([clipped(one_line(author), 80) for author in article.authors[:4]])}" if article.authors else None,
    ]
    lines = [" · ".join(fact for fact in facts if fact) or "No publisher, date or author is given"]
    lines.append("Found: " + _found(report))
    if reading.change:
        lines.append(changed(reading.change, locale))
    if reading.read_before:
        lines.append(f"First read {date_time(card.read_at, locale)}")
    lines += [clipped(note, 300) for note in noted(article)[:2]]
    blocks = [rich.context(line) for line in lines]
    if card.partial or article.partial:
        blocks.append(rich.alert(sentences.ONLY_BEGINNING, "warning"))
    return blocks


def _updated(article: Article, locale: Locale) -> str | None:
    """When the page was changed, where that is another moment than when it was published."""
    if article.modified is None:
        return None
    told = date_time(article.modified, locale)
    same = article.published is not None and told.startswith(date_time(article.published, locale))
    return None if same else f"updated {told}"


def _found(report: Report) -> str:
    speakers = len({claim.speaker for claim in report.claims if claim.speaker})
    by = f" by {count(speakers, 'speaker')}" if speakers else ""
    return ", ".join(
        (
            count(len(report.warnings), "warning"),
            count(len(report.claims), "claim") + by,
            count(len(report.actors), "actor"),
            count(len(report.locations), "place"),
        )
    )


def _buttons(report: Report, card: StoryCard) -> list[Block]:
    kinds = (
        ("Warnings", actions.OPEN_WARNINGS, report.warnings),
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
    if reading.report is None or reading.card is None:
        return escaped(reading.problem or sentences.NOT_READ)
    top = order_warnings(reading.report)
    first = f" – {warning_title(top[0], reading.report)}" if top else ""
    return escaped(f"{clipped(one_line(reading.card.title), 150)}{first}. Found: {_found(reading.report)}")
