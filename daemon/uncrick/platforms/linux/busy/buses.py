"""The message buses as the probes use them: connected with the first look, and again with the next after a loss."""

import asyncio

from uncrick.platforms.linux.dbus import DBUS, DBUS_PATH, Bus, Kind


class Buses:
    """One connection to each bus, shared by all probes."""

    def __init__(self) -> None:
        self._open: dict[Kind, Bus] = {}
        self._connecting = asyncio.Lock()

    async def bus(self, kind: Kind) -> Bus:
        """
        The connection.

        Raises:
            DesktopError: there is no such bus, or it does not answer.
        """
        async with self._connecting:
            bus = self._open.get(kind)
            if bus is None or bus.lost.done():
                bus = self._open[kind] = await Bus.connect(kind)
        return bus

    async def names(self, kind: Kind) -> frozenset[str]:
        """
        The names that are owned on that bus.

        Raises:
            DesktopError: there is no such bus, or it does not answer.
        """
        bus = await self.bus(kind)
        return frozenset((await bus.call(DBUS, DBUS_PATH, DBUS, "ListNames")).args[0])

    async def close(self) -> None:
        """Disconnect from them."""
        for bus in self._open.values():
            await bus.close()
        self._open.clear()
