"""What is in front of the person: full screen, and the change from one program to another."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from uncrick.platforms.common.busy.probe import Found, Probe, UnavailableError
from uncrick.platforms.linux.busy.inhibitors import Inhibitors

WITHOUT_KEYS = 120.0  # seconds: whoever types into a full screen works there
AT_HOME = 300.0  # seconds in one program, after which going on to another ends a task


@dataclass(frozen=True, slots=True)
class Front:
    """
    The window in front.

    Attributes:
        program: tells one program from another; empty where nobody listens for that.
        fills: it is in full screen.
        since_key: seconds since the last key press, or None where keys are not told from the pointer.
        inhibits: it keeps the screen from going dark.
    """

    program: bytes
    fills: bool
    since_key: float | None = None
    inhibits: bool = False


class Windows(Protocol):
    """Who knows of windows."""

    via: str

    async def front(self) -> Front | None:
        """The window in front, or None; UnavailableError where nobody answers."""

    def listen(self, *, on: bool) -> None:
        """Begin or cease to tell of another window in front."""

    def close(self) -> None: ...


class FullScreen(Probe):
    """
    A film or slides: full screen without a key press for two minutes, or while something keeps the screen awake.

    Where nobody tells of windows (GNOME and KDE under Wayland), what keeps the screen awake has to do.

    Args:
        windows: makes who knows of windows here, from what to call when another one comes to the front; or None.
    """

    name, reason = "Full screen", "fullscreen"

    def __init__(self, windows: Callable[[Callable[[], None]], Windows] | None, inhibitors: Inhibitors) -> None:
        super().__init__()
        self._windows = windows(self._switched) if windows else None
        self._inhibitors = inhibitors
        self._program = b""
        self._since = 0.0
        self._asking: asyncio.Task[None] | None = None
        self._switches = 0
        self._one_at_a_time = asyncio.Lock()

    async def look(self, quiet: float) -> Found:
        """Ask for the window in front."""
        if self._windows is None:
            told = "what keeps the screen awake, as this desktop tells nobody of full screen"
            return Found(told, tuple(await self._inhibitors.names()))
        via = self._windows.via
        front = await self._seen(self._windows)
        if front is None or not front.fills:
            return Found(via)
        since_key = quiet if front.since_key is None else front.since_key
        if since_key >= WITHOUT_KEYS or front.inhibits:
            return Found(via, ("",))
        return Found(via, tuple(await self._inhibitors.names()), again=WITHOUT_KEYS - since_key)

    def near(self, *, near: bool) -> None:
        """Listen for another window only while that may bring a prompt."""
        if self._windows is not None:
            self._windows.listen(on=near)
            self._program = b""  # how long it has been in front is known from when we listen
            if near:
                self._switched()

    async def stop(self) -> None:
        """Let go of everything."""
        if self._asking is not None:
            self._asking.cancel()
        if self._windows is not None:
            self._windows.close()

    # ------------------------------------------------------------ from one program to another

    def _switched(self) -> None:
        self._switches += 1
        if self._asking is None or self._asking.done():
            self._asking = asyncio.get_running_loop().create_task(self._follow(), name="uncrick front")

    async def _follow(self) -> None:
        assert self._windows is not None
        while self._switches:
            self._switches = 0
            try:
                await self._seen(self._windows)
            except UnavailableError:
                self._program = b""

    async def _seen(self, windows: Windows) -> Front | None:
        async with self._one_at_a_time:
            front = await windows.front()
            self._in_front(front)
        return front

    def _in_front(self, front: Front | None) -> None:
        """What is in front now; a desktop shown between two windows is neither."""
        if front is None or front.program in (b"", self._program):
            return
        now = asyncio.get_running_loop().time()
        known, long = self._program, now >= self._since + AT_HOME
        self._program, self._since = front.program, now
        if known and long:
            self.crossed()
