"""The Tray port on macOS: has a process of its own show the icon, and starts it again when it dies.

Written from the documentation, tried with stand-ins, never run on a Mac. The menu bar wants a main thread that runs
AppKit's loop, and the daemon's runs asyncio; besides, AppKit would stay in the daemon's memory. The two speak by lines
of JSON through the child's own pipes: the control socket tells neither picture nor menu, and a pipe says without a
timer when one of them has gone.
"""

import asyncio
import contextlib
import json
import logging
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Sequence

from uncrick.core.model.text import N_, _
from uncrick.core.presentation.tray_menu import TrayState
from uncrick.platforms.common.backoff import Backoff
from uncrick.ports import Fact
from uncrick.storage.codec import encode

log = logging.getLogger(__name__)

COMMAND = (sys.executable, "-P", "-m", "uncrick.platforms.macos.menu_bar")
START_TIMEOUT = 10.0  # seconds in which the icon is shown, or there is none
STOP_TIMEOUT = 2.0  # seconds that its end is waited for
MOST_DEATHS = 5  # in a row, after which it is not started again
GOOD_LIFE = 3600.0  # seconds; a process that lived longer is the first of a new row
MOST_UNREAD = 262_144  # bytes; a process that leaves more unread hangs


class MenuBarTray:
    """
    The icon in the menu bar.

    Args:
        command: of the process that shows it.
        start_timeout: seconds in which the icon must be shown.
        first_pause: seconds before the process is started again, doubled each time.
    """

    def __init__(
        self, command: Sequence[str] = COMMAND, *, start_timeout: float = START_TIMEOUT, first_pause: float = 1.0
    ) -> None:
        self._command = command
        self._start_timeout = start_timeout
        self._backoff = Backoff(first_pause)
        self._on_choice: Callable[[str], None] = lambda _key: None
        self._state: TrayState | None = None
        self._child: Process | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._is_shown = asyncio.Event()
        self._failure = _("not started")
        self._is_hopeless = False  # the process itself has said that it cannot show an icon

    async def start(self, state: TrayState, chosen: Callable[[str], None]) -> bool:
        """
        Show the icon.

        Returns:
            False when there is none within some seconds; should it still appear, it is used.
        """
        self._on_choice, self._state = chosen, state
        loop = asyncio.get_running_loop()
        self._keeping = loop.create_task(self._keep(), name="uncrick tray")
        appears = loop.create_task(self._is_shown.wait())
        await asyncio.wait((appears, self._keeping), timeout=self._start_timeout, return_when=asyncio.FIRST_COMPLETED)
        appears.cancel()
        return self._is_shown.is_set()

    def show(self, state: TrayState) -> None:
        """Show another state."""
        if state != self._state:
            self._state = state
            self._send()

    async def stop(self) -> None:
        """Take the icon away, and end its process."""
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.wait([self._keeping])

    def describe(self) -> list[Fact]:
        """For `doctor`: whether the icon is shown."""
        if self._is_shown.is_set():
            return [(N_("Tray"), True, _("the icon is shown"))]
        return [(N_("Tray"), False, _("no icon: {failure}", failure=self._failure))]

    # ------------------------------------------------------------ the process

    async def _keep(self) -> None:
        """Start the process, and start it again; return when that is no use."""
        loop, deaths = asyncio.get_running_loop(), 0
        while True:
            began = loop.time()
            try:
                await self._run()
            except OSError as error:
                self._failure, self._is_hopeless = str(error), True
            lived = loop.time() - began
            deaths = 1 if lived >= GOOD_LIFE else deaths + 1
            log.warning("tray: %s", self._failure)
            if self._is_hopeless or deaths >= MOST_DEATHS:
                return
            await asyncio.sleep(self._backoff.pause(lived))

    async def _run(self) -> None:
        """Run the process until it has ended, or no longer speaks."""
        self._failure = _("its process does not answer")
        child = self._child = await asyncio.create_subprocess_exec(
            *self._command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, start_new_session=True
        )
        assert child.stdout is not None
        try:
            self._send()
            with contextlib.suppress(ValueError):  # a line without an end
                async for line in child.stdout:
                    self._heard(line)
        finally:
            self._child = None
            self._is_shown.clear()
            status = await _ended(child)
            if not self._is_hopeless:
                self._failure = _("its process ended (status {status})", status=status)

    def _send(self) -> None:
        if self._child is None or self._child.stdin is None or self._state is None:
            return
        pipe = self._child.stdin
        if pipe.transport.get_write_buffer_size() > MOST_UNREAD:
            with contextlib.suppress(ProcessLookupError):
                self._child.kill()
            return
        pipe.write(json.dumps(encode(self._state)).encode() + b"\n")

    def _heard(self, line: bytes) -> None:
        """Take what the process says: that the icon is shown, what was chosen, or why there is none."""
        try:
            said = json.loads(line)
        except ValueError:
            return
        match said:
            case {"shown": True}:
                self._is_shown.set()
            case {"chosen": str(key)}:
                asyncio.get_running_loop().call_soon(self._on_choice, key)  # what it raises is no fault of this process
            case {"trouble": str(trouble)}:
                log.warning("tray: %s", trouble)
            case {"failed": str(failure)}:
                self._failure, self._is_hopeless = failure, True
            case _:
                return


async def _ended(child: Process) -> int:
    """End it: by closing its input, which it heeds at once, else by force. Its exit status."""
    assert child.stdin is not None
    child.stdin.close()
    try:
        async with asyncio.timeout(STOP_TIMEOUT):
            return await child.wait()
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            child.kill()
        return await child.wait()
