"""Compressed bodies, unpacked a little at a time, so that a bomb ends where the limit is.

The whole of a chunk is never inflated at once: 809 bytes of brotli can hold 512 MB.
"""

import zlib
from collections.abc import Iterator
from typing import Protocol

import brotli

from bot.fetch.problems import bad_encoding, too_large

STEP = 64 * 1024  # bytes that one call may unpack
# zstd is neither asked for nor taken: what unpacks it in bounded steps stands in Python from 3.14 on only, a frame may
# ask for a window of gigabytes, and servers that speak zstd speak gzip too.
ACCEPTED = "gzip, deflate, br"
_LAYERS = 2  # content encodings that may be stacked


class Inflater(Protocol):
    """Unpacks one content encoding."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The unpacked bytes, in pieces of about ``STEP``."""
        ...


class _Plain:
    def feed(self, data: bytes) -> Iterator[bytes]:
        yield data


class _Zlib:
    """gzip and deflate; some servers send deflate without its wrapper, which its first byte tells."""

    def __init__(self, name: str) -> None:
        self._gzip = name == "gzip"
        self._engine: zlib._Decompress | None = None

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._engine is None:
                bare = not self._gzip and data[0] & 0x0F != 8
                self._engine = zlib.decompressobj(
                    wbits=16 + zlib.MAX_WBITS if self._gzip else zlib.MAX_WBITS * (-1) ** bare
                )
            yield self._engine.decompress(data, STEP)
            data = self._engine.unconsumed_tail
            if self._engine.eof:
                # A gzip body may have several members; anything else behind the end is padding.
                data = self._engine.unused_data if self._gzip and self._engine.unused_data[:2] == b"\x1f\x8b" else b""
                self._engine = None if data else self._engine


class _Brotli:
    def __init__(self) -> None:
        self._engine = brotli.Decompressor()

    def feed(self, data: bytes) -> Iterator[bytes]:
        piece = self._engine.process(data, output_buffer_limit=STEP)
        while piece:  # it holds on to the rest, and only an empty piece says that there is none
            yield piece
            piece = self._engine.process(b"", output_buffer_limit=STEP)


def _inflater(name: str) -> Inflater:
    match name:
        case "gzip" | "x-gzip":
            return _Zlib("gzip")
        case "deflate":
            return _Zlib("deflate")
        case "br":
            return _Brotli()
        case "identity" | "":
            return _Plain()
    raise bad_encoding()


class Body:
    """A body that grows to ``limit`` bytes after unpacking and no further."""

    def __init__(self, content_encoding: str, limit: int) -> None:
        names = [name.strip().lower() for name in content_encoding.split(",")]
        if len(names) > _LAYERS:
            raise bad_encoding()
        self._layers = [_inflater(name) for name in reversed(names)]
        self._limit = limit
        self._raw = 0
        self._parts = bytearray()

    def feed(self, data: bytes) -> None:
        """Add ``data`` as it came over the wire. Raises NotReadable when it is too large or damaged."""
        self._raw += len(data)
        if self._raw > self._limit:
            raise too_large()
        try:
            self._descend(data, 0)
        except (zlib.error, brotli.error):
            raise bad_encoding() from None

    def _descend(self, data: bytes, layer: int) -> None:
        if layer == len(self._layers):
            if len(self._parts) + len(data) > self._limit:
                raise too_large()
            self._parts += data
            return
        for piece in self._layers[layer].feed(data):
            self._descend(piece, layer + 1)

    def content(self) -> bytes:
        """What was unpacked so far."""
        return bytes(self._parts)
