"""All listeners, registered in one place."""

import re
from typing import Final

from slack_bolt.async_app import AsyncApp

from bot.slack import actions
from bot.slack.dispatch import Dispatcher
from bot.slack.listeners.buttons import Buttons
from bot.slack.listeners.choosing import Choosing
from bot.slack.listeners.commands import Commands
from bot.slack.listeners.fallbacks import acknowledge, seen
from bot.slack.listeners.maps import Maps, is_about_maps
from bot.slack.listeners.messages import Messages
from bot.slack.listeners.modals import Modals
from bot.slack.listeners.shortcuts import Shortcuts
from bot.slack.parts import Parts

_ANYTHING: Final = re.compile(".*", re.DOTALL)


def register(app: AsyncApp, parts: Parts, dispatcher: Dispatcher) -> None:
    """Give ``app`` its listeners. The order matters: the first that matches is taken, and the last match everything,
    since Slack counts what nobody answers as a failure."""
    messages = Messages(dispatcher)
    app.event("message")(messages.posted)
    app.event("app_mention")(messages.posted)

    commands = Commands(parts, dispatcher)
    app.command("/who-said")(commands.who_said)
    app.command("/said-by")(commands.said_by)
    app.command("/warnings")(commands.warnings)
    app.command("/story")(commands.story)
    maps = Maps(parts, dispatcher)
    app.command("/desk", matchers=[is_about_maps])(maps.desk)
    app.command("/desk")(commands.desk)

    shortcuts = Shortcuts(parts, dispatcher)
    app.shortcut(actions.READ_SHORTCUT)(shortcuts.read)
    app.shortcut(actions.PASTE_SHORTCUT)(shortcuts.paste)

    modals = Modals(dispatcher, parts.seal, longest=parts.max_characters)
    app.view(actions.PASTE_MODAL)(modals.pasted)

    choosing = Choosing(parts, dispatcher)
    app.options(actions.SUGGEST_RESULTS)(choosing.suggest)
    app.view(actions.CHOOSE_MODAL)(choosing.share)

    buttons = Buttons(parts, dispatcher)
    for action_id in (actions.OPEN_WARNINGS, actions.OPEN_CLAIMS, actions.OPEN_ACTORS, actions.OPEN_PLACES):
        app.action(action_id)(buttons.open)
    app.action(actions.DRAW_MAP)(maps.draw)
    app.action(actions.TURN_PAGE)(buttons.turn)
    app.action(actions.TURN_BACK)(buttons.turn)
    app.action(actions.PASTE_TEXT)(buttons.paste)
    app.action(actions.SHARE_ANSWER)(buttons.share)
    app.action(actions.CHOOSE_RESULTS)(buttons.choose)
    app.action(actions.NEXT_RESULTS)(buttons.turn_results)
    app.action(actions.EARLIER_RESULTS)(buttons.turn_results)
    app.action(actions.SHARE_STORY)(buttons.share_story)
    app.action(actions.REMOVE_REPLY)(buttons.remove)
    app.action(actions.MUTE_THREAD)(buttons.mute)

    app.event(_ANYTHING)(seen)
    for listen in (app.action, app.command, app.shortcut, app.view, app.view_closed, app.options):
        listen(_ANYTHING)(acknowledge)
