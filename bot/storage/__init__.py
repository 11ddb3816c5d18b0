"""Redis or Valkey behind the ports: reports, threads, channels, marks and flights, each team under its own prefix."""

from bot.storage.store import Store, open_store

__all__ = ["Store", "open_store"]
