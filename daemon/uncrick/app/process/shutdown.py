"""The end of the daemon: who asks for it, and whether a new program goes on in its place."""

import asyncio

# Seconds until the reply to whoever asked is on its way.
REPLY = 0.05


class Shutdown:
    """
    Waits for the end.

    Attributes:
        renews: a new program goes on in this process.
    """

    def __init__(self) -> None:
        self.renews = False
        self._asked = asyncio.Event()

    @property
    def is_asked(self) -> bool:
        """Whether the daemon is to end."""
        return self._asked.is_set()

    def leave(self) -> None:
        """End, once the reply to whoever asked is on its way."""
        asyncio.get_running_loop().call_later(REPLY, self._asked.set)

    def now(self, *, renews: bool = False) -> None:
        """End at once."""
        self.renews = renews
        self._asked.set()

    async def wait(self) -> None:
        """Return when the daemon is to end."""
        await self._asked.wait()
