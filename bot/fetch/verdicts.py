"""What is said of pages that hold no story; light enough for the process that answers."""

import re

from bot.errors import NotReadable

_PASTE = "Paste the text instead."
SENTENCES = {
    "paywall": f"Only subscribers can read this story, so there is too little of it to work with. {_PASTE}",
    "consent": f"The site shows only its cookie consent page to nutgraf. {_PASTE}",
    "login": f"The site asks for a login before it shows this page. {_PASTE}",
    "robot_check": f"The site checks that its readers are people, and nutgraf is not one. {_PASTE}",
    "javascript": f"The page shows its text only in a browser. {_PASTE}",
    "not_found": "The site says that there is no such page. Check the link, or paste the text.",
    "video": f"This page holds a video or a recording, and no text of a story. {_PASTE}",
    "picture": f"This page holds pictures, and no text of a story. {_PASTE}",
    "social": f"This is a social media post that nutgraf cannot read. {_PASTE}",
    "index": "This page lists stories and is not a story itself. Post the link of the story that you mean.",
    "empty": f"There is no text of a story on this page. {_PASTE}",
}
ROBOT = re.compile(
    r"(?:verify(?:ing)? (?:that )?you are (?:a )?human|are you a (?:robot|human)|you are not a robot|"
    r"i['’]m not a robot|"
    r"checking (?:if the site connection is secure|your browser)|just a moment\W|attention required|"
    r"unusual (?:traffic|activity) from your|access to this page has been denied|pardon our interruption|"
    r"complete the (?:captcha|security check)|press (?:&|and) hold to confirm|"
    r"enable javascript and cookies to continue|"
    r"ddos protection by|request unsuccessful\. incapsula|human verification|bot detection|captcha)",
    re.IGNORECASE,
)
_LOOKED_AT = 20_000  # bytes of an error page that are searched


def not_readable(kind: str) -> NotReadable:
    """The error for a kind of page."""
    return NotReadable(SENTENCES[kind], kind=kind)


def is_robot_check(page: bytes) -> bool:
    """Whether the page that came with an error status is a check for robots."""
    return ROBOT.search(page[:_LOOKED_AT].decode("utf-8", "replace")) is not None
