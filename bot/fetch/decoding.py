"""Bytes to text: UTF-8 if it decodes strictly, then what header and page say, then a detector."""

import codecs
import re

import ftfy
from charset_normalizer import from_bytes
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, to_unicode

_SAMPLE = 64 * 1024  # bytes that the detector sees; more makes it slow, not better
_NOT_OF_THE_WEB = {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "utf-7", "undefined"}
_WITHOUT_MARK = {"utf-16": "utf-16-be", "utf-32": "utf-32-be"}  # what they mean where no byte order mark stands
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NO_LETTERS = re.compile(r"[\W_]+")
LONGEST_METADATA = 1_000  # characters
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")


def decode(data: bytes, content_type: str | None = None) -> str:
    """``data`` as text; ``content_type`` is the HTTP header with its charset. Never raises."""
    encoding, mark = read_bom(data)
    if encoding is not None and mark is not None:
        return data[len(mark) :].decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    told = [http_content_type_encoding(content_type), html_body_declared_encoding(data)]
    encoding = next((name for name in told if name and _is_of_the_web(name)), None) or _detected(data) or "cp1252"
    return to_unicode(data, _WITHOUT_MARK.get(encoding, encoding))


def _is_of_the_web(encoding: str) -> bool:
    """Whether pages are written in ``encoding``; Python knows some that no page has, and that raise or take ages."""
    try:
        b"a".decode(encoding, "replace")
        return codecs.lookup(encoding).name not in _NOT_OF_THE_WEB
    except (LookupError, UnicodeError):
        return False


def _detected(data: bytes) -> str | None:
    best = from_bytes(data[:_SAMPLE]).best()
    return None if best is None else best.encoding


def mended(text: str) -> str:
    """``text`` with mojibake undone and nothing else: ``ftfy.fix_text`` would rewrite quotation marks."""
    return ftfy.fix_encoding(text)


def without_controls(text: str) -> str:
    """``text`` without the control characters and lone surrogates that no XML may hold, and with ``\\n`` for every line
    end."""
    return _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))


def clipped(text: str) -> str:
    """The beginning of what a page says of itself, cut before any pattern sees it: a title has 200 characters, and a
    page may give a megabyte of blanks for one."""
    return text[:LONGEST_METADATA]


def tidy(text: str) -> str:
    """A paragraph on one line: white space collapsed, invisible characters gone, mojibake undone."""
    return " ".join(_INVISIBLE.sub("", mended(without_controls(text))).split())


def flat(text: str) -> str:
    """Letters and digits alone, lower case: what two renderings of the same words have in common."""
    return _NO_LETTERS.sub("", text).lower()
