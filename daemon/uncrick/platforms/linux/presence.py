"""The Presence port on Linux: input, lock and sleep, from whatever on this desktop reports them."""

import asyncio
import logging
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from uncrick.core.model.text import N_, _
from uncrick.errors import DesktopError
from uncrick.platforms.common.backoff import FIRST_PAUSE, Backoff
from uncrick.platforms.linux.dbus import Link
from uncrick.platforms.linux.idle.mutter import MutterIdle
from uncrick.platforms.linux.idle.other_session import OtherSession
from uncrick.platforms.linux.idle.source import IdleSource
from uncrick.platforms.linux.idle.wayland import WaylandIdle
from uncrick.platforms.linux.idle.xsync import X11Idle
from uncrick.platforms.linux.logind import REQUEST, Logind
from uncrick.platforms.linux.screen_savers import ScreenSavers
from uncrick.ports import (
    Fact,
    IdleSourceChanged,
    InputResumed,
    InputStopped,
    OtherSessionUsed,
    ScreenLocked,
    ScreenUnlocked,
    Sighting,
    SleepBegan,
    SleepEnded,
)
from uncrick.storage import desktop_session

if sys.platform == "win32":
    raise ImportError("this is presence on Linux")

log = logging.getLogger(__name__)

MakeSource = Callable[[Callable[[float], None], Callable[[], None]], IdleSource]


class LinuxPresence:
    """
    Reports input and silence, lock and sleep.

    The screen is locked while anybody says so; each reason is taken back by the one who gave it.

    Args:
        sources: makes the idle sources to try, the best first; by default those of this session.
        first_pause: seconds until a lost idle source is looked for again; doubled up to a minute.
    """

    def __init__(
        self, *, sources: Callable[[], Sequence[MakeSource]] | None = None, first_pause: float = FIRST_PAUSE
    ) -> None:
        self._report: Callable[[Sighting], None] = lambda _sighting: None
        self._started = False
        self._sources = sources or self._session_sources
        self._first_pause = first_pause
        self._savers = ScreenSavers(self._saver_changed)
        self._logind = Logind(self._lock_changed, self._sleep_changed, self._others_used)
        self._session_bus = Link("session", self._savers.start, self._savers.disconnected)
        self._system_bus = Link("system", self._logind.start, self._logind.disconnected)
        self._source: IdleSource | None = None
        self._searched: asyncio.Future[None] | None = None  # done after the first search for a source
        self._searching: asyncio.Task[None] | None = None
        self._others: list[OtherSession] = []
        self._quiet_from: float | None = None  # loop time of the last input here, while a silence lasts
        self._silent = False  # a silence was reported, and its end was not yet
        self._seconds: float | None = None  # what `watch` was asked for
        self._locks: set[str] = set()  # the reasons why the screen counts as locked
        self._locked = False  # a lock was reported, and its end was not yet
        self._warned = False

    async def start(self, report: Callable[[Sighting], None]) -> None:
        """Begin to report; the first sighting is `IdleSourceChanged`."""
        self._report = report
        for result in await asyncio.gather(self._session_bus.start(), self._system_bus.start(), return_exceptions=True):
            if isinstance(result, DesktopError):
                log.debug("%s", result)
            elif result is not None:
                raise result
        self._searched = asyncio.get_running_loop().create_future()
        self._searching = asyncio.get_running_loop().create_task(self._keep_source(), name="uncrick idle source")
        await asyncio.wait([self._searched, self._searching], return_when=asyncio.FIRST_COMPLETED)
        self._started = True
        report(IdleSourceChanged(self._source.name if self._source else None))
        self._resume_watch()
        self._report_lock()
        if self._logind.used:
            report(OtherSessionUsed(True))
        for session in self._others:
            await session.open()
            self._watch_other(session)

    def watch(self, seconds: float) -> None:
        """Report silence once it has lasted `seconds` (at once, if it has already)."""
        self._seconds = seconds
        if self._source is not None:
            self._source.watch(seconds)
        for session in self._others:
            session.watch(seconds)

    async def hear(self, environment: Mapping[str, str]) -> bool:
        """From now on input in that session of the same person is input too; False where it does not let us."""
        for session in self._others:
            if desktop_session.is_same(session.environment, environment) and not session.lost:
                return True
        session = OtherSession(environment, self._other_changed)
        if not await session.open():
            return False
        self._others = [other for other in self._others if not other.lost] + [session]
        self._logind.hears({other.environment.get("XDG_SESSION_ID", "") for other in self._others})
        self._watch_other(session)
        return True

    def in_use(self) -> Mapping[str, str] | None:
        """The other session with input, while there is none in ours; else None."""
        here = self._source is not None and self._quiet_from is None and not self._locks
        return None if here else next((other.environment for other in self._others if other.is_in_use), None)

    def _watch_other(self, session: OtherSession) -> None:
        if self._seconds is not None:
            session.watch(self._seconds)

    async def stop(self) -> None:
        """Report nothing more."""
        self._started = False
        if self._searching is not None:
            self._searching.cancel()
            await asyncio.wait([self._searching])
        await self._logind.stop()
        if self._source is not None:
            self._source.close()
            self._source = None
        await self._session_bus.stop()
        await self._system_bus.stop()
        # A later start asks again: what is known of locks now may be wrong by then
        self._locks.clear()
        self._locked = self._silent = False
        self._quiet_from = None
        for session in self._others:
            session.close()
        self._savers.forget()

    def describe(self) -> list[Fact]:
        """For `doctor`: who reports input, lock and sleep."""
        idle = (
            self._source.name
            if self._source
            else _("this desktop does not report when input stops, so all time counts")
        )
        lockers = [*sorted(self._savers.seen), *(["logind"] if self._logind.session else [])]
        sleep = self._logind.tells_sleep
        return [
            (N_("Idle"), self._source is not None, idle),
            (
                N_("Lock"),
                bool(lockers),
                ", ".join(lockers) or _("this desktop does not report when the screen is locked"),
            ),
            (N_("Sleep"), sleep, "logind" if sleep else _("noticed by the clock only")),
        ]

    # ------------------------------------------------------------ input

    async def _keep_source(self) -> None:
        """Have an idle source, and another one when it is lost."""
        loop, backoff = asyncio.get_running_loop(), Backoff(self._first_pause)
        while True:
            self._source = await self._open_source()
            began = loop.time()
            if self._searched is not None and not self._searched.done():
                self._searched.set_result(None)
            elif self._source is not None:
                self._report_if_started(IdleSourceChanged(self._source.name))
                self._resume_watch()
            if self._source is not None:
                await asyncio.wait([self._source.lost])
                self._source = self._quiet_from = None
                self._silent = False
                self._report_if_started(IdleSourceChanged(None))
            elif not self._sources():
                return
            await asyncio.sleep(backoff.pause(loop.time() - began))

    def _resume_watch(self) -> None:
        """After a new source was reported, not before: a silence that lasts already is reported at once."""
        if self._source is not None and self._seconds is not None:
            self._source.watch(self._seconds)

    def _session_sources(self) -> Sequence[MakeSource]:
        """The sources to try, the best first. An X server under Wayland sees the input of its own windows only."""
        makers: list[MakeSource] = []
        if self._session_bus.bus is not None:
            makers.append(partial(MutterIdle, bus=self._session_bus.bus))
        if os.environ.get("WAYLAND_DISPLAY") or os.environ.get("XDG_SESSION_TYPE") == "wayland":
            makers.append(WaylandIdle)
        elif os.environ.get("DISPLAY"):
            makers.append(X11Idle)
        return makers

    async def _open_source(self) -> IdleSource | None:
        """The first source that can be opened."""
        for make in self._sources():
            source = make(self._stopped, self._resumed)
            try:
                await source.open()
            except DesktopError as error:
                log.debug("%s", error)
                continue
            except asyncio.CancelledError:
                source.close()
                raise
            except Exception:  # a server that answers oddly; the next source may do better, or this one later
                log.log(logging.DEBUG if self._warned else logging.WARNING, "no idle source", exc_info=True)
                self._warned = True
                source.close()
                continue
            return source
        return None

    def _stopped(self, quiet: float) -> None:
        self._quiet_from = asyncio.get_running_loop().time() - quiet
        if not self._heard_elsewhere():
            self._silent = True
            others = [other.quiet_from for other in self._others if other.quiet_from is not None]
            later = max(0.0, max(others, default=self._quiet_from) - self._quiet_from)
            self._report_if_started(InputStopped(quiet - later))

    def _resumed(self) -> None:
        self._quiet_from = None
        if self._silent:
            self._silent = False
            self._report_if_started(InputResumed())
        # A Lock that nobody confirmed and nobody takes back ends with the person's return, or it would never end
        self._lock_changed(REQUEST, False)

    def _heard_elsewhere(self) -> bool:
        """Whether another session may have input now."""
        return any(other.quiet_from is None and not other.lost for other in self._others)

    def _other_changed(self) -> None:
        """Input began or ended in another session, or the session ended."""
        if self._heard_elsewhere():
            if self._silent:
                self._silent = False
                self._report_if_started(InputResumed())
        elif self._quiet_from is not None:
            self._stopped(asyncio.get_running_loop().time() - self._quiet_from)
        self._report_lock()

    def _report_if_started(self, sighting: Sighting) -> None:
        if self._started:
            self._report(sighting)

    # ------------------------------------------------------------ lock and sleep

    def _lock_changed(self, reason: str, locked: bool) -> None:
        if locked:
            self._locks.add(reason)
        else:
            self._locks.discard(reason)
        self._report_lock()

    def _report_lock(self) -> None:
        """A screen that is locked means nothing while the person types in another session."""
        locked = bool(self._locks) and not self._heard_elsewhere()
        if self._started and locked != self._locked:
            self._locked = locked
            self._report(ScreenLocked() if locked else ScreenUnlocked())

    def _saver_changed(self, name: str, active: bool) -> None:
        if not active:
            self._lock_changed(REQUEST, False)
        self._lock_changed(name, active)

    def _others_used(self, used: bool) -> None:
        self._report_if_started(OtherSessionUsed(used))

    def _sleep_changed(self, begins: bool) -> None:
        self._report_if_started(SleepBegan() if begins else SleepEnded())
