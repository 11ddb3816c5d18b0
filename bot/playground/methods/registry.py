"""How a method is described: what it needs, and the function that carries it out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bot.playground.backend import Backend
from bot.playground.state import Json, Workspace

Handler = Callable[[Backend, Workspace, Json], Json]


@dataclass(frozen=True)
class Method:
    """``run`` takes the backend, the caller's workspace and the arguments, and returns the fields of the answer.

    One of ``scopes`` must be granted, where there are any. ``token`` is the kind of token that the method takes.
    """

    run: Handler
    scopes: tuple[str, ...] = ()
    token: Literal["bot", "app", "none"] = "bot"
