"""Measures the guide's window: `python tests/measure_window.py`; needs what the desktop tests need.

Time from a request to the first frame, processor share while it animates at 600 x 600, and growth of memory.
"""

import ctypes
import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from desktop.desks import XDesk
from desktop.running import Running, daemon

ROUNDS = 30
SECONDS = 15
EXERCISE = "side_bend"
TICK = os.sysconf("SC_CLK_TCK")


class Pixel:
    """Reads single pixels of the screen, without starting a program."""

    def __init__(self, display: str) -> None:
        self._x = ctypes.CDLL("libX11.so.6")
        for name in ("XOpenDisplay", "XGetImage"):
            getattr(self._x, name).restype = ctypes.c_void_p
        self._x.XDefaultRootWindow.restype = ctypes.c_ulong
        self._x.XGetPixel.restype = ctypes.c_ulong
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(display.encode()))
        self._root = ctypes.c_ulong(self._x.XDefaultRootWindow(self._display))

    def at(self, x: int, y: int) -> int:
        """Its colour, 0xrrggbb."""
        image = self._x.XGetImage(self._display, self._root, x, y, 1, 1, ctypes.c_ulong(0xFFFFFF), 2)
        colour = int(self._x.XGetPixel(ctypes.c_void_p(image), 0, 0))
        self._x.XDestroyImage(ctypes.c_void_p(image))
        return colour


def window_geometry(desk: XDesk) -> tuple[int, int, int, int]:
    """Place and size of the window: x, y, width, height."""
    return desk.wait_until(lambda: [p for p in desk.shown("^Uncrick$") if p[2] > 200], 15, "the window")[0]


def processes(desk: XDesk) -> list[int]:
    """Ids of the processes that show a guide."""
    pids = []
    for pid in desk.running():
        try:
            if b"window\0guide" in Path(f"/proc/{pid}/cmdline").read_bytes():
                pids.append(pid)
        except OSError:
            continue
    return pids


def processor_seconds(pid: int) -> float:
    """Seconds of a core that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def resident(pid: int) -> int:
    """Resident memory of a process in KiB."""
    return next(
        int(line.split()[1]) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if "VmRSS" in line
    )


def close_window(desk: XDesk, running: Running) -> None:
    """Stop the routine, and wait until its window is closed."""
    running.uncrick("break", "--stop")
    for pid in processes(desk):
        os.kill(pid, 15)
    desk.wait_until(lambda: not processes(desk), what="no window")


def first_frames(desk: XDesk, running: Running) -> tuple[list[float], int]:
    """Milliseconds from each request to its first frame; KiB of the daemon after the first window."""
    from uncrick.control import client

    running.uncrick("break", EXERCISE)
    x, y, wide, _ = window_geometry(desk)
    close_window(desk, running)
    size = resident(running.process.pid)
    pixel = Pixel(desk.env["DISPLAY"])
    at = (x + wide // 2, y + 150)
    desk.wait_until(lambda: pixel.at(*at) == 0, what="an empty screen")
    took = []
    for _ in range(ROUNDS):
        before = time.monotonic()
        client.request("break", exercise=EXERCISE)
        while pixel.at(*at) == 0:
            time.sleep(0.002)
        took.append((time.monotonic() - before) * 1000)
        close_window(desk, running)
        desk.wait_until(lambda: pixel.at(*at) == 0, what="an empty screen")
    return took, size


def share_of_a_core(desk: XDesk, running: Running) -> float:
    """Percent of a core while the figure moves at 600 x 600."""
    running.uncrick("break", EXERCISE)
    window_geometry(desk)
    desk.run(["xdotool", "search", "--onlyvisible", "--name", "^Uncrick$", "windowsize", "632", "830"])
    [pid] = processes(desk)
    desk.wait_until(lambda: running.status()["break"]["position"] > 3, what="three seconds of it")
    before, at = processor_seconds(pid), time.monotonic()
    while time.monotonic() - at < SECONDS:
        time.sleep(0.5)
    share = (processor_seconds(pid) - before) / (time.monotonic() - at) * 100
    close_window(desk, running)
    return share


def growth() -> tuple[int, int]:
    """KiB of a process after 100 windows that were opened and closed in it, and after 1,000."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    from uncrick.storage.shipped_data import catalogue
    from uncrick.window.client import DaemonConnection
    from uncrick.window.guide.session import Session
    from uncrick.window.guide.window import GuideWindow
    from uncrick.window.theme import LIGHT, dress

    QApplication.setStyle("Fusion")
    app = QApplication([])
    dress(app, LIGHT)
    shipped = catalogue(figure=True)
    sizes = []
    for number in range(1, 1001):
        window = GuideWindow(Session(DaemonConnection(), shipped, lambda _: shipped), LIGHT, shipped)
        window.show()
        app.processEvents()
        window.close()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        app.processEvents()
        if number in (100, 1000):
            sizes.append(resident(os.getpid()))
    return sizes[0], sizes[1]


class Large(XDesk):
    """A desktop with room for a large window."""

    size = (1280, 960)


def main() -> None:
    """Measure and print everything."""
    first, last = growth()
    print(f"one process: {first} KiB after 100 windows, {last} KiB after 1,000")
    with Large(notifications="dunst") as desk, desk.inside(), daemon(desk, "window.enabled=true") as running:
        frames, before = first_frames(desk, running)
        took = sorted(frames)
        p95 = took[int(len(took) * 0.95)]
        print(f"click to painted frame: median {statistics.median(took):.0f} ms, p95 {p95:.0f} ms, of {len(took)}")
        print(f"daemon: {before} KiB after one window, {resident(running.process.pid)} KiB after {len(took) + 1}")
        print(f"while it animates at 600 x 600: {share_of_a_core(desk, running):.1f} % of one core")


if __name__ == "__main__":
    main()
