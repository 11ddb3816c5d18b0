"""Block Kit messages and views, built by pure functions: facts in, blocks out, within every limit of Slack.

Text from an article is never trusted: it stands where Slack reads no markup (``rich``), or is escaped (``safe``).
"""

from bot.presentation.formats import Locale
from bot.slack.blocks.answers import answer_message, channel_answer_message
from bot.slack.blocks.choosing import choose_modal, chosen, result_id, suggestions
from bot.slack.blocks.command_help import command_help
from bot.slack.blocks.desk import desk_status, help_message, problem
from bot.slack.blocks.fit import fallback, shorter
from bot.slack.blocks.listings import said_by_results, warning_results
from bot.slack.blocks.message import Block, Message, View
from bot.slack.blocks.modals import all_actors, all_claims, all_places, all_warnings, story_gone
from bot.slack.blocks.paste import paste_modal, pasted
from bot.slack.blocks.result_buttons import PAGE_SIZE
from bot.slack.blocks.result_page import Command, Looked
from bot.slack.blocks.search import search_results
from bot.slack.blocks.story import story_reply
from bot.slack.blocks.story_alone import story_alone

__all__ = [
    "PAGE_SIZE",
    "Block",
    "Command",
    "Locale",
    "Looked",
    "Message",
    "View",
    "all_actors",
    "all_claims",
    "all_places",
    "all_warnings",
    "answer_message",
    "channel_answer_message",
    "choose_modal",
    "chosen",
    "command_help",
    "desk_status",
    "fallback",
    "help_message",
    "paste_modal",
    "pasted",
    "problem",
    "result_id",
    "said_by_results",
    "search_results",
    "shorter",
    "story_alone",
    "story_gone",
    "story_reply",
    "suggestions",
    "warning_results",
]
