"""A conversation over a socket whose messages are cut out of a stream of bytes: what our small clients share."""

import asyncio
import struct
from typing import Any, cast

from uncrick.errors import DesktopError

PATIENCE = 2.0  # seconds for an answer


class Closable:
    """
    What ends once.

    Attributes:
        lost: done when nothing more will be told.
    """

    def __init__(self) -> None:
        super().__init__()
        self.lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def _end(self, *_: object) -> None:
        if not self.lost.done():
            self.lost.set_result(None)


class Stream(Closable, asyncio.Protocol):
    """`_cut` takes the bytes, and the end of the stream is the end of it."""

    name = ""

    def __init__(self) -> None:
        super().__init__()
        self._transport: asyncio.Transport | None = None
        self._held = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._held += data
        try:
            while len(self._held) >= 8 and (size := self._cut()):
                del self._held[:size]
        except (struct.error, ValueError, IndexError, KeyError):
            self.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        self._end()

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.close()
        self._end()

    def _cut(self) -> int:
        """Handle the first message of `_held` and give its length; 0 while it is not whole."""
        raise NotImplementedError

    def _write(self, data: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)

    async def _answer(self, future: "asyncio.Future[bytes]") -> bytes:
        """
        Raises:
            DesktopError: the stream ended, or nothing came in time.
        """
        ends: list[asyncio.Future[Any]] = [future, self.lost]
        await asyncio.wait(ends, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        if not future.done():
            future.cancel()
            raise DesktopError("No answer", f"{self.name} does not answer.")
        return future.result()


async def connected(stream: Stream, path: str) -> None:
    """
    Connect to a Unix socket.

    Raises:
        DesktopError: nobody answers there.
    """
    try:
        async with asyncio.timeout(PATIENCE):
            await asyncio.get_running_loop().create_unix_connection(lambda: stream, path)
    except (OSError, TimeoutError) as error:
        shown = path.replace("\0", "@")
        raise DesktopError("No answer", f"{shown} does not answer: {error}.") from error
