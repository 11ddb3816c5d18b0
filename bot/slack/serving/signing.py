"""Whether a request is Slack's: its timestamp and signature, over the very bytes, before anything is parsed.

https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Final, Self

OLDEST_S: Final = 300


class SignedRequest:
    """The signature of one request, checked piece by piece as its body comes in."""

    def __init__(self, secret: str, timestamp: str, signature: str) -> None:
        self._signature = signature
        self._digest = hmac.new(secret.encode(), f"v0:{timestamp}:".encode(), hashlib.sha256)

    @classmethod
    def from_headers(cls, headers: Mapping[str, str], secret: str, *, now: float) -> Self | None:
        """None where the headers alone say that it is not Slack's, or that it is older than five minutes."""
        timestamp = headers.get("X-Slack-Request-Timestamp", "")
        signature = headers.get("X-Slack-Signature", "")
        told = timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12 and signature.startswith("v0=")
        if not told or not signature.isascii() or abs(now - int(timestamp)) > OLDEST_S:
            return None
        return cls(secret, timestamp, signature)

    def feed(self, data: bytes) -> None:
        """Take in the next piece of the body."""
        self._digest.update(data)

    def is_valid(self) -> bool:
        """Whether the body that was fed carries this signature."""
        return hmac.compare_digest(f"v0={self._digest.hexdigest()}", self._signature)
