"""The window in front in sway, told by sway itself. A window's title passes by and is not looked at."""

import asyncio
import json
import os
import struct
from collections.abc import Callable, Iterator
from typing import Any

from uncrick.errors import DesktopError
from uncrick.platforms.common.busy.probe import UnavailableError
from uncrick.platforms.linux.busy.foreground import Front
from uncrick.platforms.linux.streams import Stream, connect_unix

MAGIC, HEADER = b"i3-ipc", 14
SUBSCRIBE, GET_TREE, WINDOW = 2, 4, 0x80000003
LONGEST = 16 << 20
CHATTER = 200  # events without a change of focus, such as a title that counts seconds, after which we no longer listen


class SwayWindows:
    """Asks sway; `switched` is called while it is listened for, when another window comes to the front."""

    via = "sway"

    def __init__(self, switched: Callable[[], None]) -> None:
        self._switched = switched
        self._asked: _Sway | None = None
        self._heard: _Sway | None = None
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
            if self._asked is None or self._asked.lost.done():
                self._asked = await _connect()
            tree = json.loads(await self._asked.ask(GET_TREE))
        except (DesktopError, ValueError) as error:
            raise UnavailableError(f"sway does not answer: {error}") from error
        return next(_focused(tree, fills=False), None)

    def listen(self, *, on: bool) -> None:
        """Begin or cease to call `switched`."""
        if self._heard is not None and (not on or self._heard.lost.done()):
            self._heard.close()
            self._heard = None
        if on and self._heard is None and (self._subscribing is None or self._subscribing.done()):
            self._subscribing = asyncio.get_running_loop().create_task(self._subscribe(), name="uncrick sway")
        elif not on and self._subscribing is not None:
            self._subscribing.cancel()

    async def _subscribe(self) -> None:
        try:
            self._heard = await _connect(self._switched)
            await self._heard.ask(SUBSCRIBE, b'["window"]')
        except DesktopError:
            self._heard = None

    def close(self) -> None:
        """Hang up."""
        self.listen(on=False)
        if self._asked is not None:
            self._asked.close()


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
        self._chatter = 0

    async def ask(self, what: int, payload: bytes = b"") -> bytes:
        """One question and its answer."""
        self._reply = asyncio.get_running_loop().create_future()
        self._write(MAGIC + struct.pack("=II", len(payload), what) + payload)
        return await self._answer(self._reply)

    def _decode(self) -> int:
        if len(self._received) < HEADER:
            return 0
        length, kind = struct.unpack_from("=II", self._received, len(MAGIC))
        if length > LONGEST:
            raise ValueError(length)
        if len(self._received) < HEADER + length:
            return 0
        payload = bytes(self._received[HEADER : HEADER + length])
        if kind == WINDOW:
            self._of_window(payload)
        elif self._reply is not None and not self._reply.done():
            self._reply.set_result(payload)
        return HEADER + int(length)

    def _of_window(self, payload: bytes) -> None:
        focus = b'"change": "focus"' in payload[:64] or b'"change":"focus"' in payload[:64]
        self._chatter = 0 if focus else self._chatter + 1
        if focus and self._switched is not None:
            self._switched()
        elif self._chatter > CHATTER:
            self.close()


def _focused(node: dict[str, Any], *, fills: bool) -> Iterator[Front]:
    """The focused window; a workspace says of itself that it fills the screen, which means nothing."""
    fills = fills or (node.get("type") in ("con", "floating_con") and bool(node.get("fullscreen_mode")))
    children = [*node.get("nodes", ()), *node.get("floating_nodes", ())]
    if node.get("focused") and not children and node.get("pid"):
        program = node.get("app_id") or (node.get("window_properties") or {}).get("class") or ""
        yield Front(str(program).encode() or b"?", fills, inhibits=bool(node.get("inhibit_idle")))
    for child in children:
        yield from _focused(child, fills=fills)
