"""The input of another session of the same person, whose display lets us in."""

import asyncio
from collections.abc import Callable, Mapping

from uncrick.errors import DesktopError
from uncrick.platforms.linux.idle.source import IdleSource
from uncrick.platforms.linux.idle.wayland import WaylandIdle
from uncrick.platforms.linux.idle.xsync import X11Idle

SLACK = 1.0  # seconds by which the first report of a silence may be late


class OtherSession:
    """
    Attributes:
        environment: the variables of the session.
        quiet_from: loop time of the last input, while it is silent; else None.
    """

    def __init__(self, environment: Mapping[str, str], changed: Callable[[], None]) -> None:
        self.environment = environment
        self.quiet_from: float | None = None
        self._changed = changed
        self._source: IdleSource | None = None
        self._known_from = float("inf")  # loop time at which no report of a silence means that there is input

    @property
    def lost(self) -> bool:
        """Whether it ended, or was never there."""
        return self._source is None or self._source.lost.done()

    @property
    def is_in_use(self) -> bool:
        """Whether there is input for certain: a display just opened may have been silent for long."""
        known = asyncio.get_running_loop().time() >= self._known_from
        return not self.lost and self.quiet_from is None and known

    async def open(self) -> bool:
        """Begin to listen; False where its display does not let us in."""
        self._known_from, self.quiet_from = float("inf"), None
        make = WaylandIdle if self.environment.get("WAYLAND_DISPLAY") else X11Idle
        source: IdleSource = make(self._stopped, self._resumed, self.environment)
        try:
            await source.open()
        except DesktopError:
            source.close()
            return False
        self._source = source
        source.lost.add_done_callback(lambda _lost: self._ended())
        return True

    def watch(self, seconds: float) -> None:
        """As a source does."""
        if self._source is not None and not self.lost:
            self._known_from = min(self._known_from, asyncio.get_running_loop().time() + seconds + SLACK)
            self._source.watch(seconds)

    def close(self) -> None:
        """Listen no more."""
        if self._source is not None:
            self._source.close()

    def _ended(self) -> None:
        """Whoever typed in it did so until now."""
        if self.quiet_from is None:
            self.quiet_from = asyncio.get_running_loop().time()
        self._changed()

    def _stopped(self, quiet: float) -> None:
        now = asyncio.get_running_loop().time()
        self.quiet_from, self._known_from = now - quiet, now
        self._changed()

    def _resumed(self) -> None:
        self.quiet_from = None
        self._changed()
