"""What needs no answer beyond an acknowledgement."""

from slack_bolt.async_app import AsyncAck


async def seen() -> None:
    """An event that nothing listens to; Bolt acknowledges it after this returns."""


async def acknowledge(ack: AsyncAck) -> None:
    """A button that only links, a modal that was closed, a command of another release."""
    await ack()
