"""What ``/who-said`` found in the channel's stories."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.models import ChannelClaim, Hit, Span, StoryCard
from bot.slack.blocks import rich
from bot.slack.blocks.fragment import text_fragment
from bot.slack.blocks.message import BUDGET, MAX_TEXT, Block, Element, Locale, Message, size
from bot.slack.blocks.result_buttons import result_buttons, that_fit, which
from bot.slack.blocks.safe import clipped, escaped, one_line
from bot.slack.blocks.words import CHECK, JUMP_LABEL, LOW_CONFIDENCE, NO_SPEAKER, STANCES, count, date, date_time

_QUOTES: Final = (400, 250, 120)


def search_results(
    words: str,
    hits: Sequence[Hit],
    locale: Locale,
    *,
    stories_searched: int,
    since: datetime | None,
    shared_by: str | None = None,
    page: int = 0,
    total: int | None = None,
) -> Message:
    """One page of the claims that match, the closest first; ``since`` is when the oldest story was read, ``total``
    how many match in all.

    ``shared_by`` is the id of the person who shares the answer with the channel; without it there is a share button.
    """
    asked = clipped(one_line(words), 200)
    searched = f"Searched: {searched_words(stories_searched, since, locale)}"
    if not hits:
        nobody = f"Not found in this channel’s stories: “{asked}”, or something like it."
        return Message(escaped(nobody), [rich.rich(rich.line(rich.text(nobody))), rich.context(searched)])
    every = len(hits) if total is None else total
    text = clipped(escaped(f"Who said “{asked}”: {count(every, 'answer')}, first {_said(hits[0])}"), MAX_TEXT)
    top = [rich.rich(rich.line(rich.text(f"Who said “{asked}”", bold=True), rich.text(", the closest first")))]
    below = [part for part in (which(page, len(hits), every), searched) if part]
    bottom = [rich.context(*below), result_buttons(words, "who-said", page=page, total=every, shared_by=shared_by)]
    links = [claim_jump(hit.claim) for hit in hits]
    blocks: list[Block] = []
    for length in _QUOTES:
        found = [
            rich.rich(*claim_parts(hit.claim, link, length, locale)) for hit, link in zip(hits, links, strict=True)
        ]
        blocks = [*top, *that_fit(found, BUDGET - size([*top, *bottom])), *bottom]
        if len(blocks) == len(top) + len(hits) + len(bottom):
            break
    return Message(text, blocks)


def claim_parts(claim: ChannelClaim, link: list[Element], length: int, locale: Locale) -> list[Element]:
    """A claim of a channel: who and how, the words, the story and its time."""
    unsure = f" ({CHECK})" if claim.confidence < LOW_CONFIDENCE else ""
    return [
        rich.line(
            rich.text(clipped(one_line(claim.speaker), 80) if claim.speaker else NO_SPEAKER, bold=True),
            rich.text(f" {STANCES[claim.stance]}{unsure}:"),
        ),
        rich.quote(rich.text(clipped(claim.words.strip(), length)), *link),
        story_line(claim.story, locale),
    ]


def story_line(story: StoryCard, locale: Locale) -> Element:
    """A story's title, its publisher, and when it was published or, where that is not known, read."""
    told = " · ".join(
        part
        for part in (
            clipped(one_line(story.publisher), 100) if story.publisher else "",
            date_time(story.published, locale) if story.published else f"read {date_time(story.read_at, locale)}",
        )
        if part
    )
    return rich.line(rich.link(story.url, clipped(one_line(story.title), 120)), rich.text(f" · {told}"))


def claim_jump(claim: ChannelClaim) -> list[Element]:
    """The link to a claim's words."""
    return words_jump(claim.story.url, claim.words.split(" … ")[0])


def words_jump(url: str | None, words: str) -> list[Element]:
    """The link to some words. A channel keeps these, not the story's text, so it is made of them alone."""
    if not url:
        return []
    return [rich.text("  "), rich.link(text_fragment(url, words, Span(start=0, end=len(words))), JUMP_LABEL)]


def _said(hit: Hit) -> str:
    who = clipped(one_line(hit.claim.speaker), 80) if hit.claim.speaker else NO_SPEAKER
    return f"{who} {STANCES[hit.claim.stance]}: {clipped(one_line(hit.claim.words), 200)}"


def searched_words(stories: int, since: datetime | None, locale: Locale) -> str:
    """'12 stories read in this channel since 1 November 2026'."""
    read = f"{count(stories, 'story', 'stories')} read in this channel"
    return f"{read} since {date(since, locale)}" if since and stories else read
