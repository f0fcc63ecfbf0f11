"""The Busy port of a real desktop, and what it reports."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from desktop.desks import until
from uncrick.platforms.common.busy.monitor import Timing
from uncrick.platforms.linux.busy.desktop_probes import LinuxBusy
from uncrick.platforms.linux.dbus import DBUS, DBUS_PATH, Bus, Interface


@dataclass
class Seen:
    """What was reported."""

    busy: LinuxBusy
    reasons: list[tuple[str, bool]] = field(default_factory=list)
    crossed: list[str] = field(default_factory=list)

    def now(self, reason: str) -> bool:
        """Whether it holds, as far as was reported."""
        return next((begun for reported, begun in reversed(self.reasons) if reported == reason), False)

    async def looked(self, reason: str) -> bool:
        """Whether it holds after a look."""
        await self.busy.look()
        return self.now(reason)

    async def becomes(self, reason: str, *, begun: bool) -> None:
        """Wait until the desktop itself tells, without a look of ours."""
        await until(lambda: self.now(reason) is begun, what=f"{reason} {begun} in {self.reasons}")

    async def looks_like(self, reason: str, *, begun: bool) -> None:
        """Look until it is so."""
        end = asyncio.get_running_loop().time() + 5
        while await self.looked(reason) is not begun:
            assert asyncio.get_running_loop().time() < end, f"{reason} {begun} in {self.reasons}"
            await asyncio.sleep(0.02)

    def fact(self, name: str) -> tuple[bool, str]:
        """What `doctor` says of a probe."""
        return next((ok, text) for what, ok, text in self.busy.describe() if what == name)


@asynccontextmanager
async def sensors(cameras: str = "/nowhere/*", **options: float) -> AsyncIterator[Seen]:
    """The Busy port of this desktop, which has looked once, and reports at once."""
    seen = Seen(LinuxBusy(cameras, Timing(settle={}), **options))
    await seen.busy.start(lambda *reported: seen.reasons.append(reported), lambda: seen.crossed.append("crossed"))
    await seen.busy.look()
    try:
        yield seen
    finally:
        await seen.busy.stop()


async def appears(name: str, *objects: tuple[str, Interface]) -> Bus:
    """Somebody of another desktop on the session bus."""
    bus = await Bus.connect("session")
    for path, interface in objects:
        bus.export(path, interface)
    await bus.call(DBUS, DBUS_PATH, DBUS, "RequestName", "su", name, 4)
    return bus
