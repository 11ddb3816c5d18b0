"""The Web API's methods, by name."""

from bot.playground.methods import apps, chat, conversations, files, people, reactions, views
from bot.playground.methods.registry import Method

METHODS: dict[str, Method] = {
    name: method
    for family in (apps, chat, conversations, files, people, reactions, views)
    for name, method in family.METHODS.items()
}

__all__ = ["METHODS", "Method"]
