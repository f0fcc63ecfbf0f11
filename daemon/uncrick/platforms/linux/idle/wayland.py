"""A Wayland client of the protocols ext-idle-notify-v1 and, of older compositors, org_kde_kwin_idle."""

import asyncio
import os
import struct
from collections.abc import Callable, Mapping
from itertools import count

from uncrick.errors import DesktopError
from uncrick.platforms.linux.idle.source import ReportingSource, milliseconds
from uncrick.platforms.linux.streams import Stream, connect_unix


class WaylandIdle(ReportingSource, Stream):
    """
    Asks the compositor for an object that tells of silence of a given length; each length needs an object of its own.

    Opcodes are positions in the protocols' XML files: wayland.xml, ext-idle-notify-v1.xml and idle.xml of KWayland.
    """

    name = "Wayland"

    DISPLAY, REGISTRY = 1, 2  # object ids: the first is given, the second we choose

    def __init__(
        self,
        stopped: Callable[[float], None],
        resumed: Callable[[], None],
        session: Mapping[str, str] = os.environ,
    ) -> None:
        super().__init__(stopped, resumed)
        self._display = session.get("WAYLAND_DISPLAY") or "wayland-0"
        self._ids = count(3)
        self._globals: dict[bytes, tuple[int, int]] = {}  # interface: name, version
        self._syncs: dict[int, asyncio.Future[bytes]] = {}
        self._notifications: dict[int, float] = {}  # by object id: the seconds of silence it stands for
        self._seat = self._manager = 0
        self._new_notification: Callable[[int, int], bytes] = lambda _id, _ms: b""  # the request for one
        self._seconds = 0.0
        self._since = 0.0  # loop time of the last input, while silent

    async def open(self) -> None:
        path = os.path.join(os.environ.get("XDG_RUNTIME_DIR", ""), self._display)
        await connect_unix(self, path)
        try:
            self._request(self.DISPLAY, 1, struct.pack("=I", self.REGISTRY))
            await self._sync()
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
        self._seat = self._bind(b"wl_seat", 1)
        if b"ext_idle_notifier_v1" in self._globals:
            version = min(2, self._globals[b"ext_idle_notifier_v1"][1])
            self._manager = self._bind(b"ext_idle_notifier_v1", version)
            opcode = (
                version  # version 2 added get_input_idle_notification, which ignores idle inhibitors such as a film
            )
            self._new_notification = lambda id_, ms: self._manager_request(opcode, id_, ms, self._seat)
            self.name = f"Wayland (ext-idle-notify-v1, version {version})"
        elif b"org_kde_kwin_idle" in self._globals:
            self._manager = self._bind(b"org_kde_kwin_idle", 1)
            self._new_notification = lambda id_, ms: self._manager_request(0, id_, self._seat, ms)
            self.name = "Wayland (org_kde_kwin_idle)"
        else:
            raise DesktopError("No idle source", "The Wayland compositor has no protocol for it.")

    def _manager_request(self, opcode: int, *args: int) -> bytes:
        return _request(self._manager, opcode, struct.pack("=III", *args))

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

    def _event(self, id_: int, opcode: int) -> None:
        """An event of a notification object: 0 idled, 1 resumed."""
        if opcode == 0:
            quiet = self._notifications[id_]
            self._since = asyncio.get_running_loop().time() - quiet
            self._stopped(quiet)
        elif opcode == 1:
            was_silent = self._silent
            if [*self._notifications.values()] != [self._seconds]:
                self._renew()
            if was_silent:
                self._resumed()

    # ------------------------------------------------------------ the wire

    def _decode(self) -> int:
        object_, word = struct.unpack_from("=II", self._received)
        size, opcode = word >> 16, word & 0xFFFF
        if size < 8:
            raise ValueError(size)
        if len(self._received) < size:
            return 0
        args = bytes(self._received[8:size])
        if object_ == self.REGISTRY and opcode == 0:
            name, length = struct.unpack_from("=II", args)
            (version,) = struct.unpack_from("=I", args, 8 + length + -length % 4)
            self._globals[args[8 : 8 + length - 1]] = name, version
        elif object_ == self.REGISTRY and opcode == 1:
            self._removed(*struct.unpack("=I", args))
        elif object_ == self.DISPLAY and opcode == 0:
            raise ValueError(args)  # a protocol error, after which the compositor hangs up
        elif object_ in self._syncs:
            done = self._syncs.pop(object_)
            if not done.done():
                done.set_result(args)
        elif object_ in self._notifications:
            self._event(object_, opcode)
        return int(size)

    def _removed(self, name: int) -> None:
        """A global was removed; without its seat or its manager a notification object reports nothing more."""
        removed = [interface for interface, (other, _) in self._globals.items() if other == name]
        for interface in removed:
            del self._globals[interface]
            if interface in (b"wl_seat", b"ext_idle_notifier_v1", b"org_kde_kwin_idle"):
                self.close()

    def _request(self, object_: int, opcode: int, args: bytes = b"") -> None:
        self._write(_request(object_, opcode, args))

    async def _sync(self) -> None:
        id_ = next(self._ids)
        future = self._syncs[id_] = asyncio.get_running_loop().create_future()
        self._request(self.DISPLAY, 0, struct.pack("=I", id_))
        await self._answer(future)

    def _bind(self, interface: bytes, version: int) -> int:
        id_, text = next(self._ids), interface + b"\0"
        name = struct.pack("=II", self._globals[interface][0], len(text)) + text + bytes(-len(text) % 4)
        self._request(self.REGISTRY, 0, name + struct.pack("=II", version, id_))
        return id_


def _request(object_: int, opcode: int, args: bytes) -> bytes:
    return struct.pack("=II", object_, (8 + len(args)) << 16 | opcode) + args
