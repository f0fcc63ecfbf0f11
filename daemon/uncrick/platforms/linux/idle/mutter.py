"""GNOME's idle monitor, on X11 and on Wayland: the D-Bus interface org.gnome.Mutter.IdleMonitor of Mutter."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from uncrick.errors import DesktopError
from uncrick.platforms.linux.dbus import Bus, Reply, Signal
from uncrick.platforms.linux.idle.source import ReportingSource, milliseconds

MUTTER, MUTTER_PATH = "org.gnome.Mutter.IdleMonitor", "/org/gnome/Mutter/IdleMonitor/Core"


class MutterIdle(ReportingSource):
    """Asks Mutter for one idle watch and, while a silence lasts, for one watch of the next input."""

    name = "Mutter"

    def __init__(self, stopped: Callable[[float], None], resumed: Callable[[], None], bus: Bus) -> None:
        super().__init__(stopped, resumed)
        self._bus = bus
        self._subscriptions: list[Callable[[], None]] = []  # what ends each
        self._seconds = 0.0
        self._idle_watch = self._active_watch = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        running = False

        def owner_changed(owner: str) -> None:
            nonlocal running
            running = bool(owner)
            if not running:
                self._end()

        self._subscriptions = [
            self._bus.listen(self._watch_fired, sender=MUTTER, path=MUTTER_PATH, interface=MUTTER, member="WatchFired"),
            await self._bus.watch_name(MUTTER, owner_changed),
        ]
        if not running:
            self.close()
            raise DesktopError("No idle source", "Mutter does not run here.")
        self._bus.lost.add_done_callback(self._end)

    def watch(self, seconds: float) -> None:
        self._seconds = seconds
        self._run(self._add_idle_watch(seconds))

    def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        for unsubscribe in self._subscriptions:
            unsubscribe()
        for watch in filter(None, (self._idle_watch, self._active_watch)):
            self._bus.call_without_reply(MUTTER, MUTTER_PATH, MUTTER, "RemoveWatch", "u", watch)
        self._idle_watch = self._active_watch = 0
        self._end()

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(self._end_on_error(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _end_on_error(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except DesktopError:  # presence will look for another source, or open this one again
            self._end()

    async def _add_idle_watch(self, seconds: float) -> None:
        def added(reply: Reply) -> None:
            old, self._idle_watch = self._idle_watch, reply.args[0]
            if old:
                self._bus.call_without_reply(MUTTER, MUTTER_PATH, MUTTER, "RemoveWatch", "u", old)

        await self._bus.call(MUTTER, MUTTER_PATH, MUTTER, "AddIdleWatch", "t", milliseconds(seconds), on_reply=added)

    async def _report_idle_time(self) -> None:
        def added(reply: Reply) -> None:
            self._active_watch = reply.args[0]

        if not self._active_watch:
            await self._bus.call(MUTTER, MUTTER_PATH, MUTTER, "AddUserActiveWatch", on_reply=added)
        quiet = (await self._bus.call(MUTTER, MUTTER_PATH, MUTTER, "GetIdletime")).args[0] / 1000
        if self._active_watch and quiet >= self._seconds - 0.1:  # else there was input since the watch fired
            self._stopped(quiet)

    def _watch_fired(self, signal: Signal) -> None:
        if signal.args[0] == self._idle_watch:
            self._run(self._report_idle_time())
        elif signal.args[0] == self._active_watch:  # Mutter removes it by itself
            self._active_watch = 0
            self._resumed()
