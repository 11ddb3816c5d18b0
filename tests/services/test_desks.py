"""The switch of each channel."""

from typing import Any

from bot.services import Desks


async def test_a_channel_is_quiet_until_somebody_switches_it_on(desks: Desks) -> None:
    """And again when somebody switches it off."""
    before = await desks.is_on("T1", "C1")
    await desks.switch("T1", "C1", on=True, user="U1")
    on = await desks.is_on("T1", "C1")
    await desks.switch("T1", "C1", on=False, user="U1")
    assert (before, on, await desks.is_on("T1", "C1")) == (False, True, False)


async def test_a_switch_is_one_channels(desks: Desks) -> None:
    """Neither another channel's nor another team's."""
    await desks.switch("T1", "C1", on=True, user="U1")
    assert not await desks.is_on("T1", "C2")
    assert not await desks.is_on("T2", "C1")


async def test_the_choice_says_whose_it_was(desks: Desks) -> None:
    """Nobody's, then somebody's."""
    assert await desks.choice("T1", "C1") is None
    chosen = await desks.switch("T1", "C1", on=True, user="U1")
    assert await desks.choice("T1", "C1") == chosen
    assert chosen.changed_by == "U1"


async def test_a_shared_channel_is_off_whatever_the_default(store: Any) -> None:
    """Other organisations read along; somebody must switch it on."""
    desks = Desks(channels=store.channels, default_on=True)
    assert await desks.is_on("T1", "C1")
    assert not await desks.is_on("T1", "C1", shared=True)
    await desks.switch("T1", "C1", on=True, user="U1")
    assert await desks.is_on("T1", "C1", shared=True)


async def test_the_map_is_switched_without_touching_the_rest(store: Any) -> None:
    """Maps come at once until switched off; whether links are read stays nobody's choice, or whose it was."""
    desks = Desks(channels=store.channels, default_on=True)
    assert await desks.maps("T1", "C1")
    await desks.switch_maps("T1", "C1", on=False)
    assert not await desks.maps("T1", "C1")
    assert await desks.choice("T1", "C1") is None
    assert await desks.is_on("T1", "C1")
    await desks.switch("T1", "C1", on=False, user="U1")
    assert (await desks.maps("T1", "C1"), await desks.is_on("T1", "C1")) == (False, False)
