"""Redis or Valkey behind the ports: reports, threads, channels, once-only marks, each team under its own prefix."""

from bot.storage.store import Store, open_store

__all__ = ["Store", "open_store"]
