"""A child process that runs one of our modules and ends, while the event loop goes on."""

import asyncio
import contextlib
import subprocess
import sys

POLL_PAUSE = 0.25  # seconds between two looks at whether it has ended


async def run_child(module: str, argument: str, *, timeout: float) -> int:  # noqa: ASYNC109 the child is killed by it
    """
    Run a module of ours with one argument; it is killed after `timeout` seconds, or when the task is cancelled.

    Returns:
        its exit status, negative for a signal that ended it (as `subprocess` gives it).

    Raises:
        OSError: it cannot be started.
    """
    child = subprocess.Popen(  # noqa: ASYNC220 it only starts; waiting is done below
        [sys.executable, "-P", "-m", module, argument],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _poll in range(int(timeout / POLL_PAUSE)):
            if child.poll() is not None:
                break
            await asyncio.sleep(POLL_PAUSE)
    finally:
        with contextlib.suppress(OSError):
            child.kill()
        child.wait()
    return child.returncode
