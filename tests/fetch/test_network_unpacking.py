"""The bed: bodies that unpack to more than anybody wants, that cannot be unpacked, and honest ones."""

import gzip
import os
import subprocess
import sys
import zlib
from typing import Any

import brotli
import pytest

from bot.errors import NotReadable
from bot.fetch.download import BODY_LIMIT

MB = 1_000_000
ZEROS = b"\0" * (64 * MB)


def raw_deflate(data: bytes) -> bytes:
    """deflate without its wrapper, as some servers send it."""
    engine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return engine.compress(data) + engine.flush()


BOMBS = {
    "gzip": ("gzip", gzip.compress(ZEROS)),
    "x-gzip": ("x-gzip", gzip.compress(ZEROS)),
    "gzip in capitals": ("GZIP", gzip.compress(ZEROS)),
    "br": ("br", brotli.compress(ZEROS)),
    "deflate": ("deflate", zlib.compress(ZEROS)),
    "deflate without wrapper": ("deflate", raw_deflate(ZEROS)),
    "gzip in gzip": ("gzip, gzip", gzip.compress(gzip.compress(ZEROS))),
    "br in gzip": ("br, gzip", gzip.compress(brotli.compress(ZEROS))),
    "gzip in br": ("gzip, br", brotli.compress(gzip.compress(ZEROS))),
    "many members": ("gzip", gzip.compress(b"\0" * MB) * 8),
    "no encoding, no end": ("", ZEROS),
    "identity": ("identity", ZEROS[: 6 * MB]),
}

# A frame of zstd (RFC 8878) without a checksum: magic, a window of 128 KB, then blocks of one byte repeated 128 KB.
RUN = (1 << 1 | 131_072 << 3).to_bytes(3, "little") + b"\0"
ZSTD = b"\x28\xb5\x2f\xfd" + b"\x00\x38" + RUN * 512
ZSTD_WINDOW = b"\x28\xb5\x2f\xfd" + b"\x00\xff" + (1 << 1 | 1 | 8 << 3).to_bytes(3, "little") + b"\0"

DAMAGED = {
    "zstd, which was not asked for": ("zstd", b"\x28\xb5\x2f\xfd" + b"\0" * 100),
    "zstd bomb of 64 MB": ("zstd", ZSTD),
    "zstd in capitals": ("ZSTD", ZSTD),
    "zstd with a window of terabytes": ("zstd", ZSTD_WINDOW),
    "zstd bomb in gzip": ("zstd, gzip", gzip.compress(ZSTD)),
    "zstd bomb in br": ("zstd, br", brotli.compress(ZSTD)),
    "gzip bomb in zstd": ("gzip, zstd", gzip.compress(ZEROS)),
    "an encoding that nobody knows": ("snappy", b"x" * 100),
    "three layers": ("gzip, gzip, gzip", gzip.compress(gzip.compress(gzip.compress(b"x", mtime=0)))),
    "twenty layers": (", ".join(["gzip"] * 20), b"x"),
    "gzip that is none": ("gzip", b"<html>plain</html>"),
    "br that is none": ("br", b"<html>plain</html>"),
    "deflate that is none": ("deflate", b"<html>plain</html>"),
    "gzip that breaks off wrongly": ("gzip", gzip.compress(b"x" * 1000)[:20] + b"\xff" * 40),
}


@pytest.mark.parametrize(("encoding", "body"), BOMBS.values(), ids=BOMBS)
async def test_bomb(internet: Any, encoding: str, body: bytes) -> None:
    """A body that unpacks to more than 5 MB is dropped where the limit is."""
    await internet.site(internet.answer(body, headers=f"Content-Encoding: {encoding}\r\n" if encoding else ""))
    with pytest.raises(NotReadable) as refused:
        await internet.downloader().get(internet.home())
    assert refused.value.kind == "too_large"


@pytest.mark.parametrize(("encoding", "body"), DAMAGED.values(), ids=DAMAGED)
async def test_damaged(internet: Any, encoding: str, body: bytes) -> None:
    """A body that cannot be unpacked is said to be so."""
    await internet.site(internet.answer(body, headers=f"Content-Encoding: {encoding}\r\n"))
    with pytest.raises(NotReadable) as refused:
        await internet.downloader().get(internet.home())
    assert refused.value.kind == "damaged"


class TestMustWork:
    """What an honest site packs arrives."""

    @pytest.mark.parametrize(
        ("encoding", "packed"),
        [
            ("gzip", gzip.compress(b"<p>words</p>", mtime=0)),
            ("br", brotli.compress(b"<p>words</p>")),
            ("deflate", zlib.compress(b"<p>words</p>")),
            ("deflate", raw_deflate(b"<p>words</p>")),
            ("identity", b"<p>words</p>"),
            ("gzip", gzip.compress(b"<p>wor", mtime=0) + gzip.compress(b"ds</p>", mtime=0)),
            ("gzip", gzip.compress(b"<p>words</p>", mtime=0) + b"\0" * 50),
            ("br, gzip", gzip.compress(brotli.compress(b"<p>words</p>"), mtime=0)),
        ],
    )
    async def test_encodings(self, internet: Any, encoding: str, packed: bytes) -> None:
        """Packed bodies are unpacked."""
        await internet.site(internet.answer(packed, headers=f"Content-Encoding: {encoding}\r\n"))
        assert (await internet.downloader().get(internet.home())).content == b"<p>words</p>"

    @pytest.mark.parametrize("packer", [gzip.compress, brotli.compress, zlib.compress, raw_deflate])
    async def test_large_body_byte_by_byte(self, internet: Any, packer: Any) -> None:
        """A body of almost 5 MB that does not pack well arrives whole."""
        body = os.urandom(500_000).hex().encode() * 4
        name = {gzip.compress: "gzip", brotli.compress: "br"}.get(packer, "deflate")
        packed = packer(body) if packer is not brotli.compress else brotli.compress(body, quality=1)
        await internet.site(internet.answer(packed, headers=f"Content-Encoding: {name}\r\n"))
        assert len(body) < BODY_LIMIT
        assert body == (await internet.downloader().get(internet.home())).content


MEASURE = """
import asyncio, brotli, gzip, resource, sys, zlib
from bot.errors import NotReadable
from bot.fetch.inflate import Body

def packed(engine, finish):  # 256 MB of zeros, packed a little at a time
    piece = bytes(1_000_000)
    return b"".join([*(engine(piece) for _ in range(256)), finish()])

gz, br = zlib.compressobj(6, wbits=31), brotli.Compressor(quality=2)
bombs = {"gzip": packed(gz.compress, gz.flush), "br": packed(br.process, br.finish)}
bombs["gzip, gzip"] = gzip.compress(bombs["gzip"])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for encoding, data in bombs.items():
    try:
        Body(encoding, 5_000_000).feed(data)
    except NotReadable:
        pass
    else:
        sys.exit("it was let in")
per_megabyte = 1_000_000 if sys.platform == "darwin" else 1_000
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / per_megabyte)
"""


def test_memory_of_bombs() -> None:
    """Bombs of 256 MB add less than 20 MB to the process that is sent them."""
    done = subprocess.run([sys.executable, "-c", MEASURE], capture_output=True, text=True, check=True)
    assert float(done.stdout) < 20
