"""A client whose messages are decoded from a stream of bytes: what the small protocol clients share."""

import asyncio
import logging
from typing import Any, cast

from uncrick.errors import DesktopError

log = logging.getLogger(__name__)

ANSWER_TIMEOUT = 2.0  # seconds


class Closable:
    """
    Something that ends once.

    Attributes:
        lost: done when it has ended.
    """

    def __init__(self, *others: Any) -> None:
        super().__init__(*others)
        self.lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def _end(self, *_: object) -> None:
        if not self.lost.done():
            self.lost.set_result(None)


class Stream(Closable, asyncio.Protocol):
    """
    Collects bytes in `_received` and has `_decode` handle each message.

    Attributes:
        name: what it is connected to, for error messages.
        answer_timeout: seconds that one answer may take.
    """

    name = ""
    answer_timeout = ANSWER_TIMEOUT

    def __init__(self) -> None:
        super().__init__()
        self._transport: asyncio.Transport | None = None
        self._received = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._received += data
        try:
            while not self.lost.done() and len(self._received) >= 8 and (size := self._decode()):
                del self._received[:size]
        except Exception as error:  # noqa: BLE001 what a peer sends may at worst end its own connection
            log.debug("%s sent what cannot be read: %s", self.name or type(self).__name__, type(error).__name__)
            self.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        self._end()

    def close(self) -> None:
        """Close the connection."""
        if self._transport is not None:
            self._transport.close()
        self._end()

    def _decode(self) -> int:
        """Handle the first message of `_received`; returns its length in bytes, 0 while it is not whole."""
        raise NotImplementedError

    def _write(self, data: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)

    async def _answer(self, future: "asyncio.Future[bytes]") -> bytes:
        """
        The result of `future`.

        Raises:
            DesktopError: the stream ended, or nothing came in time.
        """
        awaited: list[asyncio.Future[Any]] = [future, self.lost]
        await asyncio.wait(awaited, timeout=self.answer_timeout, return_when=asyncio.FIRST_COMPLETED)
        if not future.done():
            future.cancel()
            raise DesktopError("No answer", f"{self.name} does not answer.")
        return future.result()


async def connect_unix(stream: Stream, path: str) -> None:
    """
    Connect to a Unix socket; a path that begins with a NUL is an abstract one.

    Raises:
        DesktopError: nobody answers there.
    """
    try:
        async with asyncio.timeout(stream.answer_timeout):
            await asyncio.get_running_loop().create_unix_connection(lambda: stream, path)
    except (OSError, TimeoutError) as error:
        shown = path.replace("\0", "@")
        raise DesktopError("No answer", f"{shown} does not answer: {error}.") from error
