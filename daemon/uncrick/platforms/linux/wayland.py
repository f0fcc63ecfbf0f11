"""A small client of a Wayland compositor: its globals, its objects, and their events."""

import asyncio
import os
import struct
from collections.abc import Mapping
from itertools import count

from uncrick.platforms.linux.streams import Stream, connect_unix


class WaylandClient(Stream):
    """
    One connection to the compositor that WAYLAND_DISPLAY names.

    Opcodes are positions in the protocols' XML files, such as wayland.xml.

    Args:
        session: the environment that has WAYLAND_DISPLAY.
    """

    name = "Wayland"

    DISPLAY, REGISTRY = 1, 2  # object ids: the first is given, the second we choose

    def __init__(self, session: Mapping[str, str] = os.environ) -> None:
        super().__init__()
        self._display = session.get("WAYLAND_DISPLAY") or "wayland-0"
        self._ids = count(3)
        self._syncs: dict[int, asyncio.Future[bytes]] = {}

    async def connect(self) -> None:
        """
        Connect, and learn of the globals.

        Raises:
            DesktopError: no compositor answers.
        """
        await connect_unix(self, os.path.join(os.environ.get("XDG_RUNTIME_DIR", ""), self._display))
        self._request(self.DISPLAY, 1, struct.pack("=I", self.REGISTRY))
        await self._sync()

    def _added(self, interface: bytes, name: int, version: int) -> None:
        """A global appeared."""

    def _removed(self, name: int) -> None:
        """A global was removed."""

    def _event(self, object_: int, opcode: int, args: bytes) -> None:
        """An event of an object that we made."""

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
            self._added(args[8 : 8 + length - 1], name, version)
        elif object_ == self.REGISTRY and opcode == 1:
            self._removed(*struct.unpack("=I", args))
        elif object_ == self.DISPLAY and opcode == 0:
            raise ValueError(args)  # a protocol error, after which the compositor hangs up
        elif object_ in self._syncs:
            done = self._syncs.pop(object_)
            if not done.done():
                done.set_result(args)
        else:
            self._event(object_, opcode, args)
        return int(size)

    def _request(self, object_: int, opcode: int, args: bytes = b"") -> None:
        self._write(message(object_, opcode, args))

    async def _sync(self) -> None:
        id_ = next(self._ids)
        future = self._syncs[id_] = asyncio.get_running_loop().create_future()
        self._request(self.DISPLAY, 0, struct.pack("=I", id_))
        await self._answer(future)

    def _bind(self, interface: bytes, name: int, version: int) -> int:
        """A new object for a global."""
        id_, text = next(self._ids), interface + b"\0"
        words = struct.pack("=II", name, len(text)) + text + bytes(-len(text) % 4)
        self._request(self.REGISTRY, 0, words + struct.pack("=II", version, id_))
        return id_


def message(object_: int, opcode: int, args: bytes) -> bytes:
    """A request as bytes."""
    return struct.pack("=II", object_, (8 + len(args)) << 16 | opcode) + args
