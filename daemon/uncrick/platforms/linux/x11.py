"""A small client of the X server: connects with the cookie, sends requests, decodes replies and events.

It follows the X Window System Protocol, X Version 11, appendix B. python-xlib does far more, for 3 MiB of memory.
"""

import asyncio
import contextlib
import os
import socket
import struct
import sys
from collections.abc import Iterator, Mapping
from itertools import count

from uncrick.errors import DesktopError
from uncrick.platforms.linux.streams import Stream, connect_unix

QUERY_EXTENSION = 98
LONGEST_MESSAGE = 4 << 20  # bytes; nothing that is asked for here has as many
SYNC_INITIALIZE, SYNC_LIST_COUNTERS = 0, 1  # of the X Synchronization Extension Protocol, version 3.1


class X11(Stream):
    """
    One connection to the X server that DISPLAY names.

    Args:
        session: the environment that has DISPLAY and XAUTHORITY.
    """

    name = "The X server"

    def __init__(self, session: Mapping[str, str] = os.environ) -> None:
        super().__init__()
        self._session = session
        self._setup: asyncio.Future[bytes] | None = None  # while it is awaited
        self._sequence = 0
        self._replies: dict[int, asyncio.Future[bytes]] = {}
        self._ids = count(1)
        self._base = self._mask = 0
        self._root = 0
        self._sync = self._sync_event = 0  # the major opcode of the SYNC extension, and its first event

    async def connect(self) -> None:
        """
        Connect to the X server that DISPLAY names.

        Raises:
            DesktopError: it does not answer, or does not let us in.
        """
        setup = self._setup = asyncio.get_running_loop().create_future()
        number = await _connect_to_display(self, self._session.get("DISPLAY", ""))
        try:
            self._send_setup(*read_cookie(number, self._session))
            answer = await self._answer(setup)
            self._base, self._mask = struct.unpack_from("=II", answer, 12)
            if not self._mask:
                raise DesktopError("The X server refused", "it gave no ids")
            vendor, formats = struct.unpack_from("=H", answer, 24)[0], answer[29]
            (self._root,) = struct.unpack_from("=I", answer, 40 + vendor + -vendor % 4 + 8 * formats)
        except (DesktopError, struct.error, IndexError) as error:
            self.close()
            raise DesktopError("No X server", f"It does not help: {error}") from error

    async def _open_sync(self) -> dict[bytes, int]:
        """
        Begin to use the SYNC extension.

        Returns:
            the ids of the server's counters, by name; none where it has no such extension.
        """
        extension = await self._call(QUERY_EXTENSION, 0, struct.pack("=HH", 4, 0) + b"SYNC")
        present, self._sync, self._sync_event = struct.unpack_from("=BBB", extension, 8)
        if not present:
            return {}
        await self._call(self._sync, SYNC_INITIALIZE, struct.pack("=BBH", 3, 1, 0))
        return dict(_counters(await self._call(self._sync, SYNC_LIST_COUNTERS)))

    def _on_event(self, event: bytes) -> None:
        """An event of the server; the bytes are the whole event."""

    def _new_id(self) -> int:
        return self._base | next(self._ids) % self._mask

    def _send_setup(self, name: bytes, data: bytes) -> None:
        order = b"l" if sys.byteorder == "little" else b"B"
        lengths = struct.pack("=HHHHH", 11, 0, len(name), len(data), 0)
        self._write(order + b"\0" + lengths + name + bytes(-len(name) % 4) + data + bytes(-len(data) % 4))

    def _write_request(self, opcode: int, minor: int, args: bytes = b"") -> None:
        args += bytes(-len(args) % 4)
        self._sequence = self._sequence + 1 & 0xFFFF
        self._write(struct.pack("=BBH", opcode, minor, 1 + len(args) // 4) + args)

    async def _call(self, opcode: int, minor: int, args: bytes = b"") -> bytes:
        self._write_request(opcode, minor, args)
        future = self._replies[self._sequence] = asyncio.get_running_loop().create_future()
        return await self._answer(future)

    def _decode(self) -> int:
        if self._setup is not None:
            return self._decode_setup(self._setup)
        if len(self._received) < 32:
            return 0
        kind, _, sequence, length = struct.unpack_from("=BBHI", self._received)
        size = 32 + (length * 4 if kind & 0x7F in (1, 35) else 0)  # a reply or a generic event may be longer
        if size > LONGEST_MESSAGE:
            raise ValueError(size)
        if len(self._received) < size:
            return 0
        if kind in (0, 1):
            future = self._replies.pop(sequence, None)
            if future is not None and not future.done():
                if kind == 1:
                    future.set_result(bytes(self._received[:size]))
                else:
                    future.set_exception(DesktopError("The X server refused", f"error {self._received[1]}"))
        else:
            self._on_event(bytes(self._received[:size]))
        return size

    def _decode_setup(self, setup: "asyncio.Future[bytes]") -> int:
        status, reason, _, _, length = struct.unpack_from("=BBHHH", self._received)
        size = 8 + length * 4
        if len(self._received) < size:
            return 0
        self._setup = None
        if setup.done():
            return int(size)
        if status == 1:
            setup.set_result(bytes(self._received[:size]))
        else:
            why = bytes(self._received[8 : 8 + reason]).decode(errors="replace").strip()
            setup.set_exception(DesktopError("The X server refused", why or "it wants more than a cookie"))
            self.close()  # what else it sends is no event
        return int(size)


def _counters(answer: bytes) -> Iterator[tuple[bytes, int]]:
    """Name and id of each counter, from the answer to ListSystemCounters."""
    (number,) = struct.unpack_from("=I", answer, 8)
    offset = 32
    for _ in range(number):
        counter, _, _, length = struct.unpack_from("=IiIH", answer, offset)
        yield answer[offset + 14 : offset + 14 + length], counter
        offset += 14 + length + -(14 + length) % 4


async def _connect_to_display(stream: X11, display: str) -> str:
    """Connect to the X server that DISPLAY names; returns the number of the display."""
    host, colon, rest = display.rpartition(":")
    number = rest.partition(".")[0]
    if not colon or not number.isdecimal():
        raise DesktopError("No X server", f"DISPLAY is {display!r}, which names no X server.")
    if host.startswith("/"):
        await connect_unix(stream, display)
    elif host.rpartition("/")[2] in ("", "unix"):
        usual = f"/tmp/.X11-unix/X{number}"  # noqa: S108 where X servers put it
        try:
            await connect_unix(stream, usual)
        except DesktopError:
            await connect_unix(stream, "\0" + usual)
    else:
        try:
            async with asyncio.timeout(stream.answer_timeout):
                address = host.rpartition("/")[2].strip("[]")
                await asyncio.get_running_loop().create_connection(lambda: stream, address, 6000 + int(number))
        except (OSError, TimeoutError) as error:
            raise DesktopError("No X server", f"The X server {display} does not answer: {error}.") from error
    return number


def read_cookie(number: str, session: Mapping[str, str] = os.environ) -> tuple[bytes, bytes]:
    """
    The authorization for a display, from the file of xauth (format: Xau(3)).

    Returns:
        protocol name and data; both empty without one, as some servers want none.
    """
    path = session.get("XAUTHORITY") or os.path.expanduser("~/.Xauthority")
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return b"", b""
    host, cookies = socket.gethostname().encode(), list[tuple[bool, bytes, bytes]]()
    offset = 0
    with contextlib.suppress(struct.error):
        while offset < len(data):
            (family,) = struct.unpack_from(">H", data, offset)
            offset += 2
            fields = []
            for _ in range(4):
                (length,) = struct.unpack_from(">H", data, offset)
                fields.append(data[offset + 2 : offset + 2 + length])
                offset += 2 + length
            address, display, name, cookie = fields
            if name == b"MIT-MAGIC-COOKIE-1" and display in (b"", number.encode()):
                cookies.append((family == 0xFFFF or address == host, name, cookie))
    cookies.sort(key=lambda entry: not entry[0])  # ours first, then any, as of a forwarded display
    return cookies[0][1:] if cookies else (b"", b"")
