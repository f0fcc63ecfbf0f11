"""systemd-logind on the system bus: lock, the change to another session, and sleep (org.freedesktop.login1(5))."""

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from functools import partial
from typing import Any

from uncrick.errors import DesktopError
from uncrick.platforms.linux.dbus import ANSWER_TIMEOUT, PROPERTIES, Bus, Signal

if sys.platform == "win32":
    raise ImportError("no logind on Windows")

log = logging.getLogger(__name__)

LOGIN, LOGIN_PATH = "org.freedesktop.login1", "/org/freedesktop/login1"
MANAGER, SESSION = f"{LOGIN}.Manager", f"{LOGIN}.Session"

# Why the screen counts as locked
HINT, SEAT, REQUEST = "logind's LockedHint", "another session at this seat", "logind's Lock"


GRAPHICAL = ("x11", "wayland", "mir")


class Logind:
    """
    Watches the person's own session, and sleep.

    Args:
        lock_changed: gets HINT, SEAT or REQUEST, and whether the screen is locked for that reason.
        sleep_changed: gets True when the machine is about to sleep, False when it woke.
        others_used: gets whether another session of the same person, which is not heard, is in use.
    Attributes:
        session: the object path of the session, "" while none is known.
        tells_sleep: logind runs, so that sleep is reported.
        used: another session of the same person, which is not heard, is in use.
    """

    def __init__(
        self,
        lock_changed: Callable[[str, bool], None],
        sleep_changed: Callable[[bool], None],
        others_used: Callable[[bool], None],
    ) -> None:
        self.session = ""
        self.tells_sleep = False
        self.used = False
        self._heard: set[str] = set()  # ids of the other sessions whose input is heard
        self._bus: Bus | None = None
        self._lock_changed, self._sleep_changed, self._others_used = lock_changed, sleep_changed, others_used
        self._seat = ""
        self._is_active, self._is_locked = True, False
        self._looking: asyncio.Task[None] | None = None
        self._look_again = False
        self._subscriptions: list[Callable[[], None]] = []  # to signals of the session: what ends each
        self._finding: asyncio.Task[None] | None = None

    async def start(self, bus: Bus) -> None:
        """Listen on a new connection; waits a moment until the session is found."""
        bus.listen(
            lambda signal: self._sleep_changed(bool(signal.args[0])),
            sender=LOGIN,
            path=LOGIN_PATH,
            interface=MANAGER,
            member="PrepareForSleep",
        )
        await bus.watch_name(LOGIN, partial(self._owner_changed, bus))
        if self._finding is not None:
            await asyncio.wait([self._finding], timeout=ANSWER_TIMEOUT)

    def hears(self, sessions: set[str]) -> None:
        """The input of these is heard, by their ids, so that nothing needs to be said of them."""
        self._heard = sessions
        if self._bus is not None:
            self._look(self._bus)

    async def stop(self) -> None:
        """Stop looking for the session, and forget it."""
        for task in (self._finding, self._looking):
            if task is not None:
                task.cancel()
                await asyncio.wait([task])
        self._subscriptions.clear()

    def disconnected(self) -> None:
        """The connection is gone: nothing is locked as far as logind goes."""
        self.tells_sleep = False
        self.session = ""
        self._is_active, self._is_locked, self._bus = True, False, None
        self._tell_used(False)
        self._subscriptions.clear()
        for reason in (HINT, SEAT, REQUEST):
            self._lock_changed(reason, False)

    def _owner_changed(self, bus: Bus, owner: str) -> None:
        for unsubscribe in self._subscriptions:
            unsubscribe()
        self.disconnected()
        if owner:
            self.tells_sleep = True
            self._finding = asyncio.get_running_loop().create_task(self._watch_session(bus), name="uncrick logind")

    async def _watch_session(self, bus: Bus) -> None:
        try:
            path, properties = await self._own_session(bus)
        except DesktopError as error:
            log.debug("%s", error)
            return
        self.session, self._bus = path, bus
        listen = partial(bus.listen, sender=LOGIN, path=path)
        self._subscriptions = [
            listen(lambda _signal: self._lock_changed(REQUEST, True), interface=SESSION, member="Lock"),
            listen(lambda _signal: self._unlocked(), interface=SESSION, member="Unlock"),
            listen(self._properties_changed, interface=PROPERTIES, member="PropertiesChanged"),
        ]
        manager = partial(bus.listen, sender=LOGIN, path=LOGIN_PATH, interface=MANAGER)
        self._subscriptions += [
            manager(lambda _signal: self._look(bus), member=member) for member in ("SessionNew", "SessionRemoved")
        ]
        changed = partial(bus.listen, sender=LOGIN, interface=PROPERTIES, member="PropertiesChanged")
        self._subscriptions.append(changed(lambda signal: self._changed_somewhere(bus, signal)))
        self._seat = properties.get("Seat", ("", ""))[0]
        self._read(properties)
        await self._look_at_others(bus)

    async def _own_session(self, bus: Bus) -> tuple[str, dict[str, Any]]:
        """
        Path and properties of the session of this desktop. A user service belongs to none, so it is looked for.

        Raises:
            DesktopError: logind knows no session of this person that is not closing.
        """
        paths: list[str] = []
        by_id = ""
        if os.environ.get("XDG_SESSION_ID"):
            with contextlib.suppress(DesktopError):
                reply = await bus.call(LOGIN, LOGIN_PATH, MANAGER, "GetSession", "s", os.environ["XDG_SESSION_ID"])
                paths.append(by_id := reply.args[0])
        sessions = (await bus.call(LOGIN, LOGIN_PATH, MANAGER, "ListSessions")).args[0]
        ours = [(seat, path) for _id, user_id, _name, seat, path in sessions if user_id == os.getuid()]
        paths += [path for _seat, path in sorted(ours, key=lambda session: not session[0])]  # those with a seat first
        first: tuple[str, dict[str, Any]] | None = None
        for path in paths:
            with contextlib.suppress(DesktopError):
                values = (await bus.call(LOGIN, path, PROPERTIES, "GetAll", "s", SESSION)).args[0]
                properties = {name: value for name, (_type, value) in values.items()}
                if properties.get("State") == "closing":  # as one that a terminal multiplexer outlived
                    continue
                if path == by_id or _is_on_our_display(properties):
                    return path, properties
                first = first or (path, properties)
        if first is not None:
            return first
        raise DesktopError("No session", "logind knows no session of this person.")

    # ------------------------------------------------------------ other sessions of the same person

    def _changed_somewhere(self, bus: Bus, signal: Signal) -> None:
        if signal.args[0] == SESSION and ("Active" in signal.args[1] or "IdleHint" in signal.args[1]):
            self._look(bus)

    def _look(self, bus: Bus) -> None:
        """Look at the other sessions, once more if a look is on."""
        self._look_again = self._looking is not None and not self._looking.done()
        if not self._look_again:
            self._looking = asyncio.get_running_loop().create_task(self._keep_looking(bus), name="uncrick sessions")

    async def _keep_looking(self, bus: Bus) -> None:
        self._look_again = True
        while self._look_again:
            self._look_again = False
            await self._look_at_others(bus)

    async def _look_at_others(self, bus: Bus) -> None:
        """Whether another session of this person is used; one at our seat in front of ours is no lock of the screen."""
        others = [session async for session in self._others(bus)]
        in_front = any(_in_front(other, self._seat) for other in others)
        self._tell_used(any(self._is_used(other) for other in others))
        self._lock_changed(SEAT, not self._is_active and not in_front)

    async def _others(self, bus: Bus) -> AsyncIterator[dict[str, Any]]:
        try:
            sessions = (await bus.call(LOGIN, LOGIN_PATH, MANAGER, "ListSessions")).args[0]
        except DesktopError:
            return
        for _id, user_id, _name, _seat, path in sessions:
            if user_id == os.getuid() and path != self.session:
                with contextlib.suppress(DesktopError):
                    values = (await bus.call(LOGIN, path, PROPERTIES, "GetAll", "s", SESSION)).args[0]
                    yield {name: value for name, (_type, value) in values.items()}

    def _is_used(self, other: Mapping[str, Any]) -> bool:
        """Whether there is input in it, as far as logind knows: some desktops never say that they are idle."""
        graphical = other.get("Class") == "user" and other.get("Type") in GRAPHICAL and other.get("State") != "closing"
        tells = bool(other.get("IdleSinceHint")) or _in_front(other, self._seat)
        used = bool(other.get("Active")) and not other.get("IdleHint")
        return graphical and used and tells and other.get("Id") not in self._heard

    def _tell_used(self, used: bool) -> None:
        if used != self.used:
            self.used = used
            self._others_used(used)

    # ------------------------------------------------------------ our own

    def _properties_changed(self, signal: Signal) -> None:
        if signal.args[0] == SESSION:
            self._read({name: value for name, (_type, value) in signal.args[1].items()})

    def _read(self, properties: dict[str, Any]) -> None:
        if "LockedHint" in properties:
            if not properties["LockedHint"]:
                self._lock_changed(REQUEST, False)
            self._is_locked = bool(properties["LockedHint"])
            self._lock_changed(HINT, self._is_locked)
        if "Active" in properties:
            self._is_active = bool(properties["Active"])
            # Whose session is in front instead takes a look; a screen that is locked stays so meanwhile.
            if self._is_active or self._is_locked:
                self._lock_changed(SEAT, not self._is_active)

    def _unlocked(self) -> None:
        self._lock_changed(REQUEST, False)
        self._lock_changed(HINT, False)


def _is_on_our_display(properties: Mapping[str, Any]) -> bool:
    """Whether a session, of several of one person, is the one whose display we have."""
    if os.environ.get("WAYLAND_DISPLAY"):
        return properties.get("Type") == "wayland" and bool(properties.get("Active"))
    display = properties.get("Display")
    return bool(display) and display == os.environ.get("DISPLAY")


def _in_front(other: Mapping[str, Any], seat: str) -> bool:
    """Whether it is the one on the screen of that seat."""
    return bool(seat) and bool(other.get("Active")) and other.get("Seat", ("", ""))[0] == seat
