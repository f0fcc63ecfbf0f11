"""A second screen that appears while the session is on, on real displays."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from desktop.desks import BareDesk, SwayDesk, XDesk, away
from uncrick.platforms.common.busy.probe import UnavailableError
from uncrick.platforms.linux.busy.outputs import SecondScreen


@asynccontextmanager
async def second_screen() -> AsyncIterator[SecondScreen]:
    probe = SecondScreen()
    try:
        yield probe
    finally:
        await probe.stop()


async def test_a_monitor_that_appears_under_x11_is_noticed_without_asking(x11: XDesk) -> None:
    async with second_screen() as probe:
        changed = asyncio.Event()
        probe.changed = changed.set
        first = await probe.look(0)
        assert (first.users, first.notifies) == ((), True)
        await away(x11.run, ["xrandr", "--setmonitor", "projector", "800/200x600/150+0+0", "none"])
        assert (await probe.look(0)).users == ("",)
        await away(x11.run, ["xrandr", "--newmode", "small", 25, 640, 656, 752, 800, 480, 490, 492, 525])
        await away(x11.run, ["xrandr", "--addmode", "screen", "small"])
        await asyncio.wait_for(changed.wait(), 10)  # a monitor that is set by hand alone is told to nobody
        await away(x11.run, ["xrandr", "--delmonitor", "projector"])
        assert (await probe.look(0)).users == ()


async def test_an_output_that_appears_under_wayland_is_noticed_without_asking(sway: SwayDesk) -> None:
    async with second_screen() as probe:
        changed = asyncio.Event()
        probe.changed = changed.set
        assert (await probe.look(0)).users == ()
        changed.clear()
        await away(sway.run, ["swaymsg", "create_output"])
        await asyncio.wait_for(changed.wait(), 10)
        assert (await probe.look(0)).users == ("",)


async def test_screens_that_were_there_at_first_are_the_desks(sway: SwayDesk) -> None:
    await away(sway.run, ["swaymsg", "create_output"])
    async with second_screen() as probe:
        assert (await probe.look(0)).users == ()


async def test_without_a_display_there_is_no_screen_to_ask_for(bare: BareDesk) -> None:
    async with second_screen() as probe:
        with pytest.raises(UnavailableError):
            await probe.look(0)
