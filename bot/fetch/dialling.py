"""Connections that are judged as they are made: the address policy inside aiohttp's ``socket_factory``.

aiohttp calls ``socket_factory`` once for each address, right before it connects to that very address, whether the
host was a name or a literal; what is refused here never has a socket. A filtering resolver would not do: literals
skip it.
"""

import errno
import socket
import ssl
from collections.abc import Callable
from typing import Any

from aiohttp import TCPConnector
from aiohttp.abc import AbstractResolver
from aiohttp.resolver import ThreadedResolver

from bot.fetch.addresses import refusal

AddrInfo = tuple[int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[Any, ...]]
OpenSocket = Callable[[AddrInfo], socket.socket]


def open_socket(info: AddrInfo) -> socket.socket:
    """An unconnected socket for the address in ``info``."""
    return socket.socket(family=info[0], type=info[1], proto=info[2])


class AddressRefused(OSError):
    """The address policy refused to connect; errno and text are set, because aiohttp reads them."""


class Dialler:
    """The address policy of one fetch.

    ``private`` is true while the request under way goes to an origin that may be private; ``port`` is the only one
    it may connect to, ``host`` whom it goes to. ``refused`` collects why addresses were refused.
    """

    def __init__(self, opener: OpenSocket = open_socket) -> None:
        self._open = opener
        self.private = False
        self.port: int | None = None
        self.host = ""
        self.refused: list[str] = []

    def __call__(self, info: AddrInfo) -> socket.socket:
        """A socket for the address in ``info``. Raises AddressRefused."""
        address = info[4]
        reason = None
        if address[1] != self.port:
            reason = "port"
        elif not self.private:
            zone = len(address) > 3 and address[3] != 0
            reason = "zone" if zone else refusal(str(address[0]))
        if reason is not None:
            self.refused.append(reason)
            raise AddressRefused(errno.EACCES, f"address refused: {reason}")
        return self._open(info)

    def connector(self, *, tls: ssl.SSLContext, resolver: AbstractResolver | None = None) -> TCPConnector:
        """A connector for one fetch: no shared pool, no remembered names, nothing that outlives the story."""
        return TCPConnector(
            ssl=tls,
            resolver=resolver or ThreadedResolver(),
            use_dns_cache=False,
            force_close=True,
            limit=2,
            socket_factory=self,
        )
