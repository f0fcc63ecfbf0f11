"""The runtime folder while we run: what a cleaner swept away, lock and socket, is made anew."""

import asyncio
import logging

from uncrick.app.process.shutdown import Shutdown
from uncrick.control.lock import Lock
from uncrick.control.server import Server
from uncrick.errors import RunningError, UncrickError

log = logging.getLogger(__name__)

# Looks in a row at which another process has our lock: one that only tries it has it for a moment.
GIVES_WAY = 2


class RuntimeFolder:
    """
    Looks after the folder in which clients find us.

    Another daemon can have taken our place there only where the state has no lock of its own. Clients reach that one,
    and not us: then we are the one that ends.
    """

    def __init__(self, lock: Lock, endpoint: Server, shutdown: Shutdown) -> None:
        self._lock = lock
        self._endpoint = endpoint
        self._shutdown = shutdown
        self._taken = 0
        self._fault = ""
        self._making: asyncio.Task[None] | None = None

    def look(self) -> None:
        """See that lock and socket are where they belong."""
        if self._making is not None and not self._making.done():
            return
        try:
            if self._lock.look_after():
                log.warning("the runtime folder was swept: the lock is made anew")
        except RunningError:
            self._taken += 1
            if self._taken == GIVES_WAY:
                log.warning("the runtime folder was swept, and another daemon has it: this one ends")
                self._shutdown.leave()
            return
        except UncrickError as error:
            self._tell(str(error))
            return
        self._taken = 0
        if not self._endpoint.is_reachable:
            self._making = asyncio.get_running_loop().create_task(self._listen_again(), name="uncrick socket")

    async def _listen_again(self) -> None:
        try:
            await self._endpoint.listen_again()
        except UncrickError as error:
            self._tell(str(error))
        else:
            self._fault = ""

    def _tell(self, fault: str) -> None:
        if fault != self._fault:
            log.warning("the runtime folder was swept: %s", fault)
        self._fault = fault
