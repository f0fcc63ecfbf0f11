"""A person at the Windows of `.ci/windows`: hands that work or rest, what they type, and what they see."""

import contextlib
import json
import os
import socket
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, Self

from windows.machine import Machine, picture, until, window_titles, x

PICTURES = Path(os.environ.get("UNCRICK_PICTURES") or tempfile.gettempdir())
ICON = ("13", "39")  # where Wine puts the first tray icon
STATUS = json.dumps({"v": 1, "id": 1, "do": "status"})
TEXT = ("500", "500")  # in Notepad


class Desk:
    """As a context: with an open Notepad, over which the pointer is heard, and with hands that work."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.uncrick = machine.uncrick
        self.works = threading.Event()
        self._over = threading.Event()
        self._hands = threading.Thread(target=self._move, daemon=True)

    def __enter__(self) -> Self:
        # Wine hears of the pointer only over a window of its own.
        self._pad = self.machine.begin("notepad")
        pad = until(lambda: x("xdotool", "search", "--name", "Notepad").split(), 30)
        x("xdotool", "windowsize", pad[-1], "700", "400", "windowmove", pad[-1], "200", "300")
        time.sleep(1)
        self.returns()
        self._hands.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._hands.join()
        self.machine.ended()
        self._pad.wait(30)

    def _move(self) -> None:
        step = 3
        while not self._over.wait(1):
            if self.works.is_set():
                step = -step
                x("xdotool", "mousemove_relative", "--", str(step), "0")

    def returns(self) -> None:
        """A click into the text, and work from now on."""
        x("xdotool", "mousemove", *TEXT, "click", "1")
        self.works.set()

    def rests(self) -> None:
        self.works.clear()

    def status(self) -> dict[str, Any]:
        """What the daemon tells a client, for which no Python under Wine has to start; nothing where none answers."""
        for key in (
            *self.machine.local.glob("uncrick/**/control.json"),
            *self.machine.local.glob("Temp/**/control.json"),
        ):
            with contextlib.suppress(OSError, ValueError):
                told = json.loads(key.read_text("utf-8"))
                with socket.create_connection(("127.0.0.1", told["port"]), 20) as wire:
                    wire.sendall(f"{told['token']}\n{STATUS}\n".encode())
                    with wire.makefile("rb") as lines:
                        status: dict[str, Any] = json.loads(lines.readline())["status"]
                        return status
        return {}

    def phase(self) -> str:
        return str(self.status().get("phase", "gone"))

    def reaches(self, phase: str, seconds: float = 60) -> bool:
        """Whether the daemon is in this phase in time."""
        return bool(until(lambda: self.phase() == phase, seconds))

    def starts(self) -> str:
        """What `uncrick` says once the daemon answers, however slow the machine is."""
        said = self.uncrick()[1]
        assert until(lambda: self.phase() != "gone", 60), said
        return said

    def prompted(self) -> None:
        """A prompt is up."""
        self.returns()
        assert self.reaches("due", 120), self.status()

    def records(self) -> list[dict[str, Any]]:
        """The history as the command tells it."""
        told: list[dict[str, Any]] = json.loads(self.uncrick("history", "--json")[1])
        return told

    def clicks(self, button: str, at: tuple[str, str] = ICON) -> None:
        """A real click."""
        self.rests()
        x("xdotool", "mousemove", *at, "click", button)

    def sees(self, name: str, part: str = "") -> Path:
        """A picture of the screen, kept for a look at it."""
        return picture(PICTURES / f"windows-{name}.png", part)

    def opened(self, *words: str) -> "subprocess.Popen[bytes]":
        """A window of ours, as a process that goes on."""
        return self.machine.begin(self.machine.python, "-m", "uncrick", *words)

    @staticmethod
    def has_window(title: str) -> bool:
        return bool(until(lambda: title in window_titles(), 60))
