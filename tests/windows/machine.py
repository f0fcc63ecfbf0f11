"""The Windows that `.ci/windows` made, from outside: programs under Wine, its screen, its pointer, its files.

`python tests/windows/machine.py SECONDS PROGRAM ARG...` runs one program there, for so many seconds at most.

Met on the way: Wine passes no variable on that begins with `QT_`; it hears the pointer only over windows of its own;
and what a program leaves running keeps its output open, so that a program's end is waited for, and not its output's.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ROOT = os.environ.get("UNCRICK_WINE", "")
"""A root of Debian 13 with Wine in it; `.ci/windows` mounts the folder of this run at `work`."""

FOLDER = os.environ.get("UNCRICK_FOLDER", "/")  # of that root, in which a program begins

ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "WINEDEBUG": "-all",
    "WINEDLLOVERRIDES": "mscoree,mshtml=;winemenubuilder.exe=d",
    "LANG": "C.UTF-8",
    "WINEPATH": r"C:\Python313\Scripts",  # as python.org's installer offers it, so that `uncrick` can be typed
    "TZ": "UTC",
}


def until(answer: Callable[[], Any], seconds: float = 40) -> Any:
    """The answer as soon as it is true, or the last one after so many seconds."""
    end = time.monotonic() + seconds
    while not (found := answer()) and time.monotonic() < end:
        time.sleep(0.3)
    return found


class Machine:
    """One Windows with one person; `prefix` is its folder under `work`, `user` the name it was made with."""

    def __init__(self, prefix: str, user: str, python: str = r"C:\Python313\python.exe") -> None:
        self.prefix, self.user, self.python = prefix, user, python
        self.drive = Path(ROOT, "work", prefix, "drive_c")
        self.home = self.drive / "users" / user
        self.local = self.home / "AppData" / "Local"

    def words(self, *program: str, env: Mapping[str, str] | None = None) -> list[str]:
        """The command that runs a program of Windows, or of Wine, from outside."""
        told = ENVIRONMENT | {
            "DISPLAY": os.environ.get("DISPLAY", ""),
            "HOME": "/work/home",
            "USER": self.user,
            "WINEPREFIX": f"/work/{self.prefix}",
        }
        pairs = (f"{name}={value}" for name, value in (told | dict(env or {})).items())
        return ["chroot", ROOT, "/usr/bin/env", "-i", f"--chdir={FOLDER}", *pairs, *program]

    def run(self, *program: str, seconds: float = 90, env: Mapping[str, str] | None = None) -> tuple[int, str]:
        """Status and output of a program, 124 where it did not end in time."""
        with tempfile.TemporaryFile() as output:
            # A pipe would stay open in what the program started and left behind.
            process = subprocess.Popen(
                self.words(*program, env=env), stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
            )
            try:
                status = process.wait(seconds)
            except subprocess.TimeoutExpired:
                process.kill()
                status = 124
            output.seek(0)
            return status, output.read().decode(errors="replace").replace("\r\n", "\n")

    def windows(self, *program: str, seconds: float = 90) -> tuple[int, str]:
        """A program of Windows."""
        return self.run("wine", *program, seconds=seconds)

    def uncrick(self, *arguments: str, seconds: float = 90) -> tuple[int, str]:
        """One of our commands."""
        return self.windows(self.python, "-m", "uncrick", *arguments, seconds=seconds)

    def script(self, text: str, *arguments: str) -> tuple[int, str]:
        """A few lines of Python, inside."""
        Path(ROOT, "work", "script.py").write_text(text, "utf-8")
        return self.windows(self.python, r"Z:\work\script.py", *arguments)

    def file(self, path: str) -> Path:
        r"""A file from outside, by the path that a program inside prints, such as `C:\users\Jo Smith\a.txt`."""
        return self.drive.joinpath(*path.strip().removeprefix("C:\\").split("\\"))

    def begin(self, *program: str) -> "subprocess.Popen[bytes]":
        """A program that goes on; whoever begins it ends it."""
        nothing = subprocess.DEVNULL
        return subprocess.Popen(self.words("wine", *program), stdin=nothing, stdout=nothing, stderr=nothing)

    def ended(self) -> None:
        """Every program of this Windows, and Wine's own."""
        self.run("wineserver", "-k", seconds=30)


# ---------------------------------------------------------------- the screen


def x(*words: str) -> str:
    """What a program of X says."""
    return subprocess.run(words, capture_output=True, text=True, check=False, timeout=30).stdout


def window_titles() -> str:
    """Title and class of every window."""
    return x("xwininfo", "-root", "-tree")


def picture(file: Path, part: str = "") -> Path:
    """The screen, or a part such as `500x200+0+0`, as a file."""
    x("import", "-window", "root", *(["-crop", part, "+repage"] if part else []), str(file))
    return file


def colours(file: Path) -> int:
    """How many different colours a picture has; one means that nothing is drawn there."""
    return len(x("convert", str(file), "-unique-colors", "txt:-").splitlines()) - 1


def killed(*words: str) -> int:
    """End at once, as a crash or the Task Manager would, each process with all the words in its command line."""
    count = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
        if all(word in command for word in words):
            os.kill(int(process.name), signal.SIGKILL)
            count += 1
    return count


if __name__ == "__main__":
    status, said = Machine(os.environ["UNCRICK_PREFIX"], os.environ["UNCRICK_USER"]).run(
        *sys.argv[2:], seconds=float(sys.argv[1])
    )
    sys.stdout.write(said)
    sys.exit(status & 0xFF)
