"""The window in front in sway, over its IPC protocol, see sway-ipc(7). Titles of windows are not read."""

import asyncio
import json
import os
import struct
from collections.abc import Callable, Iterator
from typing import Any

from uncrick.core.model.text import _
from uncrick.errors import DesktopError
from uncrick.platforms.common.busy.probe import UnavailableError
from uncrick.platforms.linux.busy.foreground import Front
from uncrick.platforms.linux.streams import Stream, connect_unix

MAGIC, HEADER = b"i3-ipc", 14  # bytes
SUBSCRIBE, GET_TREE, WINDOW = 2, 4, 0x80000003
LONGEST_MESSAGE = 16 << 20  # bytes
# Events without a change of focus (such as a title that counts seconds), after which we no longer listen
MOST_OTHER_EVENTS = 200


class SwayWindows:
    """
    Asks sway.

    Args:
        switched: called, while `listen` is on, when another window comes to the front.
    """

    source = "sway"

    def __init__(self, switched: Callable[[], None]) -> None:
        self._switched = switched
        self._requests: _Sway | None = None
        self._events: _Sway | None = None
        self._subscribing: asyncio.Task[None] | None = None

    @staticmethod
    def fits() -> bool:
        """Whether sway runs this session."""
        return bool(os.environ.get("SWAYSOCK"))

    async def front(self) -> Front | None:
        """
        The window in front, or None.

        Raises:
            UnavailableError: sway does not answer.
        """
        try:
            if self._requests is None or self._requests.lost.done():
                self._requests = await _connect()
            tree = json.loads(await self._requests.ask(GET_TREE))
            return next(_focused(tree, full_screen=False), None)
        except (DesktopError, ValueError, TypeError, AttributeError, RecursionError) as error:  # or it is no such tree
            raise UnavailableError(_("sway does not answer: {error}", error=error)) from error

    def listen(self, *, on: bool) -> None:
        """Begin or cease to call `switched`."""
        if self._events is not None and (not on or self._events.lost.done()):
            self._events.close()
            self._events = None
        if on and self._events is None and (self._subscribing is None or self._subscribing.done()):
            self._subscribing = asyncio.get_running_loop().create_task(self._subscribe(), name="uncrick sway")
        elif not on and self._subscribing is not None:
            self._subscribing.cancel()

    async def _subscribe(self) -> None:
        try:
            self._events = await _connect(self._switched)
            await self._events.ask(SUBSCRIBE, b'["window"]')
        except DesktopError:
            self._events = None

    def close(self) -> None:
        """Close the connections."""
        self.listen(on=False)
        if self._requests is not None:
            self._requests.close()


async def _connect(switched: Callable[[], None] | None = None) -> "_Sway":
    sway = _Sway(switched)
    await connect_unix(sway, os.environ.get("SWAYSOCK", ""))
    return sway


class _Sway(Stream):
    name = "sway"

    def __init__(self, switched: Callable[[], None] | None) -> None:
        super().__init__()
        self._switched = switched
        self._reply: asyncio.Future[bytes] | None = None
        self._other_events = 0

    async def ask(self, what: int, payload: bytes = b"") -> bytes:
        """Send a message of type `what`; returns the payload of its reply."""
        self._reply = asyncio.get_running_loop().create_future()
        self._write(MAGIC + struct.pack("=II", len(payload), what) + payload)
        return await self._answer(self._reply)

    def _decode(self) -> int:
        if len(self._received) < HEADER:
            return 0
        length, kind = struct.unpack_from("=II", self._received, len(MAGIC))
        if length > LONGEST_MESSAGE:
            raise ValueError(length)
        if len(self._received) < HEADER + length:
            return 0
        payload = bytes(self._received[HEADER : HEADER + length])
        if kind == WINDOW:
            self._window_event(payload)
        elif self._reply is not None and not self._reply.done():
            self._reply.set_result(payload)
        return HEADER + int(length)

    def _window_event(self, payload: bytes) -> None:
        focus = b'"change": "focus"' in payload[:64] or b'"change":"focus"' in payload[:64]
        self._other_events = 0 if focus else self._other_events + 1
        if focus and self._switched is not None:
            self._switched()
        elif self._other_events > MOST_OTHER_EVENTS:
            self.close()


def _focused(node: dict[str, Any], *, full_screen: bool) -> Iterator[Front]:
    """The focused window; the full-screen mode of a workspace means nothing, and is not looked at."""
    full_screen = full_screen or (node.get("type") in ("con", "floating_con") and bool(node.get("fullscreen_mode")))
    children = [*node.get("nodes", ()), *node.get("floating_nodes", ())]
    if node.get("focused") and not children and node.get("pid"):
        program = node.get("app_id") or (node.get("window_properties") or {}).get("class") or ""
        yield Front(str(program).encode() or b"?", full_screen, inhibits=bool(node.get("inhibit_idle")))
    for child in children:
        yield from _focused(child, full_screen=full_screen)
