"""Desktops on which the routine window opens, and what can be seen of it there."""

import json
import signal
import subprocess
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from desktop.desks import SwayDesk, XDesk
from desktop.running import Running
from uncrick.core.model.record import Item, Kind, Record
from uncrick.storage.history.store import History

WINDOW = "window.enabled=true"
# The only one in a routine, so that it is known what the window shows
EXERCISE = "neck_turn"


def practise(desk: XDesk | SwayDesk) -> None:
    """Have the exercise done twice before, so that its window begins without "Read first"."""
    folder = Path(desk.env["XDG_DATA_HOME"], "uncrick")
    folder.mkdir(parents=True, mode=0o700)
    history = History.open(str(folder / "history.db"))
    for days in (2, 1):
        at = datetime.now(UTC) - timedelta(days=days)
        item = Item(EXERCISE, "Turn your head", 3, 50)
        detail = {"credited": True, "seconds": 50}
        history.append(Record(f"before-{days}", at, at + timedelta(minutes=1), Kind.DONE, "cli", (item,), None, detail))
    history.shut()


class AccessibleDesk(XDesk):
    """One in which a screen reader could run."""

    size = (1280, 800)

    def __init__(self) -> None:
        super().__init__(notifications="dunst", activatable=["org.a11y.Bus"])
        self.env |= {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "GTK_A11Y": "none"}


class TwoScreens(XDesk):
    """Two monitors beside each other, as RandR tells them."""

    size = (1600, 600)

    def start_display(self) -> None:
        super().start_display()
        for name, at, output in (("left", 0, "screen"), ("right", 800, "none")):
            self.run(["xrandr", "--setmonitor", name, f"800/200x600/150+{at}+0", output])


class TwoOutputs(SwayDesk):
    """sway with two outputs."""

    def start_sway(self) -> None:
        self.env["WLR_HEADLESS_OUTPUTS"] = "2"
        super().start_sway()


def window(desk: XDesk) -> tuple[int, int, int, int]:
    """Wait for the guide and say where it is."""
    return desk.wait_until(lambda: [p for p in desk.shown("^Uncrick$") if p[2] > 200], 15, "the window")[0]


def no_window(desk: XDesk) -> None:
    desk.wait_until(lambda: not [p for p in desk.shown("^Uncrick$") if p[2] > 200], what="the window gone")


def process(desk: XDesk | SwayDesk) -> int:
    """The process of the window."""
    return desk.wait_until(lambda: [pid for pid in desk.running() if b"window\0guide" in command(pid)], 15, "one")[0]


def command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def begin(running: Running) -> None:
    """Start a routine that is known."""
    begun = running.uncrick("break", EXERCISE)
    assert begun.returncode == 0, begun.stderr


def bubbles(desk: XDesk) -> int:
    return int(desk.run(["dunstctl", "count", "displayed"]).strip())


def focus(desk: XDesk) -> str:
    """The title of the window that what is typed goes to."""
    return desk.run(["xdotool", "getwindowfocus", "getwindowname"], check=False).strip()


def write_settings(desk: XDesk | SwayDesk, text: str) -> None:
    """Write the settings file that the next daemon reads."""
    folder = Path(desk.env["XDG_CONFIG_HOME"]) / "uncrick"
    folder.mkdir(parents=True)
    (folder / "settings.toml").write_text(text)


class watching:  # noqa: N801 reads as what it does
    """Collects statuses with the time at which each came."""

    def __init__(self, desk: XDesk) -> None:
        self._desk = desk

    def __enter__(self) -> list[tuple[float, dict[str, Any]]]:
        statuses: list[tuple[float, dict[str, Any]]] = []
        self._process = self._desk.spawn(["uncrick", "status", "--watch", "--json"], stdout=subprocess.PIPE)
        stream = self._process.stdout
        assert stream is not None

        def listen() -> None:
            statuses.extend((time.monotonic(), json.loads(line)) for line in stream)

        threading.Thread(target=listen, daemon=True).start()
        self._desk.wait_until(lambda: statuses, what="the first status")
        return statuses

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait()
