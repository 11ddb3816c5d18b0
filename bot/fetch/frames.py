"""The frames between a process and its reading process."""

from typing import Final

LENGTHS: Final = ">II"  # of the JSON header and of the data
ANSWER: Final = ">I"
READY: Final = b"+"  # sent once, when everything is imported
