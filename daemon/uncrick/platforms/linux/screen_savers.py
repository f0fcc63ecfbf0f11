"""Screen savers on the session bus: which of them has locked the screen."""

import contextlib
from collections.abc import Callable
from functools import partial

from uncrick.errors import DesktopError
from uncrick.platforms.linux.dbus import DBUS, DBUS_PATH, Bus, Signal

# Interface, which is the bus name as well, and path. All have GetActive and ActiveChanged, as gnome-screensaver had.
SAVERS = {
    "org.freedesktop.ScreenSaver": "/org/freedesktop/ScreenSaver",
    "org.gnome.ScreenSaver": "/org/gnome/ScreenSaver",
    "org.cinnamon.ScreenSaver": "/org/cinnamon/ScreenSaver",
    "org.mate.ScreenSaver": "/org/mate/ScreenSaver",
    "org.xfce.ScreenSaver": "/org/xfce/ScreenSaver",
}


class ScreenSavers:
    """
    Watches every screen saver there is.

    Args:
        changed: gets a screen saver's name and whether it is active.
    Attributes:
        seen: the names of those that run, or were heard of.
    """

    def __init__(self, changed: Callable[[str, bool], None]) -> None:
        self.seen: set[str] = set()
        self._changed = changed
        self._exit_watches: dict[str, Callable[[], None]] = {}  # by name, of those that are active: what ends it

    async def start(self, bus: Bus) -> None:
        """
        Listen on a new connection, and report those that are active already.

        Raises:
            DesktopError: the bus does not answer.
        """
        bus.listen(partial(self._active_changed, bus), member="ActiveChanged")
        names = (await bus.call(DBUS, DBUS_PATH, DBUS, "ListNames")).args[0]
        self.seen = set(SAVERS) & set(names)
        for name in self.seen:
            with contextlib.suppress(DesktopError):  # some own the name and have no GetActive
                reply = await bus.call(name, SAVERS[name], name, "GetActive", auto_start=False)
                self._set_active(bus, name, reply.sender, active=bool(reply.args[0]))

    def disconnected(self) -> None:
        """The connection is gone: none of them counts as active any more."""
        self._exit_watches.clear()
        for name in SAVERS:
            self._changed(name, False)

    def forget(self) -> None:
        """Know of none; what was active may not be by the next `start`."""
        self.seen.clear()
        self._exit_watches.clear()

    def _active_changed(self, bus: Bus, signal: Signal) -> None:
        if signal.interface in SAVERS:
            self.seen.add(signal.interface)
            self._set_active(bus, signal.interface, signal.sender, active=bool(signal.args[0]))

    def _set_active(self, bus: Bus, name: str, sender: str, *, active: bool) -> None:
        """One that exits while it is active never sends "inactive", so its bus name is watched while it is."""
        if name in self._exit_watches:
            self._exit_watches.pop(name)()
        if active:
            self._exit_watches[name] = bus.listen(
                lambda _signal: self._set_active(bus, name, sender, active=False),
                sender=DBUS,
                interface=DBUS,
                member="NameOwnerChanged",
                arg0=sender,
            )
        self._changed(name, active)
