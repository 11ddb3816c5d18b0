"""What a modal carries and brings back, sealed: whoever opened it, and what it was opened for, cannot be changed.

Slack hands a modal's ``private_metadata`` back as it was given, and names no conversation beside it. So what is
carried is signed with a key that is made of the bot's token, together with the team, the person and the time.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

FRESH_S: Final = 600.0  # for which Slack's word for where a modal was opened counts, when it does not tell who is there
_LIFE_S: Final = 24 * 3600.0


@dataclass(frozen=True)
class Sealed:
    """What a seal held, and whether it was made a few minutes ago at most."""

    data: dict[str, Any]
    fresh: bool


class Seal:
    """Seals for one token; processes with the same token open each other's."""

    def __init__(self, token: str, *, clock: Callable[[], float] = time.time) -> None:
        self._key = hashlib.sha256(b"nutgraf modal\0" + token.encode()).digest()
        self._clock = clock

    def close(self, data: Mapping[str, Any], *, team: str, user: str) -> str:
        """``data`` as text that only this person's modal can bring back."""
        made = round(self._clock())
        return _json({"data": data, "made": made, "sign": self._sign(data, made, team, user)})

    def open(self, sealed: object, *, team: str, user: str) -> Sealed | None:
        """What was sealed for this person; None for anything else, and for what is more than a day old."""
        try:
            told = json.loads(str(sealed))
            data, made, sign = dict(told["data"]), float(told["made"]), str(told["sign"])
        except (ValueError, TypeError, KeyError):
            return None
        age = self._clock() - made
        right = hmac.compare_digest(sign.encode(), self._sign(data, made, team, user).encode())
        return Sealed(data, age <= FRESH_S) if right and age <= _LIFE_S else None

    def _sign(self, data: Mapping[str, Any], made: float, team: str, user: str) -> str:
        told = _json([team, user, round(made), data])
        return hmac.new(self._key, told.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
