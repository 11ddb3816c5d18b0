"""The one place where the parts are built and joined."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import aiohttp
import structlog
from pydantic import SecretStr
from slack_bolt.async_app import AsyncApp
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot import nlp
from bot.encoder import CrossEncoder, SentenceEncoder
from bot.errors import NutgrafError, SettingsError
from bot.fetch import Policy as Hosts
from bot.fetch import Reader
from bot.jobs import RedisQueue, RetryPolicy, slot_released
from bot.maps import draw
from bot.models import Article, Report
from bot.nlp import gazetteer
from bot.nlp.pool import PooledExtractor
from bot.ports import Articles, Extractor
from bot.services import Asking, Desks, LocalReader, Searching, StoryReader, StoryThreads
from bot.settings import Settings
from bot.slack.admission import Admission
from bot.slack.app import build_app
from bot.slack.background import Background
from bot.slack.backlog import Backlog
from bot.slack.files import SlackFiles
from bot.slack.jobs import register
from bot.slack.locale import Locales
from bot.slack.members import Members
from bot.slack.parts import Parts
from bot.slack.posting import Poster
from bot.slack.safe_trace import safe_trace
from bot.slack.seal import Seal
from bot.slack.serving import (
    Check,
    Health,
    SocketKeeper,
    known_to_slack,
    listening,
    monitor_app,
    slack_app,
    token_check,
)
from bot.storage import Store, open_store

_AT_ONCE: Final = 16  # jobs under way in one process: most of them wait for a site or for Slack
_GRACE_S: Final = 10.0
_SLACK_TIMEOUT: Final = aiohttp.ClientTimeout(total=30, sock_connect=10)
_log = structlog.get_logger()


@dataclass(frozen=True)
class Running:
    """A bot at work: the port that Slack calls (None with Socket Mode), the one of health and metrics, what its health
    checks find, and whether a part of it broke."""

    port: int | None
    monitor_port: int
    health: Health
    parts: Parts
    broken: asyncio.Event


async def serve(settings: Settings, *, worker: bool = True, receiver: bool = True, host: str, port: int) -> None:
    """Receive from Slack, read stories, or both, until SIGTERM or SIGINT.

    Raises ``SettingsError`` for what is missing or wrong, ``StoreUnavailable`` where Redis cannot be reached.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with running(settings, worker=worker, receiver=receiver, host=host, port=port) as bot:
        _log.info("ready", worker=worker, receiver=receiver)
        waiting = [asyncio.create_task(event.wait()) for event in (stop, bot.broken)]
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()
        _log.info("stopping")
    if bot.broken.is_set():
        raise NutgrafError("A part of nutgraf ended by itself; the log says which.")


@asynccontextmanager
async def running(
    settings: Settings,
    *,
    worker: bool = True,
    receiver: bool = True,
    host: str = "127.0.0.1",
    port: int = 0,
    extractor: Extractor | None = None,
    articles: Articles | None = None,
    retries: RetryPolicy | None = None,
) -> AsyncIterator[Running]:
    """The bot, at work while the context lasts; at its end it finishes or hands back what is under way.

    An ``extractor``, ``articles`` and ``retries`` that are given are used instead of new ones, and are not closed.
    Raises as ``serve`` does.
    """
    token = _required(settings.slack_bot_token, "SLACK_BOT_TOKEN")
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(_store(settings))
        queue = RedisQueue(store.redis, policy=retries)
        if extractor is None:
            extractor = await stack.enter_async_context(_extractor(settings, worker=worker))
        http = await stack.enter_async_context(aiohttp.ClientSession(timeout=_SLACK_TIMEOUT))
        client = AsyncWebClient(
            token=token,
            base_url=settings.slack_api_url.rstrip("/") + "/",
            session=http,
            retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=2)],
        )
        await known_to_slack(client)
        if articles is None:
            articles = await stack.enter_async_context(reader(settings))
        parts = _parts(settings, store, queue, extractor, articles, client, http)
        work = register(parts, queue)
        broken = asyncio.Event()
        checks: dict[str, Check] = {"redis": store.ping, "slack": token_check(client)}
        if worker:
            checks["worker"] = _run(stack, queue.work(_AT_ONCE), "worker", broken)
        stack.push_async_callback(parts.background.finish, _GRACE_S)
        _run(stack, parts.backlog.run(), "backlog", broken)
        _run(stack, store.keep_compact(), "compaction", broken)
        slack: AsyncApp | None = None
        if receiver:
            secret = settings.slack_signing_secret
            slack = build_app(parts, work, client, signing_secret=secret.get_secret_value() if secret else None)
            if settings.slack_app_token:
                keeper = SocketKeeper(slack, settings.slack_app_token.get_secret_value())
                checks["socket"] = keeper.check
                _run(stack, keeper.run(), "socket", broken)
                slack = None
        health = Health(checks)
        monitored = await stack.enter_async_context(
            listening(monitor_app(health), host, settings.monitor_port, grace_s=_GRACE_S, name="monitor")
        )
        bound: int | None = None
        if slack is not None:
            app = slack_app(slack, _required(settings.slack_signing_secret, "SLACK_SIGNING_SECRET"))
            bound = await stack.enter_async_context(listening(app, host, port, grace_s=_GRACE_S))
        yield Running(bound, monitored, health, parts, broken)


@asynccontextmanager
async def local_reader(settings: Settings) -> AsyncIterator[LocalReader]:
    """Read stories in this process, with no Redis and no Slack, for the command line."""
    loaded = await asyncio.to_thread(InProcess)
    async with reader(settings) as articles:
        yield LocalReader(articles=articles, extractor=loaded)


def _parts(
    settings: Settings,
    store: Store,
    queue: RedisQueue,
    extractor: Extractor,
    articles: Articles,
    client: AsyncWebClient,
    http: aiohttp.ClientSession,
) -> Parts:
    async def clients(_team: str) -> AsyncWebClient:
        return client

    encoder = SentenceEncoder()  # one for all: it keeps what it encoded last
    reader = StoryReader(
        articles=articles,
        extractor=extractor,
        readings=store.readings,
        single_flight=store.single_flight,
        fresh=timedelta(minutes=settings.fresh_minutes),
    )
    poster = Poster(clients=clients, idempotency=store.idempotency, waiting=slot_released)
    background = Background()
    threads = StoryThreads(threads=store.threads, channels=store.channels, reader=reader, encoder=encoder)
    return Parts(
        reader=reader,
        threads=threads,
        asking=Asking(
            reader=reader,
            stories=threads,
            threads=store.threads,
            channels=store.channels,
            encoder=encoder,
            judge=CrossEncoder(),
        ),
        searching=Searching(channels=store.channels, encoder=encoder),
        desks=Desks(channels=store.channels, default_on=settings.desk_default == "on"),
        queue=queue,
        idempotency=store.idempotency,
        poster=poster,
        members=Members(clients=clients),
        seal=Seal(client.token or ""),
        locales=Locales(clients=clients, default=settings.locale),
        files=SlackFiles(clients=clients, http=http),
        background=background,
        admission=Admission(
            store.limits, poster, background, person=settings.person_limit, channel=settings.channel_limit
        ),
        backlog=Backlog(),
        draw=draw,
        read_bots=frozenset(settings.read_bots),
        questions=timedelta(hours=settings.question_hours),
        max_characters=settings.max_characters,
    )


def _store(settings: Settings) -> contextlib.AbstractAsyncContextManager[Store]:
    return open_store(
        settings.redis_url.get_secret_value() if settings.redis_url else None,
        settings.data_dir,
        keep=timedelta(days=settings.keep_days),
        questions=timedelta(hours=settings.question_hours),
        waiting=slot_released,
    )


def reader(settings: Settings, **more: Any) -> Reader:
    """Where stories come from, within the hosts that the settings allow; ``more`` goes to ``bot.fetch.Reader``."""
    hosts = Hosts(
        allow_hosts=settings.allow_hosts, deny_hosts=settings.deny_hosts, private_origins=settings.private_origins
    )
    return Reader(policy=hosts, contact=settings.contact, max_characters=settings.max_characters, **more)


@asynccontextmanager
async def _extractor(settings: Settings, *, worker: bool) -> AsyncIterator[Extractor]:
    if not worker:
        yield _Elsewhere()
        return
    places = await asyncio.to_thread(gazetteer.ensure)
    async with PooledExtractor(settings.processes, places, waiting=slot_released) as pool:
        yield pool


class _Elsewhere:
    """For a process that only receives: it knows which reports are current, and makes none."""

    def __init__(self) -> None:
        self.version: Final = nlp.pipeline_version()

    async def extract(self, article: Article) -> Report:
        raise SettingsError("This process does not read stories.")


class InProcess:
    """``ports.Extractor`` on a thread of this process, for one story at a time."""

    def __init__(self) -> None:
        self._nlp = nlp.load_pipeline(gazetteer.ensure())
        self.version: Final = nlp.pipeline_version()

    async def extract(self, article: Article) -> Report:
        return await asyncio.to_thread(nlp.extract, self._nlp, article)


def _run(stack: AsyncExitStack, work: Coroutine[Any, Any, None], name: str, broken: asyncio.Event) -> Check:
    """Run ``work`` until the stack is left. Should it end before, ``broken`` is set; the check says so, too."""
    task = asyncio.create_task(work, name=name)
    leaving = False

    def ended(task: "asyncio.Task[None]") -> None:
        error = None if task.cancelled() else task.exception()
        if not leaving:
            broken.set()
            _log.critical("ended by itself", part=name, **(safe_trace(error) if error else {}))

    async def end() -> None:
        nonlocal leaving
        leaving = True
        while not task.done():  # redis-py on Python 3.11 swallows a cancellation now and then
            task.cancel()
            await asyncio.wait([task], timeout=2 * _GRACE_S)

    async def check() -> None:
        if task.done():
            raise RuntimeError("ended by itself")

    task.add_done_callback(ended)
    stack.push_async_callback(end)
    return check


def _required(secret: SecretStr | None, name: str) -> str:
    if secret is None:
        raise SettingsError(f"{name} is not set. Run: nutgraf doctor")
    return secret.get_secret_value()
