"""A daemon in a folder of its own: started, asked, killed, looked into and measured. The proofs here stand on it.

    with own_daemon() as daemon:
        daemon.start()
        daemon.until_phase("due")
        assert daemon.ask("done")["ok"]
        daemon.kill()

The program is only run, and its socket and files are read from outside: nothing of it is imported.
"""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from desktop.desks import BareDesk, BusDesk

UNCRICK = Path(sys.executable).with_name("uncrick")
Answer = dict[str, Any]
Row = tuple[Any, ...]

QUICK: Mapping[str, object] = {
    "every": "1s",
    "clock": "wall",
    "window": "0s",
    "lull": "0s",
    "apart": "0s",
    "after_absence": "0s",
    "after_busy": "0s",
    "max_a_day": 1000,
    "unanswered": "1h",
    "bubble": "30m",
    "snooze": "2s",
}
"""Settings of `[breaks]` with which a prompt comes a second after the last one, whether somebody types or not."""

SLOW: Mapping[str, object] = {**QUICK, "every": "50m"}
"""No prompt comes."""

START = 8.0  # seconds that the program itself gives a start
RECORDS = "SELECT id, at, kind, source, feedback, detail, routine FROM records ORDER BY rowid"


def settings_text(breaks: Mapping[str, object]) -> str:
    """A settings file with these values of `[breaks]`."""
    return "[breaks]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in breaks.items())


class OwnDaemon:
    """
    One daemon of one desk, which may be killed and started as often as wanted.

    Attributes:
        process: the last one that was started.
    """

    def __init__(self, desk: BareDesk, options: Sequence[str]) -> None:
        self.desk = desk
        self.options = options
        self.process: subprocess.Popen[bytes] | None = None
        self.config = Path(desk.env["XDG_CONFIG_HOME"], "uncrick")
        self.data = Path(desk.env["XDG_DATA_HOME"], "uncrick")
        self.state = Path(desk.env["XDG_STATE_HOME"], "uncrick")
        self.runtime = Path(desk.env["XDG_RUNTIME_DIR"], "uncrick")
        self._terminal = desk.folder / "terminal"
        self.settings = self.config / "settings.toml"
        self.history = self.data / "history.db"

    # ------------------------------------------------------------ its life

    def start(self, *, env: Mapping[str, str] | None = None, seconds: float = START) -> Answer | None:
        """Start it and wait until it answers; its status, or None where it does not answer in so many seconds."""
        self.launch(env=env)
        return self.answering(seconds)

    def launch(self, *, env: Mapping[str, str] | None = None) -> "subprocess.Popen[bytes]":
        """Start it and wait for nothing."""
        argv = [UNCRICK, "run", *self.options]
        with self._terminal.open("ab") as terminal:
            output = {"stdout": terminal, "stderr": terminal}
            self.process = self.desk.spawn(argv, env=dict(env or {}), cwd="/", **output)
        return self.process

    def answering(self, seconds: float = START) -> Answer | None:
        """Wait for its answer; its status, None where none comes in time or the process has ended."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.alive:
            with suppress(OSError, ValueError, KeyError):
                status: Answer = self.ask("status", seconds=max(0.1, end - time.monotonic()))["status"]
                return status
            time.sleep(0.01)
        return None

    def kill(self) -> None:
        """`kill -9`."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self.process is not None and self.process.poll() is None

    @property
    def ended(self) -> int | None:
        """The exit status of its process; None while it runs."""
        return None if self.process is None else self.process.poll()

    @property
    def pid(self) -> int:
        """The number of its process."""
        assert self.process is not None
        return self.process.pid

    # ------------------------------------------------------------ its answers

    def connect(self, seconds: float = 6.0) -> socket.socket:
        """A connection to its socket."""
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(seconds)
        try:
            connection.connect(str(self.runtime / "control.sock"))
        except OSError:
            connection.close()
            raise
        return connection

    def ask(self, do: str, *, seconds: float = 6.0, request_id: str = "proof", **args: object) -> Answer:
        """Ask once; the reply. OSError where nobody answers in time."""
        with self.connect(seconds) as connection:
            connection.sendall(request_line(do, request_id, **args))
            return read_reply(connection)

    def status(self) -> Answer:
        """Its status."""
        status: Answer = self.ask("status")["status"]
        return status

    def until_phase(self, *phases: str, seconds: float = 8.0) -> Answer | None:
        """Wait for one of these phases; the status then, None where it does not come."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.alive:
            with suppress(OSError, ValueError, KeyError):
                status = self.status()
                if status["phase"] in phases:
                    return status
            time.sleep(0.02)
        return None

    def command(
        self, *words: str, env: Mapping[str, str] | None = None, seconds: float = 20.0
    ) -> "subprocess.CompletedProcess[str]":
        """Run a command to its end; TimeoutExpired where it takes longer."""
        return subprocess.run(
            [UNCRICK, *words],
            env={**self.desk.env, **(env or {})},
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=seconds,
            check=False,
        )

    # ------------------------------------------------------------ what it leaves

    def rows(self) -> list[Row]:
        """The records on disk, oldest first, each as the columns of `RECORDS`."""
        with closing(sqlite3.connect(f"file:{self.history}?mode=ro", uri=True, timeout=5)) as connection:
            return connection.execute(RECORDS).fetchall()

    def copied(self) -> tuple[str, list[Row]]:
        """What `PRAGMA integrity_check` says of a copy of the history as it lies there, and its records."""
        folder = self.desk.folder / "copy"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for ending in ("", "-wal"):
            file = Path(f"{self.history}{ending}")
            if file.exists():
                shutil.copy(file, folder / f"history.db{ending}")
        with closing(sqlite3.connect(folder / "history.db")) as connection:
            verdict = str(connection.execute("PRAGMA integrity_check").fetchone()[0])
            begun = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'records'").fetchone()[0]
            return verdict, connection.execute(RECORDS).fetchall() if begun else []

    def said(self) -> str:
        """What it wrote to the terminal."""
        return self._terminal.read_text("utf-8", "replace").strip() if self._terminal.exists() else ""

    def written(self) -> str:
        """Its log and what it wrote to the terminal."""
        log = self.state / "uncrick.log"
        return self.said() + (log.read_text("utf-8", "replace") if log.is_file() else "")

    # ------------------------------------------------------------ what it costs

    def cpu(self) -> float:
        """Seconds of processor time that it has used."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def handles(self) -> int:
        """Open file handles."""
        return len(os.listdir(f"/proc/{self.pid}/fd"))

    def threads(self) -> int:
        """Threads of its process."""
        return len(os.listdir(f"/proc/{self.pid}/task"))

    def memory(self) -> dict[str, float]:
        """Its memory in MiB, by the names of /proc/PID/smaps_rollup, such as `Pss` and `Anonymous`."""
        return memory_of(self.pid)


def memory_of(pid: int) -> dict[str, float]:
    """The memory of a process in MiB, by the names of /proc/PID/smaps_rollup."""
    lines = [line.split() for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()]
    return {words[0].rstrip(":"): int(words[1]) / 1024 for words in lines if words[-1] == "kB"}


def request_line(do: str, request_id: str = "proof", **args: object) -> bytes:
    """One line of the control protocol."""
    return json.dumps({"v": 1, "id": request_id, "do": do, **args}).encode() + b"\n"


def read_reply(connection: socket.socket) -> Answer:
    """The next line of a connection; OSError where it ends before."""
    received = b""
    while not received.endswith(b"\n"):
        part = connection.recv(65536)
        if not part:
            raise ConnectionResetError(f"it ended after {len(received)} bytes")
        received += part
    answer: Answer = json.loads(received)
    return answer


@contextmanager
def own_daemon(
    breaks: Mapping[str, object] = QUICK, *, bus: bool = False, tray: bool = False, desk: BareDesk | None = None
) -> Iterator[OwnDaemon]:
    """
    A daemon that is not started yet, in a desk that goes with it.

    Args:
        breaks: settings of `[breaks]`.
        bus: with a message bus.
        tray: it looks for a tray.
        desk: the desk to be used, entered here.
    """
    with desk or (BusDesk() if bus else BareDesk()) as entered:
        entered.env.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled
        daemon = OwnDaemon(entered, () if tray else ("--no-tray",))
        daemon.config.mkdir(mode=0o700)
        daemon.settings.write_text(settings_text(breaks))
        _said_before(daemon)
        yield daemon
        daemon.kill()


def _said_before(daemon: OwnDaemon) -> None:
    """It said its welcome on another day, and installs nothing."""
    daemon.state.mkdir(mode=0o700, parents=True, exist_ok=True)
    said = '{"welcomed": "2020-01-01", "offered": "2020-01-02", "no_tray": "said"}'
    (daemon.state / "said.json").write_text(said)
