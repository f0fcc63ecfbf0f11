"""Measures how late prompts come, on a real bus and with a real notification server. Not a test.

    python tests/lateness.py [--prompts 1000] [--every 0.3]

A daemon of its own runs in a desk of its own (tests/desktop/desks.py) and every prompt is closed as soon as it
may have been read, so that the next one is due `every` seconds later. The lateness of a prompt is how much later than
that it arrived: from the closed notification to the next Notify on the bus, timers, disk and bus included.
"""

import argparse
import asyncio
import math
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from desktop.desks import BusDesk
from uncrick.platforms.linux.dbus import DBUS, DBUS_PATH, Bus, Interface, Method

SERVER, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
DISMISSED, WITHDRAWN = 2, 3
READ_IN = 0.35  # seconds; a notice that is closed sooner was dismissed by nobody
PROMPTS_A_DAY = 900  # below the limit of 1000 a day; a new daemon measures the rest


class Receiver:
    """
    A notification server that closes each prompt soon, as a person who skips.

    Attributes:
        lateness: seconds by which each prompt came after it was due.
    """

    def __init__(self, every: float) -> None:
        self.lateness: list[float] = []
        self._every = every
        self._closed: float | None = None
        self._ids = 0
        self._bus: Bus | None = None

    async def appear(self) -> None:
        """Take the name on the bus."""
        self._bus = await Bus.connect("session")
        methods = {
            "GetServerInformation": Method("", "ssss", lambda: ("Lateness", "tests", "1", "1.2")),
            "GetCapabilities": Method("", "as", lambda: (["actions", "body"],)),
            "Notify": Method("susssasa{sv}i", "u", self._notify),
            "CloseNotification": Method("u", "", self._close),
        }
        self._bus.export(PATH, Interface(SERVER, methods, signals={"NotificationClosed": "uu", "ActionInvoked": "us"}))
        await self._bus.call(DBUS, DBUS_PATH, DBUS, "RequestName", "su", SERVER, 0)

    def _notify(self, *args: Any) -> tuple[int]:
        self._ids += not args[1]
        id_ = args[1] or self._ids
        if "start" in args[5]:
            if self._closed is not None:
                self.lateness.append(time.monotonic() - self._closed - self._every)
            asyncio.get_running_loop().call_later(READ_IN, self._dismiss, id_)
        return (id_,)

    def _dismiss(self, id_: int) -> None:
        assert self._bus is not None
        self._closed = time.monotonic()
        self._bus.emit(PATH, SERVER, "NotificationClosed", id_, DISMISSED)

    def _close(self, id_: int) -> tuple[()]:
        assert self._bus is not None
        self._bus.emit(PATH, SERVER, "NotificationClosed", id_, WITHDRAWN)
        return ()


def settings(every: float) -> list[str]:
    """Options of `uncrick run` with which a prompt is due `every` seconds after the last, whatever the person does."""
    values = {"every": f"{every}s", "clock": "wall", "window": "0s", "apart": "0s", "max_a_day": "1000"}
    return [word for key, value in values.items() for word in ("--set", f"breaks.{key}={value}")]


async def measure(desk: BusDesk, prompts: int, every: float) -> list[float]:
    """Run a daemon until `prompts` have come. Returns the lateness of each in seconds."""
    receiver = Receiver(every)
    await receiver.appear()
    daemon = desk.spawn(["uncrick", "run", "--no-tray", *settings(every)])
    try:
        while len(receiver.lateness) < prompts:
            await asyncio.sleep(1)
            if daemon.poll() is not None:
                raise SystemExit(f"the daemon ended with {daemon.returncode}\n{desk.log[-2000:]}")
    finally:
        desk.end(daemon)
    return receiver.lateness[:prompts]


def main() -> None:
    """Measure, and print the result in one line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--prompts", type=int, default=1000)
    parser.add_argument("--every", type=float, default=0.3, help="seconds")
    given = parser.parse_args()
    lateness: list[float] = []
    while (left := given.prompts - len(lateness)) > 0:
        with BusDesk() as desk, desk.inside():
            lateness += asyncio.run(measure(desk, min(left, PROMPTS_A_DAY), given.every))
    lateness.sort()
    p50, p99 = (lateness[math.ceil(share * len(lateness)) - 1] for share in (0.5, 0.99))
    figures = f"p50 {p50 * 1000:.1f} ms, p99 {p99 * 1000:.1f} ms, max {lateness[-1] * 1000:.1f} ms"
    print(f"{len(lateness)} prompts, one every {given.every:g} s: lateness {figures}")  # noqa: T201 it is a script


if __name__ == "__main__":
    main()
