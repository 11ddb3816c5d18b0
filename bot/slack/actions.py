"""The ids that tie a button, shortcut or modal (built in ``blocks``) to its listener (in ``listeners``).

A button's value is JSON: ``{"story": story_id}``, with further keys where an action needs them.
"""

from typing import Final

OPEN_WARNINGS: Final = "open_warnings"
OPEN_CLAIMS: Final = "open_claims"
OPEN_ACTORS: Final = "open_actors"
OPEN_PLACES: Final = "open_places"
DRAW_MAP: Final = "draw_map"
TURN_PAGE: Final = "turn_page"  # value: {"story", "view": one of the four above, "page": int}
TURN_BACK: Final = "turn_page_back"  # the same with the page before: ids must differ within a row of buttons
SHARE_ANSWER: Final = "share_answer"  # value: {"words": str, "command"?: str, "page"?: int}
CHOOSE_RESULTS: Final = "choose_results"  # opens the modal in which to choose; value: {"words", "command"?}
NEXT_RESULTS: Final = "next_results"  # of a search; value: {"words": str, "command": str, "page": int}
EARLIER_RESULTS: Final = "earlier_results"  # the page before
SHARE_STORY: Final = "share_story"  # value: {"link": str}
PASTE_TEXT: Final = "paste_text"  # opens the modal; value: {"channel", "thread_ts"?}
REMOVE_REPLY: Final = "remove_reply"
MUTE_THREAD: Final = "mute_thread"

PASTE_SHORTCUT: Final = "paste_story"  # global shortcut
READ_SHORTCUT: Final = "read_message"  # message shortcut
PASTE_MODAL: Final = "paste_modal"  # callback id of the view
CHOOSE_MODAL: Final = "choose_modal"  # the same; its metadata: {"channel", "words", "command", "respond"?}
SUGGEST_RESULTS: Final = "suggest_results"  # the select in it, whose options are asked of us as the person types
