"""The programs that record from a microphone, as PulseAudio knows them, or PipeWire in its place.

A client of PulseAudio's native protocol over its Unix socket (PROTOCOL and pulsecore/native-common.h of its source),
just enough to subscribe to recording streams, list them, and ask of a source whether it is the monitor of a sink. The
connection stays open: it costs nothing while nobody begins or ends a recording, and no process is started.
"""

import asyncio
import os
import struct
from collections.abc import Callable, Iterator
from typing import Any

from uncrick.core.model.text import N_, _
from uncrick.errors import DesktopError
from uncrick.platforms.common.backoff import FIRST_PAUSE, LONGEST_PAUSE, SHORT_LIFE
from uncrick.platforms.common.busy.probe import Probe, ProbeResult, UnavailableError
from uncrick.platforms.linux.busy.devices import recorders
from uncrick.platforms.linux.streams import Stream

ANSWER_TIMEOUT = 1.0  # seconds
HEADER, LONGEST_PACKET = 20, 1 << 20  # bytes
VERSION = 19  # of the protocol: the first that has whether a stream is corked
CONTROL = 0xFFFFFFFF  # the channel of packets that carry commands
NONE = 0xFFFFFFFF  # an index that means: nothing
ERROR, REPLY, AUTH, SET_NAME, GET_SERVER, GET_SOURCE, LIST_OUTPUTS, SUBSCRIBE, EVENT = 0, 2, 8, 9, 20, 23, 32, 35, 66
SOURCE_OUTPUTS = 0x08  # the mask of a subscription to recording streams
# One recording stream: index, name, module, client, source, format, channels, two latencies, resampler, driver,
# properties, corked. And the field of a source that names the sink of which it is the monitor.
WIDTH, CLIENT, SOURCE, RESAMPLER, PROPERTIES, CORKED = 13, 3, 4, 9, 11, 12
MONITOR_OF = 8
NAMES = ("application.process.binary", "application.id", "application.name")


class Microphone(Probe):
    """A recording stream that is not corked, and that records more than what the speakers play."""

    name, reason = N_("Microphone"), "call"

    def __init__(self) -> None:
        super().__init__()
        self._server: _Server | None = None
        self._product = ""
        self._connected_at, self._pause = -SHORT_LIFE, 0.0  # loop time and seconds

    async def look(self, quiet: float) -> ProbeResult:
        """Ask the sound server; one that is not there is tried again with the next look."""
        server = self._server
        if server is None or server.lost.done():
            try:
                server = await self._connect()
            except UnavailableError:
                return ProbeResult(N_("ALSA, as no sound server answers"), recorders())
        monitors: dict[int, bool] = {}
        users: list[str] = []
        for stream in await server.outputs():
            source = stream[SOURCE]
            if stream[CORKED] or NONE in (stream[CLIENT], source) or not _may_be_speech(stream):
                continue
            if source not in monitors:
                monitors[source] = await server.is_monitor(source)
            if not monitors[source]:
                properties = stream[PROPERTIES]
                users.append(next((properties[key] for key in NAMES if properties.get(key)), ""))
        return ProbeResult(self._product, tuple(users), notifies=True)

    async def stop(self) -> None:
        """Close the connection."""
        if self._server is not None:
            self._server.close()
            self._server = None

    async def _connect(self) -> "_Server":
        now = asyncio.get_running_loop().time()
        if now < self._connected_at + self._pause:
            raise UnavailableError(_("no sound server answers: {error}", error=_("it closed the connection")))
        short = now < self._connected_at + SHORT_LIFE
        self._pause = min(max(FIRST_PAUSE, self._pause * 2), LONGEST_PAUSE) if short else 0.0
        self._connected_at = now
        server = _Server(self.changed)
        try:
            self._product = await server.open()
        except (OSError, TimeoutError, DesktopError, LookupError, TypeError) as error:
            server.close()
            raise UnavailableError(_("no sound server answers: {error}", error=error)) from error
        self._server = server
        return server


def _may_be_speech(stream: list[Any]) -> bool:
    """Whether a stream is neither a level meter nor an internal link of the sound server."""
    properties = stream[PROPERTIES]
    meter = stream[RESAMPLER] == "peaks" or properties.get("resample.peaks") == "true"
    return not meter and "node.link-group" not in properties


class _Server(Stream):
    """One connection to a sound server."""

    def __init__(self, changed: Callable[[], None]) -> None:
        super().__init__()
        self._changed = changed
        self._subscribed = False
        self._tag = 0
        self._waiting: dict[int, asyncio.Future[list[Any]]] = {}

    async def open(self) -> str:
        """Connect and subscribe; returns the name of the product."""
        async with asyncio.timeout(ANSWER_TIMEOUT):
            await asyncio.get_running_loop().create_unix_connection(lambda: self, _socket())
        await self._call(AUTH, _number(VERSION) + _bytes(_cookie()))
        await self._call(SET_NAME, _properties({"application.name": "Uncrick"}))
        answer = await self._call(GET_SERVER)
        await self._call(SUBSCRIBE, _number(SOURCE_OUTPUTS))
        self._subscribed = True
        return "PipeWire" if "PipeWire" in answer[0] else "PulseAudio"

    async def outputs(self) -> list[list[Any]]:
        """
        Every recording stream, as a list of its fields.

        Raises:
            UnavailableError: the server closed the connection, or lists something else.
        """
        flat = await self._call(LIST_OUTPUTS)
        streams = [flat[at : at + WIDTH] for at in range(0, len(flat), WIDTH)]
        for stream in streams:
            if len(stream) < WIDTH or not isinstance(stream[PROPERTIES], dict) or not isinstance(stream[SOURCE], int):
                raise UnavailableError(_("it refused"))
        return streams

    async def is_monitor(self, source: int) -> bool:
        """Whether a source repeats what a sink plays; one that is gone records nothing either."""
        try:
            return bool((await self._call(GET_SOURCE, _number(source) + b"N"))[MONITOR_OF] != NONE)
        except (UnavailableError, LookupError):
            return True

    # ------------------------------------------------------------ the wire

    def connection_lost(self, exc: Exception | None) -> None:
        closed_by_us = self.lost.done()
        super().connection_lost(exc)
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(UnavailableError(_("it closed the connection")))
        if self._subscribed and not closed_by_us:
            self._changed()

    def _decode(self) -> int:
        if len(self._received) < HEADER:
            return 0
        size, channel = struct.unpack_from(">II", self._received)
        if size > LONGEST_PACKET:
            raise ValueError(size)
        if len(self._received) < HEADER + size:
            return 0
        if channel == CONTROL:
            self._handle(bytes(self._received[HEADER : HEADER + size]))
        return HEADER + int(size)

    def _handle(self, packet: bytes) -> None:
        values = _values(packet)
        command, tag = next(values), next(values)
        if command == EVENT:
            self._changed()
            return
        future = self._waiting.pop(tag, None)
        if future is None or future.done():
            return
        if command == REPLY:
            future.set_result(list(values))
        else:
            future.set_exception(UnavailableError(_("it refused")))

    async def _call(self, command: int, args: bytes = b"") -> list[Any]:
        if self.lost.done():
            raise UnavailableError(_("it closed the connection"))
        self._tag += 1
        future = self._waiting[self._tag] = asyncio.get_running_loop().create_future()
        payload = _number(command) + _number(self._tag) + args
        self._write(struct.pack(">IIIII", len(payload), CONTROL, 0, 0, 0) + payload)
        async with asyncio.timeout(ANSWER_TIMEOUT):
            answer: list[Any] = await future
        return answer


def _socket() -> str:
    """The path of the sound server's socket; one that is only reachable over a network is not used."""
    given = os.environ.get("PULSE_SERVER", "")
    path = given.rpartition("}")[2].removeprefix("unix:") if given else ""
    if path.startswith("/"):
        return path
    folder = os.environ.get("PULSE_RUNTIME_PATH") or os.path.join(os.environ.get("XDG_RUNTIME_DIR", ""), "pulse")
    if given or not os.path.isabs(folder):
        raise UnavailableError(_("it is not on this machine"))
    return os.path.join(folder, "native")


def _cookie() -> bytes:
    """The authentication cookie, for a server that does not go by our user alone; NULs where there is none."""
    config = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
    try:
        with open(os.environ.get("PULSE_COOKIE") or os.path.join(config, "pulse", "cookie"), "rb") as file:
            return file.read(256).ljust(256, b"\0")
    except OSError:
        return bytes(256)


def _number(value: int) -> bytes:
    return b"L" + struct.pack(">I", value)


def _bytes(value: bytes) -> bytes:
    return b"x" + struct.pack(">I", len(value)) + value


def _properties(properties: dict[str, str]) -> bytes:
    parts = [b"P"]
    for key, value in properties.items():
        data = value.encode() + b"\0"
        parts += [b"t", key.encode(), b"\0", _number(len(data)), _bytes(data)]
    return b"".join([*parts, b"N"])


WIDTHS = {"L": ">I", "V": ">I", "B": ">B", "U": ">Q", "R": ">Q", "r": ">q", "a": ">6s", "T": ">8s"}


def _values(packet: bytes) -> Iterator[Any]:
    """The values of a packet; each begins with a letter for its type (pulsecore/tagstruct.h)."""
    at = 0
    while at < len(packet):
        value, at = _value(packet, at)
        yield value


def _value(packet: bytes, at: int) -> tuple[Any, int]:
    kind, at = chr(packet[at]), at + 1
    if kind in WIDTHS:
        return struct.unpack_from(WIDTHS[kind], packet, at)[0], at + struct.calcsize(WIDTHS[kind])
    match kind:
        case "t":
            end = packet.index(b"\0", at)
            return packet[at:end].decode(errors="replace"), end + 1
        case "N":
            return None, at
        case "1" | "0":
            return kind == "1", at
        case "x":
            (size,) = struct.unpack_from(">I", packet, at)
            return packet[at + 4 : at + 4 + size], at + 4 + size
        case "m":
            return None, at + 1 + packet[at]
        case "v":
            return None, at + 1 + 4 * packet[at]
        case "P":
            return _property_list(packet, at)
        case _:
            raise ValueError(kind)


def _property_list(packet: bytes, at: int) -> tuple[dict[str, str], int]:
    properties: dict[str, str] = {}
    key, at = _value(packet, at)
    while key is not None:
        _size, at = _value(packet, at)
        data, at = _value(packet, at)
        properties[key] = data.rstrip(b"\0").decode(errors="replace")
        key, at = _value(packet, at)
    return properties, at
