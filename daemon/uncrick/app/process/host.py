"""What the daemon asks of its process: signals, the scheduler, and the launcher that a child installs."""

import asyncio
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from subprocess import DEVNULL
from typing import Protocol

from uncrick import __version__
from uncrick.app.process.watchdog import StallAlarm
from uncrick.errors import HistoryError
from uncrick.ports import Clock

log = logging.getLogger(__name__)

# Seconds between two looks at the child that installs the launcher.
INSTALLING = 0.25


class Beat(Protocol):
    """Wakes the daemon at a planned time, and every 30 s."""

    def plan(self, ticks: float | None) -> None:
        """Look again at `ticks`; None: only with the heartbeat."""

    def begin_again(self) -> None:
        """Begin anew, whatever has become of it."""

    def stop(self) -> None:
        """End."""


class InstallMemory(Protocol):
    """Remembers what was installed."""

    def installed(self, what: str) -> bool:
        """Whether launcher and icon were installed for `what`."""

    def has_installed(self, what: str) -> None:
        """Remember that they were."""


def heed_signals(leave: Callable[[], None], hang_up: Callable[[], None], alarm: StallAlarm) -> None:
    """SIGTERM, SIGINT: leave. SIGHUP: hang up. Windows has none of them."""
    alarm.set()
    if sys.platform == "win32":
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, leave)
    loop.add_signal_handler(signal.SIGHUP, hang_up)


def start_scheduler(clock: Clock, look: Callable[[], None]) -> Beat:
    """Start the scheduler, which is a large import."""
    from uncrick.app.process.scheduler import BreakScheduler

    beat = BreakScheduler(clock, look)
    beat.start()
    return beat


async def install_launcher(memory: InstallMemory) -> None:
    """Have launcher and icon put in place, once for each version and place, by a child that ends."""
    what = f"{__version__} {sys.executable}"
    if memory.installed(what):
        return
    argv = [sys.executable, "-P", "-m", "uncrick.platforms.launcher"]
    try:
        # In a session of its own, so that what it has drawn by a child of its own ends with it.
        with subprocess.Popen(  # noqa: ASYNC220 it only starts
            argv, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL, start_new_session=True
        ) as child:
            try:
                while child.poll() is None:  # noqa: ASYNC110 nobody tells when a child ends
                    await asyncio.sleep(INSTALLING)
            finally:
                _end(child)
        if child.returncode == 0:
            memory.has_installed(what)
        else:
            log.warning("launcher: not installed; everything else works without it")
    except (OSError, HistoryError) as error:
        log.warning("launcher: %s", error)


def _end(child: "subprocess.Popen[bytes]") -> None:
    """End it and its children, unless it has ended."""
    if sys.platform == "win32":
        child.kill()
    elif child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)


@dataclass(frozen=True, slots=True)
class Host:
    """The hands of the daemon on its process; a test passes its own."""

    heed_signals: Callable[[Callable[[], None], Callable[[], None], StallAlarm], None] = heed_signals
    start_scheduler: Callable[[Clock, Callable[[], None]], Beat] = start_scheduler
    install_launcher: Callable[[InstallMemory], Awaitable[None]] = install_launcher
