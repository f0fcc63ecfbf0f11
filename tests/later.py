"""
Run a command, such as the tests, at another date: `python tests/later.py 2031-07-01T23:58 python -m pytest tests/core`.

The date is a local time, or a number of days from now such as `+1826`. It holds for the command and for whatever that
starts with the same LD_PRELOAD. Linux only; needs a C compiler.
"""

import os
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

SOURCE = Path(__file__).with_suffix(".c")


def ahead(date: str) -> int:
    """Seconds from now until `date`."""
    if date[:1] in ("+", "-"):
        return round(timedelta(days=float(date)).total_seconds())
    return round(datetime.fromisoformat(date).timestamp() - time.time())


def main(date: str, *command: str) -> int:
    """Run the command at that date. Returns its exit status."""
    with tempfile.TemporaryDirectory(prefix="later-") as folder:
        clock = os.path.join(folder, "later.so")
        build = ["cc", "-shared", "-fPIC", "-O1", "-Wall", f"-DAHEAD={ahead(date)}L", "-o", clock, str(SOURCE)]
        subprocess.run(build, check=True)
        return subprocess.run(command, env=os.environ | {"LD_PRELOAD": clock}, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
