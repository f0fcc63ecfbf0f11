"""Which video flows through PipeWire: shared screens come from the compositor that way, and some programs' cameras.

Speaks just enough of PipeWire's own protocol: greet, list what there is, and ask each video node for its state. The
portal keeps its list of screen-cast sessions to itself, but what it hands out is a PipeWire node that runs for as long
as somebody watches. Under X11 a program may copy the screen without any of this: that nobody can see.
"""

import asyncio
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from uncrick.platforms.common.busy.probe import Found, Probe, UnavailableError

PATIENCE = 1.0
LONGEST = 4 << 20
CORE, CLIENT, REGISTRY = 0, 1, 2
HELLO, SYNC, GET_REGISTRY, UPDATE_PROPERTIES, BIND = 1, 2, 5, 2, 1
DONE, GLOBAL, NODE_INFO = 1, 0, 0
INTERFACE = "PipeWire:Interface:"
RUNNING = 3
INT, LONG, STRING, STRUCT, ID = 4, 5, 8, 14, 3
SCALARS = {2: "<i", ID: "<I", INT: "<i", LONG: "<q", 6: "<f", 7: "<d"}
SOURCES, WATCHERS = ("Video/Source", "Stream/Output/Video"), ("Stream/Input/Video",)
NAMES = ("application.process.binary", "application.id", "application.name")
SAME = 0.5  # seconds for which one answer does for two questions


@dataclass(frozen=True, slots=True)
class Node:
    """A video node: what it is, and whether video flows through it."""

    properties: dict[str, str]
    runs: bool

    @property
    def is_camera(self) -> bool:
        return self.properties.get("media.role") == "Camera" or "device.api" in self.properties

    @property
    def watches(self) -> bool:
        return self.properties.get("media.class") in WATCHERS


class VideoNodes:
    """PipeWire's video nodes, asked for anew with each look."""

    def __init__(self) -> None:
        self._asked = float("-inf")
        self._asking: asyncio.Task[list[Node]] | None = None

    async def running(self) -> list[Node]:
        """
        Those through which video flows.

        Raises:
            UnavailableError: PipeWire does not run here.
        """
        now = asyncio.get_running_loop().time()
        if self._asking is None or now > self._asked + SAME:
            self._asked = now
            self._asking = asyncio.create_task(_ask())
        return [node for node in await asyncio.shield(self._asking) if node.runs]


class ScreenShare(Probe):
    """A compositor's stream that somebody watches."""

    name, reason = "Screen share", "share"

    def __init__(self, nodes: VideoNodes) -> None:
        super().__init__()
        self._nodes = nodes

    async def look(self, quiet: float) -> Found:
        """Ask PipeWire."""
        shared = any(not node.is_camera and not node.watches for node in await self._nodes.running())
        return Found("PipeWire; a program that copies an X11 screen cannot be seen", ("",) if shared else ())


async def camera_users(nodes: VideoNodes) -> tuple[str, ...]:
    """Who watches a camera through PipeWire."""
    running = await nodes.running()
    if not any(node.is_camera for node in running):
        return ()
    watching = (node.properties for node in running if node.watches)
    return tuple(next((own[key] for key in NAMES if own.get(key)), "") for own in watching) or ("",)


# ---------------------------------------------------------------- the wire


async def _ask() -> list[Node]:
    wire = _Wire()
    try:
        async with asyncio.timeout(PATIENCE):
            await asyncio.get_running_loop().create_unix_connection(lambda: wire, _socket())
            return await wire.video_nodes()
    except (OSError, TimeoutError) as error:
        raise UnavailableError(f"PipeWire does not answer: {error}") from error
    finally:
        wire.close()


def _socket() -> str:
    name = os.environ.get("PIPEWIRE_REMOTE") or "pipewire-0"
    folder = os.environ.get("PIPEWIRE_RUNTIME_DIR") or os.environ.get("XDG_RUNTIME_DIR", "")
    path = os.path.join(folder, name)
    if not os.path.isabs(path) or not os.path.exists(path):
        raise UnavailableError("PipeWire does not run here")
    return path


class _Wire(asyncio.Protocol):
    """One short conversation."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._held = bytearray()
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

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        if self._done is not None and not self._done.done():
            self._done.set_exception(UnavailableError("PipeWire hung up"))

    def data_received(self, data: bytes) -> None:
        self._held += data
        try:
            while len(self._held) >= 16:
                object_, word = struct.unpack_from("<II", self._held)
                size = 16 + (word & 0xFFFFFF)
                if size > LONGEST:
                    raise ValueError(size)
                if len(self._held) < size:
                    return
                payload = bytes(self._held[16:size])
                del self._held[:size]
                self._heard(object_, word >> 24, payload)
        except (ValueError, IndexError, TypeError, struct.error):
            self.close()

    def _heard(self, object_: int, opcode: int, payload: bytes) -> None:
        if object_ == CORE and opcode == DONE:
            if self._done is not None and not self._done.done() and _first(payload)[1] == self._sequence:
                self._done.set_result(None)
        elif object_ == REGISTRY and opcode == GLOBAL:
            theirs, _, kind, version, properties = _first(payload)
            known = _pairs(properties)
            if kind == INTERFACE + "Node" and known.get("media.class") in (*SOURCES, *WATCHERS):
                self._wanted[theirs] = min(version, 3)
        elif object_ > REGISTRY and opcode == NODE_INFO:
            told = _first(payload)
            self._nodes[object_] = Node(_pairs(told[8]), told[6] == RUNNING)

    def _send(self, object_: int, opcode: int, *args: bytes) -> None:
        payload = _struct(*args)
        self._sequence += 1
        if self._transport is not None:
            header = struct.pack("<IIII", object_, opcode << 24 | len(payload), self._sequence, 0)
            self._transport.write(header + payload)

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
        else:  # a struct as its values; what else there is nobody here asks for
            yield list(_values(body[at : at + size])) if kind == STRUCT else None
        at += size + -size % 8


def _pairs(flat: list[Any]) -> dict[str, str]:
    """A dictionary: the number of its entries, then each key and its value."""
    return {str(key): str(value) for key, value in zip(flat[1::2], flat[2::2], strict=True)}
