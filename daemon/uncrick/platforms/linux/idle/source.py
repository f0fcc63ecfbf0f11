"""What the idle sources share: their Protocol, and the reports of silence and input."""

import asyncio
from collections.abc import Callable
from typing import Any, Protocol

from uncrick.platforms.linux.streams import Closable


class IdleSource(Protocol):
    """
    Reports silence. Each object is used once: open it, watch with it, and make another when it is lost.

    Attributes:
        name: for the person.
        lost: done when this source will report nothing more.
    """

    name: str
    lost: asyncio.Future[None]

    async def open(self) -> None:
        """
        Begin.

        Raises:
            DesktopError: this source is not there.
        """

    def watch(self, seconds: float) -> None:
        """Report silence once it has lasted `seconds` (at once, if it has already), and the input that ends it."""

    def close(self) -> None: ...


class ReportingSource(Closable):
    """
    Reports silence, and the input that ends one that was reported.

    Args:
        stopped: gets the seconds since the last input.
        resumed: called with the first input after a reported silence.
        others: for the class that is mixed in.
    """

    def __init__(self, stopped: Callable[[float], None], resumed: Callable[[], None], *others: Any) -> None:
        super().__init__(*others)
        self._report_stopped, self._report_resumed = stopped, resumed
        self._silent = False  # a silence was reported, and its end was not yet

    def _stopped(self, quiet: float) -> None:
        self._silent = True
        self._report_stopped(quiet)

    def _resumed(self) -> None:
        if self._silent:
            self._silent = False
            self._report_resumed()


def milliseconds(seconds: float) -> int:
    """At least 1: to all three protocols 0 means something else."""
    return max(1, round(seconds * 1000))
