"""Notices a prompt that is overdue although nothing keeps it back, and a scheduler that has stopped."""

import asyncio
import logging
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from uncrick.app.engine import Engine
from uncrick.core.model.moment import Moment
from uncrick.core.model.text import N_, _, n_
from uncrick.core.presentation.status import clock
from uncrick.core.scheduling.outlook import look_ahead
from uncrick.ports import Clock, Fact

log = logging.getLogger(__name__)

# A prompt may be late by this before it counts as late.
TOLERANCE = 30.0
# The heartbeat looks every 30 s: after so long without one it has stopped.
SILENCE = 45.0
# What was stopped as a whole, and goes on, looks within this.
GOES_ON = 1.0


class Watchdog:
    """
    Rides on the looks that there are: it costs no wake-up.

    Args:
        repair: restarts whatever may be the cause; called with the number of attempts in a row before this one.
    """

    def __init__(self, engine: Engine, now: Clock, repair: Callable[[int], None]) -> None:
        self._engine = engine
        self._clock = now
        self._repair = repair
        self._tries = 0
        self._tried = 0.0
        self._before = 0.0
        self._last: tuple[datetime, float] | None = None
        self._count = 0

    def before(self) -> None:
        """Before the machine looks: a prompt that comes only now, because nobody looked, is late too."""
        self._before, _ = self._late()

    def after(self) -> None:
        """After the machine looked: nothing may be overdue any more."""
        late, now = self._late()
        before, self._before = self._before, 0.0
        if late <= TOLERANCE:
            if before > TOLERANCE and not self._tries:
                self._note(before, now)
                log.warning("a prompt came %.0f s late: nobody looked at the clock in time", before)
            self._tries = 0
        elif not self._tries or now.ticks - self._tried >= TOLERANCE:
            if not self._tries:
                self._note(late, now)
            log.warning("a prompt is %.0f s late and nothing keeps it back: everything is taken up again", late)
            self._tries, self._tried = self._tries + 1, now.ticks
            self._repair(self._tries - 1)

    @property
    def is_content(self) -> bool:
        """Whether no prompt is overdue."""
        return not self._tries

    def describe(self) -> list[Fact]:
        """For `doctor`."""
        if self._last is None:
            return [(N_("Prompts"), True, _("none was late"))]
        at, late = self._last
        text = n_(
            "late once since the start, last at {time} by {seconds:.0f} s; the log says more",
            "late {count} times since the start, last at {time} by {seconds:.0f} s; the log says more",
            self._count,
            time=clock(at, self._engine.rules),
            seconds=late,
        )
        return [(N_("Prompts"), False, text)]

    def _late(self) -> tuple[float, Moment]:
        now = self._clock.now()
        since = look_ahead(self._engine.state, self._engine.rules, now).overdue_since
        return (0.0 if since is None else now.ticks - since), now

    def _note(self, late: float, now: Moment) -> None:
        self._last = now.wall, late
        self._count += 1


class StallAlarm:
    """
    Reports that no look comes although the process lives: the scheduler has stopped, or never started.

    A kernel timer that each look sets anew, or a thread that sleeps until then where there is no such timer (Windows);
    as long as there are looks it wakes nobody, or the thread alone every 45 s.
    """

    def __init__(self, rung: Callable[[], None]) -> None:
        self._rung = rung
        self._looks = 0
        self._set = False
        self._thread: _SleepingThread | None = None

    def set(self) -> None:
        """Start the timer; the process must have no other use for SIGALRM."""
        if sys.platform == "win32":
            self._thread = _SleepingThread(asyncio.get_running_loop(), self._rings)
        else:
            asyncio.get_running_loop().add_signal_handler(signal.SIGALRM, self._rings)
        self._set = True
        self._wind()

    def looked(self) -> None:
        """Set the timer anew, as a look came."""
        self._looks += 1
        self._wind()

    def stop(self) -> None:
        """Stop the timer."""
        if not self._set:
            return
        self._set = False
        if self._thread is not None:
            self._thread.end()
        elif sys.platform != "win32":
            signal.setitimer(signal.ITIMER_REAL, 0)
            asyncio.get_running_loop().remove_signal_handler(signal.SIGALRM)

    def _wind(self) -> None:
        if not self._set:
            return
        if self._thread is not None:
            self._thread.wind()
        elif sys.platform != "win32":
            signal.setitimer(signal.ITIMER_REAL, SILENCE)

    def _rings(self) -> None:
        """A process that was stopped as a whole finds its late looks and this at once: those go first."""
        looks = self._looks
        self._wind()
        asyncio.get_running_loop().call_later(GOES_ON, self._sure, looks)

    def _sure(self, looks: int) -> None:
        if looks == self._looks and self._set:
            self._rung()


class _SleepingThread:
    """Sleeps for as long as it was last wound, and then has the loop called; winding it wakes nobody."""

    def __init__(self, loop: asyncio.AbstractEventLoop, rings: Callable[[], None]) -> None:
        self._loop, self._rings = loop, rings
        self._until = time.monotonic() + SILENCE
        self._ended = threading.Event()
        threading.Thread(target=self._sleep, name="uncrick alarm", daemon=True).start()

    def wind(self) -> None:
        self._until = time.monotonic() + SILENCE

    def end(self) -> None:
        self._ended.set()

    def _sleep(self) -> None:
        while not self._ended.wait(max(0.0, self._until - time.monotonic())):
            if time.monotonic() >= self._until:
                self.wind()
                with suppress(RuntimeError):  # the loop has just been closed
                    self._loop.call_soon_threadsafe(self._rings)
