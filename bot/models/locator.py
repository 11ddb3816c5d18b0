"""A map of a story's places, as a picture with its words."""

from bot.models.report import Model


class LocatorMap(Model):
    """A PNG of ``width`` × ``height`` pixels; ``alt`` lists the places for who cannot see it, and ``caption`` is the
    note that stands beside it: whose borders are drawn, and what is disputed there."""

    png: bytes
    alt: str
    caption: str
    width: int
    height: int
