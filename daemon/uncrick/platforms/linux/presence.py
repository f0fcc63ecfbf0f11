"""The Presence port on Linux: input, lock and sleep, from whoever on this desktop tells of them."""

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from uncrick.errors import DesktopError
from uncrick.platforms.linux.dbus import (
    ANSWER_TIMEOUT,
    DBUS,
    DBUS_PATH,
    FIRST_PAUSE,
    LONGEST_PAUSE,
    PROPERTIES,
    Bus,
    Link,
    Signal,
)
from uncrick.platforms.linux.idle_sources import IdleSource, MutterIdle, WaylandIdle, X11Idle
from uncrick.ports import (
    IdleSourceChanged,
    InputResumed,
    InputStopped,
    ScreenLocked,
    ScreenUnlocked,
    Sighting,
    SleepBegan,
    SleepEnded,
)

if sys.platform == "win32":
    raise ImportError("no logind on Windows")

log = logging.getLogger(__name__)

SAVERS = {  # interface and name: path
    "org.freedesktop.ScreenSaver": "/org/freedesktop/ScreenSaver",
    "org.gnome.ScreenSaver": "/org/gnome/ScreenSaver",
    "org.cinnamon.ScreenSaver": "/org/cinnamon/ScreenSaver",
    "org.mate.ScreenSaver": "/org/mate/ScreenSaver",
    "org.xfce.ScreenSaver": "/org/xfce/ScreenSaver",
}
LOGIN, LOGIN_PATH = "org.freedesktop.login1", "/org/freedesktop/login1"
MANAGER, SESSION = f"{LOGIN}.Manager", f"{LOGIN}.Session"

# Why the screen counts as locked; each is taken back by the one that said it
HINT, SEAT, REQUEST = "logind's LockedHint", "another session at this seat", "logind's Lock"


class LinuxPresence:
    """Tells of input and silence, lock and sleep."""

    def __init__(self) -> None:
        self._tell: Callable[[Sighting], None] = lambda _: None
        self._begun = False
        self._session = Link("session", self._session_arrived, self._session_left)
        self._system = Link("system", self._system_arrived, self._system_left)
        self._source: IdleSource | None = None
        self._searched: asyncio.Future[None] | None = None
        self._searching: asyncio.Task[None] | None = None
        self._seconds: float | None = None
        self._locks: set[str] = set()
        self._savers: set[str] = set()
        self._saver_exit_watches: dict[str, Callable[[], None]] = {}
        self._login_session = ""
        self._login_ends: list[Callable[[], None]] = []
        self._login_task: asyncio.Task[None] | None = None
        self._sleeps = False
        self._complained = False

    async def start(self, tell: Callable[[Sighting], None]) -> None:
        """Begin to tell; the first word is `IdleSourceChanged`."""
        self._tell = tell
        for started in await asyncio.gather(self._session.start(), self._system.start(), return_exceptions=True):
            if isinstance(started, DesktopError):
                log.debug("%s", started)
            elif started is not None:
                raise started
        self._searched = asyncio.get_running_loop().create_future()
        self._searching = asyncio.get_running_loop().create_task(self._keep_source(), name="uncrick idle source")
        await asyncio.wait([self._searched, self._searching], return_when=asyncio.FIRST_COMPLETED)
        self._begun = True
        tell(IdleSourceChanged(self._source.name if self._source else None))
        self._watch_again()
        if self._locks:
            tell(ScreenLocked())

    def watch(self, seconds: float) -> None:
        """Report silence once it has lasted `seconds` (at once, if it has already)."""
        self._seconds = seconds
        if self._source is not None:
            self._source.watch(seconds)

    async def stop(self) -> None:
        """Tell nothing more."""
        self._begun = False
        tasks = [task for task in (self._searching, self._login_task) if task is not None]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        if self._source is not None:
            self._source.close()
            self._source = None
        await self._session.stop()
        await self._system.stop()
        # Whoever starts anew asks anew: what is known of locks now may be untrue by then
        for known in (self._locks, self._savers, self._saver_exit_watches, self._login_ends):
            known.clear()

    def describe(self) -> list[tuple[str, bool, str]]:
        """What a person may want to know: what, whether it works, and in words."""
        idle = self._source.name if self._source else "nothing tells when input stops, so every second counts"
        lockers = [*sorted(self._savers), *(["logind"] if self._login_session else [])]
        return [
            ("Idle", self._source is not None, idle),
            ("Lock", bool(lockers), ", ".join(lockers) or "nothing tells when the screen is locked"),
            ("Sleep", self._sleeps, "logind" if self._sleeps else "seen by the clocks only"),
        ]

    # ------------------------------------------------------------ input

    async def _keep_source(self) -> None:
        """Have an idle source, and another one when it is lost."""
        pause = FIRST_PAUSE
        while True:
            self._source = await self._found()
            if self._source is not None:
                pause = FIRST_PAUSE
            if self._searched is not None and not self._searched.done():
                self._searched.set_result(None)
            elif self._source is not None:
                self._say(IdleSourceChanged(self._source.name))
                self._watch_again()
            if self._source is not None:
                await asyncio.wait([self._source.lost])
                self._source = None
                self._say(IdleSourceChanged(None))
            elif not self._candidates():
                return
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _watch_again(self) -> None:
        """Once a new source has been told of, not before: a silence that lasts already is reported at once."""
        if self._source is not None and self._seconds is not None:
            self._source.watch(self._seconds)

    def _candidates(self) -> list[Callable[..., IdleSource]]:
        """The sources to try, the best first. An X server under Wayland sees the input of its own windows only."""
        found: list[Callable[..., IdleSource]] = []
        if self._session.bus is not None:
            found.append(partial(MutterIdle, bus=self._session.bus))
        if os.environ.get("WAYLAND_DISPLAY") or os.environ.get("XDG_SESSION_TYPE") == "wayland":
            found.append(WaylandIdle)
        elif os.environ.get("DISPLAY"):
            found.append(X11Idle)
        return found

    async def _found(self) -> IdleSource | None:
        for make in self._candidates():
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
                log.log(logging.DEBUG if self._complained else logging.WARNING, "no idle source", exc_info=True)
                self._complained = True
                source.close()
                continue
            return source
        return None

    def _stopped(self, quiet: float) -> None:
        self._say(InputStopped(quiet))

    def _resumed(self) -> None:
        self._say(InputResumed())
        # A Lock that nobody confirmed and nobody takes back ends with the person's return, or it would never end
        self._lock(REQUEST, locked=False)

    def _say(self, sighting: Sighting) -> None:
        if self._begun:
            self._tell(sighting)

    # ------------------------------------------------------------ lock

    def _lock(self, why: str, *, locked: bool) -> None:
        before = bool(self._locks)
        if locked:
            self._locks.add(why)
        else:
            self._locks.discard(why)
        if before != bool(self._locks):
            self._say(ScreenLocked() if self._locks else ScreenUnlocked())

    async def _session_arrived(self, bus: Bus) -> None:
        bus.listen(partial(self._saver_changed, bus), member="ActiveChanged")
        names = (await bus.call(DBUS, DBUS_PATH, DBUS, "ListNames")).args[0]
        self._savers = set(SAVERS) & set(names)
        for name in self._savers:
            with contextlib.suppress(DesktopError):  # some own the name and know no GetActive
                active = await bus.call(name, SAVERS[name], name, "GetActive", auto_start=False)
                self._saver_says(bus, name, active.sender, active=bool(active.args[0]))

    def _session_left(self) -> None:
        self._saver_exit_watches.clear()
        for name in SAVERS:
            self._lock(name, locked=False)

    def _saver_changed(self, bus: Bus, signal: Signal) -> None:
        if signal.interface in SAVERS:
            self._savers.add(signal.interface)
            self._saver_says(bus, signal.interface, signal.sender, active=bool(signal.args[0]))

    def _saver_says(self, bus: Bus, name: str, sender: str, *, active: bool) -> None:
        """A screen saver that locked and then died unlocks nothing: while it locks, its end is listened for."""
        if name in self._saver_exit_watches:
            self._saver_exit_watches.pop(name)()
        if active:
            self._saver_exit_watches[name] = bus.listen(
                lambda _: self._saver_says(bus, name, sender, active=False),
                sender=DBUS,
                interface=DBUS,
                member="NameOwnerChanged",
                arg0=sender,
            )
        else:
            self._lock(REQUEST, locked=False)
        self._lock(name, locked=active)

    # ------------------------------------------------------------ logind

    async def _system_arrived(self, bus: Bus) -> None:
        bus.listen(self._sleep_changed, sender=LOGIN, path=LOGIN_PATH, interface=MANAGER, member="PrepareForSleep")
        await bus.watch_name(LOGIN, partial(self._login_owned, bus))
        if self._login_task is not None:
            await asyncio.wait([self._login_task], timeout=ANSWER_TIMEOUT)

    def _system_left(self) -> None:
        self._sleeps = False
        self._login_session = ""
        self._login_ends.clear()
        for why in (HINT, SEAT, REQUEST):
            self._lock(why, locked=False)

    def _login_owned(self, bus: Bus, owner: str) -> None:
        for end in self._login_ends:
            end()
        self._system_left()
        if owner:
            self._sleeps = True
            self._login_task = asyncio.get_running_loop().create_task(self._logged_in(bus), name="uncrick logind")

    async def _logged_in(self, bus: Bus) -> None:
        try:
            path, properties = await self._own_session(bus)
        except DesktopError as error:
            log.debug("%s", error)
            return
        self._login_session = path
        listen = partial(bus.listen, sender=LOGIN, path=path)
        self._login_ends = [
            listen(lambda _: self._lock(REQUEST, locked=True), interface=SESSION, member="Lock"),
            listen(lambda _: self._unlocked(), interface=SESSION, member="Unlock"),
            listen(self._session_changed, interface=PROPERTIES, member="PropertiesChanged"),
        ]
        self._session_says(properties)

    async def _own_session(self, bus: Bus) -> tuple[str, dict[str, Any]]:
        """Path and properties of the session that this desktop is; looked for, as a user service belongs to none."""
        paths: list[str] = []
        if os.environ.get("XDG_SESSION_ID"):
            with contextlib.suppress(DesktopError):
                got = await bus.call(LOGIN, LOGIN_PATH, MANAGER, "GetSession", "s", os.environ["XDG_SESSION_ID"])
                paths.append(got.args[0])
        sessions = (await bus.call(LOGIN, LOGIN_PATH, MANAGER, "ListSessions")).args[0]
        ours = sorted(
            (one for one in sessions if one[1] == os.getuid()), key=lambda one: not one[3]
        )  # with a seat first
        paths += [path for *_, path in ours]
        for path in paths:
            with contextlib.suppress(DesktopError):
                values = (await bus.call(LOGIN, path, PROPERTIES, "GetAll", "s", SESSION)).args[0]
                properties = {name: value for name, (_, value) in values.items()}
                if properties.get("State") != "closing":  # as one that a terminal multiplexer outlived
                    return path, properties
        raise DesktopError("No session", "logind knows no session of this person.")

    def _session_changed(self, signal: Signal) -> None:
        if signal.args[0] == SESSION:
            self._session_says({name: value for name, (_, value) in signal.args[1].items()})

    def _session_says(self, properties: dict[str, Any]) -> None:
        if "LockedHint" in properties:
            if not properties["LockedHint"]:
                self._lock(REQUEST, locked=False)
            self._lock(HINT, locked=bool(properties["LockedHint"]))
        if "Active" in properties:
            self._lock(SEAT, locked=not properties["Active"])

    def _unlocked(self) -> None:
        self._lock(REQUEST, locked=False)
        self._lock(HINT, locked=False)

    def _sleep_changed(self, signal: Signal) -> None:
        self._say(SleepBegan() if signal.args[0] else SleepEnded())
