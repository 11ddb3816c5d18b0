"""What a builder returns, and the limits that Slack sets.

Lengths are in characters. The budget of a whole message is kept well under the point near 13,200 where Slack
answers ``msg_blocks_too_long``; it is counted on the JSON of the blocks, which is the most that Slack could count.
"""

import json
from dataclasses import dataclass
from typing import Any, Final

Block = dict[str, Any]
Element = dict[str, Any]
View = dict[str, Any]

BUDGET: Final = 10_000
MAX_BLOCKS: Final = 50
MAX_SECTION: Final = 3_000
MAX_ALERT: Final = 200
MAX_BUTTON_TEXT: Final = 75
MAX_BUTTON_VALUE: Final = 2_000
MAX_TITLE: Final = 24
MAX_METADATA: Final = 3_000
MAX_TEXT: Final = 4_000


@dataclass(frozen=True)
class Message:
    """A message: ``blocks`` to be drawn, and ``text``, what a notification or a screen reader says instead."""

    text: str
    blocks: list[Block]

    @property
    def size(self) -> int:
        """The length of the blocks as JSON, to be held against ``BUDGET``."""
        return size(self.blocks)


def size(blocks: list[Block]) -> int:
    """The length of ``blocks`` as JSON, in characters."""
    return len(json.dumps(blocks, ensure_ascii=False))
