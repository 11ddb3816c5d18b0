"""Pages that are not a story, told apart where the page gives it away; one plain sentence for each kind."""

import re

from bot.errors import NotReadable
from bot.fetch.signs import Seen
from bot.fetch.verdicts import ROBOT, not_readable

_SOCIAL = re.compile(
    r"(?:^|\.)(?:twitter|x|facebook|instagram|tiktok|threads|linkedin|reddit|bsky|t|truthsocial|vk|pinterest)\."
    r"(?:com|net|app|me|co)$"
)
_VIDEO_HOST = re.compile(r"(?:^|\.)(?:youtube|youtu|vimeo|dailymotion|twitch|rumble|bitchute)\.(?:com|be|tv)$")
_CONSENT = re.compile(
    r"(?:we (?:and our (?:\d+ )?partners )?(?:value|care about|respect) your privacy|before you continue to|"
    r"accept all (?:cookies)?|we (?:and our (?:\d+ )?partners )?use cookies|"
    r"manage (?:your )?(?:privacy|consent|cookie)|"
    r"consent to (?:the use of )?(?:cookies|personal)|your privacy choices|cookie (?:consent|wall)|"
    r"store and/or access information on a device|agree and continue)",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"(?:(?:log|sign) ?in to (?:continue|read|view|your account|access)|please (?:log|sign) ?in|"
    r"you (?:must|need to) (?:be logged in|log in|sign in)|enter your password|forgot(?:ten)? (?:your )?password|"
    r"create an account to (?:continue|read))",
    re.IGNORECASE,
)
_JAVASCRIPT = re.compile(
    r"(?:(?:enable|turn on|activate|requires?|need(?:s)?(?: to enable)?) javascript|javascript (?:is|must be|to be) "
    r"(?:disabled|enabled|required|not (?:enabled|available))|without javascript|javascript is not)",
    re.IGNORECASE,
)
_NOT_FOUND = re.compile(
    r"(?:\b404\b|page (?:not found|cannot be found|can['’]t be found|doesn['’]t exist|does not exist|"
    r"(?:is )?no longer (?:available|exists)|unavailable)|"
    r"(?:couldn['’]t|could not|can['’]t|cannot) find (?:the|that|this|what)|"
    r"not found\b|nothing (?:was )?found|(?:article|story|content|page)(?: you (?:requested|are looking for))? "
    r"(?:is|has been|was) (?:no longer available|removed|deleted|moved|unavailable|not available))",
    re.IGNORECASE,
)
_GALLERY = re.compile(
    r"(?:^|\b)(?:in pictures|photo gallery|photos of the|picture gallery|slideshow|photo essay)\b", re.IGNORECASE
)

ENOUGH_WORDS = 60  # below this a page needs to look like a story in other ways
TEASER_WORDS = 80  # behind a gate, less than this is too little to work with
PART_WORDS = 250  # a gate behind a longer body asks for support rather than for payment


def problem(seen: Seen) -> NotReadable | None:
    """Why there is no story to be had here; None when there is one."""
    kind = _kind(seen)
    return None if kind is None else not_readable(kind)


def _kind(seen: Seen) -> str | None:
    """The kind of page, most telling sign first; a page with a long enough body is a story whatever else it says."""
    little = seen.words < ENOUGH_WORDS
    if seen.words < TEASER_WORDS // 4 and seen.password and not seen.said.found:
        return "login"
    if seen.words < TEASER_WORDS and (seen.gated or (seen.offered and (seen.cut or little)) or _hidden(seen)):
        return "paywall"
    if not little and not _is_index(seen):
        if seen.words < 150 and ROBOT.search(seen.title):
            return "robot_check"
        if seen.words < 150 and _NOT_FOUND.search(seen.title):
            return "not_found"
        if (
            seen.words < 250
            and seen.words > 0.5 * len(seen.visible.split())
            and len(_CONSENT.findall(seen.visible)) > 1
        ):
            return "consent"
        return None
    if ROBOT.search(seen.title) or (ROBOT.search(seen.visible[:2000]) and len(seen.visible) < 4000):
        return "robot_check"
    if little and _NOT_FOUND.search(f"{seen.title} {seen.visible[:800] if len(seen.visible) < 3000 else ''}"):
        return "not_found"
    if (little and seen.password) or (little and _LOGIN.search(seen.title)):
        return "login"
    if little and _CONSENT.search(seen.visible[:3000]) and len(seen.visible.split()) < 900 and seen.links < 15:
        return "consent"
    if _SOCIAL.search(seen.host):
        return "social"
    if (seen.videos and little) or _VIDEO_HOST.search(seen.host):
        return "video"
    if little and _JAVASCRIPT.search(seen.visible) and len(seen.visible.split()) < 200:
        return "javascript"
    if _is_index(seen):
        return "index"
    if seen.said.found and short_of(seen):
        return "javascript"
    if little and seen.said.types & {"videoobject", "audioobject", "podcastepisode"} and not seen.said.found:
        return "video"
    if little and (_GALLERY.search(seen.title) or (seen.pictures >= 6 and len(seen.visible.split()) < 400)):
        return "picture"
    if little and _LOGIN.search(seen.visible[:1500]):
        return "login"
    if seen.words >= 25 and (seen.said.found or seen.paragraphs >= 2):
        return None
    if len(seen.visible.split()) < 20 and seen.scripts >= 2:
        return "javascript"
    return "empty"


def _is_index(seen: Seen) -> bool:
    """A page of links to stories: teasers under linked headings, and nowhere three paragraphs of prose in a row."""
    if seen.said.found and "liveblogposting" not in seen.said.types and seen.words >= ENOUGH_WORDS:
        return False
    if seen.links < 8 or seen.run >= 3:
        return False
    total = len(seen.visible.split())
    return (seen.teasers >= 5 and seen.prose < 150) or (seen.link_words > 0.5 * total and seen.prose < 80)


def short_of(seen: Seen) -> bool:
    """Whether the page says that its story is much longer than what was found."""
    told = seen.said.word_count or (len(seen.said.body.split()) if seen.said.body else 0)
    return told > 80 and seen.words < 0.5 * told


def _hidden(seen: Seen) -> bool:
    """Whether the page says that its story is longer, and that it is not free."""
    return seen.said.free is False and short_of(seen)


def is_partial(seen: Seen) -> bool:
    """Whether only the beginning of the story was given: the page says that it is longer, or a gate stands behind it.

    ``isAccessibleForFree=false`` alone says little: a third of the pages that say so give the whole text.
    """
    if short_of(seen):
        return True
    return (seen.gated and seen.words < PART_WORDS) or (seen.cut and seen.words < PART_WORDS and seen.offered)
