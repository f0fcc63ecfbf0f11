"""A child process that does one thing and ends, while the loop goes on."""

import asyncio
import contextlib
import subprocess
import sys

LOOKS = 0.25  # seconds between two looks at whether it has ended


async def errand(module: str, argument: str, *, takes: float) -> int:
    """
    Run a module of ours with one argument; its exit status. It is killed after `takes` seconds, or with the task.

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
        for _ in range(int(takes / LOOKS)):
            if child.poll() is not None:
                break
            await asyncio.sleep(LOOKS)
    finally:
        with contextlib.suppress(OSError):
            child.kill()
        child.wait()
    return child.returncode
