"""Every sentence that nutgraf says about itself, about what it cannot do, and about what went wrong.

One place, so that one reader can go through all of them. What is said of a page that could not be read stands with the
errors of ``bot.fetch``, next to the condition that brings it about; what is said of a story's facts is built in the
other modules of this package. Sentences with ``{}`` are filled by ``str.format``.
"""

from typing import Final

# Something is missing, gone or away.
STORE_AWAY: Final = "I can’t reach the database. Try again in a minute."
STORY_GONE: Final = "This story is no longer stored. Post the link again and I’ll re-read it."
NOT_READ: Final = "I couldn’t read this."
STILL_TRYING: Final = "I’ll keep trying for a few minutes."
NOTHING_TO_READ: Final = "Nothing to read."
NO_STORY_HERE: Final = (
    "I haven’t read a story in this thread. Mention me here with a link, or choose Read this story in a post’s menu."
)
NOTHING_IN_MESSAGE: Final = "I found no link, file or longer text to read in this message."
READ_ALREADY: Final = "I’ve already read this message. My answer is in its thread."
NO_FACTS: Final = "I found no statements, warnings or places in it."
ONLY_BEGINNING: Final = "Only the beginning: the page doesn’t give the whole story."
NOT_YOUR_REPLY: Final = "Only the person who posted the story can remove this reply."
OTHER_WORKSPACE: Final = "This nutgraf belongs to another workspace. Ask whoever runs it to set one up for yours."

# Answers.
NOT_FOUND: Final = "I couldn’t find that in the story."
NOT_FOUND_HERE: Final = "I couldn’t find that in this channel’s stories."
OTHERWISE: Final = "Another story says something else:"
CAN_DO: Final = (
    "I answer questions about this story in its own words: “who said …”, “how many …”, “why …”. "
    "I also understand “summarise this”, “list all warnings” and “quotes by NAME”."
)
CLOSEST_PASSAGE: Final = "Closest passage:"

# Threads and channels.
MUTED: Final = "Muted. Mention me if you need me."
INVITE: Final = "I’m not in this channel, so I can’t see its links. Use /invite to add me and I’ll start."
DESK_ON: Final = "I read every link posted in this channel."
DESK_OFF: Final = "I read only what you ask me to read here, by mention or shortcut."
DESK_DEFAULT: Final = "This is the default."

# Too much at once.
PERSON_LIMIT: Final = "You’ve sent me {:,} things within ten minutes, so I’m skipping the rest. Post them again later."
CHANNEL_LIMIT: Final = (
    "This channel has sent me {:,} things within ten minutes, so I’m skipping the rest. Post them again later."
)

# Maps.
MAP_THERE: Final = "The map is already in this thread."
MAP_NOTHING: Final = "I couldn’t place any of this story’s locations, so there is nothing to draw."
MAP_AUTOMATIC: Final = "I’ll post a map when a story has three or more places. To change this: /desk map off"
MAP_ON_REQUEST: Final = "I won’t post maps automatically. The Map button draws one. To change this: /desk map on"
MAP_ALONE: Final = "Only you can see this summary, but everyone would see the map. Share the story, then press Map."

# How a command is written.
USAGE_WHO_SAID: Final = "Type the words to look for: /who-said ceasefire. I search the stories read in this channel."
USAGE_SAID_BY: Final = "Type whose words to look for: /said-by Lindqvist. For options: /said-by help"
USAGE_WARNINGS: Final = "I don’t understand “{}”. Try /warnings since 7d by NAME to NAME; each part is optional."
USAGE_SINCE: Final = "I don’t understand the time “{}”. Try since 7d, until 2026-11-01, today or last week."
USAGE_STORY: Final = "Type the address of one story: /story https://news.example/ferries. Only you see the summary."
USAGE_DESK: Final = "Type /desk on, /desk off or /desk status."

# Forms.
PASTE_EMPTY: Final = "Paste the text of the story here."
PASTE_OLD: Final = "This form is too old. Copy your text, close the form and open it again."
PASTE_WHERE: Final = "Choose where I should answer."
PASTE_TOO_LONG: Final = "This is longer than {:,} characters, the most I can read. Paste part of it."
CHOOSE_NONE: Final = "Choose at least one result."
CHOOSE_OLD: Final = "This form is too old. Search again, then choose."
CHOOSE_FEWER: Final = "One message holds {} results. Choose fewer."
CHOSEN_GONE: Final = (
    "Nothing was shared: some of what you chose is no longer in this channel’s stories. Search again, then choose."
)

# Files.
FILE_TOO_LARGE: Final = "This file is larger than 20 MB, the most I can read."
FILE_ELSEWHERE: Final = "This file is kept outside Slack, where I can’t open it. Paste its text."
FILE_REFUSED: Final = "Slack answered with error {} when I opened this file."
FILE_UNREACHABLE: Final = "I couldn’t get this file from Slack."
FILE_SCOPE: Final = (
    "I can’t open files here: the permission files:read is missing. Whoever installed nutgraf can add it in the app’s "
    "settings and reinstall it. Until then, paste the text."
)

NOT_SEEN: Final = "I can’t see the conversation you chose. Use /invite there to add me, then try again."

# What Slack refused, by Slack's error code, for the person who can act on it.
SLACK_REFUSALS: Final = {
    "not_in_channel": "I’m not in <#{channel}>, so I can’t answer there. Use /invite to add me, then try again.",
    "channel_not_found": NOT_SEEN,
    "is_archived": "<#{channel}> is archived, so I can’t post the answer there.",
    "restricted_action": "Only some people may post in <#{channel}>, and I’m not one of them. A workspace admin can "
    "change that.",
    "expired_trigger_id": "I was too slow, and Slack no longer opens the form. Press the button again.",
    "missing_scope": "I lack the permission {needed}. Whoever installed nutgraf can add it in the app’s settings and "
    "reinstall it.",
}
