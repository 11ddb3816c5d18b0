"""What makes two texts the same story."""

import hashlib
import re
import unicodedata

_BLANKS = re.compile(r"\s+")


def story_id(text: str) -> str:
    """The content hash of a story: 32 hexadecimal digits.

    Texts that differ only in white space or in how Unicode composes a letter are one story; a changed word or a
    changed quotation mark makes another.
    """
    normalised = _BLANKS.sub(" ", unicodedata.normalize("NFC", text)).strip()
    return hashlib.sha256(normalised.encode("utf-8", "surrogatepass")).hexdigest()[:32]
