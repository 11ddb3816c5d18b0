"""``nutgraf gazetteer``: the file of places."""

import time

from bot.cli.lines import say
from bot.nlp import gazetteer


def build_gazetteer(*, force: bool) -> int:
    """Build the file of places where there is none that is current, or in any case; returns the exit status."""
    began = time.monotonic()
    path = gazetteer.default_path()

    def progress(part: str) -> None:
        say(f"Building the file of places: {part}")

    if force:
        gazetteer.build(path, progress)
    else:
        path = gazetteer.ensure(path, progress)
    say(f"The file of places is {path} ({path.stat().st_size / 1e6:.0f} MB, {time.monotonic() - began:.0f} s)")
    return 0
