"""``make bench``: what nutgraf takes, as ratios of one run, against what it may take.

Times alone say more about the machine than about the program, so each is set against another of the same run. Ends
with status 1 when a bound is not kept.
"""

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import spacy

from bot import bootstrap, demo, log, nlp
from bot.models import Article
from bot.nlp import gazetteer
from bot.nlp.pipeline import MODEL
from bot.playground import Playground
from bot.playground.news.stories import Story, stories
from tests.bench import asking, reading, slow_sites
from tests.bench.searching import large_channel

ROUNDS = 15
MOST_EVENTS = 1_500
DESK, OTHER = "#world-desk", "#city-desk"


@dataclass(frozen=True)
class Result:
    """One line of the report; ``value`` must not exceed ``bound``."""

    name: str
    value: float
    bound: float
    unit: str
    detail: str

    @property
    def kept(self) -> bool:
        """Whether the bound is kept."""
        return self.value <= self.bound


def example() -> str:
    """The example story where the data lies beside the project, else the longest sample story."""
    shared = Path(os.environ.get("NUTGRAF_SHARED", "../shared")) / "seed" / "article.txt"
    if shared.exists():
        return shared.read_text(encoding="utf-8")
    return max((plain(story) for story in stories().values()), key=len)


def plain(story: Story) -> str:
    """A sample story as text."""
    return "\n\n".join([story.headline, *story.paragraphs])


def seconds(work: Callable[[], object]) -> float:
    """How long ``work`` takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def extraction() -> list[Result]:
    """All components against the bare spaCy pipeline, on one text, in turn; then places alone, and long texts."""
    text = example()
    bare, full = spacy.load(MODEL), nlp.load_pipeline(gazetteer.ensure())
    article = Article(text=text)
    for _ in range(3):
        bare(text), nlp.extract(full, article)
    pairs = [(seconds(lambda: bare(text)), seconds(lambda: nlp.extract(full, article))) for _ in range(ROUNDS)]
    ratio = statistics.median(ours / theirs for theirs, ours in pairs)
    ms = [1000 * statistics.median(column) for column in zip(*pairs, strict=True)]
    detail = f"{ms[1]:.0f} ms / {ms[0]:.0f} ms, {len(text)} characters"
    share = reading.places_share(full, bare, text, ROUNDS)
    worst, median = asking.milliseconds(nlp.extract(full, article))
    return [
        # 1.6 without the learned reader, 2.0 with it; see CONTRIBUTING.
        Result("extraction / bare spaCy", ratio, 2.0, "×", detail),
        Result("places / bare spaCy", share, 0.1, "×", "the component of places alone"),
        Result("a look-up of a place", reading.look_up_us(), 50, "µs", "in the mean, first and later ones"),
        Result("a question, p95", worst, 250, "ms", f"on a story that was read; median {median:.0f} ms"),
        Result("a word in 20,000 / in 2,000", reading.growth(full, text), 1.5, "×", "1 is linear"),
    ]


async def answered(slack: Playground, channel: str, url: str) -> float:
    """Seconds from a post to its reply."""
    started = time.perf_counter()
    ts = await slack.post(channel, "ana", url)
    await slack.until(lambda: slack.replies(channel, ts), 60)
    return time.perf_counter() - started


async def cached_and_fresh(slack: Playground) -> Result:
    """A story that was read before against one that was not: event in to chat.postMessage out."""
    urls = [f"{slack.site_url}{slug}" for slug in stories()]
    await answered(slack, DESK, urls.pop())  # what is started once is started now
    fresh, cached = [], []
    for url in urls:
        fresh.append(await answered(slack, DESK, url))
        await asyncio.sleep(1.1)  # a message a second and channel is all that Slack takes
        cached.append(await answered(slack, OTHER, url))
    ratio = statistics.median(cached) / statistics.median(fresh)
    detail = f"{1000 * statistics.median(cached):.0f} ms / {1000 * statistics.median(fresh):.0f} ms"
    return Result("cached / fresh answer", ratio, 0.1, "×", detail)


async def acknowledging(slack: Playground) -> Result:
    """How long Slack waits for acknowledgements while four long stories are being read and people talk."""
    text = "\n\n".join(plain(story) for story in stories().values())
    answered_before = posted(slack)
    for number in range(4):
        long = f"Number {number}.\n\n" + "\n\n".join([text] * 4)
        await slack.post(DESK, "ana", "", files=[(f"long{number}.txt", long.encode())])
    began = len(slack.deliveries)
    while posted(slack) < answered_before + 4 and len(slack.deliveries) - began < MOST_EVENTS:
        await slack.post(DESK, "ben", "just talking")
        await asyncio.sleep(0.02)
    await slack.delivered()
    took = sorted(1000 * delivery.seconds[0] for delivery in list(slack.deliveries)[began:])
    p99 = took[int(len(took) * 0.99) - 1]
    detail = f"{len(took)} events, median {took[len(took) // 2]:.1f} ms"
    return Result("acknowledgement, p99", p99, 50, "ms", detail)


async def fetching(slack: Playground) -> Result:
    """How long Slack waits for acknowledgements while a hundred slow pages are fetched on the same loop."""
    done = asyncio.Event()
    paragraphs = max((story.paragraphs for story in stories().values()), key=len)
    began = len(slack.deliveries)
    ticking = asyncio.create_task(slow_sites.lags(done))
    reading = asyncio.create_task(slow_sites.read_slowly(paragraphs))
    while not reading.done() and len(slack.deliveries) - began < MOST_EVENTS:
        await slack.post(DESK, "ben", "just talking")
        await asyncio.sleep(0.02)
    read = await reading
    done.set()
    await slack.delivered()
    took = sorted(1000 * delivery.seconds[0] for delivery in list(slack.deliveries)[began:])
    late = [1000 * lag for lag in await ticking]
    detail = (
        f"{slow_sites.FETCHES} slow fetches, {read} stories; {len(took)} events, median {took[len(took) // 2]:.1f} ms"
    )
    detail += f"; the loop late by {late[int(len(late) * 0.99)]:.1f} ms at p99"
    return Result("acknowledgement, fetching", took[int(len(took) * 0.99) - 1], 50, "ms", detail)


def posted(slack: Playground) -> int:
    """How many messages the bot has posted."""
    return sum(call.response["ok"] for call in slack.calls_to("chat.postMessage"))


async def memory() -> Result:
    """All processes of one ``nutgraf worker`` together, after it read the sample stories."""
    with tempfile.TemporaryDirectory() as folder:
        async with Playground() as slack:
            settings = demo.settings_for(slack, Path(folder))
            async with bootstrap.running(settings, worker=False), worker(slack, folder) as process:
                await slack.connected()
                for slug in stories():
                    await answered(slack, DESK, f"{slack.site_url}{slug}")
                sizes = [resident(pid) for pid in family(process.pid)]
    detail = " + ".join(f"{size:.0f}" for size in sizes) + " MB: the worker, its readers, its helpers"
    return Result("a worker's memory", sum(sizes), 600, "MB", detail)


@asynccontextmanager
async def worker(slack: Playground, folder: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """``nutgraf worker`` on the same data folder."""
    environment = os.environ | {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_API_URL": slack.api_url,
        "NUTGRAF_DATA_DIR": folder,
        "NUTGRAF_PRIVATE_ORIGINS": slack.origin,
        "NUTGRAF_LOG_LEVEL": "ERROR",
    }
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "worker", env=environment)
    try:
        yield process
    finally:
        process.terminate()
        await process.wait()


def family(pid: int) -> list[int]:
    """A process and what it started, as the system tells (Linux and macOS)."""
    lines = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = {int(child): int(parent) for child, parent in map(str.split, lines.strip().splitlines())}
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def resident(pid: int) -> float:
    """The memory of a process in MB: its proportional share where Linux tells it, else its resident set."""
    rollup = Path(f"/proc/{pid}/smaps_rollup")
    if rollup.exists():
        shares = [line.split()[1] for line in rollup.read_text().splitlines() if line.startswith("Pss:")]
        return int(shares[0]) / 1024 if shares else 0.0
    told = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return int(told or 0) / 1024


async def running(measures: list[Callable[[Playground], Awaitable[Result]]]) -> list[Result]:
    """Measure through the front door: the playground, the bot with its process pool, an embedded Valkey."""
    with tempfile.TemporaryDirectory() as folder:
        async with Playground() as slack, bootstrap.running(demo.settings_for(slack, Path(folder))):
            await slack.connected()
            return [await measure(slack) for measure in measures]


async def searching() -> list[Result]:
    """``/who-said``, and what a new story pays for its related claims, in a channel with 50,000 claims."""
    found = await large_channel()
    detail = f"by words and meaning, median {found.median:.0f} ms"
    memory = f"after a search; {found.bytes_all:.0f} once all were looked at"
    return [
        Result("search of 50,000 claims, p95", found.p95, 300, "ms", detail),
        Result("the first search after a start", found.first, 1_500, "ms", "with the encoder's weights"),
        Result(
            "related claims of a new story, p95", found.beside_p95, 150, "ms", f"the first {found.beside_first:.0f} ms"
        ),
        Result("memory of a claim", found.bytes_searched, 2_500, "B", memory),
    ]


def main() -> int:
    """Measure, print, judge."""
    log.configure("ERROR", json=False)
    results = [*extraction(), *asyncio.run(running([cached_and_fresh, acknowledging, fetching])), asyncio.run(memory())]
    results += asyncio.run(searching())
    for result in results:
        verdict = "kept" if result.kept else "NOT KEPT"
        print(
            f"{result.name:28} {result.value:8.2f} {result.unit:3} at most {result.bound:<6g} {verdict:9}",
            result.detail,
        )
    return 0 if all(result.kept for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
