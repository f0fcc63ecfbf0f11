"""The socket of a message bus: its address, authentication, and the stream of bytes cut into messages."""

import asyncio
import logging
import os
import struct
from collections.abc import Callable
from typing import Literal, cast

from jeepney import Message
from jeepney.auth import BEGIN, Authenticator
from jeepney.bus import get_connectable_addresses
from jeepney.low_level import calc_msg_size

log = logging.getLogger(__name__)

Kind = Literal["session", "system"]

LONGEST_MESSAGE = 4 << 20  # bytes; the specification allows 128 MiB, which nobody sends to us in good faith
HEADER = 16  # bytes that say how long a message is

# What jeepney, and the unpacking of an answer of another shape than its specification has, may raise
DECODING_ERRORS = (ValueError, KeyError, IndexError, TypeError, AssertionError, RecursionError, struct.error)


def bus_address(kind: Kind) -> str | None:
    """
    The path of this bus's Unix socket.

    Returns:
        the path, with a leading NUL for an abstract address; None when nothing says where the bus is.
    """
    if kind == "session":
        given = os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")
        usual = os.path.join(os.environ.get("XDG_RUNTIME_DIR", ""), "bus")
        usual = f"unix:path={usual}" if os.path.isabs(usual) and os.path.exists(usual) else ""
    else:
        given, usual = os.environ.get("DBUS_SYSTEM_BUS_ADDRESS", ""), "unix:path=/var/run/dbus/system_bus_socket"
    try:
        return next(iter(get_connectable_addresses(given or usual)), None)
    except (RuntimeError, ValueError):
        return None


class Connection(asyncio.Protocol):
    """
    One connection: authenticates (section "Authentication Protocol"), then decodes messages.

    Args:
        on_message: gets each message, in the order of the stream.
        on_end: called when the connection is closed, by whichever side.
    Attributes:
        authenticated: done when messages may be sent; fails with ConnectionResetError if the bus hangs up before.
        opened: whether the socket was ever connected.
    """

    def __init__(self, on_message: Callable[[Message], None], on_end: Callable[[], None]) -> None:
        self.authenticated: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.opened = False
        self._on_message, self._on_end = on_message, on_end
        self._transport: asyncio.Transport | None = None
        self._authenticator: Authenticator | None = None
        self._received = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport, self.opened = cast(asyncio.Transport, transport), True
        self._authenticator = Authenticator()
        self.write(self._authenticator.data_to_send())

    def data_received(self, data: bytes) -> None:
        try:
            if self._authenticator is None:
                self._received += data
                self._decode()
                return
            self._authenticator.feed(data)
            if self._authenticator.authenticated:
                self._authenticator = None
                self.write(BEGIN)
                self.authenticated.set_result(None)
        except DECODING_ERRORS as error:
            # Not the error itself, which may quote all of what was sent.
            log.warning("The message bus sent what cannot be read: %s", type(error).__name__)
            self.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        if not self.authenticated.done():
            self.authenticated.set_exception(ConnectionResetError("it closed the connection"))
        self._on_end()

    def write(self, data: bytes) -> None:
        """Send bytes; dropped when the connection is closed or closing."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)

    def close(self) -> None:
        """Close the socket; `on_end` follows from the event loop."""
        if self._transport is not None:
            self._transport.close()

    def _decode(self) -> None:
        while len(self._received) >= HEADER:
            size = calc_msg_size(bytes(self._received[:HEADER]))
            if size > LONGEST_MESSAGE:
                raise ValueError(f"a message of {size} bytes")
            if len(self._received) < size:
                return
            raw = bytes(self._received[:size])
            del self._received[:size]
            try:
                message = Message.from_buffer(raw)
            except DECODING_ERRORS as error:  # such as one with file descriptors; its size is right, so we can go on
                log.debug("A message was passed over: %s", type(error).__name__)
                continue
            self._on_message(message)
