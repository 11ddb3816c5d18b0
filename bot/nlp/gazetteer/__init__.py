"""Names of places and where they are: one read-only file, built from packed tables and this project's own lists."""

from bot.nlp.gazetteer.build import build, default_path, ensure
from bot.nlp.gazetteer.folding import fold, skeleton
from bot.nlp.gazetteer.lookup import Entry, Gazetteer

__all__ = ["Entry", "Gazetteer", "build", "default_path", "ensure", "fold", "skeleton"]
