"""A pretend Slack on this machine, with a page to try nutgraf on and a small news site to read from."""

from bot.playground.outbox import NotDelivered
from bot.playground.people import People, summons, text_of
from bot.playground.server import Playground

__all__ = ["NotDelivered", "People", "Playground", "summons", "text_of"]
