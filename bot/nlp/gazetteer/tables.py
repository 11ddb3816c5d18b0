"""The tables that the gazetteer is built from: what nutgraf keeps of GeoNames and of a list of airports.

``data/places.json.xz`` holds one JSON object of tables, each an object from a column's name to its values; all columns
of a table are of one length. Coordinates are in ten-thousandths of a degree (WGS 84). Several names in one value are
joined by bars. ``deploy/gazetteer/pack.py`` makes the file, and ``data/places.md`` says from what.
"""

import hashlib
import json
import lzma
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any, Final

from bot.errors import NutgrafError

DATA: Final = Path(str(resources.files("bot.nlp.gazetteer"))) / "data"
FILE: Final = "places.json.xz"
#: of the unpacked content, as ``make gazetteer`` prints it
SHA256: Final = "f55bbf2145bed5f0183cfae230447325ae80c6fe05c69f5c6f0b256f5f5def00"
STEPS: Final = 10_000  # a degree


class DamagedTables(NutgrafError):
    """The file of tables is not the one that this release was made with."""


class Tables:
    """The tables of ``path``. Raises ``DamagedTables`` unless its content has the hash that is expected."""

    def __init__(self, path: Path | None = None) -> None:
        path = path or DATA / FILE
        try:
            content = lzma.decompress(path.read_bytes())
        except (OSError, lzma.LZMAError) as error:
            raise DamagedTables(f"{path} cannot be read: install nutgraf again ({type(error).__name__})") from error
        if hashlib.sha256(content).hexdigest() != SHA256:
            raise DamagedTables(f"{path} is not the file of this release: install nutgraf again")
        self._tables: dict[str, dict[str, list[Any]]] = json.loads(content)

    def rows(self, table: str, *columns: str) -> Iterator[tuple[Any, ...]]:
        """The rows of ``table`` with these columns, in the order of the file."""
        return zip(*(self._tables[table][column] for column in columns), strict=True)
