"""Which programs keep the screen from going dark (a film, slides, a call), asked of the session's managers."""

import contextlib
from collections.abc import Awaitable, Callable

from uncrick.errors import DesktopError
from uncrick.platforms.linux.busy.buses import Buses

GNOME, GNOME_PATH = "org.gnome.SessionManager", "/org/gnome/SessionManager"
GNOME_ONE = "org.gnome.SessionManager.Inhibitor"
KDE, KDE_PATH = "org.kde.Solid.PowerManagement.PolicyAgent", "/org/kde/Solid/PowerManagement/PolicyAgent"
POWER, POWER_PATH = "org.freedesktop.PowerManagement", "/org/freedesktop/PowerManagement/Inhibit"
LOGIN, LOGIN_PATH = "org.freedesktop.login1", "/org/freedesktop/login1"
IDLE = 8  # of GNOME's actions: the session counts as idle
SCREEN = 4  # of KDE's: the screen changes, as it does when it goes dark
BY_HAND = ("caffeine", "caffeinate", "stay-awake")  # part of the name of what a person leaves on all day


class Inhibitors:
    """Asks every service on the buses that may know."""

    def __init__(self, buses: Buses) -> None:
        self._buses = buses

    async def names(self) -> list[str]:
        """The names of those programs, "" for one without a name; without those that a person leaves on by hand."""
        names: list[str] = []
        with contextlib.suppress(DesktopError):
            running = await self._buses.names("session")
            managers: tuple[tuple[str, Callable[[], Awaitable[list[str]]]], ...] = (
                (GNOME, self._gnome),
                (KDE, self._kde),
                *(() if KDE in running else ((POWER, self._power),)),  # KDE's own answer is the more exact one
            )
            for name, ask in managers:
                if name in running:
                    with contextlib.suppress(DesktopError):
                        names += await ask()
        with contextlib.suppress(DesktopError):
            names += await self._logind()
        return [name for name in names if not any(word in name.lower() for word in BY_HAND)]

    async def _gnome(self) -> list[str]:
        bus = await self._buses.bus("session")
        if not await bus.get(GNOME, GNOME_PATH, GNOME, "InhibitedActions") & IDLE:
            return []
        names = []
        for path in (await bus.call(GNOME, GNOME_PATH, GNOME, "GetInhibitors", auto_start=False)).args[0]:
            with contextlib.suppress(DesktopError):  # gone meanwhile
                if (await bus.call(GNOME, path, GNOME_ONE, "GetFlags", auto_start=False)).args[0] & IDLE:
                    names.append(str((await bus.call(GNOME, path, GNOME_ONE, "GetAppId", auto_start=False)).args[0]))
        return names

    async def _kde(self) -> list[str]:
        bus = await self._buses.bus("session")
        reply = await bus.call(KDE, KDE_PATH, KDE, "HasInhibition", "u", SCREEN, auto_start=False)
        return [""] if reply.args[0] else []

    async def _power(self) -> list[str]:
        bus = await self._buses.bus("session")
        reply = await bus.call(POWER, POWER_PATH, f"{POWER}.Inhibit", "HasInhibit", auto_start=False)
        return [""] if reply.args[0] else []

    async def _logind(self) -> list[str]:
        bus = await self._buses.bus("system")
        reply = await bus.call(LOGIN, LOGIN_PATH, f"{LOGIN}.Manager", "ListInhibitors", auto_start=False)
        inhibitors = reply.args[0]
        return [str(who) for what, who, _why, mode, *_ in inhibitors if "idle" in what.split(":") and mode == "block"]
