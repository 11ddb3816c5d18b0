"""A story for one person's eyes: what ``/story`` answers."""

from bot.models import StoryResult
from bot.presentation.formats import Locale
from bot.slack import actions
from bot.slack.blocks import rich
from bot.slack.blocks.message import Block, Message
from bot.slack.blocks.story import story_reply

_LONGEST = 1_500  # characters of a link that goes into a button; a longer one cannot be shared


def story_alone(reading: StoryResult, locale: Locale) -> Message:
    """The reply that a post would get, without what belongs to a thread, and with a button that shares it."""
    message = story_reply([reading.model_copy(update={"paste": False})], locale)
    blocks = [kept for block in message.blocks if (kept := _alone(block)) is not None]
    if reading.report is not None and reading.link and len(reading.link) <= _LONGEST:
        blocks.append(rich.actions(rich.button("Share in this channel", actions.SHARE_STORY, {"link": reading.link})))
    return Message(message.text, blocks)


def _alone(block: Block) -> Block | None:
    """A block without the buttons for a thread; None where nothing is left of it."""
    if block["type"] == "context_actions":
        return None
    if block["type"] != "actions":
        return block
    kept = [element for element in block["elements"] if element.get("action_id") != actions.MUTE_THREAD]
    return rich.actions(*kept) if kept else None
