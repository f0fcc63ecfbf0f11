"""Presence without a display: pretend Mutter, pretend screen savers, and servers that talk nonsense."""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("uncrick.platforms.linux.logind", reason="Linux alone has logind", exc_type=ImportError)

from desktop.desks import BusDesk, until
from uncrick.platforms.linux import x11
from uncrick.platforms.linux.dbus import DBUS, DBUS_PATH, Bus, Interface, Method
from uncrick.platforms.linux.idle.mutter import MUTTER, MUTTER_PATH
from uncrick.platforms.linux.presence import LinuxPresence
from uncrick.platforms.linux.screen_savers import SAVERS
from uncrick.platforms.linux.streams import Stream
from uncrick.ports import IdleSourceChanged, InputResumed, InputStopped, ScreenLocked, ScreenUnlocked, Sighting


@asynccontextmanager
async def presence(**options: Any) -> AsyncIterator[tuple[LinuxPresence, list[Sighting]]]:
    seen: list[Sighting] = []
    port = LinuxPresence(**options)
    await port.start(seen.append)
    try:
        yield port, seen
    finally:
        await port.stop()


async def appeared(name: str, path: str, interface: Interface) -> Bus:
    """A peer with that name and interface."""
    bus = await Bus.connect("session")
    bus.export(path, interface)
    await bus.call(DBUS, DBUS_PATH, DBUS, "RequestName", "su", name, 0)
    return bus


# ---------------------------------------------------------------- Mutter


class Mutter:
    """GNOME's idle monitor, with an idle time that the test sets."""

    def __init__(self) -> None:
        self.idle_ms = 0
        self.watches: dict[int, int] = {}  # id: milliseconds, 0 for an active watch
        self.made = 0
        self.bus: Bus | None = None

    async def appear(self) -> "Mutter":
        methods = {
            "AddIdleWatch": Method("t", "u", self.add),
            "AddUserActiveWatch": Method("", "u", lambda: self.add(0)),
            "RemoveWatch": Method("u", "", self.remove),
            "GetIdletime": Method("", "t", lambda: (self.idle_ms,)),
        }
        self.bus = await appeared(MUTTER, MUTTER_PATH, Interface(MUTTER, methods, signals={"WatchFired": "u"}))
        return self

    def add(self, milliseconds: int) -> tuple[Any, ...]:
        self.made += 1
        self.watches[self.made] = milliseconds
        if milliseconds and self.idle_ms >= milliseconds:
            asyncio.get_running_loop().call_soon(self.fire, self.made)
        return (self.made,)

    def remove(self, id_: int) -> tuple[Any, ...]:
        self.watches.pop(id_, None)
        return ()

    def fire(self, id_: int) -> None:
        assert self.bus is not None
        self.bus.emit(MUTTER_PATH, MUTTER, "WatchFired", id_)

    def idle_for(self, milliseconds: int) -> None:
        """Nobody typed for so long."""
        self.idle_ms = milliseconds
        for id_, threshold in list(self.watches.items()):
            if 0 < threshold <= milliseconds:
                self.fire(id_)

    def type(self) -> None:
        self.idle_ms = 0
        for id_, threshold in list(self.watches.items()):
            if threshold == 0:
                del self.watches[id_]
                self.fire(id_)


@pytest.fixture
async def mutter(bus_desk: BusDesk) -> AsyncIterator[Mutter]:
    port = await Mutter().appear()
    yield port
    assert port.bus is not None
    await port.bus.close()


async def test_mutter_is_asked_first(mutter: Mutter) -> None:
    async with presence() as (port, seen):
        assert seen == [IdleSourceChanged("Mutter")]
        assert port.describe()[0] == ("Idle", True, "Mutter")


async def test_a_silence_of_mutter_has_its_true_length(mutter: Mutter) -> None:
    async with presence() as (port, seen):
        port.watch(8)
        await until(lambda: 8000 in mutter.watches.values())
        mutter.idle_for(9500)
        await until(lambda: InputStopped(9.5) in seen)
        mutter.type()
        await until(lambda: InputResumed() in seen)
        mutter.idle_for(8000)
        await until(lambda: InputStopped(8.0) in seen)
        assert seen[1:] == [InputStopped(9.5), InputResumed(), InputStopped(8.0)]


async def test_a_new_watch_replaces_the_old_watch_of_mutter(mutter: Mutter) -> None:
    async with presence() as (port, seen):
        port.watch(8)
        await until(lambda: [*mutter.watches.values()] == [8000])
        mutter.idle_for(8000)
        await until(lambda: InputStopped(8.0) in seen)
        port.watch(60)
        await until(lambda: sorted(mutter.watches.values()) == [0, 60_000])
        mutter.idle_for(60_000)
        await until(lambda: InputStopped(60.0) in seen)
        assert sorted(mutter.watches.values()) == [0, 60_000]


async def test_input_between_signal_and_query_of_mutter_is_no_silence(mutter: Mutter) -> None:
    async with presence() as (port, seen):
        port.watch(8)
        await until(lambda: mutter.watches)
        mutter.idle_ms = 30
        mutter.fire(next(iter(mutter.watches)))
        await until(lambda: 0 in mutter.watches.values())
        mutter.type()
        mutter.idle_for(8000)
        await until(lambda: InputStopped(8.0) in seen)
        assert seen[1:] == [InputStopped(8.0)]


async def test_stopping_removes_the_watches(mutter: Mutter) -> None:
    async with presence() as (port, seen):
        port.watch(8)
        await until(lambda: mutter.watches)
        mutter.idle_for(8000)
        await until(lambda: InputStopped(8.0) in seen)  # so the ids of both watches have arrived
    await until(lambda: not mutter.watches)


async def test_a_mutter_that_dies_is_used_again_when_it_is_back(mutter: Mutter) -> None:
    async with presence(first_pause=0.01) as (port, seen):
        port.watch(8)
        assert mutter.bus is not None
        await mutter.bus.close()
        await until(lambda: seen[1:] == [IdleSourceChanged(None)])
        mutter.watches.clear()
        await mutter.appear()
        await until(lambda: seen[2:] == [IdleSourceChanged("Mutter")])
        await until(lambda: [*mutter.watches.values()] == [8000])


# ---------------------------------------------------------------- screen savers


class Saver:
    """A screen saver under one of the five names."""

    def __init__(self, name: str) -> None:
        self.name, self.active = name, False
        self.bus: Bus | None = None

    async def appear(self) -> "Saver":
        methods = {"GetActive": Method("", "b", lambda: (self.active,))}
        interface = Interface(self.name, methods, signals={"ActiveChanged": "b"})
        self.bus = await appeared(self.name, SAVERS[self.name], interface)
        return self

    def becomes(self, active: bool) -> None:
        assert self.bus is not None
        self.active = active
        self.bus.emit(SAVERS[self.name], self.name, "ActiveChanged", active)

    async def vanish(self) -> None:
        assert self.bus is not None
        await self.bus.close()


@pytest.mark.parametrize("name", SAVERS)
async def test_a_screen_saver_reports_its_lock(bus_desk: BusDesk, name: str) -> None:
    saver = await Saver(name).appear()
    async with presence() as (port, seen):
        assert ("Lock", True, name) in port.describe()
        saver.becomes(True)
        saver.becomes(True)
        saver.becomes(False)
        await until(lambda: seen[1:] == [ScreenLocked(), ScreenUnlocked()])
    await saver.vanish()


async def test_a_saver_that_is_active_already_is_reported_after_the_source(bus_desk: BusDesk) -> None:
    saver = Saver("org.xfce.ScreenSaver")
    saver.active = True
    await saver.appear()
    async with presence() as (_, seen):
        assert seen == [IdleSourceChanged(None), ScreenLocked()]
    await saver.vanish()


async def test_a_saver_that_exits_while_active_unlocks(bus_desk: BusDesk) -> None:
    saver = await Saver("org.mate.ScreenSaver").appear()
    async with presence() as (_, seen):
        saver.becomes(True)
        await until(lambda: seen[1:] == [ScreenLocked()])
        await saver.vanish()
        await until(lambda: seen[1:] == [ScreenLocked(), ScreenUnlocked()])


async def test_two_savers_are_one_lock_until_both_unlock(bus_desk: BusDesk) -> None:
    one_saver = await Saver("org.gnome.ScreenSaver").appear()
    other = await Saver("org.freedesktop.ScreenSaver").appear()
    async with presence() as (_, seen):
        one_saver.becomes(True)
        other.becomes(True)
        await until(lambda: seen[1:] == [ScreenLocked()])
        one_saver.becomes(False)
        other.becomes(False)
        await until(lambda: seen[1:] == [ScreenLocked(), ScreenUnlocked()])
    await one_saver.vanish()
    await other.vanish()


# ---------------------------------------------------------------- servers that are not what they seem


@asynccontextmanager
async def server(path: Path, answer: bytes) -> AsyncIterator[None]:
    """A socket that answers whatever comes with the same bytes and hangs up."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(answer)
        await writer.drain()
        writer.close()

    port = await asyncio.start_unix_server(talk, path)
    yield
    port.close()
    await port.wait_closed()


@pytest.mark.parametrize(
    "answer", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", struct.pack("=II", 1, 0), b"\xff" * 64, b"\1" + b"\0" * 31]
)
@pytest.mark.parametrize("variable", ["WAYLAND_DISPLAY", "DISPLAY"])
async def test_a_display_that_sends_nonsense_is_no_idle_source(
    bus_desk: BusDesk, monkeypatch: pytest.MonkeyPatch, answer: bytes, variable: str
) -> None:
    monkeypatch.setattr(Stream, "answer_timeout", 0.2)
    socket = bus_desk.folder / "run" / "s:9"  # DISPLAY may be the path of a socket
    monkeypatch.setenv(variable, str(socket))
    async with server(socket, answer), presence() as (_, seen):
        assert seen == [IdleSourceChanged(None)]


@pytest.mark.parametrize("display", ["", "nonsense", ":", ":x", ":99999", "localhost:40000", "/no/such:0"])
async def test_a_missing_display_is_no_idle_source(
    bus_desk: BusDesk, monkeypatch: pytest.MonkeyPatch, display: str
) -> None:
    monkeypatch.setenv("DISPLAY", display)
    async with presence() as (_, seen):
        assert seen == [IdleSourceChanged(None)]


def cookie_file(*entries: tuple[int, bytes, bytes, bytes, bytes]) -> bytes:
    data = b""
    for family, *fields in entries:
        data += struct.pack(">H", family) + b"".join(struct.pack(">H", len(port)) + port for port in fields)
    return data


MAGIC = b"MIT-MAGIC-COOKIE-1"


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([(256, b"here", b"0", MAGIC, b"zero"), (256, b"here", b"7", MAGIC, b"seven")], (MAGIC, b"seven")),
        ([(256, b"there", b"7", MAGIC, b"theirs"), (256, b"here", b"7", MAGIC, b"ours")], (MAGIC, b"ours")),
        ([(0xFFFF, b"", b"", MAGIC, b"any")], (MAGIC, b"any")),
        ([(0, b"\x7f\0\0\1", b"7", MAGIC, b"forwarded")], (MAGIC, b"forwarded")),
        ([(256, b"here", b"7", b"XDM-AUTHORIZATION-1", b"no")], (b"", b"")),
        ([], (b"", b"")),
    ],
)
def test_the_cookie_of_this_host_and_display_is_chosen(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    entries: list[tuple[int, bytes, bytes, bytes, bytes]],
    expected: tuple[bytes, bytes],
) -> None:
    path = tmp_path / "cookies"
    path.write_bytes(cookie_file(*entries) + b"\0\1")  # and a torn end
    monkeypatch.setenv("XAUTHORITY", str(path))
    monkeypatch.setattr(x11.socket, "gethostname", lambda: "here")
    assert x11.read_cookie("7") == expected


# ---------------------------------------------------------------- a silence that lasts when the source is met


class AtOnce:
    """A source that tells in the same breath of a silence that lasts already."""

    name = "at once"

    def __init__(self, stopped: Any, resumed: Any) -> None:
        self.stopped = stopped
        self.lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def open(self) -> None:
        pass

    def watch(self, seconds: float) -> None:
        self.stopped(600.0)

    def close(self) -> None:
        pass


async def test_a_silence_that_lasts_already_is_reported_after_the_source() -> None:
    made: list[AtOnce] = []

    def make(stopped: Any, resumed: Any) -> AtOnce:
        made.append(AtOnce(stopped, resumed))
        return made[-1]

    seen: list[Sighting] = []
    port = LinuxPresence(sources=lambda: [make], first_pause=0.01)
    port.watch(60)
    await port.start(seen.append)
    assert seen == [IdleSourceChanged("at once"), InputStopped(600.0)]
    made[0].lost.set_result(None)
    await until(lambda: len(seen) == 5, what="the new source")
    assert seen[2:] == [IdleSourceChanged(None), IdleSourceChanged("at once"), InputStopped(600.0)]
    await port.stop()
