"""What asyncio reports of its own, apart from anything that we await: handles used up are one line a minute."""

import asyncio
import logging
import math
from errno import EMFILE, ENFILE, ENOBUFS, ENOMEM
from typing import Any

log = logging.getLogger(__name__)

USED_UP = {EMFILE, ENFILE, ENOBUFS, ENOMEM}
SILENCE = 60.0  # seconds


class LoopFaults:
    """The exception handler of the loop."""

    def __init__(self) -> None:
        self._told = -math.inf

    def __call__(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Log it, unless it is said already; asyncio tries to accept again after a second."""
        error = context.get("exception")
        if not (isinstance(error, OSError) and error.errno in USED_UP and "socket" in context):
            loop.default_exception_handler(context)
        elif loop.time() - self._told >= SILENCE:
            self._told = loop.time()
            log.warning("no client can be taken in: %s", error.strerror)
