"""Switches of single rules, so that ``make quality ABLATE=1`` can tell what each buys; a reader has all of them on."""

from collections.abc import Iterator
from contextlib import contextmanager

_off: set[str] = set()


def applies(rule: str) -> bool:
    """Whether the rule with this id is on."""
    return rule not in _off


@contextmanager
def without(rule: str) -> Iterator[None]:
    """Read without one rule, within the block and this process."""
    _off.add(rule)
    try:
        yield
    finally:
        _off.discard(rule)
