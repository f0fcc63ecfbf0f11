"""A daemon that runs in a desk, and the command line beside it."""

import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from desktop.desks import BareDesk

SOON = ("breaks.every=3s", "breaks.window=0s", "breaks.apart=0s")
FAKETIME = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)


class Running:
    """
    One daemon of one desk.

    Attributes:
        process: the daemon itself.
    """

    def __init__(self, desk: BareDesk, settings: Sequence[str], env: dict[str, str]) -> None:
        self.desk = desk
        self._settings = settings
        self._env = env
        self.process = self._start()

    def _start(self) -> "subprocess.Popen[bytes]":
        options = [word for setting in self._settings for word in ("--set", setting)]
        process = self.desk.spawn(["uncrick", "run", *options], env=self._env)
        self.desk.wait_until(lambda: self.try_status() is not None, what="the daemon's answer")
        return process

    def again(self) -> None:
        """Start it anew, after it was killed."""
        self.process = self._start()

    def kill(self) -> None:
        """`kill -9`."""
        self.process.kill()
        self.process.wait()

    def uncrick(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """A command, whatever its exit status."""
        return subprocess.run(
            ["uncrick", *words], env=self.desk.env, capture_output=True, text=True, timeout=20, check=False
        )

    def try_status(self) -> dict[str, Any] | None:
        """The status, or None while nobody answers."""
        result = self.uncrick("status", "--json")
        return json.loads(result.stdout) if result.returncode == 0 else None

    def status(self) -> dict[str, Any]:
        """The status."""
        status = self.try_status()
        assert status is not None, self.desk.log
        return status

    def phase(self, *wanted: str) -> dict[str, Any]:
        """Wait for one of these phases; the status then."""
        return self.desk.wait_until(
            lambda: (status := self.status()) and status["phase"] in wanted and status, 15, f"phase {wanted}"
        )

    def kinds(self) -> list[str]:
        """What the history says, oldest first."""
        return [record["kind"] for record in self.records()]

    def records(self) -> list[dict[str, Any]]:
        """The history."""
        records: list[dict[str, Any]] = json.loads(self.uncrick("history", "--json").stdout)
        return records


@contextmanager
def daemon(desk: BareDesk, *settings: str, env: dict[str, str] | None = None) -> Iterator[Running]:
    """A daemon that has said its welcome on another day."""
    remembered = Path(desk.env["XDG_STATE_HOME"]) / "uncrick" / "said.json"
    remembered.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    remembered.write_text('{"welcomed": "2020-01-01", "offered": "2020-01-02", "no_tray": "said"}')
    # A routine is led by notifications here, unless the test is one of the window.
    running = Running(desk, ("window.enabled=false", *settings), env or {})
    try:
        yield running
    finally:
        desk.end(running.process)
