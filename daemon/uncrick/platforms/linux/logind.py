"""systemd-logind on the system bus: lock, the change to another session, and sleep (org.freedesktop.login1(5))."""

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import Callable
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


class Logind:
    """
    Watches the person's own session, and sleep.

    Args:
        lock_changed: gets HINT, SEAT or REQUEST, and whether the screen is locked for that reason.
        sleep_changed: gets True when the machine is about to sleep, False when it woke.
    Attributes:
        session: the object path of the session, "" while none is known.
        tells_sleep: logind runs, so that sleep is reported.
    """

    def __init__(self, lock_changed: Callable[[str, bool], None], sleep_changed: Callable[[bool], None]) -> None:
        self.session = ""
        self.tells_sleep = False
        self._lock_changed, self._sleep_changed = lock_changed, sleep_changed
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

    async def stop(self) -> None:
        """Stop looking for the session, and forget it."""
        if self._finding is not None:
            self._finding.cancel()
            await asyncio.wait([self._finding])
        self._subscriptions.clear()

    def disconnected(self) -> None:
        """The connection is gone: nothing is locked as far as logind goes."""
        self.tells_sleep = False
        self.session = ""
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
        self.session = path
        listen = partial(bus.listen, sender=LOGIN, path=path)
        self._subscriptions = [
            listen(lambda _signal: self._lock_changed(REQUEST, True), interface=SESSION, member="Lock"),
            listen(lambda _signal: self._unlocked(), interface=SESSION, member="Unlock"),
            listen(self._properties_changed, interface=PROPERTIES, member="PropertiesChanged"),
        ]
        self._read(properties)

    async def _own_session(self, bus: Bus) -> tuple[str, dict[str, Any]]:
        """
        Path and properties of the session of this desktop. A user service belongs to none, so it is looked for.

        Raises:
            DesktopError: logind knows no session of this person that is not closing.
        """
        paths: list[str] = []
        if os.environ.get("XDG_SESSION_ID"):
            with contextlib.suppress(DesktopError):
                reply = await bus.call(LOGIN, LOGIN_PATH, MANAGER, "GetSession", "s", os.environ["XDG_SESSION_ID"])
                paths.append(reply.args[0])
        sessions = (await bus.call(LOGIN, LOGIN_PATH, MANAGER, "ListSessions")).args[0]
        ours = [(seat, path) for _id, user_id, _name, seat, path in sessions if user_id == os.getuid()]
        paths += [path for _seat, path in sorted(ours, key=lambda session: not session[0])]  # those with a seat first
        for path in paths:
            with contextlib.suppress(DesktopError):
                values = (await bus.call(LOGIN, path, PROPERTIES, "GetAll", "s", SESSION)).args[0]
                properties = {name: value for name, (_type, value) in values.items()}
                if properties.get("State") != "closing":  # as one that a terminal multiplexer outlived
                    return path, properties
        raise DesktopError("No session", "logind knows no session of this person.")

    def _properties_changed(self, signal: Signal) -> None:
        if signal.args[0] == SESSION:
            self._read({name: value for name, (_type, value) in signal.args[1].items()})

    def _read(self, properties: dict[str, Any]) -> None:
        if "LockedHint" in properties:
            if not properties["LockedHint"]:
                self._lock_changed(REQUEST, False)
            self._lock_changed(HINT, bool(properties["LockedHint"]))
        if "Active" in properties:
            self._lock_changed(SEAT, not properties["Active"])

    def _unlocked(self) -> None:
        self._lock_changed(REQUEST, False)
        self._lock_changed(HINT, False)
