"""The way in of every event, and the looks at the clock that nothing may stop."""

import logging

from uncrick.app.busy_polling import BusyPoller
from uncrick.app.chooser import RoutineChooser
from uncrick.app.engine import Engine
from uncrick.app.isolated_ports import IsolatedPort
from uncrick.app.isolation import Isolation
from uncrick.app.observers import Observers
from uncrick.app.process.host import Beat
from uncrick.app.process.watchdog import SILENCE, StallAlarm, Watchdog
from uncrick.core.scheduling import events as ev
from uncrick.platforms.linux.systemd_notify import Manager
from uncrick.ports import (
    Clock,
    Desktop,
    IdleSourceChanged,
    InputResumed,
    InputStopped,
    ScreenLocked,
    ScreenUnlocked,
    SleepBegan,
    SleepEnded,
)
from uncrick.storage.saved_state import SavedState

log = logging.getLogger(__name__)

# Seconds: a look that comes later than this after the last one means that the machine slept, or that we were stopped.
LATEST_LOOK = 75.0
# After so many looks in a row at which the policy failed, the state is begun anew.
STUCK = 3


Here = InputStopped | InputResumed | ScreenLocked | ScreenUnlocked | SleepBegan | SleepEnded | IdleSourceChanged
"""What is seen of the session that the daemon is in."""


class DeferredScheduler:
    """Remembers the plan until the real scheduler, a large import, is there."""

    def __init__(self) -> None:
        self._beat: Beat | None = None
        self._planned: float | None = None
        self._also: float | None = None

    def become(self, beat: Beat) -> None:
        """From now on `beat` does it."""
        self._beat = beat
        self._pass_on()

    def plan(self, ticks: float | None) -> None:
        """Look again at `ticks`."""
        self._planned = ticks
        self._pass_on()

    def also(self, ticks: float | None) -> None:
        """Look at `ticks` as well, for somebody else than the engine."""
        if ticks != self._also:
            self._also = ticks
            self._pass_on()

    def _pass_on(self) -> None:
        if self._beat is not None:
            wanted = [at for at in (self._planned, self._also) if at is not None]
            self._beat.plan(min(wanted, default=None))

    def begin_again(self) -> None:
        """Begin anew, whatever has become of it."""
        if self._beat is not None:
            self._beat.begin_again()

    def stop(self) -> None:
        """End."""
        if self._beat is not None:
            self._beat.stop()


class EventEntry:
    """
    Every event passes here; a long silence of the beat is a gap.

    Attributes:
        idle_source: what says that the person is idle; None where nothing does.
    """

    def __init__(self, engine: Engine, clock: Clock, chooser: RoutineChooser) -> None:
        self.idle_source: str | None = None
        self._engine = engine
        self._clock = clock
        self._chooser = chooser
        self._last = clock.now().ticks

    @property
    def is_in_time(self) -> bool:
        """Whether the last event is recent enough for nothing to have been missed."""
        return self._clock.now().ticks - self._last <= LATEST_LOOK

    def handle(self, event: ev.Event) -> None:
        """
        Have the engine handle an event.

        Raises:
            RefusedError: it was a person's word, and cannot be followed now.
        """
        now = self._clock.now()
        since, self._last = self._last, now.ticks
        if now.ticks - since > LATEST_LOOK and not isinstance(event, ev.Launched):
            self._engine.handle(ev.Gapped(since))
        self._engine.handle(event)

    def look(self) -> None:
        """Have the engine look at the clock."""
        self.handle(ev.Looked())

    def sighted(self, sighting: Here, busy: BusyPoller) -> None:
        """The presence source reports something; a silence goes through `busy`, for it may be a call."""
        match sighting:
            case InputStopped(quiet):
                busy.stopped(ev.InputStopped(self._clock.now().ticks - quiet))
            case InputResumed():
                busy.resumed()
            case ScreenLocked():
                self.handle(ev.Locked())
            case ScreenUnlocked():
                self.handle(ev.Unlocked())
            case SleepBegan():
                self.handle(ev.Suspended())
            case SleepEnded():
                self.handle(ev.Woken())
            case IdleSourceChanged(name):
                self.idle_source, self._chooser.sees_idle = name, name is not None
                # Whatever the old source last said no longer holds.
                self.handle(ev.InputResumed())
                self._engine.follow(self._chooser.rules())


class Heartbeat:
    """What belongs to every look, and what is tried when looks fail or do not come."""

    def __init__(
        self,
        entry: EventEntry,
        engine: Engine,
        machine: Desktop,
        scheduler: DeferredScheduler,
        saved: SavedState,
        observers: Observers,
        isolation: Isolation,
        manager: Manager,
    ) -> None:
        self.watchdog = Watchdog(engine, machine.clock, self.repair)
        self.alarm = StallAlarm(self.stalled)
        self._entry = entry
        self._engine = engine
        self._machine = machine
        self._scheduler = scheduler
        self._saved = saved
        self._observers = observers
        self._isolation = isolation
        self._manager = manager
        self._failed = 0

    def look(self) -> None:
        """Look at the clock and at everything else; where all is well, the service manager hears it."""
        looked = self._isolation.guard("a look at the clock", self._look_at_time, False)
        self._observers.beat()
        self._isolation.guard("the watchdog", self.watchdog.after, None)
        self.alarm.looked()
        if looked and self.watchdog.is_content:
            self._manager.alive()

    def _look_at_time(self) -> bool:
        self._machine.clock.reread()
        if self._entry.is_in_time:
            self.watchdog.before()
        try:
            self._entry.look()
        except Exception:
            self._failed += 1
            if self._failed == STUCK:
                self._begin_anew(self._engine.state.count)
            raise
        self._failed = 0
        return True

    def stalled(self) -> None:
        """The scheduler gives no looks any more, though the process lives."""
        log.warning("nobody looked at the clock for %.0f s: the beat is begun again", SILENCE)
        self._isolation.guard("the beat", self._scheduler.begin_again, None)
        self.look()

    def repair(self, tries: int) -> None:
        """A prompt is owed: restart what may be the cause; the second time, the state itself."""
        self._isolation.guard("the beat", self._scheduler.begin_again, None)
        for port in (self._machine.notifier, self._machine.presence, self._machine.tray):
            if isinstance(port, IsolatedPort):
                port.renew()
        if tries:
            self._begin_anew(self._engine.rules.breaks.every)
        self._entry.look()

    def _begin_anew(self, count: float) -> None:
        log.error("the state leads nowhere; kept as %s", self._saved.set_aside())
        self._engine.begin_anew(count=count)
