"""The Presence port for systems that give the idle time: Windows, which also tells of the first input, and macOS.

While the person is at work there is one look for each silence that is watched for. While they are away, the first input
wakes us where the system tells of it; else there are looks, the rarer the longer the absence lasts.
`Watch`, which decides when to look, runs anywhere.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass

from uncrick.core.model.text import N_, _
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

AWAY, AWAY_LONG = 2.0, 15.0  # seconds between two looks while the person is away, at least and at most
AWAY_SHARE = 0.1  # of the absence so far, in between
BACKSTOP = 30.0  # seconds between two looks while the first input wakes us: some programs keep theirs to themselves
SOON = 0.1  # seconds, the least between two looks: the idle time is counted in coarse ticks
SLACK = 0.25  # seconds by which the two clocks may disagree about the time of the same input
RETRY = 60.0  # seconds until a source that failed is asked again


@dataclass(slots=True)
class Watch:
    """
    Turns looks at the idle time into sightings, and decides when to look next.

    Attributes:
        seconds: of silence that are to be reported; None for none.
        silent: a silence was reported, and its end was not yet.
    """

    seconds: float | None = None
    silent: bool = False
    _reported: bool = False  # this silence, at these seconds
    _last_input: float = 0.0  # on the caller's clock

    def arm(self, seconds: float) -> None:
        """Report silence once it has lasted `seconds`, also one that was reported at another number."""
        self.seconds, self._reported = seconds, False

    def look(self, now: float, idle: float) -> list[Sighting]:
        """
        Take in one look; returns what is to be reported.

        Args:
            now: seconds on a steady clock of the caller's.
            idle: seconds since the last input.
        """
        sightings: list[Sighting] = []
        before, self._last_input = self._last_input, now - idle
        if self.silent and self._last_input > before + SLACK:
            self.silent = self._reported = False
            sightings.append(InputResumed())
        if self.seconds is not None and not self._reported and idle >= self.seconds:
            self.silent = self._reported = True
            sightings.append(InputStopped(idle))
        return sightings

    def pause(self, idle: float, *, is_told: bool) -> float | None:
        """
        In how many seconds to look again; None for not before it is armed.

        Args:
            idle: seconds since the last input.
            is_told: the next input causes a look by itself.
        """
        if self.seconds is None:
            return None
        away = BACKSTOP if is_told else away_pause(idle)
        if self._reported:
            return away
        due = max(SOON, self.seconds - idle)
        return min(away, due) if self.silent else due


def away_pause(idle: float) -> float:
    """Seconds between two looks at somebody who is away: their return is seen within a tenth of their absence."""
    return min(max(AWAY, idle * AWAY_SHARE), AWAY_LONG)


class PollingPresence:
    """
    Looks once for each silence that is watched for, and while the person is away.

    Args:
        source: the name of what is asked, for the person.
        idle: gives the seconds since the last input; raises DesktopError where that is not known.
        locked: gives whether the screen is locked, with every look; None where something else reports it.
        listen: with True has `input_heard` called at the next input, once, and returns whether it will be; with False
            it no longer has.
    """

    def __init__(
        self,
        source: str,
        idle: Callable[[], float],
        locked: Callable[[], bool] | None = None,
        listen: Callable[[bool], bool] = lambda _on: False,
    ) -> None:
        self._source = source
        self._idle = idle
        self._locked = locked
        self._listen = listen
        self._is_told = False  # of the next input
        self._report: Callable[[Sighting], None] = lambda _sighting: None
        self._watch = Watch()
        self._works: bool | None = None  # None until the first look
        self._is_locked = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._next: asyncio.TimerHandle | None = None

    async def start(self, report: Callable[[Sighting], None]) -> None:
        """Begin to report; the first sighting is `IdleSourceChanged`."""
        self._report, self._loop = report, asyncio.get_running_loop()
        self._look()

    def watch(self, seconds: float) -> None:
        """Report silence once it has lasted `seconds` (at once, if it has already)."""
        self._watch.arm(seconds)
        self._look_in(0)

    def lock_changed(self, *, locked: bool) -> None:
        """Something else has seen that the screen was locked, or unlocked; what was reported already is not again."""
        if self._loop is None:
            return
        self._look_in(AWAY)
        for sighting in self._lock_changed(locked=locked):
            self._report(sighting)

    def look_now(self) -> None:
        """Look, because something happened that may have brought the person back."""
        self._look()

    def input_heard(self) -> None:
        """Look, because the listener was told, which ends with that. Where it was no input, a pause comes first."""
        self._is_told = False
        self._look(may_listen=False)

    async def stop(self) -> None:
        """Report nothing more."""
        self._look_in(None)
        self._loop = None
        self._hear(on=False)

    def describe(self) -> list[Fact]:
        """For `doctor`: who reports input, lock and sleep."""
        idle = self._source if self._works else _("this desktop does not report when input stops, so all time counts")
        has_lock = self._locked is not None
        return [
            (N_("Idle"), bool(self._works), idle),
            (
                N_("Lock"),
                has_lock,
                self._source if has_lock else _("this desktop does not report when the screen is locked"),
            ),
            (N_("Sleep"), False, _("noticed by the clock only")),
        ]

    # ------------------------------------------------------------ inside

    def _look_in(self, seconds: float | None) -> None:
        if self._next is not None:
            self._next.cancel()
            self._next = None
        if self._loop is not None and seconds is not None:
            self._next = self._loop.call_later(seconds, self._look)

    def _look(self, *, may_listen: bool = True) -> None:
        if self._loop is None:
            return
        sightings: list[Sighting] = []
        pause: float | None = RETRY
        try:
            idle = self._idle()
        except DesktopError as error:
            log.debug("%s", error)
            works = False
        else:
            works = True
            sightings = self._watch.look(self._loop.time(), idle)
            self._hear(on=self._watch.silent and may_listen)
            pause = self._watch.pause(idle, is_told=self._is_told)
            if self._locked is not None:
                locked = self._locked()
                sightings += self._lock_changed(locked=locked)
                pause = away_pause(idle) if locked else pause
        if works != self._works:
            self._works = works
            sightings.insert(0, IdleSourceChanged(self._source if works else None))
        self._look_in(pause)  # before anything is reported: the receiver may arm the watch again
        for sighting in sightings:
            self._report(sighting)

    def _hear(self, *, on: bool) -> None:
        """Be told of the next input, or no longer."""
        if on != self._is_told:
            self._is_told = self._listen(on) and on

    def _lock_changed(self, *, locked: bool) -> list[Sighting]:
        """ScreenLocked or ScreenUnlocked, if that changed."""
        if locked == self._is_locked:
            return []
        self._is_locked = locked
        return [ScreenLocked() if locked else ScreenUnlocked()]
