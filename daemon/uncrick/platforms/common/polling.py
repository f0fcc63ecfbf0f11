"""Presence by looking, for systems that tell how long there was no input, but not when it stops: Windows and macOS.

Untested on those systems; `Watch`, which decides when to look, runs anywhere.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass

from uncrick.errors import DesktopError
from uncrick.ports import (
    Fact,
    IdleSourceChanged,
    InputResumed,
    InputStopped,
    ScreenLocked,
    ScreenUnlocked,
    Sighting,
)

log = logging.getLogger(__name__)

AWAY = 2.0  # seconds between two looks while nobody is there
SOON = 0.1  # the least between two looks: the idle time is counted in coarse ticks
SLACK = 0.25  # seconds by which the two clocks may disagree about one and the same last input
RETRY = 60.0  # seconds until a source that failed is asked again


@dataclass(slots=True)
class Watch:
    """
    What a look at the idle time means, and when to look next.

    Attributes:
        seconds: of silence that are to be told of; None for none.
        silent: a silence was told of, and its end was not yet.
    """

    seconds: float | None = None
    silent: bool = False
    _told: bool = False  # this silence, at these seconds
    _input: float = 0.0  # when the last input was

    def arm(self, seconds: float) -> None:
        """Tell of silence once it has lasted `seconds`, also of one that was told of at another number."""
        self.seconds, self._told = seconds, False

    def look(self, now: float, idle: float) -> tuple[list[Sighting], float | None]:
        """
        Args:
            now: seconds on a clock of the caller's that goes on.
            idle: seconds since the last input.

        Returns:
            what is to be told, and in how many seconds to look again (None: not before it is armed).
        """
        said: list[Sighting] = []
        before, self._input = self._input, now - idle
        if self.silent and self._input > before + SLACK:
            self.silent = self._told = False
            said.append(InputResumed())
        if self.seconds is None:
            return said, None
        if not self._told and idle >= self.seconds:
            self.silent = self._told = True
            said.append(InputStopped(idle))
        pause = AWAY if self._told else max(SOON, self.seconds - idle)
        return said, min(AWAY, pause) if self.silent else pause


class PollingPresence:
    """
    Looks seldom while the person is at work, and every two seconds while they are not.

    Args:
        source: what is asked, for the person.
        idle: seconds since the last input; raises DesktopError where that cannot be known.
        locked: whether the screen is locked, asked with every look; None where something else tells of it.
    """

    def __init__(self, source: str, idle: Callable[[], float], locked: Callable[[], bool] | None = None) -> None:
        self._source = source
        self._idle = idle
        self._asks_lock = locked
        self._tell: Callable[[Sighting], None] = lambda _: None
        self._watch = Watch()
        self._works: bool | None = None  # None until the first look
        self._is_locked = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._next: asyncio.TimerHandle | None = None

    async def start(self, tell: Callable[[Sighting], None]) -> None:
        """Begin to tell; the first word is `IdleSourceChanged`."""
        self._tell, self._loop = tell, asyncio.get_running_loop()
        self._look()

    def watch(self, seconds: float) -> None:
        """Report silence once it has lasted `seconds` (at once, if it has already)."""
        self._watch.arm(seconds)
        self._look_in(0)

    async def stop(self) -> None:
        """Tell nothing more."""
        self._look_in(None)
        self._loop = None

    def describe(self) -> list[Fact]:
        """What a person may want to know: what, whether it works, and in words."""
        idle = self._source if self._works else "nothing tells when input stops, so every second counts"
        asked = self._asks_lock is not None
        return [
            ("Idle", bool(self._works), idle),
            ("Lock", asked, self._source if asked else "nothing tells when the screen is locked"),
            ("Sleep", False, "seen by the clocks only"),
        ]

    # ------------------------------------------------------------ inside

    def _look_in(self, seconds: float | None) -> None:
        if self._next is not None:
            self._next.cancel()
            self._next = None
        if self._loop is not None and seconds is not None:
            self._next = self._loop.call_later(seconds, self._look)

    def _look(self) -> None:
        if self._loop is None:
            return
        said: list[Sighting] = []
        try:
            said, pause = self._watch.look(self._loop.time(), self._idle())
            works = True
        except DesktopError as error:
            log.debug("%s", error)
            works, pause = False, RETRY
        if works and self._asks_lock is not None:
            locked = self._asks_lock()
            said += self._lock_changed(locked=locked)
            pause = AWAY if locked else pause
        if works != self._works:
            self._works = works
            said.insert(0, IdleSourceChanged(self._source if works else None))
        self._look_in(pause)  # before anything is told: what hears of it may arm the watch anew
        for sighting in said:
            self._tell(sighting)

    def _lock_changed(self, *, locked: bool) -> list[Sighting]:
        """The sighting that this is, if it is news."""
        if locked == self._is_locked:
            return []
        self._is_locked = locked
        return [ScreenLocked() if locked else ScreenUnlocked()]
