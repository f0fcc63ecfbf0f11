"""The window in front under X11: whether it is in full screen, and when another program comes to the front.

From the properties of the Extended Window Manager Hints and the counters of the SYNC extension. Of a program only its
class is read, to tell one from another; a window's title never.
"""

import os
import struct
from collections.abc import Callable

from uncrick.core.model.text import N_
from uncrick.errors import DesktopError
from uncrick.platforms.common.busy.probe import UnavailableError
from uncrick.platforms.linux.busy.foreground import Front
from uncrick.platforms.linux.x11 import X11

CHANGE_ATTRIBUTES, INTERN_ATOM, GET_PROPERTY = 2, 16, 20
QUERY_COUNTER = 5  # of the SYNC extension
EVENT_MASK, PROPERTY_CHANGE = 1 << 11, 1 << 22
PROPERTY_NOTIFY = 28
WM_CLASS = 67
KEYBOARD = b"DEVICEIDLETIME 3"  # of device 3, the master keyboard, which gets the input of all keyboards
ATOMS = ("_NET_ACTIVE_WINDOW", "_NET_WM_STATE", "_NET_WM_STATE_FULLSCREEN")


class X11Windows:
    """
    Asks the X server.

    Args:
        switched: called, while `listen` is on, when another window comes to the front.
    """

    source = N_("the X server")

    def __init__(self, switched: Callable[[], None]) -> None:
        self._switched = switched
        self._server: _Server | None = None
        self._listens = False

    @staticmethod
    def fits() -> bool:
        """Whether this session is one of X11: an X server under Wayland knows of its own windows only."""
        wayland = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("XDG_SESSION_TYPE") == "wayland"
        return bool(os.environ.get("DISPLAY")) and not wayland

    async def front(self) -> Front | None:
        """
        The window in front, or None.

        Raises:
            UnavailableError: the X server does not answer.
        """
        try:
            if self._server is None or self._server.lost.done():
                self._server = _Server(self._switched)
                await self._server.open()
                self._server.listen(on=self._listens)
            return await self._server.front()
        except (DesktopError, struct.error) as error:
            self.close()
            raise UnavailableError(f"{error}") from error

    def listen(self, *, on: bool) -> None:
        """Begin or cease to call `switched`."""
        self._listens = on
        if self._server is not None:
            self._server.listen(on=on)

    def close(self) -> None:
        """Close the connection."""
        if self._server is not None:
            self._server.close()
            self._server = None


class _Server(X11):
    def __init__(self, switched: Callable[[], None]) -> None:
        super().__init__()
        self._switched = switched
        self._active = self._state = self._full = 0
        self._keyboard = 0
        self._listens = False

    async def open(self) -> None:
        await self.connect()
        self._active, self._state, self._full = [await self._atom(name) for name in ATOMS]
        self._keyboard = (await self._open_sync()).get(KEYBOARD, 0)

    async def front(self) -> Front | None:
        active = await self._property(self._root, self._active)
        (window,) = struct.unpack_from("=I", active) if len(active) >= 4 else (0,)
        if not window:
            return None
        state = await self._property(window, self._state)
        full = self._full in struct.unpack(f"={len(state) // 4}I", state)
        program = await self._property(window, WM_CLASS) if self._listens else b""
        return Front(program, full, await self._since_key() if full else None)

    def listen(self, *, on: bool) -> None:
        self._listens = on
        mask = PROPERTY_CHANGE if on else 0
        self._write_request(CHANGE_ATTRIBUTES, 0, struct.pack("=III", self._root, EVENT_MASK, mask))

    def _on_event(self, event: bytes) -> None:
        if event[0] & 0x7F == PROPERTY_NOTIFY and struct.unpack_from("=I", event, 8)[0] == self._active:
            self._switched()

    async def _since_key(self) -> float | None:
        """Seconds since the last key press; None where the server has no counter of key presses."""
        if not self._keyboard:
            return None
        answer = await self._call(self._sync, QUERY_COUNTER, struct.pack("=I", self._keyboard))
        high, low = struct.unpack_from("=iI", answer, 8)
        return float((high << 32) | low) / 1000

    async def _atom(self, name: str) -> int:
        data = struct.pack("=HH", len(name), 0) + name.encode()
        return int(struct.unpack_from("=I", await self._call(INTERN_ATOM, 0, data), 8)[0])

    async def _property(self, window: int, name: int) -> bytes:
        """The value of a window's property; empty where there is none, or no such window any more."""
        try:
            answer = await self._call(GET_PROPERTY, 0, struct.pack("=IIIII", window, name, 0, 0, 256))
        except DesktopError:
            if self.lost.done():
                raise
            return b""
        (length,) = struct.unpack_from("=I", answer, 16)
        return answer[32 : 32 + length * answer[1] // 8]
