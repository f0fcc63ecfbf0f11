"""Who on Linux knows when input stops: Mutter, the Wayland compositor or the X server, each asked without polling.

The Wayland and X11 clients speak just enough of their protocol for this. Each source is used once: open it, watch with
it, and when it is lost make another.
"""

import asyncio
import os
import struct
from collections.abc import Callable, Coroutine
from itertools import count
from typing import Any, Protocol

from uncrick.errors import DesktopError
from uncrick.platforms.linux.dbus import Bus, Reply, Signal
from uncrick.platforms.linux.streams import Closable, Stream, connected
from uncrick.platforms.linux.x11 import X11

MUTTER, MUTTER_PATH = "org.gnome.Mutter.IdleMonitor", "/org/gnome/Mutter/IdleMonitor/Core"


class IdleSource(Protocol):
    """
    Tells of silence.

    Attributes:
        name: for the person.
        lost: done when this source will tell nothing more.
    """

    name: str
    lost: asyncio.Future[None]

    async def open(self) -> None:
        """
        Begin.

        Raises:
            DesktopError: this source is not there.
        """

    def watch(self, seconds: float) -> None:
        """Tell of silence once it has lasted `seconds` (at once, if it has already), and of the input that ends it."""

    def close(self) -> None: ...


class _Source(Closable):
    """What the sources share: whom to tell, and whether the end of a silence is still owed."""

    def __init__(self, stopped: Callable[[float], None], resumed: Callable[[], None]) -> None:
        super().__init__()
        self._tell_stopped, self._tell_resumed = stopped, resumed
        self._silent = False

    def _stopped(self, quiet: float) -> None:
        self._silent = True
        self._tell_stopped(quiet)

    def _resumed(self) -> None:
        if self._silent:
            self._silent = False
            self._tell_resumed()


# ---------------------------------------------------------------- GNOME


class MutterIdle(_Source):
    """GNOME's own monitor, on X11 and on Wayland."""

    name = "Mutter"

    def __init__(self, stopped: Callable[[float], None], resumed: Callable[[], None], bus: Bus) -> None:
        super().__init__(stopped, resumed)
        self._bus = bus
        self._ends: list[Callable[[], None]] = []
        self._seconds = 0.0
        self._idle_watch = self._active_watch = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        owned = False

        def changed(owner: str) -> None:
            nonlocal owned
            owned = bool(owner)
            if not owned:
                self._end()

        self._ends = [
            self._bus.listen(self._fired, sender=MUTTER, path=MUTTER_PATH, interface=MUTTER, member="WatchFired"),
            await self._bus.watch_name(MUTTER, changed),
        ]
        if not owned:
            self.close()
            raise DesktopError("No idle source", "Mutter does not run here.")
        self._bus.lost.add_done_callback(self._end)

    def watch(self, seconds: float) -> None:
        self._seconds = seconds
        self._do(self._arm(seconds))

    def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        for end in self._ends:
            end()
        for watch in filter(None, (self._idle_watch, self._active_watch)):
            self._bus.call_without_reply(MUTTER, MUTTER_PATH, MUTTER, "RemoveWatch", "u", watch)
        self._idle_watch = self._active_watch = 0
        self._end()

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(self._try(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _try(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except DesktopError:  # then another source is looked for, or this one anew
            self._end()

    async def _arm(self, seconds: float) -> None:
        def armed(reply: Reply) -> None:
            old, self._idle_watch = self._idle_watch, reply.args[0]
            if old:
                self._bus.call_without_reply(MUTTER, MUTTER_PATH, MUTTER, "RemoveWatch", "u", old)

        await self._bus.call(MUTTER, MUTTER_PATH, MUTTER, "AddIdleWatch", "t", _milliseconds(seconds), on_reply=armed)

    async def _ask(self) -> None:
        def armed(reply: Reply) -> None:
            self._active_watch = reply.args[0]

        if not self._active_watch:
            await self._bus.call(MUTTER, MUTTER_PATH, MUTTER, "AddUserActiveWatch", on_reply=armed)
        quiet = (await self._bus.call(MUTTER, MUTTER_PATH, MUTTER, "GetIdletime")).args[0] / 1000
        if self._active_watch and quiet >= self._seconds - 0.1:  # else there was input meanwhile
            self._stopped(quiet)

    def _fired(self, signal: Signal) -> None:
        if signal.args[0] == self._idle_watch:
            self._do(self._ask())
        elif signal.args[0] == self._active_watch:  # Mutter removes it by itself
            self._active_watch = 0
            self._resumed()


# ---------------------------------------------------------------- Wayland


class WaylandIdle(_Source, Stream):
    """ext-idle-notify-v1, or org_kde_kwin_idle of older compositors."""

    name = "Wayland"

    DISPLAY, REGISTRY = 1, 2

    def __init__(self, stopped: Callable[[float], None], resumed: Callable[[], None]) -> None:
        super().__init__(stopped, resumed)
        self._ids = count(3)
        self._globals: dict[bytes, tuple[int, int]] = {}  # interface: name, version
        self._syncs: dict[int, asyncio.Future[bytes]] = {}
        self._notices: dict[int, float] = {}  # object: seconds of silence it stands for
        self._seat = self._manager = 0
        self._ask: Callable[[int, int], bytes] = lambda _id, _ms: b""
        self._seconds = 0.0
        self._since = 0.0  # loop time of the last input, while silent

    async def open(self) -> None:
        path = os.path.join(os.environ.get("XDG_RUNTIME_DIR", ""), os.environ.get("WAYLAND_DISPLAY") or "wayland-0")
        await connected(self, path)
        try:
            self._request(self.DISPLAY, 1, struct.pack("=I", self.REGISTRY))
            await self._sync()
            self._choose()
            await self._sync()
        except DesktopError:
            self.close()
            raise

    def watch(self, seconds: float) -> None:
        self._seconds = seconds
        loop = asyncio.get_running_loop()
        quiet = loop.time() - self._since
        if not self._silent:
            self._renew()
        elif quiet >= seconds:
            loop.call_soon(self._still, quiet)
        else:  # a new object counts from now on, not from the last input; the old one will tell of that
            self._notify(seconds, seconds - quiet)

    def _choose(self) -> None:
        """Take the best protocol that the compositor has."""
        if b"wl_seat" not in self._globals:
            raise DesktopError("No idle source", "The Wayland compositor has no seat.")
        self._seat = self._bind(b"wl_seat", 1)
        if b"ext_idle_notifier_v1" in self._globals:
            version = min(2, self._globals[b"ext_idle_notifier_v1"][1])
            self._manager = self._bind(b"ext_idle_notifier_v1", version)
            opcode = version  # version 2 added the request that a playing film does not hold up
            self._ask = lambda id_, ms: self._packed(opcode, id_, ms, self._seat)
            self.name = f"Wayland (ext-idle-notify-v1, version {version})"
        elif b"org_kde_kwin_idle" in self._globals:
            self._manager = self._bind(b"org_kde_kwin_idle", 1)
            self._ask = lambda id_, ms: self._packed(0, id_, self._seat, ms)
            self.name = "Wayland (org_kde_kwin_idle)"
        else:
            raise DesktopError("No idle source", "The Wayland compositor has no protocol for it.")

    def _packed(self, opcode: int, *args: int) -> bytes:
        return _request(self._manager, opcode, struct.pack("=III", *args))

    def _notify(self, stands_for: float, seconds: float) -> None:
        id_ = next(self._ids)
        self._notices[id_] = stands_for
        self._write(self._ask(id_, _milliseconds(seconds)))

    def _renew(self) -> None:
        """One object for the present number of seconds, and no other."""
        for id_ in self._notices:
            self._request(id_, 0)
        self._notices.clear()
        self._notify(self._seconds, self._seconds)

    def _still(self, quiet: float) -> None:
        if self._silent:
            self._stopped(quiet)

    def _event(self, id_: int, opcode: int) -> None:
        if opcode == 0:
            quiet = self._notices[id_]
            self._since = asyncio.get_running_loop().time() - quiet
            self._stopped(quiet)
        elif opcode == 1:
            owed = self._silent
            if [*self._notices.values()] != [self._seconds]:
                self._renew()
            if owed:
                self._resumed()

    # ------------------------------------------------------------ the wire

    def _cut(self) -> int:
        object_, word = struct.unpack_from("=II", self._held)
        size, opcode = word >> 16, word & 0xFFFF
        if size < 8:
            raise ValueError(size)
        if len(self._held) < size:
            return 0
        args = bytes(self._held[8:size])
        if object_ == self.REGISTRY and opcode == 0:
            name, length = struct.unpack_from("=II", args)
            (version,) = struct.unpack_from("=I", args, 8 + length + -length % 4)
            self._globals[args[8 : 8 + length - 1]] = name, version
        elif object_ == self.REGISTRY and opcode == 1:
            self._removed(*struct.unpack("=I", args))
        elif object_ == self.DISPLAY and opcode == 0:
            raise ValueError(args)  # a protocol error; the compositor hangs up
        elif object_ in self._syncs:
            done = self._syncs.pop(object_)
            if not done.done():
                done.set_result(args)
        elif object_ in self._notices:
            self._event(object_, opcode)
        return int(size)

    def _removed(self, name: int) -> None:
        """Without its seat or its manager an object says nothing more."""
        gone = [interface for interface, (other, _) in self._globals.items() if other == name]
        for interface in gone:
            del self._globals[interface]
            if interface in (b"wl_seat", b"ext_idle_notifier_v1", b"org_kde_kwin_idle"):
                self.close()

    def _request(self, object_: int, opcode: int, args: bytes = b"") -> None:
        self._write(_request(object_, opcode, args))

    async def _sync(self) -> None:
        id_ = next(self._ids)
        future = self._syncs[id_] = asyncio.get_running_loop().create_future()
        self._request(self.DISPLAY, 0, struct.pack("=I", id_))
        await self._answer(future)

    def _bind(self, interface: bytes, version: int) -> int:
        id_, text = next(self._ids), interface + b"\0"
        name = struct.pack("=II", self._globals[interface][0], len(text)) + text + bytes(-len(text) % 4)
        self._request(self.REGISTRY, 0, name + struct.pack("=II", version, id_))
        return id_


def _request(object_: int, opcode: int, args: bytes) -> bytes:
    return struct.pack("=II", object_, (8 + len(args)) << 16 | opcode) + args


# ---------------------------------------------------------------- X11


class X11Idle(_Source, X11):
    """Alarms on the IDLETIME counter of the X server's SYNC extension."""

    name = "X11 (XSync)"

    POSITIVE, NEGATIVE = 2, 3  # comparisons: at least, at most
    ALARM_NOTIFY, ACTIVE = 1, 0  # an event, after the extension's first; a state in it

    def __init__(self, stopped: Callable[[float], None], resumed: Callable[[], None]) -> None:
        super().__init__(stopped, resumed)
        self._opcode = self._first_event = self._counter = 0
        self._stop_alarm = self._resume_alarm = 0
        self._seconds = 0.0

    async def open(self) -> None:
        await self.connect()
        try:
            extension = await self._call(98, 0, struct.pack("=HH", 4, 0) + b"SYNC")
            present, self._opcode, self._first_event = struct.unpack_from("=BBB", extension, 8)
            if not present:
                raise DesktopError("No idle source", "The X server has no SYNC extension.")
            await self._call(self._opcode, 0, struct.pack("=BBH", 3, 1, 0))
            self._counter = _idletime(await self._call(self._opcode, 1))
        except (DesktopError, struct.error) as error:
            self.close()
            raise DesktopError("No idle source", f"The X server does not help: {error}") from error

    def watch(self, seconds: float) -> None:
        self._seconds = seconds
        self._drop(self._stop_alarm)
        self._stop_alarm = self._alarm(self.POSITIVE, _milliseconds(seconds))

    def _happened(self, event: bytes) -> None:
        alarm, high, low = struct.unpack_from("=IiI", event, 4)
        if event[0] & 0x7F == self._first_event + self.ALARM_NOTIFY and event[28] != 2:  # 2: destroyed
            self._rang(alarm, (high << 32) | low)

    def _rang(self, alarm: int, quiet: int) -> None:
        if alarm == self._stop_alarm:
            self._drop(alarm)
            self._stop_alarm = 0
            if not self._resume_alarm:
                self._resume_alarm = self._alarm(self.NEGATIVE, quiet - 1)
            self._stopped(quiet / 1000)
        elif alarm == self._resume_alarm:
            self._drop(alarm)
            self._resume_alarm = 0
            if not self._stop_alarm:
                self.watch(self._seconds)
            self._resumed()

    def _alarm(self, test: int, milliseconds: int) -> int:
        """An alarm that rings once (its delta is 0), at once if the counter is there already."""
        id_ = self._new_id()
        values = struct.pack("=IIiIIiII", self._counter, 0, *_halves(milliseconds), test, *_halves(0), 1)
        self._write_request(self._opcode, 8, struct.pack("=II", id_, 0x3F) + values)
        return id_

    def _drop(self, alarm: int) -> None:
        if alarm:
            self._write_request(self._opcode, 11, struct.pack("=I", alarm))


def _idletime(answer: bytes) -> int:
    """The counter's number, from the list of all counters."""
    (number,) = struct.unpack_from("=I", answer, 8)
    at = 32
    for _ in range(number):
        counter, _, _, length = struct.unpack_from("=IiIH", answer, at)
        if answer[at + 14 : at + 14 + length] == b"IDLETIME":
            return int(counter)
        at += 14 + length + -(14 + length) % 4
    raise DesktopError("No idle source", "The X server does not count idle time.")


def _halves(number: int) -> tuple[int, int]:
    return number >> 32, number & 0xFFFFFFFF


def _milliseconds(seconds: float) -> int:
    return max(1, round(seconds * 1000))
