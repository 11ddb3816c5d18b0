"""A pretend Slack on this machine, with a page to try nutgraf on and a small news site to read from."""

from bot.playground.driver import Driver
from bot.playground.outbox import NotDelivered
from bot.playground.server import Playground

__all__ = ["Driver", "NotDelivered", "Playground"]
