"""An installation that was replaced while we run: noticed, tried out by a child, and begun in our place.

A process that goes on after an upgrade would import modules of the new version into the old one. So it looks at its own
files with every heartbeat, and once the new program proves to start, it becomes that program at a quiet moment.
"""

import asyncio
import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from subprocess import DEVNULL

from uncrick.app.engine import Engine
from uncrick.app.process.shutdown import Shutdown
from uncrick.control.lock import Lock
from uncrick.errors import UncrickError
from uncrick.ports import Clock
from uncrick.storage.installation import Files, Identity

log = logging.getLogger(__name__)

CALLED = (sys.executable, "-P", "-m", "uncrick", "run")
CHECK = (*CALLED, "--check")
ASKED_EVERY = 0.25  # seconds between two looks at the child
PATIENCE = 60.0  # seconds for the child
FIRST_PAUSE, LONGEST_PAUSE = 20.0, 3600.0  # seconds until a program that does not start is tried again


class Renewal:
    """
    Watches the files of this installation.

    Args:
        check: the command that ends with 0 where the program on the disk can run.
    """

    def __init__(self, files: Files | None = None, check: Sequence[str] = CHECK) -> None:
        self._files = files or Files()
        self._check = check
        self._ours = self._files.identity()
        self._sound: Identity | None = None
        self._broken: Identity | None = None
        self._pause, self._again = FIRST_PAUSE, 0.0
        self._trial: asyncio.Task[None] | None = None

    def look(self, ticks: float) -> bool:
        """
        Whether another program has taken the place of ours, and can run.

        Args:
            ticks: seconds on the clock that never jumps.
        """
        identity = self._files.identity()
        if identity is None or identity == self._ours:
            return False
        if identity == self._sound:
            return True
        waits = identity == self._broken and ticks < self._again
        if not waits and (self._trial is None or self._trial.done()):
            self._trial = asyncio.get_running_loop().create_task(self._try(identity, ticks), name="uncrick renewal")
        return False

    def stop(self) -> None:
        """Try nothing more."""
        if self._trial is not None:
            self._trial.cancel()

    async def _try(self, identity: Identity, ticks: float) -> None:
        if await self._runs() and self._files.identity() == identity:
            log.info("the program was replaced: the new one takes over at the next quiet moment")
            self._sound = identity
            return
        if identity != self._broken:
            log.warning("the program was replaced by one that does not start; this one goes on")
            self._broken, self._pause = identity, FIRST_PAUSE
        self._again = ticks + self._pause
        self._pause = min(2 * self._pause, LONGEST_PAUSE)

    async def _runs(self) -> bool:
        end = time.monotonic() + PATIENCE
        try:
            with subprocess.Popen(self._check, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL, cwd="/") as child:  # noqa: ASYNC220 it only starts
                try:
                    while child.poll() is None and time.monotonic() < end:  # noqa: ASYNC110 nobody tells when it ends
                        await asyncio.sleep(ASKED_EVERY)
                finally:
                    child.kill()
        except OSError as error:
            log.warning("the new program cannot be tried: %s", error)
            return False
        return child.returncode == 0


class QuietUpgrade:
    """
    Lets the new program take over while nobody is in the midst of something.

    Nor while nobody is there: a new program takes who was away to be back, until the desktop says so again.

    Args:
        is_open: whether a window is up, or a notice that asks for something.
    """

    def __init__(
        self, renewal: Renewal, engine: Engine, clock: Clock, is_open: Callable[[], bool], shutdown: Shutdown
    ) -> None:
        self.is_open = is_open
        self._renewal = renewal
        self._engine = engine
        self._clock = clock
        self._shutdown = shutdown

    def look(self) -> None:
        """End this program, should another one be ready and the moment quiet."""
        if not self._renewal.look(self._clock.now().ticks):
            return
        state = self._engine.state
        midst = state.shown or state.routine or state.presence.absence
        if not (midst or self.is_open()):
            log.info("going on as the program that was installed")
            self._shutdown.now(renews=True)


def become_new(words: Sequence[str], lock: Lock, environment: Mapping[str, str]) -> int:
    """
    Give way to the program on the disk; on Windows the exit status, elsewhere never back.

    Args:
        words: options of `uncrick run`.
        lock: held; the new program goes on holding it.
        environment: what was taken out of it for the old one, or is of another session; an empty value is taken out.

    Raises:
        UncrickError: it cannot be started.
    """
    argv = [*CALLED, *words]
    for name, value in environment.items():
        os.environ[name] = value
        if not value:
            del os.environ[name]
    try:
        if sys.platform == "win32":
            # Nothing takes the place of a process there: another one is begun once the lock is free, and this one ends.
            lock.release()
            subprocess.Popen(argv, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL)
            return 0
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        os.environ.update(lock.handed_over())
        os.execv(argv[0], argv)  # noqa: S606 it is ourselves
    except OSError as error:
        raise UncrickError("Uncrick could not go on as its new version", f"{argv[0]}: {error}.") from error
