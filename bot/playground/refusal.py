"""The one way in which the pretend Slack says no."""

from collections.abc import Sequence
from typing import Any


class Refusal(Exception):
    """A Web API error: Slack's code, and the fields that go out beside it.

    ``status`` is the HTTP status, 200 for all but rate limits; ``headers`` are added to the answer.
    """

    def __init__(self, error: str, *, status: int = 200, headers: dict[str, str] | None = None, **fields: Any) -> None:
        super().__init__(error)
        self.error = error
        self.status = status
        self.headers = headers or {}
        self.fields = fields

    @classmethod
    def with_messages(cls, error: str, messages: Sequence[str]) -> "Refusal":
        """A refusal that names its reasons as Slack does: in ``errors`` and in ``response_metadata``."""
        return cls(
            error,
            errors=list(messages),
            response_metadata={"messages": [f"[ERROR] {message}" for message in messages]},
        )

    def body(self) -> dict[str, Any]:
        """The JSON body of the answer."""
        return {"ok": False, "error": self.error, **self.fields}
