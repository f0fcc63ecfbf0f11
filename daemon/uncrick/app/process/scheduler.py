"""Wakes the engine in time; APScheduler waits for us, and decides nothing."""

import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from uncrick.ports import Clock

HEARTBEAT = 30.0
# The clocks drift apart by less than this, unless somebody sets one or the machine sleeps.
JUMP = 2.0
# Waking this much too late or too early is not worth another plan.
SAME = 0.02


class Scheduler(AsyncIOScheduler):  # type: ignore[misc]  # apscheduler ships no types
    """
    Waits no longer than a heartbeat.

    The stock one turns the next run into a single wait by the wall clock: should that be set back by an hour, it is
    silent for an hour. It also passes every wake-up through the loop's self-pipe, which doubles them.

    Args:
        awake: called first at every wake-up.
    """

    def __init__(self, awake: Callable[[], None], **options: Any) -> None:
        super().__init__(**options)
        self._awake = awake

    def wakeup(self) -> None:
        """Run what is due, and wait for what comes next."""
        self._stop_timer()
        self._awake()
        wait: float | None = self._process_jobs()
        self._start_timer(HEARTBEAT if wait is None else min(wait, HEARTBEAT))


class BreakScheduler:
    """One date job at the next look, and one heartbeat."""

    def __init__(self, clock: Clock, look: Callable[[], None]) -> None:
        self._clock = clock
        self._look = look
        self._planned: float | None = None
        self._drift = self._drifts()
        self._scheduler = self._made()

    def start(self) -> None:
        """Begin; needs a running loop."""
        self._scheduler.start()
        self._add_heartbeat()

    def begin_again(self) -> None:
        """Begin anew, with what is planned, whatever has become of the scheduler."""
        with suppress(Exception):
            self.stop()
        self._scheduler = self._made()
        self.start()
        planned, self._planned = self._planned, None
        self.plan(planned)

    def stop(self) -> None:
        """End."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def plan(self, ticks: float | None) -> None:
        """Look again at `ticks`."""
        if not self._scheduler.running:
            self._planned = ticks
            return
        self._heed_jump()
        if ticks is None or (self._planned is not None and abs(ticks - self._planned) < SAME):
            return
        self._planned = ticks
        self._add("look", DateTrigger(self._wall(ticks), UTC), self._on_time)

    def _made(self) -> Scheduler:
        return Scheduler(
            self._heed_jump,
            timezone=UTC,
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )

    def _wall(self, ticks: float) -> datetime:
        now = self._clock.now()
        # A hair late rather than early: an early look finds nothing due and has to be planned again.
        return now.wall_at(max(ticks, now.ticks) + 0.002)

    async def _on_time(self) -> None:
        self._planned = None
        self._look()

    async def _on_heartbeat(self) -> None:
        self._look()

    def _add_heartbeat(self) -> None:
        self._add("heartbeat", IntervalTrigger(seconds=int(HEARTBEAT), timezone=UTC), self._on_heartbeat)

    def _add(self, name: str, trigger: object, run: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._scheduler.add_job(run, trigger, id=name, replace_existing=True)

    def _drifts(self) -> tuple[float, float]:
        """How far the wall clock, and the loop's clock that stands still in sleep, are from the ticks."""
        now = self._clock.now()
        return now.wall.timestamp() - now.ticks, time.monotonic() - now.ticks

    def _heed_jump(self) -> None:
        """What was planned before a clock jumped would come at the wrong time, or not at all: plan it again."""
        drift = self._drifts()
        if all(abs(new - old) <= JUMP for new, old in zip(drift, self._drift, strict=True)):
            return
        self._drift = drift
        self._add_heartbeat()
        planned, self._planned = self._planned, None
        self.plan(planned)
