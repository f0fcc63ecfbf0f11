"""A connection to a message bus that is opened again after it was lost."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from uncrick.core.model.text import harmless
from uncrick.errors import DesktopError
from uncrick.platforms.common.backoff import FIRST_PAUSE, Backoff
from uncrick.platforms.linux.dbus.bus import ANSWER_TIMEOUT, Bus
from uncrick.platforms.linux.dbus.connection import DECODING_ERRORS, Kind, bus_address

log = logging.getLogger(__name__)


class Link:
    """
    A connection that comes back after it was lost.

    Args:
        on_connected: makes a new connection useful; a DesktopError from it counts as a lost connection.
        on_lost: called when a connection that `on_connected` had seen is gone.
        first_pause: seconds before the first attempt to reconnect; doubled up to a minute.
        answer_timeout: seconds that a call on the connection waits for its answer.
    Attributes:
        bus: the connection, while there is one.
    """

    def __init__(
        self,
        kind: Kind,
        on_connected: Callable[[Bus], Awaitable[None]],
        on_lost: Callable[[], None],
        *,
        first_pause: float = FIRST_PAUSE,
        answer_timeout: float = ANSWER_TIMEOUT,
    ) -> None:
        self.bus: Bus | None = None
        self._kind, self._on_connected, self._on_lost = kind, on_connected, on_lost
        self._first_pause, self._answer_timeout = first_pause, answer_timeout
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """
        Connect, and stay connected until `stop`.

        Raises:
            DesktopError: the first attempt failed; further ones follow all the same, if there is an address to try.
        """
        failure: DesktopError | None = None
        try:
            await self._connect()
        except DesktopError as error:
            failure = error
        if bus_address(self._kind) is not None:
            loop = asyncio.get_running_loop()
            self._task = loop.create_task(self._stay_connected(), name=f"uncrick {self._kind} bus")
        if failure is not None:
            raise failure

    async def stop(self) -> None:
        """Disconnect and stay so."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
            self._task = None
        bus, self.bus = self.bus, None
        if bus is not None:
            await bus.close()

    async def _connect(self) -> None:
        bus = await Bus.connect(self._kind, answer_timeout=self._answer_timeout)
        self.bus = bus
        try:
            await self._on_connected(bus)
        except DECODING_ERRORS as error:  # an answer of another shape than its specification has
            await self._disconnect(bus)
            raise DesktopError(
                "The desktop answers oddly", f"{type(error).__name__}: {harmless(str(error), 200)}."
            ) from error
        except BaseException:
            await self._disconnect(bus)
            raise

    async def _disconnect(self, bus: Bus) -> None:
        self.bus = None
        await bus.close()

    async def _stay_connected(self) -> None:
        loop, backoff = asyncio.get_running_loop(), Backoff(self._first_pause)
        while True:
            began = loop.time()
            if self.bus is not None:
                await asyncio.wait([self.bus.lost])
                self.bus = None
                try:
                    self._on_lost()
                except Exception:
                    log.exception("The loss of the %s bus could not be handled", self._kind)
            await asyncio.sleep(backoff.pause(loop.time() - began))
            try:
                await self._connect()
            except DesktopError as error:
                log.debug("%s", error)
            except Exception:
                log.exception("The %s bus could not be taken up again", self._kind)
