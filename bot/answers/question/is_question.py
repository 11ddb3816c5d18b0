"""Whether what somebody types in a thread is a question."""

import re

from bot.answers.question.parse import tidy
from bot.answers.question.requests import parse_request

MARK = re.compile(r"\?[\"”’)\]!\s]*$")
WH = re.compile(
    r"^(?:who|whom|whose|why|which)\b(?! (?:cares|knew)\b)"
    r"|^what\b(?! (?:an?|the (?:hell|heck|fuck))\b)"
    r"|^(?:when|where)(?: exactly| else)? (?:is|are|was|were|did|does|do|will|would|has|have|had|can|could|should)\b"
    r"|^how (?:many|much|long|old|far|often|big|large|high|soon|fast|come|did|does|do|is|are|was|were|can|could|will"
    r"|would|should|has|have)\b"
    r"|^(?:in|on|at|by|for|from|to|with|since|until) (?:what|which|whom|when|where|whose)\b",
    re.IGNORECASE,
)
AUX = re.compile(
    r"^(?:did|does|was|were|is|are|has|have|had|will|would|could|should|can) (?:not )?"
    r"(?:he|she|they|it|there|that|this|these|those|we|anyone|anybody|someone|somebody|any|the|an?|his|her|their|[a-z]+)\b"
    r"(?! (?:nice|good|great)\b)",
    re.IGNORECASE,
)
IMPERATIVE = re.compile(r"^(?:have|do|is|are|was|were|will|can) (?:an?|not|so|me|to|my)\b", re.IGNORECASE)
FOLLOW = re.compile(
    r"^(?:and|what about|how about) (?:the |about )?\w+(?: \w+){0,3}$|^any(?:one|body) else$", re.IGNORECASE
)


def is_question(text: str) -> bool:
    """Whether ``text`` asks for something: by its question mark, by how it begins where none was typed, or as a request
    ("summarise this", "list all warnings")."""
    bare = " ".join(text.split())
    if not any(letter.isalpha() for letter in bare):
        return False
    if MARK.search(bare):
        return True
    if bare.endswith("!"):
        return False
    if FOLLOW.match(bare) or parse_request(bare) is not None:
        return True
    asked = tidy(bare)
    count = len(asked.split())
    if WH.match(asked):
        return count >= 2
    return count >= 3 and AUX.match(asked) is not None and IMPERATIVE.match(asked) is None
