"""Small checks over JSON, put together to the rules of each block; every problem is told with its JSON pointer.

The sentences are Slack's own, as its API answers them in ``response_metadata.messages``.
"""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

Check = Callable[[Any, str, list[str]], None]


def tell(problems: list[str], sentence: str, pointer: str) -> None:
    """Add a problem in Slack's form."""
    problems.append(f"{sentence} [json-pointer:{pointer}]")


def string(low: int = 0, high: int | None = None) -> Check:
    """A string of ``low`` to ``high`` characters."""

    def check(value: Any, pointer: str, problems: list[str]) -> None:
        if not isinstance(value, str):
            tell(problems, "must provide a string", pointer)
        elif len(value) < low:
            tell(problems, f"must be more than {low - 1} characters", pointer)
        elif high is not None and len(value) > high:
            tell(problems, f"must be less than {high + 1} characters", pointer)

    return check


def number(low: float | None = None, high: float | None = None) -> Check:
    """A number from ``low`` to ``high``."""

    def check(value: Any, pointer: str, problems: list[str]) -> None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            tell(problems, "must provide a number", pointer)
        elif low is not None and value < low:
            tell(problems, f"must be greater than or equal to {low:g}", pointer)
        elif high is not None and value > high:
            tell(problems, f"must be less than or equal to {high:g}", pointer)

    return check


def flag(value: Any, pointer: str, problems: list[str]) -> None:
    """True or false."""
    if not isinstance(value, bool):
        tell(problems, "must provide a boolean", pointer)


def anything(_value: Any, _pointer: str, _problems: list[str]) -> None:
    """No rule."""


def url(limit: int = 3000) -> Check:
    """An absolute address of a scheme that Slack links."""

    def check(value: Any, pointer: str, problems: list[str]) -> None:
        string(1, limit)(value, pointer, problems)
        if isinstance(value, str):
            try:
                parts = urlsplit(value)
            except ValueError:
                tell(problems, "invalid url", pointer)
                return
            if parts.scheme not in {"http", "https", "mailto", "slack", "tel"} or not (parts.netloc or parts.path):
                tell(problems, "invalid url", pointer)

    return check


def one_of(*allowed: object) -> Check:
    """One of these values."""

    def check(value: Any, pointer: str, problems: list[str]) -> None:
        if value not in allowed:
            tell(problems, "must be a valid enum value", pointer)

    return check


def items(each: Check, low: int = 1, high: int | None = None) -> Check:
    """A list of ``low`` to ``high`` things, each of which passes ``each``."""

    def check(value: Any, pointer: str, problems: list[str]) -> None:
        if not isinstance(value, list):
            tell(problems, "must be an array", pointer)
            return
        if len(value) < low:
            tell(problems, f"must have at least {low} item{'s' if low != 1 else ''}", pointer)
        if high is not None and len(value) > high:
            tell(problems, f"no more than {high} items allowed", pointer)
        for index, item in enumerate(value):
            each(item, f"{pointer}/{index}", problems)

    return check


def record(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None, *, kind: str = "") -> Check:
    """An object with these fields and no others; ``kind`` is the value that its ``type`` field must have."""
    fields = {**required, **(optional or {})}
    if kind:
        fields["type"] = one_of(kind)

    def check(value: Any, pointer: str, problems: list[str]) -> None:
        if not isinstance(value, dict):
            tell(problems, "must be an object", pointer)
            return
        for name in (*required, *(("type",) if kind else ())):
            if name not in value:
                tell(problems, f"missing required field: {name}", pointer)
        for name, item in value.items():
            if name in fields:
                fields[name](item, f"{pointer}/{name}", problems)
            else:
                tell(problems, f"invalid additional property: {name}", pointer)

    return check


def by_type(rules: Mapping[str, Check]) -> Check:
    """An object whose ``type`` says which rule holds for it."""

    def check(value: Any, pointer: str, problems: list[str]) -> None:
        if not isinstance(value, dict):
            tell(problems, "must be an object", pointer)
        elif value.get("type") not in rules:
            tell(problems, f"unsupported type: {value.get('type')}", f"{pointer}/type")
        else:
            rules[value["type"]](value, pointer, problems)

    return check


def also(first: Check, second: Check) -> Check:
    """Both checks; the second is spared where the first found something."""

    def check(value: Any, pointer: str, problems: list[str]) -> None:
        before = len(problems)
        first(value, pointer, problems)
        if len(problems) == before:
            second(value, pointer, problems)

    return check


def exactly_one(*names: str) -> Check:
    """Of these fields an object has one and only one."""

    def check(value: Any, pointer: str, problems: list[str]) -> None:
        if sum(name in value for name in names) != 1:
            tell(problems, f"must have exactly one of: {', '.join(names)}", pointer)

    return check


def at_least_one(*names: str) -> Check:
    """Of these fields an object has one or more."""

    def check(value: Any, pointer: str, problems: list[str]) -> None:
        if not any(name in value for name in names):
            tell(problems, f"must have at least one of: {', '.join(names)}", pointer)

    return check
