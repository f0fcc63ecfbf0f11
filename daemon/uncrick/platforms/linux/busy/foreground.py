"""The window in front: whether it is in full screen, and the change from one program to another."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from uncrick.core.model.text import N_
from uncrick.platforms.common.busy.probe import Probe, ProbeResult, UnavailableError
from uncrick.platforms.linux.busy.inhibitors import Inhibitors

WITHOUT_KEYS = 120.0  # seconds; whoever types into a full-screen window works there
TASK_ENDS_AFTER = 300.0  # seconds in one program, after which a change to another is the end of a task


@dataclass(frozen=True, slots=True)
class Front:
    """
    The window in front.

    Attributes:
        program: identifies the program; empty where nobody listens for changes.
        full_screen: whether it is in full screen.
        since_key: seconds since the last key press, or None where key presses are not distinguished from the pointer.
        inhibits: whether it keeps the screen from going dark.
    """

    program: bytes
    full_screen: bool
    since_key: float | None = None
    inhibits: bool = False


class Windows(Protocol):
    """
    A client of what knows of windows.

    Attributes:
        source: its name, for `doctor`.
    """

    source: str

    async def front(self) -> Front | None:
        """
        The window in front, or None.

        Raises:
            UnavailableError: nobody answers.
        """

    def listen(self, *, on: bool) -> None:
        """Begin or cease to report another window in front."""

    def close(self) -> None: ...


class FullScreen(Probe):
    """
    A film or slides: full screen without a key press for two minutes, or while something keeps the screen awake.

    Where nothing reports windows (GNOME and KDE under Wayland), what keeps the screen awake alone decides.

    Args:
        windows: makes the client that knows of windows, from a function to call when another one comes to the front.
        without_keys: seconds without a key press after which a full-screen window is watched, not worked in.
        task_ends_after: seconds in one program, after which a change to another is the end of a task.
    """

    name, reason = N_("Full screen"), "fullscreen"

    def __init__(
        self,
        windows: Callable[[Callable[[], None]], Windows] | None,
        inhibitors: Inhibitors,
        without_keys: float = WITHOUT_KEYS,
        task_ends_after: float = TASK_ENDS_AFTER,
    ) -> None:
        super().__init__()
        self._windows = windows(self._switched) if windows else None
        self._inhibitors = inhibitors
        self._without_keys, self._task_ends_after = without_keys, task_ends_after
        self._program = b""
        self._in_front_since = 0.0  # loop time
        self._asking: asyncio.Task[None] | None = None
        self._switches = 0
        self._lock = asyncio.Lock()

    async def look(self, quiet: float) -> ProbeResult:
        """Ask for the window in front."""
        if self._windows is None:
            source = N_("programs that keep the screen awake, because this desktop does not report full screen")
            return ProbeResult(source, tuple(await self._inhibitors.names()))
        source = self._windows.source
        front = await self._look_in_front(self._windows)
        if front is None or not front.full_screen:
            return ProbeResult(source)
        since_key = quiet if front.since_key is None else front.since_key
        if since_key >= self._without_keys or front.inhibits:
            return ProbeResult(source, ("",))
        return ProbeResult(source, tuple(await self._inhibitors.names()), look_again=self._without_keys - since_key)

    def near(self, *, near: bool) -> None:
        """Listen for another window only while that may bring a prompt."""
        if self._windows is not None:
            self._windows.listen(on=near)
            self._program = b""  # how long it has been in front is known from now on only
            if near:
                self._switched()

    async def stop(self) -> None:
        """Release everything."""
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
                await self._look_in_front(self._windows)
            except UnavailableError:
                self._program = b""

    async def _look_in_front(self, windows: Windows) -> Front | None:
        async with self._lock:
            front = await windows.front()
            self._set_program(front)
        return front

    def _set_program(self, front: Front | None) -> None:
        """Take note of the program in front; the bare desktop between two windows is none."""
        if front is None or front.program in (b"", self._program):
            return
        now = asyncio.get_running_loop().time()
        before, since = self._program, self._in_front_since
        self._program, self._in_front_since = front.program, now
        if before and now >= since + self._task_ends_after:
            self.task_ended()
