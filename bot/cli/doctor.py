"""``nutgraf doctor``: what is right, and what to mend and how. A token is never printed."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any, Final

from bot.cli.configuration import load_settings
from bot.cli.slack_checks import app_token, bot_token, delivery
from bot.cli.verdict import Verdict, mend, ok
from bot.errors import NutgrafError, SettingsError
from bot.log import configure
from bot.settings import Settings
from bot.storage import open_store
from bot.storage.connection import reaching

Check = Callable[[Settings], AsyncIterator[Verdict]]

_SENTENCE: Final = "The harbour master Ida Lindqvist said on Monday that the port of Rotterdam would stay open."


def examine() -> int:
    """Check everything and print a line for each thing; returns 1 where something is to be mended."""
    configure("ERROR", json=False)
    return asyncio.run(_examine(bot_token, app_token, delivery, redis, places, language_model))


async def _examine(*checks: Check) -> int:
    try:
        settings = load_settings()
    except SettingsError as error:
        print(mend("Settings", str(error)))
        return 1
    print(ok("Settings", "all can be read"))
    status = 0
    for check in checks:
        async for verdict in check(settings):
            print(verdict, flush=True)
            status = status if verdict.right else 1
    return status


async def redis(settings: Settings) -> AsyncIterator[Verdict]:
    """Whether the store answers, keeps its data over a restart, and never throws any away."""
    what = "Redis" if settings.redis_url else "Embedded Valkey"
    url = settings.redis_url.get_secret_value() if settings.redis_url else None
    day = timedelta(days=1)
    try:
        async with open_store(url, settings.data_dir, keep=day, questions=day) as store:
            with reaching():
                info: dict[str, Any] = await store.redis.info()
    except NutgrafError as error:
        yield mend(what, f"{str(error).rstrip('.')}. Check {'REDIS_URL' if url else 'NUTGRAF_DATA_DIR'}")
        return
    version = info.get("valkey_version") or info.get("redis_version")
    yield ok(what, f"answers, version {version}" + ("" if url else f", data in {settings.data_dir}"))
    if str(info.get("aof_enabled")) == "1":
        yield ok(what, "keeps its data over a restart")
    else:
        yield mend(what, "keeps no log of its changes: when it fails, what is new is lost. Set appendonly yes")
    if info.get("maxmemory") and info.get("maxmemory_policy") not in (None, "noeviction"):
        yield mend(what, f"throws data away when it is full ({info['maxmemory_policy']}). Set noeviction")


async def language_model(settings: Settings) -> AsyncIterator[Verdict]:
    """Whether the pipeline loads and reads a sentence."""
    from bot import nlp
    from bot.models import Article
    from bot.nlp import gazetteer

    what = "Language model"
    if not gazetteer.default_path().exists():
        yield mend(what, "cannot be tried without the file of places")
        return
    try:
        loaded = await asyncio.to_thread(nlp.load_pipeline)
        report = await asyncio.to_thread(nlp.extract, loaded, Article(text=_SENTENCE))
    except (OSError, ImportError, ValueError, sqlite3.Error) as error:
        yield mend(what, f"does not load ({type(error).__name__}). Run make install again")
        return
    yield ok(what, f"reads; the pipeline's version is {report.pipeline}")


async def places(settings: Settings) -> AsyncIterator[Verdict]:
    """Whether the file of places is there and can be read."""
    from bot.nlp import gazetteer

    path = gazetteer.default_path()
    try:
        known = len(gazetteer.Gazetteer(path).find("Rotterdam")) > 0 if path.exists() else False
    except sqlite3.Error:
        known = False
    if known:
        yield ok("File of places", f"{path} can be read")
    else:
        yield mend("File of places", "not there, or not whole. Run: nutgraf gazetteer --force")
