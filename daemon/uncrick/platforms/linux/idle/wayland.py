"""A Wayland client of the protocols ext-idle-notify-v1 and, of older compositors, org_kde_kwin_idle."""

import asyncio
import os
import struct
from collections.abc import Callable, Mapping

from uncrick.errors import DesktopError
from uncrick.platforms.linux.idle.source import ReportingSource, milliseconds
from uncrick.platforms.linux.wayland import WaylandClient, message


class WaylandIdle(ReportingSource, WaylandClient):
    """
    Asks the compositor for an object that tells of silence of a given length; each length needs an object of its own.

    The protocols' XML files are ext-idle-notify-v1.xml and idle.xml of KWayland.
    """

    def __init__(
        self,
        stopped: Callable[[float], None],
        resumed: Callable[[], None],
        session: Mapping[str, str] = os.environ,
    ) -> None:
        super().__init__(stopped, resumed, session)
        self._globals: dict[bytes, tuple[int, int]] = {}  # interface: name, version
        self._notifications: dict[int, float] = {}  # by object id: the seconds of silence it stands for
        self._seat = self._manager = 0
        self._new_notification: Callable[[int, int], bytes] = lambda _id, _ms: b""  # the request for one
        self._seconds = 0.0
        self._since = 0.0  # loop time of the last input, while silent

    async def open(self) -> None:
        try:
            await self.connect()
            self._choose_protocol()
            await self._sync()
        except DesktopError:
            self.close()
            raise

    def watch(self, seconds: float) -> None:
        self._seconds = seconds
        loop = asyncio.get_running_loop()
        quiet = loop.time() - self._since
        if not self._silent:
            self._renew()
        elif quiet >= seconds:
            loop.call_soon(self._report_if_silent, quiet)
        else:  # a new object counts from now on, not from the last input; the old one tells of that
            self._notify(seconds, seconds - quiet)

    def _choose_protocol(self) -> None:
        """Take the best protocol that the compositor has."""
        if b"wl_seat" not in self._globals:
            raise DesktopError("No idle source", "The Wayland compositor has no seat.")
        self._seat = self._bind_global(b"wl_seat", 1)
        if b"ext_idle_notifier_v1" in self._globals:
            version = min(2, self._globals[b"ext_idle_notifier_v1"][1])
            self._manager = self._bind_global(b"ext_idle_notifier_v1", version)
            opcode = (
                version  # version 2 added get_input_idle_notification, which ignores idle inhibitors such as a film
            )
            self._new_notification = lambda id_, ms: self._manager_request(opcode, id_, ms, self._seat)
            self.name = f"Wayland (ext-idle-notify-v1, version {version})"
        elif b"org_kde_kwin_idle" in self._globals:
            self._manager = self._bind_global(b"org_kde_kwin_idle", 1)
            self._new_notification = lambda id_, ms: self._manager_request(0, id_, self._seat, ms)
            self.name = "Wayland (org_kde_kwin_idle)"
        else:
            raise DesktopError("No idle source", "The Wayland compositor has no protocol for it.")

    def _manager_request(self, opcode: int, *args: int) -> bytes:
        return message(self._manager, opcode, struct.pack("=III", *args))

    def _notify(self, stands_for: float, seconds: float) -> None:
        id_ = next(self._ids)
        self._notifications[id_] = stands_for
        self._write(self._new_notification(id_, milliseconds(seconds)))

    def _renew(self) -> None:
        """One object for the present number of seconds, and no other."""
        for id_ in self._notifications:
            self._request(id_, 0)
        self._notifications.clear()
        self._notify(self._seconds, self._seconds)

    def _report_if_silent(self, quiet: float) -> None:
        if self._silent:
            self._stopped(quiet)

    def _event(self, object_: int, opcode: int, args: bytes) -> None:
        """An event of a notification object: 0 idled, 1 resumed."""
        if object_ not in self._notifications:
            return
        if opcode == 0:
            quiet = self._notifications[object_]
            self._since = asyncio.get_running_loop().time() - quiet
            self._stopped(quiet)
        elif opcode == 1:
            was_silent = self._silent
            if [*self._notifications.values()] != [self._seconds]:
                self._renew()
            if was_silent:
                self._resumed()

    # ------------------------------------------------------------ globals

    def _added(self, interface: bytes, name: int, version: int) -> None:
        self._globals[interface] = name, version

    def _removed(self, name: int) -> None:
        """Without its seat or its manager a notification object reports nothing more."""
        removed = [interface for interface, (other, _) in self._globals.items() if other == name]
        for interface in removed:
            del self._globals[interface]
            if interface in (b"wl_seat", b"ext_idle_notifier_v1", b"org_kde_kwin_idle"):
                self.close()

    def _bind_global(self, interface: bytes, version: int) -> int:
        return self._bind(interface, self._globals[interface][0], version)
