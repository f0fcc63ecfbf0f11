"""The video that flows through PipeWire: shared screens, and some programs' cameras.

A client of PipeWire's native protocol (its documentation, "Native Protocol"), just enough to list the video nodes and
read the state of each. The desktop portal does not publish its screen-cast sessions, but each has a PipeWire node that
runs for as long as somebody watches. Under X11 a program may copy the screen without any of this, which cannot be seen.
"""

import asyncio
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from uncrick.core.model.text import N_, _
from uncrick.platforms.common.busy.probe import Probe, ProbeResult, UnavailableError
from uncrick.platforms.linux.streams import Stream

ANSWER_TIMEOUT = 1.0  # seconds
HEADER, LONGEST_MESSAGE = 16, 4 << 20  # bytes
CORE, CLIENT, REGISTRY = 0, 1, 2  # object ids
HELLO, SYNC, GET_REGISTRY, UPDATE_PROPERTIES, BIND = 1, 2, 5, 2, 1  # methods of these objects
DONE, GLOBAL, NODE_INFO = 1, 0, 0  # events of core, registry and node
INTERFACE = "PipeWire:Interface:"
RUNNING = 3  # of the states of a node
INT, LONG, STRING, STRUCT, ID = 4, 5, 8, 14, 3  # types of SPA POD, in which messages are encoded
SCALARS = {2: "<i", ID: "<I", INT: "<i", LONG: "<q", 6: "<f", 7: "<d"}
SOURCES, WATCHERS = ("Video/Source", "Stream/Output/Video"), ("Stream/Input/Video",)
NAMES = ("application.process.binary", "application.id", "application.name")
REUSED_FOR = 0.5  # seconds for which two probes share one answer


@dataclass(frozen=True, slots=True)
class Node:
    """A video node: its properties, and whether video flows through it."""

    properties: dict[str, str]
    runs: bool

    @property
    def is_camera(self) -> bool:
        """Whether the video is that of a camera."""
        return self.properties.get("media.role") == "Camera" or "device.api" in self.properties

    @property
    def watches(self) -> bool:
        """Whether this is the side that receives video."""
        return self.properties.get("media.class") in WATCHERS


class VideoNodes:
    """PipeWire's video nodes, asked for again with each look."""

    def __init__(self) -> None:
        self._asked = float("-inf")
        self._asking: asyncio.Task[list[Node]] | None = None

    async def running(self) -> list[Node]:
        """
        The nodes through which video flows.

        Raises:
            UnavailableError: PipeWire does not run here.
        """
        now = asyncio.get_running_loop().time()
        if self._asking is None or now > self._asked + REUSED_FOR:
            self._asked = now
            self._asking = asyncio.create_task(_ask())
        return [node for node in await asyncio.shield(self._asking) if node.runs]


class ScreenShare(Probe):
    """A compositor's stream that somebody watches."""

    name, reason = N_("Screen share"), "share"

    def __init__(self, nodes: VideoNodes) -> None:
        super().__init__()
        self._nodes = nodes

    async def look(self, quiet: float) -> ProbeResult:
        """Ask PipeWire."""
        shared = any(not node.is_camera and not node.watches for node in await self._nodes.running())
        source = N_("PipeWire; a program that copies an X11 screen cannot be seen")
        return ProbeResult(source, ("",) if shared else ())


async def camera_users(nodes: VideoNodes) -> tuple[str, ...]:
    """
    The names of the programs that watch a camera through PipeWire, "" for one without a name.

    Raises:
        UnavailableError: PipeWire does not run here.
    """
    running = await nodes.running()
    if not any(node.is_camera for node in running):
        return ()
    watching = (node.properties for node in running if node.watches)
    return tuple(next((properties[key] for key in NAMES if properties.get(key)), "") for properties in watching) or (
        "",
    )


# ---------------------------------------------------------------- the wire


async def _ask() -> list[Node]:
    connection = _Connection()
    try:
        async with asyncio.timeout(ANSWER_TIMEOUT):
            await asyncio.get_running_loop().create_unix_connection(lambda: connection, _socket())
            return await connection.video_nodes()
    except (OSError, TimeoutError) as error:
        raise UnavailableError(_("PipeWire does not answer: {error}", error=error)) from error
    finally:
        connection.close()


def _socket() -> str:
    name = os.environ.get("PIPEWIRE_REMOTE") or "pipewire-0"
    folder = os.environ.get("PIPEWIRE_RUNTIME_DIR") or os.environ.get("XDG_RUNTIME_DIR", "")
    path = os.path.join(folder, name)
    if not os.path.isabs(path) or not os.path.exists(path):
        raise UnavailableError(_("PipeWire does not run here"))
    return path


class _Connection(Stream):
    """One short connection, for one list of nodes."""

    def __init__(self) -> None:
        super().__init__()
        self._sequence = 0
        self._wanted: dict[int, int] = {}  # ids of video nodes, and the version of their interface
        self._nodes: dict[int, Node] = {}  # by our ids of them
        self._done: asyncio.Future[None] | None = None

    async def video_nodes(self) -> list[Node]:
        """All of them, with their states."""
        self._send(CORE, HELLO, _int(3))
        self._send(CLIENT, UPDATE_PROPERTIES, _dictionary({"application.name": "Uncrick"}))
        self._send(CORE, GET_REGISTRY, _int(3), _int(REGISTRY))
        await self._sync()
        for ours, (theirs, version) in enumerate(self._wanted.items(), REGISTRY + 1):
            kind = _string(INTERFACE + "Node")
            self._send(REGISTRY, BIND, _int(theirs), kind, _int(version), _int(ours))
        if self._wanted:
            await self._sync()
        return list(self._nodes.values())

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        if self._done is not None and not self._done.done():
            self._done.set_exception(UnavailableError(_("PipeWire closed the connection")))

    def _decode(self) -> int:
        if len(self._received) < HEADER:
            return 0
        object_, word = struct.unpack_from("<II", self._received)
        size = HEADER + (word & 0xFFFFFF)
        if size > LONGEST_MESSAGE:
            raise ValueError(size)
        if len(self._received) < size:
            return 0
        self._handle(object_, word >> 24, bytes(self._received[HEADER:size]))
        return int(size)

    def _handle(self, object_: int, opcode: int, payload: bytes) -> None:
        if object_ == CORE and opcode == DONE:
            if self._done is not None and not self._done.done() and _first(payload)[1] == self._sequence:
                self._done.set_result(None)
        elif object_ == REGISTRY and opcode == GLOBAL:
            theirs, _permissions, kind, version, properties = _first(payload)
            node = _pairs(properties)
            if kind == INTERFACE + "Node" and node.get("media.class") in (*SOURCES, *WATCHERS):
                self._wanted[theirs] = min(version, 3)
        elif object_ > REGISTRY and opcode == NODE_INFO:
            info = _first(payload)
            self._nodes[object_] = Node(_pairs(info[8]), info[6] == RUNNING)

    def _send(self, object_: int, opcode: int, *args: bytes) -> None:
        payload = _struct(*args)
        self._sequence += 1
        self._write(struct.pack("<IIII", object_, opcode << 24 | len(payload), self._sequence, 0) + payload)

    async def _sync(self) -> None:
        self._done = asyncio.get_running_loop().create_future()
        self._send(CORE, SYNC, _int(CORE), _int(self._sequence + 1))
        await self._done


def _int(value: int) -> bytes:
    return struct.pack("<IIi4x", 4, INT, value)


def _string(text: str) -> bytes:
    data = text.encode() + b"\0"
    return struct.pack("<II", len(data), STRING) + data + bytes(-len(data) % 8)


def _struct(*parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack("<II", len(body), STRUCT) + body


def _dictionary(pairs: dict[str, str]) -> bytes:
    return _struct(_int(len(pairs)), *(_string(word) for pair in pairs.items() for word in pair))


def _first(payload: bytes) -> list[Any]:
    """The values of the struct that a message is."""
    size, kind = struct.unpack_from("<II", payload)
    if kind != STRUCT:
        raise ValueError(kind)
    return list(_values(payload[8 : 8 + size]))


def _values(body: bytes) -> Iterator[Any]:
    at = 0
    while at + 8 <= len(body):
        size, kind = struct.unpack_from("<II", body, at)
        at += 8
        if kind in SCALARS:
            yield struct.unpack_from(SCALARS[kind], body, at)[0]
        elif kind == STRING:
            yield body[at : at + size].rstrip(b"\0").decode(errors="replace")
        else:  # a struct as its values; other types are not needed here
            yield list(_values(body[at : at + size])) if kind == STRUCT else None
        at += size + -size % 8


def _pairs(flat: list[Any]) -> dict[str, str]:
    """A dictionary: the number of its entries, then each key and its value."""
    return {str(key): str(value) for key, value in zip(flat[1::2], flat[2::2], strict=True)}
