"""What is fuzzed: every reader of what comes from outside, each with inputs of its own shape and what it may raise."""

import asyncio
import json
import os
import sqlite3
import struct
import tempfile
from collections.abc import Callable, Coroutine, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from jeepney import (
    DBusAddress,
    Endianness,
    Header,
    HeaderFields,
    Message,
    MessageType,
    new_method_call,
    new_signal,
)

from uncrick.app.simulation import trace
from uncrick.control import protocol
from uncrick.core.model.moment import Moment
from uncrick.core.scheduling import machine
from uncrick.core.scheduling.rules import Rules
from uncrick.errors import DesktopError, HistoryError, UncrickError, UnreadableError, WireError
from uncrick.platforms.linux import wayland, x11
from uncrick.platforms.linux.busy import dnd, pipewire, pulse, sway_windows
from uncrick.platforms.linux.busy.x11_windows import _Server as X11WindowsServer
from uncrick.platforms.linux.dbus.bus import Bus
from uncrick.platforms.linux.dbus.connection import DECODING_ERRORS
from uncrick.platforms.linux.dbus.objects import Interface, Method
from uncrick.platforms.linux.idle.wayland import WaylandIdle
from uncrick.platforms.linux.idle.xsync import X11Idle
from uncrick.settings import schema
from uncrick.settings.file import load as load_settings
from uncrick.storage import paths, profile_file, shipped_data, state_codec
from uncrick.storage.history.store import History
from uncrick.storage.plan import plan_file

ALL = 0xFFFFFFFF


class Draw:
    """Values drawn from the bytes of one input; when they are used up, zeros."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def bytes(self, most: int) -> bytes:
        """So many bytes, or those that are left."""
        part = self._data[self._at : self._at + most]
        self._at += len(part)
        return part

    def number(self, most: int) -> int:
        """A whole number from 0 to `most`."""
        size = max(1, (most.bit_length() + 7) // 8)
        return int.from_bytes(self.bytes(size), "little") % (most + 1)

    def flag(self) -> bool:
        """Yes or no."""
        return bool(self.number(1))

    def one(self, choices: Iterable[Any]) -> Any:
        """One of these."""
        listed = [*choices]
        return listed[self.number(len(listed) - 1)]

    def text(self, most: int) -> str:
        """Text of so many bytes at most."""
        return self.bytes(self.number(most)).decode("utf-8", "replace")

    def float(self) -> float:
        """Any float."""
        return float(struct.unpack("<d", self.bytes(8).ljust(8, b"\0"))[0])

    def value(self, depth: int = 0) -> Any:
        """Anything that JSON has."""
        kind = self.number(11)
        if kind == 10 and depth < 4:
            return [self.value(depth + 1) for _ in range(self.number(3))]
        if kind == 11 and depth < 4:
            return {self.text(6): self.value(depth + 1) for _ in range(self.number(3))}
        plain: list[Callable[[], Any]] = [
            lambda: self.number(2**64 - 1) - 2**63,
            self.float,
            lambda: self.text(20),
            lambda: self.one(TEXTS),
            lambda: self.one(NUMBERS),
            lambda: None,
            lambda: True,
        ]
        return plain[min(kind, 6)]()


TEXTS = (
    *("", "tomorrow", "2026-03-01T14:00:00+01:00", "2026-03-01T14:00", "2026-03-01", "fine", "hurt", "neck"),
    *("9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "\ud800", "\x1b[31m", "a" * 200),
)
NUMBERS = (0, -1, 1, 10080, 10081, 1e-320, 1e308, float("inf"), float("nan"), -0.0, 2**63, -(2**63), 10**400)

Reader = Callable[[Draw], None]


@dataclass(frozen=True)
class Target:
    """
    A reader.

    Attributes:
        read: lets it read one input.
        may_raise: what its contract allows.
    """

    read: Reader
    may_raise: tuple[type[BaseException], ...] = ()


# ---------------------------------------------------------------- text


def control(draw: Draw) -> None:
    """A line of the control socket."""
    if draw.flag():
        line = draw.bytes(4096)
    else:
        fields = {"v": 1, "id": 1, "do": draw.one(protocol.WORDS)}
        names = sorted({name for arguments in protocol.WORDS.values() for name in arguments})
        for _ in range(draw.number(4)):
            fields[draw.one((*names, *protocol.COMMON))] = draw.value()
        line = json.dumps(fields).encode()
    try:
        request = protocol.request_of(protocol.decode(line))
    except WireError as error:
        protocol.failed(None, error)
    else:
        protocol.ok(request.id)


class _File:
    """What stands in the place of every file that is read."""

    content = b""

    @classmethod
    def read(cls, _path: str, most: int) -> str:
        """As `paths.read` does."""
        try:
            return cls.content[:most].decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            raise UnreadableError("it is not UTF-8 text") from error


SETTING_VALUES = (
    *('"60m"', '"1h30m"', "5", "-1", "true", '["Mon-Fri 08:30-18:00"]', "1e999", "nan", "2026-01-01", "{a=1}"),
    *("99999999999999999999999", "'''\nx\n'''", "60m", "Mon-Fri", '["Mon-Fri 25:00-26:00"]', '"12 o\'clock"'),
)


def settings(draw: Draw) -> None:
    """A settings file: every fault is told, and nothing raises."""
    if draw.flag():
        _File.content = draw.bytes(3000)
    else:
        lines = []
        for _ in range(1 + draw.number(7)):
            setting = draw.one(schema.SETTINGS)
            table, _, key = setting.name.rpartition(".")
            value = draw.one(SETTING_VALUES) if draw.flag() else json.dumps(draw.text(20))
            lines += [f"[{table}]" if draw.flag() else "", f"{key} = {value}"]
        _File.content = "\n".join(lines).encode("utf-8", "replace")
    load_settings("/none/settings.toml", lambda exercise: 5 if exercise.startswith("n") else None)


CELLS = (
    "id",
    "name",
    "sets",
    "reps",
    "hold",
    "per day",
    "days",
    "until",
    "area",
    "notes",
    "stop",
    "chin_tuck",
    "1",
    "-5",
)
CELLS += ("daily", "Mon-Fri", "2027-01-31", '"', "sep=", "sep=;", "1e9", "\u202e", "=1+1", "Band row", "10", "neck")


def plan(draw: Draw) -> None:
    """A plan, as CSV or TOML: every fault is told, and nothing raises."""
    if draw.flag():
        _File.content = draw.bytes(3000)
    else:
        rows = [[draw.one(CELLS) for _ in range(draw.number(6))] for _ in range(draw.number(6))]
        _File.content = "\n".join(draw.one(",;\t").join(row) for row in rows).encode()
    found = plan_file.in_file(draw.one(("/none/plan.csv", "/none/plan.toml")), shipped_data.catalogue())
    for fault in found.faults:
        str(fault)


PROFILE = {"schema": 1, "conditions": [], "equipment": [], "place": "desk", "consents": [], "offers": 0, "cautions": 0}
PROFILE_KEYS = (*PROFILE, "home_session", "trains", "answered", "declined", "offered", "reminded", "renewed", "lacks")


def profile(draw: Draw) -> None:
    """A profile."""
    if draw.flag():
        text = draw.text(2000)
    else:
        fields: dict[str, Any] = dict(PROFILE)
        for _ in range(draw.number(5)):
            fields[draw.one(PROFILE_KEYS)] = draw.value()
        text = json.dumps(fields)
    stored = profile_file._parsed(text)
    profile_file.without_unknown_ids(stored, shipped_data.catalogue())
    profile_file._text(stored)
    stored.is_old(date(2026, 1, 1))


def lines_of_a_trace(draw: Draw) -> None:
    """A trace of `uncrick simulate`."""
    if draw.flag():
        lines = draw.text(2000).split("\n")
    else:
        lines, at = [], 0
        words = [*trace.SAID, *trace.SHOWN, *trace.TOLD, *trace.MACHINE]
        for _ in range(draw.number(6)):
            at += draw.number(4000)
            fields: dict[str, Any] = {"at": at if draw.number(9) else draw.value(), "do": draw.one(sorted(words))}
            for key in ("minutes", "by", "profile", "score", "exercise", "region", "start", "after"):
                if not draw.number(3):
                    fields[key] = draw.value()
            lines.append(json.dumps(fields))
    for _ in trace.read_trace(lines):
        pass


def _begun() -> str:
    rules = Rules(suggest=lambda occasion: None)  # type: ignore[arg-type, return-value]
    return state_codec.dumps(machine.begin(Moment(datetime(2026, 3, 2, 9, tzinfo=UTC), 0.0), rules))


def state(draw: Draw) -> None:
    """A saved state."""
    if draw.flag():
        text = draw.text(3000)
    else:
        whole = json.loads(_begun())
        for _ in range(draw.number(3)):
            whole["state"][draw.one(whole["state"])] = draw.value()
        if draw.flag():
            whole["sum"] = state_codec._sum(whole["state"])
        text = json.dumps(whole)
    state_codec.loads(text)


ROW = ("id", "2026-01-01T00:00:00.000000+00:00", None, "done", "cli", '[["neck_turn","Turn",5,40]]', None, "{}")


class _History:
    """A history of one row, which changes with every input."""

    folder = tempfile.TemporaryDirectory(prefix="fuzz-row-")
    path = os.path.join(folder.name, "history.db")
    connection: sqlite3.Connection | None = None

    @classmethod
    def with_row(cls, cells: list[Any]) -> str:
        """The path of the history, with this row alone in it."""
        if cls.connection is None:
            History.open(cls.path).shut()
            cls.connection = sqlite3.connect(cls.path, isolation_level=None)
            cls.connection.executescript("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;")
            cls.connection.execute("DROP TRIGGER records_stay")
        cls.connection.execute("DELETE FROM records")
        cls.connection.execute("INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?)", cells)
        return cls.path


def row(draw: Draw) -> None:
    """A row of the history, as another program may have left it."""
    cells: list[Any] = list(ROW)
    for _ in range(draw.number(3)):
        cells[draw.number(7)] = draw.one(
            [draw.number(2**63 - 1), draw.text(20), json.dumps(draw.value()), draw.bytes(9)]
        )
    if None in (cells[0], cells[1], cells[3], cells[4], cells[5], cells[7]):
        return
    history = History.read(_History.with_row(cells))
    try:
        list(history.records())
    finally:
        history.shut()


# ---------------------------------------------------------------- sockets


class Transport:
    """Swallows what is written."""

    def __init__(self) -> None:
        self._closing = False

    def write(self, data: bytes) -> None:
        """Swallow it."""

    def is_closing(self) -> bool:
        """Whether it was closed."""
        return self._closing

    def close(self) -> None:
        """No more comes."""
        self._closing = True

    abort = close


LOOP = asyncio.new_event_loop()


async def _fed(stream: Any, asked: Coroutine[Any, Any, object], messages: Iterable[Callable[[], bytes]]) -> None:
    """Ask something of a peer while it sends these messages and then hangs up."""
    transport = Transport()
    if stream._transport is None:
        stream.connection_made(transport)
    task = asyncio.ensure_future(asked)
    await asyncio.sleep(0)
    for message in messages:
        if transport.is_closing():
            break
        stream.data_received(message())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    stream.connection_lost(None)
    for _ in range(4):
        await asyncio.sleep(0)
    try:
        if not task.done():
            await asyncio.wait_for(task, 0.01)
        task.result()
    finally:
        task.cancel()


def _run(coroutine: Coroutine[Any, Any, object]) -> None:
    LOOP.run_until_complete(coroutine)


def _pulse_value(draw: Draw) -> bytes:
    kinds: list[Callable[[], bytes]] = [
        lambda: b"L" + struct.pack(">I", draw.one((0, 1, 2, 3, ALL, draw.number(ALL)))),
        lambda: b"t" + draw.bytes(8) + b"\0",
        lambda: draw.one((b"N", b"1", b"0")),
        lambda: b"Pta\0L" + struct.pack(">I", 4) + b"x" + struct.pack(">I", draw.number(8)) + draw.bytes(4) + b"N",
        lambda: draw.one((b"v", b"m")) + bytes([draw.number(40)]) + draw.bytes(8),
        lambda: b"x" + struct.pack(">I", draw.one((0, 4, ALL))) + draw.bytes(4),
        lambda: draw.bytes(4),
    ]
    return draw.one(kinds)()


def sound(draw: Draw) -> None:
    """A sound server."""

    def message() -> bytes:
        if not draw.number(5):
            return draw.bytes(64)
        payload = b"L" + struct.pack(">I", draw.one((0, 2, 2, 66, 8))) + b"L" + struct.pack(">I", draw.number(3))
        payload += b"".join(_pulse_value(draw) for _ in range(draw.one((0, 5, 9, 13, 26))))
        size = len(payload) if draw.number(9) else draw.number(ALL)
        return struct.pack(">IIIII", size, ALL, 0, 0, 0) + payload

    async def go() -> None:
        microphone, server = pulse.Microphone(), pulse._Server(lambda: None)
        microphone._server, microphone._product = server, "x"
        await _fed(server, microphone.look(0.0), [message] * (1 + draw.number(3)))

    _run(go())


def _pod(draw: Draw, depth: int = 0) -> bytes:
    kind = draw.number(5)
    if kind == 0:
        return pipewire._int(draw.one((0, 1, 2, 3, 5, draw.number(2**31 - 1))))
    if kind == 1:
        words = ("PipeWire:Interface:Node", "media.class", "Video/Source", "Stream/Input/Video", "media.role", "Camera")
        return pipewire._string(draw.one(words))
    if kind == 2 and depth < 3:
        return pipewire._struct(*(_pod(draw, depth + 1) for _ in range(draw.number(9))))
    if kind == 3:
        return struct.pack("<II", draw.one((0, 4, 8, ALL, ALL - 6)), draw.number(20)) + draw.bytes(8)
    if kind == 4:
        return pipewire._dictionary({"media.class": "Video/Source", "a": "b"})
    return draw.bytes(12)


def video(draw: Draw) -> None:
    """PipeWire."""

    async def go() -> None:
        wire = pipewire._Connection()

        def message() -> bytes:
            kind = draw.number(5)
            if kind == 0:
                return draw.bytes(64)
            node = (pipewire._int(7), pipewire._int(0), pipewire._string("PipeWire:Interface:Node"), pipewire._int(3))
            if kind == 1:
                object_, opcode, payload = 2, 0, pipewire._struct(*node, _pod(draw))
            elif kind == 2:
                pairs = pipewire._dictionary({"media.class": "Video/Source"})
                object_, opcode, payload = 2, 0, pipewire._struct(*node, pairs)
            elif kind == 3:
                object_, opcode, payload = 0, 1, pipewire._struct(pipewire._int(0), pipewire._int(wire._sequence))
            else:
                values = (_pod(draw) for _ in range(draw.number(9)))
                object_, opcode, payload = draw.number(3), draw.number(5), pipewire._struct(*values)
            return struct.pack("<IIII", object_, opcode << 24 | len(payload), 0, 0) + payload

        await _fed(wire, wire.video_nodes(), [message] * (1 + draw.number(5)))

    _run(go())


async def _reached(stream: Any, _path: str) -> str:
    stream.connection_made(Transport())
    return "0"


def compositor(draw: Draw) -> None:
    """A Wayland compositor, asked for idle times."""

    def message() -> bytes:
        kind = draw.number(6)
        if kind == 0:
            return draw.bytes(40)
        if kind < 3:
            name = draw.one((b"wl_seat", b"ext_idle_notifier_v1", b"org_kde_kwin_idle", draw.bytes(6))) + b"\0"
            head = struct.pack("=II", draw.number(5), draw.one((len(name), 0, ALL)))
            return wayland.message(2, 0, head + name + bytes(-len(name) % 4) + struct.pack("=I", draw.number(9)))
        if kind == 3:
            return wayland.message(draw.number(8), 0, struct.pack("=I", 1))
        if kind == 4:
            return wayland.message(draw.number(9), draw.number(2), b"")
        return wayland.message(draw.number(2), draw.number(1), draw.bytes(12))

    async def go() -> None:
        idle = WaylandIdle(lambda quiet: None, lambda: None, {})

        async def asked() -> None:
            await idle.open()
            idle.watch(8.0)

        await _fed(idle, asked(), [message] * (1 + draw.number(7)))

    _run(go())


def x_server(draw: Draw) -> None:
    """An X server, asked for idle times or for the window in front."""

    async def go() -> None:
        of_idle = draw.flag()
        server: Any = X11Idle(lambda quiet: None, lambda: None, {}) if of_idle else X11WindowsServer(lambda: None)

        def message() -> bytes:
            if server._setup is not None and draw.number(4):
                masks, counts = draw.one((0x1FFFFF, 0, 1)), draw.one((4, 0, 60000))
                body = struct.pack(
                    "=IIIIHHBBBBBBBBI", 0, 0x400000, masks, 0, counts, 65535, 1, 0, 0, 0, 32, 32, 8, 255, 0
                )
                body += b"xorg" + struct.pack("=I", 77) + draw.bytes(40)
                body += bytes(-len(body) % 4)
                return struct.pack("=BBHHH", draw.one((1, 1, 1, 0, 2)), draw.number(9), 11, 0, len(body) // 4) + body
            kind = draw.number(4)
            if kind == 0:
                return draw.bytes(64)
            if kind == 4:
                return struct.pack("=BBH", draw.one((84, 28, 35, 2, 83)), 0, 0) + draw.bytes(28).ljust(28, b"\0")
            counter = struct.pack("=IiIH", 9, 0, 0, 8) + b"IDLETIME" + bytes(2)
            extra = counter if kind == 1 else draw.bytes(draw.number(60))
            extra += bytes(-len(extra) % 4)
            fixed = struct.pack("=BBB", 1, 134, 83) if kind == 2 else struct.pack("=I", draw.one((1, 0, ALL)))
            status = draw.one((1, 1, 1, 0))
            head = struct.pack("=BBHI", status, draw.number(255), server._sequence, len(extra) // 4)
            return head + fixed.ljust(24, b"\0") + extra

        async def asked() -> None:
            await server.open()
            if of_idle:
                server.watch(8.0)
            else:
                await server.front()

        await _fed(server, asked(), [message] * (1 + draw.number(8)))

    _run(go())


def sway(draw: Draw) -> None:
    """sway, asked for the window in front."""

    def message() -> bytes:
        if draw.flag():
            return draw.bytes(80)
        payload = json.dumps(draw.value()).encode() if draw.flag() else draw.bytes(60)
        return b"i3-ipc" + struct.pack("=II", len(payload), draw.one((4, 0x80000003))) + payload

    async def go() -> None:
        windows, stream = sway_windows.SwayWindows(lambda: None), sway_windows._Sway(None)
        windows._requests = stream
        await _fed(stream, windows.front(), [message] * (1 + draw.number(2)))

    _run(go())


def dconf(draw: Draw) -> None:
    """dconf's file."""
    head = b"GVariant" + bytes(8) + struct.pack("<II", draw.one((0, 24, 32)), draw.one((48, 72, 120, 4096)))
    dnd.dconf_value(draw.one((b"", head)) + draw.bytes(2000), "/org/gnome/desktop/notifications/show-banners")


BODIES: Mapping[str, tuple[Any, ...]] = {
    "": (),
    "s": ("x",),
    "u": (7,),
    "us": (7, "done"),
    "uu": (7, 2),
    "as": (["a", "b"],),
    "v": (("u", 7),),
    "a{sv}": ({"a": ("s", "b")},),
    "ssss": ("a", "b", "c", "d"),
    "sss": ("org.x", "", ":1.5"),
    "aas": ([["a"]],),
    "t": (2**64 - 1,),
    "d": (float("nan"),),
    "ay": (b"abc",),
    "(iu)": ((-1, 1),),
    "av": ([("s", "x")],),
}


def bus(draw: Draw) -> None:
    """A message bus, after a right greeting."""

    def message() -> bytes:
        signature = draw.one(BODIES)
        body = BODIES[signature]
        kind = draw.number(4)
        if kind == 0:
            return draw.bytes(100)
        if kind == 1:
            member = draw.one(("NameOwnerChanged", "ActionInvoked", "Lock"))
            made = new_signal(DBusAddress("/x", interface="org.freedesktop.DBus"), member, signature or None, body)
        elif kind == 2:
            to = DBusAddress(
                draw.one(("/x", "/", "/y")), "org.y", draw.one(("org.x", "org.freedesktop.DBus.Properties"))
            )
            made = new_method_call(to, draw.one(("M", "Get", "GetAll", "Set", "Introspect")), signature or None, body)
        else:
            fields = {HeaderFields.reply_serial: draw.number(8), HeaderFields.error_name: "org.x.E"}
            answer = draw.one((MessageType.method_return, MessageType.error))
            made = Message(Header(Endianness.little, answer, 0, 1, 0, 1, fields), body)
            if signature:
                made.header.fields[HeaderFields.signature] = signature
        made.header.fields[HeaderFields.sender] = draw.one((":1.5", "org.freedesktop.DBus"))
        raw = bytearray(made.serialise(1))
        for _ in range(draw.one((0, 0, 1, 4))):
            raw[draw.number(len(raw) - 1)] = draw.number(255)
        return bytes(raw)

    async def go() -> None:
        asked = Bus()
        connection = asked._connection
        connection.connection_made(Transport())  # type: ignore[arg-type]
        connection._authenticator = None
        connection.authenticated.set_result(None)
        asked.export("/x", Interface("org.x", {"M": Method("s", "s", lambda text: (text,))}))
        for name in ("NameOwnerChanged", "ActionInvoked", "Lock"):
            asked.listen(lambda signal: None, member=name)
        await _fed(connection, asked.get("org.x", "/x", "org.x", "P"), [message] * (1 + draw.number(4)))

    _run(go())


GONE = (DesktopError, TimeoutError)
TARGETS: Mapping[str, Target] = {
    "control": Target(control),
    "bus": Target(bus, (*GONE, *DECODING_ERRORS)),
    "sound": Target(sound, GONE),
    "video": Target(video, GONE),
    "x_server": Target(x_server, (*GONE, struct.error)),
    "compositor": Target(compositor, GONE),
    "sway": Target(sway, GONE),
    "dconf": Target(dconf, (ValueError, IndexError, struct.error)),
    "settings": Target(settings),
    "row": Target(row, (HistoryError,)),
    "state": Target(state, (ValueError,)),
    "profile": Target(profile, (ValueError, RecursionError, UncrickError)),
    "plan": Target(plan),
    "trace": Target(lines_of_a_trace, (UncrickError,)),
}


def prepare() -> None:
    """Let the readers read what is drawn, and reach servers that are none."""
    asyncio.set_event_loop(LOOP)
    paths.read = _File.read
    wayland.connect_unix = _reached  # type: ignore[assignment]
    x11._connect_to_display = _reached
    x11.read_cookie = lambda _number, _session=None: (b"", b"")
    with suppress(KeyError):
        shipped_data.catalogue()
