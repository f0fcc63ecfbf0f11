"""A private bus for the parts that speak D-Bus, and a notification server on it."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desktop.desks import BusDesk

if TYPE_CHECKING:  # what speaks D-Bus is not there on Windows
    from platforms.notifiers import BusWorld, Make, Server
    from uncrick.platforms.linux.notifications import Timing


@pytest.fixture
def bus_desk() -> Iterator[BusDesk]:
    """A session bus with nobody on it, and no display."""
    with BusDesk() as desk, desk.inside():
        yield desk


@pytest.fixture
async def make(bus_desk: BusDesk) -> "AsyncIterator[Make]":
    """What it makes is stopped after the test."""
    from platforms.notifiers import BusWorld

    async with AsyncExitStack() as stack:

        async def made(server: "Server", cache: Path | str = "", timing: "Timing | None" = None) -> "BusWorld":
            world = await BusWorld(server, str(cache), timing).start()
            stack.push_async_callback(world.stop)
            return world

        yield made
