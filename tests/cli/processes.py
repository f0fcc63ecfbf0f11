"""Uncrick as a person has it: programs of their own, in folders of their own, at a terminal of their own."""

import contextlib
import fcntl
import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.life import House
from uncrick import __version__
from uncrick.storage.machine import this_machine

UNCRICK = [sys.executable, "-m", "uncrick"]
KEPT = (
    "PATH",
    "LANG",
    "TZ",
    "LD_PRELOAD",
    "COVERAGE_PROCESS_START",
    "COVERAGE_FILE",
    "PYTHONDONTWRITEBYTECODE",
)
A_DISPLAY = {"DISPLAY": ":nowhere"}  # there may be a desktop: whoever starts a daemon need not know
# Prompts at once: every second counts, and a few tenths of one are an hour.
HASTY = ("breaks.clock=wall", "breaks.every=0.2s", "breaks.apart=0s", "breaks.max_a_day=1000")
ESCAPES = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def wait_until(answer: Callable[[], Any], what: str, seconds: float = 60) -> Any:
    """The answer, as soon as it is true."""
    end = time.monotonic() + seconds
    while not (found := answer()):
        assert time.monotonic() < end, f"not in {seconds} s: {what}"
        time.sleep(0.01)
    return found


@dataclass(frozen=True)
class Result:
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str

    def printed(self) -> str:
        """Its output; it succeeded, without a word on standard error."""
        assert (self.status, self.err) == (0, "")
        return self.out

    def refused(self, status: int = 1) -> str:
        """Its error; it ended with this status and printed nothing else."""
        assert (self.status, self.out) == (status, "")
        return self.err


class Person:
    """Folders, and the programs that were started in them, which all end with the person."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.env = {name: os.environ[name] for name in KEPT if name in os.environ} | House.environment(root)
        self.env["PATH"] = os.pathsep.join([os.path.dirname(sys.executable), self.env["PATH"]])
        self.started: list[subprocess.Popen[Any]] = []
        name = f"state-{this_machine.host()}-{this_machine.mark(str(root / 'run' / 'uncrick'))}.json"
        self.state = root / "state" / "uncrick" / name
        self.history = root / "data" / "uncrick" / "history.db"
        self.settings = root / "config" / "uncrick" / "settings.toml"
        self.log = root / "state" / "uncrick" / "uncrick.log"
        self.folder = root / "run" / "uncrick"
        # Whose launcher is in place needs no child that draws its icons.
        self.state.parent.mkdir(parents=True)
        installed = {"installed": f"{__version__} {sys.executable}"}
        (self.state.parent / "said.json").write_text(json.dumps(installed))

    def run(self, *words: str, stdin: Any = subprocess.DEVNULL, **env: str) -> Result:
        """One command, to its end."""
        return self.program([*UNCRICK, *words], stdin=stdin, **env)

    def program(self, argv: Sequence[str], *, stdin: Any = subprocess.DEVNULL, **env: str) -> Result:
        """Any program in these folders, to its end."""
        done = subprocess.run(
            argv,
            env=self.env | env,
            stdin=stdin,
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
            cwd=self.root,
        )
        return Result(done.returncode, done.stdout, done.stderr)

    def spawn(self, *words: str, **options: Any) -> "subprocess.Popen[Any]":
        """A program that goes on; it ends with the person at the latest."""
        env = self.env | options.pop("env", {})
        options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL} | options
        process = subprocess.Popen([*UNCRICK, *words], env=env, cwd=self.root, **options)
        self.started.append(process)
        return process

    def daemon(self, *settings: str, **options: Any) -> "subprocess.Popen[Any]":
        """A daemon in the foreground that answers."""
        process = self.spawn("run", "--no-tray", *(word for word in settings for word in ("--set", word)), **options)
        wait_until(lambda: self.answers or process.poll() is not None, "the daemon answers")
        assert process.poll() is None, "the daemon ended"
        return process

    def asks(self, do: str, **args: Any) -> dict[str, Any]:
        """One request over the socket, as any client makes it."""
        import socket

        with socket.socket(socket.AF_UNIX) as wire:
            wire.settimeout(60)
            wire.connect(str(self.folder / "control.sock"))
            wire.sendall(json.dumps({"v": 1, "id": 1, "do": do, **args}).encode() + b"\n")
            with wire.makefile("rb") as lines:
                reply: dict[str, Any] = json.loads(lines.readline() or b'{"ok": false, "cut": true}')
                return reply

    @property
    def answers(self) -> bool:
        """Whether a daemon is there."""
        try:
            return bool(self.asks("ping")["ok"])
        except (OSError, ValueError):
            return False

    def phase(self) -> str:
        """What the daemon is doing."""
        return str(self.asks("status")["status"]["phase"])

    def records(self) -> list[dict[str, Any]]:
        """The history as the command tells it."""
        records: list[dict[str, Any]] = json.loads(self.run("history", "--json").printed())
        return records

    @contextmanager
    def terminal(self, *words: str, **env: str) -> Iterator["Terminal"]:
        """A command at a terminal."""
        ours, theirs = pty.openpty()

        def sits_at_it() -> None:
            fcntl.ioctl(theirs, termios.TIOCSCTTY, 0)

        process = self.spawn(
            *words, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True, preexec_fn=sits_at_it, env=env
        )
        os.close(theirs)
        try:
            yield Terminal(ours, process)
        finally:
            end(process)
            with contextlib.suppress(OSError):
                os.close(ours)

    def ends(self) -> None:
        """Nothing that was started here goes on."""
        for process in self.started:
            end(process)
        for left in self.left():
            with contextlib.suppress(ProcessLookupError):
                os.kill(left, signal.SIGKILL)
        wait_until(lambda: not self.left(), "what was started here ends")

    def daemons(self) -> list[int]:
        """Those of them that are daemons."""
        found = []
        for pid in self.left():
            with contextlib.suppress(OSError):
                if b"\0run\0" in Path(f"/proc/{pid}/cmdline").read_bytes():
                    found.append(pid)
        return found

    def left(self) -> list[int]:
        """Processes that live in these folders, such as a daemon that left its terminal."""
        mark = f"HOME={self.root}\0".encode()
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdecimal() and int(entry.name) != os.getpid():
                with contextlib.suppress(OSError):
                    if mark in (entry / "environ").read_bytes():
                        found.append(int(entry.name))
        return found


def end(process: "subprocess.Popen[Any]") -> None:
    """It ends, whatever it does."""
    if process.poll() is None:
        process.kill()
    process.wait(60)


class Terminal:
    """What a program at a terminal shows, and the keys pressed there."""

    def __init__(self, handle: int, process: "subprocess.Popen[Any]") -> None:
        self.process = process
        self.raw = ""
        self._handle = handle

    def read(self) -> str:
        """Everything shown until now, without the escapes."""
        while self._handle >= 0 and select.select([self._handle], [], [], 0)[0]:
            try:
                data = os.read(self._handle, 65536)
            except OSError:  # nobody is at the other end any more
                break
            if not data:
                break
            self.raw += data.decode(errors="replace")
        return ESCAPES.sub("", self.raw).replace("\r\n", "\n")

    def shows(self, text: str, seconds: float = 60) -> str:
        """Wait until it is shown; everything shown until then."""
        wait_until(lambda: text in self.read(), f"{text!r} in:\n{self.read()}", seconds)
        return self.read()

    def press(self, keys: str) -> None:
        os.write(self._handle, keys.encode())

    def hang_up(self) -> None:
        """The window is closed."""
        os.close(self._handle)
        self._handle = -1

    def status(self) -> int:
        """How it ended."""
        wait_until(lambda: (self.read(), self.process.poll())[1] is not None, f"it ends; shown:\n{self.read()}")
        self.read()
        return int(self.process.returncode)
