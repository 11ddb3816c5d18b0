"""Everything that was found in a story, in modals that turn pages."""

from collections.abc import Sequence
from typing import Final, TypeVar

from bot.models import Report
from bot.presentation.actors import order_actors
from bot.presentation.claims import group_by_speaker
from bot.presentation.formats import Locale
from bot.presentation.places import order_places
from bot.presentation.text import clipped, one_line
from bot.presentation.warnings import warning_cards
from bot.slack import actions
from bot.slack.blocks import rich
from bot.slack.blocks.actor_blocks import actor_line
from bot.slack.blocks.claim_blocks import claim_groups
from bot.slack.blocks.message import MAX_TITLE, Block, View
from bot.slack.blocks.place_blocks import place_line
from bot.slack.blocks.warning_blocks import warning_in_full

# Findings on a page: a block a warning, one for a page of the others; all far from the limit of 100 blocks.
WARNINGS_A_PAGE: Final = 8
CLAIMS_A_PAGE: Final = 10
ACTORS_A_PAGE: Final = 20
PLACES_A_PAGE: Final = 20

Found = TypeVar("Found")


def all_warnings(report: Report, locale: Locale, page: int = 0, *, story: str) -> View:
    """A card for every warning, the gravest first; ``story`` is the story's id, carried by the page buttons."""
    shown, page, pages = _page(cards := warning_cards(report), page, WARNINGS_A_PAGE)
    blocks = [warning_in_full(card, report, locale) for card in shown]
    return _view("Warnings", len(cards), report, blocks, _Turn(story, actions.OPEN_WARNINGS, page, pages))


def all_claims(report: Report, locale: Locale, page: int = 0, *, story: str) -> View:
    """Every claim under its speaker, in the order in which the speakers first speak, the unattributed ones last."""
    in_order = [claim for _, own in group_by_speaker(report.claims, report) for claim in own]
    shown, page, pages = _page(in_order, page, CLAIMS_A_PAGE)
    blocks = [rich.rich(*claim_groups(shown, report))] if shown else []
    return _view("Claims", len(report.claims), report, blocks, _Turn(story, actions.OPEN_CLAIMS, page, pages))


def all_actors(report: Report, locale: Locale, page: int = 0, *, story: str) -> View:
    """Every actor with role, other names and number of claims, those who speak most first."""
    shown, page, pages = _page(order_actors(report), page, ACTORS_A_PAGE)
    blocks = (
        [rich.rich(rich.bullets([actor_line(actor, claims, report, locale) for actor, claims in shown]))]
        if shown
        else []
    )
    return _view("Actors", len(report.actors), report, blocks, _Turn(story, actions.OPEN_ACTORS, page, pages))


def all_places(report: Report, locale: Locale, page: int = 0, *, story: str) -> View:
    """Every place with its country and position, in the order of the story; the unclear last."""
    shown, page, pages = _page(order_places(report), page, PLACES_A_PAGE)
    blocks = [rich.rich(rich.bullets([place_line(location, report) for location in shown]))] if shown else []
    return _view("Places", len(report.locations), report, blocks, _Turn(story, actions.OPEN_PLACES, page, pages))


def story_gone(sentence: str) -> View:
    """What stands in an open modal in the place of a story that is not there."""
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": "Story", "emoji": False},
        "close": {"type": "plain_text", "text": "Close", "emoji": False},
        "blocks": [rich.rich(rich.line(rich.text(sentence)))],
    }


class _Turn:
    """Where a modal stands among its pages."""

    def __init__(self, story: str, view: str, page: int, pages: int) -> None:
        self.story, self.view, self.page, self.pages = story, view, page, pages

    def blocks(self) -> list[Block]:
        if self.pages < 2:
            return []
        buttons = [
            rich.button(label, action_id, {"story": self.story, "view": self.view, "page": page})
            for label, action_id, page in (
                ("Previous", actions.TURN_BACK, self.page - 1),
                ("Next", actions.TURN_PAGE, self.page + 1),
            )
            if 0 <= page < self.pages
        ]
        return [rich.context(f"Page {self.page + 1} of {self.pages}"), rich.actions(*buttons)]


def _page(items: Sequence[Found], page: int, length: int) -> tuple[Sequence[Found], int, int]:
    """The items of ``page``, counted from 0, or of the nearest that there is; its number, and how many there are."""
    pages = max(1, -(-len(items) // length))
    page = min(max(page, 0), pages - 1)
    return items[page * length : (page + 1) * length], page, pages


def _view(name: str, number: int, report: Report, blocks: list[Block], turn: _Turn) -> View:
    title = rich.context(clipped(one_line(report.article.title or "Pasted text"), 200))
    found = blocks or [rich.rich(rich.line(rich.text(f"No {name.lower()} found in this story.")))]
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": f"{name} ({number:,})"[:MAX_TITLE], "emoji": False},
        "close": {"type": "plain_text", "text": "Close", "emoji": False},
        "blocks": [title, *found, *turn.blocks()],
    }
