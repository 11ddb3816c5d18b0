"""What is asked for without a question: a summary, the warnings, what there is on somebody, somebody's words."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from bot.answers.question.parse import tidy

RequestKind = Literal["summary", "warnings", "about", "quotes"]

_NAME: Final = r"(?P<name>[^?.!]{2,80}?)"
_STORY: Final = r"(?:this|it|that|the (?:story|article|piece|report|text))"
_SUMMARY: Final = r"(?:summar[iy][sz]e|summary|sum up|recap|tl;?dr|gist|nut ?graf)"
_LIST: Final = r"(?:(?:list|show|give|find|get)(?: (?:me|us))? )?(?:all |any )?(?:the )?"
_LATEST: Final = r"(?:latest|anything|everything|all|news)(?: new)?"
_PATTERNS: Final[tuple[tuple[RequestKind, str], ...]] = (
    ("summary", rf"(?:give (?:me|us) (?:a |the )?)?{_SUMMARY}(?: (?:of )?{_STORY})?|sum {_STORY} up"),
    ("summary", rf"what (?:is|was) (?:{_STORY} about|(?:this|that) (?:story|article|piece) about)"),
    ("warnings", rf"{_LIST}(?:warnings|threats|ultimatums)|what (?:warnings|threats|ultimatums) (?:are|were) there"),
    ("quotes", rf"{_LIST}(?:quotes?|statements|quotations) (?:by|from|of) {_NAME}"),
    ("about", rf"what (?:do we have|have we (?:got )?|is there|did we have) (?:on|about) {_NAME}"),
    ("about", rf"(?:(?:what is|give me|show me) )?(?:the )?{_LATEST} (?:on|about|from) {_NAME}"),
)
_REQUESTS: Final = tuple((kind, re.compile(rf"^(?:{pattern})$", re.IGNORECASE)) for kind, pattern in _PATTERNS)


@dataclass(frozen=True, slots=True)
class Request:
    """What is wanted, and of whom."""

    kind: RequestKind
    name: str = ""


def parse_request(text: str) -> Request | None:
    """The request in ``text``; None where it is a question, or nothing for us."""
    bare = tidy(text)
    for kind, pattern in _REQUESTS:
        found = pattern.match(bare)
        if found:
            return Request(kind, (found.groupdict().get("name") or "").strip(" \"'“”"))
    return None
