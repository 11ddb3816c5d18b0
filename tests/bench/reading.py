"""What reading costs in parts: places against the bare pipeline, a look-up, and how time grows with length."""

import statistics
import time
from collections.abc import Callable

from spacy.language import Language

from bot import nlp
from bot.models import Article
from bot.nlp import gazetteer
from bot.nlp.document.paragraphs import place, split

Clock = Callable[[], float]
NAMES = ("Deir ez-Zor", "Kyiv", "Lagos", "Springfield", "Euphrates", "Valparaíso", "Nowhere at all", "U.S.")


def places_share(full: Language, bare: Language, text: str, rounds: int) -> float:
    """The time of the component of places as a share of the bare pipeline's."""
    component = full.get_pipe("nutgraf_toponyms")
    shares = []
    for _ in range(rounds):
        doc = full.make_doc(text)
        place(doc, split(text))
        for name, pipe in full.pipeline:
            if name != "nutgraf_toponyms":
                doc = pipe(doc)
        started = time.perf_counter()
        component(doc)
        own = time.perf_counter() - started
        started = time.perf_counter()
        bare(text)
        shares.append(own / (time.perf_counter() - started))
    return statistics.median(shares)


def look_up_us() -> float:
    """Microseconds of a look-up in the file of places, the first of each name among them, in the mean."""
    opened = gazetteer.Gazetteer(gazetteer.ensure())
    started = time.perf_counter()
    for _ in range(50):
        for name in NAMES:
            opened.find(name)
    return 1e6 * (time.perf_counter() - started) / (50 * len(NAMES))


def growth(full: Language, text: str) -> float:
    """Time for each word of a text of some 20,000 words, against that of one of some 2,000: 1 is linear."""
    short = "\n\n".join([text] * max(1, 2_000 // len(text.split())))
    each = []
    for long in (short, "\n\n".join([short] * 10)):
        started = time.perf_counter()
        nlp.extract(full, Article(text=long))
        each.append((time.perf_counter() - started) / len(long.split()))
    return each[1] / each[0]
