"""What ``/who-said`` found in the channel's stories."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.models import Hit, Span
from bot.slack import actions
from bot.slack.blocks import rich
from bot.slack.blocks.fragment import text_fragment
from bot.slack.blocks.message import BUDGET, MAX_BLOCKS, MAX_TEXT, Block, Element, Locale, Message, size
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
) -> Message:
    """The claims that match, in the given order, the closest first; ``since`` is when the oldest story was read.

    ``shared_by`` is the id of the person who shares the answer with the channel; without it there is a share button.
    """
    asked = clipped(one_line(words), 200)
    searched = f"Searched: {_searched(stories_searched, since, locale)}"
    if not hits:
        nobody = f"Not found in this channel’s stories: “{asked}”, or something like it."
        return Message(escaped(nobody), [rich.rich(rich.line(rich.text(nobody))), rich.context(searched)])
    text = clipped(escaped(f"Who said “{asked}”: {count(len(hits), 'answer')}, first {_said(hits[0])}"), MAX_TEXT)
    top = [rich.rich(rich.line(rich.text(f"Who said “{asked}”", bold=True), rich.text(", the closest first")))]
    bottom = [rich.context(searched), _sharing(words, shared_by)]
    links = [_jump(hit) for hit in hits]
    blocks: list[Block] = []
    for length in _QUOTES:
        found = [rich.rich(*_hit(hit, link, length, locale)) for hit, link in zip(hits, links, strict=True)]
        blocks = [*top, *_that_fit(found, BUDGET - size([*top, *bottom])), *bottom]
        if len(blocks) == len(top) + len(hits) + len(bottom):
            break
    return Message(text, blocks)


def _that_fit(blocks: Sequence[Block], room: int) -> list[Block]:
    """The first of the blocks, as many as go into ``room`` characters; at least one."""
    kept = list(blocks[:1])
    for block in blocks[1 : MAX_BLOCKS - 3]:
        if size([*kept, block]) > room:
            break
        kept.append(block)
    return kept


def _sharing(words: str, shared_by: str | None) -> Block:
    """The button that shares the answer, or who did."""
    if shared_by is None:
        return rich.actions(rich.button("Share in this channel", actions.SHARE_ANSWER, {"words": words[:500]}))
    by = {"type": "mrkdwn", "text": f"Shared by <@{escaped(shared_by)}>", "verbatim": True}
    return {"type": "context", "elements": [by]}


def _hit(hit: Hit, link: list[Element], length: int, locale: Locale) -> list[Element]:
    claim, story = hit.claim, hit.claim.story
    unsure = f" ({CHECK})" if claim.confidence < LOW_CONFIDENCE else ""
    told = " · ".join(
        part
        for part in (
            one_line(story.publisher) if story.publisher else "",
            date_time(story.published, locale) if story.published else f"read {date_time(story.read_at, locale)}",
        )
        if part
    )
    return [
        rich.line(
            rich.text(clipped(one_line(claim.speaker), 80) if claim.speaker else NO_SPEAKER, bold=True),
            rich.text(f" {STANCES[claim.stance]}{unsure}:"),
        ),
        rich.quote(rich.text(clipped(claim.words.strip(), length)), *link),
        rich.line(rich.link(story.url, clipped(one_line(story.title), 120)), rich.text(f" · {told}")),
    ]


def _jump(hit: Hit) -> list[Element]:
    """The link to the words. The channel keeps the claim's words, not the story's text, so it is made of them alone."""
    url, words = hit.claim.story.url, hit.claim.words.split(" … ")[0]
    return (
        [rich.text("  "), rich.link(text_fragment(url, words, Span(start=0, end=len(words))), JUMP_LABEL)]
        if url
        else []
    )


def _said(hit: Hit) -> str:
    who = clipped(one_line(hit.claim.speaker), 80) if hit.claim.speaker else NO_SPEAKER
    return f"{who} {STANCES[hit.claim.stance]}: {clipped(one_line(hit.claim.words), 200)}"


def _searched(stories: int, since: datetime | None, locale: Locale) -> str:
    read = f"{count(stories, 'story', 'stories')} read in this channel"
    return f"{read} since {date(since, locale)}" if since and stories else read
