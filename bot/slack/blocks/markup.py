"""Escape text for the places where Slack reads markup.

In rich_text ``text`` elements, table ``raw_text`` and ``plain_text`` objects Slack reads no markup; there
``bot.presentation.text.shown`` is enough. Wherever it does read markup (``mrkdwn`` and a message's ``text``), use
``escaped``.
"""

import re
from typing import Final

from bot.presentation.text import shown

_CALL: Final = re.compile("@(?=\\w)")
_WORD_JOINER: Final = "\u2060"


def escaped(text: str) -> str:
    """``text`` for places where Slack reads markup: no tag, entity or @name in it is taken for one."""
    text = shown(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _CALL.sub("@" + _WORD_JOINER, text)
